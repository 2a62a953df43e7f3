"""The participants file: who takes part, as a table with a row per student and role. Pure; knows no workspace.

The template has the columns number, role, interests, goals, languages, availability, places, wants, avoids, subjects,
experiences and style1 to style6, with lists separated by semicolons. A school's own sheet and what a form service
exports are read too (sign_ups.py): people by name, a column per option, lists as people write them. Rows whose first
cell begins with # are remarks: so the template can show examples which nobody imports by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.people.finding import Clue
from desktop.services.programme.cells import (
    LONGEST_ITEM,
    capacity,
    free_list,
    is_foot,
    is_nothing,
    period_labels,
    roles_of,
    slider,
    ticked,
)
from desktop.services.programme.double_headers import with_one_header
from desktop.services.programme.headings import PERSON_FIELDS, meaning, side_asked
from desktop.services.programme.rules import MOST_PLACES, clean_list, key_of, split_list
from desktop.services.programme.sign_ups import SignUps, find_sign_ups
from desktop.services.programme.types import FileColumn, ParticipantFile, ParticipantRow, RowProblem
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Row
from desktop.services.styles import STYLE_FIELDS, STYLES

COLUMNS: Final = (
    *("number", "role", "interests", "goals", "languages", "availability", "places", "wants", "avoids"),
    *("subjects", "experiences", *STYLE_FIELDS),
)
_LISTS: Final = ("interests", "goals", "languages", "availability", "wants", "avoids", "subjects", "experiences")
_REMARK: Final = "#"
_EXAMPLES: Final = (
    "# 00123,mentor,chess;football;baking,confidence;exam stress,English;Polish,Mon3;WedLunch,2,,,"
    "Maths;Science,moved house,2,4,3,1,5,",
    "# 00456,mentee,chess;drawing,confidence,Polish,Mon3;ThuLunch,,00123,00789,Maths,moved house,1,5,2,,4,3",
)


def participants_template() -> bytes:
    """Make the file that a school fills in: a header, and remarks with two examples that are never imported."""
    remark = say("# Rows that begin with # are not read. Two examples follow; put your own rows below them.")
    sliders = "; ".join(
        say("{column}: 1 is {first}, 5 is {last}", column=name, first=say(first), last=say(last))
        for name, (first, last) in zip(STYLE_FIELDS, STYLES, strict=True)
    )
    subjects = say(
        "# Subjects are those a {mentee} needs or a {mentor} offers. Sliders, blank for none: {sliders}.",
        sliders=sliders,
    )
    lines = (",".join(COLUMNS), f'"{remark}"', f'"{subjects}"', *_EXAMPLES)
    # The mark at the front makes spreadsheet programs take the file for UTF-8.
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


@dataclass
class _Reading:
    """Rows as they are gathered: by number and role, or by the row's place where people are named."""

    stamped: bool
    kept: dict[tuple[str, str], ParticipantRow] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    def keep(self, row: ParticipantRow) -> None:
        """Keep a row; of two of one number and role the first counts, or the later answer to a form."""
        key = (row.number if row.number else f"row {row.row}", row.role)
        before = self.kept.get(key)
        if before is None or self.stamped:
            self.kept[key] = row
        if before is not None:
            self.problems.append(twice(row.row, before.row, stamped=self.stamped))


def twice(row: int, before: int, *, stamped: bool) -> RowProblem:
    """Say which of two rows of one student and role counts."""
    if stamped:
        message = say("Row {row} is a later answer of this student in this role, and it counts.", row=row)
        return RowProblem(before, "number", message)
    return RowProblem(row, "number", say("Row {row} names this student and role already, and it counts.", row=before))


def parse_participants(
    rows: Sequence[Row], mapping: Mapping[str, str] | None = None, role: str | None = None
) -> ParticipantFile:
    """Read the rows of a table. mapping: heading to field; role: what everybody is whose row does not say it.

    A row with a bad role, a bad number of places or nobody named is listed and left out; a second row of the same
    number and role likewise. Raises NotAParticipantsFile, RoleMissing, LooksLikePairs, UnknownHeading, UnknownField.
    """
    rows = with_one_header(rows)
    sheet = find_sign_ups(rows, mapping, role)
    reading = _Reading(sheet.stamped)
    remarks = 0
    for row in rows[sheet.header + 1 :]:
        first = next((cell.strip() for cell in row.cells if cell.strip()), "")
        again = sheet.header >= 0 and row.cells == rows[sheet.header].cells
        if not first or first.startswith(_REMARK) or again or is_foot(row.cells):
            remarks += first.startswith(_REMARK)
            continue
        for found in _rows(row, sheet, role, reading.problems):
            reading.keep(found)
        if row.lone_quote:
            reading.problems.append(RowProblem(row.number, "", say("A quotation mark in this row has no partner.")))
    notices = _notices(rows[sheet.header].number - 1 if sheet.header >= 0 else 0, remarks, sheet)
    kept = tuple(sorted(reading.kept.values(), key=lambda one: one.row))
    return ParticipantFile(kept, tuple(reading.problems), notices, sheet.columns, "", sheet.stamped)


def columns_known(cells: Sequence[str]) -> int:
    """Count the cells that name a column of a participants file."""
    return sum(bool(clean(cell)) and meaning(cell)[0] != "" for cell in cells)


