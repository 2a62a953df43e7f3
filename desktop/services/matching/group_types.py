"""What the maker of groups gives: plain frozen records. No arithmetic on tables, no database, no numpy."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from desktop.services.matching.types import Applicant, Request, Unplaced

Sizes = tuple[int, int]
"""The least and the most mentees of a group."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group: who leads it, who helps, the period it meets in as the leader wrote it, and who belongs to it.

    `scores` holds the thousandths of each member with the leader, in the members' order. `second` is None where one
    leader was asked for, or where nobody was left who is free then and may be with everybody in the group.
    """

    leader: Applicant
    second: Applicant | None
    period: str
    members: tuple[Applicant, ...]
    scores: tuple[int, ...]

    @property
    def total(self) -> int:
        """The sum of the scores."""
        return sum(self.scores)


@dataclass(frozen=True, slots=True)
class Groups:
    """The result of a run: groups in the leaders' canonical order, and who is in none.

    What is maximised is `base` for each mentee placed plus the scores; `bound` is what no grouping can exceed in it.
    `proved`: nothing better exists, so the gap is 0. `trials`: how many arrangements were solved.
    """

    request: Request
    sizes: Sizes
    leaders: int
    groups: tuple[Group, ...]
    unplaced: tuple[Unplaced, ...]
    base: int
    bound: int
    trials: int

    @property
    def coverage(self) -> int:
        """How many mentees are in a group."""
        return sum(len(group.members) for group in self.groups)

    @property
    def total(self) -> int:
        """The sum of the scores."""
        return sum(group.total for group in self.groups)

    @property
    def value(self) -> int:
        """What is maximised: coverage first, then the scores."""
        return self.base * self.coverage + self.total

    @property
    def gap(self) -> Fraction:
        """How far below the bound the result is at most, as an exact part of the bound; 0 for nobody."""
        return Fraction(self.bound - self.value, self.bound) if self.bound else Fraction(0)

    @property
    def short(self) -> tuple[int, int]:
        """How many more mentees could be placed at most, and, if none, how many points more the sum could have."""
        coverage, total = divmod(self.bound, self.base)
        return coverage - self.coverage, max(0, total - self.total) if coverage == self.coverage else 0

    @property
    def proved(self) -> bool:
        """Whether it is certain that no grouping places more, or as many with a higher total."""
        return self.value == self.bound

    @property
    def alone(self) -> tuple[Group, ...]:
        """Groups that should have two leaders and have one."""
        return tuple(group for group in self.groups if group.second is None) if self.leaders > 1 else ()


@dataclass(frozen=True, slots=True)
class GroupCard:
    """One group, explained: what its members have in common with the leader, and what to look at twice."""

    group: Group
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    locked: tuple[str, ...] = ()
