"""The draft as a map of all scores: who fits whom, what is forbidden, and what the draft chose among it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.models import matching as matches
from desktop.models import matching_heat as model
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.views.matching.cell_panel import CellPanel
from desktop.views.matching.heat_grid import HeatGrid
from desktop.views.matching.parts import View
from desktop.views.page import SIDE_BY_SIDE
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import EmptyState
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

# From so many pairs on, scoring them is shown as work.
_MANY = 20_000


class HeatView(View):
    """The map view of the draft."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(page)
        self.table = model.HeatTable(self)
        self.grid = HeatGrid(self.table)
        self.panel = CellPanel(page)
        self._task: Task | None = None
        self._wanted = ""
        self._read = False
        self.grid.moved.connect(self._on_moved)
        self.grid.entered.connect(self._on_entered)
        self._stack = QStackedWidget()
        self._waiting = label(say("Reading the scores of all pairs …"), "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self.grid)
        words = ", ".join(f"{letter} {meaning}" for letter, meaning in model.legend())
        said = say("{letters}; framed: in this draft.", letters=words)
        self.legend = label(f"{said} {say('Letters go to a name, Enter to the panel, Escape back.')}", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._stack, 1)
        column.addWidget(self.legend)
        back = QShortcut(QKeySequence("Escape"), page.side)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._on_back)

    @property
    def waiting(self) -> bool:
        """Whether scores, or the answer to a cell, are still to come."""
        return self.panel.waiting or (self._task is not None and self._task.running)

    # the page's view

    def show_board(self, board: matches.Board) -> None:
        """Score all pairs; what was shown stays until that is there."""
        self.leave()
        self._wanted = self.page.draft_part.uid
        places = len(board.draft.loads) if board.draft else 0
        title = say("Scoring all pairs") if places * len(self.page.rows) > _MANY else ""
        self._task = self.page.ask(model.load_heat, done=self._on_loaded, title=title)
        self._task.finished.connect(self._on_read)

    def _on_loaded(self, heat: model.Heat) -> None:
        board = self.page.board
        if board is None or board.draft is None:
            return
        self._read = True
        had, column = self.grid.hasFocus() or self._waiting.hasFocus(), self.grid.currentIndex().column()
        mentor = self.table.mentors[column].uid if 0 <= column < len(self.table.mentors) else ""
        wanted = self._wanted
        self.table.show(heat, board.sort, board.draft)
        # Before it is shown: a grid that takes the keyboard without a present cell goes to its first.
        self._go_back(wanted, mentor)
        self._stack.setCurrentWidget(self.grid)
        if had or (self.isVisible() and self.page.focusWidget() is None):
            self.grid.setFocus()
        self.page.show_panel()

    def _go_back(self, mentee: str, mentor: str) -> None:
        """Go to where the keyboard was before the map was read anew."""
        row, column = self.table.row_of(mentee), self.table.column_of(mentor)
        if row >= 0 and column >= 0:
            self.grid.go_to(row, column)
        elif mentee:
            self.choose(mentee)
        elif self.window().width() >= SIDE_BY_SIDE:
            self.choose_first()

    def _on_read(self) -> None:
        """Say what to do if reading was stopped, or where there is nobody to compare."""
        if self.table.mentees and self.table.mentors:
            return
        if self._read:
            self._show_empty(
                say("Nobody to compare"),
                say("The map needs a {mentor} and a {mentee} in the draft. Enrol them, and propose again."),
                Button(say("Go to People"), partial(self.page.shell.go, "people"), kind="filled"),
            )
        else:
            again = Button(say("Score all pairs"), self._again, kind="filled")
            self._show_empty(say("There is no map yet"), say("Reading was stopped or did not succeed."), again)

    def _show_empty(self, what: str, why: str, action: Button) -> None:
        self._clear_empty()
        self._stack.addWidget(EmptyState(what, why, action, "link-variant"))
        self._stack.setCurrentIndex(2)

    def _clear_empty(self) -> None:
        old = self._stack.widget(2)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    def _again(self) -> None:
        self._clear_empty()
        if self.page.board is not None:
            self.show_board(self.page.board)

    def show_panel(self, board: matches.Board) -> None:
        """Show the pair of the cell, or what is between the two."""
        here = self.grid.currentIndex()
        cell = self.table.cell(here.row(), here.column()) if here.isValid() else None
        if cell is None or cell.chosen or board.draft is None:
            self.panel.close()
            super().show_panel(board)
        else:
            mentee, mentor = self.table.mentees[here.row()], self.table.mentors[here.column()]
            self.panel.show_cell(mentee, mentor, cell, board.draft)

    def leave(self) -> None:
        """Ask no more."""
        self.panel.close()
        task, self._task = self._task, None
        if task is not None and task.running:
            task.cancel()

    def choose(self, uid: str) -> None:
        """Go to the pair of a mentee, or to their row."""
        self._wanted = uid
        row = self.table.row_of(uid)
        if row >= 0:
            column = self.table.chosen_column(row)
            self.grid.go_to(row, column if column >= 0 else max(self.grid.currentIndex().column(), 0))

    def choose_first(self) -> None:
        """Go to the first mentee."""
        if self.table.mentees:
            self.choose(self.table.mentees[0].uid)

    def chosen_uid(self) -> str:
        """Give the mentee of the row."""
        row = self.grid.currentIndex().row()
        return self.table.mentees[row].uid if row >= 0 else self._wanted

    def place(self) -> dict[str, str]:
        """Say which cell the keyboard is in."""
        column = self.grid.currentIndex().column()
        mentor = self.table.mentors[column].uid if column >= 0 else ""
        return {"uid": self.chosen_uid(), "mentor": mentor}

    def show_wanted(self, wanted: dict[str, str]) -> None:
        """Go to a cell."""
        uid = wanted.get("uid", "")
        if uid:
            self._wanted = uid
            self._go_back(uid, wanted.get("mentor", ""))

    def keyboard(self) -> QWidget:
        """Give the grid."""
        return self.grid

    # gestures

    def _on_moved(self) -> None:
        if self.grid.currentIndex().isValid():
            self._wanted = self.chosen_uid()
            self.chosen.emit(self._wanted)

    def _on_entered(self) -> None:
        """Give the keyboard to the panel: to what can be done with the cell."""
        here = self.grid.currentIndex()
        if not here.isValid():
            return
        if self.table.cell(here.row(), here.column()).chosen:
            self.page.panel.take_keyboard()
        else:
            self.panel.take_keyboard()

    def _on_back(self) -> None:
        if self.isVisible():
            self.grid.setFocus()
