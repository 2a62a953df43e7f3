"""Weekly periods: never more clashes than needed."""

from __future__ import annotations

import random
from itertools import product

import pytest

from desktop.services.matching.slots import clashes, plan


def test_two_pairs_get_two_periods_when_they_can() -> None:
    assert plan({"a": ["Mon1", "Tue1"], "b": ["Mon1"]}) == {"a": "Tue1", "b": "Mon1"}


def test_a_period_already_taken_is_left_alone_if_there_is_another() -> None:
    assert plan({"a": ["Mon1", "Tue1"]}, taken=["Mon1"]) == {"a": "Tue1"}
    assert plan({"a": ["Mon1"]}, taken=["Mon1"]) == {"a": "Mon1"}


def test_a_pair_without_a_shared_period_gets_none() -> None:
    assert plan({"a": [], "b": ["Mon1"]}) == {"b": "Mon1"}


def test_the_first_period_is_preferred() -> None:
    assert plan({"a": ["Mon1", "Tue1", "Wed1"]}) == {"a": "Mon1"}


@pytest.mark.parametrize("seed", range(150))
def test_clashes_are_as_few_as_trying_everything_finds(seed: int) -> None:
    rng = random.Random(seed)
    periods = ["Mon1", "Mon2", "Tue1", "Tue2", "Wed1"]
    shared = {f"p{n}": rng.sample(periods, rng.randint(1, 3)) for n in range(rng.randint(1, 5))}
    taken = rng.sample(periods, rng.randint(0, 2))
    found = plan(shared, taken)
    assert all(found[pair] in shared[pair] for pair in shared)
    fewest = min(clashes([*taken, *choice]) for choice in product(*shared.values()))
    assert clashes([*taken, *found.values()]) == fewest
