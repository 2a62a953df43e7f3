"""One run of the matcher: from a request to pairs and causes, all in memory. The way in to the pure engine.

Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from desktop.services.errors import Cancelled
from desktop.services.matching.arrays import FORBIDDEN, Mask, Scores, np
from desktop.services.matching.criteria import breakdown
from desktop.services.matching.errors import LockForbidden, LocksContradict, NothingWeighs
from desktop.services.matching.problem import IndexPairs, Problem
from desktop.services.matching.residual import Residual, locked_only
from desktop.services.matching.rules import broken, forbids, missing
from desktop.services.matching.scoring import ScoreTable, score_table
from desktop.services.matching.seating import Seating, within
from desktop.services.matching.solver import Solution, solve
from desktop.services.matching.ties import longest_wait_first
from desktop.services.matching.traits import folded
from desktop.services.matching.types import Applicant, PairKey, Request

# Written beside every round: the same request and the same version give the same pairs.
VERSION = "2"

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
    """Score and solve. Raises NothingWeighs, LocksContradict, LockForbidden and TooManyPeople."""
    table, problem = problem_of(request)
    return Solved(request, table, problem, longest_wait_first(table, problem, solve(problem)))


def problem_of(request: Request) -> tuple[ScoreTable, Problem]:
    """Score, and put everything that is decided into one problem. Raises as `run`, but TooManyPeople."""
    settings = request.settings
    if not any(weight for _, weight in settings.weights):
        raise NothingWeighs
    table = score_table([a for a in request.applicants if _takes_part(a, request)], settings)
    table = _with_overrides(table, request)
    locks = _indices(table, request.locks)
    _check_locks(request, table, locks)
    seating = seating_of(table) if settings.one_per_period else None
    problem = Problem(
        scores=_allowed(table, request.bans, seating),
        places=tuple(max(0, mentor.places) for mentor in table.mentors),
        locks=locks,
        kept=_indices(table, request.kept),
        keep_bonus=request.keep_bonus,
        fairness=settings.fairness,
        preferred=wished(table) if settings.wishes_first else (),
        balance=settings.balance,
        periods=seating,
    )
    if seating is not None and seating.crowded(locked_only(problem)):
        raise LocksContradict
    return table, problem


def seating_of(table: ScoreTable) -> Seating:
    """Work out who is free when; a mentor not in the periods in which they already meet somebody."""
    free = [set(folded(a.periods)) for a in table.mentees]
    open_to = [set(folded(m.periods)) - set(folded(m.taken)) for m in table.mentors]
    labels = sorted(set().union(*free) & set().union(*open_to))
    return Seating(_marks(free, labels), _marks(open_to, labels))


def wished(table: ScoreTable) -> IndexPairs:
    """Give the allowed pairs of mentees with mentors whom they named at a meet-and-greet."""
    columns: dict[str, list[int]] = {}
    for j, mentor in enumerate(table.mentors):
        columns.setdefault(mentor.number, []).append(j)
    named = {(i, j) for i, a in enumerate(table.mentees) for number in a.met for j in columns.get(number, ())}
    return tuple(sorted(pair for pair in named if table.scores[pair] >= 0))


def report(progress: Progress | None, done: int, total: int) -> None:
    """Tell how far a run has come. Raises Cancelled when the answer is to stop."""
    if progress is not None and not progress(done, total):
        raise Cancelled


def _takes_part(applicant: Applicant, request: Request) -> bool:
    return applicant.role == "mentor" or applicant.uid not in request.left_out


def _with_overrides(table: ScoreTable, request: Request) -> ScoreTable:
    """Score the pairs that somebody wants although they break rules, where a counsellor may decide so."""
    found = [(i, j) for i, j in _indices(table, request.overrides) if table.scores[i, j] < 0]
    scores = table.scores.copy() if found else table.scores
    for i, j in found:
        mentee, mentor = table.mentees[i], table.mentors[j]
        if not forbids(mentee, mentor, request.settings, overridden=True):
            scores[i, j] = breakdown(mentee, mentor, request.settings).score
    return replace(table, scores=scores)


def _indices(table: ScoreTable, pairs: tuple[PairKey, ...]) -> IndexPairs:
    """Turn uids into rows and columns; a pair of somebody who takes no part any more is dropped."""
    rows = {a.uid: i for i, a in enumerate(table.mentees)}
    columns = {a.uid: j for j, a in enumerate(table.mentors)}
    return tuple(sorted({(rows[e], columns[m]) for e, m in pairs if e in rows and m in columns}))


def _check_locks(request: Request, table: ScoreTable, locks: IndexPairs) -> None:
    """Refuse locks that contradict each other or break a hard rule. A ban on a locked pair counts for nothing."""
    for i, j in locks:
        if table.scores[i, j] < 0:
            raise LockForbidden(missing=missing(broken(table.mentees[i], table.mentors[j], request.settings)))
    load = [j for _, j in locks]
    if len({i for i, _ in locks}) < len(locks) or any(load.count(j) > table.mentors[j].places for j in set(load)):
        raise LocksContradict


def _allowed(table: ScoreTable, bans: tuple[PairKey, ...], seating: Seating | None) -> Scores:
    """Give the scores without the pairs ruled out by hand, and those whose periods are all taken."""
    scores = table.scores if seating is None else within(table.scores, seating)
    banned = _indices(table, bans)
    if banned:
        scores = scores.copy()
        for i, j in banned:
            scores[i, j] = FORBIDDEN
    return scores


def _marks(people: list[set[str]], labels: list[str]) -> Mask:
    """Mark who is free in which period: people by periods."""
    found = np.zeros((len(people), len(labels)), dtype=np.bool_)
    for at, free in enumerate(people):
        found[at] = [label in free for label in labels]
    return found
