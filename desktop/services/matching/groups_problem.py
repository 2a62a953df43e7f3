"""The problem of groups as arrays, and its exact solution once it is known which group meets when.

An arrangement gives each mentor's column the slot their group meets in, or CLOSED. Given an arrangement, who goes
where is one linear assignment. Groups below the least size are closed one by one, or filled by seats that have to be
taken, whichever is better. Knows arrays only, nobody's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.services.matching.arrays import FORBIDDEN, Index, Mask, Scores, Weights, np
from desktop.services.matching.solver import TOP_SCORE, IndexPairs, assign

CLOSED = -1

Rank = tuple[int, int, int]
"""What arrangements are compared by: mentees placed, minus the groups that want a second leader, the scores' sum."""


@dataclass(frozen=True)
class Arrangement:
    """Who is where: the slot of each column (CLOSED without a group) and the column of each row (-1 for none).

    `rank` orders arrangements: more mentees placed, then fewer groups that want a second leader, then the scores.
    """

    slot_of: Index
    group_of: Index
    rank: Rank

    @property
    def coverage(self) -> int:
        """How many mentees are in a group."""
        return self.rank[0]

    @property
    def total(self) -> int:
        """The sum of the scores."""
        return self.rank[2]


class GroupProblem:
    """Mentees by mentors: scores (-1 forbidden), who is free in which slot, the sizes, and locks (row, column).

    `self_of` is a mentee's own column where they are a mentor too, else -1: nobody leads and attends at once.
    With the locks taken out, `free` rows are left, `room` and `need` seats at most and at least in each column, and
    `slots` says when a column's group could meet. `held`: how many locks a column has; such a group cannot close.
    """

    def __init__(
        self,
        scores: Scores,
        free_in: tuple[Mask, Mask],
        sizes: tuple[int, int],
        locks: IndexPairs = (),
        self_of: Index | None = None,
        teams: Weights | None = None,
        apart: IndexPairs = (),
    ) -> None:
        """`free_in`: mentees by slots and mentors by slots. `apart`: rows of mentees who must not share a group.

        `teams`: where each group wants a second leader, what mentors (rows) add as second of others (columns), -1 where
        the two must not be together.
        """
        self.scores, self.sizes, self.locks, self.teams, self.apart = scores, sizes, locks, teams, apart
        self.mentee_free, self.mentor_free = free_in
        rows, columns = scores.shape
        self.self_of: Index = np.full(rows, -1, dtype=np.intp) if self_of is None else self_of
        self.doubles = [(i, int(h)) for i, h in enumerate(self.self_of) if h >= 0]
        self.base = rows * (TOP_SCORE + 1) + 1
        self.held: Index = np.bincount([j for _, j in locks], minlength=columns).astype(np.intp)
        self.slots: Mask = self.mentor_free.copy()
        for i, j in locks:
            self.slots[j] &= self.mentee_free[i]
        locked = {i for i, _ in locks}
        self.free: Index = np.array([i for i in range(rows) if i not in locked], dtype=np.intp)
        self._rivals = self._keep_from_locked(locked)
        self.room: Index = np.maximum(sizes[1] - self.held, 0)
        self.need: Index = np.maximum(sizes[0] - self.held, 0)
        self.meeting: Mask = self._viable()

    def _keep_from_locked(self, locked: set[int]) -> list[tuple[int, int]]:
        """Forbid groups that hold whom a mentee must be kept apart from; give the pairs of which no lock decides."""
        joined, at = dict(self.locks), {int(row): k for k, row in enumerate(self.free)}
        decided = [(a, b) for one in self.apart for a, b in (one, one[::-1]) if b in locked and a not in locked]
        if decided:
            self.scores = self.scores.copy()
        for a, b in decided:
            self.scores[a, joined[b]] = FORBIDDEN
        return [(at[a], at[b]) for a, b in self.apart if a in at and b in at]

    def _viable(self) -> Mask:
        """Drop slots in which a group could never be large enough; give the pairs that can meet in any other."""
        meeting = np.zeros(self.scores.shape, dtype=np.bool_)
        allowed = self.scores >= 0
        for slot in range(self.slots.shape[1]):
            fitting = allowed & self.mentee_free[:, slot, None]
            self.slots[:, slot] &= fitting[self.free].sum(axis=0) >= self.need
            meeting |= fitting & self.slots[None, :, slot]
        return meeting

    def weights(self, slot_of: Index) -> Weights:
        """Give what each pair of a free row and a column weighs in an arrangement, -1 where it cannot be."""
        found: Weights = self.scores[self.free].astype(np.int32)
        for slot in np.unique(slot_of):
            columns = np.nonzero(slot_of == slot)[0]
            if slot == CLOSED:
                found[:, columns] = FORBIDDEN
            else:
                absent = ~self.mentee_free[self.free, slot]
                found[np.ix_(absent, columns)] = FORBIDDEN
        self._keep_leaders_out(found, slot_of)
        return found

    def _keep_leaders_out(self, weights: Weights, slot_of: Index) -> None:
        """Who leads a group in a slot cannot attend another one then."""
        at = {int(row): k for k, row in enumerate(self.free)}
        for i, own in self.doubles:
            if slot_of[own] != CLOSED and i in at:
                weights[at[i], slot_of == slot_of[own]] = FORBIDDEN

    def clashes(self, slot_of: Index) -> bool:
        """Whether somebody would lead a group while a lock has them in another."""
        own = [(self.self_of[i], j) for i, j in self.locks if self.self_of[i] >= 0]
        return any(slot_of[h] != CLOSED and slot_of[h] == slot_of[j] for h, j in own)

    def solve(self, slot_of: Index, above: Rank | None = None) -> tuple[Arrangement | None, int]:
        """Find a good arrangement with these slots or fewer groups, and how many assignments that took.

        The best one if no group is below the least size; otherwise the better of filling and closing. None
        where a group that a lock holds open cannot reach the least size, or where nothing `above` comes of it: what
        is assigned without a least size bounds all that can come after.
        """
        slot_of, best, took, tries = slot_of.copy(), None, 0, 0
        if self.clashes(slot_of):
            return None, 0
        while True:
            weights = self.weights(slot_of)
            found, took = self._assigned(weights), took + 1
            size = np.bincount(found[found >= 0], minlength=len(self.room))
            emptied = (slot_of != CLOSED) & (size + self.held == 0)
            slot_of[emptied] = CLOSED
            if emptied.any() and self.doubles:
                continue
            short = (slot_of != CLOSED) & (size < self.need)
            if above is not None and self._at_best(found) <= above:
                return best, took
            if not short.any():
                return _better(best, self.arrangement(slot_of, found)), took
            closing = np.nonzero(short & (self.held == 0))[0]
            if tries == 0 or len(closing) <= 1:
                filled, took, tries = self._filled(weights, slot_of), took + 1, tries + 1
                best = best if filled is None else _better(best, self.arrangement(slot_of, filled))
            if not len(closing):
                return best, took
            slot_of[closing[np.argsort(size[closing], kind="stable")][: (len(closing) + 1) // 2]] = CLOSED

    def _at_best(self, found: Index) -> Rank:
        """Rank an assignment as if every group were large enough and had all its leaders."""
        rows = np.nonzero(found >= 0)[0]
        total = int(self.scores[self.free[rows], found[rows]].sum(dtype=np.int64))
        return len(rows) + len(self.locks), 0, total + sum(int(self.scores[i, j]) for i, j in self.locks)

    def _assigned(self, weights: Weights) -> Index:
        """Assign; of two who must be kept apart the one who suits the group less is kept from it. Changes weights."""
        while True:
            found = assign(weights, self.room, self.base)
            if not self._parted(weights, found):
                return found

    def _parted(self, weights: Weights, found: Index) -> bool:
        """Forbid one of the first two who are together and must not be; False where there are none."""
        for a, b in self._rivals:
            j = found[a]
            if j >= 0 and j == found[b]:
                weights[min((weights[a, j], -a, a), (weights[b, j], -b, b))[2], j] = FORBIDDEN
                return True
        return False

    def _filled(self, weights: Weights, slot_of: Index) -> Index | None:
        """Assign so that every open group reaches the least size; None where that cannot be. Changes weights."""
        while True:
            found = self._full(weights, slot_of)
            if found is None or not self._parted(weights, found):
                return found

    def _full(self, weights: Weights, slot_of: Index) -> Index | None:
        must = np.where(slot_of != CLOSED, self.need, 0)
        twice = np.hstack([np.where(weights >= 0, weights + self.base, FORBIDDEN), weights])
        found = assign(twice, np.concatenate([must, self.room - must]), self.base)
        if int(((found >= 0) & (found < len(must))).sum()) < int(must.sum()):
            return None
        folded: Index = np.where(found >= 0, found % max(len(must), 1), -1)
        return folded

    def arrangement(self, slot_of: Index, found: Index) -> Arrangement:
        """Put the free rows' columns and the locks together, and rank the whole."""
        group_of = np.full(len(self.scores), -1, dtype=np.intp)
        group_of[self.free] = found
        for i, j in self.locks:
            group_of[i] = j
        placed = np.nonzero(group_of >= 0)[0]
        total = int(self.scores[placed, group_of[placed]].sum(dtype=np.int64))
        slot_of = np.where(np.bincount(group_of[placed], minlength=len(slot_of)) > 0, slot_of, CLOSED)
        alone = (
            int(((slot_of != CLOSED) & (self.seconds(slot_of, group_of) < 0)).sum()) if self.teams is not None else 0
        )
        return Arrangement(slot_of, group_of, (len(placed), -alone, total))

    def seconds(self, slot_of: Index, group_of: Index) -> Index:
        """Give each column the mentor who helps there, -1 for none: as many groups as can be, then who fits best.

        A second leads no group, is free in the slot, attends nothing then, and breaks no rule with any member.
        """
        found = np.full(len(slot_of), -1, dtype=np.intp)
        spare, columns = np.nonzero(slot_of == CLOSED)[0], np.nonzero(slot_of != CLOSED)[0]
        if self.teams is None or not len(spare) or not len(columns):
            return found
        weights: Weights = np.full((len(spare), len(columns)), FORBIDDEN, dtype=np.int32)
        present = self._present(slot_of, group_of)
        for k, j in enumerate(columns):
            scores, added = self.scores[np.ix_(group_of == j, spare)].astype(np.int32), self.teams[spare, j]
            fits = (scores >= 0).all(axis=0) & (added >= 0) & present[spare, slot_of[j]]
            weights[fits, k] = (scores.sum(axis=0) // len(scores) + added)[fits]
        base = len(spare) * (int(weights.max(initial=0)) + 1) + 1
        helps = assign(weights, np.ones(len(columns), dtype=np.intp), base)
        found[columns[helps[helps >= 0]]] = spare[helps >= 0]
        return found

    def helped(self, helpers: Mapping[int, int]) -> GroupProblem:
        """Give the problem in which these columns take only members whom their helper (a column) may be with too."""
        scores = self.scores.copy()
        for j, h in helpers.items():
            scores[self.scores[:, h] < 0, j] = FORBIDDEN
        for i, j in self.locks:
            scores[i, j] = self.scores[i, j]
        return GroupProblem(
            scores, (self.mentee_free, self.mentor_free), self.sizes, self.locks, self.self_of, self.teams, self.apart
        )

    def _present(self, slot_of: Index, group_of: Index) -> Mask:
        """Say when each mentor is free and attends no group as a mentee."""
        present = self.mentor_free.copy()
        for i, own in self.doubles:
            if group_of[i] >= 0:
                present[own, slot_of[group_of[i]]] = False
        return present


def _better(first: Arrangement | None, second: Arrangement) -> Arrangement:
    return second if first is None or second.rank > first.rank else first
