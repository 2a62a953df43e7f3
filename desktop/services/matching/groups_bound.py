"""How good groups can be at most: Lagrange's bound, which knows of slots and sizes, and hints for good slots.

Each mentee gets a price. Whoever asks that price of every group they are in lets each group choose alone: its best
slot, and there the mentees worth most above their prices. All prices plus all that groups gain this way bound every
grouping from above, whatever the prices are; lowering the bound step by step finds prices under which the groups'
own choices nearly fit together. Integers only, so that every machine takes the same steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.services.matching.arrays import Index, Long, Mask, np
from desktop.services.matching.groups_problem import CLOSED, GroupProblem

# Prices are in parts of a point, so that steps can be fine.
FINE = 64
NEVER = -(2**40)
# A step is this many thousandths of what would reach the target; less after a while without progress.
_BOLD, _PATIENCE, _TIMID = 1000, 8, 600


@dataclass(frozen=True)
class Choice:
    """What the groups choose at given prices: the bound, each column's slot, and how many groups want each row."""

    bound: int
    slot_of: Index
    wanted: Long


class Relaxed:
    """The problem in which prices, not the rule of one group each, keep mentees from being taken twice."""

    def __init__(self, problem: GroupProblem, worth: Long) -> None:
        """`worth`: free rows by columns, what taking a mentee is worth; NEVER where forbidden."""
        self.problem, self.worth = problem, worth
        self.most = int(problem.room.max(initial=0))
        self.must: Mask = problem.held > 0
        attend, sizes = problem.mentee_free[problem.free], np.arange(self.most + 1)[:, None]
        self.attend = attend
        self.fits: Mask = (sizes >= problem.need) & (sizes <= problem.room)
        self.parts = [
            (s, np.nonzero(attend[:, s])[0], np.nonzero(problem.slots[:, s])[0]) for s in range(attend.shape[1])
        ]

    def table(self, prices: Long) -> Long:
        """What each column's group gains in each slot at most; NEVER where it cannot meet or not be large enough."""
        worth = self.worth - prices[:, None]
        found = np.full(self.problem.slots.shape, NEVER, dtype=np.int64)
        for slot, rows, columns in self.parts:
            if len(columns):
                gains = self._gains(worth[np.ix_(rows, columns)])
                found[columns, slot] = np.where(self.fits[:, columns], gains, NEVER).max(axis=0)
        return np.maximum(found, NEVER)

    def _gains(self, worth: Long) -> Long:
        """Sums of the best 0, 1, 2 ... rows of each column, as far as the largest size."""
        found = np.full((self.most + 1, worth.shape[1]), NEVER, dtype=np.int64)
        found[0] = 0
        rows = min(self.most, len(worth))
        if rows:
            best = np.partition(worth, len(worth) - rows, axis=0)[len(worth) - rows :]
            found[1 : rows + 1] = np.sort(best, axis=0)[::-1].cumsum(axis=0)
        return found

    def joined(self, prices: Long, meetings: Mask) -> Long:
        """What each column's group gains at most with a certain row among its members, in one of these meetings."""
        worth = self.worth - prices[:, None]
        found = np.full(worth.shape, NEVER, dtype=np.int64)
        for slot, rows, columns in self.parts:
            columns = columns[meetings[columns, slot]]
            if len(rows) and len(columns):
                here = np.ix_(rows, columns)
                found[here] = np.maximum(found[here], self._joined(worth[here], columns))
        return found

    def _joined(self, worth: Long, columns: Index) -> Long:
        """With a row that is not among the best k, the group has the best k - 1 and that row."""
        gains, best = self._gains(worth), np.sort(worth, axis=0)[::-1]
        found = np.full(worth.shape, NEVER, dtype=np.int64)
        for size in range(1, min(self.most, len(worth)) + 1):
            with_row = np.where(worth >= best[size - 1], gains[size], gains[size - 1] + worth)
            found = np.maximum(found, np.where(self.fits[size, columns], with_row, NEVER))
        return found

    def choose(self, prices: Long) -> Choice:
        """Let each group choose alone."""
        table = self.table(prices)
        columns = np.arange(len(table))
        slot_of = table.argmax(axis=1)
        gain = table[columns, slot_of]
        slot_of = np.where((gain > 0) | (self.must & (gain > NEVER)), slot_of, CLOSED)
        bound = int(prices.sum()) + int(gain[slot_of != CLOSED].sum())
        return Choice(bound, slot_of, self._wanted(prices, slot_of))

    def _wanted(self, prices: Long, slot_of: Index) -> Long:
        """Count for each row the groups that would take it."""
        open_ = np.nonzero(slot_of != CLOSED)[0]
        worth = np.where(self.attend[:, slot_of[open_]], self.worth[:, open_] - prices[:, None], NEVER)
        gains = np.where(self.fits[:, open_], self._gains(worth), NEVER)
        size = gains.argmax(axis=0)
        order = np.argsort(-worth, axis=0, kind="stable")[: self.most]
        taken = order[np.arange(len(order))[:, None] < size]
        return np.bincount(taken, minlength=len(worth)).astype(np.int64)


def descend(
    relaxed: Relaxed, prices: Long, target: int, steps: int, look: Callable[[int, Choice], int]
) -> tuple[int, Long]:
    """Lower the bound by subgradient steps towards `target`, which is known to be reachable.

    `look` sees every choice and gives the target anew, which rises where the hint led to something better. Gives the
    lowest bound and its prices.
    """
    best, found, boldness, waited = None, prices, _BOLD, 0
    for step in range(steps):
        choice = relaxed.choose(prices)
        if best is None or choice.bound < best:
            best, found, waited = choice.bound, prices, 0
        else:
            waited += 1
        if waited >= _PATIENCE:
            boldness, waited = boldness * _TIMID // 1000, 0
        target = look(step, choice)
        over = choice.wanted - 1
        over[(prices == 0) & (over < 0)] = 0
        length = int((over * over).sum())
        if not length or best <= target or not boldness:
            break
        prices = np.maximum(0, prices + boldness * (choice.bound - target) * over // (1000 * length))
    return (target if best is None else best), found
