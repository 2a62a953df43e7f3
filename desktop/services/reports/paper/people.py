"""A list of people on paper: one row a person, names first and strong, no row broken over two pages."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, LongTable

from desktop.services.language import say
from desktop.services.reports.layout import line
from desktop.services.reports.paper.flow import Text, table_style
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.people_list import MOST_UPRIGHT, is_wide, made_of, title
from desktop.services.reports.style import ACCENT, BODY, CELL, CELL_STRONG, COLUMN, RULE, Style
from desktop.services.reports.text import isolate
from desktop.services.reports.types import PeopleList

_ROWS_A_PAGE: Final = 30
_GAP: Final = 8.0
_MEASURED: Final = 400
_LEAST: Final = 30.0
_SLIM: Final = Style(8.5, 11)
_SLIM_STRONG: Final = Style(8.5, 11, "bold")


def expected(made: PeopleList) -> int:
    """Guess the number of pages."""
    return 1 + len(made.rows) // _ROWS_A_PAGE


def story(made: PeopleList) -> list[Flowable]:
    """Give the blocks of the list in order."""
    width = content_width(made.edition.paper, wide=is_wide(made))
    blocks = heading(title(), made.school, "", made_of(made), width)
    said = say("This paper names people. Hand it only to the people it is numbered for.")
    return [*blocks, Text(said, BODY), _table(made, width)]


def _table(made: PeopleList, width: float) -> LongTable:
    slim = len(made.heads) > MOST_UPRIGHT + 3
    plain, strong = (_SLIM, _SLIM_STRONG) if slim else (CELL, CELL_STRONG)
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
    """Share the width by what the columns hold: each what it wants where there is room, else the wide ones give way."""
    some = made.rows[:: max(1, len(made.rows) // _MEASURED)]
    wanted = []
    for at, head in enumerate(made.heads):
        weight = "bold" if at == 0 else style.weight
        texts = [line(head, "bold", COLUMN.size).width, *(line(row[at][:80], weight, style.size).width for row in some)]
        texts.sort()
        # Not the longest of all: one name of sixty letters breaks into two lines instead.
        usual = texts[min(len(texts) - 1, round(len(texts) * 0.97))]
        wanted.append(max(usual, line(head, "bold", COLUMN.size).width, _LEAST) + _GAP + 2)
    spare = width - sum(wanted)
    if spare >= 0:
        return [each + spare * each / sum(wanted) for each in wanted]
    fair = width / len(wanted)
    while sum(min(each, fair) for each in wanted) < width - 1:
        fair += 2
    return [min(each, fair) for each in wanted]
