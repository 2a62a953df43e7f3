"""What the programme area hands out: the school, its calendar, participants, and what a participants file says.

Frozen values only; nothing here knows the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from desktop.services.language import say

ROLES = ("mentor", "mentee")


@dataclass(frozen=True)
class Term:
    """A stretch of the school year, both ends included; `uid` is empty for one that is not stored yet."""

    label: str
    starts: date
    ends: date
    uid: str = ""


@dataclass(frozen=True)
class ClosedDay:
    """A day inside a term on which the school is closed."""

    day: date
    reason: str
    uid: str = ""


@dataclass(frozen=True)
class SchoolCalendar:
    """When there is school: terms in order, closed days, and the week.

    `weekdays` are ISO numbers, 1 Monday to 7 Sunday; `week_starts` is the first day of a week, the same way.
    """

    terms: tuple[Term, ...] = ()
    closed: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    week_starts: int = 1


@dataclass(frozen=True)
class Contact:
    """Somebody to call when a child may be at risk. Kept in the clear: see `contacts.py`."""

    name: str
    role: str
    phone: str


@dataclass(frozen=True)
class School:
    """The school's own settings.

    `profile` is a key of `language.PROFILES`; `languages` is what everybody is taken to speak who names no
    language; `weekdays` are ISO numbers of the days with school; `sample` marks the invented sample school.
    """

    name: str
    profile: str = "uk"
    languages: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    sample: bool = False

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages of somebody who names none: the school's, or one nameless language that all share."""
        return self.languages or (say("the school's language"),)


@dataclass(frozen=True)
class Programme:
    """One mentoring programme; `model` and `state` are as the schema lists them."""

    uid: str
    name: str
    model: str
    state: str


@dataclass(frozen=True)
class Participant:
    """A person's part in a programme. `person` is that person's uid; `places` counts mentees, for mentors only.

    Lists are as they were given, in order. `since` is the day of the (latest) enrolment.
    """

    uid: str
    person: str
    role: str
    places: int
    interests: tuple[str, ...]
    goals: tuple[str, ...]
    languages: tuple[str, ...]
    status: str
    since: date


@dataclass(frozen=True)
class Wish:
    """`person` wants to be, or avoids being, paired with `other` (uids). `kind` is want or avoid."""

    person: str
    other: str
    kind: str


@dataclass(frozen=True)
class RowProblem:
    """Something a file says that was not taken over as it stands. `row` counts lines of cells from 1."""

    row: int
    field: str
    message: str


@dataclass(frozen=True)
class ParticipantRow:
    """One usable row of a participants file. A list is None where the file has no such column: leave it alone."""

    row: int
    number: str
    role: str
    places: int | None = None
    interests: tuple[str, ...] | None = None
    goals: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    availability: tuple[str, ...] | None = None
    wants: tuple[str, ...] | None = None
    avoids: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ParticipantFile:
    """A participants file as read, before anything is compared with the workspace."""

    rows: tuple[ParticipantRow, ...]
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParticipantPlan:
    """What importing a file would do; counts are of enrolments (a student and a role).

    `unknown` are the numbers of rows whose student the workspace does not have; those rows stay out.
    """

    new: int
    changed: int
    unchanged: int
    unknown: tuple[str, ...] = ()
    new_periods: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()
    file: ParticipantFile = field(default=ParticipantFile(()), repr=False)

    @property
    def total(self) -> int:
        """Count the enrolments that the file brings or confirms."""
        return self.new + self.changed + self.unchanged
