"""Which table of a file is the one that is meant, for files that are recognised by being read. Knows no workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.services.people.roster_errors import SheetUnclear
from desktop.services.people.roster_types import PartChoice
from desktop.services.sheets.book import Book, open_book
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.types import Row

Read = TypeVar("Read")
_MOST_PARTS: Final = 30
_EXAMPLES: Final = 3


@dataclass(frozen=True)
class _Tried:
    name: str
    rows: tuple[Row, ...]
    error: KnownError | None


def read_part(
    source: Path | Book,
    sheet: str | None,
    known: Callable[[Sequence[str]], int],
    parse: Callable[[Sequence[Row], str], Read],
    asks: tuple[type[KnownError], ...] = (),
) -> tuple[Read, str, tuple[str, ...]]:
    """Read the one table that `parse` takes; give what it read, the table's name and sentences about the reading.

    `parse` is given the rows and the name of the table. `asks` are errors of `parse` that say: it is this table, but
    something must be said first.
    Raises SheetUnclear where several fit; what `parse` raised where none does; SheetRefused and FileRefused.
    """
    book = source if isinstance(source, Book) else open_book(source)
    names = [book.part(sheet).name] if sheet else [part.name for part in book.parts if part.kind != "xml"][:_MOST_PARTS]
    found: list[tuple[Read, str, tuple[str, ...]]] = []
    tried: list[_Tried] = []
    for name in names:
        try:
            table = book.table(name, known)
            rows = tuple(table.rows)
        except SheetRefused as error:
            tried.append(_Tried(name, (), error))
            continue
        notices = (*table.notices, *([say("Some characters of the file could not be read.")] if table.damaged else []))
        try:
            found.append((parse(rows, name), name, notices))
            tried.append(_Tried(name, rows, None))
        except KnownError as error:
            tried.append(_Tried(name, rows, error))
    fitting = [one for one in tried if one.error is None or isinstance(one.error, asks)]
    if len(fitting) > 1:
        raise SheetUnclear(tuple(map(_choice, fitting)))
    if found:
        return found[0]
    raise _likeliest(tried, asks)


def _likeliest(tried: Sequence[_Tried], asks: tuple[type[KnownError], ...]) -> KnownError:
    """Give the error that says most: a question first, then what was read as something else, then the first."""
    errors = [one.error for one in tried if one.error is not None]
    rank = [isinstance(error, asks) * 2 + (not isinstance(error, SheetRefused)) for error in errors]
    return errors[rank.index(max(rank))] if errors else SheetRefused()


def _choice(one: _Tried) -> PartChoice:
    first, *rest = one.rows or (Row(1, ()),)
    return PartChoice(one.name, len(rest), first.cells, tuple(row.cells for row in islice(rest, _EXAMPLES)))
