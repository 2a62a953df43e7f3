"""What in a school's file a person should look at: odd values, and people who look like one another. Pure.

Nothing here changes what is taken; sentences hold no values of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.services.language import fold, say
from desktop.services.people.dates import age_on, likely_age
from desktop.services.people.roster_types import Problem, Roster, RosterRow
from desktop.services.people.rules import year_rank
from desktop.services.people.types import Person, PersonDraft

_RECKONED: Final = re.compile(r"\d(?:[.,]\d+)?E\+?\d+|\d+\.0+", re.IGNORECASE)
_SEVERAL_YEARS: Final = re.compile(r"\w+\s*[,;/|]\s*\w+")
_YEARS: Final = range(-1, 15)
"""From nursery to the last year of any school that counts them (rules.year_rank)."""
_TEXTS: Final = ("number", "family", "given", "preferred", "year", "form", "email", "phone", "job", "access_needs")
_NEVER_DATES: Final = ("number", "family", "given", "year", "form")
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DATE: Final = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d{{1,2}}-{_MONTH}(?:-\d\d(?:\d\d)?)?|{_MONTH}-\d\d",
    re.IGNORECASE,
)
_FORMULA: Final = re.compile(r"[=+@]|-\D")


@dataclass(frozen=True, slots=True)
class Read:
    """A row of the file with its date read."""

    row: RosterRow
    draft: PersonDraft


def odd_values(item: Read, roster: Roster, today: date) -> list[Problem]:
    """List what is odd about one row."""
    row, draft = item.row, item.draft
    found: list[tuple[str, str]] = []
    if _RECKONED.fullmatch(row.number):
        found.append(("number", say("This number looks as if a spreadsheet had reckoned with it; check the file.")))
    found += [
        (name, say("A spreadsheet has made a date of this; check the file."))
        for name in _NEVER_DATES
        if _DATE.fullmatch(getattr(row, name))
    ]
    found += _odd_names(row)
    found += _odd_birth(row, draft, today, roster.kind)
    if roster.kind == "students":
        found += _odd_year(row, roster)
    if row.role_ends and row.role_ends <= today.isoformat():
        found.append(("", say("The role of this student is ended in the source; the row was taken all the same.")))
    for name in _TEXTS:
        value = getattr(row, name)
        if not value:
            continue
        if value[0] in "=+-@" and _FORMULA.match(value) and name != "phone":
            found.append((name, say("This begins like a spreadsheet formula; it was kept as plain text.")))
    return [Problem(row.row, name, message) for name, message in found]


def _odd_names(row: RosterRow) -> list[tuple[str, str]]:
    found = []
    for name in ("family", "given", "preferred"):
        value = getattr(row, name)
        if any(c.isdigit() for c in value):
            found.append((name, say("This name holds digits.")))
        elif "\ufffd" in value:
            found.append((name, say("A character of this name is damaged in the file.")))
        elif value and not any(c.isalpha() for c in value):
            found.append((name, say("This name holds no letter.")))
    if not row.family:
        found.append(("family", say("There is no family name.")))
    if not row.given:
        found.append(("given", say("There is no given name.")))
    return found


def _odd_birth(row: RosterRow, draft: PersonDraft, today: date, kind: str) -> list[tuple[str, str]]:
    if not row.birth:
        return []
    if draft.birth_date is None:
        return [
            ("birth_date", say("This is not a date, or its order differs from the others; no birth date was taken."))
        ]
    born = date.fromisoformat(draft.birth_date)
    if born > today:
        return [("birth_date", say("The birth date is in the future."))]
    if kind == "students" and not likely_age(born, today):
        return [("birth_date", say("A student of {n} years is unlikely; check the birth date.", n=age_on(born, today)))]
    return []


def _odd_year(row: RosterRow, roster: Roster) -> list[tuple[str, str]]:
    if not row.year:
        return [("year", say("There is no {year}."))] if "year" in roster.fields else []
    rank = year_rank(row.year)
    if _DATE.fullmatch(row.year):
        return []
    if rank is not None and rank not in _YEARS:
        return [("year", say("No school has this {year}; the text was kept."))]
    if rank is None:
        if _SEVERAL_YEARS.search(row.year):
            return [("year", say("Several {years} are given; the text was kept."))]
        return [("year", say("This is not recognised as a {year}; the text was kept."))]
    return []


def _name_key(family: str, given: str) -> str:
    return " ".join(f"{fold(family)} {fold(given)}".split())


def _without_zeros(number: str) -> str:
    return number.lstrip("0") if number.isdecimal() else number


def look_alikes(read: Sequence[Read]) -> list[Problem]:
    """List people of the file who look like another of the file under another number."""
    problems: list[Problem] = []
    names, bare = dict[str, Read](), dict[str, tuple[str, int]]()
    for item in read:
        if item.row.number:
            problems += _zeros_within(item.row, bare)
        name = _name_key(item.row.family, item.row.given)
        problems += _same_name(item, names.get(name))
        names.setdefault(name, item)
    return problems


def numbers_without_digits(read: Sequence[Read]) -> list[Problem]:
    """List the numbers of students that hold no digit, where most of the others do."""
    without = [item for item in read if item.row.number and not any(c.isdigit() for c in item.row.number)]
    if not without or 2 * len(without) > sum(1 for item in read if item.row.number):
        return []
    text = say("This number holds no digit; check that it is one.")
    return [Problem(item.row.row, "number", text) for item in without]


def nearly_same_number(strangers: Sequence[Read], known: Sequence[Person]) -> list[Problem]:
    """List those nobody here is recognised as, though somebody has their number but for leading zeros."""
    bare = {_without_zeros(person.number) for person in known if person.number}
    text = say("This number differs from one stored here only by leading zeros; check the file.")
    return [
        Problem(item.row.row, "number", text)
        for item in strangers
        if item.row.number and _without_zeros(item.row.number) in bare
    ]


def _zeros_within(row: RosterRow, bare: dict[str, tuple[str, int]]) -> list[Problem]:
    number, first = bare.setdefault(_without_zeros(row.number), (row.number, row.row))
    if number == row.number:
        return []
    text = say("This number differs from that of row {row} only by leading zeros.", row=first)
    return [Problem(row.row, "number", text)]


def _same_name(item: Read, other: Read | None) -> list[Problem]:
    if other is None or (item.row.number and other.row.number == item.row.number):
        return []
    same_day = item.draft.birth_date and item.draft.birth_date == other.draft.birth_date
    text = (
        say("Row {row} has the same name and birth date under another number; both are kept.", row=other.row.row)
        if same_day
        else say("Row {row} has the same name; both are kept.", row=other.row.row)
    )
    return [Problem(item.row.row, "number" if same_day else "family", text)]
