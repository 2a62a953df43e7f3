"""What a cell of a sign-up sheet says: ticks, lists as people write them, times, roles and numbers in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from desktop.services.language import fold, say
from desktop.services.programme.rules import MOST_PLACES, WEEKDAY, clean_list, key_of, places_of, role_of, split_list
from desktop.services.sheets.text import clean

LONGEST_ITEM: Final = 100
_YES: Final = frozenset(
    "yes y true t 1 1.0 x ja oui si sim tak wahr vrai checked selected available free "
    "\u2713 \u2714 \u2611 \u2705".split()
)
_NO: Final = frozenset(
    "no n false f 0 0.0 - \u2013 nein non nao nie falsch faux unchecked busy unavailable \u2717 \u2718 \u2610 \u274c "
    "n/a na none".split()
) | {"not available", "not free"}
_NOTHING: Final = frozenset(
    "- -- \u2013 \u2014 . ? n/a na none nil no nobody nothing anyone anybody idk unsure dunno whatever".split()
) | {
    "no one", "not sure", "no preference", "i dont mind", "dont mind", "i don't mind", "don't mind", "i don't know",
    "i dont know", "don't know", "not applicable", "no idea", "any", "anything", "not really",
}  # fmt: skip
_FOOT: Final = frozenset("total totals sum count subtotal gesamt summe".split())
_ALWAYS: Final = frozenset(("any", "anytime", "any time", "all", "all day", "whole day", "always", "every period"))
_AND: Final = re.compile(r"\s+(?:and|und|et|y|e|plus)\s+|\s*&\s*|\s+\+\s+", re.IGNORECASE)
_LEAD: Final = re.compile(
    r"^(?:well,?\s+)?(?:i|we)\s+(?:also\s+|really\s+)?(?:like|love|enjoy|want|need|speak)(?:\s+to)?\s+|^and\s+|^also\s+"
    r"|^(?:\d{1,2}[.)]|[-*\u2022\u2023\u25cf])\s+",
    re.IGNORECASE,
)
# One thing each, though they are written with "and".
_ONE_THING: Final = frozenset(
    (
        "drum and bass|drum & bass|rock and roll|rock & roll|rock n roll|rhythm and blues|r&b|d&d|q&a|"
        "arts and crafts|art and design|dungeons and dragons|dungeons & dragons|track and field|"
        "design and technology|health and social care|food and nutrition|country and western|song and dance|"
        "snakes and ladders|film and media|hair and beauty|health and beauty|health and fitness|"
        "religion and philosophy|bed and breakfast|cut and sew|pen and paper|hide and seek|salt and pepper"
    ).split("|")
)
_TIME: Final = re.compile(
    r"(?:p|per|period|lesson|block)?\.?\s?\d{1,2}|lunch(?:\s?time|\s?break)?|break|registration", re.IGNORECASE
)
_MOST_WORDS: Final = 5
_NUMBERS: Final = {
    name: number
    for number, names in enumerate(
        (
            "none zero",
            "one single",
            "two couple both pair",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        )
    )
    for name in names.split()
}


def ticked(cell: str) -> bool | None:
    """Read a tick: True, False (blank too), or None where it is neither."""
    text = fold(clean(cell)).strip(".! ")
    if not text or text in _NO:
        return False
    return True if text in _YES else None


def is_ticks(cells: Iterable[str], item: str = "") -> bool:
    """Say whether a column holds ticks only; its own option written out is a tick too, as some forms print it."""
    own = key_of(item)
    return all(ticked(cell) is not None or (own and key_of(cell) == own) for cell in cells)


def is_foot(row: Sequence[str]) -> bool:
    """Say whether a row is the foot of a table, which sums up what stands above."""
    return fold(next((clean(cell) for cell in row if clean(cell)), "")).rstrip(": ") in _FOOT


def is_nothing(text: str) -> bool:
    """Say whether an answer says that there is none."""
    return fold(clean(text)).replace("\u2019", "'").strip(" .!") in _NOTHING


def free_list(cell: str) -> tuple[str, ...]:
    """Split a list as people write one: "chess, football and baking".

    Semicolons and line ends part where there are any, then nothing else does. Commas part where that leaves short
    pieces, else the cell is a sentence and stays whole. "and" parts the last two of a list, or two things; what is
    one thing by its name (drum and bass) stays one.
    """
    pieces = split_list(cell)
    if len(pieces) > 1 or re.search("[;\uff1b\u061b]", cell):
        return _tidy(pieces)
    text = clean(cell)
    parts = [part.strip() for part in re.split("[,\uff0c\u060c\u3001]|\\s/\\s", text) if part.strip()]
    if any(len(part.split()) > _MOST_WORDS + 2 * bool(_AND.search(part)) for part in parts):
        return _tidy((text,))
    if parts:
        parts[-1:] = _parted(parts[-1])
    return _tidy(parts)


def _parted(text: str) -> list[str]:
    """Part two things with "and" between them, unless they are one."""
    bare = _LEAD.sub("", text).strip(" .!")
    if fold(bare) in _ONE_THING:
        return [bare]
    for one in _ONE_THING:
        found = re.search(rf"\b{re.escape(one)}\b", fold(bare))
        if found and fold(bare) == bare.lower():
            before, after = bare[: found.start()], bare[found.end() :]
            rest = [part for side in (before, after) for part in _AND.split(f" {side.strip()} ") if part.strip()]
            return [*rest, bare[found.start() : found.end()]]
    parts = [part.strip() for part in _AND.split(bare) if part.strip()]
    short = all(len(part.split()) <= _MOST_WORDS - 2 for part in parts)
    return parts if short else [bare]


def _tidy(pieces: Iterable[str]) -> tuple[str, ...]:
    bare = (_LEAD.sub("", clean(piece)).strip(" .!,") for piece in pieces)
    return tuple(piece for piece in clean_list(bare) if not is_nothing(piece) and ticked(piece) is None)


def roles_of(cell: str) -> tuple[str, ...]:
    """Read a role as it is typed or chosen: "Mentee", "a mentor", "I'd like to have a mentor", "both"; () for none."""
    plain = role_of(cell)
    if plain:
        return (plain,)
    text = " ".join(re.findall(r"[a-z]+", fold(clean(cell)).replace("'", "").replace("\u2019", "")))
    if re.search(r"\b(?:both|either)\b", text):
        return ("mentor", "mentee")
    mentee = bool(
        re.search(
            r"\b(?:mentees?|mentored|(?:have|need|get|find|want|like|with|receive) (?:an? )?(?:peer )?mentor)\b", text
        )
    )
    rest = re.sub(r"\b(?:have|need|get|find|want|like|with|receive) (?:an? )?(?:peer )?mentor\b", "", text)
    mentor = bool(re.search(r"\b(?:mentors?|mentoring (?:others|somebody|someone|younger))\b", rest))
    if re.search(r"\bnot\b|\bdont\b", text) or (mentor and mentee and re.search(r"\bor\b", text)):
        return ()
    return tuple(role for role, said in (("mentor", mentor), ("mentee", mentee)) if said)


def capacity(cell: str) -> int | None:
    """Read a number of places, also in words: "two", "up to 3", "1 or 2" is 2; blank is 1; None where it says none."""
    plain = places_of(cell)
    if plain is not None:
        return plain
    text = fold(clean(cell))
    if len(text) > LONGEST_ITEM or "-" in text[:1]:
        return None
    said = [
        _NUMBERS.get(word, int(word) if word.isdecimal() and len(word) <= 3 else -1)
        for word in re.findall(r"\w+", text)
    ]
    numbers = [number for number in said if number >= 0]
    return max(numbers) if numbers and max(numbers) <= MOST_PLACES else None


def slider(cell: str, ends: Sequence[str]) -> int | None:
    """Read a place on a slider: 1 to 5, or an end in words; 0 for no answer, None where it is none of these."""
    text = clean(cell)
    if not text or is_nothing(text):
        return 0
    found = re.fullmatch(r"([1-5])(?:[.,]0+)?", text)
    if found:
        return int(found[1])
    places = {key_of(word): place for place, end in zip((1, 5), ends, strict=True) for word in (end, say(end))}
    return places.get(key_of(text))


def period_label(text: str, weekday: str = "") -> str:
    """Give a time of the week a short label: "Monday, period 3" is Mon3, "Wed lunch" WedLunch. Others stay as typed.

    `weekday` is the column's, for cells that name only the period.
    """
    plain = clean(text).strip(" .,")
    found = WEEKDAY.match(plain)
    day = found or WEEKDAY.match(clean(weekday))
    if day is None:
        return plain
    rest = clean(plain[found.end() :] if found else plain).strip(" .,-:@")
    rest = re.sub(r"^(?:at|during|in|,)\s+", "", rest, flags=re.IGNORECASE)
    number = re.fullmatch(
        r"(?:p|per|period|lesson|block|hour)?[\s.]*(\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:period|lesson|hour))?",
        rest.lower(),
    )
    short = day[1][:3].capitalize()
    if number:
        return f"{short}{number[1]}"
    if re.fullmatch(r"lunch\s?(?:time|break)?s?", rest.lower()):
        return f"{short}Lunch"
    if not rest or fold(rest) in _ALWAYS:
        return short
    return f"{short}{rest[:1].upper()}{rest[1:]}" if rest.isalnum() else f"{short} {rest}"


def period_labels(cell: str, column: str = "") -> tuple[str, ...]:
    """Read times of the week from a cell. `column` is the weekday or period that its column is about, "" for none.

    A weekday goes on to the periods after it: "Mon P1, P3; Tue P2" are Mon1, Mon3 and Tue2.
    """
    mark = ticked(cell)
    if column and (mark is not None or key_of(cell) == key_of(column)):
        return () if mark is False else (period_label(column),)
    if is_nothing(cell):
        return ()
    labels: list[str] = []
    for chunk in re.split("[;\uff1b\u061b\n]|\\s/\\s", cell):
        weekday, pending = column, False
        for piece in (one for part in re.split(r",|\s+and\s+|\s*&\s*", chunk) for one in _several_times(part)):
            text = clean(piece)
            found = WEEKDAY.match(text)
            if pending and not found and text:
                labels.pop()
            pending = bool(found) and not clean(text[found.end() :] if found else "")
            if found and not column:
                weekday = found[0]
            if text:
                labels.append(period_label(text, weekday if _is_time(text) or column else ""))
    return clean_list(labels)


def _several_times(text: str) -> list[str]:
    """Part "Mon3 Tue4": a blank parts where a weekday begins and every piece is a weekday with a time."""
    pieces: list[str] = []
    for word in text.split():
        if WEEKDAY.match(word) or not pieces:
            pieces.append(word)
        else:
            pieces[-1] += f" {word}"
    days = [WEEKDAY.match(piece) for piece in pieces]
    sure = all(
        day and _TIME.fullmatch(piece[day.end() :].strip(" .:@")) for day, piece in zip(days, pieces, strict=True)
    )
    return pieces if len(pieces) > 1 and sure else [text]


def _is_time(text: str) -> bool:
    return bool(re.match(r"(?:p|per|period|lesson|block)?\s?\d|lunch|break|before|after|registration", text.lower()))
