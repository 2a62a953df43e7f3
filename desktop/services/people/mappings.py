"""Which column was which the last time: kept by a file's headings, whatever their order, and used again silently.

A file without a header is never recognised again: "the third column" is another one in the next file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from desktop.services.people import store_imports as store
from desktop.services.people.columns import field_of, is_header, known_columns, same_columns, titles
from desktop.services.people.looks import is_secret
from desktop.services.people.roster_types import ColumnExample, SavedMapping
from desktop.services.sheets.book import Book
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Row
from desktop.services.vault import Changes, Step, Workspace

_HEADER_WITHIN: Final = 200
_MOST_PARTS: Final = 30
_EXAMPLE_ROWS: Final = 200


def saved_mappings(ws: Workspace, kind: str) -> tuple[SavedMapping, ...]:
    """List what is saved for a kind of file: students, staff, participants or pairs."""
    return tuple(store.mappings(ws, kind))


def saved_mapping(ws: Workspace, headings: Sequence[str], kind: str) -> dict[str, str] | None:
    """Give what was said of these columns the last time, heading -> field, or None."""
    found = fitting(store.mappings(ws, kind), [headings])
    return dict(found.fields) if found else None


def fitting(saved: Iterable[SavedMapping], rows: Iterable[Sequence[str]]) -> SavedMapping | None:
    """Give the mapping whose headings one of the rows has, all of them and no others. Pure."""
    by_key = {same_columns(one.headings): one for one in saved}
    if not by_key:
        return None
    keys = (same_columns(titles(row)) for row in islice(rows, _HEADER_WITHIN))
    return next((by_key[key] for key in keys if key in by_key), None)


def mapping_for(ws: Workspace, book: Book, kind: str, part: str = "") -> tuple[str, dict[str, str]] | None:
    """Give (part, mapping) where one table of the book, or the one named, has columns that were mapped before."""
    saved = store.mappings(ws, kind)
    fits: list[tuple[str, dict[str, str]]] = []
    names = [part] if part else [one.name for one in book.parts[:_MOST_PARTS]]
    for name in names if saved else ():
        try:
            found = fitting(saved, (row.cells for row in book.table(name, _any_width).rows))
        except SheetRefused:
            continue
        if found:
            fits.append((name, dict(found.fields)))
    return fits[0] if len(fits) == 1 else None


def _any_width(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def remember_mapping(
    ws: Workspace, headings: Sequence[str], kind: str, mapping: Mapping[str, str], name: str = ""
) -> Changes:
    """Save a mapping for files with these headings; nothing is written where it is saved so already."""
    with ws.step(store.TIER, "save_column_map", about="1") as step:
        before = {one.uid: one for one in store.mappings(ws, kind)}
        uid = store.mapping_uid(kind, same_columns(headings))
        if mapping and (uid not in before or dict(before[uid].fields) != dict(mapping)):
            write_mapping(ws, step, headings, kind, mapping, name)
    return step.changes


def write_mapping(
    ws: Workspace, step: Step, headings: Sequence[str], kind: str, mapping: Mapping[str, str], name: str = ""
) -> None:
    """Save a mapping within a step that does more."""
    if all(heading.startswith("#") for heading in headings):
        return
    uid = store.mapping_uid(kind, same_columns(headings))
    there = any(one.uid == uid for one in store.mappings(ws, kind))
    now = ws.clock.now().isoformat(timespec="seconds")
    store.put_mapping(step, SavedMapping(uid, kind, name, tuple(headings), mapping, now), there=there)


def examples(book: Book, part: str, rows: int = 3, kind: str = "students") -> tuple[ColumnExample, ...]:
    """Give each column of a table with a few of its values, to ask which is which. Raises SheetRefused."""
    table = book.table(part, lambda cells: known_columns(cells, kind))
    return column_examples(list(islice(table.rows, _EXAMPLE_ROWS)), rows, kind)


def column_examples(rows: Sequence[Row], most: int = 3, kind: str = "students") -> tuple[ColumnExample, ...]:
    """Give each column of the first rows of a table with at most `most` different values, none of passwords. Pure."""
    place = _header_place(rows, kind)
    below = rows[place + 1 :] if place is not None else rows
    width = max((len(row.cells) for row in rows), default=0)
    header = rows[place].cells if place is not None else ()
    names = titles((*header, *[""] * (width - len(header))))
    taken: set[str] = set()
    found = []
    for position, heading in enumerate(names):
        guess = field_of(heading, kind)
        field = {"full_name": "name", "preferred_family": "family"}.get(guess[0], guess[0]) if guess else ""
        if field in taken:
            field = ""
        taken.add(field)
        shown = () if is_secret(heading) else below  # what people sign in with is never shown
        cells = (clean(row.cells[position]) for row in shown if position < len(row.cells))
        found.append(ColumnExample(heading, position, tuple(islice(dict.fromkeys(filter(None, cells)), most)), field))
    return tuple(found)


def _header_place(rows: Sequence[Row], kind: str) -> int | None:
    """Find the header: the first row that is one, else of two known columns, else a first one without any digit."""
    places = [place for place, row in enumerate(rows) if is_header(row.cells, kind)]
    places += [place for place, row in enumerate(rows) if known_columns(row.cells, kind) >= 2]
    wide = next((place for place, row in enumerate(rows) if sum(map(bool, map(str.strip, row.cells))) > 1), None)
    if wide is not None and not any(c.isdigit() for cell in rows[wide].cells for c in cell):
        places.append(wide)
    return places[0] if places else None
