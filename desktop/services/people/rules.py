"""Rules about people that need no database: years, periods of the week, what a draft must hold, odd values."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from typing import Final

from desktop.services.language import fold, say
from desktop.services.people.dates import likely_age
from desktop.services.people.types import Person, PersonDraft

KINDS: Final = ("student", "staff", "guardian", "helper")
STATUSES: Final = ("present", "left", "archived")
LONGEST_TEXT: Final = 200
LONGEST_LABEL: Final = 40
MOST_LANGUAGES: Final = 20

_BEFORE_YEAR_ONE: Final = {
    "reception": 0,
    "r": 0,
    "rec": 0,
    "yr": 0,
    "kindergarten": 0,
    "kinder": 0,
    "k": 0,
    "kg": 0,
    "tk": -1,
    "it": -2,
    "n": -1,
    "pk": -1,
    "pre-k": -1,
    "prek": -1,
    "pre k": -1,
    "prekindergarten": -1,
    "pre-kindergarten": -1,
    "nursery": -1,
    "pr": -1,
    "preschool": -1,
    "pre-school": -1,
    "n1": -2,
    "n2": -1,
    "transitional kindergarten": -1,
}
_YEAR_NAMES: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "freshman": 9,
    "sophomore": 10,
    "junior": 11,
    "senior": 12,
}
_YEAR_WORD: Final = r"(?:years?|yr|y|grades?|gr|g|nc\s*year|ncy|p|s|form|level|class|klasse|stufe)"
_YEAR: Final = re.compile(
    rf"(?:{_YEAR_WORD}\W*(?:group\W*|level\W*|of study\W*)?)?(\d{{1,2}})(?:\.0|st|nd|rd|th)?"
    rf"\W*{_YEAR_WORD}?(?:\W*(?:group|level))?\.?$"
)

_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")
_YEAR_AND_FORM: Final = re.compile(r"(\d{1,2})\W?[a-z]$")

_WEEKDAY: Final = re.compile(
    r"(?:(mon(?:day)?)|(tue(?:s(?:day)?)?)|(wed(?:s|nesday)?)|(thu(?:r(?:s(?:day)?)?)?)|(fri(?:day)?)|(sat(?:urday)?)|(sun(?:day)?))(?![a-km-z]*day)"
)
_SPECIAL_TIMES: Final = (
    ("before", 0),
    ("breakfast", 0),
    ("reg", 1),
    ("tutor", 1),
    ("homeroom", 1),
    ("form", 1),
    ("advisory", 1),
    ("assembly", 2),
    ("break", 200),
    ("recess", 200),
    ("lunch", 300),
    ("dinner", 300),
    ("midday", 300),
    ("after", 400),
)
_OTHER_TIME: Final = 250


def year_rank(text: str) -> int | None:
    """Rank a school year for "at least one year above"; None where the text says no single year.

    "Year 9", "09" and "9th grade" are 9, Reception and Kindergarten 0, Nursery and Pre-K -1.
    UK and US counts differ by one, which does not matter inside one school.
    """
    plain = " ".join(fold(text).split())
    if not plain or len(plain) > 40:
        return None
    if plain in _BEFORE_YEAR_ONE:
        return _BEFORE_YEAR_ONE[plain]
    bare = re.sub(rf"^{_YEAR_WORD}\W+|\W+{_YEAR_WORD}$", "", plain)
    for word in (plain, bare):
        if word in _YEAR_NAMES:
            return _YEAR_NAMES[word]
    if bare in _BEFORE_YEAR_ONE:
        return _BEFORE_YEAR_ONE[bare]
    found = _YEAR.match(plain) or _YEAR_AND_FORM.match(plain)
    return int(found.group(1)) if found else None


def same_year(one: str, other: str) -> bool:
    """Say whether two texts mean one school year and nothing else ("9" and "Year 09", but not "9A" and "9B")."""
    if one == other:
        return True
    rank = year_rank(one)
    return (
        rank is not None
        and rank == year_rank(other)
        and not any(_YEAR_AND_FORM.match(fold(text)) for text in (one, other))
    )


def place_of_period(label: str) -> tuple[int | None, int]:
    """Read weekday (1 Monday to 7 Sunday, None where it does not say) and position in the day from a label.

    Numbered periods come in their order, then break, lunch and after school: Mon1 ... Mon6, MonBreak, MonLunch.
    """
    plain = fold(label)
    found = _WEEKDAY.search(plain)
    weekday = None
    if found and not (found.start() and plain[found.start() - 1].isalpha() and found.start() > 5):
        weekday = next(number for number, part in enumerate(found.groups(), 1) if part)
    rest = plain[found.end() :] + " " + plain[: found.start()] if found else plain
    number = re.search(r"\d{1,3}", rest)
    for word, position in _SPECIAL_TIMES:
        if word in rest:
            return weekday, position + (int(number.group()) if number else 0)
    return weekday, 10 + int(number.group()) if number else _OTHER_TIME


def label_key(label: str) -> str:
    """Fold a label of a period, so that "mon 3" finds Mon3."""
    return "".join(c for c in fold(label) if c.isalnum())


def draft_of(person: Person) -> PersonDraft:
    """Give the details of a stored person as they may be edited."""
    return PersonDraft(**{item.name: getattr(person, item.name) for item in fields(PersonDraft)})


def check_draft(draft: PersonDraft, today: date | None = None) -> dict[str, str]:
    """Check a person typed by hand: field -> sentence; empty if it can be stored. Mirrors what import asks."""
    found: dict[str, str] = {}
    if not draft.number.strip() and draft.kind == "student":
        found["number"] = say("A number is needed; it tells people of one name apart.")
    if not draft.family.strip() and not draft.given.strip():
        found["family"] = say("At least one name is needed.")
    if draft.kind not in KINDS:
        found["kind"] = say("Choose what kind of person this is.")
    for name in ("number", "family", "given", "preferred", "year", "form", "email", "phone", "job", "access_needs"):
        most = 10 * LONGEST_TEXT if name == "access_needs" else LONGEST_TEXT
        if len(getattr(draft, name)) > most:
            found[name] = say("This is longer than {most} characters.", most=most)
    if draft.email and not _EMAIL.fullmatch(draft.email.strip()):
        found.setdefault("email", say("This is not an e-mail address. Leave it empty if it is not known."))
    if len(draft.languages) > MOST_LANGUAGES or any(len(one) > LONGEST_TEXT for one in draft.languages):
        found["languages"] = say("These are more than {most} languages.", most=MOST_LANGUAGES)
    if draft.birth_date:
        sentence = _check_birth_date(draft, today)
        if sentence:
            found["birth_date"] = sentence
    return found


def _check_birth_date(draft: PersonDraft, today: date | None) -> str:
    try:
        born = date.fromisoformat(draft.birth_date or "")
    except ValueError:
        return say("This is not a date. Leave it empty if it is not known.")
    if today is None:
        return ""
    if born > today:
        return say("The birth date is in the future.")
    if draft.kind == "student" and not likely_age(born, today):
        return say("The birth date makes a student younger than 3 or older than 25.")
    return ""
