"""What importing a roster would do, compared with whom the workspace holds. Pure: nothing is stored here.

A student is recognised by the source's own key, then by number. Different numbers are different students; what
looks alike is listed, never joined. A blank cell clears nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.people.dates import settle
from desktop.services.people.oddities import Read, look_alikes, odd_values
from desktop.services.people.rules import same_year
from desktop.services.people.types import (
    ChangedPerson,
    ImportPlan,
    NewPerson,
    Person,
    PersonDraft,
    Problem,
    Roster,
    RosterRow,
)

_COMPARED: Final = ("number", "family", "given", "preferred", "birth_date", "year", "form")


def plan(
    roster: Roster, existing: Iterable[Person], today: date, date_order: str | None = None, basis: int = 0
) -> ImportPlan:
    """Compare a roster with the people already there.

    Raises DateOrderUnclear where the file does not show the order of its dates and `date_order` does not say it.
    """
    problems = list(roster.problems)
    settled = settle([row.birth for row in roster.students], today, date_order, roster.stated_order)
    read = [Read(row, _draft(row, day)) for row, day in zip(roster.students, settled.days, strict=True)]
    for item in read:
        problems += odd_values(item, roster, today)
    read, repeated, left_out = _without_repeats(read)
    problems += repeated
    skipped = tuple(sorted((*roster.skipped, *left_out), key=lambda problem: problem.row))
    known = [person for person in existing if person.kind == "student"]
    problems += look_alikes(read, known)
    result = _compare(read, known, roster, problems)
    notices = [*roster.notices, *result.notices]
    if settled.serials:
        notices.append(say("The birth dates of this file are a spreadsheet's day numbers; they were read as dates."))
    problems += skipped
    return ImportPlan(
        tuple(result.new),
        tuple(result.changed),
        tuple(result.unchanged),
        tuple(result.missing),
        skipped,
        tuple(sorted(problems, key=lambda problem: problem.row)),
        tuple(notices),
        settled.order,
        roster.columns,
        basis,
    )


def _draft(row: RosterRow, born: date | None) -> PersonDraft:
    return PersonDraft(
        row.number, row.family, row.given, row.preferred, born.isoformat() if born else None, row.year, row.form
    )


def _without_repeats(read: list[Read]) -> tuple[list[Read], list[Problem], list[Problem]]:
    """Keep the first row of each student; give what to look at, and the rows left out.

    The source's own key decides where there is one, else the number.
    """
    kept: list[Read] = []
    problems: list[Problem] = []
    left_out: list[Problem] = []
    rows: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for item in read:
        row = item.row
        key = f"key {row.source_key}" if row.source_key else f"number {row.number}"
        if key in rows:
            left_out.append(
                Problem(
                    row.row,
                    "number",
                    say(
                        "The student of this row stands in row {row} already; that row was taken, this one was not.",
                        row=rows[key],
                    ),
                )
            )
            continue
        if row.number in numbers:
            problems.append(Problem(row.row, "number", say("Row {row} has the same number.", row=numbers[row.number])))
        rows[key] = row.row
        numbers.setdefault(row.number, row.row)
        kept.append(item)
    return kept, problems, left_out


class _Comparison:
    """The growing result of comparing a file with the workspace."""

    def __init__(self) -> None:
        self.new: list[NewPerson] = []
        self.changed: list[ChangedPerson] = []
        self.unchanged: list[Person] = []
        self.missing: list[Person] = []
        self.notices: list[str] = []


def _compare(read: Sequence[Read], known: Sequence[Person], roster: Roster, problems: list[Problem]) -> _Comparison:
    result = _Comparison()
    by_key = {person.source_key: person for person in known if person.source_key}
    by_number: dict[str, list[Person]] = {}
    for person in known:
        by_number.setdefault(person.number, []).append(person)
    met: set[str] = set()
    kept_values = 0
    # Keys go first over the whole file: a number that moved to another student must not find its former owner.
    found = {item.row.row: by_key[item.row.source_key] for item in read if item.row.source_key in by_key}
    met.update(person.uid for person in found.values())
    for item in read:
        match = found.get(item.row.row) or next(
            (p for p in by_number.get(item.row.number, ()) if p.uid not in met), None
        )
        if match is None:
            result.new.append(NewPerson(item.row.row, item.draft, item.row.source_key))
            continue
        met.add(match.uid)
        kept_values += _blanks(item.draft, match, roster)
        if match.status != "present":
            problems.append(Problem(item.row.row, "", say("This student is archived here and stays archived.")))
        problems += _odd_match(item, match, by_number)
        differing = _differing(item, match)
        if differing:
            result.changed.append(ChangedPerson(item.row.row, match, differing))
        else:
            result.unchanged.append(match)
    result.missing = [person for person in known if person.uid not in met and person.status == "present"]
    _say_result(result, kept_values)
    return result


def _odd_match(item: Read, match: Person, by_number: dict[str, list[Person]]) -> list[Problem]:
    found = []
    row = item.row
    if row.number != match.number and any(other.status == "present" for other in by_number.get(row.number, ())):
        found.append(Problem(row.row, "number", say("Somebody here has the new number of this student already.")))
    if row.source_key and match.source_key and row.source_key != match.source_key:
        found.append(
            Problem(row.row, "number", say("The source keeps this student's number under another key than before."))
        )
    return found


def _say_result(result: _Comparison, kept_values: int) -> None:
    if kept_values:
        result.notices.append(
            say_many(
                "{n} blank cell was passed over; what is stored stays.",
                "{n} blank cells were passed over; what is stored stays.",
                kept_values,
            )
        )
    if result.missing:
        result.notices.append(
            say_many(
                "{n} student stored here is not in the file and stays as before.",
                "{n} students stored here are not in the file and stay as before.",
                len(result.missing),
            )
        )
    if result.unchanged and not (result.new or result.changed):
        result.notices.append(say("The file holds nothing new."))


def _blanks(draft: PersonDraft, person: Person, roster: Roster) -> int:
    return sum(1 for name in _COMPARED if name in roster.fields and not getattr(draft, name) and getattr(person, name))


def _differing(item: Read, person: Person) -> tuple[tuple[str, str | None, str | None], ...]:
    found: list[tuple[str, str | None, str | None]] = []
    for name in _COMPARED:
        old, new = getattr(person, name), getattr(item.draft, name)
        if new and new != old and not (name == "year" and same_year(old, new)):
            found.append((name, old, new))
    if item.row.source_key and item.row.source_key != person.source_key:
        found.append(("source_key", person.source_key, item.row.source_key))
    return tuple(found)
