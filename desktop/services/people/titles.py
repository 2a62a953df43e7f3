"""Titles before a name, which lists of staff and guardians have: "Mr Jones", "Dr. Ann Lee", "Jones, Mr Tim". Pure.

"M." is none where nothing says that the list is French: it may be an initial.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from desktop.services.language import fold
from desktop.services.people.names import split_name
from desktop.services.people.roster_types import RosterRow

_TITLES: Final = frozenset(
    "mr mrs ms miss mx dr prof professor sir madam herr frau frl mme mlle madame monsieur mister doctor "
    "sr sra srta senor senora dra profa sig sra signor signora dott dottssa rev revd fr pan pani dhr mevr mw "
    "hr ing mag".split()
)
_SHORT: Final = frozenset({"fr", "hr", "ing", "mag", "sig", "pan"})
"""Titles only with their full stop: without one they may be names."""
_FRENCH: Final = frozenset({"mme", "mlle", "madame", "monsieur"})
_JOINING: Final = frozenset({"and", "&", "und", "et", "y", "e", "en", "/", "+"})
_ONE: Final = re.compile(r"\s*([^\W\d_]+\.|[^\W\d_]+(?=[\s,/&]|$)|[&/+])")


def part_title(text: str, *, french: bool = False) -> tuple[str, str]:
    """Part the titles before a name from the name. A name that is nothing but a title stays: then it is no title."""
    end = at = 0
    while found := _ONE.match(text, at):
        word = fold(found[1])
        if _is_title(word, french=french):
            end = found.end()
        elif not end or at > end or word not in _JOINING:
            break
        at = found.end()
    rest = text[end:].strip(" .,/")
    return (text[:end].strip(), rest) if any(c.isalnum() for c in rest) else ("", text)


def _is_title(word: str, *, french: bool) -> bool:
    bare = word.rstrip(".")
    return (bare in _TITLES and (word != bare or bare not in _SHORT)) or (french and bare == "m")


def are_french(names: Iterable[str]) -> bool:
    """Say whether any of the names begins with a French title, so that "M." is one too."""
    return any((found := _ONE.match(name)) and fold(found[1]).rstrip(".") in _FRENCH for name in names)


def split_titled(text: str, *, family_first: bool = False, french: bool = False) -> tuple[str, str, str, bool]:
    """Split a full name as `names.split_name`, with its titles first: (title, given, family, sure)."""
    title, bare = part_title(text, french=french)
    if title and len(bare.split()) == 1:
        return title, "", bare, True
    given, family, sure = split_name(bare, family_first=family_first)
    inner, given = _part_given(given, family, french=french)
    return title or inner, given, family, sure


def _part_given(given: str, family: str, *, french: bool) -> tuple[str, str]:
    """Part the titles from a given name, of which nothing may be left where there is a family name."""
    title, rest = part_title(f"{given} x", french=french) if family and given else ("", "")
    return (title, rest.removesuffix("x").strip()) if title else ("", given)


def without_titles(given: str, family: str, *, french: bool = False) -> tuple[str, str, str]:
    """Take the titles off a name that stands in two cells: (title, given, family)."""
    title, family = part_title(family, french=french)
    inner, given = _part_given(given, family, french=french)
    return title or inner, given, family


def with_needed_titles(rows: Sequence[RosterRow], titles: dict[int, str]) -> list[RosterRow]:
    """Give titles (by row) back to those whom nothing else tells apart: Mr and Mrs Jones without numbers are two."""

    def key(row: RosterRow) -> tuple[str, str]:
        return fold(row.family), fold(row.email)

    bare = [row for row in rows if not (row.given or row.number or row.source_key)]
    times = Counter(map(key, bare))
    needed = {row.row for row in bare if times[key(row)] > 1 and row.row in titles}
    return [replace(row, given=titles[row.row]) if row.row in needed else row for row in rows]
