"""The few charts of paper and screen, drawn once: directly labelled, and readable in grey by pattern.

Each takes numbers that may be printed and gives a ReportLab drawing as wide as asked, in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor

from desktop.services.language import say, show_date
from desktop.services.reports.layout import line
from desktop.services.reports.style import ACCENT, CHART_LABEL, INK, MUTED, RULE, Style
from desktop.services.reports.types import Week

_HATCH_STEP: Final = 4.0
_ROW: Final = 24.0


def write(drawing: Drawing, value: str, x: float, y: float, style: Style) -> float:
    """Write one line into a drawing with its baseline at `y`, aligned about `x`; give its width."""
    at = line(value, style.weight, style.size)
    left = x - {"left": 0.0, "centre": at.width / 2, "right": at.width}[style.align]
    for run in at.runs:
        drawing.add(String(left, y, run.text, fontName=run.font, fontSize=style.size, fillColor=HexColor(style.colour)))
        left += run.width
    return at.width


def solid(drawing: Drawing, x: float, y: float, width: float, height: float) -> None:
    """Draw a filled bar."""
    bar = Rect(x, y, width, height)
    bar.fillColor, bar.strokeColor = HexColor(ACCENT), None
    drawing.add(bar)


def hatched(drawing: Drawing, x: float, y: float, width: float, height: float) -> None:
    """Draw an outlined bar with slanting strokes, cut at its edges."""
    if width <= 0 or height <= 0:
        return
    bar = Rect(x, y, width, height)
    bar.fillColor, bar.strokeColor, bar.strokeWidth = HexColor("#FFFFFF"), HexColor(ACCENT), 0.8
    drawing.add(bar)
    offset = _HATCH_STEP
    while offset < width + height:
        low, high = max(0.0, offset - height), min(width, offset)
        drawing.add(
            Line(x + low, y + offset - low, x + high, y + offset - high, strokeColor=HexColor(ACCENT), strokeWidth=0.8)
        )
        offset += _HATCH_STEP


def weeks_chart(weeks: Sequence[Week], width: float, height: float = 170.0) -> Drawing:
    """Draw meetings of each week: held filled, missed hatched, the number held above the bar."""
    drawing = Drawing(width, height)
    floor, top = 18.0, height - 34.0
    most = max((max(week.planned, week.held) for week in weeks), default=0) or 1
    pitch = width / len(weeks)
    thick = min(pitch * 0.68, 34.0)
    named = _every_nth(weeks, pitch)
    for at, week in enumerate(weeks):
        middle = (at + 0.5) * pitch
        tall, rest = ((top - floor) * n / most for n in (week.held, max(0, week.planned - week.held)))
        solid(drawing, middle - thick / 2, floor, thick, tall)
        hatched(drawing, middle - thick / 2, floor + tall, thick, rest)
        if pitch >= 15 or at in named:
            write(drawing, str(week.held), middle, floor + tall + rest + 4, _LABEL_STRONG)
        if at in named:
            write(drawing, _day(week.starts), min(max(middle, 15), width - 15), 4, _LABEL)
    drawing.add(Line(0, floor, width, floor, strokeColor=HexColor(RULE), strokeWidth=1))
    _week_key(drawing, height)
    return drawing


def bars_chart(rows: Sequence[tuple[str, int]], width: float, *, pattern: bool) -> Drawing:
    """Draw one bar a row, its words before and its number behind it; `pattern` hatches the bars."""
    drawing = Drawing(width, _ROW * len(rows))
    room = min(width * 0.45, max(line(words, "regular", _BAR.size).width for words, _ in rows) + 12)
    most = max(n for _, n in rows) or 1
    for at, (words, n) in enumerate(rows):
        y = _ROW * (len(rows) - 1 - at)
        write(drawing, words, 0, y + 8, _BAR)
        long = (width - room - 40) * n / most
        (hatched if pattern else solid)(drawing, room, y + 4, long, 15)
        write(drawing, str(n), room + long + 7, y + 8, _BAR_STRONG)
    return drawing


_LABEL: Final = Style(CHART_LABEL.size, CHART_LABEL.leading, colour=MUTED, align="centre")
_LABEL_STRONG: Final = Style(CHART_LABEL.size, CHART_LABEL.leading, "bold", INK, "centre")
_BAR: Final = Style(11, 14)
_BAR_STRONG: Final = Style(11, 14, "bold")


def _day(iso: str) -> str:
    """Give a day without its year: the title line of the chart states the period."""
    return show_date(iso).rsplit(" ", 1)[0]


def _every_nth(weeks: Sequence[Week], pitch: float) -> frozenset[int]:
    """Choose the weeks whose day has room under the axis: the last, and every nth before it."""
    step = max(1, -int(-40.0 // pitch))
    return frozenset(range(len(weeks) - 1, -1, -step))


def _week_key(drawing: Drawing, height: float) -> None:
    """Say what the two fillings mean, in the top line."""
    y = height - 11
    solid(drawing, 0, y, 11, 9)
    after = 16 + write(drawing, say("held (the number)"), 16, y + 1, Style(CHART_LABEL.size, 12)) + 18
    hatched(drawing, after, y, 11, 9)
    write(drawing, say("missed"), after + 16, y + 1, Style(CHART_LABEL.size, 12))
