"""Of solutions that are worth the same, the one that leaves out who has waited least."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.services.matching.engine import run
from desktop.services.matching.settings import Fairness, Settings
from desktop.services.matching.types import Request
from tests.services.matching.builders import mentee, mentor, random_school


def test_the_longest_wait_gets_the_place_and_then_the_lower_number() -> None:
    people = (mentee("100", since="2026-10-05"), mentee("101", since="2026-09-01"), mentor())
    assert run(Request(people)).placed == {"e101"}
    assert run(Request(tuple(replace(one, since="2026-09-01") for one in people))).placed == {"e100"}
    assert run(Request(tuple(replace(one, since="") for one in people))).placed == {"e100"}


def test_it_reaches_through_others_who_move_at_no_cost() -> None:
    people = (
        mentee("100", since="2026-11-01", periods=("Mon3",)),
        mentee("101", since="2026-10-01", periods=("Mon3", "Tue1")),
        mentee("102", since="2026-09-01", periods=("Tue1",)),
        mentor("900", periods=("Mon3",)),
        mentor("901", periods=("Tue1",)),
    )
    settings = Settings(weights=(("interests", 30),))
    assert run(Request(people, settings)).placed == {"e101", "e102"}


def test_a_better_score_still_comes_before_a_longer_wait() -> None:
    people = (
        mentee("100", since="2026-10-05"),
        mentee("101", since="2026-09-01", interests=("chess", "films")),
        mentor(),
    )
    assert run(Request(people)).placed == {"e100"}


@pytest.mark.parametrize("seed", range(12))
def test_worth_and_proof_stay_as_they_are(seed: int) -> None:
    plain = random_school(seed, 12, 4, blanks=0.6)
    waits = tuple(replace(one, since=f"2026-0{1 + (at * 7 + seed) % 9}-01") for at, one in enumerate(plain))
    for fairness in (Fairness(), Fairness(floor=False, slope=0)):
        settings = Settings(fairness=fairness)
        before, after = run(Request(plain, settings)), run(Request(waits, settings))
        assert after.solution.coverage == before.solution.coverage
        assert sum(after.table.scores[pair] for pair in after.pairs) >= 0
        assert after.residual.certificate().verify()
