"""The columns of a sign-up sheet: where its header stands, which column is what, and what is left out. Pure.

Nothing is taken of a column that was neither recognised nor mapped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.services.language import fold
from desktop.services.people.columns import titles
from desktop.services.people.roster_errors import UnknownField, UnknownHeading
from desktop.services.programme.cells import is_ticks, ticked
from desktop.services.programme.errors import LooksLikePairs, NotAParticipantsFile, RoleMissing
from desktop.services.programme.headings import (
    FIELDS,
    HOBBIES,
    LIST_FIELDS,
    PERSON_FIELDS,
    STAMP,
    is_personal,
    meaning,
    names_one_end,
    plain,
    role_in,
    side_of,
)
from desktop.services.programme.rules import WEEKDAY
from desktop.services.programme.types import FileColumn
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Row
from desktop.services.styles import STYLE_FIELDS

# Titles and remarks may stand above the header; a table without one in this many rows is something else.
_MOST_ABOVE: Final = 50
_EXAMPLES: Final = 3
_SINGLE: Final = (*PERSON_FIELDS, "places", *STYLE_FIELDS)
_ANSWERS: Final = ("role", *LIST_FIELDS, "places", "wants", "avoids", *STYLE_FIELDS)
_LEFT_OUT: Final = ("", "-", "_")


@dataclass(frozen=True)
class SignUps:
    """A sheet's columns. header: the place of its row, -1 for none; ticks: positions of columns that say yes or no."""

    header: int
    columns: tuple[FileColumn, ...]
    ticks: frozenset[int]
    stamped: bool

    def of(self, *fields: str) -> tuple[FileColumn, ...]:
        """Give the columns taken for any of `fields`."""
        return tuple(column for column in self.columns if column.field in fields)


@dataclass(frozen=True)
class _Guess:
    """A column while it is looked at. cells: those that are filled."""

    column: FileColumn
    cells: tuple[str, ...]
    ticks: bool = False
    stamp: bool = False
    mapped: bool = False


def find_sign_ups(rows: Sequence[Row], mapping: Mapping[str, str] | None, role: str | None) -> SignUps:
    """Find the header and say what each column is. `mapping`, heading to field, wins over what is recognised.

    Raises NotAParticipantsFile, RoleMissing, LooksLikePairs, UnknownHeading, UnknownField.
    """
    wanted = {fold(clean(heading)): _field(heading, name) for heading, name in (mapping or {}).items()}
    places = mapped_header([row.cells for row in rows], wanted) if wanted else range(min(len(rows), _MOST_ABOVE))
    roleless: SignUps | None = None
    for place in places:
        found = _look(rows, place, wanted)
        if not found.of("number", "name", "family", "given"):
            continue
        if found.of("role") or (role and (wanted or found.of(*_ANSWERS) or _alone(rows, place))):
            return found
        roleless = roleless or found
    if any(are_sides(row.cells) for row in rows[:_MOST_ABOVE]):
        raise LooksLikePairs
    if roleless is not None and role:
        return roleless
    if roleless is not None:
        raise RoleMissing
    raise NotAParticipantsFile


def are_sides(cells: Sequence[str]) -> bool:
    """Say whether a row names the two sides of pairs, mentor and mentee, each in a column of its own."""
    sides = {found[0] for cell in cells if clean(cell) and (found := side_of(cell))}
    return sides == {"mentor", "mentee"}


def _field(heading: str, name: str) -> str:
    wanted = clean(name).lower().replace(" ", "_")
    wanted = {"full_name": "name", "availability_": "availability"}.get(wanted, wanted).replace("style_", "style")
    if wanted in _LEFT_OUT:
        return ""
    if wanted not in FIELDS:
        raise UnknownField(heading=clean(heading)[:60], known=", ".join(FIELDS))
    return wanted


