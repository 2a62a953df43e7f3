"""The dry run: what importing would do to each person, with filters, search, and what can be decided about a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont, QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.people_imports_flow import ImportFlow
from desktop.models.people_imports_rows import (
    OUT,
    PLAN_ASK,
    PLAN_KIND,
    PLAN_NAME,
    PLAN_WHAT,
    SUSPICIOUS,
    kind_words,
    plan_columns,
    search_text,
)
from desktop.models.people_imports_types import Ask, AskKey, Look
from desktop.models.preferences import Preferences
from desktop.models.rows import Row, Rows
from desktop.models.tasks import Tasks
from desktop.services.language import say, say_many
from desktop.views import theme
from desktop.views.people.importing_questions import huge_text, large_text
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import scrolling
from desktop.views.widgets.fields import Choice, SearchField
from desktop.views.widgets.labels import ElidedLabel, label
from desktop.views.widgets.table import TableView, in_card

_PAUSE = 120
# A heading and what is seen at the least below it; with very large text the rest scrolls.
_LEAST_ROWS = 3
_FILTERS = ("changed", "new", "missing", "unchanged")
# A row's answers have the keys 1 to 9.
_MOST_KEYS = 9
# What can be said of all at once has two answers.
_MOST_ALL = 2


def to_decide(row: Row) -> bool:
    """Say whether the import would rather have an answer about a row."""
    return row[PLAN_ASK] is not None and row[PLAN_ASK].open


class AnswerBar(QFrame):
    """What is asked about the chosen rows, with its answers, each with its key."""

    def __init__(self, decide: Callable[[tuple[Ask, ...], str], object]) -> None:
        super().__init__()
        theme.role(self, "banner")
        self._decide = decide
        self._asks: tuple[Ask, ...] = ()
        self._alike: tuple[Ask, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 8)
        column.setSpacing(6)
        self.words, self.detail = label("", "strong"), label("", "muted")
        column.addWidget(self.words)
        column.addWidget(self.detail)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.answers: list[Button] = []
        self.all: list[Button] = []
        self._grid, self._beside = QGridLayout(), QHBoxLayout()
        self._grid.setSpacing(6)
        row.addLayout(self._grid)
        row.addStretch(1)
        row.addLayout(self._beside)
        column.addLayout(row)
        self.hide()

    def _button(self, at: int, modifier: str, kind: str) -> Button:
        button = Button("", partial(self._press, at, bool(modifier)), key=f"{modifier}{at + 1}", kind=kind)
        button.hide()
        return button

    def show_asks(
        self, asks: tuple[Ask, ...], alike: tuple[Ask, ...], detail: str, given: Mapping[AskKey, str]
    ) -> None:
        """Show what is asked about these rows. alike: all rows of which the same is asked, where that are more."""
        self._asks, self._alike = asks, alike
        words = "" if not asks else asks[0].words
        self.words.setText(say_many("1 row is chosen.", "{n} rows are chosen.", len(asks)) if len(asks) > 1 else words)
        self.words.setVisible(bool(asks))
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        options = asks[0].options if asks else ()
        self._make(len(options[:_MOST_KEYS]))
        chosen = {given.get(ask.key) for ask in asks}
        for at, button in enumerate(self.answers):
            button.setVisible(at < len(options))
            if at < len(options):
                button.set_text(options[at][1])
                button.setAccessibleDescription(self.words.text())
                button.setChecked(chosen == {options[at][0]})
        for at, button in enumerate(self.all):
            button.setVisible(bool(alike) and at < len(options))
            if alike and at < len(options):
                button.set_text(say("All {n}: {answer}", n=len(alike), answer=options[at][1]))
        self._lay_out(len(options))
        self.setVisible(bool(asks or detail))

    def _make(self, n: int) -> None:
        """Have buttons for so many answers; they are kept, for nothing may be deleted under a click."""
        while len(self.answers) < n:
            button = self._button(len(self.answers), "", "chip")
            button.setCheckable(True)
            self.answers.append(button)
            self._grid.addWidget(button, 0, len(self.answers))
        while len(self.all) < min(n, _MOST_ALL):
            button = self._button(len(self.all), "Ctrl+", "quiet")
            self.all.append(button)
            self._beside.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)

    def _lay_out(self, n: int) -> None:
        """Put as many answers beside each other as there is room for: names with what tells them apart are long."""
        for button in self.answers[:n]:
            bold = QFont(button.font())
            bold.setBold(True)  # the answer that is given is
            more = QFontMetrics(bold).horizontalAdvance(button.text())
            more -= button.fontMetrics().horizontalAdvance(button.text())
            button.setMinimumWidth(0)
            button.setMinimumWidth(button.sizeHint().width() + max(more, 0))
        widest = max((button.minimumWidth() for button in self.answers[:n]), default=1)
        across = max(1, min(n, (self.parentWidget() or self).width() // (widest + 12)))
        for at, button in enumerate(self.answers[:n]):
            self._grid.addWidget(button, at // across, at % across)

    def _press(self, at: int, everybody: bool) -> None:
        asks = self._alike if everybody else self._asks
        if asks:
            self._decide(asks, asks[0].options[at][0])


class _Wrapping(QWidget):
    """Holds lines that wrap: its height follows from its width. Qt would ask for what they need at their narrowest."""

    def minimumSizeHint(self) -> QSize:
        """Ask for no height; an area that scrolls asks `heightForWidth` besides."""
        return QSize(super().minimumSizeHint().width(), 0)


class LookPart(QWidget):
    """The table, its filters above and the answers for the chosen rows below. Signal `counted()` after a decision."""

    counted = Signal()

    def __init__(self, flow: ImportFlow, look: Look, tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self._flow, self.look = flow, look
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        inside = _Wrapping()
        self._area = scrolling(inside, modest=True)
        whole.addWidget(self._area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.rows = Rows(plan_columns(flow.answer_of), tasks, search=search_text, parent=self)
        column.addLayout(self._make_filters())
        changed = say("The file has changed since you decided about it. Look again; your decisions are not taken over.")
        notices = (*([changed] if flow.changed_since else []), *look.notices)
        tone = "warning" if flow.changed_since else "muted"
        self.words: QLabel = label(" ".join(notices), tone)
        if huge_text():
            self.words = one_line = ElidedLabel(tone)
            one_line.show_text(" ".join(notices))
        self.words.setVisible(bool(notices))
        column.addWidget(self.words)
        self.table = TableView(say("What would happen"), self.rows, key="import", preferences=preferences, several=True)
        column.addWidget(in_card(self.table), 1)
        self.table.setMinimumHeight(_LEAST_ROWS * self.table.row_height())
        # Beside lines that wrap, an area that scrolls gives a table the height it wishes for, and the answers go below.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        # Where the keyboard is in the search, Delete is the search's.
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self._leave_out)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.bar = AnswerBar(self.decide)
        column.addWidget(self.bar)
        self.table.chosen.connect(lambda _: self._show_bar())
        self.table.opened.connect(lambda _: self._go_to_answers())
        flow.decided.connect(self._on_decided)
        self._seek = False
        self.rows.modelReset.connect(self._choose_first)
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
        # With large text the filters do not fit beside each other.
        self.chips = Choice(say("Show"), options) if large_text() else Chips(say("Show"), options)
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
        self._seek = kind == "decide"
        tests = {"": None, "decide": to_decide, "odd": lambda row: row[PLAN_KIND] in SUSPICIOUS}
        self.rows.keep(tests[str(kind)] if str(kind) in tests else lambda row: row[PLAN_KIND] == kind)

    def _choose_first(self) -> None:
        """Choose the first row that is shown, so that its answers have their keys at once."""
        if self._seek and self.rows.shown and to_decide(self.rows.shown[0]):
            self._seek = False
            self.table.choose(str(self.rows.shown[0][0]))

    def arrive(self) -> None:
        """Show the first row that needs an answer, with the keyboard on it."""
        self.table.setFocus()
        if self.rows.shown and not self.table.chosen_uids():
            self.table.choose(str(self.rows.shown[0][0]))

    def put_away(self) -> None:
        """Let go of the rows: another dry run has taken its place."""
        self.rows.show(())

    # deciding

    def _chosen(self) -> tuple[Row, ...]:
        # By stretches: a list of fifty thousand chosen rows would take seconds.
        stretches = sorted({(one.top(), one.bottom()) for one in self.table.selectionModel().selection().toList()})
        return tuple(row for top, bottom in stretches for row in self.rows.shown[top : bottom + 1])

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
        rows, asks = self._chosen(), self._asks()
        alike = self._alike(asks[0]) if asks and asks[0].key[0] not in ("who", "without") else ()
        detail = rows[0][PLAN_WHAT] if len(rows) == 1 else ""
        if detail and rows[0][PLAN_NAME] and (not asks or asks[0].key[0] == "without"):
            detail = f"{rows[0][PLAN_NAME]}: {detail}"
        self.bar.show_asks(asks, alike if len(alike) > max(1, len(asks)) else (), detail, self._flow.answers)

    def decide(self, asks: tuple[Ask, ...], value: str) -> None:
        """Answer for these rows, and go on to the next that has none."""
        self._flow.decide(asks, value)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.table, asks[0].words_of(value)))
        self.table.setFocus()
        if len(asks) == 1 and asks[0].key[0] != "without" and asks[0].key in self._flow.answers:
            self._go_on()

    def _leave_out(self) -> None:
        """Leave the chosen rows out, or take them back in."""
        asks = tuple(row[PLAN_ASK] for row in self._chosen() if row[PLAN_ASK] is not None and row[PLAN_ASK].row)
        if asks:
            self.decide(asks, OUT)

    def _go_on(self) -> None:
        here = self.table.currentIndex().row()
        for row in self.rows.shown[here + 1 : here + 200]:
            ask: Ask | None = row[PLAN_ASK]
            if ask is not None and ask.key[0] != "without" and ask.key not in self._flow.answers:
                self.table.choose(str(row[0]))
                return

    def _go_to_answers(self) -> None:
        if self._asks():
            self.bar.answers[0].setFocus()
            self._area.ensureWidgetVisible(self.bar.answers[0])

    def _on_decided(self) -> None:
        self.table.viewport().update()
        self._show_bar()
        self.counted.emit()
