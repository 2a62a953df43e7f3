"""Which column is which: the spellings of US, UK and OneRoster exports, and where the header stands.

Names are compared folded and without punctuation; the spellings and their order stand in spellings.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from desktop.services.language import fold
from desktop.services.people.errors import ColumnNamedTwice, NoHeader, NoNameColumn, NoNumberColumn, UnknownColumn
from desktop.services.people.spellings import SPELLINGS
from desktop.services.people.types import ColumnUse
from desktop.services.sheets.text import MOST_COLUMNS, clean
from desktop.services.sheets.types import Row

_FIELD_OF: Final[dict[str, tuple[str, int]]] = {
    spelling: (name, rank) for name, words in SPELLINGS.items() for rank, spelling in enumerate(words.split())
}
_SUBJECTS: Final = ("", "student", "students", "pupil", "pupils", "learner", "learners", "child", "childs", "stu")
_BRACKETS: Final = re.compile(r"[(\[{].*?[)\]}]")
_CALENDAR_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:\D.*)?$")
PUBLIC_FIELDS: Final = ("number", "family", "given", "preferred", "birth_date", "year", "form", "kind", "roles", "name")
_KEYS: Final = frozenset({"number", "source_key"})
_NAMES: Final = frozenset({"family", "given", "full_name", "preferred", "preferred_family"})
_HEADER_WITHIN: Final = 200
_PATTERN_OF_DATES: Final = re.compile(r"\b(dd?|mm?|y{1,4})[^a-z]{0,2}(dd?|mm?)[^a-z]{0,2}(dd?|y{1,4})\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a file are.

    header_row: its number in the file, 0 without one; above: how many rows stand over it. chosen: the column of each
    field. others: further columns that could have been the number. rows: those below the header, with the cells of
    the columns `kept` (positions in the file) only. stated_order: dmy, mdy or ymd where a heading says it, else "".
    repeats: how often the header stood among the rows again, as on every page of a report.
    """

    header_row: int
    above: int
    chosen: dict[str, ColumnUse]
    others: tuple[ColumnUse, ...]
    kept: tuple[int, ...]
    rows: tuple[Row, ...]
    stated_order: str = ""
    repeats: int = 0


def field_of(heading: str) -> tuple[str, int] | None:
    """Recognise a heading: the field and its rank among the spellings of that field (0 is best), or None."""
    return _recognised(heading) if len(heading) <= 100 else None


@lru_cache(maxsize=2000)
def _recognised(heading: str) -> tuple[str, int] | None:
    for text in (heading, _BRACKETS.sub("", heading)):
        name = _plain(text)
        for subject in _SUBJECTS:
            found = _FIELD_OF.get(name.removeprefix(subject)) if name.startswith(subject) else None
            if found:
                return found
    return None


def _plain(heading: str) -> str:
    return "".join(c for c in fold(clean(heading)) if c.isalnum())


def known_columns(cells: Sequence[str]) -> int:
    """Count the different fields that a row names as headings."""
    return len(_fields(cells))


def _fields(cells: Sequence[str]) -> set[str]:
    return {found[0] for cell in cells if (found := field_of(cell))}


def find_layout(rows: Iterator[Row]) -> Layout:
    """Find the header, the first row that names two or more known columns, and choose the columns.

    Where that row has no number or no name, as in "Form: 9B, Year: 9" over a list, a later one that has both counts.
    Raises NoHeader, NoNumberColumn, NoNameColumn, and what going through the rows raises.
    """
    incomplete: Row | None = None
    for above, row in enumerate(islice(rows, _HEADER_WITHIN)):
        fields = _fields(row.cells)
        if len(fields) < 2:
            continue
        if fields & _KEYS and fields & _NAMES:
            return _layout(row, rows, above)
        incomplete = incomplete or row
    if incomplete is None:
        raise NoHeader
    raise (NoNameColumn if _fields(incomplete.cells) & _KEYS else NoNumberColumn)(row=incomplete.number)


def named_layout(rows: Iterator[Row], names: Sequence[str]) -> Layout:
    """Take the columns in the order of `names`; - or an empty name leaves one out. Every row is data.

    Raises UnknownColumn, ColumnNamedTwice, NoNumberColumn, NoNameColumn, and what going through the rows raises.
    """
    chosen: dict[str, ColumnUse] = {}
    for position, name in enumerate(names):
        if name.strip() in ("", "-", "_"):
            continue
        found = field_of(name)
        if found is None:
            raise UnknownColumn(position=position + 1, known=", ".join(PUBLIC_FIELDS))
        if found[0] in chosen:
            raise ColumnNamedTwice(name=found[0])
        chosen[found[0]] = ColumnUse(found[0], name.strip(), position)
    if not _KEYS & chosen.keys():
        raise NoNumberColumn(row=0)
    if not _NAMES & chosen.keys():
        raise NoNameColumn(row=0)
    kept = tuple(sorted(use.position for use in chosen.values()))
    return Layout(0, 0, chosen, (), kept, tuple(_reduced(rows, kept, MOST_COLUMNS)))


def _reduced(rows: Iterator[Row], kept: tuple[int, ...], width: int) -> Iterator[Row]:
    for row in rows:
        cells = row.cells
        overlong = any(cell.strip() for cell in cells[width:])
        yield Row(
            row.number, tuple(cells[p] if p < len(cells) else "" for p in kept), row.lone_quote, row.nul, overlong
        )


def _layout(header: Row, below: Iterator[Row], above: int) -> Layout:
    ranked: dict[str, list[tuple[int, int, ColumnUse]]] = {}
    for position, cell in enumerate(header.cells):
        found = field_of(cell)
        if found:
            name, rank = found
            ranked.setdefault(name, []).append((rank, position, ColumnUse(name, clean(cell), position)))
    candidates = {name: [use for _, _, use in sorted(uses, key=lambda item: item[:2])] for name, uses in ranked.items()}
    kept = tuple(sorted(use.position for uses in candidates.values() for use in uses))
    rows = tuple(_reduced(below, kept, len(header.cells)))
    titles = tuple(header.cells[position] for position in kept)
    data = tuple(row for row in rows if row.cells != titles)
    chosen = {name: _choose(name, uses, data, kept) for name, uses in candidates.items()}
    _add_plain_forename(chosen, candidates)
    others = tuple(use for use in candidates.get("number", ()) if use is not chosen["number"])
    stated = _stated_order(header.cells[chosen["birth_date"].position]) if "birth_date" in chosen else ""
    return Layout(header.number, above, chosen, others, kept, data, stated, len(rows) - len(data))


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
    if given is None or "preferred" in chosen or not _plain(given.heading).startswith("legal"):
        return
    for use in candidates["given"]:
        if use is not given and not _plain(use.heading).startswith("legal"):
            chosen["called"] = ColumnUse("preferred", use.heading, use.position)
            return


def _stated_order(heading: str) -> str:
    found = _PATTERN_OF_DATES.search(heading.lower())
    order = "".join(part[0] for part in found.groups()) if found else ""
    return order if order in ("dmy", "mdy", "ymd") else ""
