"""Groups as a mixed-integer program for HiGHS: one variable for each pair and for each meeting that may be.

Every coefficient is a whole number. What is asked is always the most there can be; who asks decides of what.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from desktop.services.matching.arrays import Index, Long, Mask, np, npt
from desktop.services.matching.groups_problem import CLOSED, GroupProblem

# Answers of scipy.optimize.milp, and how many branches it may open: a limit that is the same on every machine.
_BEST, _NOTHING, _NODES = 0, 2, 20_000


@dataclass(frozen=True)
class Question:
    """What is the best worth of a grouping that places from `placed[0]` to `placed[1]` of the free mentees.

    `pairs` and `meetings` are what it may consist of: free rows by columns, and columns by slots.
    """

    pairs: Mask
    meetings: Mask
    worth: Long
    placed: tuple[int, int]


@dataclass(frozen=True)
class Answer:
    """What HiGHS found: the slots of the groups and what they are worth, or that there is nothing."""

    slot_of: Index
    value: int
    nothing: bool


def place_most(problem: GroupProblem, rows: Index) -> Answer | None:
    """Say how many of these mentees could be placed at most if there were nobody else and no least size, and when."""
    free_in = (problem.mentee_free[rows], problem.mentor_free)
    alone = GroupProblem(problem.scores[rows], free_in, (1, problem.sizes[1]))
    ones = np.ones(alone.scores.shape, dtype=np.int64)
    return ask(alone, Question(problem.meeting[rows], problem.slots, ones, (0, len(rows))))


def ask(problem: GroupProblem, question: Question) -> Answer | None:
    """Put a question to HiGHS; None where it gave up."""
    program = _Program(problem, question)
    if not program.width:
        return Answer(np.full(len(problem.room), CLOSED, dtype=np.intp), 0, nothing=True)
    found = milp(
        -program.worth,
        constraints=program.constraints(),
        integrality=np.ones(program.width, dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "node_limit": _NODES},
    )
    if found.status == _NOTHING:
        return Answer(np.full(len(problem.room), CLOSED, dtype=np.intp), 0, nothing=True)
    if found.status != _BEST or found.x is None or found.fun is None:
        return None
    return Answer(program.slots(found.x), round(-found.fun), nothing=False)


class _Program:
    """One variable for each pair and each meeting that may be; the pairs come first."""

    def __init__(self, problem: GroupProblem, question: Question) -> None:
        self.problem, self.question = problem, question
        self.rows, self.columns = np.nonzero(question.pairs & question.meetings.any(axis=1))
        self.leads, self.at = np.nonzero(question.meetings)
        self.pairs = len(self.rows)
        self.width = self.pairs + len(self.leads)
        self.worth = np.zeros(self.width, dtype=np.float64)
        self.worth[: self.pairs] = question.worth[self.rows, self.columns]
        self.entries: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
        self.limits: list[tuple[float, float]] = []

    def constraints(self) -> LinearConstraint:
        """Every rule as a row of whole coefficients."""
        everyone = np.arange(self.pairs)
        self._limit([(everyone, 1)], *self.question.placed)
        for row in np.unique(self.rows):
            self._limit([(everyone[self.rows == row], 1)], -np.inf, 1)
        for column in range(len(self.problem.room)):
            self._sizes(column)
        for pair in everyone:
            self._together(int(pair))
        self._leaders()
        self._rivals()
        lines = np.concatenate([np.full(len(ids), k) for k, (ids, _) in enumerate(self.entries)])
        ids = np.concatenate([ids for ids, _ in self.entries])
        values = np.concatenate([values for _, values in self.entries]).astype(np.float64)
        matrix = coo_array((values, (lines, ids)), shape=(len(self.limits), self.width)).tocsr()
        low, high = zip(*self.limits, strict=True)
        return LinearConstraint(matrix, np.array(low), np.array(high))

    def _limit(self, terms: list[tuple[Index, int]], low: float, high: float) -> None:
        ids = np.concatenate([of for of, _ in terms]).astype(np.int64)
        values = np.concatenate([np.full(len(of), value, dtype=np.int64) for of, value in terms])
        self.entries.append((ids, values))
        self.limits.append((low, high))

    def _meetings(self, column: int, slots: Mask | None = None) -> Index:
        mine = self.leads == column
        return self.pairs + np.nonzero(mine if slots is None else mine & slots[self.at])[0]

    def _sizes(self, column: int) -> None:
        """One slot at most, and from the least to the most members; a group that a lock holds is open."""
        meets, members = self._meetings(column), np.nonzero(self.columns == column)[0]
        self._limit([(meets, 1)], 1 if self.problem.held[column] else 0, 1)
        self._limit([(members, 1), (meets, -int(self.problem.room[column]))], -np.inf, 0)
        self._limit([(members, 1), (meets, -int(self.problem.need[column]))], 0, np.inf)

    def _together(self, pair: int) -> None:
        """A member is free when the group meets."""
        row = self.problem.free[self.rows[pair]]
        meets = self._meetings(int(self.columns[pair]), self.problem.mentee_free[row])
        self._limit([(np.array([pair]), 1), (meets, -1)], -np.inf, 0)

    def _leaders(self) -> None:
        """Nobody leads one group and attends another at the same time."""
        own = {int(k): h for i, h in self.problem.doubles for k in np.nonzero(self.problem.free == i)[0]}
        for pair in np.nonzero(np.isin(self.rows, list(own)))[0]:
            self._apart(np.array([pair]), own[int(self.rows[pair])], int(self.columns[pair]), 2)
        for i, j in self.problem.locks:
            if self.problem.self_of[i] >= 0:
                self._apart(np.zeros(0, dtype=np.intp), int(self.problem.self_of[i]), j, 1)

    def _rivals(self) -> None:
        """Two who must be kept apart are not both in one group."""
        at = {
            (int(self.problem.free[i]), int(j)): k for k, (i, j) in enumerate(zip(self.rows, self.columns, strict=True))
        }
        for a, b in self.problem.apart:
            for j in range(len(self.problem.room)):
                both = [at[one, j] for one in (a, b) if (one, j) in at]
                if len(both) == 2:
                    self._limit([(np.array(both), 1)], -np.inf, 1)

    def _apart(self, pair: Index, own: int, column: int, most: int) -> None:
        for slot in np.unique(self.at):
            only = np.arange(self.problem.slots.shape[1]) == slot
            meets = np.concatenate([self._meetings(own, only), self._meetings(column, only)])
            if len(meets) == 2:
                self._limit([(pair, 1), (meets, 1)], -np.inf, most)

    def slots(self, values: npt.NDArray[np.float64]) -> Index:
        """Read the slot of each column off a solution."""
        slot_of = np.full(len(self.problem.room), CLOSED, dtype=np.intp)
        chosen = values[self.pairs :] > 0.5
        slot_of[self.leads[chosen]] = self.at[chosen]
        return slot_of
