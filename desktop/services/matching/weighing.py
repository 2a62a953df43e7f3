"""From scores to what is maximised: steeper below the target, nothing below the floor, tiers for keeping and wishes.

Most placed comes first, then, where asked for, most kept, then most preferred, then points. Each tier is worth more
than all below it could bring together, worked out from the table at hand, so that one sum of integers orders them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from desktop.services.matching.arrays import FORBIDDEN, Long, np
from desktop.services.matching.problem import TOP_SCORE, IndexPairs, Problem
from desktop.services.matching.settings import Fairness


@dataclass(frozen=True)
class Weighing:
    """What each pair of a problem weighs. `by_score` is looked up with a score; its last entry is for -1, forbidden.

    `extra` are pairs of mentees that no lock holds, and what they weigh beside. `base` is what placing one
    more mentee is worth: more than all weights of a solution together.
    """

    problem: Problem
    floor: int
    by_score: Long
    extra: tuple[tuple[int, int, int], ...]
    base: int

    @cached_property
    def beside(self) -> dict[tuple[int, int], int]:
        """What pairs weigh beside their score."""
        found: dict[tuple[int, int], int] = {}
        for i, j, points in self.extra:
            found[i, j] = found.get((i, j), 0) + points
        return found

    @property
    def most(self) -> int:
        """An upper bound of what one pair weighs."""
        return max(0, int(self.by_score.max())) + max(self.beside.values(), default=0)

    def matrix(self) -> Long:
        """Give the weight of every pair, mentees by mentors; -1 where forbidden, below the floor, or locked."""
        found: Long = self.by_score[self.problem.scores]
        for i, j, points in self.extra:
            if found[i, j] >= 0:
                found[i, j] += points
        found[[i for i, _ in self.problem.locks]] = FORBIDDEN
        return found

    def of(self, i: int, j: int) -> int:
        """Give what a pair weighs, were it allowed: neither rule nor floor is looked at."""
        score, fairness = max(0, int(self.problem.scores[i, j])), self.problem.fairness
        return score + fairness.slope * min(score, fairness.target) + self.beside.get((i, j), 0)


def weigh(problem: Problem, floor: int) -> Weighing:
    """Work out what each pair weighs, and the worth of placing one more."""
    by_score = weight_of(np.arange(TOP_SCORE + 2, dtype=np.int64), problem.fairness)
    by_score[:floor] = FORBIDDEN
    by_score[-1] = FORBIDDEN
    free = set(problem.free.tolist())
    worth_left = 1 + _points(problem, by_score) + len(free) * most_load(problem)
    extra: list[tuple[int, int, int]] = []
    for pairs, bonus, first in _tiers(problem):
        mine = tuple((i, j) for i, j in pairs if i in free)
        points = max(bonus, worth_left) if first else bonus
        extra += [(i, j, points) for i, j in mine]
        worth_left += points * len({i for i, _ in mine})
    return Weighing(problem, floor, by_score, tuple(extra), worth_left)


def _tiers(problem: Problem) -> Iterator[tuple[IndexPairs, int, bool]]:
    """Pairs that weigh more, by how much at least, and whether they come before everything below; lowest first."""
    if problem.kept and problem.keep_bonus and not problem.keeps_first:
        yield problem.kept, problem.keep_bonus, False
    if problem.preferred:
        yield problem.preferred, 0, True
    if problem.keeps_first:
        yield problem.kept, problem.keep_bonus, True


def weight_of(scores: Long, fairness: Fairness) -> Long:
    """Concave in the score: each point below the target counts 1 + slope times. Never negative for a score."""
    steeper: Long = scores + fairness.slope * np.minimum(scores, fairness.target)
    return steeper


def most_load(problem: Problem) -> int:
    """What the last mentee of the mentor with the most places costs."""
    return problem.balance * max(0, max(problem.places, default=0) - 1)


def _points(problem: Problem, by_score: Long) -> int:
    """Bound the points of any solution: the best pair of each mentee."""
    if not problem.scores.size:
        return 0
    best = by_score[problem.scores.max(axis=1)][problem.free]
    return int(best[best > 0].sum())
