"""The top bar: where one is, the search for everything, the numbers for a child at risk, and Lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets import Button
from desktop.views.widgets.labels import ElidedLabel

SEARCH_KEY, LOCK_KEY, RISK_KEY, BLANK_KEY, KEYS_KEY = "Ctrl+K", "Ctrl+L", "F2", "F9", "F1"


class TopBar(QWidget):
    """Three buttons and a breadcrumb; what the buttons do is handed in."""

    def __init__(self, search: Callable[[], object], risk: Callable[[], object], lock: Callable[[], object]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._where = ElidedLabel("muted")
        row.addWidget(self._where, 1)
        self.search = Button(say("Search people, notes, actions"), search, key=SEARCH_KEY, kind="field", icon="magnify")
        row.addWidget(self.search)
        words = say("A child may be at risk")
        row.addWidget(Button(words, risk, key=RISK_KEY, icon="phone-alert-outline", tone="danger", bind=False))
        row.addWidget(Button(say("Lock"), lock, key=LOCK_KEY, icon="lock-outline", bind=False))

    def show_where(self, *parts: str) -> None:
        """Show where one is, from the school to the page."""
        self._where.show_text("  \u203a  ".join(filter(None, parts)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the breadcrumb where the window is narrow or the text large."""
        super().resizeEvent(event)
        narrow = self.width() < theme.pixels(960)
        self.search.set_text(say("Search") if narrow else say("Search people, notes, actions"))
        self.search.setMinimumWidth(0 if narrow else theme.pixels(330))
