"""Periods as part of the problem, balance and wishes before points, against exhaustive search and HiGHS."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from desktop.services.matching.problem import Problem
from desktop.services.matching.residual import Residual
from desktop.services.matching.seating import Seating, within
from desktop.services.matching.settings import Fairness
from desktop.services.matching.solver import Solution, solve
from tests.services.matching.builders import random_problem, random_seating
from tests.services.matching.oracles import best_of_all, concave

PLAIN = Fairness(floor=False, slope=0)


def sets_of(seating: Seating) -> tuple[list[set[int]], list[set[int]]]:
    return tuple([set(np.nonzero(row)[0].tolist()) for row in side] for side in (seating.mentees, seating.mentors))


def seated_problem(seed: int, mentees: int = 6, mentors: int = 4, width: int = 4, **given: object) -> Problem:
    """A random problem with periods; a third of them with a price for further mentees, or with wishes first."""
    rng = random.Random(seed)
    problem = random_problem(seed, mentees, mentors)
    seating = random_seating(rng, problem, width)
    problem = replace(problem, scores=within(problem.scores, seating), periods=seating, balance=rng.choice((0, 0, 70)))
    allowed = [(int(i), int(j)) for i, j in np.argwhere(problem.scores >= 0)]
    wishes = tuple(pair for pair in allowed if rng.random() < 0.3) if rng.random() < 0.4 else ()
    return replace(problem, preferred=wishes, **given)


def check_kept_to(problem: Problem, solution: Solution) -> None:
    """No mentor above their places, no forbidden pair, no period twice, none that one of the two does not have."""
    seating, used = problem.periods, set()
    locked = set(problem.locks)
    for i, j in enumerate(solution.mentor_of.tolist()):
        if j < 0:
            continue
        assert (i, j) in locked or problem.scores[i, j] >= 0
        assert (solution.mentor_of == j).sum() <= problem.places[j]
        if seating is not None and solution.period_of is not None:
            period = int(solution.period_of[i])
            if (i, j) in locked and not len(seating.shared(i, j)):
                continue
            assert seating.mentees[i, period]
            assert seating.mentors[j, period]
            assert (j, period) not in used
            used.add((j, period))


def reached(problem: Problem, solution: Solution) -> tuple[int, int, int]:
    """Placed, wishes met and points less what further mentees cost, of pairs that no lock holds."""
    load, wishes, points, placed = problem.locked, 0, 0, 0
    for i in problem.free.tolist():
        j = int(solution.mentor_of[i])
        if j >= 0:
            placed += 1
            wishes += (i, j) in problem.preferred
            points += concave(int(problem.scores[i, j])) - problem.balance * int(load[j])
            load[j] += 1
    return placed, wishes, points


def searched(problem: Problem, floor: int = 0) -> tuple[int, ...]:
    table = [
        [((i, j) in problem.preferred, concave(int(score))) if score >= floor else None for j, score in enumerate(row)]
        for i, row in enumerate(problem.scores.tolist())
    ]
    periods = None if problem.periods is None else sets_of(problem.periods)
    return (*best_of_all(table, problem.places, problem.balance, periods, problem.locks), 0, 0)[:3]


def highest_floor(problem: Problem) -> int:
    """Try every score as a floor, highest first, with the real coverage of the problem with periods."""
    most = searched(problem)[0]
    for floor in sorted({s for row in problem.scores.tolist() for s in row if s >= 0}, reverse=True):
        if most and searched(problem, floor)[0] == most:
            return floor
    return 0


def check_against_search(seed: int) -> None:
    problem = seated_problem(seed)
    solution = solve(problem)
    check_kept_to(problem, solution)
    assert solution.gap == 0
    floor = highest_floor(problem) if problem.raises_floor else 0
    assert solution.floor == floor
    assert reached(problem, solution) == searched(problem, floor)
    assert Residual(problem, solution).certificate().verify()


@pytest.mark.parametrize("part", range(4))
def test_exhaustive_search_finds_nothing_better_with_periods(part: int) -> None:
    """MATCH-9.1, with periods, balance, wishes first and the floor of this problem."""
    for seed in range(part * 30, part * 30 + 30):
        check_against_search(seed)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_exhaustive_search_finds_nothing_better_with_periods_at_length(part: int) -> None:
    """MATCH-9.1, with periods."""
    for seed in range(1000 + part * 200, 1200 + part * 200):
        check_against_search(seed)
