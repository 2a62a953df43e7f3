"""A short word that something was done, with Undo. It never asks and never steals the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import label

_SHOWN_MS = 8_000


class Toast(QFrame):
    """Lies over the lower middle of `host` for some seconds."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        theme.role(self, "toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        self._words = label("", wrap=False)
        self._undo = Button(say("Undo"), self._on_undo, kind="toast")
        row.addWidget(self._words)
        row.addWidget(self._undo)
        self._act: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def show_words(self, words: str, undo: Callable[[], object] | None = None) -> None:
        """Say it; with `undo`, offer to take it back."""
        self._words.setText(words)
        self._words.setContentsMargins(0, 0, 8 if undo is None else 0, 0)
        self._undo.setVisible(undo is not None)
        self._act = undo
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the lower middle when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _on_undo(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _place(self) -> None:
        host = self._host
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - 56)
