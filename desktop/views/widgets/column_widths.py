"""How wide columns must be so that headings and contents are read whole, and what each gets of the room there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget

from desktop.models.arranging import Column, Row

# What a cell leaves free beside its text, and the arrow of the column that sorts takes beside its heading, in pixels.
_FREE, _ARROW, _ICON = 24, 22, 26
# So many rows are measured, evenly taken from all: enough to know how long numbers and forms are.
_MEASURED = 150
# Nothing is widened beyond so many characters: what is longer is read in the tip, or by widening the column.
_MOST = 32
_BOLD = ("strong", "danger")


@dataclass(frozen=True)
class Need:
    """One column, in pixels. heading: its words; contents: the widest cell measured; usual: of the first day."""

    heading: int
    contents: int
    usual: int

    @property
    def least(self) -> int:
        """What shows heading and contents whole."""
        return max(self.heading, self.contents)

    @property
    def wanted(self) -> int:
        """What is pleasant where there is room: the arrow beside the heading too."""
        return max(self.usual, self.heading + _ARROW, self.contents)


def contents_of(widget: QWidget, columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """Give the widest cell of each column among rows taken evenly from all, in pixels; 1,000 cells take about 5 ms."""
    taken = list(islice(rows, 0, None, max(1, len(rows) // _MEASURED)))
    plain, bold = _metrics(widget)
    most = _MOST * plain.averageCharWidth()
    found = []
    for column in columns:
        texts = {(column.display(row), (column.tone(row) if column.tone else "") in _BOLD) for row in taken}
        # A long text is not measured letter by letter: it takes the most there is anyhow.
        widest = max(
            (min((bold if strong else plain).horizontalAdvance(t[:200]), most) for t, strong in texts), default=0
        )
        found.append(widest + _FREE + (_ICON if column.icon else 0) if widest else 0)
    return found


def heading_width(widget: QWidget, words: str, *, sorts: bool) -> int:
    """Give the room of a heading, with the arrow where it sorts."""
    return _metrics(widget)[1].horizontalAdvance(words) + _FREE + (_ARROW if sorts else 0)


def _metrics(widget: QWidget) -> tuple[QFontMetrics, QFontMetrics]:
    font = QFont(widget.font())
    font.setBold(True)
    return widget.fontMetrics(), QFontMetrics(font)


def shared(needs: Mapping[int, Need], chosen: Mapping[int, int], room: int, least_share: float) -> dict[int, int]:
    """Give each column its width; the first says who it is and gets what is left, as far as it helps.

    `chosen` are widths of a person, which stay. Where not everything fits, columns give up what neither heading nor
    contents need; then the first gives way down to `least_share` of its usual width; only then the table is wider
    than `room`, and names need not be cut for it.
    """
    first = min(needs)
    name = needs[first]
    widths = {at: chosen.get(at, need.wanted) for at, need in needs.items()}
    others = sum(widths.values()) - widths[first]
    if others + max(name.usual, name.contents) > room:
        widths = {at: chosen.get(at, need.least) for at, need in needs.items()}
        others = sum(widths.values()) - widths[first]
    if first not in chosen:
        spare = room - others
        helps = max(name.usual + name.usual // 2, name.contents)
        widths[first] = min(spare, helps) if spare >= name.usual * least_share else max(name.usual, name.heading)
    return widths
