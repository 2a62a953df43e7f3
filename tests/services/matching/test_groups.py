"""Groups: what they keep to, how good they are, and what becomes of odd requests."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from desktop.services.errors import Cancelled
from desktop.services.matching.arrays import np
from desktop.services.matching.errors import LockForbidden, LocksContradict, NothingWeighs
from desktop.services.matching.group_errors import GroupSizesWrong, LockedGroupImpossible
from desktop.services.matching.group_types import Groups
from desktop.services.matching.groups import match_groups
from desktop.services.matching.groups_problem import CLOSED
from desktop.services.matching.groups_round import round_of
from desktop.services.matching.groups_search import Work, team_up
from desktop.services.matching.types import Applicant, Request
from tests.services.matching.builders import mentee, mentor
from tests.services.matching.club_school import best_value, broken_by, club_school

MOVES = 60


def shape(groups: Groups) -> list[tuple[str, str, str, list[str]]]:
    """Who is where, by number."""
    return [
        (g.leader.number, g.second.number if g.second else "", g.period, [a.number for a in g.members])
        for g in groups.groups
    ]


def in_club(number: str, *periods: str, **given: object) -> Applicant:
    """A mentee who is free then."""
    return mentee(number, periods=periods, **given)


def leader(number: str, *periods: str, **given: object) -> Applicant:
    """A mentor who is free then."""
    return mentor(number, periods=periods, **given)


@pytest.mark.parametrize("leaders", [1, 2])
def test_groups_keep_sizes_slots_and_rules(leaders: int) -> None:
    """MATCH-9.11: every group has least to most members or is not there, and everybody in it is free then."""
    for seed in range(12):
        groups = match_groups(Request(club_school(seed, 24, 7)), (3, 5), leaders, moves=MOVES)
        assert broken_by(groups) == []
        assert groups.value <= groups.bound
        assert all(g.second is None for g in groups.groups) or leaders == 2


def check_gap(seeds: range) -> None:
    """The bound is never below the best there is, nor the result above it."""
    for seed in seeds:
        rng = random.Random(seed)
        request = Request(club_school(seed, rng.randint(5, 25), rng.randint(1, 7)))
        sizes = (rng.randint(1, 4), rng.randint(4, 6))
        groups = match_groups(request, sizes, moves=MOVES)
        placed, total = best_value(request, sizes)
        best = groups.base * placed + total
        assert groups.value <= best <= groups.bound, seed
        assert not groups.proved or groups.value == best
        assert (groups.coverage, groups.total) >= (placed - 1, 0), seed


def test_gap_is_at_least_the_true_gap() -> None:
    """MATCH-9.11: the gap shown is never smaller than the true one, which HiGHS finds."""
    check_gap(range(15))


@pytest.mark.long
def test_gap_is_at_least_the_true_gap_on_sixty_schools() -> None:
    """MATCH-9.11: the same on 60 instances."""
    check_gap(range(60))


def test_order_and_names_change_nothing() -> None:
    """MATCH-9.11: the same people in another order and under other names and uids make the same groups."""
    for seed in range(4):
        people = list(club_school(seed, 20, 6))
        first = match_groups(Request(tuple(people)), (2, 5), 2, moves=MOVES)
        random.Random(seed).shuffle(people)
        renamed = tuple(replace(a, name=f"Z{a.name}", uid=f"x{99 - int(a.number)}") for a in people)
        second = match_groups(Request(renamed), (2, 5), 2, moves=MOVES)
        assert shape(first) == shape(second)
        assert first.bound == second.bound


def test_nobody_and_nobody_to_lead() -> None:
    """MATCH-9.11: no mentees, no mentors, no places: no groups, no gap, and a cause for everybody."""
    assert match_groups(Request(()), (2, 5)).groups == ()
    assert match_groups(Request(()), (2, 5)).gap == 0
    assert match_groups(Request((leader("900", "Mon club"),)), (2, 5)).proved
    alone = match_groups(Request((in_club("100", "Mon club"),)), (1, 5))
    assert [one.cause for one in alone.unplaced] == ["no_mentor"]
    closed = match_groups(Request((in_club("100", "Mon club"), leader("900", "Mon club", places=0))), (1, 5))
    assert (closed.groups, closed.proved, closed.unplaced[0].cause) == ((), True, "places")


def test_everybody_free_at_one_time() -> None:
    """MATCH-9.11: with a single slot the groups fill up as far as there are mentors."""
    people = [in_club(f"{n}", "Mon club") for n in range(100, 111)]
    groups = match_groups(Request((*people, leader("900", "Mon club"), leader("901", "Mon club"))), (3, 5), moves=MOVES)
    assert [len(g.members) for g in groups.groups] == [5, 5]
    assert groups.proved
    assert [one.cause for one in groups.unplaced] == ["group_full"]
    assert "6" in groups.unplaced[0].change


def test_least_size_above_everybody() -> None:
    """MATCH-9.11: where the least size is more than there are, there is no group, and that is proved."""
    people = tuple(in_club(f"{n}", "Mon club") for n in range(100, 103))
    groups = match_groups(Request((*people, leader("900", "Mon club"))), (4, 8), moves=MOVES)
    assert (groups.groups, groups.proved) == ((), True)
    assert {one.cause for one in groups.unplaced} == {"group_too_few"}
    assert all("3" in one.change for one in groups.unplaced)


def test_one_mentor_takes_the_slot_of_the_most() -> None:
    """MATCH-9.11: one mentor meets when most can come, not when the best pair can."""
    few = in_club("100", "Mon club", interests=("chess", "code"))
    many = [in_club(f"{n}", "Tue club", interests=("music",)) for n in range(101, 105)]
    one = leader("900", "Mon club", "Tue club", interests=("chess", "code"))
    groups = match_groups(Request((few, *many, one)), (1, 5), moves=MOVES)
    assert shape(groups) == [("900", "", "Tue club", ["101", "102", "103", "104"])]
    assert groups.unplaced[0].cause == "group_slot"
    assert "Tue club" in groups.unplaced[0].change


def test_a_leader_attends_another_group_at_another_time() -> None:
    """MATCH-9.11: who is mentor and mentee leads in one slot and attends in another, and never both at once."""
    both = in_club("500", "Mon club", "Tue club", uid="both")
    leading = leader("500", "Mon club", "Tue club", uid="both", year_rank=9)
    younger = [in_club(f"{n}", "Mon club", "Tue club", year_rank=7) for n in range(100, 104)]
    older = leader("900", "Mon club")
    groups = match_groups(Request((both, leading, *younger, older)), (1, 4), moves=MOVES)
    assert broken_by(groups) == []
    assert groups.coverage == 5
    assert next(g for g in groups.groups if g.leader.number == "500").period == "Tue club"


def test_locks_bans_and_who_is_left_out_hold() -> None:
    """MATCH-9.11: what the counsellor decided holds, whatever it costs."""
    people = club_school(4, 20, 6)
    free = match_groups(Request(people), (2, 4), moves=MOVES)
    group = free.groups[0]
    banned, out = (group.members[0].uid, group.leader.uid), group.members[1].uid
    lock = (free.groups[1].members[0].uid, free.groups[1].leader.uid)
    request = Request(people, locks=(lock,), bans=(banned,), left_out=(out,))
    groups = match_groups(request, (2, 4), moves=MOVES)
    placed = {a.uid: g.leader.uid for g in groups.groups for a in g.members}
    assert broken_by(groups) == []
    assert placed[lock[0]] == lock[1]
    assert placed.get(banned[0]) != banned[1]
    assert out not in placed
    assert [one.cause for one in groups.unplaced if one.mentee.uid == out] == ["left_out"]


def test_a_locked_group_takes_others_to_be_large_enough() -> None:
    """MATCH-9.11: a group that a lock holds open reaches the least size, though another leader suits the others more."""
    locked = in_club("100", "Mon club")
    others = [in_club(f"{n}", "Mon club", interests=("music",)) for n in range(101, 105)]
    liked, held = leader("900", "Mon club", interests=("music",)), leader("901", "Mon club", interests=("code",))
    request = Request((locked, *others, liked, held), locks=((locked.uid, held.uid),))
    groups = match_groups(request, (2, 5), moves=MOVES)
    assert [(g.leader.number, len(g.members)) for g in groups.groups] == [("900", 3), ("901", 2)]


def test_a_period_in_which_a_mentor_meets_somebody_is_no_slot() -> None:
    """MATCH-9.11: a period taken by a published pair is not free for a group."""
    people = [in_club(f"{n}", "Mon club", "Tue club") for n in range(100, 103)]
    one = leader("900", "Mon club", "Tue club", taken=("mon club",))
    other = leader("901", "Mon club", places=0)
    assert match_groups(Request((*people, one, other)), (3, 4), moves=MOVES).groups[0].period == "Tue club"


def test_what_cannot_be_asked_for() -> None:
    """MATCH-9.11: wrong sizes, no weights, and locks that contradict or can never come about are refused in words."""
    one, two = in_club("100", "Mon club"), in_club("101", "Tue club")
    lead, other = leader("900", "Mon club", "Tue club"), leader("901", "Mon club")
    request = Request((one, two, lead, other))
    for sizes, leaders in (((0, 3), 1), ((4, 3), 1), ((1, 3), 3)):
        with pytest.raises(GroupSizesWrong):
            match_groups(request, sizes, leaders)
    with pytest.raises(NothingWeighs):
        match_groups(replace(request, settings=replace(request.settings, weights=())), (1, 3))
    with pytest.raises(LocksContradict):
        match_groups(replace(request, locks=(("e100", "m900"), ("e100", "m901"))), (1, 3))
    with pytest.raises(LockForbidden):
        match_groups(replace(request, locks=(("e101", "m901"),)), (1, 3))
    with pytest.raises(LockedGroupImpossible):
        match_groups(replace(request, locks=(("e100", "m900"), ("e101", "m900"))), (1, 3))
    with pytest.raises(LockedGroupImpossible):
        match_groups(replace(request, locks=(("e100", "m900"),)), (2, 3))


def test_it_can_be_stopped() -> None:
    """MATCH-9.11: progress is told, and the answer to stop is obeyed."""
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        told.append((done, total))
        return len(told) < 3

    with pytest.raises(Cancelled):
        match_groups(Request(club_school(1, 20, 6)), (2, 4), progress=stop, moves=MOVES)
    assert len(told) == 3


@pytest.mark.parametrize("years", [(10, 10, 12, 12), (10, 12, 10, 12), (12, 10, 10, 12)])
def test_two_leaders_where_they_go_round(years: tuple[int, ...]) -> None:
    """MATCH-9.11: two leaders make fewer, larger groups rather than groups with one; new ones lead with experienced."""
    people = [in_club(f"{n}", "Mon club") for n in range(100, 112)]
    leads = [leader(f"{900 + n}", "Mon club", year_rank=rank) for n, rank in enumerate(years)]
    one = match_groups(Request((*people, *leads)), (3, 6), 1, moves=MOVES)
    two = match_groups(Request((*people, *leads)), (3, 6), 2, moves=MOVES)
    assert (one.coverage, two.coverage) == (12, 12)
    assert len(two.groups) == 2
    assert two.alone == ()
    if len({g.leader.year_rank for g in two.groups}) == 1:
        ranks = [{g.leader.year_rank, g.second.year_rank if g.second else None} for g in two.groups]
        assert ranks == [{10, 12}, {10, 12}]


def test_new_leads_with_experienced() -> None:
    """MATCH-9.11: of two who could help, the one with other experience does, whoever comes first."""
    people = [in_club(f"{n}", "Mon club", "Tue club") for n in range(100, 103)]
    for years in ((12, 10), (10, 12)):
        helpers = [leader(f"{901 + n}", "Mon club", year_rank=y, interests=(), goals=()) for n, y in enumerate(years)]
        groups = match_groups(Request((*people, leader("900", "Mon club"), *helpers)), (3, 6), 2, moves=MOVES)
        assert groups.groups[0].leader.number == "900"
        assert groups.groups[0].second is not None
        assert groups.groups[0].second.year_rank == 12


def test_members_change_groups_for_a_second_leader() -> None:
    """MATCH-9.11: who may not be with the only helper goes to the other group, though it suits them less."""
    shy = in_club("100", "Mon club", "Tue club", avoids=("902",))
    monday = [in_club(f"{n}", "Mon club") for n in range(101, 104)]
    tuesday = [in_club(f"{n}", "Tue club", interests=("music",)) for n in range(104, 106)]
    leads = (leader("900", "Mon club"), leader("901", "Tue club", interests=("music",)), leader("902", "Mon club"))
    request = Request((shy, *monday, *tuesday, *leads, leader("903", "Tue club")))
    made = round_of(request, (2, 4), 2)
    work = Work(made.problem, MOVES, None)
    work.solve(np.array([0, 1, CLOSED, CLOSED]))
    assert [(len(g.members), g.second is None) for g in made.groups(work.best)] == [(4, True), (2, False)]
    team_up(made.problem, work)
    assert [(len(g.members), g.second is None) for g in made.groups(work.best)] == [(3, False), (3, False)]
    groups = match_groups(request, (2, 4), 2, moves=MOVES)
    assert (groups.coverage, groups.alone, broken_by(groups)) == (6, (), [])


def test_who_attends_a_group_helps_in_none_at_that_time() -> None:
    """MATCH-9.11: a mentor who is a mentee too is no second leader of another group while attending theirs."""
    both = in_club("500", "Mon club", uid="both", year_rank=9)
    helping = leader("500", "Mon club", uid="both", year_rank=9)
    younger = [in_club(f"{n}", "Mon club", year_rank=8, languages=("Polish",)) for n in range(100, 103)]
    leads = (leader("900", "Mon club", languages=("Polish",)), leader("901", "Mon club", year_rank=12))
    helping = replace(helping, languages=("English", "Polish"))
    groups = match_groups(Request((both, helping, *younger, *leads)), (1, 3), 2, moves=MOVES)
    assert groups.coverage == 4
    assert all(g.second is None or g.second.number != "500" for g in groups.groups)
    assert broken_by(groups) == []


def test_a_second_leader_never_costs_a_place_nor_breaks_a_rule() -> None:
    """MATCH-9.11: everybody is placed first; who avoids a member, or the leader, helps nowhere near."""
    people = [in_club(f"{n}", "Mon club") for n in range(100, 106)]
    first, second = leader("900", "Mon club"), leader("901", "Mon club")
    needed = match_groups(Request((*people, first, second)), (2, 3), 2, moves=MOVES)
    assert (needed.coverage, len(needed.alone)) == (6, 2)
    for apart in (replace(second, avoids=("900",)), replace(second, avoids=("100",)), replace(second, periods=())):
        groups = match_groups(Request((*people, first, apart)), (2, 6), 2, moves=MOVES)
        assert (groups.coverage, len(groups.alone)) == (6, 1)


def test_the_bound_knows_of_slots() -> None:
    """MATCH-9.11: where one mentor's slots exclude each other, the bound does not count both, and the gap is 0."""
    monday = [in_club(f"{n}", "Mon club") for n in range(100, 103)]
    tuesday = [in_club(f"{n}", "Tue club") for n in range(103, 105)]
    one = match_groups(Request((*monday, *tuesday, leader("900", "Mon club", "Tue club"))), (2, 5), moves=MOVES)
    assert (one.coverage, one.short, one.proved) == (3, (0, 0), True)


def test_how_much_may_be_missing_is_told() -> None:
    """MATCH-9.11: the gap in mentees, and only where none is missing in points."""
    groups = match_groups(Request(club_school(2, 20, 6)), (2, 4), moves=MOVES)
    base = groups.base
    assert replace(groups, bound=groups.value + 7).short == (0, 7)
    assert replace(groups, bound=groups.value + base - groups.total).short == (1, 0)
    assert replace(groups, bound=2 * groups.value).gap == Fraction(1, 2)
