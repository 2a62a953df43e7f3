"""What is told of rounds beside one draft: the list of drafts, two drafts compared, a heat map. Plain records."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.matching.types import Applicant, band_of


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list: `made` and `aside` are ISO times, `aside` None for the one that is worked on.

    `total` is the sum of the scores, `worst` the lowest of a pair, None without pairs. `groups`: it is of groups.
    """

    uid: str
    label: str
    made: str
    aside: str | None
    coverage: int
    total: int
    worst: int | None
    scope: str = "waiting"
    groups: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A mentee who is with somebody else in another draft; mentors and scores are None for nobody."""

    mentee: Applicant
    first: Applicant | None
    first_score: int | None
    second: Applicant | None
    second_score: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two drafts side by side: mentees who differ, in canonical order, and what counts differently, in sentences."""

    first: DraftLine
    second: DraftLine
    differ: tuple[Difference, ...]
    settings: tuple[str, ...]

    @property
    def same(self) -> int:
        """How many mentees have the same mentor in both."""
        return self.first.coverage - sum(one.first is not None for one in self.differ)


@dataclass(frozen=True, slots=True)
class Team:
    """A published group: its name, and the uids of who leads it and who helps. Its pairs have its uid as `team`."""

    uid: str
    label: str
    leader: str
    second: str | None


@dataclass(frozen=True, slots=True)
class Heat:
    """The scores of all pairs of a draft: rows are mentees, columns mentors, in canonical order; -1 is forbidden.

    `chosen` are the pairs of the draft as (row, column).
    """

    mentees: tuple[Applicant, ...]
    mentors: tuple[Applicant, ...]
    scores: tuple[tuple[int, ...], ...]
    chosen: tuple[tuple[int, int], ...]

    def band(self, row: int, column: int) -> str:
        """Name the band of a cell, untranslated; "" where the pair is forbidden."""
        score = self.scores[row][column]
        return band_of(score) if score >= 0 else ""
