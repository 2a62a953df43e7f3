"""The window there is where there can be no other: one sentence, and the way out."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.views import theme
from desktop.views.messages import Messages
from desktop.views.widgets import Button, label


class Refusal(QWidget):
    """Says why Peerkeep cannot start."""

    def __init__(self, error: KnownError) -> None:
        super().__init__()
        self.setWindowTitle("Peerkeep")
        theme.role(self, "window")
        self.setMinimumWidth(theme.pixels(520))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(say("Peerkeep cannot start"), "heading"))
        self.messages = Messages()
        column.addWidget(self.messages)
        self.messages.show_error(error)
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(say("Close"), self.close, kind="filled")
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()
