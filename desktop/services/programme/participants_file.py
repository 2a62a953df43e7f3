"""The participants file: who takes part, as a table with a row per student and role. Pure; knows no workspace.

Columns: number, role, interests, goals, languages, availability, places, wants, avoids. Cells hold lists
separated by semicolons. Rows whose first cell begins with # are remarks: so the template can show examples
which nobody imports by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.programme.errors import NotAParticipantsFile
from desktop.services.programme.rules import MOST_PLACES, key_of, places_of, role_of, split_list
from desktop.services.programme.types import ParticipantFile, ParticipantRow, RowProblem
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Row

COLUMNS: Final = ("number", "role", "interests", "goals", "languages", "availability", "places", "wants", "avoids")
_LISTS: Final = ("interests", "goals", "languages", "availability", "wants", "avoids")
_OTHER_NAMES: Final = {
    "studentnumber": "number", "studentno": "number", "studentid": "number", "pupilnumber": "number",
    "admissionnumber": "number", "id": "number", "interest": "interests", "hobbies": "interests", "goal": "goals",
    "language": "languages", "languagesspoken": "languages", "available": "availability", "freeperiods": "availability",
    "periods": "availability", "capacity": "places", "wanted": "wants", "avoid": "avoids",
}  # fmt: skip
_REMARK: Final = "#"
# Titles and remarks may stand above the header; a table without one in this many rows is something else.
_MOST_ABOVE: Final = 50
_EXAMPLES: Final = (
    "# 00123,mentor,chess;football;baking,confidence;exam stress,English;Polish,Mon3;WedLunch,2,,",
    "# 00456,mentee,chess;drawing,confidence,Polish,Mon3;ThuLunch,,00123,00789",
)


def participants_template() -> bytes:
    """Make the file that a school fills in: a header, and remarks with two examples that are never imported."""
    remark = say("# Rows that begin with # are not read. Two examples follow; put your own rows below them.")
    lines = (",".join(COLUMNS), f'"{remark}"', *_EXAMPLES)
    # The mark at the front makes spreadsheet programs take the file for UTF-8.
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def parse_participants(rows: Sequence[Row]) -> ParticipantFile:
    """Read the rows of a table.

    A row with a bad role, a bad number of places or no number is listed and left out; a second row of the
    same student and role likewise. Raises `NotAParticipantsFile` where no header is found.
    """
    header, columns = _header(rows)
    kept: dict[tuple[str, str], ParticipantRow] = {}
    problems: list[RowProblem] = []
    remarks = 0
    for row in rows[header + 1 :]:
        first = next((cell.strip() for cell in row.cells if cell.strip()), "")
        if not first or first.startswith(_REMARK):
            remarks += bool(first)
            continue
        found = _row(row, columns)
        if isinstance(found, RowProblem):
            problems.append(found)
            continue
        if row.lone_quote:
            problems.append(RowProblem(row.number, "", say("A quotation mark in this row has no partner.")))
        key = (found.number, found.role)
        if key in kept:
            twice = say("Row {row} names this student and role already, and it counts.", row=kept[key].row)
            problems.append(RowProblem(row.number, "number", twice))
        else:
            kept[key] = found
    return ParticipantFile(tuple(kept.values()), tuple(problems), _notices(rows[header].number - 1, remarks, columns))


def columns_known(cells: Sequence[str]) -> int:
    """Count the cells that name a column of a participants file."""
    return sum(_column(cell) is not None for cell in cells)


def _header(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:_MOST_ABOVE]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row.cells):
            name = _column(cell)
            if name:
                columns.setdefault(name, place)
        if "number" in columns and "role" in columns:
            return at, columns
    raise NotAParticipantsFile


def _column(heading: str) -> str | None:
    plain = "".join(c for c in key_of(heading) if c.isalnum())
    return plain if plain in COLUMNS else _OTHER_NAMES.get(plain)


def _row(row: Row, columns: Mapping[str, int]) -> ParticipantRow | RowProblem:
    def cell(name: str) -> str | None:
        place = columns.get(name)
        if place is None:
            return None
        return row.cells[place] if place < len(row.cells) else ""

    at, number, role = row.number, clean(cell("number") or ""), role_of(cell("role") or "")
    if not number:
        return RowProblem(at, "number", say("There is no student number."))
    if role is None:
        return RowProblem(at, "role", say("The role is neither mentor nor mentee."))
    places = cell("places") if role == "mentor" else None
    if places is not None and places_of(places) is None:
        return RowProblem(at, "places", say("Places must be a whole number from 0 to {most}.", most=MOST_PLACES))
    words = {name: cell(name) for name in _LISTS}
    lists = {name: None if text is None else split_list(text) for name, text in words.items()}
    return ParticipantRow(at, number, role, None if places is None else places_of(places), **lists)


def _notices(header: int, remarks: int, columns: Mapping[str, int]) -> tuple[str, ...]:
    notices = []
    if header:
        notices.append(
            say_many("1 row above the header was skipped.", "{n} rows above the header were skipped.", header)
        )
    if remarks:
        notices.append(
            say_many("1 row beginning with # was skipped.", "{n} rows beginning with # were skipped.", remarks)
        )
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        absent = ", ".join(missing)
        notices.append(say("The file has no column for these, so they stay as they are: {columns}.", columns=absent))
    return tuple(notices)
