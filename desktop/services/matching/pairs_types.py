"""What a file of pairs says, and what importing it would do. Frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.services.people.finding import Clue
from desktop.services.people.types import Person, Question
from desktop.services.programme.types import NO_ANSWERS, Answers, FileColumn, RowProblem


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair of a file as it says it. since, ended and slot: the texts of their cells, "" for none.

    column: of the mentee, where one row names several: mentee, "mentee 2" ...
    """

    row: int
    mentor: Clue
    mentee: Clue
    since: str = ""
    ended: str = ""
    slot: str = ""
    column: str = "mentee"


@dataclass(frozen=True, slots=True)
class PairsFile:
    """A file of pairs as read, before anything is compared with the workspace. columns: all of the header.

    stated_order: dmy, mdy or ymd where a heading says it. mapping: (heading, field) as a person said it.
    """

    lines: tuple[PairLine, ...]
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()
    columns: tuple[FileColumn, ...] = ()
    sheet: str = ""
    stated_order: str = ""
    mapping: tuple[tuple[str, str], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the file, unique, in their order."""
        return tuple(column.heading for column in self.columns)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headings of filled columns of which nothing is taken."""
        return tuple(column.heading for column in self.columns if not column.field and column.values)


@dataclass(frozen=True, slots=True)
class FilePair:
    """A pair of a file with both found. since, ended: days; slot: the label of a period, "" for none.

    mentor_name and mentee_name tell them from everybody else.
    """

    row: int
    mentor: Person
    mentee: Person
    mentor_name: str
    mentee_name: str
    since: str
    ended: str | None = None
    slot: str = ""


@dataclass(frozen=True, slots=True)
class PairsPlan:
    """What importing a file of pairs would do; nothing is stored yet.

    new: pairs to publish (ended ones too, as history); there: those that are here already. unknown: what the file says
    of people whom the workspace does not have; questions: cells that name somebody, but not beyond doubt; without an
    answer the pairs of both stay out. enrolled: people who will take part; raised: how many mentors get more places.
    date_order: how dates were read where their order matters, else None.
    """

    new: tuple[FilePair, ...]
    there: tuple[FilePair, ...] = ()
    unknown: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notices: tuple[str, ...] = ()
    enrolled: int = 0
    raised: int = 0
    new_periods: tuple[str, ...] = ()
    date_order: str | None = None
    file: PairsFile = field(default=PairsFile(()), repr=False)
    answers: Answers = field(default_factory=lambda: NO_ANSWERS)

    @property
    def pairs(self) -> int:
        """Count the pairs of the file that are or will be here."""
        return len(self.new) + len(self.there)
