"""The exact solver: who gets whom so that most are placed, the worst pair is best, and the scores add up highest.

One formulation (matching.md, section 2): each mentor is repeated once per place, a pair is worth B plus its
weight, a forbidden pair nothing, and one linear assignment finds the best. B exceeds everything all weights
together could ever trade for it, so coverage comes first. All numbers are integers below 2^53, for which the
assignment's floating point is exact.

Before that, the floor is raised: the highest score t such that pairs of at least t still place as many.
Knows arrays only, nobody's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from desktop.services.errors import BugError
from desktop.services.matching.arrays import FORBIDDEN, Index, Mask, Scores, Weights, np, npt
from desktop.services.matching.types import Fairness

TOP_SCORE = 1000
# Above this, floating point would no longer tell two integers apart.
EXACT = 2**53
# Rows of the slot matrix filled together, so that no second copy of it is ever made.
_FILL = 256

IndexPairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Problem:
    """A score table with places per mentor. `locks` are (mentee, mentor) rows and columns, and so are `kept`.

    A lock takes its mentee and one place out of the problem. A kept pair weighs `keep_bonus` more. A bonus above
    what any pair weighs means that keeping comes before a better worst pair, so no floor is raised then.
    """

    scores: Scores
    places: tuple[int, ...]
    locks: IndexPairs = ()
    kept: IndexPairs = ()
    keep_bonus: int = 0
    fairness: Fairness = field(default_factory=Fairness)

    @property
    def raises_floor(self) -> bool:
        """Whether the worst pair is to be made as good as it can be."""
        return self.fairness.floor and self.keep_bonus <= heaviest(self.fairness)

    @property
    def free(self) -> Index:
        """Rows of the mentees that no lock holds."""
        held = {i for i, _ in self.locks}
        return np.array([i for i in range(len(self.scores)) if i not in held], dtype=np.intp)

    @property
    def left(self) -> Index:
        """Places left at each mentor after the locks."""
        left = np.array(self.places, dtype=np.intp).reshape(-1)
        for _, j in self.locks:
            left[j] -= 1
        return left


@dataclass(frozen=True)
class Solution:
    """The mentor's column of each mentee's row, -1 for none; the floor; the weights maximised (-1: not used)."""

    mentor_of: Index
    floor: int
    weights: Weights
    base: int

    @property
    def coverage(self) -> int:
        """How many mentees have a mentor, locked ones too."""
        return int((self.mentor_of >= 0).sum())


def solve(problem: Problem) -> Solution:
    """Solve exactly. Deterministic: the same table in the same order gives the same pairs."""
    free, left = problem.free, problem.left
    mentor_of = np.full(len(problem.scores), -1, dtype=np.intp)
    for i, j in problem.locks:
        mentor_of[i] = j
    scores = problem.scores[free]
    floor = raise_floor(scores, left) if problem.raises_floor else 0
    weights = np.full(problem.scores.shape, FORBIDDEN, dtype=np.int32)
    weights[free] = weigh(scores, _kept_mask(problem)[free], floor, problem)
    base = base_value(len(free), weights)
    mentor_of[free] = assign(weights[free], left, base)
    return Solution(mentor_of, floor, weights, base)


def _kept_mask(problem: Problem) -> Mask:
    mask = np.zeros(problem.scores.shape, dtype=np.bool_)
    for i, j in problem.kept:
        mask[i, j] = True
    return mask


def weigh(scores: Scores, kept: Mask, floor: int, problem: Problem) -> Weights:
    """Turn scores into what is maximised: steeper below the target, -1 below the floor, the bonus where kept."""
    weights: Weights = weight_of(scores.astype(np.int32), problem.fairness)
    if problem.keep_bonus:
        weights[kept] += problem.keep_bonus
    weights[(scores < 0) | (scores < floor)] = FORBIDDEN
    return weights


def weight_of(scores: Weights, fairness: Fairness) -> Weights:
    """Concave in the score: each point below the target counts 1 + slope times. Never negative for a score."""
    steeper: Weights = scores + fairness.slope * np.minimum(scores, fairness.target)
    return steeper


def heaviest(fairness: Fairness) -> int:
    """What the best possible pair weighs."""
    return TOP_SCORE + fairness.slope * min(TOP_SCORE, fairness.target)


def keep_everything(mentees: int, fairness: Fairness) -> int:
    """Give the keep-bonus no sum of better scores can outweigh: only coverage breaks up a kept pair."""
    return mentees * (heaviest(fairness) + 1) + 1


def base_value(rows: int, weights: Weights) -> int:
    """Give the worth of placing one more mentee: more than all weights of a solution together."""
    return rows * (int(weights.max(initial=0)) + 1) + 1


def assign(weights: Weights, left: Index, base: int) -> Index:
    """Give each row its column, or -1, so that base plus weight adds up highest. -1 in weights is forbidden."""
    rows = len(weights)
    slots = slots_of(weights >= 0, left)
    found = np.full(rows, -1, dtype=np.intp)
    if not rows or not len(slots):
        return found
    if rows * (base + int(weights.max(initial=0))) >= EXACT:
        raise BugError("too many people for exact arithmetic")
    cost = _slot_costs(weights, slots, base)
    # The shorter side on the rows: 1.5 times faster than the other way about.
    flat = len(slots) <= rows
    first, second = linear_sum_assignment(cost if flat else cost.T)
    slot, mentee = (first, second) if flat else (second, first)
    real = cost[slot, mentee] < 0
    found[mentee[real]] = slots[slot[real]]
    return found


def slots_of(allowed: Mask, left: Index) -> Index:
    """Repeat each mentor's column once per place, never more often than mentees are allowed to them."""
    useful = np.minimum(np.maximum(left, 0), allowed.sum(axis=0))
    return np.repeat(np.arange(allowed.shape[1]), useful)


