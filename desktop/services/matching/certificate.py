"""The proof of a round that anybody can check: the table, the pairs, and prices that nothing better can beat.

What a certificate holds, and how it is checked, is told in certificate_check.py. Imports numpy and scipy: import this
module inside functions only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desktop.services.matching.arrays import Index, Long, Mask, np
from desktop.services.matching.certificate_check import bound, check
from desktop.services.matching.columns import columns_of, to_split
from desktop.services.matching.engine import Solved
from desktop.services.matching.errors import TooManyPeople
from desktop.services.matching.problem import Problem
from desktop.services.matching.residual import MOST_COLUMNS, NEVER, Graph, bound_rows, placed, worths_of
from desktop.services.matching.seating import Seating
from desktop.services.matching.solver import Solution

__all__ = ["certificate", "check"]


def certificate(solved: Solved) -> dict[str, Any]:
    """Give the proof that nothing places more and, placing as many, nothing scores more. Error: TooManyPeople.

    Where the solver could not prove that (Solution.gap), the prices bound how much better a solution could be; then
    `gap` says by how much they do not meet, and `check` says so too.
    """
    table = solved.table
    found = _proof(solved.problem, solved.solution)
    found["mentees"] = [a.number for a in table.mentees]
    found["mentors"] = [a.number for a in table.mentors]
    return {key: found[key] for key in _ORDER if key in found}


_ORDER = (
    *("mentors", "mentees", "places", "scores", "floor", "locks", "pairs", "coverage", "total", "points", "balance"),
    *("periods", "duals", "gap"),
)


def _proof(problem: Problem, solution: Solution) -> dict[str, Any]:
    """Give the proof without the people: the locks become rows that leave no choice."""
    pairs = [[i, j] for i, j in enumerate(solution.mentor_of.tolist()) if j >= 0]
    scores, base = _table(problem, solution)
    load = np.bincount([j for _, j in pairs], minlength=len(problem.places)) if pairs else np.zeros(0, dtype=np.int64)
    further = problem.balance * int((load * (load - 1) // 2).sum())
    found: dict[str, Any] = {
        "places": list(problem.places),
        "scores": scores.tolist(),
        "floor": solution.floor,
        "locks": [list(pair) for pair in problem.locks],
        "pairs": pairs,
        "coverage": len(pairs),
        "total": sum(int(scores[i, j]) for i, j in pairs) - further,
        "points": sum(_points(problem, i, j) for i, j in pairs),
        "balance": problem.balance,
    }
    open_problem = replace(problem, locks=(), periods=_with_agreed(problem))
    if open_problem.periods is not None:
        solution = replace(solution, period_of=open_problem.periods.periods_of(solution.mentor_of))
        found["periods"] = _periods(open_problem.periods, solution, pairs)
    found["duals"] = _duals(open_problem, solution, scores, base)
    gap = bound(found) - found["coverage"] * base - found["total"]
    return found | ({"gap": gap} if gap else {})


def _points(problem: Problem, i: int, j: int) -> int:
    return max(0, int(problem.scores[i, j]))


def _table(problem: Problem, solution: Solution) -> tuple[Long, int]:
    """Give what every pair is worth, and what placing one more is worth: more than all of them together."""
    scores = solution.weights.copy()
    further = problem.balance * sum(n * (n - 1) // 2 for n in problem.places if n > 0)
    locked = 1 + further + int(scores.max(axis=1, initial=0).sum())
    for i, j in problem.locks:
        scores[i, j] = locked
    base = 1 + further + int(scores.max(axis=1, initial=0).sum())
    if base >= NEVER // 8:
        raise TooManyPeople
    return scores, base


def _with_agreed(problem: Problem) -> Seating | None:
    """Give each locked pair that shares no period one of its own, which nobody else has: they meet as they agree."""
    seating = problem.periods
    if seating is None:
        return None
    alone = [(i, j) for i, j in problem.locks if not len(seating.shared(i, j))]
    mentees = np.zeros((len(seating.mentees), len(alone)), dtype=np.bool_)
    mentors = np.zeros((len(seating.mentors), len(alone)), dtype=np.bool_)
    for period, (i, j) in enumerate(alone):
        mentees[i, period] = mentors[j, period] = True
    return Seating(np.hstack([seating.mentees, mentees]), np.hstack([seating.mentors, mentors]))


def _periods(seating: Seating, solution: Solution, pairs: list[list[int]]) -> dict[str, Any]:
    period_of = solution.period_of
    return {
        "mentees": _listed(seating.mentees),
        "mentors": _listed(seating.mentors),
        "pairs": [] if period_of is None else [int(period_of[i]) for i, _ in pairs],
    }


def _listed(free: Mask) -> list[list[int]]:
    return [np.nonzero(row)[0].tolist() for row in free]


def _duals(problem: Problem, solution: Solution, scores: Long, base: int) -> dict[str, Any]:
    """Take the mentees' prices off the residual graph, and make the mentors' the least that cover every pair."""
    columns = columns_of(problem, to_split(problem))
    if len(columns.mentor) > MOST_COLUMNS:
        raise TooManyPeople
    rows = problem.free
    forced = base + int(scores.max(initial=0)) + 1
    worths = worths_of(scores, rows, columns, base, forced)
    graph = Graph(worths, placed(solution, rows, columns), columns.room, bound_rows(rows, columns))
    mentees = np.maximum(graph.row_prices[: len(rows)], 0)
    gains = np.where(scores >= 0, np.maximum(base + scores - mentees[:, None], 0), 0)
    found: dict[str, Any] = {"base": base, "mentees": mentees.tolist()}
    if problem.periods is None:
        return found | {"mentors": gains.max(axis=0, initial=0).tolist()}
    mentors, periods = [], []
    for j in range(len(problem.places)):
        own = problem.periods.of(j)
        dearest = _dearest(gains[:, j], problem.periods.mentees, own)
        price = _least(dearest, max(0, problem.places[j]), problem.balance)
        mentors.append(price)
        periods.append([max(0, gain - price) for gain in dearest])
    return found | {"mentors": mentors, "periods": periods}


def _dearest(gains: Long, free: Mask, own: Index) -> list[int]:
    """Give the most that any mentee would bring to each of a mentor's periods."""
    return [int(gains[free[:, period]].max(initial=0)) for period in own.tolist()]


def _least(dearest: list[int], places: int, balance: int) -> int:
    """Find the price of a mentor's place that makes the prices of places and periods together least."""

    def sum_of(price: int) -> int:
        return sum(max(0, gain - price) for gain in dearest) + sum(max(0, price - k * balance) for k in range(places))

    steps = {0, *dearest, *(k * balance for k in range(places))}
    return min(sorted(steps), key=sum_of)
