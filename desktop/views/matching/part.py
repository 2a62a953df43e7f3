"""One part of the page that is a table: search, filters with counts, a notice, the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.models.rows import Column, Row, Rows
from desktop.services.language import say
from desktop.views import theme
from desktop.views.matching.flow import Flow
from desktop.views.matching.parts import View
from desktop.views.matching.table import PairTable
from desktop.views.page import SIDE_BY_SIDE
from desktop.views.widgets.buttons import Chips
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label
from desktop.views.widgets.table import in_card

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

_PAUSE_MS = 120
# Beside the choice between the views there is less room than above a table.
_NARROW_SEARCH = 168
FilterWords = Callable[[tuple[Row, ...]], tuple[tuple[str, str], ...]]


class TablePart(View):
    """A table of pairs, as a part of the page or a view of its draft.

    `tests` are the filters by key, the first of which is on at the beginning; `words` names them with counts.
    """

    def __init__(
        self,
        page: MatchingPage,
        name: str,
        key: str,
        columns: tuple[Column, ...],
        tests: Mapping[str, Callable[[Row], bool]],
        words: FilterWords,
        search: Callable[[Row], str],
        spare: tuple[str, ...] = ("reasons", "since"),
    ) -> None:
        super().__init__(page)
        self._tests, self._words = tests, words
        self._options: tuple[tuple[str, str], ...] = ()
        self._all: tuple[Row, ...] = ()
        self.rows = Rows(columns, page.session.tasks, search=search, parent=self)
        preferences = page.shell.preferences
        self.table = PairTable(name, self.rows, key=key, preferences=preferences, spare=spare)
        self.table.chosen.connect(lambda uids: self._on_row_chosen(uids[0] if uids else ""))
        self.table.opened.connect(self._on_row_opened)
        self.search = SearchField(say("Search names and reasons"), say("Search pairs"))
        self.chips: Chips | None = None
        self._above = Flow()
        if tools := self.tools():
            tools.setMinimumWidth(theme.pixels(_NARROW_SEARCH))
            self.search.setPlaceholderText(say("Search"))
        else:
            self._above.add(self.search)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.rows.search(self.search.text()))
        self.search.textChanged.connect(lambda _: self._pause.start())
        self._nothing = label("", "muted")
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._above)
        column.addWidget(self._nothing)
        column.addWidget(in_card(self.table), 1)
        self.rows.arranged.connect(self._on_arranged)

    def _on_row_chosen(self, uid: str) -> None:
        self.chosen.emit(uid)

    def _on_row_opened(self, uid: str) -> None:
        self.opened.emit(uid)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Replace all rows; what is chosen stays if it is still there."""
        self._all = rows
        self._show_filters()
        self.rows.keep(self._tests[self.filter()])
        self.rows.show(rows)

    def row(self, uid: str) -> Row | None:
        """Give a row by uid, also one that is filtered away."""
        return next((row for row in self._all if row[0] == uid), None)

    def choose(self, uid: str) -> None:
        """Choose a row, lifting what hides it."""
        if self.row(uid) is not None and self.rows.row_of(uid) < 0:
            self.search.clear()
            self.rows.search("")
            self.narrow(next(key for key, test in self._tests.items() if test(self.row(uid) or ())))
        self.table.choose(uid)

    def choose_first(self) -> None:
        """Choose the first row, so that the panel shows what there is to know about one."""
        first = self.rows.at(0)
        if first is not None:
            self.table.choose(str(first[0]))

    def chosen_uid(self) -> str:
        """Give the chosen row's uid."""
        return next(iter(self.table.chosen_uids()), "")

    def place(self) -> dict[str, str]:
        """Say what is chosen, searched and filtered."""
        return {"uid": self.chosen_uid(), "search": self.search.text(), "filter": self.filter()}

    def show_wanted(self, wanted: dict[str, str]) -> None:
        """Search, filter and choose; without a uid, choose the first where there is room for the panel beside."""
        if wanted.get("search"):
            self.search.setText(wanted["search"])
        if wanted.get("filter"):
            self.narrow(wanted["filter"])
        if wanted.get("uid"):
            self.choose(wanted["uid"])
        elif not self.table.chosen_uids() and self.window().width() >= SIDE_BY_SIDE:
            self.choose_first()

    def keyboard(self) -> QWidget:
        """Give the table."""
        return self.table

    def seek(self) -> None:
        """Go to the search field."""
        self.search.setFocus()

    def filter(self) -> str:
        """Give the key of the filter that is on."""
        return self.chips.value() if self.chips else next(iter(self._tests))

    def narrow(self, key: str) -> None:
        """Put a filter on."""
        if self.chips is not None and key in self._tests:
            self.chips.choose(key)
            self.rows.keep(self._tests[key])

    def _show_filters(self) -> None:
        """Make the chips anew where a count has changed; keyboard and choice stay."""
        options = self._words(self._all)
        if options == self._options:
            return
        now, focused = self.filter(), self.chips is not None and _holds_focus(self.chips)
        if self.chips is not None:
            self._above.remove(self.chips)
        self._options, self.chips = options, Chips(say("Show"), options)
        self.chips.choose(now)
        self.chips.chosen.connect(lambda key: self.narrow(str(key)))
        self._above.add(self.chips)
        if focused:
            self.chips.setFocus()

    def _on_arranged(self) -> None:
        self._nothing.setVisible(bool(self._all) and not self.rows.shown)
        self._nothing.setText(say("Nothing here matches the search and the filter."))


def _holds_focus(chips: Chips) -> bool:
    focused = QApplication.focusWidget()
    return isinstance(focused, QWidget) and chips.isAncestorOf(focused)
