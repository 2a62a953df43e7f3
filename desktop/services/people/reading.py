"""A file or folder of a school to a Roster, whichever of the known kinds it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from desktop.services.language import say
from desktop.services.people.columns import field_of, known_columns
from desktop.services.people.looks import is_secret, look_at, stem_of
from desktop.services.people.not_taken import head_of_students, with_left_out
from desktop.services.people.oneroster import read_set
from desktop.services.people.recognition import recognise, unheaded_why, xml_table
from desktop.services.people.roster import read_rows
from desktop.services.people.roster_errors import SheetUnclear
from desktop.services.people.roster_types import Recognised, Roster
from desktop.services.people.sds import form_of, mapping_of
from desktop.services.refusals import FileRefused, sentences
from desktop.services.sheets.book import Book, none_known, open_book
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Table

_BESIDE_USERS: Final = frozenset({"roles.csv", "demographics.csv"})


def open_roster(path: Path) -> Book:
    """Open a file or folder; a users.csv that lies among the other files of its set stands for the whole set.

    Raises SheetRefused and FileRefused, as `open_book`.
    """
    book = open_book(path)
    if book.kind != "text" or stem_of(path.name) not in ("users", "user"):
        return book
    try:
        with sentences():
            beside = {entry.name.lower() for entry in islice(path.parent.iterdir(), 1000)}
        whole = open_book(path.parent) if beside & _BESIDE_USERS else book
        return whole if recognise(whole).part == path.name else book
    except (SheetRefused, FileRefused):
        return book


def first_rows(given: Path | Book, most: int = 5, sheet: str | None = None) -> tuple[tuple[str, ...], ...]:
    """Give the first rows of a table as they stand, to ask which column is which. Raises as `read_roster`.

    Cells under a heading of passwords are left empty.
    """
    book = given if isinstance(given, Book) else open_book(given)
    found = _recognised(book, "students", sheet)
    name = _part(found)
    rows = [row.cells for row in islice(_table(book, found, name, none_known).rows, most)]
    hidden = {place for cells in rows for place, cell in enumerate(cells) if is_secret(cell)}
    return tuple(tuple("" if place in hidden else clean(cell) for place, cell in enumerate(cells)) for cells in rows)


def read_roster(
    given: Path | Book,
    *,
    kind: str = "students",
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    no_header: Sequence[str] | None = None,
    skip: int = 0,
) -> Roster:
    """Read the students, or the staff, of a file or folder, or of a book that has been opened already.

    sheet: the name of the table, where several could be it. mapping: heading -> field, "" or - for a column to leave
    out; it wins over what is recognised. no_header: names of the columns from left to right, - for none; the first
    `skip` rows are left out then.

    Raises SheetUnclear where the table must be chosen, RosterRefused and SheetRefused (one class per situation), and
    the FileRefused of the file system.
    """
    book = given if isinstance(given, Book) else open_roster(given)
    found = _recognised(book, kind, sheet)
    if no_header is not None:
        part = _part(found)
        roster = read_rows(_table(book, found, part, none_known), None, no_header, skip, kind=kind, part=part)
        return replace(roster, why=_why(found, said=True))
    roster = with_left_out(_read(book, found, kind, mapping, skip))
    return replace(roster, why=_why(found, said=bool(mapping)), notices=(*book.notices, *roster.notices))


def _why(found: Recognised, *, said: bool) -> str:
    """Give why it was taken; a person may have said what its columns are, which nothing in it says."""
    return say("A table, by what was said of its columns.") if said and found.why == unheaded_why() else found.why


def _recognised(book: Book, kind: str, sheet: str | None) -> Recognised:
    """Recognise a book; a table that was chosen by name is taken as the set of which it is a part, or else alone."""
    if sheet is None:
        return recognise(book, kind)
    name = book.part(sheet).name
    try:
        found = recognise(book, kind)
    except SheetRefused:
        found = Recognised("table", "", name)
    return found if found.part == name else recognise(book, kind, only=name)


def _part(found: Recognised) -> str:
    """Give the name of the table that was found. Raises SheetUnclear where it must be chosen."""
    if not found.part:
        raise SheetUnclear(found.choices)
    return found.part


def _table(book: Book, found: Recognised, part: str, known: Callable[[Sequence[str]], int]) -> Table:
    return xml_table(book, found) if found.source in ("ed-fi", "ctf") else book.table(part, known)


def _read(book: Book, found: Recognised, kind: str, mapping: Mapping[str, str] | None, skip: int) -> Roster:
    part = _part(found)
    if "users" in found.parts:
        return read_set(book, found, kind, mapping)
    known = partial(known_columns, kind=kind)
    table = _table(book, found, part, known)
    if found.source in ("sds 1", "sds uk", "clever"):
        look = look_at(book, part, kind)
        form = form_of(look) if look else None
        if look and form:
            usual = mapping_of(form, look.header, kind)
            roster = read_rows(table, _joined(usual, mapping), kind=kind, source=found.source, part=part)
            return replace(roster, mapping=tuple((mapping or {}).items()))
    roster = read_rows(table, mapping, None, skip, kind=kind, source=found.source, part=part)
    if kind == "students" and not mapping and _looks_like_staff(roster):
        likely = say(
            "This looks like a list of staff, for it has jobs and neither years nor birth dates. Check the kind."
        )
        return replace(roster, notices=(likely, *roster.notices))
    if kind == "staff" and not mapping and head_of_students(roster):
        likely = say("This looks like a list of students, for it has years or birth dates and no jobs. Check the kind.")
        return replace(roster, notices=(likely, *roster.notices))
    return roster


def _looks_like_staff(roster: Roster) -> bool:
    jobs = any((field_of(heading, "staff") or ("",))[0] == "job" for heading in roster.headings)
    return jobs and not roster.fields & {"year", "form", "birth_date"}


def _joined(usual: Mapping[str, str], mapping: Mapping[str, str] | None) -> dict[str, str]:
    """Put what a person said over what is usual; a field that they gave away is taken from its usual column."""
    wanted = mapping or {}
    taken = set(wanted.values())
    kept = {title: "-" if name in taken else name for title, name in usual.items() if title not in wanted}
    return kept | dict(wanted)
