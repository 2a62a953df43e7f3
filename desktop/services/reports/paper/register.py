"""The pair register as a story of blocks: a wide page, one row a pair, no row broken over two pages."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, LongTable

from desktop.services.language import say, say_many, show_date
from desktop.services.reports.paper.flow import Text, table_style
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.rules import RegisterRow, register_rows, state_word
from desktop.services.reports.style import (
    ACCENT,
    BODY,
    CELL,
    CELL_MUTED,
    CELL_NUMBER,
    CELL_STRONG,
    COLUMN,
    COLUMN_NUMBER,
    RULE,
)
from desktop.services.reports.text import isolate
from desktop.services.reports.types import PairRegister

_SHARES: Final = (0.24, 0.24, 0.15, 0.105, 0.065, 0.115, 0.085)
_NUMBER_COLUMN: Final = 4


def story(register: PairRegister) -> list[Flowable]:
    """Give the blocks of the register in order."""
    width = content_width(register.edition.paper, wide=True)
    active = sum(row.state == "active" for row in register.rows)
    waiting = sum(row.state == "waits" for row in register.rows)
    ended = len(register.rows) - active - waiting
    counted = say_many("{n} active pair", "{n} active pairs", active)
    if waiting:
        counted += ", " + say_many("{n} before its first meeting", "{n} before their first meeting", waiting)
    if ended:
        counted += ", " + say_many("{n} has ended", "{n} have ended", ended)
    blocks = heading(say("Pair register"), register.school, register.programme, counted, width)
    named = say("Initials only, and still about students.") if register.initials else say("This paper names students.")
    blocks.append(Text(named + " " + say("Give each copy only to somebody it is meant for."), BODY))
    if not register.rows:
        return [*blocks, Text(say("There are no pairs yet. They stand here once a matching is published."), BODY)]
    return [*blocks, _table(register, width)]


def _table(register: PairRegister, width: float) -> LongTable:
    heads = (say("{Mentor}"), say("{Mentee}"), say("Meets"), say("Since"), say("Held"), say("Last met"), say("State"))
    header = [Text(words, COLUMN_NUMBER if at == _NUMBER_COLUMN else COLUMN) for at, words in enumerate(heads)]
    rows = [_cells(row) for row in register_rows(register)]
    table = LongTable([header, *rows], colWidths=[width * share for share in _SHARES], repeatRows=1, splitByRow=1)
    table.setStyle(
        table_style(
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (_NUMBER_COLUMN, 0), (_NUMBER_COLUMN, -1), 16),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(ACCENT)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(RULE)),
        )
    )
    return table


def _cells(row: RegisterRow) -> list[list[Flowable]]:
    pair = row.pair
    period = isolate(pair.period, 60) if pair.period.strip() else say("not set")
    last = show_date(pair.last_met) or say("not yet")
    return [
        _person(row.mentor, row.mentor_details),
        _person(row.mentee, row.mentee_details),
        [Text(period, CELL)],
        [Text(show_date(pair.since), CELL)],
        [Text(str(pair.held), CELL_NUMBER)],
        [Text(last, CELL)],
        [Text(state_word(pair), CELL)],
    ]


def _person(name: str, details: str) -> list[Flowable]:
    blocks: list[Flowable] = [Text(name, CELL_STRONG)]
    return [*blocks, Text(details, CELL_MUTED)] if details else blocks
