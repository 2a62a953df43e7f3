"""Cards, costs of other pairs against solving again, and bottlenecks that really are ones."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from desktop.services.language import set_profile
from desktop.services.matching.competing import bottleneck
from desktop.services.matching.engine import Solved, run
from desktop.services.matching.errors import LockForbidden, LocksContradict, NothingWeighs
from desktop.services.matching.explain import alternatives, card, cards, why_not
from desktop.services.matching.residual import Residual, solve_forced
from desktop.services.matching.settings import Settings
from desktop.services.matching.solver import Problem, Solution, solve
from desktop.services.matching.types import Request
from tests.services.matching.builders import mentee, mentor, random_problem, random_school
from tests.services.matching.oracles import concave, hungarian


def forced_by_searching(problem: Problem, solution: Solution, row: int, column: int) -> int | None:
    """Give the pair its place and let the independent solver place the rest, with the same weights."""
    left = problem.left.copy()
    left[column] -= 1
    if left[column] < 0:
        return None
    worths = np.where(solution.weights < 0, -1, solution.weights.astype(np.int64) + solution.base)
    before, _ = hungarian(worths, tuple(problem.left))
    worths[row] = -1
    rest, _ = hungarian(worths, tuple(left))
    score = max(0, int(problem.scores[row, column]))
    return before - rest - (concave(score) + solution.base)


@pytest.mark.parametrize("seeds", [range(16), pytest.param(range(100, 200), marks=pytest.mark.long)], ids=len)
def test_the_cost_of_any_pair_is_what_solving_again_says(seeds: range) -> None:
    """MATCH-9.7: 150 pairs, or 2,000; none costs less than nothing, the present mentor costs nothing."""
    checked = 0
    for seed in seeds:
        problem = random_problem(seed, 14, 8)
        solution = solve(problem)
        residual = Residual(problem, solution)
        for row in range(len(problem.scores)):
            for column, forced in enumerate(residual.forced(row)):
                expected = forced_by_searching(problem, solution, row, column)
                again = solve_forced(problem, solution, row, column)
                assert (again.loss if again else None) == expected
                checked += 1
                if forced:
                    assert forced.loss == expected >= 0
                assert (forced is None) == (solution.weights[row, column] < 0 or problem.places[column] == 0)
                if solution.mentor_of[row] == column:
                    assert forced is not None
                    assert forced.loss == 0
    assert checked >= (2000 if len(seeds) > 16 else 150)


@pytest.mark.parametrize("seed", range(12))
def test_a_cost_in_words_is_the_change_that_its_moves_make(seed: int) -> None:
    """MATCH-9.7."""
    solved = run(Request(random_school(seed, 14, 9, blanks=0.05)))
    for a in solved.table.mentees:
        for other, cost in alternatives(solved, a.uid):
            moved = {m.mentee.uid: m.to for m in cost.moves}
            assert cost.moves[0].to == other
            assert after(solved, moved) == (len(solved.pairs) - cost.left_out, total(solved) - cost.points)
            assert cost.weighed >= 0 or cost.left_out > 0


def total(solved: Solved) -> int:
    return sum(int(solved.table.scores[i, j]) for i, j in solved.pairs)


def after(solved: Solved, moved: dict) -> tuple[int, int]:
    """Coverage and total once the moves are made, and no mentor is above their places."""
    now = {solved.table.mentees[i].uid: solved.table.mentors[j] for i, j in solved.pairs} | moved
    now = {uid: m for uid, m in now.items() if m is not None}
    held = [m.uid for m in now.values()]
    assert all(held.count(m.uid) <= m.places for m in now.values())
    points = [int(solved.table.scores[solved.row(uid), solved.column(m.uid)]) for uid, m in now.items()]
    return len(now), sum(points)


@pytest.mark.parametrize("seed", range(60))
def test_a_bottleneck_has_more_mentees_than_places_and_no_way_out(seed: int) -> None:
    """MATCH-9.7."""
    problem = random_problem(seed, 30, 10)
    solution = solve(problem)
    allowed = problem.scores >= 0
    for row in np.nonzero((solution.mentor_of < 0) & allowed.any(axis=1))[0]:
        mentees, mentors = bottleneck(allowed, solution.mentor_of, int(row))
        assert int(row) in mentees
        assert len(mentees) > sum(problem.places[j] for j in mentors)
        assert all(set(np.nonzero(allowed[i])[0]) <= set(mentors) for i in mentees)


def test_why_not_lists_all_rules_else_the_cost() -> None:
    a, b = mentee("1"), mentee("2", interests=("drawing",))
    solved = run(Request((a, b, mentor("8"), mentor("9", year_rank=8, year="8", periods=("Fri1",)))))
    forbidden = why_not(solved, (a.uid, "m9"))
    assert [rule.rule for rule in forbidden.rules] == ["period", "year"]
    assert "Mentee 1 has Mon3, Mentor 9 has Fri1" in forbidden.sentence
    assert why_not(solved, (a.uid, "m8")).sentence == "They are together in this draft."
    possible = why_not(solved, (b.uid, "m8"))
    assert possible.cost is not None
    assert possible.cost.left_out == 0
    assert "Mentee 1 would have no mentor." in possible.sentence
    assert why_not(solved, ("nobody", "m8")).rules[0].rule == "not_in_round"


def test_why_not_names_bans_and_locks() -> None:
    people = (mentee("1"), mentee("2"), mentor("8"), mentor("9"))
    solved = run(Request(people, locks=(("e1", "m8"),), bans=(("e2", "m9"),)))
    assert [r.rule for r in why_not(solved, ("e2", "m9")).rules] == ["banned"]
    assert [r.rule for r in why_not(solved, ("e1", "m9")).rules] == ["locked"]
    assert [r.rule for r in why_not(solved, ("e2", "m8")).rules] == ["locked_full"]


def test_a_card_gives_three_reasons_with_their_evidence() -> None:
    found = card(mentee(), mentor(), Settings())
    assert found.reasons == ("both chose chess", "the same goal: maths", "both free Mon3")
    assert found.band == "Strong"
    set_profile("us")
    try:
        alone = card(mentee(goals=()), mentor(goals=()), Settings())
        assert alone.reasons == ("both chose chess", "both free Mon3", "2 grades apart")
    finally:
        set_profile("uk")


def test_two_people_with_little_to_say_still_get_three_reasons() -> None:
    found = card(mentee(interests=(), goals=()), mentor(interests=(), goals=()), Settings())
    assert found.reasons == ("both free Mon3", "2 years apart", "both speak English")


def test_what_is_most_their_own_is_told_first_whatever_it_weighs() -> None:
    """A wish, what both chose, a goal, a further language, a period, and last the years, which score best."""
    a, b = mentee(languages=("English", "Somali")), mentor(languages=("English", "Somali"))
    told = card(replace(a, wants=(b.number,)), b, Settings())
    assert told.reasons == ("the mentee asked for this mentor", "both chose chess", "the same goal: maths")
    few = card(replace(a, interests=(), goals=()), replace(b, interests=(), goals=()), Settings())
    assert few.reasons == ("both speak Somali", "both free Mon3", "2 years apart")
    points = {part.key: part.points for part in few.breakdown.parts}
    assert points["gap"] >= points["periods"], "the years score more, and are told last"
    assert sum(part.points for part in told.breakdown.parts) == told.score


def test_warnings() -> None:
    found = card(mentee(goals=()), mentor(year_rank=13, places=2, interests=("drawing",)), Settings(), load=2)
    assert found.warnings == (
        "5 years apart is a lot",
        "only one free period in common",
        "based on 3 of 4: nothing given under Goals",
        "the mentor has 2 students in this round and no place left",
        "they have little in common",
    )
    assert card(mentee(periods=("Mon3", "Tue1")), mentor(periods=("Mon3", "Tue1")), Settings()).warnings == ()


@pytest.mark.parametrize("seed", range(10))
def test_cards_are_all_pairs_with_the_score_of_the_table(seed: int) -> None:
    solved = run(Request(random_school(seed, 15, 10)))
    found = cards(solved)
    assert [c.score for c in found] == [int(solved.table.scores[i, j]) for i, j in solved.pairs]
    assert all(1 <= len(c.reasons) <= 3 for c in found)


def test_locks_that_cannot_be_are_refused() -> None:
    people = (mentee("1"), mentee("2"), mentor("8"), mentor("9", year_rank=8))
    with pytest.raises(LocksContradict):
        run(Request(people, locks=(("e1", "m8"), ("e2", "m8"))))
    with pytest.raises(LockForbidden) as refused:
        run(Request(people, locks=(("e1", "m9"),)))
    assert "a mentor in a year that your rules allow" in str(refused.value)
    with pytest.raises(NothingWeighs):
        run(Request(people, Settings(weights=(("interests", 0),))))


def test_a_lock_on_somebody_who_left_is_dropped() -> None:
    assert run(Request((mentee("1"), mentor("8")), locks=(("gone", "m8"),))).placed == {"e1"}


@pytest.mark.parametrize("seed", range(10))
def test_the_same_people_in_another_order_give_the_same_pairs(seed: int) -> None:
    """MATCH-9.4."""
    people = random_school(seed, 20, 12)
    one = run(Request(people))
    two = run(Request(tuple(replace(a, name="x") for a in reversed(people))))

    def names(solved: Solved) -> list[tuple[str, str]]:
        return [(solved.table.mentees[i].uid, solved.table.mentors[j].uid) for i, j in solved.pairs]

    assert names(one) == names(two)


def test_the_package_comes_without_numpy() -> None:
    code = "import sys, desktop.services.matching, desktop.services.matching.types; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
