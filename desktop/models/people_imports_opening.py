"""Opening a file for the import: what it holds, which table of it is meant, and its columns with examples.

What is a set of a school's system, or heads a list of students, is that; else the headings say whether the rows are
sign-ups, pairs or staff. Where they do not, the kind is left open and asked. Reads the file once and no workspace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from desktop.models.people_imports_types import Opened
from desktop.services.language import fold, say
from desktop.services.people.columns import field_of, titles
from desktop.services.people.looks import Look, choice, look_at
from desktop.services.people.mappings import examples
from desktop.services.people.reading import open_roster
from desktop.services.people.recognition import recognise
from desktop.services.people.roster_types import ColumnExample, PartChoice, Recognised
from desktop.services.programme.headings import STAMP, meaning, role_in, side_of
from desktop.services.sheets.book import Book
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Row as SheetRow
from desktop.services.styles import STYLE_FIELDS

_MOST_PARTS: Final = 30
_WITHIN, _HEADER_WITHIN, _EXAMPLES, _LONGEST = 200, 50, 3, 300
_SIGN_UP: Final = frozenset({"interests", "goals", "availability", "places", "wants", "avoids", *STYLE_FIELDS, STAMP})
_NAMES: Final = frozenset({"name", "family", "given", "preferred"})
_STAFF: Final = ("staff", "teacher", "department", "faculty", "employee")
_TICKS: Final = frozenset("yes no y n x 1 0 true false".split())


def open_file(path: str, kind: str = "", part: str = "") -> Opened:
    """Read a file or folder once and say what it is. kind, part: where somebody has said so already.

    Raises SheetRefused and FileRefused, one class per situation.
    """
    book = open_roster(Path(path))
    if kind in ("participants", "pairs"):
        return _other(path, book, kind, part)
    found, refused = _recognised(book, kind or "students", part)
    if kind and found is None:
        return _to_choose(path, book, kind, refused)
    if found is not None and (kind or found.source != "table"):
        return _opened(path, book, kind or "students", found)
    columns = _columns(book, found.part if found else "")
    likely = kind_of(columns) if columns else ""
    if likely in ("participants", "pairs") or (likely == "" and columns):
        return _other(path, book, likely, part or (found.part if found else ""))
    if likely == "staff":
        found, refused = _recognised(book, "staff", part)
    if found is None:
        return _elsewhere(path, book, refused)
    return _opened(path, book, likely or "students", found)


def kind_of(columns: Sequence[ColumnExample]) -> str:
    """Say what a table with these columns holds; "" where they leave it open. Pure."""
    fields = {column.guess for column in columns}
    asked = {meaning(column.heading)[0] for column in columns}
    sides = {side[0] for column in columns if (side := side_of(column.heading))}
    if sides == {"mentor", "mentee"} and not any(map(_is_ticked, columns)):
        return "pairs"
    if asked & _SIGN_UP or any(_is_role(column) for column in columns):
        return "participants"
    if "number" in fields and fields & {"year", "form", "birth_date"}:
        return "students"
    if fields & _NAMES and not fields & {"year", "form", "birth_date"} and any(map(_is_of_staff, columns)):
        return "staff"
    return "students" if "number" in fields else ""


def _is_of_staff(column: ColumnExample) -> bool:
    known = field_of(column.heading, "staff")
    said = (fold(column.heading), *(fold(value) for value in column.values))
    return (known is not None and known[0] == "job") or any(word in text for text in said for word in _STAFF)


def _is_ticked(column: ColumnExample) -> bool:
    return bool(column.values) and all(fold(value) in _TICKS for value in column.values)


def _is_role(column: ColumnExample) -> bool:
    if meaning(column.heading)[0] == "role":
        return not column.values or _is_ticked(column) or any("ment" in fold(value) for value in column.values)
    return bool(role_in(column.heading)) and _is_ticked(column)


def _recognised(book: Book, kind: str, part: str) -> tuple[Recognised | None, Exception | None]:
    """Recognise students or staff; a refusal is given back, for the file may hold something else."""
    try:
        if part:
            name = book.part(part).name
            found = recognise(book, kind)
            return (found if found.part == name else recognise(book, kind, only=name)), None
        return recognise(book, kind), None
    except SheetRefused as error:
        return None, error


def _opened(path: str, book: Book, kind: str, found: Recognised) -> Opened:
    opened = Opened(path, book, book.digest, kind, found.source, found.why, found.part, found.choices)
    if found.source != "table" or not found.part:
        return opened
    return replace(opened, examples=_columns(book, found.part, kind), choices=_choices(book, kind))


def _to_choose(path: str, book: Book, kind: str, refused: Exception | None) -> Opened:
    """Let somebody choose the table, where they said what it holds and none was recognised. Raises what was refused."""
    choices = _choices(book, kind)
    if not choices:
        raise refused or SheetRefused
    return Opened(path, book, book.digest, kind, "table", say("No table of it is recognised."), "", choices)


def _columns(book: Book, part: str, kind: str = "students") -> tuple[ColumnExample, ...]:
    name = part or (book.parts[0].name if len(book.parts) == 1 else "")
    try:
        found = examples(book, name, kind="staff" if kind == "staff" else "students") if name else ()
        unheaded = found and all(column.heading.startswith("#") for column in found)
        return (_headed_otherwise(book, name) or found) if unheaded else found
    except SheetRefused:
        return ()


def _headed_otherwise(book: Book, name: str) -> tuple[ColumnExample, ...]:
    """Give the columns below a row that heads sign-ups or pairs; such headings may hold digits, as in "Mentee 1"."""
    rows = list(islice(book.table(name, _known).rows, _WITHIN))
    place = next((at for at, row in enumerate(rows[:_HEADER_WITHIN]) if _heads(row.cells)), None)
    if place is None:
        return ()
    below = rows[place + 1 :]
    return tuple(
        ColumnExample(heading, at, tuple(dict.fromkeys(filter(None, (_cell(row, at) for row in below))))[:_EXAMPLES])
        for at, heading in enumerate(titles(rows[place].cells))
    )


def _heads(cells: Sequence[str]) -> bool:
    return {side[0] for cell in cells if (side := side_of(cell))} == {"mentor", "mentee"} or _known(cells) >= 3


def _known(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if len(cell) <= _LONGEST and (meaning(cell)[0] or side_of(cell)))


def _cell(row: SheetRow, at: int) -> str:
    return clean(row.cells[at]) if at < len(row.cells) else ""


def _choices(book: Book, kind: str) -> tuple[PartChoice, ...]:
    """Give the tables there are to choose from, where there are several."""
    if len(book.parts) < 2:
        return ()
    looks = [look_at(book, part.name, "students") for part in book.parts[:_MOST_PARTS] if part.kind != "xml"]
    return tuple(_choice(book, look, kind) for look in looks if look is not None and look.width > 1)


def _choice(book: Book, look: Look, kind: str) -> PartChoice:
    found = choice(book, look, "staff" if kind == "staff" else "students")
    if found.headings:
        return found
    columns = _columns(book, look.name, kind)
    headings = tuple(column.heading for column in columns if not column.heading.startswith("#"))
    return replace(found, headings=headings) if headings else found


# sign-ups and pairs


def _other(path: str, book: Book, kind: str, part: str) -> Opened:
    """Open a file of sign-ups, of pairs, or one whose kind has to be asked."""
    choices = _choices(book, kind)
    fitting = [one.name for one in choices if kind and kind_of(_columns(book, one.name)) == kind]
    name = part or (fitting[0] if len(fitting) == 1 else "" if choices else book.parts[0].name)
    columns = _columns(book, name)
    if kind in ("participants", "pairs"):
        columns = tuple(replace(one, guess=_meant(one, kind)) for one in columns)
    if len(fitting) > 1:
        choices = tuple(one for one in choices if one.name in fitting)
    return Opened(path, book, book.digest, kind, "table", _why(kind, columns), name, choices, columns)


def _meant(column: ColumnExample, kind: str) -> str:
    if kind == "pairs":
        side = side_of(column.heading)
        return side[0] if side and not side[2] else ""
    field = meaning(column.heading)[0]
    return "" if field == STAMP else field


def _elsewhere(path: str, book: Book, refused: Exception | None) -> Opened:
    """Look in every table for sign-ups and pairs, where none holds students. Raises what was refused."""
    for one in _choices(book, "participants"):
        likely = kind_of(_columns(book, one.name))
        if likely in ("participants", "pairs"):
            return _other(path, book, likely, "")
    raise refused or SheetRefused


def _why(kind: str, columns: Sequence[ColumnExample]) -> str:
    telling = [column.heading for column in columns if not column.heading.startswith("#")]
    if kind == "pairs":
        telling = [heading for heading in telling if side_of(heading)]
    elif kind == "participants":
        telling = [heading for heading in telling if meaning(heading)[0] not in ("", STAMP)]
    headings = ", ".join(f'"{heading[:40]}"' for heading in telling[:5])
    if not headings:
        return say("A table.")
    if kind == "pairs":
        return say("A list of pairs, by its columns {headings}.", headings=headings)
    if kind == "participants":
        return say("A list of who takes part, by its columns {headings}.", headings=headings)
    return say("A table with the columns {headings}.", headings=headings)
