"""Text that must not be cut: as large as fits a box, or one line as narrow as a column. Knows fonts, no document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.services.reports.layout import Line, line, lines
from desktop.services.reports.style import Style
from desktop.services.reports.text import one_line

_TIGHT = 1.18


def in_box(
    value: str, style: Style, sizes: Sequence[float], width: float, height: float, least: float = 0.0
) -> tuple[Style, list[Line]]:
    """Set `value` in the first size whose lines fit, else in the last one.

    Words stay whole where a size of `least` or more keeps them so.
    """
    shown = one_line(value)
    words = [word for part in shown.split() for word in part.replace("-", "- ").split()] or [""]
    widest = max(line(word, style.weight, sizes[0]).width for word in words) / sizes[0]
    for whole in (True, False):
        for size in sizes:
            found = lines(shown, style.weight, size, width)
            if whole and (widest * size > width or size < least):
                continue
            if len(found) * size * _TIGHT <= height:
                return replace(style, size=size, leading=size * _TIGHT), list(found)
    size = sizes[-1]
    return replace(style, size=size, leading=size * _TIGHT), list(lines(shown, style.weight, size, width))


def in_line(value: str, style: Style, sizes: Sequence[float], width: float) -> tuple[Style, Line] | None:
    """Set `value` on one line in the first size that fits; None where none does."""
    for size in sizes:
        found = line(value, style.weight, size)
        if found.width <= width:
            return replace(style, size=size, leading=size * _TIGHT), found
    return None
