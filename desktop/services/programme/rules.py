"""Rules of the programme that need no database: what a role, a list, a number of places and good terms are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from desktop.services.language import fold, say, show_date
from desktop.services.programme.types import Term
from desktop.services.sheets.text import clean

MOST_PLACES: Final = 99
_SEPARATORS: Final = re.compile("[;\uff1b\u061b\n]")
WEEKDAY: Final = re.compile(
    r"((?i:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun))(?:(?i:days?)\b|(?![A-Za-z])|(?<=[a-z])(?=[A-Z]))"
)
"""A weekday at the start of a text, also of a label such as Mon3 or WedLunch."""
_ROLE_WORDS: Final = {"mentor": "mentor", "mentors": "mentor", "mentee": "mentee", "mentees": "mentee"}
_WHOLE: Final = re.compile(r"(\d{1,6})(?:[.,]0+)?")


def key_of(text: str) -> str:
    """Reduce a word of a list or a label to what makes it the same word: folded, spaces gone."""
    return "".join(fold(text).split())


def clean_list(words: Iterable[str]) -> tuple[str, ...]:
    """Trim the words, drop empty ones and repetitions (case, accents and spaces apart), keep order and spelling."""
    kept: dict[str, str] = {}
    for word in words:
        tidy = clean(word)
        if key_of(tidy):
            kept.setdefault(key_of(tidy), tidy)
    return tuple(kept.values())


def split_list(cell: str) -> tuple[str, ...]:
    """Split a cell of words separated by semicolons."""
    return clean_list(_SEPARATORS.split(cell))


def role_of(cell: str) -> str | None:
    """Read a role, singular or plural in any case; None where it is neither mentor nor mentee."""
    return _ROLE_WORDS.get(key_of(clean(cell)))


def places_of(cell: str) -> int | None:
    """Read a number of places: blank is 1, "2.0" of a spreadsheet is 2; None where it is no whole number to 99."""
    if not clean(cell):
        return 1
    found = _WHOLE.fullmatch(clean(cell))
    places = int(found[1]) if found else MOST_PLACES + 1
    return places if places <= MOST_PLACES else None


def check_terms(terms: Sequence[Term]) -> dict[int, str]:
    """Name what is wrong with terms, by their place in `terms`; an empty answer when all is well."""
    wrong: dict[int, str] = {}
    for at, term in enumerate(terms):
        if not term.label.strip():
            wrong[at] = say("Give this {term} a name.")
        elif term.ends < term.starts:
            wrong[at] = say("This {term} ends before it begins.")
        elif (term.ends - term.starts).days > 366:
            wrong[at] = say("This {term} is longer than a year.")
        else:
            other = next((b for b in terms[:at] if b.starts <= term.ends and term.starts <= b.ends), None)
            if other is not None:
                wrong[at] = say("This {term} overlaps another one, which ends on {day}.", day=show_date(other.ends))
    return wrong
