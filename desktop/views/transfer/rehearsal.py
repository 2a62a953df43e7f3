"""A rehearsal of restoring: a backup is opened, counted beside what is here now, and removed again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.models import backups as model
from desktop.models.session import Session
from desktop.services.language import say
from desktop.views.transfer.task_sheet import TaskSheet
from desktop.views.widgets import label


class RehearsalSheet(TaskSheet):
    """Opens a backup read-only in a private place, counts, and removes it; `done` is called at the end."""

    def __init__(self, parent: QWidget, session: Session, row: model.BackupRow, done: Callable[[], object]) -> None:
        words = "{moment}: this backup is opened for a moment, in a private place, and counted."
        purpose = say(words, moment=row.moment)
        super().__init__(parent, say("Rehearse restoring"), purpose, width=560)
        self._session, self._row, self._done = session, row, done
        self.body.addLayout(self.state)
        self.table = QWidget()
        self._grid = QGridLayout(self.table)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(28)
        self.table.hide()
        self.body.addWidget(self.table)
        self._after = label("", "muted")
        self._after.hide()
        self.body.addWidget(self._after)
        self.body.addStretch(1)
        self._close = self.add_cancel()

    def start(self) -> None:
        """Show the sheet and begin."""
        task = self._session.ask(self, model.rehearse, self._row.path, done=self._on_tried, failed=self._on_failed)
        task.title = say("Opening the backup")
        self.show_task(task)
        self.open()

    def _on_tried(self, tried: model.Tried) -> None:
        self.show_done(tried.holds)
        self._end()
        for column, words in enumerate(("", say("In the backup"), say("Now"))):
            self._grid.addWidget(label(words, "small", wrap=False), 0, column)
        for line, (name, there, now) in enumerate(tried.lines, 1):
            cells = (label(name, wrap=False), label(str(there), "strong", wrap=False), label(str(now), wrap=False))
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, line, column)
        self._grid.setColumnStretch(3, 1)
        self.table.setAccessibleName(". ".join(f"{name}: {there}, {now}" for name, there, now in tried.lines))
        self.table.show()
        words = say("Only what your password opens is counted. Nothing of it stays, and nothing was changed.")
        self._after.setText(words)
        self._after.show()

    def _on_failed(self, error: Exception) -> None:
        self.show_failed(error)
        self._end()

    def _end(self) -> None:
        self._close.set_text(say("Close"))
        self._done()
