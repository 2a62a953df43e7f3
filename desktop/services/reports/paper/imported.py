"""The report of an import on paper: figures first, then who was changed, who is new, and what to look at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, LongTable, Spacer

from desktop.services.language import say, say_many
from desktop.services.reports.import_paper import title
from desktop.services.reports.paper.flow import Text, table_style
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.style import (
    ACCENT,
    BODY,
    CELL,
    CELL_NUMBER,
    CELL_STRONG,
    COLUMN,
    COLUMN_NUMBER,
    HEADING,
    NOTICE,
    RULE,
    SMALL,
)
from desktop.services.reports.text import isolate
from desktop.services.reports.types import ImportPaper

_ROWS_A_PAGE: Final = 28
_LONGEST: Final = 200
_SHORT: Final = 12
_ROOM: Final = 130.0
_FIGURES: Final = 44.0


def expected(made: ImportPaper) -> int:
    """Guess the number of pages."""
    return 1 + (len(made.new) + len(made.changed) + len(made.problems)) // _ROWS_A_PAGE


def story(made: ImportPaper) -> list[Flowable]:
    """Give the blocks of the report in order."""
    width = content_width(made.edition.paper, wide=False)
    blocks = heading(title(made.kind), made.school, "", made.made, width)
    if made.undone:
        blocks.append(Text(say("This import was taken back: what stands here is not in the workspace any more."), BODY))
    else:
        blocks.append(Text(say("This paper names people. Give each copy only to somebody it is meant for."), BODY))
    blocks += [_counts(made, width), *_notices(made.notices, width)]
    for section in (_changed(made), _new(made), _problems(made), _columns(made)):
        blocks += section.blocks(width)
    return blocks


@dataclass(frozen=True)
class _Section:
    """A table with its title. total: how many lines there are, of which `rows` may be the first only.

    open_below: rows that go on in the next one, without a rule between.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[list[Flowable]]
    shares: Sequence[float]
    total: int
    right: int = -1
    open_below: Collection[int] = ()

    def blocks(self, width: float) -> list[Flowable]:
        """Give the blocks; a short table keeps to its title."""
        if not self.rows:
            return []
        heads = [Text(words, COLUMN_NUMBER if at == self.right else COLUMN) for at, words in enumerate(self.heads)]
        table = LongTable(
            [heads, *self.rows], colWidths=[width * share for share in self.shares], repeatRows=1, splitByRow=1
        )
        table.setStyle(
            table_style(
                ("RIGHTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(ACCENT)),
                *(
                    ("LINEBELOW", (0, at), (-1, at), 0.4, HexColor(RULE))
                    for at in range(1, len(self.rows) + 1)
                    if at not in self.open_below
                ),
            )
        )
        top = Text(self.name, HEADING)
        short = len(self.rows) <= _SHORT
        found: list[Flowable] = [KeepTogether([top, table])] if short else [CondPageBreak(_ROOM), top, table]
        more = self.total - len(self.rows)
        if more > 0:
            words = say_many("{n} more line is in the program only.", "{n} more lines are in the program only.", more)
            found += [Spacer(width, 4), Text(words, SMALL)]
        return found


def _changed(made: ImportPaper) -> _Section:
    """Give a row for each changed field; a person is named in the first of theirs."""
    rows: list[list[Flowable]] = []
    going_on: set[int] = set()
    before = ("", "")
    for one in made.changed:
        same = bool(rows) and (one.number, one.name) == before
        before = one.number, one.name
        if same:
            going_on.add(len(rows))
        rows.append(
            [
                Text("" if same else isolate(one.number), CELL),
                Text("" if same else isolate(one.name), CELL_STRONG),
                Text(one.field, CELL),
                Text(isolate(one.old[:_LONGEST]) if one.old else "–", CELL),
                Text(isolate(one.new[:_LONGEST]) if one.new else "–", CELL),
            ]
        )
    heads = (say("Number"), say("Who"), say("What"), say("Before"), say("Now"))
    return _Section(say("Changed"), heads, rows, (0.14, 0.28, 0.18, 0.2, 0.2), made.totals[1], open_below=going_on)


def _new(made: ImportPaper) -> _Section:
    rows: list[list[Flowable]] = [
        [Text(isolate(number), CELL), Text(isolate(who), CELL_STRONG), Text(isolate(place), CELL)]
        for number, who, place in made.new
    ]
    heads = (say("Number"), say("Who"), say("{Year}, {form}"))
    return _Section(say("New"), heads, rows, (0.22, 0.5, 0.28), made.totals[0])


def _problems(made: ImportPaper) -> _Section:
    rows: list[list[Flowable]] = [
        [Text(str(row) if row else "–", CELL_NUMBER), Text(field, CELL), Text(isolate(message), CELL)]
        for row, field, message in made.problems
    ]
    heads = (say("Row"), say("Field"), say("What to look at"))
    return _Section(say("To look at"), heads, rows, (0.09, 0.19, 0.72), made.totals[2], right=0)


def _columns(made: ImportPaper) -> _Section:
    rows: list[list[Flowable]] = [
        [Text(isolate(head[:_LONGEST]), CELL_STRONG), Text(field, CELL)] for head, field in made.columns
    ]
    return _Section(say("Columns"), (say("Column of the file"), say("Read as")), rows, (0.5, 0.5), len(rows))


def _counts(made: ImportPaper, width: float) -> LongTable:
    rows = [[Text(str(count), CELL_NUMBER), Text(words, CELL)] for words, count in made.counts]
    table = LongTable(rows, colWidths=[_FIGURES, width - _FIGURES], hAlign="LEFT")
    table.setStyle(table_style(("RIGHTPADDING", (0, 0), (0, -1), 10), ("TOPPADDING", (0, 0), (-1, -1), 2)))
    return table


def _notices(notices: Sequence[str], width: float) -> list[Flowable]:
    shown = [Text(isolate(words), NOTICE, "•") for words in notices if words.strip()]
    return [Spacer(width, 8), *shown] if shown else []
