"""A school's own table of pairs as rows of text: who mentors whom, since when. Pure; knows no workspace.

One row names a mentor and a mentee, or a mentor and several mentees in several columns or in one cell. People stand
there by name or number, with year, form or birth date beside them. Columns that say nothing of this are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from desktop.services.language import fold, say, say_many
from desktop.services.matching.errors import LooksLikeParticipants, NotAPairsFile
from desktop.services.matching.pairs_types import PairLine, PairsFile
from desktop.services.people.columns import field_of, titles
from desktop.services.people.finding import Clue
from desktop.services.people.roster_errors import UnknownField
from desktop.services.programme.cells import is_foot, is_nothing, is_ticks
from desktop.services.programme.headings import meaning, plain, side_of
from desktop.services.programme.parts import read_part
from desktop.services.programme.sign_ups import full_header, mapped_header
from desktop.services.programme.types import FileColumn, RowProblem
from desktop.services.sheets.book import Book
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Row

_DETAILS: Final = ("number", "given", "family", "year", "form", "birth_date")
FIELDS: Final = (
    "mentor", "mentee", *(f"{side}_{name}" for side in ("mentor", "mentee") for name in _DETAILS),
    "since", "ended", "day", "period",
)  # fmt: skip
_MOST_ABOVE: Final = 50
_EXAMPLES: Final = 3
_TIMES: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("ended", r"^(date )?(ended|end|finish(ed)?|until|to|closed|stopped)( date| on)?$|^last (meeting|day)$"),
        ("since", r"^(date )?(since|start(ed|s)?|from|began|begin(ning|s)?|paired|matched)( date| on| since)?$"
                  r"|^(match(ed|ing)?|pair(ed|ing)?|start(ing)?|first meeting) date$"
                  r"|^date (of )?(match\w*|pair\w*|start\w*)$"
                  r"|^(paired|matched|meeting|together|mentoring) since$|^date$"),
        ("day", r"^(week ?)?day( of the week)?$|^meeting day$"),
        ("period", r"^(meeting |weekly )?(period|slot|time|lesson)s?$|^when( do)?( they)?( meet)?$|^meets?( on)?$"),
    )
)  # fmt: skip
_BESIDE: Final = (
    ("name", r"|names?|full names?|students?"),
    ("number", r"(student |school |admission |pupil )?(number|no|nr|id|code)s?"),
    ("given", r"(first|given|fore) ?names?"),
    ("family", r"(last|family|sur) ?names?"),
    ("year", r"(year|grade)( group| level)?"),
    ("form", r"form|tutor group|homeroom|class|reg group|form group"),
    ("birth_date", r"dob|birth ?date|date of birth|birthday|born"),
)
_CLUE: Final = {"birth_date": "birth"}
_SPLIT: Final = re.compile("[;\uff1b\u061b\n\u2022]")


def read_pairs(source: Path | Book, sheet: str | None = None, mapping: Mapping[str, str] | None = None) -> PairsFile:
    """Read a file of pairs of any make. sheet: which table of several; mapping: heading to field, it wins.

    Errors: NotAPairsFile, LooksLikeParticipants, SheetUnclear, UnknownHeading, UnknownField, SheetRefused and
    FileRefused.
    """
    file, name, notices = read_part(
        source, sheet, columns_known, lambda rows, _: parse_pairs(rows, mapping), (LooksLikeParticipants,)
    )
    said = tuple((mapping or {}).items())
    return replace(file, notices=(*file.notices, *notices), sheet=name, mapping=said)


def columns_known(cells: Sequence[str]) -> int:
    """Count the cells that name a column of a file of pairs."""
    return sum(bool(clean(cell)) and bool(_field(cell, "")[0]) for cell in cells)


def parse_pairs(rows: Sequence[Row], mapping: Mapping[str, str] | None = None) -> PairsFile:
    """Read the rows of a table; what names only one of two is listed and left out. Raises as `read_pairs`."""
    header, columns = _header(rows, mapping)
    lines: list[PairLine] = []
    problems: list[RowProblem] = []
    remarks = 0
    for row in rows[header + 1 :]:
        first = next((cell.strip() for cell in row.cells if cell.strip()), "")
        again = header >= 0 and row.cells == rows[header].cells
        if not first or first.startswith("#") or again or is_foot(row.cells):
            remarks += first.startswith("#")
            continue
        found, wrong = _lines(row, columns)
        lines += found
        problems += wrong
    above = rows[header].number - 1 if header >= 0 else 0
    notices = [say_many("1 row above the header was skipped.", "{n} rows above the header were skipped.", above)]
    skipped = say_many("1 row beginning with # was skipped.", "{n} rows beginning with # were skipped.", remarks)
    said = tuple(notices[: bool(above)] + [skipped][: bool(remarks)])
    return PairsFile(tuple(lines), tuple(problems), said, columns, "", _stated(columns))


def _header(rows: Sequence[Row], mapping: Mapping[str, str] | None) -> tuple[int, tuple[FileColumn, ...]]:
    wanted = {fold(clean(heading)): _said(heading, name) for heading, name in (mapping or {}).items()}
    cells = [row.cells for row in rows]
    for place in mapped_header(cells, wanted) if wanted else range(min(len(rows), _MOST_ABOVE)):
        columns = _columns(rows, place, wanted)
        sides = {column.field.partition("_")[0] for column in columns if _named(column)}
        if {"mentor", "mentee"} <= sides:
            return place, columns
    if any(_asks_to_take_part(row.cells) for row in rows[:_MOST_ABOVE]):
        raise LooksLikeParticipants
    raise NotAPairsFile


def _asks_to_take_part(cells: Sequence[str]) -> bool:
    fields = {meaning(cell)[0] for cell in cells if clean(cell)}
    return bool(fields & {"number", "name", "given", "family"}) and bool(
        fields & {"role", "interests", "goals", "places"}
    )


def _named(column: FileColumn) -> bool:
    """Say whether a column names people; one of ticks says who wants to be what."""
    if column.values and is_ticks(column.values) and not any(text.isdigit() for text in column.values):
        return False
    return column.field in ("mentor", "mentee") or column.field.endswith(("_number", "_given", "_family"))


def _said(heading: str, name: str) -> str:
    wanted = "_".join(clean(name).lower().replace("_", " ").split())
    wanted = re.sub(r"^(mentor|mentee)_(?:name|\d+)$", r"\1", wanted)
    if wanted in ("", "-"):
        return ""
    if wanted not in FIELDS:
        raise UnknownField(heading=clean(heading)[:60], known=", ".join(FIELDS))
    return wanted


def _columns(rows: Sequence[Row], place: int, wanted: Mapping[str, str]) -> tuple[FileColumn, ...]:
    """Say what each column is; one of several mentees has its number in `item`."""
    found: list[FileColumn] = []
    beside, which = "", ""
    header = full_header([row.cells for row in rows], place)
    for position, heading in enumerate(titles(header)):
        cells = (clean(row.cells[position]) for row in rows[place + 1 :] if position < len(row.cells))
        values = tuple(dict.fromkeys(cell for cell in cells if cell))[:_EXAMPLES]
        name, number = _field(header[position], beside) if clean(header[position]) else ("", "")
        said = next((key for key in (fold(heading), f"#{position + 1}") if key in wanted), None)
        name = name if said is None else wanted[said]
        if name.partition("_")[0] in ("mentor", "mentee"):
            beside = name.partition("_")[0]
            which = number or (which if "_" in name else "")
            if name == "mentee" and any(one.field == name and one.item == which for one in found):
                which = str(1 + sum(one.field == name for one in found))
        found.append(FileColumn(heading, position, name, which if name.startswith("mentee") else "", values))
    return tuple(_first_of_each(found))


def _first_of_each(columns: Sequence[FileColumn]) -> list[FileColumn]:
    """Leave out a second column of the same: two dates, two forms of one mentor."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for column in columns:
        twice = bool(column.field) and (column.field, column.item) in seen
        seen.add((column.field, column.item))
        kept.append(replace(column, field="", item="") if twice else column)
    return kept


