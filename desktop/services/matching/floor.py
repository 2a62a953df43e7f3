"""The floor: the highest score such that pairs of at least that still place as many (matching.md, section 2).

Counts by maximum bipartite matching, on the same columns that mentees are assigned to.
"""

from __future__ import annotations

from desktop.services.matching.arrays import FORBIDDEN, Index, Scores, np
from desktop.services.matching.columns import ANY, Columns, columns_of, to_split
from desktop.services.matching.edges import Edges, turned
from desktop.services.matching.problem import TOP_SCORE, Problem


def floor_of(problem: Problem) -> int:
    """Find the floor of a problem, with its locks and periods; 0 without pairs."""
    free = problem.free
    scores = problem.scores if len(free) == len(problem.scores) else problem.scores[free]
    if problem.periods is None:
        return raise_floor(scores, problem.left)
    columns = columns_of(problem, to_split(problem))
    return _raise(_by_column(scores, free, columns), columns.repeated, _forced(columns))


def raise_floor(scores: Scores, left: Index) -> int:
    """Find the largest score t such that pairs of at least t still place as many; 0 without pairs."""
    useful = np.minimum(np.maximum(left, 0), (scores >= 0).sum(axis=0))
    return _raise(turned(scores), np.repeat(np.arange(scores.shape[1]), useful), 0)


def _forced(columns: Columns) -> int:
    return sum(extra.saves is None for extra in columns.extras)


def _by_column(scores: Scores, free: Index, columns: Columns) -> Scores:
    """Scores of columns by mentees, followed by the rows that have to be somewhere, at the highest score.

    Those rows can all be placed at once. So a largest matching that places them all exists (they are
    independent in the transversal matroid), and its size less theirs is how many mentees can be placed.
    """
    forced = [extra for extra in columns.extras if extra.saves is None]
    table = np.full((len(columns.mentor), len(free) + len(forced)), FORBIDDEN, dtype=np.int16)
    seating = columns.periods
    for at, (mentor, period) in enumerate(zip(columns.mentor.tolist(), columns.period.tolist(), strict=True)):
        own = scores[:, mentor]
        if seating is not None and period != ANY:
            own = np.where(seating.mentees[free, period], own, np.int16(FORBIDDEN))
        table[at, : len(free)] = own
    for at, extra in enumerate(forced):
        table[columns.own(extra), len(free) + at] = TOP_SCORE
    return table


def _raise(by_column: Scores, slots: Index, forced: int) -> int:
    """Bisect between a score at which as many are placed and a bound from above."""
    most, low = _most_placed(by_column, slots)
    if most <= forced:
        return 0
    high = _ceiling(by_column, slots, most)
    edges = Edges(by_column, slots, low + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if edges.coverage(middle) == most:
            low = middle
        else:
            high = middle - 1
    return low


def _most_placed(by_column: Scores, slots: Index) -> tuple[int, int]:
    """Count the rows that can be placed, and give a score from which on they still can.

    Tried with good pairs alone first: if they fill every place, or place everybody who fits anywhere, the large
    graph of all pairs need not be made.
    """
    at_best = min(len(slots), int((by_column >= 0).any(axis=0).sum())) if by_column.size else 0
    if not at_best:
        return 0, 0
    guess = _ceiling(by_column, slots, at_best) * 3 // 4
    if guess > 0 and Edges(by_column, slots, guess).coverage(guess) == at_best:
        return at_best, guess
    return Edges(by_column, slots, 0).coverage(0), 0


def _ceiling(by_column: Scores, slots: Index, most: int) -> int:
    """Bound the floor from above: as many mentees, and as many slots, need a pair that good to begin with."""
    mentees = np.sort(by_column.max(axis=0))[-most]
    mentors = np.sort(by_column.max(axis=1)[slots])[-most]
    return max(0, int(min(mentees, mentors)))
