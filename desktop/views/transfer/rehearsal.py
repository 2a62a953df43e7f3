"""A rehearsal of restoring: a backup is opened, counted beside what is here now, and removed again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.models import backups as model
from desktop.models.session import Session
from desktop.models.tasks import Task
from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.views.widgets import IconLabel, ProgressLine, Sheet, clear_layout, label


class RehearsalSheet(Sheet):
    """Opens a backup read-only in a private place, counts, and removes it; `done` is called at the end."""

    def __init__(self, parent: QWidget, session: Session, row: model.BackupRow, done: Callable[[], object]) -> None:
        words = "{moment}: this backup is opened for a moment, in a private place, and counted."
        purpose = say(words, moment=row.moment)
        super().__init__(parent, say("Rehearse restoring"), purpose, width=560)
        self._session, self._row, self._done = session, row, done
        self._task: Task | None = None
        self._state = QHBoxLayout()
        self._state.setSpacing(10)
        self.body.addLayout(self._state)
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
        self._task = self._session.ask(
            self, model.rehearse, self._row.path, done=self._on_tried, failed=self._on_failed
        )
        self._task.title = say("Opening the backup")
        self._state.addWidget(ProgressLine(self._task))
        self.open()

    def reject(self) -> None:
        """Stop what runs; nothing is left of it."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _on_tried(self, tried: model.Tried) -> None:
        self._end("check-circle-outline", "accent", tried.holds)
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
        unknown = say("Something went wrong inside Peerkeep. Nothing was changed. Try again.")
        self._end("alert-circle-outline", "danger", str(error) if isinstance(error, KnownError) else unknown)

    def _end(self, icon: str, tone: str, words: str) -> None:
        clear_layout(self._state)
        self._state.addWidget(IconLabel(icon, tone))
        self._state.addWidget(label(words, "strong"), 1)
        self._close.set_text(say("Close"))
        self._done()
