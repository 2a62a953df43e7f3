"""The floor: the highest score such that pairs of at least that still place as many (matching.md, section 2).

Counts by maximum bipartite matching, on the same columns that mentees are assigned to.
"""

from __future__ import annotations

from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from desktop.services.matching.arrays import FORBIDDEN, Index, Mask, Scores, np
from desktop.services.matching.columns import ANY, Columns, columns_of, to_split
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
    return _raise(np.ascontiguousarray(scores.T), np.repeat(np.arange(scores.shape[1]), useful), 0)


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
    while low < high:
        middle = (low + high + 1) // 2
        if _coverage(by_column >= middle, slots) == most:
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
    if guess > 0 and _coverage(by_column >= guess, slots) == at_best:
        return at_best, guess
    return _coverage(by_column >= 0, slots), 0


def _ceiling(by_column: Scores, slots: Index, most: int) -> int:
    """Bound the floor from above: as many mentees, and as many slots, need a pair that good to begin with."""
    mentees = np.sort(by_column.max(axis=0))[-most]
    mentors = np.sort(by_column.max(axis=1)[slots])[-most]
    return max(0, int(min(mentees, mentors)))


def _coverage(by_column: Mask, slots: Index) -> int:
    """Count the rows that can be placed at once (maximum bipartite matching over slots).

    `by_column` says who is allowed, columns by rows. The graph is put together from one pass over it, since
    that pass, and not the matching, is what takes the time.
    """
    if not by_column.size or not len(slots):
        return 0
    width = by_column.shape[1]
    edges = np.flatnonzero(by_column)
    bounds = np.searchsorted(edges, np.arange(len(by_column) + 1) * width)
    counts = np.diff(bounds)[slots]
    per_slot = np.concatenate([edges[bounds[j] : bounds[j + 1]] for j in slots])
    mentees = (per_slot - np.repeat(slots * width, counts)).astype(np.int32)
    rows = np.concatenate(([0], counts.cumsum())).astype(np.int32)
    graph = csr_array((np.ones(len(mentees), dtype=np.int8), mentees, rows), shape=(len(slots), width))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())
