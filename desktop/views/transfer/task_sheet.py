"""The frame of a sheet with one long task: a line that shows how far it is, and then what became of it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.tasks import Task
from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.views.widgets import IconLabel, ProgressLine, RecordRow, Sheet, clear_layout, label, scrolling


def failure_words(error: Exception) -> str:
    """Say why something was not done; nothing of what only a programmer understands."""
    if isinstance(error, KnownError):
        return str(error)
    return say("Something went wrong inside Peerkeep. Nothing was changed. Try again.")


class TaskSheet(Sheet):
    """Closing it stops the task. Put `state` where the line shall be."""

    def __init__(self, parent: QWidget, title: str, purpose: str = "", *, width: int) -> None:
        super().__init__(parent, title, purpose, width=width)
        self.task: Task | None = None
        self.state = QHBoxLayout()
        self.state.setSpacing(10)

    def show_task(self, task: Task) -> None:
        """Show how far a task is, which has a title."""
        self.task = task
        clear_layout(self.state)
        self.state.addWidget(ProgressLine(task))

    def show_done(self, words: str) -> None:
        """Say that it went well."""
        self._show("check-circle-outline", "accent", words)

    def show_wrong(self, words: str) -> None:
        """Say that something is not as it should be."""
        self._show("alert-circle-outline", "danger", words)

    def show_failed(self, error: Exception) -> None:
        """Say why it was not done."""
        self.show_wrong(failure_words(error))

    def reject(self) -> None:
        """Stop what runs; nothing is left of it."""
        if self.task is not None:
            self.task.cancel()
        super().reject()

    def _show(self, icon: str, tone: str, words: str) -> None:
        self.task = None
        clear_layout(self.state)
        self.state.addWidget(IconLabel(icon, tone))
        self.state.addWidget(label(words, "strong"), 1)


def scrolling_list(rows: list[RecordRow], height: int) -> QWidget:
    """Give rows one below the other, at most so many pixels of them in sight."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    for row in rows:
        column.addWidget(row)
    column.addStretch(1)
    area = scrolling(inside)
    area.setMinimumHeight(min(height, inside.sizeHint().height() + 8))
    return area
