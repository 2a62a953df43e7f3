"""Which fields hold a secret: passwords and recovery words. What is typed there is kept nowhere, also not sealed."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

_MARK = "kept-nowhere"


def keep_secret(*widgets: QWidget) -> None:
    """Mark fields, or widgets with everything in them, as holding a secret."""
    for widget in widgets:
        widget.setProperty(_MARK, True)


def is_secret(widget: QWidget) -> bool:
    """Say whether a widget holds a secret: it, or what it stands in, is marked, or its letters do not show."""
    if isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal:
        return True
    around: QWidget | None = widget
    while around is not None and not around.property(_MARK):
        around = None if around.isWindow() else around.parentWidget()
    return around is not None
