"""What the papers of matching hold, as frozen values: badges, tick sheets, the draft, its map, forms, who waits. Pure.

No type here has a field for why people are kept apart, for a slip, or for anything else that is told in confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from desktop.services.reports.edition import Edition

if TYPE_CHECKING:
    from desktop.services.reports.types import PersonLine

BADGES: Final = "badges"
TICKS: Final = "tick-sheets"
DRAFT: Final = "draft-list"
HEAT: Final = "draft-map"
FIRST: Final = "first-meeting"
EQUITY: Final = "waiting-times"


@dataclass(frozen=True)
class MatchingPaper:
    """What every paper of matching has; kind: what the register of what was made calls it; wide: it lies on its side.

    forms: how it may leave Peerkeep, beside the printer.
    """

    kind: ClassVar[str]
    wide: ClassVar[bool] = False
    forms: ClassVar[tuple[str, ...]] = ("pdf",)

    edition: Edition
    school: str
    programme: str


@dataclass(frozen=True)
class BadgeLine:
    """Somebody's badge: uid, role, number on the badge, what they are called, their full name, and school year."""

    uid: str
    role: str
    code: str
    short: str
    name: str
    year: str


@dataclass(frozen=True)
class Badges(MatchingPaper):
    """The badges of a meet-and-greet, in the order of its list. `day` is ISO 8601; `label` may be empty."""

    kind: ClassVar[str] = BADGES
    day: str
    label: str
    people: tuple[BadgeLine, ...]


@dataclass(frozen=True)
class TickSheets(MatchingPaper):
    """A sheet for everybody at a meet-and-greet to name up to `most` of the other side; `give_to` may be empty."""

    kind: ClassVar[str] = TICKS
    day: str
    label: str
    people: tuple[BadgeLine, ...]
    most: int
    give_to: str


@dataclass(frozen=True)
class DraftRow:
    """A proposed pair: marks are "locked", "by_hand", "overridden" and "stays"; notes are what to look at."""

    mentee: PersonLine
    mentor: PersonLine
    period: str
    score: int
    band: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class DraftPart:
    """Pairs under one heading: a band, or a group with who leads it."""

    title: str
    rows: tuple[DraftRow, ...]


@dataclass(frozen=True)
class NoPlace:
    """Somebody without a place: why, and what would change it ("" where nothing simple would)."""

    mentee: PersonLine
    why: str
    change: str


@dataclass(frozen=True)
class DraftPaper(MatchingPaper):
    """The draft of pairs as a list. made: an ISO day; weakest: the untranslated band of the weakest pair.

    notices: that it is not settled or not of today's answers, in sentences.
    """

    kind: ClassVar[str] = DRAFT
    wide: ClassVar[bool] = True
    forms: ClassVar[tuple[str, ...]] = ("pdf", "csv")
    made: str
    parts: tuple[DraftPart, ...]
    waiting: tuple[NoPlace, ...]
    weakest: str
    notices: tuple[str, ...]

    @property
    def rows(self) -> tuple[DraftRow, ...]:
        """All pairs in order."""
        return tuple(row for part in self.parts for row in part.rows)


@dataclass(frozen=True)
class HeatPaper(MatchingPaper):
    """How every {mentee} fits every {mentor}: rows and columns in the order of names, short and all different.

    cells: the untranslated band of each pair, "" where it is forbidden. chosen: pairs of the draft as (row, column).
    """

    kind: ClassVar[str] = HEAT
    wide: ClassVar[bool] = True
    made: str
    mentees: tuple[PersonLine, ...]
    mentors: tuple[PersonLine, ...]
    cells: tuple[tuple[str, ...], ...]
    chosen: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class FirstForm:
    """The form of one pair. planned_on: an ISO day, or empty like `period` and `adult`."""

    mentor: PersonLine
    mentee: PersonLine
    period: str
    planned_on: str
    adult: str


@dataclass(frozen=True)
class FirstForms(MatchingPaper):
    """Forms for first meetings; checks and signers are words, `goals` the number of lines for them."""

    kind: ClassVar[str] = FIRST
    checks: tuple[str, ...]
    signers: tuple[str, ...]
    goals: int
    forms_of: tuple[FirstForm, ...]


@dataclass(frozen=True)
class WaitRow:
    """Groups taken together: their labels, how many take part, have a {mentor} and wait, median days of either."""

    labels: tuple[str, ...]
    taking_part: int
    paired: int
    waiting: int
    days_paired: int
    days_waiting: int


@dataclass(frozen=True)
class EquityPaper(MatchingPaper):
    """Who waits how long, by group. by: what it is broken down by, in words; hidden: why there are no rows."""

    kind: ClassVar[str] = EQUITY
    by: str
    rows: tuple[WaitRow, ...]
    threshold: int
    hidden: str
