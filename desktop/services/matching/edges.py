"""The pairs of at least a score as edges between slots and rows: what is left of a table once a floor is known.

Where these are few, counting who can be placed and finding the best assignment take a fraction of the time and
memory that the whole table takes.
"""

from __future__ import annotations

from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from desktop.services.matching.arrays import Index, Long, Scores, np
from desktop.services.matching.columns import Columns
from desktop.services.matching.weighing import Weighing

# Tables with fewer cells are solved whole: they take no time.
SPARSE_FROM = 30_000
# A table is solved by its edges where they are at most this part of its cells.
_PART = 6
_BLOCK = 256


def turned(scores: Scores) -> Scores:
    """Turn mentees by mentors into mentors by mentees, in blocks that the processor's cache holds."""
    found = np.empty(scores.shape[::-1], dtype=scores.dtype)
    for start in range(0, len(scores), _BLOCK):
        found[:, start : start + _BLOCK] = scores[start : start + _BLOCK].T
    return found


class Edges:
    """The pairs of at least a score, column by column, found in one pass over the table; slots are columns repeated."""

    def __init__(self, by_column: Scores, slots: Index, least: int) -> None:
        """Find the cells of a table of columns by rows."""
        self.height, self.width, self.slots = *by_column.shape, slots
        self.cells = np.flatnonzero(by_column >= least)
        self.scores = by_column.ravel()[self.cells]

    def spread(self, least: int) -> tuple[Index, Index]:
        """Give the cells of at least a score, slot after slot, and how many each slot has."""
        chosen = np.flatnonzero(self.scores >= least)
        bounds = np.searchsorted(self.cells[chosen], np.arange(self.height + 1) * self.width)
        counts = np.diff(bounds)[self.slots]
        starts = np.repeat(bounds[self.slots] - counts.cumsum() + counts, counts)
        return chosen[np.arange(len(starts)) + starts], counts

    def coverage(self, least: int) -> int:
        """Count the rows that can be placed at once by pairs of at least this (maximum bipartite matching)."""
        chosen, counts = self.spread(least)
        if not len(chosen):
            return 0
        rows = (self.cells[chosen] % self.width).astype(np.int32)
        starts = np.concatenate(([0], counts.cumsum())).astype(np.int32)
        graph = csr_array((np.ones(len(rows), dtype=np.int8), rows, starts), shape=(len(self.slots), self.width))
        return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


def place_by_edges(weighing: Weighing, columns: Columns, slots: Index) -> Index | None:
    """Give each mentee that no lock holds a column, or -1, as the whole table would; None where it has many edges.

    Each slot may stay empty for a worth of one, so there always is an assignment of all slots; a pair is worth one
    more than it is, so that it makes no difference.
    """
    free = weighing.problem.free
    cells = len(free) * len(slots)
    if columns.periods is not None or cells < SPARSE_FROM:
        return None
    scores = weighing.problem.scores
    edges = Edges(turned(scores if len(free) == len(scores) else scores[free]), columns.mentor[slots], weighing.floor)
    chosen, counts = edges.spread(weighing.floor)
    if _PART * len(chosen) > cells:
        return None
    ends, empty = counts.cumsum(), len(free) + np.arange(len(slots))
    worth = _worth(weighing, free, edges, chosen) - np.repeat(columns.cost[slots], counts)
    rows = np.insert(edges.cells[chosen] % edges.width, ends, empty).astype(np.int32)
    starts = np.concatenate(([0], ends + np.arange(1, len(slots) + 1))).astype(np.int32)
    worths = np.insert(worth + 1, ends, 1).astype(np.float64)
    graph = csr_array((worths, rows, starts), shape=(len(slots), len(free) + len(slots)))
    slot, row = min_weight_full_bipartite_matching(graph, maximize=True)
    found = np.full(len(free), -1, dtype=np.intp)
    real = row < len(free)
    found[row[real]] = slots[slot[real]]
    return found


def _worth(weighing: Weighing, free: Index, edges: Edges, chosen: Index) -> Long:
    """Give base plus weight of each edge, and what weighs beside the score."""
    worth: Long = weighing.base + weighing.by_score[edges.scores[chosen]]
    if weighing.beside:
        mentor, row = edges.cells[chosen] // edges.width, free[edges.cells[chosen] % edges.width]
        width = len(weighing.problem.places)
        pairs = sorted((i * width + j, points) for (i, j), points in weighing.beside.items())
        keys, points = (np.array(line, dtype=np.int64) for line in zip(*pairs, strict=True))
        at = np.minimum(np.searchsorted(keys, row * width + mentor), len(keys) - 1)
        worth += np.where(keys[at] == row * width + mentor, points[at], 0)
    return worth
