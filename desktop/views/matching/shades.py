"""The shades of the map of scores: from the card's ground to the accent, so that it reads in black and white too.

The letter in each cell says the same; a test computes that it can be read on its shade in every theme.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor

from desktop.views.tokens import Theme

# How much of the accent is in a band's shade, in percent; the letter on the last of them is that for the accent.
_ACCENT: Final = {"Strong": 100, "Good": 42, "Fair": 20, "Weak": 4}


def shade(theme: Theme, band: str) -> tuple[QColor, QColor]:
    """Give ground and ink of a cell, by the untranslated band, "" for a pair that is not allowed."""
    if not band:
        return QColor(theme.background), QColor(theme.muted)
    percent = _ACCENT[band]
    ink = theme.on_accent if percent == 100 else theme.text
    return _mixed(theme.accent, theme.card, percent), QColor(ink)


def _mixed(token: str, ground: str, percent: int) -> QColor:
    one, other = QColor(token), QColor(ground)
    parts = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*((percent * a + (100 - percent) * b) // 100 for a, b in parts))
