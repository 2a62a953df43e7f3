"""What the programme area hands out: the school, its calendar, participants, and what a participants file says.

Frozen values only; nothing here knows the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from desktop.services.language import say
from desktop.services.people.finding import Clue
from desktop.services.people.types import Question
from desktop.services.styles import STYLES as STYLES

ROLES = ("mentor", "mentee")

Answers = Mapping[tuple[int, str], str]
"""What somebody answered to questions about a file: by row and column, a person's uid, or "" for nobody here."""

NO_ANSWERS: Final[Answers] = MappingProxyType({})


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

    Lists are as they were given, in order: `subjects` are what a mentee needs or a mentor offers, `experiences` what
    they chose to share. `style` is empty, or one number for each slider of the style inventory, 1 to 5, 0 for none.
    `since` is the day of the (latest) enrolment. `rows` are the enrolments of several records of one person, where
    this one is all of them together.
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
    subjects: tuple[str, ...] = ()
    experiences: tuple[str, ...] = ()
    style: tuple[int, ...] = ()
    rows: tuple[Participant, ...] = field(default=(), repr=False)


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
class FileColumn:
    """A column of a file and what it was taken for. position: from 0; heading: unique in the file, "#3" for none.

    field: "" where the column was left out. item: the one interest, period ... that a column of ticks stands for.
    values: a few filled cells, to ask with.
    """

    heading: str
    position: int
    field: str
    item: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParticipantRow:
    """One usable row of a participants file. A list is None where the file has no such column: leave it alone.

    clue: all that the row says of who it is. wants and avoids: what the cell says, numbers or names. style: a number
    for each slider, 0 for no answer, None where no column says it or it cannot be read.
    """

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
    subjects: tuple[str, ...] | None = None
    experiences: tuple[str, ...] | None = None
    style: tuple[int | None, ...] = (None,) * len(STYLES)
    clue: Clue = field(default=Clue())


@dataclass(frozen=True)
class ParticipantFile:
    """A participants file as read, before anything is compared with the workspace.

    columns: all of the header, in their order, the ones left out too. sheet: the table of the file it came from.
    stamped: a form service wrote it, so of two rows of one person the later counts. mapping: (heading, field) as a
    person said it, to be remembered with the import.
    """

    rows: tuple[ParticipantRow, ...]
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()
    columns: tuple[FileColumn, ...] = ()
    sheet: str = ""
    stamped: bool = False
    mapping: tuple[tuple[str, str], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the file, unique, in their order."""
        return tuple(column.heading for column in self.columns)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headings of filled columns of which nothing is taken."""
        return tuple(column.heading for column in self.columns if not column.field and column.values)


@dataclass(frozen=True)
class ParticipantPlan:
    """What importing a file would do; counts are of enrolments (a student and a role).

    `unknown` is what the file says of people whom the workspace does not have; those rows stay out. `questions` are
    about cells that name somebody, but not beyond doubt; without an answer they stay out too. `people`: how many take
    part, each once.
    """

    new: int
    changed: int
    unchanged: int
    unknown: tuple[str, ...] = ()
    new_periods: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()
    file: ParticipantFile = field(default=ParticipantFile(()), repr=False)
    questions: tuple[Question, ...] = ()
    answers: Answers = field(default_factory=lambda: NO_ANSWERS)
    people: int = 0

    @property
    def total(self) -> int:
        """Count the enrolments that the file brings or confirms."""
        return self.new + self.changed + self.unchanged
