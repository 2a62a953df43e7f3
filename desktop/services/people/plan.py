"""What importing a roster would do, compared with whom the workspace holds. Pure: nothing is stored here.

Somebody is recognised by the source's own key, then by number, staff also by e-mail address or a name that nobody
else has. Different numbers are different students; who looks alike is offered, never joined. A blank cell clears
nothing, and who is missing from a file has not left: both are decisions of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.people.compared import Comparison
from desktop.services.people.dates import settle
from desktop.services.people.oddities import Read, look_alikes, numbers_without_digits, odd_values
from desktop.services.people.plan_guardians import plan_guardians
from desktop.services.people.repeats import without_repeats
from desktop.services.people.roster_types import Problem, Roster, RosterRow
from desktop.services.people.types import Decisions, GuardianLink, ImportPlan, Person, PersonDraft, PlannedGuardian

KIND_OF: Final = {"students": "student", "staff": "staff"}


def plan(
    roster: Roster,
    existing: Iterable[Person],
    today: date,
    date_order: str | None = None,
    basis: int = 0,
    *,
    decisions: Decisions | None = None,
    records: Mapping[str, Sequence[Person]] | None = None,
    links: Sequence[GuardianLink] = (),
) -> ImportPlan:
    """Compare a roster with the people already there.

    records: further records of people, by the uid under which they are shown; links: who looks after whom.
    Raises DateOrderUnclear where the file does not show the order of its dates and `date_order` does not say it.
    """
    people = list(existing)
    problems = list(roster.problems)
    settled = settle([row.birth for row in roster.students], today, date_order, roster.stated_order)
    kind = KIND_OF[roster.kind]
    read = [Read(row, _draft(row, day, kind)) for row, day in zip(roster.students, settled.days, strict=True)]
    problems += _odd(read, roster, today)
    read, repeated, left_out = without_repeats(read)
    problems += repeated
    known = [person for person in people if person.kind == kind]
    result = Comparison(roster, known, records or {}, decisions or Decisions())
    result.compare(read)
    problems += _doubtful(read, result, kind)
    guardians, odd = plan_guardians(result.students(read), [p for p in people if p.kind == "guardian"], links)
    notices = [*roster.notices, *_notices(result, roster, guardians)]
    if settled.serials:
        notices.append(say("The birth dates of this file are a spreadsheet's day numbers; they were read as dates."))
    skipped = tuple(sorted((*roster.skipped, *left_out, *result.skipped), key=lambda problem: problem.row))
    problems = [*_of_the_rest([*problems, *result.problems, *odd], decisions), *skipped]
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
        roster.kind,
        roster.source,
        roster.why,
        roster.part,
        tuple(result.alike),
        tuple(result.returners),
        tuple(result.proposed_leavers),
        tuple(result.leavers),
        tuple(result.back),
        guardians,
        roster.headings,
        roster.mapping,
        roster.left_out,
    )


def _odd(read: Sequence[Read], roster: Roster, today: date) -> list[Problem]:
    taken = (item for item in read if not (item.row.deleted and roster.mode == "delta"))
    return [problem for item in taken for problem in odd_values(item, roster, today)]


def _doubtful(read: list[Read], result: Comparison, kind: str) -> list[Problem]:
    """List numbers and names of the rows that are taken which may be wrong."""
    passed = {problem.row for problem in result.skipped}
    alike = look_alikes([item for item in read if item.row.row not in passed])
    return [*(numbers_without_digits(read) if kind == "student" else ()), *alike]


def _of_the_rest(problems: Iterable[Problem], decisions: Decisions | None) -> list[Problem]:
    """Say nothing of rows that somebody left out."""
    without = decisions.without if decisions else frozenset()
    return [problem for problem in problems if problem.row not in without]


def _draft(row: RosterRow, born: date | None, kind: str) -> PersonDraft:
    return PersonDraft(
        row.number,
        row.family,
        row.given,
        row.preferred,
        born.isoformat() if born else None,
        row.year,
        row.form,
        kind,
        row.email,
        row.phone,
        row.job,
        row.languages,
        row.access_needs,
    )


def _notices(result: Comparison, roster: Roster, guardians: Sequence[PlannedGuardian]) -> list[str]:
    """Say what holds for the file as a whole."""
    found = []
    if not roster.students and roster.mode != "delta":
        found.append(
            say("Nobody in this file could be taken, so nobody counts as missing from it.")
            if roster.skipped
            else say("This file holds nobody below its header, so nobody counts as missing from it.")
        )
    if result.passed_over:
        found.append(
            say_many(
                "{n} blank cell was passed over; what is stored stays.",
                "{n} blank cells were passed over; what is stored stays.",
                result.passed_over,
            )
        )
    if _exchanged(result):
        found.append(
            say(
                "More than half of the people known here would have their family and given names exchanged. "
                "Check which column is which."
            )
        )
    if result.missing:
        found.append(_say_missing(len(result.missing), roster.kind))
    new = sum(1 for guardian in guardians if not guardian.uid)
    if new:
        found.append(
            say_many("{n} guardian comes in with the students.", "{n} guardians come in with the students.", new)
        )
    if len(guardians) > new:
        found.append(
            say_many(
                "{n} guardian known here gets a student, a phone number or an address.",
                "{n} guardians known here get a student, a phone number or an address.",
                len(guardians) - new,
            )
        )
    if result.unchanged and not (result.new or result.changed or result.leavers or guardians):
        found.append(say("The file holds nothing new."))
    return found


def _exchanged(result: Comparison) -> bool:
    """Say whether the file gives most of those who are known here, and more than one, each name for the other."""
    exchanged = 0
    for one in result.changed:
        new = {name: value for name, _, value in one.fields}
        exchanged += (new.get("family"), new.get("given")) == (one.person.given, one.person.family)
    return exchanged > 1 and 2 * exchanged > len(result.changed) + len(result.unchanged)


def _say_missing(n: int, kind: str) -> str:
    if kind == "staff":
        return say_many(
            "{n} member of staff stored here is not in the file and stays as before.",
            "{n} members of staff stored here are not in the file and stay as before.",
            n,
        )
    return say_many(
        "{n} student stored here is not in the file and stays as before.",
        "{n} students stored here are not in the file and stay as before.",
        n,
    )
