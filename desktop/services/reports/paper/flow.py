"""The one block of text that documents are made of, and the drawing of a line. Knows ReportLab, no document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, TableStyle

from desktop.services.reports.fonts import base_font
from desktop.services.reports.layout import Line, line, lines

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from desktop.services.reports.style import Style


def draw_line(canvas: Canvas, at: Line, x: float, y: float, style: Style, width: float = 0.0) -> None:
    """Draw one line with its baseline at `y`; `width` is the room that right and centre align in."""
    if style.align != "left":
        x += (width - at.width) / (1 if style.align == "right" else 2)
    pen = canvas.beginText(x, y)
    pen.setFillColor(HexColor(style.colour))
    for run in at.runs:
        pen.setFont(run.font, style.size)
        pen.textOut(run.text)
    canvas.drawText(pen)


def table_style(*commands: tuple[Any, ...]) -> TableStyle:
    """Give the calm table of all documents with `commands` on top; its font is ours, though cells hold blocks only."""
    everywhere = (0, 0), (-1, -1)
    return TableStyle(
        [
            ("FONTNAME", *everywhere, base_font()),
            ("VALIGN", *everywhere, "TOP"),
            ("LEFTPADDING", *everywhere, 0),
            *commands,
        ]
    )


class Rule(Flowable):
    """A line across the page."""

    def __init__(self, width: float, thick: float, colour: str) -> None:
        super().__init__()
        self.width, self.height, self._thick, self._colour = width, thick, thick, colour

    def draw(self) -> None:
        """Draw the line."""
        self.canv.setFillColor(HexColor(self._colour))
        self.canv.rect(0, 0, self.width, self._thick, stroke=0, fill=1)


class Text(Flowable):
    """Text of a person or of ours, set literally; it breaks over pages line by line."""

    def __init__(self, value: str, style: Style, bullet: str = "") -> None:
        super().__init__()
        self.value, self.style = value, style
        self._broken: tuple[Line, ...] = ()
        self._broken_for = -1.0
        self._first = self._last = True
        self._bullet = bullet

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Break into lines for the width at hand; give width and height in points."""
        if self._broken_for != available:
            self._broken = lines(self.value, self.style.weight, self.style.size, available - self.style.indent)
            self._broken_for = available
        self.width, self.height = available, len(self._broken) * self.style.leading
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        """Give the space above in points; none where the text goes on from the page before."""
        return self.style.before if self._first else 0.0

    def getSpaceAfter(self) -> float:
        """Give the space below in points; none where the text goes on over the page."""
        return self.style.after if self._last else 0.0

    def split(self, available: float, height: float) -> list[Any]:
        """Cut into what fits and the rest, leaving no single line behind or over."""
        self.wrap(available, height)
        fits, count = int(height / self.style.leading), len(self._broken)
        fits = min(fits, count - 2) if count > 3 else 0
        if fits < 2:
            return []
        return [self._part(self._broken[:fits], self._first, False), self._part(self._broken[fits:], False, self._last)]

    def _part(self, broken: tuple[Line, ...], first: bool, last: bool) -> Text:
        """Make the text of one page; every frame of a document is equally wide, so lines stay as they are."""
        part = Text("", self.style, self._bullet)
        part._broken, part._broken_for, part._first, part._last = broken, self._broken_for, first, last
        return part

    def draw(self) -> None:
        """Draw the lines from the top."""
        y = self.height - self.style.size - (self.style.leading - self.style.size) * 0.35
        if self._bullet and self._first:
            draw_line(self.canv, line(self._bullet, "regular", self.style.size), 0, y, self.style)
        for at in self._broken:
            draw_line(self.canv, at, self.style.indent, y, self.style, self.width - self.style.indent)
            y -= self.style.leading
