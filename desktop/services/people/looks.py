"""A look at each table of a book: whether its head is that of a list of people, or of a part of a set. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from desktop.services.people.columns import is_header, known_columns, plain
from desktop.services.people.roster_types import PartChoice
from desktop.services.people.set_columns import known_in_sets, positions
from desktop.services.refusals import HeldElsewhere, NotPermitted, TooLarge
from desktop.services.sheets.book import Book
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.text import clean

_WITHIN: Final = 200
_SET_WITHIN: Final = 20
_EXAMPLES: Final = 3
_SECRET: Final = ("password", "passwort", "kennwort", "motdepasse", "contrasena", "passcode", "passphrase")
_SECRET_ALONE: Final = frozenset({"pwd", "pin", "pincode", "userpwd", "initialpwd"})


@dataclass(frozen=True, slots=True)
class Look:
    """What the head of a table shows. name: of the part; stem: its last name without folder and ending, plain.

    header: the row that heads a list of people, () without one; of_set: the columns of a set by their standard
    names, with the plain names as written beside them; example: the first rows below the header, else of all.
    """

    name: str
    stem: str
    header: tuple[str, ...] = ()
    of_set: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    example: tuple[tuple[str, ...], ...] = ()
    width: int = 0

    @property
    def filled(self) -> bool:
        """Whether there is any row of data."""
        return bool(self.example)


def stem_of(name: str) -> str:
    """Give the plain name of a part: without folders and ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    front, dot, ending = last.rpartition(".")
    return plain(front if dot and len(ending) <= 4 and ending.isalnum() else last)


def folder_of(name: str) -> str:
    """Give the folder in which a part lies, "" for none."""
    return name.replace("\\", "/").rpartition("/")[0]


CANNOT_BE_READ: Final = (SheetRefused, TooLarge, NotPermitted, HeldElsewhere)
"""Why a table beside others does not matter. A drive that is gone, or a file that changes, does."""


def look_at(book: Book, name: str, kind: str) -> Look | None:
    """Look at the head of a table; None where it is empty or cannot be read."""
    try:
        return head_of(book, name, kind)
    except CANNOT_BE_READ:
        return None


def head_of(book: Book, name: str, kind: str) -> Look | None:
    """Look at the head of a table; None where it is empty. Raises the refusal of a table that has not even a head."""

    def known(cells: Sequence[str]) -> int:
        return max(known_columns(cells, kind), known_in_sets(cells))

    header: tuple[str, ...] = ()
    of_set: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    first: list[tuple[str, ...]] = []
    width = 0
    try:
        for place, row in enumerate(islice(book.table(name, known).rows, _WITHIN)):
            width = max(width, len(row.cells))
            if not of_set and place < _SET_WITHIN and _heads_set(found := positions(row.cells)):
                of_set, written = frozenset(found), frozenset(map(plain, row.cells))
                first = []
            elif not header and is_header(row.cells, kind):
                first = []
            elif len(first) < _EXAMPLES:
                first.append(row.cells)
            if not header and is_header(row.cells, kind):
                header = row.cells
                written = frozenset(map(plain, row.cells))
            if (header or of_set) and len(first) == _EXAMPLES:
                break
    except SheetRefused:
        if not width:
            raise
    return Look(name, stem_of(name), header, of_set, written, tuple(first), width) if width else None


def _heads_set(found: dict[str, int]) -> bool:
    return bool({"sourcedid", "usersourcedid"} & found.keys()) or {"propertyname", "value"} <= found.keys()


def choice(book: Book, look: Look, kind: str) -> PartChoice:
    """Give what is needed to ask whether this is the table: its headings, first rows and how many there are."""
    rows = -1 if look.header else 0
    below = not look.header
    try:
        for row in book.table(look.name, lambda cells: known_columns(cells, kind)).rows:
            below = below or row.cells == look.header
            rows += below
    except SheetRefused:
        rows = max(rows, 0)
    return PartChoice(look.name, max(rows, 0), tuple(map(clean, look.header)), _without_secrets(look))


def is_secret(heading: str) -> bool:
    """Say whether a column is headed as one of what people sign in with, which is never shown."""
    name = plain(heading)
    return name in _SECRET_ALONE or any(word in name for word in _SECRET)


def _without_secrets(look: Look) -> tuple[tuple[str, ...], ...]:
    hidden = {place for place, heading in enumerate(look.header) if is_secret(heading)}
    return tuple(
        tuple("" if place in hidden else clean(cell) for place, cell in enumerate(cells)) for cells in look.example
    )
