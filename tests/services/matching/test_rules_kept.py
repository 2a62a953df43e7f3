"""No rule is ever broken: re-derived from the raw records by a slow, separate checker, not from the table."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from desktop.services.language import fold
from desktop.services.matching.engine import Solved, run
from desktop.services.matching.rules import broken
from desktop.services.matching.types import Applicant, Request
from tests.services.matching.builders import random_school, random_settings, with_details
from tests.services.matching.oracles import forbidden


def request(seed: int) -> Request:
    """A school with everything in it, and decisions by hand: two locks, five bans, two left out, some kept."""
    rng = random.Random(seed)
    people = with_details(seed, random_school(seed, 30, 16, blanks=0.05))
    plain = Request(people, random_settings(seed))
    made = pairs(run(plain))
    held = tuple((e.uid, m.uid) for e, m in rng.sample(made, min(2, len(made))))
    mentees = [a.uid for a in people if a.role == "mentee"]
    mentors = [a.uid for a in people if a.role == "mentor"]
    return replace(
        plain,
        locks=held,
        bans=tuple((rng.choice(mentees), rng.choice(mentors)) for _ in range(5)),
        left_out=tuple(uid for uid in rng.sample(mentees, 2) if uid not in {e for e, _ in held}),
        kept=tuple((e.uid, m.uid) for e, m in rng.sample(made, len(made) // 2)),
        keep_bonus=rng.choice((0, 25, 10**6)),
    )


def pairs(solved: Solved) -> list[tuple[Applicant, Applicant]]:
    return [(solved.table.mentees[i], solved.table.mentors[j]) for i, j in solved.pairs]


def can_meet_apart(mentor: Applicant, mentees: list[Applicant], taken: frozenset[str]) -> bool:
    """Try every way to give each of a mentor's mentees a period of their own."""
    if not mentees:
        return True
    both = {fold(p) for p in mentees[0].periods} & {fold(p) for p in mentor.periods} - taken
    return any(can_meet_apart(mentor, mentees[1:], taken | {period}) for period in both)


@pytest.mark.parametrize("seeds", [range(40), pytest.param(range(100, 1100), marks=pytest.mark.long)], ids=len)
def test_no_pair_breaks_a_rule_a_lock_a_ban_or_a_place(seeds: range) -> None:
    """MATCH-9.3: same person, periods, language, years, avoids, blocks, family, former pairs, rest, places, hands."""
    placed = 0
    for seed in seeds:
        asked = request(seed)
        solved = run(asked)
        made = pairs(solved)
        placed += len(made)
        keys = {(mentee.uid, mentor.uid) for mentee, mentor in made}
        assert all(not forbidden(mentee, mentor, asked.settings) for mentee, mentor in made)
        assert len({mentee.uid for mentee, _ in made}) == len(made)
        load = Counter(mentor.uid for _, mentor in made)
        assert all(load[a.uid] <= a.places for a in asked.applicants if a.role == "mentor")
        assert set(asked.locks) <= keys
        assert not (set(asked.bans) - set(asked.locks)) & keys
        assert not set(asked.left_out) & {mentee for mentee, _ in keys}
        if asked.settings.one_per_period:
            for mentor in {m.uid: m for _, m in made}.values():
                mine = [e for e, m in made if m.uid == mentor.uid]
                assert can_meet_apart(mentor, mine, frozenset(fold(p) for p in mentor.taken))
    assert placed > 4 * len(seeds)


@pytest.mark.parametrize("seed", range(12))
def test_the_rules_listed_of_a_pair_are_those_that_the_checker_finds(seed: int) -> None:
    """MATCH-9.3: every rule, not the first."""
    people = with_details(seed, random_school(seed, 12, 10))
    settings = random_settings(seed)
    for a in (one for one in people if one.role == "mentee"):
        for b in (one for one in people if one.role == "mentor"):
            assert {rule.rule for rule in broken(a, b, settings)} == forbidden(a, b, settings)


def test_every_rule_is_met_in_these_schools() -> None:
    """What the checker knows does occur, so that the tests above say something of each rule."""
    met = set()
    for seed in range(12):
        people, settings = with_details(seed, random_school(seed, 12, 10)), random_settings(seed)
        for a in (one for one in people if one.role == "mentee"):
            for b in (one for one in people if one.role == "mentor"):
                met |= forbidden(a, b, settings)
    expected = "same_person period language year_unknown year avoids blocked family failed_before cooling places"
    assert met == set(expected.split())
