"""Reading the file of a roster for the command line, and saying what would help where it is not taken.

What the window asks with a page of columns, the command line says in one sentence: which option, or which command.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from desktop.services import files, people
from desktop.services.errors import KnownError
from desktop.services.people.columns import PUBLIC_FIELDS, field_of, is_header, known_columns, plain
from desktop.services.people.field_words import source_word
from desktop.services.people.reading import open_roster
from desktop.services.people.roster_errors import (
    ColumnNamedTwice,
    HeaderThere,
    ListsPairs,
    ListsParticipants,
    LooksLikeStaff,
    MapNamesTwice,
    NoHeader,
    NoNameColumn,
    NoNumberColumn,
    NoSuchPlace,
    NotARoster,
    SetHasHeader,
    StudentsOnly,
    UnknownColumn,
    UnknownField,
    UnknownXml,
)
from desktop.services.people.roster_types import Roster
from desktop.services.programme.cells import roles_of
from desktop.services.programme.headings import meaning
from desktop.services.programme.sign_ups import are_sides
from desktop.services.sheets.book import Book
from desktop.services.vault import Workspace

_LONGEST_MAP: Final = 64 * 1024
_LOOKED_AT: Final = 50
_XML: Final = ("ed-fi", "ctf")
_NOT_OF_STAFF: Final = ("birth_date", "year", "form")
Cells = tuple[str, ...]


class MapUnreadable(KnownError):
    """What --map names is no JSON object of texts. Values: example."""

    sentence = (
        "This file does not say which column is which. Nothing was changed. "
        "Write one JSON object of headings and fields, such as {example}."
    )
    option = "--map FILE"


class NoHeadings(NoHeader):
    """No row of the file holds headings at all."""

    sentence = (
        "No row of this file names its columns in a way that is recognised. Nothing was changed. "
        "Say what the columns are, from left to right."
    )
    option = "--no-header number,family,given,birth_date,year"


class HeadingsUnknown(NoHeader):
    """A row holds headings, but none that are known."""

    option = NoNameColumn(row=1).option


def some_path(given: str) -> str:
    """Take a path as it is; an empty one would be the folder one happens to be in."""
    if not given.strip():
        raise argparse.ArgumentTypeError("the name of the file is empty")
    return given


def read_map(path: str) -> dict[str, str]:
    """Read a JSON file {heading: field}; null, "" and - leave a column out. Raises MapUnreadable, FileRefused."""
    try:
        found = json.loads(files.read_bounded(Path(path), _LONGEST_MAP).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found or not all(isinstance(v, str | None) for v in found.values()):
        raise MapUnreadable(example='{"Surname": "family", "Phone": "-"}')
    return {heading: field or "" for heading, field in found.items()}


def read_roster(ws: Workspace, options: argparse.Namespace) -> Roster:
    """Read the file, with what was said of its columns now or, where they are the same, the last time.

    Raises what reading raises, and in its place what says better here what to do.
    """
    mapping = read_map(options.map) if options.map else None
    book = open_roster(Path(options.file))
    sheet, columns = options.sheet, options.no_header
    if mapping is None and columns is None:
        saved = people.mapping_for(ws, book, options.kind, sheet or "")
        if saved:
            sheet, mapping = saved
    names = tuple(columns.split(",")) if columns else None
    try:
        if names is not None:
            _must_have_no_header(book, options.kind, sheet, names)
        if options.map and mapping:
            _must_be_there(book, sheet, mapping)
        return people.read_roster(book, kind=options.kind, sheet=sheet, mapping=mapping, no_header=names)
    except (UnknownField, UnknownColumn) as error:
        if options.kind == "staff":
            error.values["known"] = ", ".join(_fields_of_staff())
        raise
    except ColumnNamedTwice as error:
        if options.map:
            raise MapNamesTwice(**error.values) from None
        raise
    except UnknownXml:
        raise _of_students_only(book, sheet) if options.kind == "staff" else UnknownXml from None
    except (NoHeader, NoNumberColumn, NoNameColumn, NotARoster) as error:
        if mapping is not None or names is not None:
            raise
        raise _better(book, options.kind, sheet, error) from None


def _fields_of_staff() -> list[str]:
    return [name for name in PUBLIC_FIELDS if name not in _NOT_OF_STAFF and not name.startswith("guardian_")]


def _first(book: Book, sheet: str | None) -> list[Cells]:
    """Give the first rows that hold anything; none where the table cannot be told."""
    with suppress(KnownError):
        rows = people.first_rows(book, _LOOKED_AT, sheet)
        return [cells for cells in rows if any(cells)]
    return []


def _must_have_no_header(book: Book, kind: str, sheet: str | None, names: Sequence[str]) -> None:
    """Refuse to take headings for a person. Raises SetHasHeader, HeaderThere."""
    found = None
    with suppress(KnownError):
        found = people.recognise(book, kind, only=sheet or "")
    if found and found.source != "table":
        raise SetHasHeader
    rows = _first(book, sheet)
    heading = next((cells for cells in rows if is_header(cells, kind) or known_columns(cells, kind) >= 2), None)
    place = next((at for at, name in enumerate(names) if name.strip().lower() == "number"), None)
    if heading is None and place is not None and len(rows) > 1:
        numbers = [cells[place] if place < len(cells) else "" for cells in rows]
        if numbers[0] and not _has_digit(numbers[0]) and all(map(_has_digit, filter(None, numbers[1:]))):
            heading = rows[0]
    if heading is not None:
        raise HeaderThere(row=_number_of(book, sheet, heading))


def _number_of(book: Book, sheet: str | None, wanted: Cells) -> int:
    return 1 + list(people.first_rows(book, _LOOKED_AT, sheet)).index(wanted)


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _must_be_there(book: Book, sheet: str | None, mapping: Mapping[str, str]) -> None:
    """Refuse a map with a place behind the last column. Raises NoSuchPlace."""
    width = max((len(cells) for cells in _first(book, sheet)), default=0)
    places = [one.strip() for one in mapping if one.strip().startswith("#") and one.strip()[1:].isdecimal()]
    beyond = [one for one in places if not 1 <= int(one[1:]) <= width]
    if width and beyond:
        raise NoSuchPlace(places=", ".join(beyond[:5]), width=width)


def _of_students_only(book: Book, sheet: str | None) -> KnownError:
    with suppress(KnownError):
        found = people.recognise(book, "students", only=sheet or "")
        if found.source in _XML:
            return StudentsOnly(what=source_word(found.source))
    return UnknownXml()


def _better(book: Book, kind: str, sheet: str | None, error: KnownError) -> KnownError:
    """Give the error that says what the file is, or which option helps with it."""
    if kind == "staff" and isinstance(_of_students_only(book, sheet), StudentsOnly):
        return _of_students_only(book, sheet)
    rows = _first(book, sheet)
    if any(map(are_sides, rows)):
        return ListsPairs()
    if any(_of_participants(cells, rows[place + 1 :]) for place, cells in enumerate(rows)):
        return ListsParticipants()
    if kind == "students" and any(map(_of_staff, rows)):
        return LooksLikeStaff()
    if not isinstance(error, NoHeader):
        return error
    return HeadingsUnknown() if any(map(_like_headings, rows[:3])) else NoHeadings()


def _of_participants(cells: Cells, below: Sequence[Cells]) -> bool:
    """Say whether a row heads a list of who takes part: by what only such a list asks, or by the roles in it."""
    fields = {meaning(cell)[0]: place for place, cell in enumerate(cells) if cell}
    if not fields.keys() & {"number", "name", "family"}:
        return False
    if fields.keys() & {"interests", "goals", "places"}:
        return True
    place = fields.get("role")
    return place is not None and any(roles_of(row[place]) for row in below if place < len(row) and row[place])


def _of_staff(cells: Cells) -> bool:
    """Say whether a row heads a list of staff: it has jobs, or says so, and nothing that only students have."""
    jobs = any((field_of(cell, "staff") or ("",))[0] == "job" for cell in cells)
    told = any(plain(cell).startswith(("staff", "teacher", "employee")) for cell in cells)
    students = {found[0] for cell in cells if (found := field_of(cell))}
    return is_header(cells, "staff") and (jobs or told) and not students & {"birth_date", "year", "form"}


def _like_headings(cells: Sequence[str]) -> bool:
    """Say whether a row may hold headings: several different texts, and no digit in any of them."""
    filled = [cell for cell in cells if cell]
    return len(set(filled)) > 1 and not any(map(_has_digit, filled))
