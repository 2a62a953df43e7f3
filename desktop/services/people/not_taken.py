"""What of a file was not taken, and how it is said: columns, and a second list beside the first. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.people.columns import field_of, is_header, plain
from desktop.services.people.roster_types import ColumnUse, Roster

_MOST: Final = 20
_UNNAMED: Final = re.compile(r"#\d+")
_OF_SETS: Final = frozenset(
    "role roles status datelastmodified enableduser orgsourcedid orgsourcedids primaryorgsourcedid agentsourcedids "
    "agents userids usermasteridentifier metadata".split()
)
"""Columns by which the records of a set hang together, and those that are read to know who is who."""


def with_left_out(roster: Roster) -> Roster:
    """Add to a roster which columns were not taken."""
    used = {use.position for use in roster.columns}
    in_set = roster.source not in ("table", "ed-fi", "ctf")
    left_out = tuple(
        heading
        for position, heading in enumerate(roster.headings)
        if position not in used and not _UNNAMED.fullmatch(heading) and not (in_set and plain(heading) in _OF_SETS)
    )
    if not left_out:
        return roster
    names = ", ".join(f'"{heading[:60]}"' for heading in left_out[:_MOST])
    more = len(left_out) - _MOST
    said = (
        say_many(
            "Not taken: {columns}, and {n} more column.",
            "Not taken: {columns}, and {n} more columns.",
            more,
            columns=names,
        )
        if more > 0
        else say("Not taken: {columns}.", columns=names)
    )
    return replace(roster, left_out=left_out, notices=(*roster.notices, said))


def column_letters(position: int) -> str:
    """Name a column as spreadsheets do, from its 0-based position: A, Z, AA."""
    name, rest = "", position + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        name = chr(ord("A") + last) + name
    return name


def second_list(header: Sequence[str], chosen: Mapping[str, ColumnUse], kind: str) -> tuple[int, int] | None:
    """Find a list beside the one that is read: the columns of a second head, from its first to its last, or None.

    Its columns are headed like those that were chosen, all of which lie before it.
    """
    taken = {plain(use.heading) for use in chosen.values()}
    last = max((use.position for use in chosen.values()), default=0)
    again = [at for at, cell in enumerate(header) if at > last and plain(cell) in taken]
    if not again or not is_header([header[at] for at in again], kind):
        return None
    end = max(at for at, cell in enumerate(header) if cell.strip() and at >= again[0])
    return again[0], end


def said_of_second_list(place: tuple[int, int]) -> str:
    """Say that a list beside the first was not read."""
    return say(
        "This sheet holds a second list beside the first, in columns {first} to {last}: it was not read. "
        "Put it below the first, or in a sheet of its own.",
        first=column_letters(place[0]),
        last=column_letters(place[1]),
    )


def told_apart(use: ColumnUse, others: Sequence[ColumnUse]) -> str:
    """Give a heading in quotation marks, with its column's letters where another is headed the same."""
    same = any(other is not use and plain(other.heading) == plain(use.heading) for other in others)
    if not same:
        return f'"{use.heading}"'
    return say('"{heading}" (column {letters})', heading=use.heading, letters=column_letters(use.position))


def head_of_students(roster: Roster) -> bool:
    """Say whether the head of a list read as one of staff is rather that of students: years or forms, and no jobs."""
    fields = {found[0] for heading in roster.headings if (found := field_of(heading, "students"))}
    return bool(fields & {"year", "form", "birth_date"}) and not roster.fields & {"job", "roles", "kind"}
