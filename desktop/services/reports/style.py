"""Type and colour of paper, in one place: readable in grey, with a single accent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from desktop.services.reports.fonts import Weight

INK: Final = "#1D282B"
MUTED: Final = "#4F5A5D"
ACCENT: Final = "#1E6A66"
RULE: Final = "#B9B4A8"
SHADE: Final = "#F2F0EA"

MARGIN: Final = 54.0
"""Left and right margin in points."""


@dataclass(frozen=True)
class Style:
    """How a block of text is set; sizes in points."""

    size: float
    leading: float
    weight: Weight = "regular"
    colour: str = INK
    align: Literal["left", "right", "centre"] = "left"
    before: float = 0.0
    after: float = 0.0
    indent: float = 0.0


TITLE: Final = Style(28, 36, "bold", after=3)
SUBTITLE: Final = Style(15, 21.5, colour=MUTED)
HEADING: Final = Style(18, 24, "bold", ACCENT, before=22, after=7)
BODY: Final = Style(13, 19, after=6)
ITEM: Final = Style(13, 19, after=7, indent=17)
NOTICE: Final = Style(10, 13.5, after=3, indent=12)
SMALL: Final = Style(9.5, 13, colour=MUTED)
FIGURES: Final = tuple(Style(size, 62, "bold") for size in (52.0, 42.0, 34.0, 24.0))
"""The figures of the first page, the largest that fits being taken."""
CAPTION: Final = Style(14.5, 19)
CAPTION_MUTED: Final = Style(12, 16, colour=MUTED)
CHART_TITLE: Final = Style(12, 16, "bold", before=14, after=4)
CHART_LABEL: Final = Style(9.5, 12)
CELL: Final = Style(10, 13)
CELL_STRONG: Final = Style(10, 13, "bold")
CELL_MUTED: Final = Style(9, 12, colour=MUTED)
CELL_NUMBER: Final = Style(10, 13, align="right")
COLUMN: Final = Style(9, 12, "bold", MUTED)
COLUMN_NUMBER: Final = Style(9, 12, "bold", MUTED, "right")
REMARK: Final = Style(13, 19, before=12, after=6)
FOOTER: Final = Style(8.5, 11.5, colour=MUTED)
FOOTER_STRONG: Final = Style(8.5, 11.5, "bold", INK)
