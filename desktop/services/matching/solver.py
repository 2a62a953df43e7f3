"""The exact solver: who gets whom so that most are placed, the worst pair is best, and the scores add up highest.

One formulation (matching.md, section 2): each mentor is repeated once per place, a pair is worth B plus its
weight, a forbidden pair nothing, and one linear assignment finds the best. B exceeds everything all weights
together could ever trade for it, so coverage comes first. All numbers are integers below 2^53, for which the
assignment's floating point is exact.

Where a mentor must not meet two mentees in one period, periods are left out at first. Only mentors whose
mentees cannot be given periods are then split into periods (columns.py), and it is solved again, until nobody is
crowded. Each of these problems allows all that the real one allows, so the first solution that keeps to the periods
is the best of those that do.

Before that, the floor is raised (floor.py). In a large school, few pairs reach it: then the assignment is found from
those alone (edges.py), with the same worths. Knows arrays only, nobody's name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from scipy.optimize import linear_sum_assignment

from desktop.services.matching.arrays import Index, Long, Weights, np
from desktop.services.matching.columns import Columns, columns_of
from desktop.services.matching.costs import Costs, forced_worth
from desktop.services.matching.edges import place_by_edges
from desktop.services.matching.errors import TooManyPeople
from desktop.services.matching.floor import floor_of, raise_floor
from desktop.services.matching.problem import TOP_SCORE, IndexPairs, Problem, heaviest, keep_everything
from desktop.services.matching.seating import Seating
from desktop.services.matching.weighing import Weighing, weigh, weight_of

# Above this, floating point would no longer tell two integers apart.
EXACT = 2**53
# Cells of the largest table of costs that mentors are split for: 8 bytes each.
MOST_CELLS = 60_000_000
_UNBOUNDED = EXACT

__all__ = [
    "EXACT",
    "MOST_CELLS",
    "TOP_SCORE",
    "IndexPairs",
    "Problem",
    "Solution",
    "assign",
    "heaviest",
    "keep_everything",
    "place",
    "raise_floor",
    "settle",
    "solve",
    "weight_of",
    "worth_of",
]


@dataclass(frozen=True)
class Solution:
    """The mentor's column of each mentee's row, -1 for none, and how pairs were weighed.

    `period_of` are the periods of a problem with periods, -1 for none. `gap` is 0 where the solution is proven best;
    else a better one could be worth that much more at most (base for one more mentee, else weight), and place `more`
    mentees more at most.
    """

    weighing: Weighing
    mentor_of: Index
    period_of: Index | None = None
    gap: int = 0
    more: int = 0

    @property
    def problem(self) -> Problem:
        """What was solved."""
        return self.weighing.problem

    @property
    def floor(self) -> int:
        """The score below which no free pair was allowed."""
        return self.weighing.floor

    @property
    def base(self) -> int:
        """What placing one more mentee is worth."""
        return self.weighing.base

    @property
    def coverage(self) -> int:
        """How many mentees have a mentor, locked ones too."""
        return int((self.mentor_of >= 0).sum())

    @cached_property
    def weights(self) -> Long:
        """What was maximised beside the number placed, mentees by mentors; -1 where a pair was not to be used."""
        return self.weighing.matrix()


def solve(problem: Problem, most_cells: int = MOST_CELLS) -> Solution:
    """Solve exactly. Deterministic: the same table in the same order gives the same pairs. Error: TooManyPeople."""
    floor = floor_of(problem) if problem.raises_floor else 0
    return settle(weigh(problem, floor), most_cells)


def settle(weighing: Weighing, most_cells: int = MOST_CELLS) -> Solution:
    """Solve with pairs weighed already. Error: TooManyPeople."""
    problem, split = weighing.problem, frozenset[int]()
    mentor_of = _best(weighing, split)
    if problem.periods is None:
        return Solution(weighing, mentor_of)
    while crowded := frozenset(problem.periods.crowded(mentor_of)) - split:
        split |= crowded
        if _cells(weighing, split) > most_cells:
            return _mend(weighing, problem.periods, mentor_of)
        mentor_of = _best(weighing, split)
    return Solution(weighing, mentor_of, problem.periods.periods_of(mentor_of))


def worth_of(weighing: Weighing, mentor_of: Index) -> int:
    """Add up base and weight of all pairs that no lock holds, less what further mentees of one mentor cost."""
    problem = weighing.problem
    load = problem.locked
    total = 0
    for i in problem.free.tolist():
        j = int(mentor_of[i])
        if j >= 0:
            total += weighing.base + weighing.of(i, j) - problem.balance * int(load[j])
            load[j] += 1
    return total


def _best(weighing: Weighing, split: frozenset[int]) -> Index:
    problem = weighing.problem
    columns = columns_of(problem, split, _useful(weighing))
    found = np.full(len(problem.scores), -1, dtype=np.intp)
    for i, j in problem.locks:
        found[i] = j
    column_of = place(weighing, columns)
    free = problem.free
    placed = column_of >= 0
    found[free[placed]] = columns.mentor[column_of[placed]]
    return found


def _useful(weighing: Weighing) -> Index:
    """Count the mentees that each mentor may have at all."""
    problem, allowed = weighing.problem, np.zeros(len(weighing.problem.places), dtype=np.intp)
    if problem.scores.size:
        allowed = (problem.scores >= weighing.floor).sum(axis=0)
    return allowed


def _cells(weighing: Weighing, split: frozenset[int]) -> int:
    columns = columns_of(weighing.problem, split, _useful(weighing))
    return len(columns.repeated) * (len(weighing.problem.free) + len(columns.extras))


def _mend(weighing: Weighing, seating: Seating, mentor_of: Index) -> Solution:
    """Keep of a crowded solution what can have periods, the heaviest pairs first, and place the rest around it.

    The crowded solution allows more than the real problem, so it bounds it from above.
    """
    problem = weighing.problem
    kept: dict[int, list[int]] = {}
    for i, j in problem.locks:
        kept.setdefault(j, []).append(i)
    free = [i for i in problem.free.tolist() if mentor_of[i] >= 0]
    for i in sorted(free, key=lambda i: (-weighing.of(i, int(mentor_of[i])), i)):
        mine = kept.setdefault(int(mentor_of[i]), [])
        if seating.seats(int(mentor_of[i]), [*mine, i]) is not None:
            mine.append(i)
    locks = tuple(sorted((i, j) for j, mentees in kept.items() for i in mentees))
    around = weigh(replace(problem, locks=locks), weighing.floor)
    found = settle(around, _UNBOUNDED)  # few are left to be placed, so this table is small
    gap = worth_of(weighing, mentor_of) - worth_of(weighing, found.mentor_of)
    more = int((mentor_of >= 0).sum()) - found.coverage
    return Solution(weighing, found.mentor_of, found.period_of, gap, more)


def place(weighing: Weighing, columns: Columns) -> Index:
    """Give each mentee that no lock holds a column, or -1, so that base plus weight less cost adds up highest."""
    rows = len(weighing.problem.free)
    slots = columns.repeated
    found = np.full(rows + len(columns.extras), -1, dtype=np.intp)
    if not len(found) or not len(slots):
        return found[:rows]
    if len(found) * forced_worth(weighing) >= EXACT:
        raise TooManyPeople
    quickly = place_by_edges(weighing, columns, slots)
    if quickly is not None:
        return quickly
    cost = Costs(weighing, columns, slots).fill()
    # The shorter side on the rows: 1.5 times faster than the other way about.
    first, second = linear_sum_assignment(cost)
    slot, row = (first, second) if len(slots) <= len(found) else (second, first)
    real = cost[first, second] < 0
    found[row[real]] = slots[slot[real]]
    return found[:rows]


def assign(weights: Weights | Long, left: Index, base: int) -> Index:
    """Give each row its column, or -1, so that base plus weight adds up highest. -1 in weights is forbidden."""
    rows = len(weights)
    allowed = weights >= 0
    useful = np.minimum(np.maximum(left, 0), allowed.sum(axis=0))
    slots = np.repeat(np.arange(allowed.shape[1]), useful)
    found = np.full(rows, -1, dtype=np.intp)
    if not rows or not len(slots):
        return found
    if rows * (base + int(weights.max(initial=0))) >= EXACT:
        raise TooManyPeople
    cost = np.where(allowed, -base - weights.astype(np.float64), 0.0).T[slots]
    flat = len(slots) <= rows
    first, second = linear_sum_assignment(cost if flat else cost.T)
    slot, row = (first, second) if flat else (second, first)
    real = cost[slot, row] < 0
    found[row[real]] = slots[slot[real]]
    return found
