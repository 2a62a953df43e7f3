"""What the matcher takes and gives: plain frozen records. No arithmetic, no database, no numpy.

Scores are thousandths: an integer 0 to 1000, and integers from end to end. A score says how much of what
a school asks for two people share; it is not a chance of success.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from desktop.services.matching.settings import DEFAULTS, Settings
from desktop.services.styles import STYLES as STYLES

Role = Literal["mentor", "mentee"]

# Lowest score of each band, best first. The last one takes the rest.
BANDS: Final[tuple[tuple[str, int], ...]] = (("Strong", 600), ("Good", 400), ("Fair", 250), ("Weak", 0))


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person in one role, as the matcher knows them.

    `year_rank` orders school years, None where no year is recorded. `wants`, `avoids`, `blocked` (staff keep them
    apart), `failed` (their pair did not suit) and `met` (named at a meet-and-greet, the first first) hold student
    numbers. `families` are uids of guardians. `subjects` are those a mentee needs or a mentor offers. `style` is
    empty or one number from 1 to 5, or 0 for none, for each of STYLES. `own` are own fields of the school: uid and
    value. `resting` is the last day on which nobody is paired with them anew, "" for none; `since` is the day since
    which they wait; `taken` are periods in which a mentor already meets somebody, where nobody may meet two. A
    person in both roles is two applicants with one `uid`.
    """

    uid: str
    number: str
    role: Role
    name: str = ""
    source_key: str = ""
    year_rank: int | None = None
    year: str = ""
    interests: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    places: int = 1
    wants: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    form: str = ""
    subjects: tuple[str, ...] = ()
    experiences: tuple[str, ...] = ()
    style: tuple[int, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    met: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    resting: str = ""
    since: str = ""
    taken: tuple[str, ...] = ()


# Whom a round is for: those without a pair; everybody, as if there were no pairs; everybody, where published pairs stay
# unless one of them would leave somebody without a mentor. Untranslated.
SCOPES: Final[dict[str, str]] = {
    "waiting": "{Mentees} who wait for a {mentor}",
    "everybody": "Everybody, as if nobody had a pair",
    "keep": "Everybody, and pairs stay where they can",
}

PairKey = tuple[str, str]
"""The uids of a mentee and a mentor, in this order."""


@dataclass(frozen=True, slots=True)
class Request:
    """One run: everything that its result depends on.

    `locks` stay as they are, `bans` are pairs the counsellor does not want, `left_out` are mentees kept
    out of this round, `kept` are pairs to keep where `keep_bonus` points outweigh the change. Pairs in `overrides` are
    possible although they break rules, as long as all of these are rules.OVERRIDABLE.
    """

    applicants: tuple[Applicant, ...]
    settings: Settings = DEFAULTS
    locks: tuple[PairKey, ...] = ()
    bans: tuple[PairKey, ...] = ()
    left_out: tuple[str, ...] = ()
    kept: tuple[PairKey, ...] = ()
    keep_bonus: int = 0
    overrides: tuple[PairKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A hard rule that forbids a pair: its id, and a sentence with the facts."""

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion of one pair: `points` out of `of`, and what they have in common, in words."""

    key: str
    title: str
    points: int
    of: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How a score comes about. The points of the parts add up to `score`, their `of` to 1000.

    `unanswered` names the criteria that could not be looked at because somebody left them blank.
    """

    score: int
    parts: tuple[Part, ...]
    unanswered: tuple[str, ...]

    @property
    def asked(self) -> int:
        """How many criteria would have been looked at had everybody answered."""
        return len(self.parts) + len(self.unanswered)


@dataclass(frozen=True, slots=True)
class Card:
    """One proposed pair, explained.

    `overridden` are ids of rules that somebody decided otherwise for this pair. `stays`: they are a published pair.
    """

    mentee: Applicant
    mentor: Applicant
    breakdown: Breakdown
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    locked: bool = False
    period: str = ""
    overridden: tuple[str, ...] = ()
    stays: bool = False

    @property
    def score(self) -> int:
        """The pair's score in thousandths."""
        return self.breakdown.score

    @property
    def band(self) -> str:
        """The untranslated name of the pair's band."""
        return band_of(self.score)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A mentee without a mentor: the cause's key, why, and what would change it ("" where nothing simple would).

    `change` was tried: with it applied, the matcher places the mentee.
    """

    mentee: Applicant
    cause: str
    why: str
    change: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run. `total` is the sum of the scores, `floor` the score no free pair is below."""

    cards: tuple[Card, ...]
    unplaced: tuple[Unplaced, ...]
    floor: int

    @property
    def coverage(self) -> int:
        """How many mentees have a mentor."""
        return len(self.cards)

    @property
    def total(self) -> int:
        """The sum of the scores."""
        return sum(card.score for card in self.cards)

    @property
    def worst(self) -> int | None:
        """The lowest score of a pair, None without pairs."""
        return min((card.score for card in self.cards), default=None)


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee who would have to change to another mentor, or to none."""

    mentee: Applicant
    to: Applicant | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What it would cost to force a pair: exactly, from a re-solve of the whole round.

    `weighed` is the loss in what the matcher maximises among equal coverage, `points` the loss in the sum
    of scores, `left_out` how many more mentees would have no mentor.
    """

    weighed: int
    points: int
    left_out: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a mentee is not with a mentor: every hard rule that forbids it, else the exact cost, and a sentence."""

    rules: tuple[Broken, ...]
    cost: Cost | None
    sentence: str


def band_of(score: int) -> str:
    """Name the band of a score, untranslated (BANDS)."""
    return next(name for name, least in BANDS if score >= least)


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor and how many mentees a draft gives them; `mentor.places` is what published pairs leave."""

    mentor: Applicant
    used: int


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """A group of a draft: who leads it, who helps, the label of its period, its members' cards, and what to know.

    `reasons` say what several members have in common with who leads.
    """

    leader: Applicant
    second: Applicant | None
    period: str
    cards: tuple[Card, ...]
    warnings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """What the groups of a draft were to be, and how far from the best they are at most.

    `bound` is what no grouping can exceed, `gap` the part of it that the draft lies below; `proved`: it is 0. `more` is
    how many more mentees could be placed at most; where that is none, `points` how many points more are possible.
    """

    least: int
    most: int
    leaders: int
    bound: int
    gap: Fraction
    more: int = 0
    points: int = 0

    @property
    def proved(self) -> bool:
        """Whether no grouping places more, or as many with a higher total."""
        return not self.gap


@dataclass(frozen=True, slots=True)
class Draft:
    """A round before it is published, explained. Nothing of it is seen anywhere else.

    `by_hand` are the mentees the counsellor placed, or left out, in person. `settled`: solving again would
    change nothing. `outdated`: what people gave has changed since the draft was made; `changes` says what, in
    sentences. `scope` is one of SCOPES. `ending` are the active pairs that publishing would end, as uids of mentee and
    mentor. In a draft of groups, `grouping` says how good they are.
    """

    uid: str
    label: str
    made: str
    cards: tuple[Card, ...]
    unplaced: tuple[Unplaced, ...]
    loads: tuple[Load, ...]
    bans: tuple[PairKey, ...]
    by_hand: frozenset[str]
    floor: int
    settled: bool
    outdated: bool
    scope: str = "waiting"
    changes: tuple[str, ...] = ()
    ending: tuple[PairKey, ...] = ()
    groups: tuple[DraftGroup, ...] = ()
    grouping: Grouping | None = None

    @property
    def coverage(self) -> int:
        """How many mentees have a mentor."""
        return len(self.cards)

    @property
    def total(self) -> int:
        """The sum of the scores."""
        return sum(card.score for card in self.cards)

    @property
    def worst(self) -> int | None:
        """The lowest score of a pair, None without pairs."""
        return min((card.score for card in self.cards), default=None)


@dataclass(frozen=True, slots=True)
class Pair:
    """A published pair. `mentee`, `mentor`, `period` and `round` are uids; `slot` is the period's label.

    `clash`: the mentor meets somebody else in the same period. `since` and `ended` are days; `reason` is one
    of END_REASONS. `counted_from`: the first day on which a meeting counts as due, None where that is `since`.
    `begins` is "first_meeting" where the pair counts only from its first meeting on, held on `first_met`. `team` is the
    uid of the group the pair belongs to.
    """

    uid: str
    mentee: str
    mentor: str
    mentee_number: str
    mentor_number: str
    mentee_name: str
    mentor_name: str
    score: int | None
    period: str | None
    slot: str
    since: str
    state: str
    ended: str | None
    reason: str
    round: str | None
    clash: bool
    counted_from: str | None = None
    begins: str | None = None
    first_met: str | None = None
    team: str | None = None

    @property
    def waits(self) -> bool:
        """Whether the pair waits for its first meeting, and nothing is due of it yet."""
        return self.state == "active" and self.begins is not None and self.first_met is None

    @property
    def band(self) -> str:
        """The untranslated name of the pair's band, "" where no score is known."""
        return "" if self.score is None else band_of(self.score)


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period both of a pair have, and whether the mentor already meets somebody then."""

    uid: str
    label: str
    taken: bool


# Reasons after which the same two are not proposed again, and wait a while before anybody is.
FAILED: Final = frozenset({"wish_mentee", "wish_mentor", "unsuited"})

# Why a pair ended, as codes: the row of a pair holds no words about anybody. Untranslated titles.
END_REASONS: Final[dict[str, str]] = {
    "": "Not given",
    "finished": "The programme is over",
    "wish_mentee": "The {mentee} wished it",
    "wish_mentor": "The {mentor} wished it",
    "left": "One of the two left",
    "unsuited": "It did not suit, and nobody is to blame",
    "rematched": "A later round placed them anew",
    "better": "Another pairing suits better",
}
