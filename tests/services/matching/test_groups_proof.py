"""The proof of groups: it ends at the best there is, found and valued by another formulation."""

from __future__ import annotations

import random

from desktop.services.matching.arrays import np
from desktop.services.matching.groups import match_groups
from desktop.services.matching.groups_bound import NEVER, Relaxed
from desktop.services.matching.groups_problem import CLOSED
from desktop.services.matching.groups_proof import prove_best, undecided
from desktop.services.matching.groups_round import round_of
from desktop.services.matching.groups_search import Bound, Work, search, worth_in
from desktop.services.matching.types import Request
from tests.services.matching.builders import mentee, mentor
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


def test_proof_knows_who_is_kept_apart_and_who_leads() -> None:
    """MATCH-9.11: rules that the bound does not see are seen by the proof, which closes the gap they leave."""
    one, two = mentee("100", blocked=("101",)), mentee("101")
    apart = match_groups(Request((one, two, mentor("900"))), (1, 4), moves=20)
    assert not apart.proved
    assert match_groups(apart.request, (1, 4), moves=20, prove=True).proved
    both = (mentee("500", uid="both", year_rank=9), mentor("500", uid="both", year_rank=9))
    leads = match_groups(Request((*both, one, mentee("102"), mentor("900"))), (1, 2), moves=20)
    assert (leads.coverage, leads.proved) == (2, False)
    assert match_groups(leads.request, (1, 2), moves=20, prove=True).proved


def test_what_is_left_out_of_the_proof_is_in_nothing_better() -> None:
    """MATCH-9.11: every pair and meeting of the best grouping stays in the program, however poor the start."""
    looked_at = 0
    for seed in range(4):
        made = round_of(Request(club_school(seed, 24, 8)), (2, 6), 1)
        work = Work(made.problem, 60, None)
        search(made.problem, work)
        best = work.best
        assert best is not None
        placed = np.nonzero(best.group_of >= 0)[0]
        columns = best.group_of[placed]
        for j, s in np.argwhere(made.problem.slots):
            poor, _ = made.problem.solve(np.where(np.arange(len(made.problem.room)) == j, s, best.slot_of))
            if poor is not None and poor.rank < best.rank and poor.coverage == best.coverage:
                pairs, meetings, _ = undecided(made.problem, poor)
                assert pairs[placed, columns].all()
                assert meetings[columns, best.slot_of[columns]].all()
                looked_at += 1
    assert looked_at >= 3


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