def _slot_costs(weights: Weights, slots: Index, base: int) -> npt.NDArray[np.float64]:
    """Costs of slots by mentees, in blocks: minus the worth where allowed, 0 where not."""
    cost = np.empty((len(slots), len(weights)), dtype=np.float64)
    columns = weights.T
    for start in range(0, len(slots), _FILL):
        block = columns[slots[start : start + _FILL]]
        np.subtract(-base, block, out=cost[start : start + _FILL], casting="unsafe")
        cost[start : start + _FILL][block < 0] = 0
    return cost


def raise_floor(scores: Scores, left: Index) -> int:
    """Find the largest score t such that pairs of at least t still place as many; 0 without pairs."""
    slots = slots_of(scores >= 0, left)
    by_mentor = np.ascontiguousarray(scores.T)
    most, low = _most_placed(by_mentor, slots)
    if not most:
        return 0
    high = _ceiling(by_mentor, slots, most)
    while low < high:
        middle = (low + high + 1) // 2
        if _coverage(by_mentor >= middle, slots) == most:
            low = middle
        else:
            high = middle - 1
    return low


def _most_placed(by_mentor: Scores, slots: Index) -> tuple[int, int]:
    """Count the mentees that can be placed, and give a score from which on they still can.

    Tried with good pairs alone first: if they fill every place, or place everybody who fits anywhere, the large
    graph of all pairs need not be made.
    """
    at_best = min(len(slots), int((by_mentor >= 0).any(axis=0).sum())) if by_mentor.size else 0
    if not at_best:
        return 0, 0
    guess = _ceiling(by_mentor, slots, at_best) * 3 // 4
    if guess > 0 and _coverage(by_mentor >= guess, slots) == at_best:
        return at_best, guess
    return _coverage(by_mentor >= 0, slots), 0


def _ceiling(by_mentor: Scores, slots: Index, most: int) -> int:
    """Bound the floor from above: as many mentees, and as many slots, need a pair that good to begin with."""
    mentees = np.sort(by_mentor.max(axis=0))[-most]
    mentors = np.sort(by_mentor.max(axis=1)[slots])[-most]
    return int(min(mentees, mentors))


def _coverage(by_mentor: Mask, slots: Index) -> int:
    """Count the mentees that can be placed at once (maximum bipartite matching over slots).

    `by_mentor` says who is allowed, mentors by mentees. The graph is put together from one pass over it, since
    that pass, and not the matching, is what takes the time.
    """
    if not by_mentor.size or not len(slots):
        return 0
    width = by_mentor.shape[1]
    edges = np.flatnonzero(by_mentor)
    bounds = np.searchsorted(edges, np.arange(len(by_mentor) + 1) * width)
    counts = np.diff(bounds)[slots]
    per_slot = np.concatenate([edges[bounds[j] : bounds[j + 1]] for j in slots])
    mentees = (per_slot - np.repeat(slots * width, counts)).astype(np.int32)
    rows = np.concatenate(([0], counts.cumsum())).astype(np.int32)
    graph = csr_array((np.ones(len(mentees), dtype=np.int8), mentees, rows), shape=(len(slots), width))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())
