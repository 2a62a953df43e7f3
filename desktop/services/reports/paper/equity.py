"""Who waits how long, by group: a table in which no small group can be read, or why there is none."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, LongTable

from desktop.services.language import say, say_many, show_date
from desktop.services.reports.matching_types import EQUITY, EquityPaper, WaitRow
from desktop.services.reports.matching_words import title
from desktop.services.reports.paper.flow import Text, table_style
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.style import ACCENT, BODY, CELL_STRONG, COLUMN, COLUMN_NUMBER, HEADING, RULE, SMALL, Style
from desktop.services.reports.text import isolate

_SHARES: Final = (0.32, 0.12, 0.2, 0.12, 0.12, 0.12)
_NUMBER: Final = Style(11, 14, align="right")
_ROWS_A_PAGE: Final = 18


def expected(made: EquityPaper) -> int:
    """Guess the number of pages."""
    return 1 + len(made.rows) // _ROWS_A_PAGE


def story(made: EquityPaper) -> list[Flowable]:
    """Give the blocks of the table in order."""
    width = content_width(made.edition.paper, wide=False)
    day = say("{by} · on {day}", by=isolate(made.by, 60), day=show_date(made.edition.as_of))
    blocks = heading(title(EQUITY), made.school, made.programme, day, width)
    if not made.rows:
        return [*blocks, Text(say("Not broken down"), HEADING), Text(made.hidden, BODY)]
    n = sum(row.taking_part for row in made.rows)
    paired = sum(row.paired for row in made.rows)
    counted = say("n = {n}: {paired} have a {mentor}, {waiting} wait.", n=n, paired=paired, waiting=n - paired)
    rule = say(
        "Groups are put together until in each of them at least {n} have a {mentor} and at least {n} wait, so that "
        "nobody can be told from a row.",
        n=made.threshold,
    )
    days = say("Days are the median: half of them waited no longer. Who waits is counted until today.")
    return [*blocks, Text(counted, BODY), _table(made, width), Text("", SMALL), Text(rule, SMALL), Text(days, SMALL)]


def _table(made: EquityPaper, width: float) -> LongTable:
    heads = (
        made.by,
        say("Take part"),
        say("Have a {mentor}"),
        say("Wait"),
        say("Days until a pair"),
        say("Days waiting"),
    )
    header = [Text(isolate(words, 60), COLUMN_NUMBER if at else COLUMN) for at, words in enumerate(heads)]
    table = LongTable(
        [header, *map(_cells, made.rows)], colWidths=[width * share for share in _SHARES], repeatRows=1, splitByRow=1
    )
    table.setStyle(
        table_style(
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(ACCENT)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(RULE)),
        )
    )
    return table


def _cells(row: WaitRow) -> list[Flowable]:
    share = 100 * row.paired // row.taking_part if row.taking_part else 0
    paired = say("{n} ({percent} %)", n=row.paired, percent=share)
    days = (say_many("{n} day", "{n} days", row.days_paired), say_many("{n} day", "{n} days", row.days_waiting))
    numbers = (str(row.taking_part), paired, str(row.waiting), *days)
    return [
        Text(", ".join(isolate(label, 60) for label in row.labels), CELL_STRONG),
        *(Text(n, _NUMBER) for n in numbers),
    ]
