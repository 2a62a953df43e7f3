"""Rules of notes that need no database: the text that is kept, the words that are looked for, snippets. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from desktop.services.language import fold
from desktop.services.notes.errors import DayToCome, NoSuchDay, ReasonMissing, TextEmpty, TextTooLong, TierNotHeld
from desktop.services.notes.types import COUNSELLING, PRIVATE, PROGRAMME, TIERS

LONGEST: Final = 500_000
LONGEST_REASON: Final = 500
COMPARTMENTS: Final = {PROGRAMME: "programme", COUNSELLING: "counselling", PRIVATE: "private"}
# What somebody lent: up to a few private compartments of others, of the tier of private notes and read only.
_LENT: Final = "lent"
_BEFORE, _AFTER = 60, 140
_BLANKS: Final = re.compile(r"\s+")
# Scripts that put no blanks between words: their words cannot be looked up, only scanned for.
_NO_BLANKS: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3100-\u312f\u31f0-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def compartment_of(tier: int) -> str:
    """Give the compartment of a tier. Raises `TierNotHeld` for one that notes do not have."""
    try:
        return COMPARTMENTS[tier]
    except KeyError:
        raise TierNotHeld from None


def readable(compartments: Sequence[str]) -> dict[str, int]:
    """Give the compartments that hold notes, of those that are held, each with its tier; what is lent comes last."""
    own = {COMPARTMENTS[tier]: tier for tier in TIERS if COMPARTMENTS[tier] in compartments}
    return own | {name: PRIVATE for name in compartments if is_lent(name)}


def is_lent(compartment: str) -> bool:
    """Say whether a compartment is somebody else's, lent to be read."""
    return compartment.startswith(_LENT)


def plain_text(text: str) -> str:
    """Give the text as it is stored: line ends as one kind, nothing a database or a file cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def checked_text(text: str) -> str:
    """Give the text as it is stored. Raises `TextEmpty`, `TextTooLong`."""
    kept = plain_text(text)
    if not kept.strip():
        raise TextEmpty
    if len(kept) > LONGEST:
        raise TextTooLong(most=LONGEST)
    return kept


def checked_reason(reason: str) -> str:
    """Give the reason on one line, as it is stored. Raises `ReasonMissing`, `TextTooLong`."""
    kept = _BLANKS.sub(" ", plain_text(reason)).strip()
    if not kept:
        raise ReasonMissing
    if len(kept) > LONGEST_REASON:
        raise TextTooLong(most=LONGEST_REASON)
    return kept


def checked_day(day: date | str | None, today: date) -> str:
    """Give the day on which it happened, today where none is given. Raises `NoSuchDay`, `DayToCome`."""
    try:
        happened = date.fromisoformat(day) if isinstance(day, str) else day or today
    except ValueError:
        raise NoSuchDay from None
    if happened > today:
        raise DayToCome
    return happened.isoformat()


class _Folded(dict[str, str]):
    """What each letter becomes by `fold`, which looks at no neighbours; filled as letters are met."""

    def __missing__(self, letter: str) -> str:
        self[letter] = fold(letter)
        return self[letter]


_FOLDED: Final = _Folded()


def searchable(text: str) -> str:
    """Fold a text for the index and for comparison: case, accents, and every run of blanks as one."""
    return " ".join(_fold(text).split())


def _fold(text: str) -> str:
    """Fold as `language.fold` does, ten times as fast: a text has few different letters outside ASCII."""
    if not text.isascii():
        for letter in set(text):
            if letter > "\x7f" and _FOLDED[letter] != letter:
                text = text.replace(letter, _FOLDED[letter])
    return text.lower()


def is_plain(query: str) -> bool:
    """Say whether a folded query is words and blanks alone, so that the index alone gives what was meant."""
    return all(c.isalnum() or c == " " for c in query)


def is_signs(query: str) -> bool:
    """Say whether a query has no letter or digit, which the index does not know."""
    return not any(c.isalnum() for c in query)


def must_scan(query: str) -> bool:
    """Say whether a query is of a script that puts no blanks between words, so that the index knows no words of it."""
    return bool(_NO_BLANKS.search(query))


def phrase(query: str) -> str:
    """Write a folded query as FTS5 takes it literally: one quoted phrase, its last word perhaps unfinished."""
    text = query.replace('"', " ")
    return f'"{text}"*' if text[-1:].isalnum() else f'"{text}"'


def snippet(text: str, query: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut out the first place of the folded `query` in `text`, on one line, with the marks of what fits.

    The beginning of the text, without marks, where the query is not in it.
    """
    line = " ".join(text.split())
    begin, end = _place(_fold(line), query)
    if not end:
        return _cut(line, 0, 0)
    odd = "".join(letter for letter in set(line) if letter > "\x7f" and len(_FOLDED[letter]) != 1)
    return _cut(line, _origin(line, odd, begin), _origin(line, odd, end - 1) + 1)


def _place(folded: str, query: str) -> tuple[int, int]:
    """Find a query: at the beginning of a word, with other signs between its words, anywhere; (0, 0) for nowhere."""
    begin = folded.find(query) if query else -1
    first = begin
    while begin > 0 and folded[begin - 1].isalnum() and query[0].isalnum():
        begin = folded.find(query, begin + 1)
    if begin >= 0:
        return begin, begin + len(query)
    loose = re.search(r"[\W_]+".join(map(re.escape, query.split())), folded) if query and first < 0 else None
    return loose.span() if loose else (max(0, first), first + len(query) if first >= 0 else 0)


def _origin(line: str, odd: str, place: int) -> int:
    """Give the character of `line` that the one at `place` of the folded line came from.

    odd: the letters in it that do not become one letter, as ß and æ do not; a loose accent becomes none.
    """
    shift = 0
    for found in re.finditer(f"[{re.escape(odd)}]", line) if odd else ():
        grown = len(_FOLDED[found[0]]) - 1
        at = found.start() + shift
        if at > place or (at == place and grown >= 0):
            break
        if place <= at + grown:
            return found.start()
        shift += grown
    return place - shift


def _cut(line: str, begin: int, end: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    first = max(0, begin - _BEFORE)
    last = min(len(line), max(end, begin) + _AFTER)
    if first:
        first = line.find(" ", first, begin) + 1 or first
    before, after = "… " if first else "", " …" if last < len(line) else ""
    shown = before + line[first:last] + after
    shift = len(before) - first
    return shown, ((begin + shift, end + shift),) if end > begin else ()
