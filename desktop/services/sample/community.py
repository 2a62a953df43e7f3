"""How everybody of the sample school came in: two rosters, families, staff, helpers. By verbs alone.

The first roster comes before the year, with some who have left by the first day. In week 4 the office sends another:
one more has left, one who had left is back, one is in another group.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Final

from desktop.services import files, people
from desktop.services.people.types import Decisions, GuardianLink, Relative
from desktop.services.sample.adults import helpers, staff_csv
from desktop.services.sample.families import COLUMNS, Families, draw_families, roster_with_families
from desktop.services.sample.students import Student, draw_students
from desktop.services.vault import Workspace

WEEK_OF_SECOND_ROSTER: Final = 4
LEAVERS: Final = 7
_KEPT_APART: Final = "not_to_be_contacted"
_FAMILIES_TOLD: Final = 2


@dataclass(frozen=True)
class Community:
    """Who comes and goes beside those who take part.

    leavers: were here last year; all but the last have left by the first day, that one in week 4. returner: one of the
    students, who had left and is back in week 4. mover: one who is in another group from then on.
    """

    students: tuple[Student, ...]
    leavers: tuple[Student, ...]
    returner: Student
    mover: Student
    families: Families

    @property
    def first_roster(self) -> tuple[Student, ...]:
        """Everybody of last year's end."""
        return (*self.students, *self.leavers)

    @property
    def second_roster(self) -> tuple[Student, ...]:
        """Who is here in week 4."""
        return tuple(_moved(one, self.students) if one is self.mover else one for one in self.students)


def draw_community(
    rng: Random, students: Sequence[Student], taking_part: Collection[str], starts: date, profile: str
) -> Community:
    """Draw everybody beside the participants, whose numbers are `taking_part`."""
    others = [one for one in students if one.number not in taking_part and 0 < one.index < 6]
    names = {(one.given, one.family) for one in students}
    apart = [one for one in others if sum((o.given, o.family) == (one.given, one.family) for o in students) == 1]
    returner, mover = apart[-1], apart[len(apart) // 2]
    strangers = [one for one in draw_students(rng, 60, starts, profile) if (one.given, one.family) not in names]
    width = len(students[0].number)
    taken = {one.number for one in students}
    free = (str(n).zfill(width) for n in rng.sample(range(10 ** (width - 1)), 4 * LEAVERS))
    numbers = [number for number in free if number not in taken]
    leavers = tuple(replace(one, number=number) for one, number in zip(strangers[-LEAVERS:], numbers, strict=False))
    return Community(tuple(students), leavers, returner, mover, draw_families(rng, students, taking_part, profile))


def bring_in(ws: Workspace, community: Community) -> None:
    """Import the first roster with families, and the staff; add helpers; say what the school may do with whom."""
    _import_students(ws, community, community.first_roster)
    _import(ws, "sample-staff.csv", staff_csv(community.students), kind="staff")
    for draft in helpers():
        people.add_person(ws, draft)
    gone = {one.number for one in (*community.leavers[:-1], community.returner)}
    people.mark_left(ws, [one.uid for one in people.list_people(ws) if one.number in gone])
    _settle_families(ws, community)


def import_second_roster(ws: Workspace, community: Community) -> None:
    """Import the roster of week 4, with what the office said of those who are missing and who are back."""
    by_number = {one.number: one.uid for one in people.list_people(ws) if one.number}
    decisions = Decisions(
        left=frozenset({by_number[community.leavers[-1].number]}),
        back=frozenset({by_number[community.returner.number]}),
    )
    _import_students(ws, community, community.second_roster, decisions)


def _import_students(
    ws: Workspace, community: Community, students: Sequence[Student], decisions: Decisions | None = None
) -> None:
    content = roster_with_families(students, community.families)
    _import(ws, "sample-roster.csv", content, mapping=COLUMNS, decisions=decisions)


def _import(
    ws: Workspace,
    name: str,
    content: bytes,
    *,
    kind: str = "students",
    mapping: Mapping[str, str] | None = None,
    decisions: Decisions | None = None,
) -> None:
    """Bring people in as a school does, from a file: here a temporary one with nobody real in it."""
    path = files.temp_home() / name
    try:
        files.write_whole(path, content)
        roster = people.read_roster(path, kind=kind, mapping=mapping)
        people.import_roster(ws, people.plan_import(ws, roster, decisions=decisions or Decisions()))
    finally:
        files.remove_file(path)


def _settle_families(ws: Workspace, community: Community) -> None:
    """Say of four families what the school may do: parents who live apart, and adults who are not to be contacted."""
    by_number = {one.number: one for one in people.list_people(ws) if one.number}
    told = {True: 0, False: 0}
    for number in community.families:
        found = people.guardians(ws, by_number[number].uid)
        if len(found) != 2:
            continue
        first, second = found
        # Wiśniewska and Wiśniewski are one family.
        apart = first.person.family[:4] != second.person.family[:4]
        if told[apart] < _FAMILIES_TOLD:
            told[apart] += 1
            people.set_guardians(ws, by_number[number].uid, (_asked_first(first), _second(second, apart=apart)))


def _asked_first(one: Relative) -> GuardianLink:
    return replace(one.link, responsible=True, emergency=True)


def _second(one: Relative, *, apart: bool) -> GuardianLink:
    """Where they live apart the school asks both; of the others a court has said that it does not."""
    return replace(one.link, responsible=True) if apart else replace(one.link, contact=_KEPT_APART)


def _moved(student: Student, students: Sequence[Student]) -> Student:
    """Put somebody into another group of the same year."""
    forms = sorted({one.form for one in students if one.year == student.year and one.form != student.form})
    return replace(student, form=forms[0]) if forms else student
