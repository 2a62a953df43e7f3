"""What mentees are assigned to: places of mentors, or periods of mentors, each for one mentee or for several alike.

A mentor's places are one column where they are alike, and one each where every further mentee costs more. A mentor
who is split has a column for each period instead. More periods than places would let too many in, so such a mentor
also has rows of their own, which have to be somewhere: nobody, as often as periods exceed places, and the mentees
locked to them. What is saved by leaving a further place empty is the worth of one more such row.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from desktop.services.matching.arrays import Index, Long, Mask, np
from desktop.services.matching.problem import Problem
from desktop.services.matching.seating import Seating

ANY = -1
NOBODY = -1


@dataclass(frozen=True)
class Extra:
    """A row of one mentor's own: a locked mentee, or NOBODY. `saves` is what it is worth; None: it has to be placed."""

    mentor: int
    row: int = NOBODY
    saves: int | None = None


@dataclass(frozen=True)
class Columns:
    """Columns, each with its mentor, its period or ANY, what a mentee there costs, and how many it takes."""

    mentor: Index
    period: Index
    cost: Long
    room: Index
    extras: tuple[Extra, ...]
    periods: Seating | None

    @property
    def repeated(self) -> Index:
        """Each column as often as it takes a mentee."""
        return np.repeat(np.arange(len(self.mentor)), self.room)

    def open_to(self, row: int) -> Mask:
        """Mark the columns whose period suits a mentee, whatever the mentor."""
        if self.periods is None:
            return np.ones(len(self.mentor), dtype=np.bool_)
        found: Mask = (self.period == ANY) | self.periods.mentees[row, self.period]
        return found

    def own(self, extra: Extra) -> Index:
        """Give the columns an extra row can be in."""
        mine = self.mentor == extra.mentor
        return np.nonzero(mine if extra.row == NOBODY else mine & self.open_to(extra.row))[0]


def columns_of(problem: Problem, split: Collection[int] = (), useful: Index | None = None) -> Columns:
    """Lay out the columns, mentors in order. `useful` bounds how many mentees can be at each mentor at all.

    A mentor who is not split takes no more than there are periods; whether the mentees can share those is left open.
    """
    made: list[tuple[int, int, int, int]] = []
    extras: list[Extra] = []
    seated = _seated_locks(problem)
    left, held = problem.left.tolist(), problem.locked.tolist()
    for j, most in enumerate(left):
        places = most
        if problem.periods is not None:
            width = len(problem.periods.of(j))
            places = min(most, width - len(seated.get(j, ())))
            if j in split:
                made += [(j, period, 0, 1) for period in problem.periods.of(j).tolist()]
                extras += [Extra(j, i) for i in seated.get(j, ())]
                extras += [Extra(j)] * (width - len(seated.get(j, ())) - max(0, places))
                extras += [
                    Extra(j, saves=problem.balance * (held[j] + k))
                    for k in range(places)
                    if problem.balance * (held[j] + k)
                ]
                continue
        if useful is not None:
            places = min(places, int(useful[j]))
        if problem.balance:
            made += [(j, ANY, problem.balance * (held[j] + k), 1) for k in range(places)]
        elif places > 0 or useful is None:
            made.append((j, ANY, 0, max(0, places)))
    table = np.array(made, dtype=np.int64).reshape(-1, 4)
    mentor, period, room = (table[:, at].astype(np.intp) for at in (0, 1, 3))
    return Columns(mentor, period, table[:, 2], room, tuple(extras), problem.periods)


def to_split(problem: Problem) -> frozenset[int]:
    """Give the mentors whose mentees could be in each other's way: more than one, in some period."""
    if problem.periods is None:
        return frozenset()
    seated = _seated_locks(problem)
    left = problem.left.tolist()
    return frozenset(j for j, most in enumerate(left) if most > 0 and most + len(seated.get(j, ())) > 1)


def _seated_locks(problem: Problem) -> dict[int, list[int]]:
    """Give the locked mentees of each mentor who need a period; a lock without a common period needs none."""
    found: dict[int, list[int]] = {}
    if problem.periods is not None:
        for i, j in problem.locks:
            if len(problem.periods.shared(i, j)):
                found.setdefault(j, []).append(i)
    return found
