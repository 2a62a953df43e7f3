"""The proof for schools of up to 300 mentees: a mixed-integer program (HiGHS), asked only for something better.

First whether more mentees can be placed, then whether as many with a higher sum of scores. Before the second question,
prices rule out what cannot be part of anything better, which leaves a smaller program. What comes back is solved again
and counted here in integers; that there is nothing better is HiGHS's own answer.
"""

from __future__ import annotations

from desktop.services.matching.arrays import Mask, np
from desktop.services.matching.groups_bound import FINE, Relaxed, descend
from desktop.services.matching.groups_problem import Arrangement, GroupProblem
from desktop.services.matching.groups_program import Question, ask
from desktop.services.matching.groups_search import Bound, Work, worth_in
from desktop.services.matching.solver import TOP_SCORE

PROVABLE = 300
_STEPS = 400
_EACH = TOP_SCORE + 1


def prove_best(problem: GroupProblem, work: Work, bound: Bound) -> Bound:
    """Look for anything better until there is nothing, and give the bound that is left. `work.best` may improve."""
    if work.best is None or not len(problem.free):
        return bound
    if work.best.coverage < bound.coverage:
        bound = _prove_coverage(problem, work, bound)
    return _prove_total(problem, work, bound) if work.best.coverage == bound.coverage else bound


def _prove_coverage(problem: GroupProblem, work: Work, bound: Bound) -> Bound:
    """Ask whether more can be placed. The total's bound is that of a coverage, and goes where the coverage goes."""
    best, held = work.best, len(problem.locks)
    if best is None:
        return bound
    ones = np.ones((len(problem.free), len(problem.room)), dtype=np.int64)
    wider = (best.coverage + 1 - held, bound.coverage - held)
    answer = ask(problem, Question(problem.meeting[problem.free], problem.slots, ones, wider))
    if answer is None:
        return bound
    most = best.coverage if answer.nothing else answer.value + held
    if not answer.nothing:
        work.solve(answer.slot_of)
    return bound if most == bound.coverage else Bound(most, TOP_SCORE * most)


def _prove_total(problem: GroupProblem, work: Work, bound: Bound) -> Bound:
    """Ask whether as many can be placed with a higher sum of scores."""
    best = work.best
    if best is None:
        return bound
    pairs, meetings, lowest = undecided(problem, best)
    bound = Bound(bound.coverage, max(min(lowest, bound.total), best.total))
    if bound.total == best.total:
        return bound
    scores = problem.scores[problem.free].astype(np.int64)
    placed = best.coverage - len(problem.locks)
    answer = ask(problem, Question(pairs, meetings, scores, (placed, placed)))
    if answer is None:
        return bound
    held = sum(int(problem.scores[i, j]) for i, j in problem.locks)
    if answer.nothing or answer.value + held <= best.total:
        return Bound(bound.coverage, best.total)
    work.solve(answer.slot_of)
    return Bound(bound.coverage, min(bound.total, answer.value + held))


def undecided(problem: GroupProblem, best: Arrangement) -> tuple[Mask, Mask, int]:
    """Give pairs and meetings that prices do not rule out of anything better, and the highest total there can be."""
    relaxed = Relaxed(problem, worth_in(problem, _EACH, FINE))
    held = sum(int(problem.scores[i, j]) + _EACH for i, j in problem.locks)
    target = (best.total + _EACH * best.coverage - held) * FINE
    start = np.full(len(problem.free), _EACH * FINE, dtype=np.int64)
    bound, prices = descend(relaxed, start, target, _STEPS, lambda _step, _choice: target)
    table = relaxed.table(prices)
    gain = np.where(relaxed.must, table.max(axis=1), np.maximum(table.max(axis=1), 0))
    better = bound - target - FINE
    meetings = problem.slots & (gain[:, None] - table <= better)
    pairs = relaxed.joined(prices, meetings) + better >= gain[None, :]
    return pairs & problem.meeting[problem.free], meetings, bound // FINE + held - _EACH * best.coverage
