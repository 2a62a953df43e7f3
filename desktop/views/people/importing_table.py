"""The dry run: what importing would do to each person, with filters, search, and what can be decided about a row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.people_imports_flow import ImportFlow
from desktop.models.people_imports_rows import (
    PLAN_ASK,
    PLAN_KIND,
    PLAN_NAME,
    PLAN_WHAT,
    SUSPICIOUS,
    kind_words,
    plan_columns,
    search_text,
)
from desktop.models.people_imports_types import Ask, Look
from desktop.models.preferences import Preferences
from desktop.models.rows import Row, Rows
from desktop.models.tasks import Tasks
from desktop.services.language import say, say_many
from desktop.views import theme
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import clear_layout
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label
from desktop.views.widgets.table import TableView, in_card

_PAUSE = 120
_FILTERS = ("changed", "new", "missing", "unchanged")
# A row's answers have the keys 1 to 9.
_MOST_KEYS = 9


def to_decide(row: Row) -> bool:
    """Say whether the import would rather have an answer about a row."""
    return row[PLAN_ASK] is not None and row[PLAN_ASK].open


class LookPart(QWidget):
    """The table, its filters above and the answers for the chosen rows below. Signal `counted()` after a decision."""

    counted = Signal()

    def __init__(self, flow: ImportFlow, look: Look, tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self._flow, self.look = flow, look
        self.answers: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.rows = Rows(plan_columns(flow.answer_of), tasks, search=search_text, parent=self)
        column.addLayout(self._make_filters())
        self.words = label("\n".join(look.notices), "muted")
        self.words.setVisible(bool(look.notices))
        column.addWidget(self.words)
        self.table = TableView(say("What would happen"), self.rows, key="import", preferences=preferences, several=True)
        column.addWidget(in_card(self.table), 1)
        self._bar = QFrame()
        theme.role(self._bar, "banner")
        self._inside = QVBoxLayout(self._bar)
        self._inside.setContentsMargins(14, 8, 10, 8)
        self._inside.setSpacing(6)
        column.addWidget(self._bar)
        self._bar.hide()
        self.table.chosen.connect(lambda _: self._show_bar())
        self.table.opened.connect(lambda _: self._go_to_answers())
        flow.decided.connect(self._on_decided)
        self.rows.show(look.snapshot)

    def _make_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        options = [("", say("All {n}", n=len(self.look.rows)))]
        decide = sum(to_decide(one) for one in self.look.rows)
        odd = sum(self.look.counts.get(kind, 0) for kind in SUSPICIOUS)
        if decide:
            options.append(("decide", say("To decide {n}", n=decide)))
        if odd:
            options.append(("odd", say("Suspicious {n}", n=odd)))
        for kind in _FILTERS:
            if self.look.counts.get(kind):
                words = kind_words(kind)
                options.append((kind, f"{words[:1].upper()}{words[1:]} {self.look.counts[kind]}"))
        self.chips = Chips(say("Show"), options)
        self.chips.choose("")
        self.chips.chosen.connect(self._narrow)
        self.search = SearchField(say("Name, number or row"), say("Search the dry run"))
        self.search.setMinimumWidth(theme.pixels(150))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(lambda: self.rows.search(self.search.text()))
        self.search.textChanged.connect(lambda _: self._pause.start())
        row.addWidget(self.chips)
        row.addStretch(1)
        row.addWidget(self.search)
        return row

    def _narrow(self, kind: object) -> None:
        tests = {"": None, "decide": to_decide, "odd": lambda row: row[PLAN_KIND] in SUSPICIOUS}
        self.rows.keep(tests[str(kind)] if str(kind) in tests else lambda row: row[PLAN_KIND] == kind)

    def arrive(self) -> None:
        """Show the first row that needs an answer, with the keyboard on it."""
        self.table.setFocus()
        if self.rows.shown and not self.table.chosen_uids():
            self.table.choose(str(self.rows.shown[0][0]))

    # deciding

    def _chosen(self) -> tuple[Row, ...]:
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(row for row in map(self.rows.at, places) if row)

    def _asks(self) -> tuple[Ask, ...]:
        """Give what is asked about the chosen rows, of the sort of the row where the keyboard is."""
        rows = [row for row in self._chosen() if row[PLAN_ASK] is not None]
        here = self.rows.at(self.table.currentIndex().row())
        first: Ask | None = here[PLAN_ASK] if here and here[PLAN_ASK] else rows[0][PLAN_ASK] if rows else None
        if first is None:
            return ()
        return tuple(row[PLAN_ASK] for row in rows if row[PLAN_ASK].options == first.options)

    def _alike(self, ask: Ask) -> tuple[Ask, ...]:
        return tuple(
            row[PLAN_ASK]
            for row in self.rows.shown
            if row[PLAN_ASK] is not None and row[PLAN_ASK].options == ask.options and row[PLAN_ASK].key[0] == ask.key[0]
        )

    def _show_bar(self) -> None:
        clear_layout(self._inside)
        rows, asks = self._chosen(), self._asks()
        self._bar.setVisible(bool(rows))
        if not rows:
            return
        if asks:
            words = asks[0].words if len(asks) == 1 else say_many("1 row is chosen.", "{n} rows are chosen.", len(asks))
            self._inside.addWidget(label(words, "strong"))
        if len(rows) == 1:
            name = f"{rows[0][PLAN_NAME]}: " if rows[0][PLAN_NAME] and not asks else ""
            detail = f"{name}{rows[0][PLAN_WHAT]}"
            self._inside.addWidget(label(detail, "" if not asks else "muted"))
        if asks:
            self._inside.addLayout(self._make_answers(asks))

    def _make_answers(self, asks: tuple[Ask, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        given = {self._flow.answers.get(ask.key) for ask in asks}
        self.answers = []
        for number, (value, words) in enumerate(asks[0].options[:_MOST_KEYS], 1):
            button = Button(words, partial(self.decide, asks, value), key=str(number), kind="chip")
            button.setCheckable(True)
            button.setChecked(given == {value})
            self.answers.append(button)
            row.addWidget(button)
        row.addStretch(1)
        alike = self._alike(asks[0])
        if len(alike) > 1 and len(asks) < len(alike) and asks[0].key[0] != "who":
            for number, (value, words) in enumerate(asks[0].options, 1):
                words = say("All {n}: {answer}", n=len(alike), answer=words)
                row.addWidget(Button(words, partial(self.decide, alike, value), key=f"Ctrl+{number}", kind="quiet"))
        return row

    def decide(self, asks: tuple[Ask, ...], value: str) -> None:
        """Answer for these rows, and go on to the next that has none."""
        self._flow.decide(asks, value)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.table, asks[0].words_of(value)))
        self.table.setFocus()
        if len(asks) == 1 and asks[0].key in self._flow.answers:
            self._go_on()

    def _go_on(self) -> None:
        here = self.table.currentIndex().row()
        for row in self.rows.shown[here + 1 : here + 200]:
            if row[PLAN_ASK] is not None and row[PLAN_ASK].key not in self._flow.answers:
                self.table.choose(str(row[0]))
                return

    def _go_to_answers(self) -> None:
        if self._asks():
            self.answers[0].setFocus()

    def _on_decided(self) -> None:
        self.table.viewport().update()
        self._show_bar()
        self.counted.emit()
