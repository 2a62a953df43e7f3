"""The base of every dialog: opened, never executed, so that locking can put it away at any moment."""

from __future__ import annotations

from typing import NoReturn

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import label


class Sheet(QDialog):
    """A panel over the window. Fill `body`, add buttons with `add_button`, show it with `open()`.

    Escape closes it; what was typed in drafts-aware fields is kept. Ctrl+Enter does the main action.
    It is deleted when it closes. The window title is generic on purpose.
    """

    def __init__(self, parent: QWidget, title: str, purpose: str = "", *, width: int = 520) -> None:
        super().__init__(parent)
        self.setWindowTitle("Peerkeep")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.pixels(width), parent.window().width() - 40))
        self.setAccessibleName(title)
        # Lock, blank, help and the numbers for a child at risk work over every sheet as over the window.
        self.addActions(parent.window().actions())
        column = QVBoxLayout(self)
        # The height follows from the width (see showEvent), which a layout's own minimum knows nothing of.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, "heading"))
        if purpose:
            column.addWidget(label(purpose, "muted"))
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        column.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)

    def add_button(self, button: Button) -> Button:
        """Add a button at the right; a filled one is the main action and also takes Ctrl+Enter."""
        self.buttons.addWidget(button)
        if button.property("kind") == "filled":
            QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(button.click)
            button.setDefault(True)
        return button

    def add_cancel(self, words: str = "") -> Button:
        """Add the button that closes without doing anything."""
        return self.add_button(Button(words or say("Cancel"), self.reject))

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as what is inside at this width, and never higher than the window."""
        super().showEvent(event)
        layout, host = self.layout(), self.parentWidget()
        if layout is not None and layout.hasHeightForWidth():
            height = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), min(height, host.window().height() - 40) if host else height)

    def exec(self) -> NoReturn:
        """Refuse, on purpose: a nested event loop would go on after the lock has hidden the dialog."""
        raise NotImplementedError("use open() and signals")