def _rows(row: Row, sheet: SignUps, role: str | None, problems: list[RowProblem]) -> list[ParticipantRow]:
    """Read a row: one enrolment, two of who wants both roles, or none with what is wrong."""
    clue = Clue(
        row.number, **{_CLUE.get(column.field, column.field): _cell(row, column) for column in sheet.of(*PERSON_FIELDS)}
    )
    roles = _roles(row, sheet, role)
    if not clue:
        named = sheet.of("name", "family", "given")
        message = say("This row names nobody.") if named else say("There is no student number.")
        problems.append(RowProblem(row.number, "number", message))
        return []
    if not roles:
        problems.append(RowProblem(row.number, "role", say("The role is neither mentor nor mentee.")))
        return []
    at_places = sheet.of("places")
    places = capacity(_cell(row, at_places[0])) if at_places and "mentor" in roles else None
    if at_places and "mentor" in roles and places is None:
        message = say("Places must be a whole number from 0 to {most}.", most=MOST_PLACES)
        problems.append(RowProblem(row.number, "places", message))
        return []
    lists = {name: _list(row, name, sheet.of(name), sheet, problems) for name in _LISTS if name != "subjects"}
    style = _style(row, sheet, problems)
    number = clean(clue.number)
    return [
        ParticipantRow(
            row.number,
            number,
            one,
            places if one == "mentor" else None,
            **lists,
            subjects=_list(row, "subjects", _of_side(sheet, one), sheet, problems),
            style=style,
            clue=clue,
        )
        for one in roles
    ]


_CLUE: Final = {"birth_date": "birth"}


def _cell(row: Row, column: FileColumn) -> str:
    return row.cells[column.position] if column.position < len(row.cells) else ""


def _roles(row: Row, sheet: SignUps, role: str | None) -> tuple[str, ...]:
    """Read the role from whichever column says it; what the file as a whole is counts where the cells are blank."""
    found: list[str] = []
    said = False
    for column in sheet.of("role"):
        cell = _cell(row, column)
        if column.item:
            found += [column.item] if ticked(cell) else []
        else:
            said = said or bool(clean(cell))
            found += roles_of(cell)
    if not found and not said and role:
        return (role,)
    return tuple(dict.fromkeys(found))


def _of_side(sheet: SignUps, role: str) -> tuple[FileColumn, ...]:
    """Give the columns of subjects that ask those in a role: what one needs is no offer of the same person."""
    return tuple(column for column in sheet.of("subjects") if side_asked(column.heading) in ("", role))


def _style(row: Row, sheet: SignUps, problems: list[RowProblem]) -> tuple[int | None, ...]:
    """Read the sliders; None for one without a column and for what is no place on it, which takes nothing away."""
    found: list[int | None] = []
    for name, ends in zip(STYLE_FIELDS, STYLES, strict=True):
        columns = sheet.of(name)
        place = slider(_cell(row, columns[0]), ends) if columns else None
        if columns and place is None:
            words = {"first": say(ends[0]), "last": say(ends[1])}
            message = say('A slider is a number from 1, "{first}", to 5, "{last}", or blank.', **words)
            problems.append(RowProblem(row.number, name, message))
        found.append(place)
    return tuple(found)


def _list(
    row: Row, name: str, columns: Sequence[FileColumn], sheet: SignUps, problems: list[RowProblem]
) -> tuple[str, ...] | None:
    """Put together what all columns of a kind say; None where there is none."""
    if not columns:
        return None
    found: list[str] = []
    for column in columns:
        found += _said(row, name, column, sheet, problems)
    words = clean_list(found)
    for _ in (word for word in words if len(word) > LONGEST_ITEM):
        message = say("This is longer than {most} characters and was left out.", most=LONGEST_ITEM)
        problems.append(RowProblem(row.number, name, message))
    return tuple(word for word in words if len(word) <= LONGEST_ITEM)


def _said(row: Row, name: str, column: FileColumn, sheet: SignUps, problems: list[RowProblem]) -> Sequence[str]:
    cell = _cell(row, column)
    if not clean(cell):
        return ()
    if name == "availability":
        return period_labels(cell, column.item)
    if name in ("wants", "avoids"):
        return [piece for piece in split_list(cell) if not is_nothing(piece)]
    if column.position not in sheet.ticks:
        return free_list(cell)
    mark = True if key_of(cell) == key_of(column.item) else ticked(cell)
    if mark is None:
        message = say('The cell under "{heading}" says neither yes nor no.', heading=column.heading)
        problems.append(RowProblem(row.number, name, message))
    return (column.item,) if mark else ()


def _notices(header: int, remarks: int, sheet: SignUps) -> tuple[str, ...]:
    notices = []
    if header:
        notices.append(
            say_many("1 row above the header was skipped.", "{n} rows above the header were skipped.", header)
        )
    if remarks:
        notices.append(
            say_many("1 row beginning with # was skipped.", "{n} rows beginning with # were skipped.", remarks)
        )
    missing = [name for name in COLUMNS if name not in ("number", "role", *STYLE_FIELDS) and not sheet.of(name)]
    if not sheet.of(*STYLE_FIELDS):
        missing.append(say("style"))
    if missing:
        absent = ", ".join(missing)
        notices.append(say("The file has no column for these, so they stay as they are: {columns}.", columns=absent))
    return tuple(notices)