def mapped_header(rows: Sequence[Sequence[str]], wanted: Mapping[str, str]) -> range:
    """Give the place of the row that has all headings of a mapping (folded); -1 where all are places, such as #3.

    Raises UnknownHeading.
    """
    needed = {heading for heading in wanted if not heading.startswith("#")}
    if not needed:
        return range(-1, 0)
    best = needed
    for place, cells in enumerate(rows[:_MOST_ABOVE]):
        absent = needed - {fold(title) for title in titles(cells)}
        if not absent:
            return range(place, place + 1)
        best = min(best, absent, key=len)
    raise UnknownHeading(heading=", ".join(f'"{heading[:60]}"' for heading in sorted(best)[:5]))


def _alone(rows: Sequence[Row], place: int) -> bool:
    """Say whether a header has no other under it that could be the one: a plain list of names."""
    return all(meaning(cell)[0] == "" for row in rows[place + 1 : place + 3] for cell in row.cells if clean(cell))


def _look(rows: Sequence[Row], place: int, wanted: Mapping[str, str]) -> SignUps:
    header = full_header([row.cells for row in rows], place)
    below = [row.cells for row in rows[place + 1 :] if place < 0 or row.cells != rows[place].cells]
    guesses = []
    for position, heading in enumerate(titles(header)):
        cells = tuple(text for row in below if position < len(row) and (text := row[position].strip()))
        column = FileColumn(heading, position, "", "", tuple(dict.fromkeys(map(clean, cells)))[:_EXAMPLES])
        guesses.append(_guess(_Guess(column, cells), header[position], wanted))
    stamped = any(guess.stamp for guess in guesses)
    guesses = _with_hobbies(_one_each(_without_counts(guesses, stamped), stamped))
    columns = tuple(guess.column for guess in guesses)
    return SignUps(place, columns, frozenset(g.column.position for g in guesses if g.ticks), stamped)


