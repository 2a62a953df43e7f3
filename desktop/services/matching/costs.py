"""The table of costs that the linear assignment is given: slots by rows, each filled once and in place."""

from __future__ import annotations

from desktop.services.matching.arrays import Index, np, npt
from desktop.services.matching.columns import ANY, Columns
from desktop.services.matching.weighing import Weighing

# Columns of the table filled together, so that no second copy of it is ever made.
_FILL = 128


def forced_worth(weighing: Weighing) -> int:
    """What a row that has to be somewhere is worth: more than any mentee it could push out."""
    return weighing.base + weighing.most + 1


class Costs:
    """The table of costs, slots by rows or the other way about: minus the worth where allowed, 0 where not."""

    def __init__(self, weighing: Weighing, columns: Columns, slots: Index) -> None:
        self.weighing, self.columns, self.slots = weighing, columns, slots
        self.free = weighing.problem.free
        scores = weighing.problem.scores
        self.scores = scores if len(self.free) == len(scores) else scores[self.free]
        by_score = weighing.by_score
        self.by_score = np.where(by_score < 0, 0, -weighing.base - by_score).astype(np.float64)

    def fill(self) -> npt.NDArray[np.float64]:
        """Fill it in blocks."""
        rows = len(self.free) + len(self.columns.extras)
        flat = len(self.slots) <= rows
        cost = np.zeros((len(self.slots), rows) if flat else (rows, len(self.slots)), dtype=np.float64)
        by_slot = cost if flat else cost.T
        self._scored(by_slot)
        self._adjusted(by_slot)
        self._extra(by_slot)
        return cost

    def _scored(self, by_slot: npt.NDArray[np.float64]) -> None:
        """Look each pair up once and copy it to all slots of its column; mentors come in order, so blocks are small."""
        rows, room = len(self.free), self.columns.room
        ends = np.concatenate(([0], room.cumsum()))
        for start in range(0, len(room), _FILL):
            block = slice(start, min(start + _FILL, len(room)))
            mentors = self.columns.mentor[block]
            first = int(mentors[0])
            table = self.by_score[np.ascontiguousarray(self.scores[:, first : int(mentors[-1]) + 1].T)]
            by_slot[ends[start] : ends[block.stop], :rows] = table[np.repeat(mentors - first, room[block])]

    def _adjusted(self, by_slot: npt.NDArray[np.float64]) -> None:
        """Take off what a further mentee costs, forbid other periods, and add what weighs beside the score."""
        rows, columns = len(self.free), self.columns
        plain = columns.periods is None and not columns.cost.any()
        for slot, column in enumerate(() if plain else self.slots.tolist()):
            period, cost = int(columns.period[column]), int(columns.cost[column])
            line = by_slot[slot, :rows]
            if period != ANY and columns.periods is not None:
                line[~columns.periods.mentees[self.free, period]] = 0
            if cost:
                line[line < 0] += cost
        at = {int(i): row for row, i in enumerate(self.free)}
        slots_of: dict[int, list[int]] = {}
        for slot, mentor in enumerate(columns.mentor[self.slots].tolist()):
            slots_of.setdefault(mentor, []).append(slot)
        for i, j, points in self.weighing.extra:
            for slot in slots_of.get(j, ()) if i in at else ():
                if by_slot[slot, at[i]] < 0:
                    by_slot[slot, at[i]] -= points

    def _extra(self, by_slot: npt.NDArray[np.float64]) -> None:
        forced = forced_worth(self.weighing)
        for row, extra in enumerate(self.columns.extras, start=len(self.free)):
            worth = forced if extra.saves is None else extra.saves
            by_slot[np.isin(self.slots, self.columns.own(extra)), row] = -worth
