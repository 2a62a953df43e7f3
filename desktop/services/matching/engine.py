"""One run of the matcher: from a request to pairs and causes, all in memory. The way in to the pure engine.

Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from desktop.services.errors import Cancelled
from desktop.services.matching.arrays import FORBIDDEN, Scores
from desktop.services.matching.errors import LockForbidden, LocksContradict, NothingWeighs
from desktop.services.matching.residual import Residual
from desktop.services.matching.rules import broken, missing
from desktop.services.matching.scoring import ScoreTable, score_table
from desktop.services.matching.solver import IndexPairs, Problem, Solution, solve
from desktop.services.matching.types import Applicant, PairKey, Request

# Written beside every round: the same request and the same version give the same pairs.
VERSION = "1"

Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Solved:
    """A request with its table and its optimal solution; rows and columns in canonical order."""

    request: Request
    table: ScoreTable
    problem: Problem
    solution: Solution

    @cached_property
    def residual(self) -> Residual:
        """The graph that prices every other pair."""
        return Residual(self.problem, self.solution)

    def row(self, uid: str) -> int | None:
        """Find a mentee's row."""
        return next((i for i, a in enumerate(self.table.mentees) if a.uid == uid), None)

    def column(self, uid: str) -> int | None:
        """Find a mentor's column."""
        return next((j for j, a in enumerate(self.table.mentors) if a.uid == uid), None)

    @cached_property
    def pairs(self) -> IndexPairs:
        """Rows and columns that are together, in the mentees' order."""
        return tuple((i, int(j)) for i, j in enumerate(self.solution.mentor_of) if j >= 0)

    @cached_property
    def placed(self) -> frozenset[str]:
        """Uids of the mentees who have a mentor."""
        return frozenset(self.table.mentees[i].uid for i, _ in self.pairs)


def run(request: Request) -> Solved:
    """Score and solve. Raises NothingWeighs, LocksContradict and LockForbidden."""
    if not any(weight for _, weight in request.settings.weights):
        raise NothingWeighs
    table = score_table([a for a in request.applicants if _takes_part(a, request)], request.settings)
    locks = _indices(table, request.locks)
    _check_locks(request, table, locks)
    scores = _with_bans(table, request.bans)
    places = tuple(max(0, mentor.places) for mentor in table.mentors)
    kept = _indices(table, request.kept)
    problem = Problem(scores, places, locks, kept, request.keep_bonus, request.settings.fairness)
    return Solved(request, table, problem, solve(problem))


def report(progress: Progress | None, done: int, total: int) -> None:
    """Tell how far a run has come. Raises Cancelled when the answer is to stop."""
    if progress is not None and not progress(done, total):
        raise Cancelled


def _takes_part(applicant: Applicant, request: Request) -> bool:
    return applicant.role == "mentor" or applicant.uid not in request.left_out


def _indices(table: ScoreTable, pairs: tuple[PairKey, ...]) -> IndexPairs:
    """Turn uids into rows and columns; a pair of somebody who takes no part any more is dropped."""
    rows = {a.uid: i for i, a in enumerate(table.mentees)}
    columns = {a.uid: j for j, a in enumerate(table.mentors)}
    return tuple(sorted({(rows[e], columns[m]) for e, m in pairs if e in rows and m in columns}))


def _check_locks(request: Request, table: ScoreTable, locks: IndexPairs) -> None:
    """Refuse locks that contradict each other or break a hard rule. A ban on a locked pair counts for nothing."""
    for i, j in locks:
        rules = broken(table.mentees[i], table.mentors[j], request.settings)
        if rules:
            raise LockForbidden(missing=missing(rules))
    load = [j for _, j in locks]
    if len({i for i, _ in locks}) < len(locks) or any(load.count(j) > table.mentors[j].places for j in set(load)):
        raise LocksContradict


def _with_bans(table: ScoreTable, bans: tuple[PairKey, ...]) -> Scores:
    scores = table.scores.copy()
    for i, j in _indices(table, bans):
        scores[i, j] = FORBIDDEN
    return scores
