"""With very large text the page scrolls as a whole: what the keyboard goes to is brought into sight there too."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_in_sight(widget: QWidget, rect: QRect) -> None:
    """Scroll whatever `widget` lies in, so that `rect` of it is seen."""
    host = widget.parentWidget()
    while host is not None:
        inside = host.widget() if isinstance(host, QScrollArea) else None
        if isinstance(host, QScrollArea) and inside is not None:
            middle = widget.mapTo(inside, rect.center())
            host.ensureVisible(middle.x(), middle.y(), rect.width() // 2, rect.height())
        host = host.parentWidget()
