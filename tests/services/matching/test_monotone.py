"""More help never makes it worse, and a rule more never makes it better: through the whole engine, from records."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from desktop.services.matching.engine import run
from desktop.services.matching.settings import Fairness, Settings
from desktop.services.matching.types import Applicant, Request
from tests.services.matching.builders import PERIODS, mentor, random_school, random_settings, with_details

PLAIN = Fairness(floor=False, slope=0)
SCHOOLS = range(25)


def school(seed: int) -> tuple[tuple[Applicant, ...], Settings]:
    """Without wishes first and balance, which trade points for something else."""
    settings = replace(random_settings(seed), fairness=PLAIN, wishes_first=False, balance=0)
    return with_details(seed, random_school(seed, 16, 8, blanks=0.05)), settings


def reached(people: tuple[Applicant, ...], settings: Settings, **given: object) -> tuple[int, int]:
    """How many are placed, and the sum of their scores."""
    solved = run(Request(people, settings, **given))
    return len(solved.pairs), sum(int(solved.table.scores[i, j]) for i, j in solved.pairs)


def changed(people: tuple[Applicant, ...], one: Applicant, **values: object) -> tuple[Applicant, ...]:
    return tuple(replace(a, **values) if a is one else a for a in people)


@pytest.mark.parametrize("seed", SCHOOLS)
def test_a_mentor_or_a_place_more_never_lowers_coverage_nor_the_total_at_equal_coverage(seed: int) -> None:
    """MATCH-9.5."""
    people, settings = school(seed)
    before = reached(people, settings)
    rng = random.Random(seed)
    new = mentor("zz", year_rank=12, periods=tuple(rng.sample(PERIODS, 4)), places=2)
    assert reached((*people, new), settings) >= before
    some = rng.choice([a for a in people if a.role == "mentor"])
    assert reached(changed(people, some, places=some.places + 1), settings) >= before


@pytest.mark.parametrize("seed", SCHOOLS)
def test_an_exclusion_less_never_lowers_and_one_more_never_raises(seed: int) -> None:
    """MATCH-9.5: avoids, blocks, former pairs, families, rests and bans."""
    people, settings = school(seed)
    before = reached(people, settings)
    free = tuple(replace(a, avoids=(), blocked=(), failed=(), families=(), resting="") for a in people)
    assert reached(free, settings) >= before
    rng = random.Random(seed)
    mentees = [a for a in people if a.role == "mentee"]
    mentors = [a for a in people if a.role == "mentor"]
    one, other = rng.choice(mentees), rng.choice(mentors)
    assert reached(changed(people, one, avoids=(*one.avoids, other.number)), settings) <= before
    bans = tuple((rng.choice(mentees).uid, rng.choice(mentors).uid) for _ in range(6))
    assert reached(people, settings, bans=bans) <= before


@pytest.mark.parametrize("seed", SCHOOLS)
def test_meeting_one_in_a_period_never_raises_and_a_period_more_never_places_fewer(seed: int) -> None:
    """MATCH-9.5, with periods. A free period more changes the scores of its pairs, so only coverage is compared."""
    people, settings = school(seed)
    apart, together = replace(settings, one_per_period=True), replace(settings, one_per_period=False)
    before = reached(people, apart)
    assert before <= reached(people, together)
    some = random.Random(seed).choice([a for a in people if a.role == "mentor"])
    more = changed(people, some, periods=(*some.periods, *PERIODS), taken=())
    assert reached(more, apart)[0] >= before[0]
