"""Who has waited longest comes first, where it costs nothing: of equal solutions the one that leaves out who came last.

A mentee without a mentor takes a place if the round is worth exactly as much with it, and the one who then has none has
waited less long. The worth, and all that is proven of it, stays as it is.
"""

from __future__ import annotations

from dataclasses import replace

from desktop.services.matching.problem import Problem
from desktop.services.matching.residual import Residual
from desktop.services.matching.scoring import ScoreTable
from desktop.services.matching.solver import Solution

# Whoever is not known to wait comes last.
_NEVER = "9999"


def longest_wait_first(table: ScoreTable, problem: Problem, solution: Solution) -> Solution:
    """Exchange who is left out, at no cost. Not where periods or the mentors' load are weighed too."""
    if problem.periods is not None or problem.balance:
        return solution
    since = [mentee.since or _NEVER for mentee in table.mentees]
    rows = [int(i) for i in problem.free]
    better: Solution | None = solution
    while better is not None:
        solution, better = better, None
        latest = max((since[i] for i in rows if solution.mentor_of[i] >= 0), default="")
        waiting = sorted((since[i], i) for i in rows if solution.mentor_of[i] < 0 and since[i] < latest)
        if waiting:
            graph = Residual(problem, solution)
            better = next(filter(None, (_placed(graph, solution, row, since) for _, row in waiting)), None)
    return solution


def _placed(graph: Residual, solution: Solution, row: int, since: list[str]) -> Solution | None:
    """Place a mentee instead of who has waited least, of those for whom it costs nothing; None if for nobody."""
    best: tuple[str, int, tuple[tuple[int, int], ...]] = (since[row], -1, ())
    for forced in graph.forced(row):
        if forced is None or forced.loss:
            continue
        left = [i for i, j in forced.moves if j < 0]
        if len(left) == 1:
            best = max(best, (since[left[0]], left[0], forced.moves))
    if best[0] == since[row]:
        return None
    mentor_of = solution.mentor_of.copy()
    for i, j in best[2]:
        mentor_of[i] = j
    return replace(solution, mentor_of=mentor_of)
