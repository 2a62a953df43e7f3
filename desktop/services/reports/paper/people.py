"""A list of people on paper: one row a person, names first and strong, no row broken over two pages."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, LongTable

from desktop.services.language import say
from desktop.services.reports.fonts import Weight
from desktop.services.reports.layout import line
from desktop.services.reports.paper.flow import Text, table_style
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.people_list import MOST_UPRIGHT, is_wide, made_of, title
from desktop.services.reports.style import ACCENT, BODY, CELL, COLUMN, RULE, Style
from desktop.services.reports.text import isolate
from desktop.services.reports.types import PeopleList

_ROWS_A_PAGE: Final = 30
_GAP: Final = 8.0
_MEASURED: Final = 400
_SIZES: Final = ((MOST_UPRIGHT + 2, CELL.size, CELL.leading), (12, 8.5, 11.0), (99, 7.0, 9.5))
"""Up to how many columns text is set in which size and leading."""


def expected(made: PeopleList) -> int:
    """Guess the number of pages."""
    return 1 + len(made.rows) // _ROWS_A_PAGE


def story(made: PeopleList) -> list[Flowable]:
    """Give the blocks of the list in order."""
    width = content_width(made.edition.paper, wide=is_wide(made))
    blocks = heading(title(made.kind), made.school, "", made_of(made), width)
    said = say("This paper names people. Give each copy only to somebody it is meant for.")
    return [*blocks, Text(said, BODY), _table(made, width)]


def _table(made: PeopleList, width: float) -> LongTable:
    size, leading = next((size, leading) for most, size, leading in _SIZES if len(made.heads) <= most)
    plain, strong = Style(size, leading), Style(size, leading, "bold")
    header = [Text(words, COLUMN) for words in made.heads]
    rows = [[Text(isolate(cell), strong if at == 0 else plain) for at, cell in enumerate(row)] for row in made.rows]
    table = LongTable([header, *rows], colWidths=_widths(made, width, plain), repeatRows=1, splitByRow=1)
    table.setStyle(
        table_style(
            ("RIGHTPADDING", (0, 0), (-1, -1), _GAP),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(ACCENT)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(RULE)),
        )
    )
    return table


def _widths(made: PeopleList, width: float, style: Style) -> list[float]:
    """Share the width by what the columns hold: what each wants where there is room, else no less than its words."""
    some = made.rows[:: max(1, len(made.rows) // _MEASURED)]
    wanted, least = [], []
    for at, head in enumerate(made.heads):
        weight: Weight = "bold" if at == 0 else style.weight
        whole = _usual([line(row[at][:80], weight, style.size).width for row in some])
        words = [line(word[:24], weight, style.size).width for row in some for word in row[at].split()]
        heads = [line(word, "bold", COLUMN.size).width for word in head.split()]
        least.append(max(_usual(words), *heads) + _GAP + 2)
        wanted.append(max(whole + _GAP + 2, line(head, "bold", COLUMN.size).width + _GAP + 2, least[-1]))
    spare = width - sum(wanted)
    if spare >= 0:
        return [each + spare * each / sum(wanted) for each in wanted]
    room, more = width - sum(least), sum(wanted) - sum(least)
    if room < 0:
        return [each * width / sum(least) for each in least]
    return [small + room * (large - small) / more for small, large in zip(least, wanted, strict=True)]


def _usual(widths: list[float]) -> float:
    """Give the width that holds nearly all: one name of sixty letters breaks into two lines instead."""
    return sorted(widths)[min(len(widths) - 1, round(len(widths) * 0.98))] if widths else 0.0
