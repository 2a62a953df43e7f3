"""The frame of every page before unlocking: a card in the middle, messages in it, and the numbers always at hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.language import say
from desktop.views import theme
from desktop.views.messages import Messages
from desktop.views.top_bar import RISK_KEY
from desktop.views.widgets import Button, IconLabel, label, scrolling


class StartPage(QWidget):
    """Title, purpose, `body`, `foot` (buttons at the right). `messages` shows what went wrong."""

    def __init__(self, title: str, purpose: str = "") -> None:
        super().__init__()
        self.title = title
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))
        self._purpose = label(purpose, "muted")
        self._purpose.setVisible(bool(purpose))
        column.addWidget(self._purpose)
        self.messages = Messages()
        column.addWidget(self.messages)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(2, 2, 2, 2)
        self.body.setSpacing(10)
        column.addWidget(scrolling(inside), 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        column.addLayout(self.foot)
        self.setAccessibleName(title)

    def set_purpose(self, purpose: str) -> None:
        """Change the line under the title."""
        self._purpose.setText(purpose)
        self._purpose.setVisible(bool(purpose))

    def wanted_height(self) -> int:
        """Give the height at which everything is in sight."""
        layout = self.layout()
        inside = self.body.parentWidget()
        around = layout.sizeHint().height() if layout else 0
        return around + (inside.sizeHint().height() if inside else 0)

    def arrive(self) -> None:
        """Called each time the page is shown; a subclass puts the keyboard where it is wanted."""


class StartFrame(QWidget):
    """Shows one `StartPage` at a time on a card in the middle of the window."""

    def __init__(self, risk: Callable[[], object]) -> None:
        super().__init__()
        theme.role(self, "window")
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 14, 28, 28)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(IconLabel("castle", "accent", 20))
        top.addWidget(label("Peerkeep", "heading", wrap=False))
        top.addStretch(1)
        words = say("A child may be at risk")
        top.addWidget(Button(words, risk, key=RISK_KEY, icon="phone-alert-outline", tone="danger", bind=False))
        column.addLayout(top)
        self._card = QFrame()
        theme.role(self._card, "card")
        self._card.setFixedWidth(min(theme.pixels(680), 1290))
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(32, 26, 26, 24)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card)
        middle.addStretch(1)
        column.addStretch(1)
        column.addLayout(middle, 100)
        column.addStretch(2)
        self.page: StartPage | None = None

    def show_page(self, page: StartPage) -> None:
        """Replace the page; the one before is gone, with whatever was typed into it."""
        if self.page is not None:
            self.page.hide()
            self._inside.removeWidget(self.page)
            self.page.deleteLater()
        self.page = page
        self._inside.addWidget(page, 1)
        page.show()
        self._card.setMaximumHeight(min(page.wanted_height(), 16_777_215))
        page.arrive()
        focus: QWidget | None = self.focusWidget()
        if focus is None or not page.isAncestorOf(focus):
            page.setFocus(Qt.FocusReason.OtherFocusReason)