def _field(heading: str, beside: str) -> tuple[str, str]:
    """Give the field of a heading and which of several mentees it is about.

    A heading that names no side, such as Year, is about the side to the left of it.
    """
    side = side_of(heading)
    if side:
        name = next((name for name, pattern in _BESIDE if re.fullmatch(pattern, side[2])), None)
        if name is None:
            return "", ""
        return side[0] if name == "name" else f"{side[0]}_{name}", side[1] if side[0] == "mentee" else ""
    words = plain(heading)
    for name, pattern in _TIMES:
        if pattern.search(words):
            return name, ""
    found = field_of(heading)
    return (f"{beside}_{found[0]}", "") if beside and found and found[0] in _DETAILS else ("", "")


def _lines(row: Row, columns: Sequence[FileColumn]) -> tuple[list[PairLine], list[RowProblem]]:
    texts = {(column.field, column.item): _cell(row, column) for column in columns if column.field}
    mentor = _clue(row, texts, "mentor", "")
    numbers = dict.fromkeys(item for name, item in texts if name.startswith("mentee"))
    mentees: list[tuple[str, Clue]] = []
    for which in numbers:
        clue = _clue(row, texts, "mentee", which)
        pieces = [piece for piece in map(clean, _SPLIT.split(clue.name)) if piece]
        clues = [replace(clue, name=piece) for piece in pieces] if len(pieces) > 1 else [clue]
        mentees += [(which, one) for one in clues if one]
    if not mentor and not mentees:
        return [], []
    if not mentor or not mentees:
        side = say("{mentor}") if not mentor else say("{mentee}")
        return [], [
            RowProblem(row.number, "mentor" if not mentor else "mentee", say("This row names no {side}.", side=side))
        ]
    day, period = texts.get(("day", ""), ""), texts.get(("period", ""), "")
    since, ended = texts.get(("since", ""), ""), texts.get(("ended", ""), "")
    slot = f"{day} {period}".strip()
    return [
        PairLine(row.number, mentor, one, since, ended, slot, "mentee" if len(mentees) == 1 else f"mentee {at}")
        for at, (_, one) in enumerate(mentees, 1)
    ], []


def _cell(row: Row, column: FileColumn) -> str:
    text = row.cells[column.position].strip() if column.position < len(row.cells) else ""
    return "" if is_nothing(text) else text


def _clue(row: Row, texts: Mapping[tuple[str, str], str], side: str, which: str) -> Clue:
    details = {_CLUE.get(name, name): clean(texts.get((f"{side}_{name}", which), "")) for name in _DETAILS}
    return Clue(row.number, name=texts.get((side, which), "").strip(), **details)


def _stated(columns: Sequence[FileColumn]) -> str:
    """Give the order of dates that a heading states, as in "Since (dd/mm/yyyy)"."""
    for column in columns:
        found = re.search(r"\b(d+|m+|y+)\W(d+|m+|y+)\W(d+|m+|y+)\b", fold(column.heading))
        if column.field in ("since", "ended") and found:
            order = "".join(part[0] for part in found.groups())
            if order in ("dmy", "mdy", "ymd"):
                return order
    return ""
