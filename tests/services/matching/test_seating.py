"""Periods as part of the problem, balance and wishes before points, against exhaustive search and HiGHS."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from desktop.services.matching import edges
from desktop.services.matching.competing import competition
from desktop.services.matching.engine import Solved
from desktop.services.matching.explain import gap_words
from desktop.services.matching.problem import Problem
from desktop.services.matching.residual import Residual, solve_forced
from desktop.services.matching.scoring import ScoreTable
from desktop.services.matching.seating import Seating, within
from desktop.services.matching.settings import Fairness
from desktop.services.matching.solver import Solution, solve, worth_of
from desktop.services.matching.types import Request
from tests.services.matching.builders import random_problem, random_seating
from tests.services.matching.oracles import best_of_all, by_highs, concave

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
    return replace(problem, **({"preferred": wishes} | given))


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
    for seed in range(part * 80, part * 80 + 80):
        check_against_search(seed)


@pytest.mark.parametrize("seeds", [range(120), pytest.param(range(1000, 3000), marks=pytest.mark.long)], ids=len)
def test_solving_by_edges_is_as_good(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    """MATCH-9.1: what is done in large schools only, on small ones, with balance, wishes, kept pairs and a lock."""
    monkeypatch.setattr("desktop.services.matching.edges.SPARSE_FROM", 0)
    monkeypatch.setattr("desktop.services.matching.edges._PART", 0)
    for seed in seeds:
        problem = replace(seated_problem(seed), periods=None)
        if seed % 2:
            problem = with_a_lock(problem)
        solution = solve(problem)
        check_kept_to(problem, solution)
        floor = highest_floor(problem) if problem.raises_floor else 0
        assert solution.floor == floor
        assert reached(problem, solution) == searched(problem, floor)
        kept = replace(problem, kept=problem.preferred, keep_bonus=300, preferred=())
        assert Residual(kept, solve(kept)).certificate().verify()


@pytest.mark.parametrize("seed", range(4))
def test_a_large_table_is_solved_by_edges_and_as_well(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """MATCH-9.2: 400 mentees, few places or many; the prices prove it, and the whole table gives the same worth."""
    rng = np.random.default_rng(seed)
    scores = rng.integers(-600, 1001, (400, 200)).clip(-1).astype(np.int16)
    problem = Problem(scores, tuple(rng.integers(0, 4 + 3 * (seed % 2), 200).tolist()), balance=20 * (seed // 2))
    taken = []
    real = edges.min_weight_full_bipartite_matching
    monkeypatch.setattr(edges, "min_weight_full_bipartite_matching", lambda *a, **k: taken.append(1) or real(*a, **k))
    quick = solve(problem)
    assert taken, "the whole table was used"
    assert Residual(problem, quick).certificate().verify()
    monkeypatch.setattr(edges, "SPARSE_FROM", 10**9)
    assert value(solve(problem)) == value(quick)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_exhaustive_search_finds_nothing_better_with_periods_at_length(part: int) -> None:
    """MATCH-9.1, with periods."""
    for seed in range(1000 + part * 1000, 2000 + part * 1000):
        check_against_search(seed)


@pytest.mark.parametrize("seeds", [range(80), pytest.param(range(1000, 2000), marks=pytest.mark.long)], ids=len)
def test_the_cost_of_any_pair_is_what_solving_again_says_with_periods_and_balance(seeds: range) -> None:
    """MATCH-9.7, with periods, balance, wishes and locks: nothing is cheaper, and no cost is below zero."""
    checked = 0
    for seed in seeds:
        problem = with_a_lock(seated_problem(seed, 14, 6))
        solution = solve(problem)
        residual = Residual(problem, solution)
        for row in problem.free.tolist():
            for column, forced in enumerate(residual.forced(row)):
                again = solve_forced(problem, solution, row, column)
                if forced is not None:
                    assert again is not None
                    assert forced.loss == again.loss >= 0
                    assert worth_of(solution.weighing, moved(solution, forced.moves)) == value(solution) - forced.loss
                    checked += 1
                elif again is not None:
                    assert solution.weights[row, column] < 0
                if solution.mentor_of[row] == column:
                    assert forced is not None
                    assert forced.loss == 0
    assert checked > 2 * len(seeds)


def with_a_lock(problem: Problem) -> Problem:
    allowed = [(int(i), int(j)) for i, j in np.argwhere(problem.scores >= 0) if problem.places[j] > 0]
    return replace(problem, locks=(allowed[len(allowed) // 2],)) if allowed else problem


def value(solution: Solution) -> int:
    return worth_of(solution.weighing, solution.mentor_of)


def moved(solution: Solution, moves: tuple[tuple[int, int], ...]) -> np.ndarray:
    """Who is with whom after the moves; it has to keep to places and periods."""
    found = solution.mentor_of.copy()
    for i, j in moves:
        found[i] = j
    problem = solution.problem
    assert all((found == j).sum() <= most for j, most in enumerate(problem.places))
    assert problem.periods is None or not problem.periods.crowded(found)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_a_bottleneck_with_periods_is_one(seed: int) -> None:
    """MATCH-9.7: more mentees than places in the periods that they can have at all."""
    problem = with_a_lock(seated_problem(seed, 12, 4, 3, preferred=()))
    solution = solve(problem)
    for row in problem.free.tolist():
        if solution.mentor_of[row] < 0 and (problem.scores[row] >= 0).any():
            mentees, mentors, places = competition(problem, solution, row)
            assert row in mentees
            assert places == len([i for i in mentees if solution.mentor_of[i] >= 0]) < len(mentees)
            among = np.full_like(problem.scores, -1)
            among[list(mentees)] = problem.scores[list(mentees)]
            for i, j in problem.locks:
                among[i, j] = 0
            assert solve(replace(problem, scores=among)).coverage - len(problem.locks) == places
            assert all(solution.mentor_of[i] in mentors for i in mentees if solution.mentor_of[i] >= 0)


@pytest.mark.parametrize("seed", range(5))
def test_highs_finds_no_more_in_a_school(seed: int) -> None:
    """MATCH-9.2, with periods: 40 mentees and 16 mentors of whom many are crowded."""
    problem = seated_problem(seed + 100, 40, 16, 6, preferred=())
    solution = solve(problem)
    check_kept_to(problem, solution)
    weights = np.where(solution.weights >= 0, solution.weights, -1)
    seating = problem.periods
    assert seating is not None
    found = {
        "scores": weights.tolist(),
        "places": list(problem.places),
        "balance": problem.balance,
        "periods": {
            "mentees": [sorted(free) for free in sets_of(seating)[0]],
            "mentors": [sorted(free) for free in sets_of(seating)[1]],
        },
    }
    placed, _, points = reached(problem, solution)
    assert (placed, points) == by_highs(found)


def test_mentors_are_split_only_where_they_are_crowded() -> None:
    """Two students who can only come in one period: the second one goes elsewhere, whatever it costs."""
    scores = np.array([[900, 100], [900, 100]], dtype=np.int16)
    free = np.array([[True, False], [True, False]])
    seating = Seating(free, np.array([[True, True], [True, True]]))
    problem = Problem(scores, (2, 2), fairness=PLAIN, periods=seating)
    solution = solve(problem)
    assert sorted(solution.mentor_of.tolist()) == [0, 1]
    assert solution.period_of is not None
    assert solution.period_of.tolist() == [0, 0]
    apart = replace(problem, periods=replace(seating, mentees=np.array([[True, False], [False, True]])))
    assert solve(apart).mentor_of.tolist() == [0, 0]
    without = replace(problem, periods=None)
    assert solve(without).mentor_of.tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(12))
def test_a_school_too_large_to_split_gets_pairs_that_keep_to_the_periods_and_a_gap(seed: int) -> None:
    """The gap bounds what the exact solution would bring more."""
    problem = seated_problem(seed, 30, 8, 4)
    exact, quick = solve(problem), solve(problem, most_cells=0)
    check_kept_to(problem, quick)
    assert 0 <= value(exact) - value(quick) <= quick.gap
    assert exact.gap == 0


def test_a_gap_is_said_in_students_or_in_points() -> None:
    said = set()
    for seed in range(40):
        problem = seated_problem(seed, 30, 8, 4)
        exact, quick = solve(problem), solve(problem, most_cells=0)
        assert exact.coverage - quick.coverage <= max(quick.more, 0)
        solved = Solved(Request(()), ScoreTable((), (), problem.scores), problem, quick)
        words = gap_words(solved)
        assert bool(words) == bool(quick.gap)
        said |= {words.split(":")[0]} | {key for key in ("placed", "points") if key in words}
    assert said == {"", "Not proven best", "placed", "points"}


def test_a_graph_too_large_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then each pair is priced by solving again, exactly as well."""
    problem = seated_problem(3, 14, 6)
    solution = solve(problem)
    monkeypatch.setattr("desktop.services.matching.residual.MOST_COLUMNS", 0)
    assert Residual(problem, solution).forced(0) == [None] * len(problem.places)


