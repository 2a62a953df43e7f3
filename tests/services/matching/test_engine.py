"""Settings that change what is solved: one mentee in a period, wishes of a meet-and-greet first, shared-out loads."""

from __future__ import annotations

import pytest

from desktop.services.matching import engine
from desktop.services.matching.certificate import certificate, check
from desktop.services.matching.engine import run
from desktop.services.matching.errors import LocksContradict
from desktop.services.matching.explain import why_not
from desktop.services.matching.outcome import match
from desktop.services.matching.settings import Fairness, Settings
from desktop.services.matching.types import Applicant, Request
from tests.services.matching.builders import mentee, mentor, random_school

APART = Settings(one_per_period=True)


def pairs(request: Request) -> dict[str, str]:
    solved = run(request)
    return {solved.table.mentees[i].number: solved.table.mentors[j].number for i, j in solved.pairs}


def test_a_mentor_does_not_meet_two_in_one_period_where_that_is_asked() -> None:
    people = (mentee("1"), mentee("2"), mentor("8", places=2), mentor("9", interests=("drawing",)))
    assert pairs(Request(people)) == {"1": "8", "2": "8"}
    assert sorted(pairs(Request(people, APART)).values()) == ["8", "9"]
    both = (*people[:2], mentor("8", places=2, periods=("Mon3", "MON3 ", "Tue1")))
    assert len(pairs(Request(both, APART))) == 1, "one period written twice is one period"


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_met_twice_in_one_period_in_random_schools(seed: int) -> None:
    solved = run(Request(random_school(seed, 30, 12), APART))
    seating = solved.problem.periods
    assert seating is not None
    assert not seating.crowded(solved.solution.mentor_of)
    assert solved.solution.gap == 0
    assert len(solved.pairs) <= len(run(solved.request.__class__(solved.request.applicants)).pairs)


def test_who_waits_because_of_a_period_is_told_so() -> None:
    outcome = match(Request((mentee("1"), mentee("2"), mentor("8", places=2, periods=("Mon3", "Tue1"))), APART))
    (waiting,) = outcome.unplaced
    assert waiting.why == ("2 students compete for 1 place with Mentor 8. A mentor meets only one student in a period.")
    assert waiting.change.startswith("One more mentor who is free Mon3")


def test_locks_in_one_period_contradict_each_other() -> None:
    people = (mentee("1"), mentee("2"), mentor("8", places=2))
    locks = (("e1", "m8"), ("e2", "m8"))
    assert len(run(Request(people, locks=locks)).pairs) == 2
    with pytest.raises(LocksContradict):
        run(Request(people, APART, locks=locks))


def test_a_period_that_is_taken_is_no_period() -> None:
    """Neither for solving, nor for why not, nor for why nobody."""
    people = (mentee("1"), mentor("8", places=2, periods=("Mon3", "Tue1"), taken=("MON3",)))
    assert pairs(Request(people)) == {"1": "8"}
    assert pairs(Request(people, APART)) == {}
    said = why_not(run(Request(people, APART)), ("e1", "m8"))
    assert [rule.rule for rule in said.rules] == ["period_taken"]
    assert said.sentence == "Mentor 8 already meets somebody whenever both are free."
    (waiting,) = match(Request(people, APART)).unplaced
    assert waiting.cause == "period_taken"
    assert waiting.why == "Mentor 8 already meet somebody in every period that suits this student."


def test_why_not_says_that_locked_pairs_take_the_period() -> None:
    people = (mentee("1"), mentee("2"), mentor("8", places=2, periods=("Mon3", "Tue1")))
    said = why_not(run(Request(people, APART, locks=(("e1", "m8"),))), ("e2", "m8"))
    assert said.sentence == "Pairs you locked leave Mentor 8 no free period for both."


def test_who_was_named_at_a_meet_and_greet_comes_before_points_where_that_is_asked() -> None:
    drawn = mentor("9", interests=("drawing",), goals=("friends",))
    people = (mentee("1", met=("9",)), mentee("2"), mentor("8"), drawn)
    weights = (("interests", 30), ("goals", 20))
    assert pairs(Request(people, Settings(weights=weights, wishes_first=True))) == {"1": "9", "2": "8"}
    two = (mentee("1", met=("9",), interests=("drawing",)), mentee("2", interests=("drawing",)), mentor("8"), drawn)
    plain = pairs(Request(two, Settings(weights=(("interests", 30),), wishes_first=False)))
    assert len(plain) == 2
    assert engine.wished(run(Request(people)).table) == ((0, 1),)


def test_a_named_mentor_whom_a_rule_forbids_is_no_wish() -> None:
    people = (mentee("1", met=("9",), avoids=("9",)), mentor("8"), mentor("9"))
    assert pairs(Request(people)) == {"1": "8"}


def test_balance_shares_students_out() -> None:
    people = (mentee("1"), mentee("2"), mentor("8", places=2), mentor("9", places=2, year_rank=9, year="9"))
    assert sorted(pairs(Request(people)).values()) == ["8", "8"]
    shared = Settings(balance=200, fairness=Fairness(floor=False))
    assert sorted(pairs(Request(people, shared)).values()) == ["8", "9"]


NOBODY = mentee("5", periods=("Fri1",))
DEGENERATE: dict[str, tuple[tuple[Applicant, ...], int]] = {
    "nobody": ((), 0),
    "no mentors": ((mentee("1"), mentee("2")), 0),
    "no mentees": ((mentor("8"),), 0),
    "nobody fits anybody": ((NOBODY, mentee("6", year_rank=13), mentor("8")), 0),
    "no places": ((mentee("1"), mentor("8", places=0), mentor("9", places=0)), 0),
    "one mentor for all": ((*(mentee(str(n)) for n in range(10, 25)), mentor("8", places=15)), 15),
    "one mentor, too few places": ((*(mentee(str(n)) for n in range(10, 25)), mentor("8", places=4)), 4),
    "everyone alike": ((*(mentee(str(n)) for n in range(10, 16)), *(mentor(str(n)) for n in range(80, 84))), 4),
    "one number twice": ((mentee("1"), mentee("1", uid="x", source_key="b"), mentor("8"), mentor("8", uid="y")), 2),
    "in both roles": ((mentee("1"), mentor("1", uid="e1"), mentor("8", year_rank=9)), 1),
    "in both roles and alone": ((mentee("1"), mentor("1", uid="e1")), 0),
    "more places than people": ((mentee("1"), mentor("8", places=1000)), 1),
    "no answers at all": ((mentee("1", interests=(), goals=()), mentor("8", interests=(), goals=())), 1),
}


@pytest.mark.parametrize("settings", [Settings(), APART, Settings(balance=50)], ids=["plain", "periods", "balance"])
@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_schools_are_solved_explained_and_proven(name: str, settings: Settings) -> None:
    """MATCH-9.10."""
    people, expected = DEGENERATE[name]
    solved = run(Request(people, settings))
    outcome = match(Request(people, settings))
    if settings is APART:
        expected = min(expected, sum(a.role == "mentor" and a.places > 0 for a in people))
    assert len(solved.pairs) == outcome.coverage == expected
    assert check(certificate(solved)) == []
    assert len(outcome.unplaced) == sum(a.role == "mentee" for a in people) - expected
    assert all(one.why for one in outcome.unplaced)
    assert all(mentee.uid != mentor.uid for mentee, mentor in ((c.mentee, c.mentor) for c in outcome.cards))
