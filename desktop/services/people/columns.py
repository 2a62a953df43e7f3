"""Which column is which: spellings of US, UK and OneRoster exports, what a person said, and where the header stands.

Names are compared folded and without punctuation; the spellings and their order stand in spellings.py. A mapping is
heading -> field: it wins over recognition, "" or - leaves a column out, and only it brings in phones, guardians and
what else nobody needs by itself.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import Final

from desktop.services.language import fold
from desktop.services.people.roster_errors import (
    ColumnNamedTwice,
    NoHeader,
    NoNameColumn,
    NoNumberColumn,
    UnknownColumn,
    UnknownField,
    UnknownHeading,
)
from desktop.services.people.roster_types import ColumnUse
from desktop.services.people.spellings import GIVEN_ON_PURPOSE, GUARDIAN_FIELDS, SPELLINGS, STAFF_SPELLINGS, SUBJECTS
from desktop.services.sheets.text import MOST_COLUMNS, clean
from desktop.services.sheets.types import Row

_FIELDS_OF: Final[dict[str, dict[str, tuple[str, int]]]] = {
    kind: {spelling: (name, rank) for name, words in table.items() for rank, spelling in enumerate(words.split())}
    for kind, table in (("students", SPELLINGS), ("staff", STAFF_SPELLINGS))
}
_BRACKETS: Final = re.compile(r"[(\[{].*?[)\]}]")
_CALENDAR_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:\D.*)?$")
_RECOGNISED: Final = "number family given preferred name birth_date year form kind roles source_key".split()
PUBLIC_FIELDS: Final = (*_RECOGNISED, *GIVEN_ON_PURPOSE, *GUARDIAN_FIELDS)
"""What a column can be. Those after source_key are taken only where a person says so (of staff also email and job)."""
LEFT_OUT: Final = frozenset({"", "-", "_"})
_KEYS: Final = frozenset({"number", "source_key"})
_NAMES: Final = frozenset({"family", "given", "full_name", "preferred", "preferred_family"})
_HEADER_WITHIN: Final = 200
_LAST: Final = 1000
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_PLACE: Final = re.compile(r"#(\d{1,3})$")
_PATTERN_OF_DATES: Final = re.compile(r"\b(dd?|mm?|y{1,4})[^a-z]{0,2}(dd?|mm?)[^a-z]{0,2}(dd?|y{1,4})\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a file are.

    header_row: its number in the file, 0 without one; above: how many rows stand over it. chosen: the column of each
    field. others: further columns that could have been the number. rows: those below the header, with the cells of
    the columns `kept` (positions in the file) only. stated_order: dmy, mdy or ymd where a heading says it, else "".
    repeats: how often the header stood among the rows again, as on every page of a report. headings: see `titles`;
    header: the cells as they stand. apart: positions of what is not taken of staff, but tells namesakes apart.
    """

    header_row: int
    above: int
    chosen: dict[str, ColumnUse]
    others: tuple[ColumnUse, ...]
    kept: tuple[int, ...]
    rows: tuple[Row, ...]
    stated_order: str = ""
    repeats: int = 0
    headings: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    apart: tuple[int, ...] = ()


def field_of(heading: str, kind: str = "students") -> tuple[str, int] | None:
    """Recognise a heading: the field and its rank among the spellings of that field (0 is best), or None."""
    return _recognised(heading, kind) if len(heading) <= 100 else None


@lru_cache(maxsize=4000)
def _recognised(heading: str, kind: str) -> tuple[str, int] | None:
    signed = _with_sign(heading, kind)
    if signed:
        return signed
    for text in (heading, _BRACKETS.sub("", heading)):
        name = plain(text)
        for subject in SUBJECTS[kind]:
            found = _FIELDS_OF[kind].get(name.removeprefix(subject)) if name.startswith(subject) else None
            if found:
                return found
    return None


def _with_sign(heading: str, kind: str) -> tuple[str, int] | None:
    """Read "Student #" and "ID#"; alone, the sign counts the rows of a list. Some count with it all the same: last."""
    if "#" not in heading or not plain(heading):
        return None
    found = _recognised(heading.replace("#", " number "), kind)
    return ("number", _LAST) if found and found[0] == "number" else None


def plain(heading: str) -> str:
    """Fold a heading to its letters and digits, as headings are compared."""
    if heading.isascii():  # every cell of a file's head is asked, more than once
        return _SIGNS.sub("", heading.lower())
    return "".join(c for c in fold(clean(heading)) if c.isalnum())


def named_field(name: str, kind: str = "students") -> str | None:
    """Give the field that a person means by a name: one of PUBLIC_FIELDS or a heading that is recognised; "" for none.

    The full name is `full_name`, as everywhere behind this module.
    """
    if name.strip() in LEFT_OUT:
        return ""
    exact = "_".join(fold(name).replace("_", " ").split())
    if exact in PUBLIC_FIELDS:
        return {"name": "full_name"}.get(exact, exact)
    found = field_of(name, kind)
    return found[0] if found else None


