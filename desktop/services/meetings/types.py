"""What the meetings area hands out and takes: meetings as stored, rows of the grid, totals. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

HELD: Final = "held"
MISSED: Final = ("missed_mentor", "missed_mentee", "missed_both")
MOVED: Final = ("school_closed", "rescheduled")
STATUSES: Final = (HELD, *MISSED, *MOVED)
MINUTES: Final = 30


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A row of the grid as typed. `pair` and `period` are uids; period None: the pair's own, if it is of that day.

    uid: the meeting's own where one is changed, "" for a new one. minutes None: the usual 30. Who came follows from
    the status where it is None. topics: codes of `rules.TOPICS`; moods 1 to 5.
    """

    pair: str
    status: str = HELD
    minutes: int | None = None
    mentor_came: bool | None = None
    mentee_came: bool | None = None
    topics: tuple[str, ...] = ()
    mood_mentor: int | None = None
    mood_mentee: int | None = None
    next_step: str = ""
    period: str | None = None
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as stored. mentee: that person's uid; held_on: YYYY-MM-DD; period: uid or None.

    minutes only where it was held; who came is None where nobody was to come. author: label of who entered it first,
    entered: when, ISO with offset.
    """

    uid: str
    pair: str
    mentee: str
    held_on: str
    period: str | None
    status: str
    minutes: int | None
    mentor_came: bool | None
    mentee_came: bool | None
    topics: tuple[str, ...]
    mood_mentor: int | None
    mood_mentee: int | None
    next_step: str
    author: str
    entered: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """A pair that meets on a day, by plan or as recorded; meeting is None while nothing is recorded.

    pair, mentor, mentee, period are uids; slot is the period's label, "" for none. first: the pair waits for its first
    meeting, and nothing is overdue of it.
    """

    day: str
    pair: str
    mentor: str
    mentee: str
    mentor_name: str
    mentee_name: str
    period: str | None
    slot: str
    planned: bool
    meeting: Meeting | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """Meetings of some days. due: how many the plan had on school days; minutes: of those held that state them.

    The other numbers count what is recorded.
    """

    since: date
    until: date
    due: int = 0
    held: int = 0
    missed_mentor: int = 0
    missed_mentee: int = 0
    missed_both: int = 0
    school_closed: int = 0
    rescheduled: int = 0
    minutes: int = 0
    by_pair: dict[str, Totals] = field(default_factory=dict)

    @property
    def missed(self) -> int:
        """Meetings to which one or both did not come."""
        return self.missed_mentor + self.missed_mentee + self.missed_both

    @property
    def planned(self) -> int:
        """Meetings held and missed: not those moved to another day, nor days without school."""
        return self.held + self.missed