def test_each_further_student_of_a_mentor_costs() -> None:
    """With balance, two are shared out; without, both go to the better mentor."""
    scores = np.array([[600, 500], [600, 590]], dtype=np.int16)
    problem = Problem(scores, (2, 2), fairness=PLAIN)
    assert solve(problem).mentor_of.tolist() == [0, 0]
    assert solve(replace(problem, balance=9)).mentor_of.tolist() == [0, 0]
    assert solve(replace(problem, balance=11)).mentor_of.tolist() == [0, 1]
    assert solve(replace(problem, balance=11, locks=((0, 1),))).mentor_of.tolist() == [1, 0]


def test_wishes_come_before_points_and_after_how_many_are_placed() -> None:
    """A tick is worth more than all points; but not a student left out."""
    scores = np.array([[900, 10], [900, 10]], dtype=np.int16)
    problem = Problem(scores, (1, 1), fairness=PLAIN)
    assert solve(replace(problem, preferred=((0, 1),))).mentor_of.tolist() == [1, 0]
    assert solve(replace(problem, preferred=((1, 1),))).mentor_of.tolist() == [0, 1]
    alone = np.array([[900, 10], [900, -1]], dtype=np.int16)
    assert solve(replace(problem, scores=alone, preferred=((0, 0),))).mentor_of.tolist() == [1, 0]
    kept = replace(problem, preferred=((0, 1),), kept=((0, 0),), keep_bonus=10**6)
    assert solve(kept).mentor_of.tolist() == [0, 1]
