"""The top bar: where one is, the search for everything, the numbers for a child at risk, and Lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.services.language import say
from desktop.views.widgets import Button, label

SEARCH_KEY, LOCK_KEY, RISK_KEY, BLANK_KEY, KEYS_KEY = "Ctrl+K", "Ctrl+L", "F2", "F9", "F1"


class TopBar(QWidget):
    """Three buttons and a breadcrumb; what the buttons do is handed in."""

    def __init__(self, search: Callable[[], object], risk: Callable[[], object], lock: Callable[[], object]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._where = label("", "muted", wrap=False)
        self._where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._where, 1)
        self.search = Button(say("Search people, notes, actions"), search, key=SEARCH_KEY, kind="field", icon="magnify")
        self.search.setMinimumWidth(330)
        row.addWidget(self.search)
        words = say("A child may be at risk")
        row.addWidget(Button(words, risk, key=RISK_KEY, icon="phone-alert-outline", tone="danger", bind=False))
        row.addWidget(Button(say("Lock"), lock, key=LOCK_KEY, icon="lock-outline", bind=False))

    def show_where(self, *parts: str) -> None:
        """Show where one is, from the school to the page."""
        self._where.setText("  \u203a  ".join(filter(None, parts)))
        self._where.setToolTip(self._where.text())