def full_header(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    """Give the cells of the header, as many as the rows below it have; blank ones where there is no header."""
    cells = tuple(rows[place]) if place >= 0 else ()
    width = max((len(row) for row in rows[max(place, 0) : place + _MOST_ABOVE]), default=0)
    return (*cells, *[""] * (width - len(cells)))


def _guess(guess: _Guess, heading: str, wanted: Mapping[str, str]) -> _Guess:
    """Say what a column is: as it was mapped, else as its heading and its cells show."""
    title, place = fold(guess.column.heading), f"#{guess.column.position + 1}"
    name, item = meaning(heading) if clean(heading) else ("", "")
    if title in wanted:
        return _mapped(guess, wanted[title], heading, item)
    if place in wanted:
        return _mapped(guess, wanted[place], heading, item)
    if name == STAMP:
        return replace(guess, stamp=True)
    if fold(clean(heading)) in FIELDS:
        return _taken(guess, name)
    if name == "role":
        one = role_in(heading)
        if is_ticks(guess.cells) and guess.cells:
            return _taken(guess, name if one else "", one, ticks=bool(one))
        # A column called Mentor that holds names is one side of pairs, no role.
        return guess if side_of(heading) and not _holds_roles(guess.cells) else _taken(guess, name)
    if name in LIST_FIELDS:
        return _list(guess, name, item, bracket="[" in heading)
    if name in STYLE_FIELDS and names_one_end(heading) and guess.cells and is_ticks(guess.cells):
        return guess
    asks_yes_or_no = name in ("wants", "avoids", "name") and guess.cells and is_ticks(guess.cells)
    return guess if asks_yes_or_no else _taken(guess, name)


def _mapped(guess: _Guess, name: str, heading: str, item: str) -> _Guess:
    ticks = bool(guess.cells) and is_ticks(guess.cells, item or heading)
    found = replace(guess, mapped=True)
    if name == "role" and ticks:
        return _taken(found, name, role_in(heading), ticks=True)
    if name in LIST_FIELDS and (ticks or _weekday(name, heading)):
        return _taken(found, name, item or clean(heading), ticks=ticks)
    return _taken(found, name)


def _list(guess: _Guess, name: str, item: str, *, bracket: bool) -> _Guess:
    """Say whether a column of interests and the like is one option with ticks, or holds lists."""
    marks = sum(is_ticks((cell,), item) for cell in guess.cells)
    if not item:
        return _taken(guess, name) if not guess.cells or marks < len(guess.cells) else guess
    if 2 * marks >= len(guess.cells):
        return _taken(guess, name, item, ticks=True)
    if _weekday(name, item):
        return _taken(guess, name, item)
    return guess if bracket or marks else _taken(guess, name)


def _weekday(name: str, item: str) -> bool:
    return name == "availability" and bool(WEEKDAY.match(clean(item)))


def _holds_roles(cells: Sequence[str]) -> bool:
    return all(plain(cell) in ("mentor", "mentors", "mentee", "mentees", "both") for cell in cells)


def _taken(guess: _Guess, name: str, item: str = "", *, ticks: bool = False) -> _Guess:
    return replace(guess, column=replace(guess.column, field=name, item=item), ticks=ticks)


def _without_counts(guesses: Sequence[_Guess], stamped: bool) -> list[_Guess]:
    """Leave out what counts rows, and what a form service puts where nobody signed in: neither is a student's."""
    named = any(guess.column.field in ("name", "family", "given") for guess in guesses)
    found = []
    for guess in guesses:
        running = (
            named and guess.cells == tuple(str(n) for n in range(1, len(guess.cells) + 1)) and len(guess.cells) > 1
        )
        counted = guess.column.field == "number" and (running or (stamped and plain(guess.column.heading) == "id"))
        nameless = guess.column.field == "name" and all(fold(clean(cell)) == "anonymous" for cell in guess.cells)
        found.append(_taken(guess, "") if not guess.mapped and (counted or (stamped and nameless)) else guess)
    return found


def _one_each(guesses: Sequence[_Guess], stamped: bool) -> list[_Guess]:
    """Of several columns of a name, a year ... keep one: a mapped one, else the one most filled, else the first.

    Where a form service put the account's name first, its own question about the name comes later and counts.
    """
    kept: dict[str, _Guess] = {}
    for guess in guesses:
        name = guess.column.field
        if name not in _SINGLE:
            continue
        before = kept.get(name)
        later = stamped and name == "name"
        if before is None or (guess.mapped, len(guess.cells), later) > (before.mapped, len(before.cells), False):
            kept[name] = guess
    singles = {id(guess) for guess in kept.values()}
    return [_taken(g, "") if g.column.field in _SINGLE and id(g) not in singles else g for g in guesses]


def _with_hobbies(guesses: Sequence[_Guess]) -> list[_Guess]:
    """Take columns of ticks called like a hobby for interests, and those of ticks that stand between two such."""

    def open_to_it(guess: _Guess) -> bool:
        free = not guess.column.field and not guess.mapped and not guess.stamp and not is_personal(guess.column.heading)
        return free and bool(guess.cells) and is_ticks(guess.cells, guess.column.heading)

    def known(guess: _Guess) -> bool:
        return plain(guess.column.heading).replace(" ", "") in HOBBIES

    found = list(guesses)
    for place, guess in enumerate(guesses):
        if not open_to_it(guess) or not any(ticked(cell) for cell in guess.cells):
            continue
        left, right = _run(guesses, place, -1, open_to_it), _run(guesses, place, 1, open_to_it)
        if known(guess) or (any(map(known, left)) and any(map(known, right))):
            found[place] = _taken(guess, "interests", guess.column.heading, ticks=True)
    return found


def _run(guesses: Sequence[_Guess], place: int, way: int, open_to_it: Callable[[_Guess], bool]) -> list[_Guess]:
    """Give the columns next to one, in one direction, for as long as they hold ticks without a meaning of their own."""
    run: list[_Guess] = []
    at = place + way
    while 0 <= at < len(guesses) and open_to_it(guesses[at]):
        run.append(guesses[at])
        at += way
    return run
