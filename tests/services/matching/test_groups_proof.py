"""The proof of groups: it ends at the best there is, found and valued by another formulation."""

from __future__ import annotations

import random

from desktop.services.matching.arrays import np
from desktop.services.matching.groups import match_groups
from desktop.services.matching.groups_bound import NEVER, Relaxed
from desktop.services.matching.groups_problem import CLOSED
from desktop.services.matching.groups_proof import prove_best
from desktop.services.matching.groups_round import round_of
from desktop.services.matching.groups_search import Bound, Work, worth_in
from desktop.services.matching.types import Request
from tests.services.matching.club_school import best_value, broken_by, club_school

SIZES = (2, 4)


def test_proof_closes_the_gap() -> None:
    """MATCH-9.11: in proof mode the result is the best there is, and the gap is 0."""
    for seed in range(4):
        request = Request(club_school(seed, 18, 5))
        groups = match_groups(request, SIZES, moves=20, prove=True)
        assert (groups.coverage, groups.total) == best_value(request, SIZES), seed
        assert groups.proved
        assert groups.gap == 0
        assert broken_by(groups) == []


def test_proof_finds_what_the_search_missed() -> None:
    """MATCH-9.11: from a bad start the proof gets to the best, through more mentees and then a higher sum."""
    for seed in (1, 3, 4):
        request = Request(club_school(seed, 16, 5))
        made = round_of(request, SIZES, 1)
        work = Work(made.problem, 10, None)
        work.solve(np.full(len(made.table.mentors), CLOSED, dtype=np.intp))
        assert work.best is not None
        assert work.best.coverage == 0
        bound = prove_best(made.problem, work, Bound(16, 16000))
        assert (bound.coverage, bound.total) == best_value(request, SIZES)
        assert bound.reached(work.best)


def test_any_prices_bound_every_grouping() -> None:
    """MATCH-9.11: whatever the prices, what groups choose alone is never worth less than the best grouping."""
    for seed in range(6):
        request = Request(club_school(seed, 14, 4))
        made = round_of(request, SIZES, 1)
        placed, total = best_value(request, SIZES)
        relaxed = Relaxed(made.problem, worth_in(made.problem, made.problem.base))
        rng = random.Random(seed)
        for most in (0, 1000, made.problem.base):
            prices = np.array([rng.randint(0, most) for _ in made.table.mentees], dtype=np.int64)
            assert relaxed.choose(prices).bound >= made.problem.base * placed + total


def test_what_joining_gains_is_what_trying_gives() -> None:
    """MATCH-9.11: the bound by which the proof leaves pairs out is that of the best group holding both."""
    made = round_of(Request(club_school(2, 10, 3)), SIZES, 1)
    relaxed = Relaxed(made.problem, worth_in(made.problem, 1001))
    prices = np.arange(10, dtype=np.int64) * 150
    joined = relaxed.joined(prices, made.problem.slots)
    for i, j in np.ndindex(joined.shape):
        best = NEVER
        for slot in np.nonzero(made.problem.slots[j] & made.problem.mentee_free[i])[0]:
            there = made.problem.mentee_free[:, slot] & (made.problem.scores[:, j] >= 0)
            others = sorted(
                (int(relaxed.worth[k, j] - prices[k]) for k in np.nonzero(there)[0] if k != i), reverse=True
            )
            for size in range(SIZES[0], SIZES[1] + 1):
                if there[i] and len(others) >= size - 1:
                    best = max(best, int(relaxed.worth[i, j] - prices[i]) + sum(others[: size - 1]))
        assert best == joined[i, j] or best == NEVER >= joined[i, j] - 10**7
