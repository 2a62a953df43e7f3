"""Meters, and the line of a task that takes a while, with its Cancel."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import label


class Meter(QWidget):
    """A bar with words and figures above it: how much of how much."""

    def __init__(self, words: str = "", value: int = 0, most: int = 100, figures: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._words = label("", "small")
        self._figures = label("", "small", wrap=False)
        head.addWidget(self._words, 1)
        head.addWidget(self._figures)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        column.addLayout(head)
        column.addWidget(self._bar)
        self.show_value(value, most, words, figures)

    def show_value(self, value: int, most: int, words: str, figures: str = "", tone: str = "") -> None:
        """Show `value` of `most`; `tone` is "", "warning" or "danger"."""
        self._bar.setRange(0, most)
        self._bar.setValue(value)
        theme.mark(self._bar, "tone", tone)
        self._words.setText(words)
        self._figures.setText(figures)
        self._bar.setAccessibleName(f"{words} {figures}".strip())


class ProgressLine(QWidget):
    """What a task does, how far it is, and Cancel. Removes itself when the task has ended."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._title = task.title
        self._words = label(task.title, "small", wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(task.title)
        cancel = Button(say("Cancel"), task.cancel, kind="quiet")
        cancel.setAccessibleName(say("Cancel: {task}", task=task.title))
        for widget in (self._words, self._bar, cancel):
            row.addWidget(widget)
        task.progressed.connect(self._on_progressed)
        task.finished.connect(self._on_finished)

    def _on_progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        percent = say("{percent} %", percent=100 * done // max(total, 1))
        self._words.setText(f"{self._title} \u00b7 {percent}")
        self._bar.setAccessibleName(f"{self._title} {percent}")

    def _on_finished(self) -> None:
        self.hide()
        self.deleteLater()
