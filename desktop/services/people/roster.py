"""A table of a school to the students or the staff it names. Pure: no workspace, no files.

What is odd is listed and taken as it stands; only a row without key or name is left out. Sentences hold no
values of the file: the row number leads there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final

from desktop.services.language import fold, say, say_many
from desktop.services.people.columns import Layout, find_layout, known_columns, mapped_layout, named_layout
from desktop.services.people.findings import Findings
from desktop.services.people.footers import sums_up
from desktop.services.people.kind_words import is_staff, is_student
from desktop.services.people.lengths import without_long_texts
from desktop.services.people.names import split_name
from desktop.services.people.not_taken import said_of_second_list, second_list, told_apart
from desktop.services.people.roster_types import GuardianCell, Roster, RosterRow
from desktop.services.people.spellings import SPELLINGS
from desktop.services.people.titles import are_french, split_titled, with_needed_titles, without_titles
from desktop.services.sheets.text import clean, read_table
from desktop.services.sheets.types import Row, Table

_NOTHING: Final = frozenset({"-", "--", "n/a", "#n/a", "na", "nan", "none", "null", "nil", "."})
_USUAL: Final = frozenset(SPELLINGS) | {"called"}
_APART: Final = 40
_LIST: Final = re.compile(r"[;,/|\n]")
_WRAPPED: Final = re.compile(r'="(.*)"')
_PROTECTED: Final = re.compile(r"'(?=[=+\-@\t\r\n])")
_FAMILY_FIRST: Final = (
    "last", "surname", "family", "namelast", "cognome", "apellidos", "nazwisko", "nometprenom", "nomprenom", "nachname",
    "eleve", "氏名",
)  # fmt: skip


def read_csv(data: bytes, no_header: Sequence[str] | None = None, skip: int = 0) -> Roster:
    """Read the students of a CSV file of any make. `no_header` names its columns by position, - for none.

    With `no_header`, `skip` rows at the top are left out. Raises what read_table and read_rows raise.
    """
    return read_rows(read_table(data, known_columns if no_header is None else _nothing_known), None, no_header, skip)


def read_rows(
    table: Table,
    mapping: Mapping[str, str] | None = None,
    no_header: Sequence[str] | None = None,
    skip: int = 0,
    *,
    kind: str = "students",
    source: str = "table",
    part: str = "",
) -> Roster:
    """Read the people of a table of any make. kind: students or staff; source and part go into the roster as they are.

    mapping: heading -> field, as a person said it; it wins over recognition. `no_header` names the columns by
    position instead, - for none. Without a header, `skip` rows at the top are left out.
    Raises what find_layout, mapped_layout and named_layout raise.
    """
    if no_header is not None:
        layout = named_layout(islice(table.rows, skip, None), no_header, kind)
    elif mapping:
        layout = mapped_layout(islice(table.rows, skip, None), mapping, kind)
    else:
        layout = find_layout(table.rows, kind)
    found = Findings(notices=list(table.notices), staff=kind == "staff")
    _say_layout(layout, table, found, kind)
    read_row = partial(_read_row, layout=layout, read=_reader(layout), found=found, kind=kind)
    if found.staff:
        read = _reader(layout)
        found.french = are_french(read(row, name) for row in layout.rows for name in ("full_name", "given", "family"))
    for row in layout.rows:
        read_row(row)
    if found.titles:
        found.students = with_needed_titles(found.students, found.titles)
    if found.others:
        found.notices.append(others_left_out(found.others, kind))
    if found.sums:
        found.notices.append(
            say_many(
                "{n} row that sums up the list was left out.",
                "{n} rows that sum up the list were left out.",
                found.sums,
            )
        )
    return Roster(
        source,
        tuple(found.students),
        tuple(sorted(layout.chosen.values(), key=lambda use: use.position)),
        _fields(layout),
        tuple(found.skipped),
        tuple(found.problems),
        tuple(found.notices),
        layout.stated_order,
        kind,
        headings=layout.headings,
        header_row=layout.header_row,
        part=part,
        mapping=tuple((mapping or {}).items()),
    )


def others_left_out(n: int, kind: str = "students") -> str:
    """Say how many rows were of people who are no students, or no staff."""
    if kind == "staff":
        return say_many(
            "{n} row is of somebody who is not staff and was left out.",
            "{n} rows are of people who are not staff and were left out.",
            n,
        )
    return say_many(
        "{n} row is of somebody who is not a student and was left out.",
        "{n} rows are of people who are not students and were left out.",
        n,
    )


def _nothing_known(_cells: Sequence[str]) -> int:
    return 0


def _fields(layout: Layout) -> frozenset[str]:
    fields = set(layout.chosen)
    if "full_name" in fields:
        fields |= {"family", "given"}
    return frozenset(fields)


def _say_layout(layout: Layout, table: Table, found: Findings, kind: str) -> None:
    if layout.above:
        found.notices.append(
            say_many("{n} row above the header was skipped.", "{n} rows above the header were skipped.", layout.above)
        )
    if layout.repeats:
        found.notices.append(
            say_many("{n} repeated header was skipped.", "{n} repeated headers were skipped.", layout.repeats)
        )
    number = layout.chosen.get("number")
    if number and layout.others:
        found.notices.append(
            say(
                "Several columns could be the number; {heading} was taken, not {others}.",
                heading=told_apart(number, layout.others),
                others=", ".join(told_apart(use, (number, *layout.others)) for use in layout.others),
            )
        )
    beside = second_list(layout.header, layout.chosen, kind)
    if beside:
        found.notices.append(said_of_second_list(beside))
    if "year" not in layout.chosen and kind == "students":
        found.notices.append(say("The file has no column for the {year}."))
    if table.damaged:
        found.notices.append(say("Some characters of this file are damaged; they are shown as \ufffd."))


_Read = Callable[[Row, str], str]


def _reader(layout: Layout) -> _Read:
    places = {name: layout.kept.index(use.position) for name, use in layout.chosen.items()}

    def read(row: Row, name: str) -> str:
        place = places.get(name)
        return "" if place is None else clean_cell(row.cells[place])

    return read


def clean_cell(cell: str) -> str:
    """Clean a cell, and undo the ways in which programs keep a spreadsheet from calculating with it."""
    if "'" in cell or "=" in cell:
        cell = _PROTECTED.sub("", cell, count=1) if cell.startswith("'") else cell
        wrapped = _WRAPPED.fullmatch(cell.strip())
        cell = wrapped.group(1) if wrapped else cell
    return clean(cell)


def _read_row(row: Row, layout: Layout, read: _Read, found: Findings, kind: str) -> None:
    belongs = is_staff if kind == "staff" else is_student
    if not belongs(read(row, "kind")) or not belongs(read(row, "roles")):
        found.others += 1
        return
    source_key = read(row, "source_key")
    number = _key(read(row, "number")) or source_key
    if not number and kind == "students":
        if sums_up("", *(read(row, name) for name in ("given", "family", "full_name"))):
            found.sums += 1
        else:
            found.skip(row.number, "number", say("This row has no student number and was left out."))
        return
    given, family, preferred = _names(row, layout, read, found)
    if sums_up(number, given, family):
        found.sums += 1
        return
    if not (given or family):
        found.skip(row.number, "family", say("This row has no name and was left out."))
        return
    birth, year, form = read(row, "birth_date"), read(row, "year"), read(row, "form")
    person = RosterRow(row.number, number, family, given, preferred, birth, year, form, source_key)
    if kind == "staff" or not _USUAL.issuperset(layout.chosen):
        person = _with_details(person, row, layout, read, kind)
    taken = without_long_texts(person, found.note, found.skip)
    if taken:
        found.students.append(taken)
        note_oddities(row, found)


def _with_details(person: RosterRow, row: Row, layout: Layout, read: _Read, kind: str) -> RosterRow:
    """Add what comes in only where somebody said which column it is, and of staff."""
    return replace(
        person,
        email=_key(read(row, "email")),
        phone=_key(read(row, "phone")),
        job=read(row, "job") or (read(row, "roles") if kind == "staff" else ""),
        languages=tuple(filter(None, map(str.strip, _LIST.split(read(row, "languages"))))),
        access_needs=read(row, "access_needs"),
        guardians=_guardians(row, read),
        apart=" ".join(clean(row.cells[layout.kept.index(place)])[:_APART] for place in layout.apart),
    )


def _guardians(row: Row, read: _Read) -> tuple[GuardianCell, ...]:
    found = []
    for place in (1, 2):
        cells = [read(row, f"guardian_{place}_{what}") for what in ("name", "relation", "phone", "email")]
        if any(_key(cell) for cell in (cells[0], cells[2], cells[3])):
            name, relation, phone, email = map(_key, cells)
            found.append(GuardianCell(name=name, relation=relation, phone=phone, email=email, place=place))
    return tuple(found)


def _key(number: str) -> str:
    """Give a number without what programs put before it to keep it text; words for "nothing" are no number."""
    return "" if fold(number) in _NOTHING else number.removeprefix("'")


def _names(row: Row, layout: Layout, read: _Read, found: Findings) -> tuple[str, str, str]:
    given, family, preferred = (
        read(row, "given"),
        read(row, "family") or read(row, "preferred_family"),
        read(row, "preferred"),
    )
    full = read(row, "full_name")
    if full and not (given and family) and not ({"given", "family"} <= layout.chosen.keys() and (given or family)):
        given, family = _from_full_name(row, full, given, family, layout, found)
    if found.staff:
        title, given, family = without_titles(given, family, french=found.french)
        if title and row.number not in found.titles:
            found.titles[row.number] = title
    if not given and preferred:
        given, preferred = preferred, ""
    called = read(row, "called")
    return given, family, preferred or (called if called != given else "")


def _from_full_name(row: Row, full: str, given: str, family: str, layout: Layout, found: Findings) -> tuple[str, str]:
    if given and not family:
        # German lists call the family name "Name"; others repeat the whole name beside its parts.
        rest = full.replace(given, " ", 1).strip(" ,") if given in full else full
        return given, " ".join(rest.split())
    if family and not given:
        rest = full.replace(family, " ", 1).strip(" ,") if family in full else full
        return " ".join(rest.split()), family
    heading = "".join(c for c in fold(layout.chosen["full_name"].heading) if c.isalnum())
    family_first = heading.startswith(_FAMILY_FIRST)
    if found.staff:
        title, given, family, sure = split_titled(full, family_first=family_first, french=found.french)
        if title:
            found.titles[row.number] = title
    else:
        given, family, sure = split_name(full, family_first=family_first)
    if not sure:
        found.note(row.number, "family", say("It is not certain which part of this name is the family name."))
    return given, family


def note_oddities(row: Row, found: Findings) -> None:
    """List what is odd about how a row is written."""
    if row.lone_quote:
        found.note(row.number, "", say("A quotation mark has no partner in this row; it was read as a character."))
    if row.nul:
        found.note(row.number, "", say("This row holds unprintable characters, which were left out."))
    if row.overlong:
        found.note(row.number, "", say("This row has more cells than the header; check that nothing has moved."))


def heading_positions(header: Sequence[str]) -> dict[str, int]:
    """Give the position of each heading, folded to letters and digits; the first of equals."""
    positions: dict[str, int] = {}
    for position, cell in enumerate(header):
        positions.setdefault("".join(c for c in fold(clean(cell)) if c.isalnum()), position)
    return positions
