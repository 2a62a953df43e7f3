"""The solver against exhaustive search, an independent solver and its own certificate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.services.matching.errors import TooManyPeople
from desktop.services.matching.residual import Residual
from desktop.services.matching.settings import Fairness
from desktop.services.matching.solver import EXACT, Problem, Solution, assign, keep_everything, raise_floor, solve
from desktop.services.matching.weighing import weigh
from tests.services.matching.builders import random_problem
from tests.services.matching.oracles import best_worth, concave, highest_floor, hungarian, most_placed

PLAIN = Fairness(floor=False, slope=0)


def total(problem: Problem, solution: Solution) -> int:
    return sum(int(problem.scores[i, j]) for i, j in enumerate(solution.mentor_of) if j >= 0)


def check_feasible(problem: Problem, solution: Solution) -> None:
    used = [int(j) for j in solution.mentor_of if j >= 0]
    assert all(used.count(j) <= problem.places[j] for j in set(used))
    assert all(problem.scores[i, j] >= 0 for i, j in enumerate(solution.mentor_of) if j >= 0)


def check_against_search(seed: int) -> None:
    problem = random_problem(seed)
    table = problem.scores.tolist()
    plain = solve(replace(problem, fairness=PLAIN))
    check_feasible(problem, plain)
    assert (plain.coverage, total(problem, plain)) == best_worth(table, problem.places)
    fair = solve(problem)
    check_feasible(problem, fair)
    floor = highest_floor(table, problem.places)
    assert fair.floor == floor
    weighed = [[concave(s) if s >= floor else -1 for s in row] for row in table]
    found = sum(weighed[i][j] for i, j in enumerate(fair.mentor_of) if j >= 0)
    assert (fair.coverage, found) == best_worth(weighed, problem.places)
    assert Residual(problem, fair).certificate().verify()


@pytest.mark.parametrize("part", range(4))
def test_exhaustive_search_finds_nothing_better(part: int) -> None:
    """MATCH-9.1: 0 to 7 mentees, 0 to 5 mentors with 0 to 3 places, any density."""
    for seed in range(part * 50, part * 50 + 50):
        check_against_search(seed)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_exhaustive_search_finds_nothing_better_ten_thousand_times(part: int) -> None:
    """MATCH-9.1."""
    for seed in range(1000 + part * 1000, 2000 + part * 1000):
        check_against_search(seed)


@pytest.mark.parametrize("seeds", [range(60), pytest.param(range(500), marks=pytest.mark.long)], ids=len)
def test_an_independent_solver_agrees_and_the_certificate_holds(seeds: range) -> None:
    """MATCH-9.2: up to 60 mentees and 30 mentors, against shortest augmenting paths written anew."""
    for seed in seeds:
        problem = random_problem(seed, 60, 30)
        solution = solve(problem)
        check_feasible(problem, solution)
        certificate = Residual(problem, solution).certificate()
        assert certificate.verify()
        value, _ = hungarian(certificate.worths, problem.places)
        assert value == sum(int(certificate.worths[i, j]) for i, j in certificate.pairs)


def test_a_worse_solution_has_no_certificate() -> None:
    """MATCH-9.2."""
    problem = Problem(np.array([[500, 900], [400, 900]], dtype=np.int16), (1, 1), fairness=PLAIN)
    good = solve(problem)
    bad = replace(good, mentor_of=good.mentor_of[::-1].copy())
    assert Residual(problem, good).certificate().verify()
    assert not Residual(problem, bad).certificate().verify()


@pytest.mark.parametrize("seed", range(60))
def test_the_floor_keeps_coverage_and_the_next_score_loses_it(seed: int) -> None:
    """MATCH-9.6."""
    problem = random_problem(seed, 30, 15)
    left, most = problem.left, solve(replace(problem, fairness=PLAIN))
    floor = raise_floor(problem.scores, left)
    steps = np.unique(problem.scores[problem.scores >= 0])
    above = steps[steps > floor]
    at_floor = np.where(problem.scores >= floor, problem.scores, np.int16(-1))
    assert solve(replace(problem, scores=at_floor)).coverage == most.coverage
    if most.coverage and len(above):
        higher = np.where(problem.scores >= above[0], problem.scores, np.int16(-1))
        assert solve(replace(problem, scores=higher)).coverage < most.coverage


@pytest.mark.parametrize("seed", range(60))
def test_the_worst_pair_is_never_worse_than_with_the_highest_total(seed: int) -> None:
    """MATCH-9.6."""
    problem = random_problem(seed, 30, 15)
    fair, plain = solve(problem), solve(replace(problem, fairness=PLAIN))
    if plain.coverage:
        worst = [min(int(problem.scores[i, j]) for i, j in enumerate(s.mentor_of) if j >= 0) for s in (fair, plain)]
        assert worst[0] >= worst[1]
        assert fair.coverage == plain.coverage
        assert total(problem, fair) <= total(problem, plain)


@pytest.mark.parametrize("seed", range(40))
def test_a_place_or_a_pair_more_never_lowers_what_is_reached(seed: int) -> None:
    """MATCH-9.5."""
    problem = replace(random_problem(seed, 12, 8), fairness=PLAIN)
    before = solve(problem)
    for j in range(len(problem.places)):
        more = replace(problem, places=(*problem.places[:j], problem.places[j] + 1, *problem.places[j + 1 :]))
        after = solve(more)
        assert (after.coverage, total(more, after)) >= (before.coverage, total(problem, before))
    for i, j in np.argwhere(problem.scores < 0)[:10]:
        scores = problem.scores.copy()
        scores[i, j] = 300
        allowed = replace(problem, scores=scores)
        after = solve(allowed)
        assert (after.coverage, total(allowed, after)) >= (before.coverage, total(problem, before))


@pytest.mark.parametrize("seed", range(30))
def test_locks_stay_and_the_rest_is_best_around_them(seed: int) -> None:
    problem = random_problem(seed, 10, 6)
    allowed = [(int(i), int(j)) for i, j in np.argwhere(problem.scores >= 0) if problem.places[j] > 0]
    if not allowed:
        return
    lock = allowed[seed % len(allowed)]
    locked = replace(problem, locks=(lock,))
    solution = solve(locked)
    assert solution.mentor_of[lock[0]] == lock[1]
    check_feasible(problem, solution)
    table = [row for i, row in enumerate(problem.scores.tolist()) if i != lock[0]]
    left = tuple(n - (j == lock[1]) for j, n in enumerate(problem.places))
    assert solution.coverage == most_placed(table, left) + 1
    assert Residual(locked, solution).certificate().verify()


def test_unchanged_input_with_kept_pairs_changes_nothing() -> None:
    """MATCH-9.9."""
    for seed in range(40):
        problem = random_problem(seed, 30, 15)
        first = solve(problem)
        kept = tuple((i, int(j)) for i, j in enumerate(first.mentor_of) if j >= 0)
        again = solve(replace(problem, kept=kept, keep_bonus=(10, 1001, 10_000_000)[seed % 3]))
        assert np.array_equal(first.mentor_of, again.mentor_of)


def test_a_large_keep_bonus_changes_only_what_has_to_change() -> None:
    """MATCH-9.9."""
    for seed in range(40):
        problem = random_problem(seed, 25, 14)
        first = solve(problem)
        kept = tuple((i, int(j)) for i, j in enumerate(first.mentor_of) if j >= 0)
        if not kept:
            continue
        gone = kept[0][1]
        places = tuple(0 if j == gone else n for j, n in enumerate(problem.places))
        still = tuple(pair for pair in kept if pair[1] != gone)
        bonus = keep_everything(len(problem.scores), problem.fairness)
        again = solve(replace(problem, places=places, kept=still, keep_bonus=bonus))
        stayed = sum(int(again.mentor_of[i]) == j for i, j in still)
        table = [[0] * len(places) for _ in problem.scores]
        for i, row in enumerate(problem.scores.tolist()):
            table[i] = [(1 if (i, j) in still else 0) if score >= 0 else -1 for j, score in enumerate(row)]
        _, most_kept = _best(table, places)
        assert stayed == most_kept


def _best(table: list[list[int]], places: tuple[int, ...]) -> tuple[int, int]:
    worths = np.array(table, dtype=np.int64).reshape(len(table), len(places))
    base = len(table) + 1
    value, found = hungarian(np.where(worths < 0, -1, worths + base), places)
    placed = sum(j >= 0 for j in found)
    return placed, value - placed * base


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1), (4, 1), (1, 4)])
@pytest.mark.parametrize("score", [-1, 0, 1000])
@pytest.mark.parametrize("places", [0, 1, 5])
def test_degenerate_cases(shape: tuple[int, int], score: int, places: int) -> None:
    """MATCH-9.10."""
    problem = Problem(np.full(shape, score, dtype=np.int16), (places,) * shape[1])
    solution = solve(problem)
    check_feasible(problem, solution)
    expected = min(shape[0], shape[1] * places) if score >= 0 else 0
    assert solution.coverage == expected
    assert Residual(problem, solution).certificate().verify()


def test_ties_are_broken_the_same_way_each_time() -> None:
    """MATCH-9.10."""
    problem = Problem(np.full((6, 3), 500, dtype=np.int16), (1, 1, 2))
    assert all(np.array_equal(solve(problem).mentor_of, solve(problem).mentor_of) for _ in range(3))


def test_more_people_than_exact_arithmetic_carries_are_refused_before_it_matters() -> None:
    """MATCH-9.12."""
    weights = np.full((2, 1), 5, dtype=np.int32)
    with pytest.raises(TooManyPeople):
        assign(weights, np.array([1]), EXACT)
    problem = Problem(np.full((2, 1), 5, dtype=np.int16), (1,), kept=((0, 0),), keep_bonus=EXACT // 2)
    with pytest.raises(TooManyPeople):
        solve(problem)
    large = Problem(np.full((5000, 1), 1000, dtype=np.int16), (1,), balance=100)
    assert weigh(large, 0).base * 5000 < EXACT
