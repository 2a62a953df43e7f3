"""What a printed document holds, as frozen values: pure, so that a page can be made without a workspace.

No type here has a field for note text, and counts by year exist only as bands that
`suppression.bands` has made: a writer cannot print what it is not given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop.services.reports.edition import Edition as Edition
from desktop.services.reports.edition import PaperSize as PaperSize
from desktop.services.reports.matching_types import MatchingPaper as MatchingPaper

PairState = Literal["active", "waits", "ended"]


@dataclass(frozen=True)
class Group:
    """How many students are in one school year; `rank` orders years and is None where it is not known."""

    label: str
    rank: int | None
    count: int


@dataclass(frozen=True)
class Band:
    """School years taken together, youngest first, so that no smaller group can be read from `count`."""

    labels: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Week:
    """Meetings of one week: `held` of `planned`; `starts` is its first day."""

    starts: str
    held: int
    planned: int


@dataclass(frozen=True)
class Headcount:
    """How many students have a role, as far as it may be printed: exactly where `least` is `most`."""

    least: int
    most: int

    @property
    def exact(self) -> bool:
        """Tell whether the number itself may be printed."""
        return self.least == self.most


@dataclass(frozen=True)
class StaffPack:
    """The staff-meeting pack. `minutes` are of the held meetings that state them, None if none does.

    `meetings_planned` counts held and missed ones: not those moved to another day, nor days without school.
    `mentors` and `mentees` come from `suppression`; `mentors_by_year` (all mentors) and `paired_by_year` (the mentees
    of active pairs, so that its sum is a whole) from `suppression.bands`; empty means too few to break down.
    """

    edition: Edition
    school: str
    programme: str
    starts: str
    ends: str
    pairs_active: int
    pairs_ended: int
    meetings_held: int
    meetings_planned: int
    meetings_missed: int
    minutes: int | None
    mentors: Headcount
    mentees: Headcount
    mentors_by_year: tuple[Band, ...] = ()
    paired_by_year: tuple[Band, ...] = ()
    threshold: int = 5
    weeks: tuple[Week, ...] = ()
    rooms_in: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nobody takes part and nothing has happened yet."""
        takes_part = self.mentors.most or self.mentees.most
        return not (self.pairs_active or self.pairs_ended or self.meetings_planned or takes_part)


@dataclass(frozen=True)
class PersonLine:
    """A student as the register names one. Numbers are text; year and form may be empty; `order` is what to sort by."""

    uid: str
    name: str
    number: str
    year: str = ""
    form: str = ""
    order: str = ""


@dataclass(frozen=True)
class PairRow:
    """One pair in the register; dates are ISO 8601, `last_met` empty where they never met.

    A state of "waits": they have not met first, so the pair does not count as active yet.
    """

    mentor: PersonLine
    mentee: PersonLine
    since: str
    period: str
    held: int
    last_met: str
    state: PairState


@dataclass(frozen=True)
class PairRegister:
    """The pair register: names, so for those who work with the pairs. `initials` for paper that leaves the room."""

    edition: Edition
    school: str
    programme: str
    rows: tuple[PairRow, ...]
    initials: bool = False


@dataclass(frozen=True)
class PeopleList:
    """People as a list shows them, for paper or a spreadsheet. `rows` hold a text for each of `heads`.

    asked: whom the list was narrowed to, in words, empty for everybody; total: of how many it is taken.
    keys: a name for each column that no language changes. kind: what the register calls it; the audit's entries are
    such a list too.
    """

    edition: Edition
    school: str
    asked: str
    total: int
    keys: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "people-list"


@dataclass(frozen=True)
class ChangedLine:
    """One changed field of somebody, in words; old and new may be empty."""

    number: str
    name: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class ImportPaper:
    """The report of an import, for paper. made: who, when, of what. counts: (words, figure); columns: (heading, field).

    new: (number, name, year and form); problems: (row, field, message). totals: how many of new, changed and problems
    there are, of which the paper may show the first only.
    """

    edition: Edition
    school: str
    kind: str
    made: str
    undone: bool
    counts: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, str], ...]
    new: tuple[tuple[str, str, str], ...]
    changed: tuple[ChangedLine, ...]
    problems: tuple[tuple[int, str, str], ...]
    notices: tuple[str, ...]
    totals: tuple[int, int, int]


Document = StaffPack | PairRegister | PeopleList | ImportPaper | MatchingPaper


@dataclass(frozen=True)
class Release:
    """One line of the print register: what was made, for whom, in which numbered copies, by whom and when."""

    uid: str
    kind: str
    audience: str
    form: str
    copies: int
    first_copy: int
    author: str
    made: str
