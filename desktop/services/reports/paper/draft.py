"""The draft of pairs as a list: totals first, then pairs under their bands, and at the end who has no place."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, LongTable, Spacer, TableStyle

from desktop.services.language import say, say_many, show_date
from desktop.services.reports.matching_types import DRAFT, DraftPaper, DraftPart, DraftRow, NoPlace
from desktop.services.reports.matching_words import mark_words, title, totals
from desktop.services.reports.names import tell_apart
from desktop.services.reports.paper.flow import Text, table_style
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.rules import year_word
from desktop.services.reports.style import (
    ACCENT,
    BODY,
    CELL,
    CELL_MUTED,
    CELL_NUMBER,
    CELL_STRONG,
    COLUMN,
    COLUMN_NUMBER,
    HEADING,
    NOTICE,
    RULE,
    SMALL,
)
from desktop.services.reports.text import isolate, one_line
from desktop.services.reports.types import PersonLine

_ROWS_A_PAGE: Final = 8
_SHARES: Final = (0.175, 0.175, 0.095, 0.075, 0.25, 0.23)
_POINTS: Final = 3
_WAITING: Final = (0.2, 0.45, 0.35)
_ROOM: Final = 110.0
_LONGEST: Final = 600


def expected(made: DraftPaper) -> int:
    """Guess the number of pages."""
    return 1 + (len(made.rows) + len(made.waiting)) // _ROWS_A_PAGE


def story(made: DraftPaper) -> list[Flowable]:
    """Give the blocks of the list in order."""
    width = content_width(made.edition.paper, wide=True)
    below = " · ".join(totals(made))
    blocks = heading(title(DRAFT), made.school, made.programme, below, width)
    said = say("A draft of {day}, not published. This paper names students.", day=show_date(made.made))
    blocks.append(Text(said + " " + say("Give each copy only to somebody it is meant for."), BODY))
    blocks += [Text(isolate(notice), NOTICE, "•") for notice in made.notices]
    names = _names(made)
    for part in made.parts:
        blocks += _part(part, names, width)
    blocks += _without(made.waiting, names, width)
    if not made.rows and not made.waiting:
        return [*blocks, Text(say("There is nobody in this draft."), BODY)]
    score = say("Points, of 1000, say how much of what your school asks for two share. They promise nothing.")
    return [*blocks, Spacer(width, 8), Text(score, SMALL)] if made.rows else blocks


def _names(made: DraftPaper) -> dict[str, str]:
    people = [person for row in made.rows for person in (row.mentee, row.mentor)]
    return tell_apart([*people, *(one.mentee for one in made.waiting)])


def _part(part: DraftPart, names: dict[str, str], width: float) -> list[Flowable]:
    count = say_many("1 pair", "{n} pairs", len(part.rows))
    head = say("{title} · {count}", title=isolate(part.title), count=count)
    heads = (say("{Mentee}"), say("{Mentor}"), say("Meets"), say("Points"), say("Why these two"), say("To look at"))
    header = [Text(words, COLUMN_NUMBER if at == _POINTS else COLUMN) for at, words in enumerate(heads)]
    rows = [_cells(row, names) for row in part.rows]
    table = LongTable([header, *rows], colWidths=[width * share for share in _SHARES], repeatRows=1, splitByRow=1)
    table.setStyle(_style(("RIGHTPADDING", (_POINTS, 0), (_POINTS, -1), 16)))
    return [CondPageBreak(_ROOM), Text(head, HEADING), table]


def _without(waiting: tuple[NoPlace, ...], names: dict[str, str], width: float) -> list[Flowable]:
    """List who has no place, why, and what would help."""
    if not waiting:
        return []
    head = say("Without a place · {n}", n=len(waiting))
    header = [Text(words, COLUMN) for words in (say("{Mentee}"), say("Why"), say("What would help"))]
    rows = [
        [
            _person(one.mentee, names),
            [Text(isolate(one.why, _LONGEST), CELL)],
            [Text(isolate(one.change, _LONGEST) if one.change else say("Nothing simple."), CELL)],
        ]
        for one in waiting
    ]
    table = LongTable([header, *rows], colWidths=[width * share for share in _WAITING], repeatRows=1, splitByRow=1)
    table.setStyle(_style())
    return [CondPageBreak(_ROOM), Text(head, HEADING), table]


def _style(*more: tuple[Any, ...]) -> TableStyle:
    return table_style(
        ("RIGHTPADDING", (0, 0), (-1, -1), 10),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(ACCENT)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(RULE)),
        *more,
    )


def _cells(row: DraftRow, names: dict[str, str]) -> list[list[Flowable]]:
    marks: list[Flowable] = [Text(word, CELL_STRONG) for word in mark_words(row.marks)]
    notes: list[Flowable] = [Text(_sentence(note), CELL) for note in row.notes]
    return [
        _person(row.mentee, names),
        _person(row.mentor, names),
        [Text(isolate(row.period, 60) if row.period.strip() else say("not set"), CELL)],
        [Text(str(row.score), CELL_NUMBER)],
        [Text(_sentence(reason), CELL) for reason in row.reasons],
        [*marks, *notes],
    ]


def _sentence(text: str) -> str:
    shown = one_line(text, _LONGEST)
    return isolate(shown[:1].upper() + shown[1:], _LONGEST)


def _person(person: PersonLine, names: dict[str, str]) -> list[Flowable]:
    place = (year_word(person.year), isolate(person.form, 40) if one_line(person.form) else "")
    details = " · ".join(part for part in place if part)
    blocks: list[Flowable] = [Text(names[person.uid], CELL_STRONG)]
    return [*blocks, Text(details, CELL_MUTED)] if details else blocks
