"""The matcher by itself: time over a bare linear assignment, memory, the cost of every other mentor, and re-runs.

    python -m tests.benchmarks.matching_alone 1000

Prints one JSON object. tests.benchmarks.matching runs it in a process of its own, so that the memory is its own.
Times are of the processor, the least of the runs: other programs on the machine change them less.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from scipy.optimize import linear_sum_assignment

from desktop.services.matching.arrays import np
from desktop.services.matching.residual import Residual
from desktop.services.matching.scoring import ScoreTable, score_table
from desktop.services.matching.settings import Fairness, Settings
from desktop.services.matching.solver import Problem, Solution, assign, keep_everything, solve
from tests.benchmarks.matching_school import people

RUNS = 3
# Mentees whose other mentors are priced.
ASKED = 10
PLAIN = Fairness(floor=False, slope=0)
FIRST_SEED, SCHOOLS = 11, 10
# One mentor in so many drops out before the re-run.
GONE = 33


Result = TypeVar("Result")


def timed(call: Callable[[], Result], runs: int = RUNS) -> tuple[Result, float]:
    """Give what a call gave, and the least seconds of the processor."""
    taken = []
    for _ in range(runs):
        begun = time.process_time()
        value = call()
        taken.append(time.process_time() - begun)
    return value, min(taken)


def total(problem: Problem, solution: Solution) -> int:
    """The scores of all pairs added up."""
    return sum(scores_of(problem, solution))


def scores_of(problem: Problem, solution: Solution) -> list[int]:
    """The scores of all pairs."""
    return [int(problem.scores[i, j]) for i, j in enumerate(solution.mentor_of) if j >= 0]


def megabytes() -> int:
    """The most memory this process had at once."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 if sys.platform != "darwin" else 1024 * 1024)


def bare(table: ScoreTable, places: tuple[int, ...], mentees: int) -> float:
    """Seconds of one linear assignment of the scores as they are, each mentor repeated, nothing else done."""
    slots = np.repeat(np.arange(len(places)), places)
    base = mentees * 1001 + 1
    cost = np.where(table.scores >= 0, -(base + table.scores.astype(np.float64)), 0.0).T[slots]
    return timed(lambda: linear_sum_assignment(cost))[1]


def why_not(problem: Problem, solution: Solution) -> tuple[float, bool]:
    """Seconds for the cost of every mentor for one mentee, once the graph is there; and whether the prices prove it."""
    residual = Residual(problem, solution)
    proven = residual.certificate().verify()
    taken = []
    for row in range(ASKED):
        begun = time.process_time()
        residual.forced(row * len(problem.scores) // ASKED)
        taken.append(time.process_time() - begun)
    return statistics.median(taken), proven


def needless(problem: Problem, solution: Solution) -> tuple[int, int]:
    """Let some mentors drop out and solve with the fewest changes.

    Gives how many pairs broke, and how many others changed beyond what placing as many as possible needs: the most
    that can stay is found anew, with every pair that is to stay worth one and every other nothing.
    """
    gone = {j for j in range(len(problem.places)) if j % GONE == GONE // 2}
    pairs = [(i, int(j)) for i, j in enumerate(solution.mentor_of) if j >= 0]
    stay = tuple(pair for pair in pairs if pair[1] not in gone)
    places = tuple(0 if j in gone else n for j, n in enumerate(problem.places))
    bonus = keep_everything(len(problem.scores), problem.fairness)
    again = solve(Problem(problem.scores, places, kept=stay, keep_bonus=bonus, fairness=problem.fairness))
    kept = sum(int(again.mentor_of[i]) == j for i, j in stay)
    worths = np.where(problem.scores >= 0, 0, -1).astype(np.int32)
    for pair in stay:
        worths[pair] = 1
    found = assign(worths, np.array(places, dtype=np.intp), len(pairs) + 1)
    most = sum(int(found[i]) == j for i, j in stay)
    return len(pairs) - len(stay), (most - kept) + int((found >= 0).sum()) - again.coverage


def price(mentees: int) -> float:
    """Give what part of the total fairness costs: the floor and the lift of weak pairs, over ten small schools or one."""
    fair = plain = 0
    for seed in range(SCHOOLS if mentees < 1000 else 1):
        table = score_table(people(mentees, FIRST_SEED + seed), Settings())
        problem = Problem(table.scores, tuple(m.places for m in table.mentors))
        fair += total(problem, solve(problem))
        plain += total(problem, solve(replace(problem, fairness=PLAIN)))
    return 1 - fair / plain


def main() -> None:
    mentees = int(sys.argv[1])
    everybody = people(mentees)
    table, scoring = timed(lambda: score_table(everybody, Settings()), 1)
    places = tuple(m.places for m in table.mentors)
    problem = Problem(table.scores, places)
    solution, solving = timed(lambda: solve(problem), 1)
    memory = megabytes()
    scoring = min(scoring, timed(lambda: score_table(everybody, Settings()))[1])
    solving = min(solving, timed(lambda: solve(problem))[1])
    plain = solve(replace(problem, fairness=PLAIN))
    asked, proven = why_not(problem, solution)
    gone, changes = needless(problem, solution)
    found = {
        "score": scoring,
        "solve": solving,
        "bare": bare(table, places, mentees),
        "megabytes": memory,
        "why_not": asked,
        "proven": proven,
        "price": price(mentees),
        "worst": min(scores_of(problem, solution)),
        "plain_worst": min(scores_of(problem, plain)),
        "gone": gone,
        "needless": changes,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