def known_columns(cells: Sequence[str], kind: str = "students") -> int:
    """Count the different fields that a row names as headings."""
    return len(_fields(cells, kind))


def _fields(cells: Sequence[str], kind: str) -> set[str]:
    return {found[0] for cell in cells if (found := field_of(cell, kind))}


def is_header(cells: Sequence[str], kind: str = "students") -> bool:
    """Say whether a row names what a list of people needs: a key and a name; of staff, a name and something else."""
    fields = _fields(cells, kind)
    return len(fields) >= 2 and bool(fields & _NAMES) and (kind == "staff" or bool(fields & _KEYS))


def titles(cells: Sequence[str]) -> tuple[str, ...]:
    """Name each column of a header as a mapping does: its heading, "Name (2)" for a second, "#3" for a blank one."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for position, cell in enumerate(cells, 1):
        title = clean(cell)
        times = seen[fold(title)] = seen.get(fold(title), 0) + 1
        found.append(f"#{position}" if not title else f"{title} ({times})" if times > 1 else title)
    return tuple(found)


def same_columns(headings: Sequence[str]) -> str:
    """Give one text for all orders and spellings by case and accent of the same headings."""
    return "\n".join(sorted(fold(clean(heading)) for heading in headings))


def find_layout(rows: Iterator[Row], kind: str = "students") -> Layout:
    """Find the header, the first row that names two or more known columns, and choose the columns.

    Where that row has no number or no name, as in "Form: 9B, Year: 9" over a list, a later one that has both counts.
    Raises NoHeader, NoNumberColumn, NoNameColumn, and what going through the rows raises.
    """
    incomplete: Row | None = None
    for above, row in enumerate(islice(rows, _HEADER_WITHIN)):
        if is_header(row.cells, kind):
            return _layout(row, rows, above, {}, kind)
        if incomplete is None and known_columns(row.cells, kind) >= 2:
            incomplete = row
    if incomplete is None:
        raise NoHeader
    keyed = kind == "staff" or _fields(incomplete.cells, kind) & _KEYS
    raise (NoNameColumn if keyed else NoNumberColumn)(row=incomplete.number)


def mapped_layout(rows: Iterator[Row], mapping: Mapping[str, str], kind: str = "students") -> Layout:
    """Find the header that has every heading of `mapping` and take the columns as it says; others are recognised.

    "#3" is the third column; where nothing else is named, the file has no header and every row is data.
    Raises UnknownHeading, UnknownField, ColumnNamedTwice, NoNumberColumn, NoNameColumn, and what the rows raise.
    """
    wanted = {fold(clean(heading)): _checked_field(heading, name, kind) for heading, name in mapping.items()}
    if wanted and all(_PLACE.match(heading) for heading in wanted):
        return named_layout(rows, _by_place(wanted), kind)
    needed = {heading for heading in wanted if not _PLACE.match(heading)}
    nearest: set[str] = needed
    for above, row in enumerate(islice(rows, _HEADER_WITHIN)):
        names = [fold(title) for title in titles(row.cells)]
        absent = needed.difference(names)
        if not absent:
            given = {place: wanted[name] for place, name in enumerate(names) if name in wanted}
            given |= {int(found[1]) - 1: name for key, name in wanted.items() if (found := _PLACE.match(key))}
            return _layout(row, rows, above, given, kind)
        nearest = min(nearest, absent, key=len)
    written = [clean(heading) for heading in mapping if fold(clean(heading)) in nearest]
    raise UnknownHeading(heading=", ".join(f'"{heading[:60]}"' for heading in written[:5]))


def _checked_field(heading: str, name: str, kind: str) -> str:
    found = named_field(name, kind)
    if found is None:
        raise UnknownField(heading=clean(heading)[:60], known=", ".join(PUBLIC_FIELDS))
    return found


def _by_place(wanted: Mapping[str, str]) -> list[str]:
    places = {int(heading[1:]) - 1: name for heading, name in wanted.items()}
    return [places.get(place, "") for place in range(min(max(places) + 1, MOST_COLUMNS))]


def named_layout(rows: Iterator[Row], names: Sequence[str], kind: str = "students") -> Layout:
    """Take the columns in the order of `names`; - or an empty name leaves one out. Every row is data.

    Raises UnknownColumn, ColumnNamedTwice, NoNumberColumn, NoNameColumn, and what going through the rows raises.
    """
    chosen: dict[str, ColumnUse] = {}
    for position, name in enumerate(names):
        found = named_field(name, kind)
        if found is None:
            raise UnknownColumn(position=position + 1, known=", ".join(PUBLIC_FIELDS))
        if found:
            _take(chosen, ColumnUse(found, name.strip(), position))
    _must_name_people(chosen, 0, kind)
    kept = tuple(sorted(use.position for use in chosen.values()))
    headings = tuple(f"#{position + 1}" for position in range(len(names)))
    return Layout(0, 0, chosen, (), kept, tuple(_reduced(rows, kept, MOST_COLUMNS)), headings=headings)


def _take(chosen: dict[str, ColumnUse], use: ColumnUse) -> None:
    if use.field in chosen:
        raise ColumnNamedTwice(name=use.field)
    chosen[use.field] = use


def _must_name_people(chosen: Mapping[str, ColumnUse], row: int, kind: str) -> None:
    if kind != "staff" and not _KEYS & chosen.keys():
        raise NoNumberColumn(row=row)
    if not _NAMES & chosen.keys():
        raise NoNameColumn(row=row)


def _reduced(rows: Iterator[Row], kept: tuple[int, ...], width: int) -> Iterator[Row]:
    for row in rows:
        cells = row.cells
        overlong = any(cell.strip() for cell in cells[width:])
        yield Row(
            row.number, tuple(cells[p] if p < len(cells) else "" for p in kept), row.lone_quote, row.nul, overlong
        )


def _layout(header: Row, below: Iterator[Row], above: int, given: Mapping[int, str], kind: str) -> Layout:
    """Choose the columns; `given` says of some positions what they are, "" for nothing."""
    headings = titles(header.cells)
    chosen: dict[str, ColumnUse] = {}
    for position, name in given.items():
        if name:
            _take(
                chosen, ColumnUse(name, clean(header.cells[position]) if position < len(header.cells) else "", position)
            )
    ranked: dict[str, list[tuple[int, int, ColumnUse]]] = {}
    for position, cell in enumerate(header.cells):
        found = None if position in given else field_of(cell, kind)
        if found and found[0] not in chosen:
            name, rank = found
            ranked.setdefault(name, []).append((rank, position, ColumnUse(name, clean(cell), position)))
    candidates = {name: [use for _, _, use in sorted(uses, key=lambda item: item[:2])] for name, uses in ranked.items()}
    used = {use.position for uses in (*candidates.values(), chosen.values()) for use in uses}
    apart = _apart(header.cells, {*used, *given}) if kind == "staff" else ()
    kept = tuple(sorted({*used, *apart}))
    rows = tuple(_reduced(below, kept, len(header.cells)))
    top = tuple(header.cells[position] if position < len(header.cells) else "" for position in kept)
    data = tuple(row for row in rows if row.cells != top)
    chosen |= {name: _choose(name, uses, data, kept) for name, uses in candidates.items()}
    _must_name_people(chosen, header.number, kind)
    _add_plain_forename(chosen, candidates)
    others = tuple(use for use in candidates.get("number", ()) if use is not chosen["number"])
    birth = chosen.get("birth_date")
    stated = _stated_order(birth.heading) if birth else ""
    repeats = len(rows) - len(data)
    return Layout(header.number, above, chosen, others, kept, data, stated, repeats, headings, header.cells, apart)


def _apart(header: Sequence[str], used: Container[int]) -> tuple[int, ...]:
    fields = {place: field_of(cell, "students") for place, cell in enumerate(header) if place not in used}
    return tuple(place for place, found in fields.items() if found and found[0] in ("number", "birth_date"))


def _choose(name: str, uses: list[ColumnUse], rows: tuple[Row, ...], kept: tuple[int, ...]) -> ColumnUse:
    """Take the first in the order of preference that is filled in at least half of the rows in which any is."""
    if len(uses) == 1:
        return uses[0]
    filled = [sum(1 for row in rows if _counts(name, row.cells[kept.index(use.position)])) for use in uses]
    most = max(filled)
    return next(use for use, count in zip(uses, filled, strict=True) if 2 * count >= most)


def _counts(name: str, cell: str) -> bool:
    return bool(cell.strip()) and not (name == "year" and _CALENDAR_YEAR.match(cell.strip()))


def _add_plain_forename(chosen: dict[str, ColumnUse], candidates: dict[str, list[ColumnUse]]) -> None:
    """Beside a legal forename, a plain one is what the student is called (SIMS)."""
    given = chosen.get("given")
    if given is None or "preferred" in chosen or not plain(given.heading).startswith("legal"):
        return
    for use in candidates.get("given", ()):
        if use is not given and not plain(use.heading).startswith("legal"):
            chosen["called"] = ColumnUse("preferred", use.heading, use.position)
            return


def _stated_order(heading: str) -> str:
    found = _PATTERN_OF_DATES.search(heading.lower())
    order = "".join(part[0] for part in found.groups()) if found else ""
    return order if order in ("dmy", "mdy", "ymd") else ""


known_staff_columns: Final = partial(known_columns, kind="staff")
