"""How pairs depend on the weights: the same on every machine, and said truly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.services.errors import Cancelled
from desktop.services.matching.engine import run
from desktop.services.matching.robustness import DRAWS, robust, robustness, varied
from desktop.services.matching.settings import Settings
from desktop.services.matching.types import Request
from tests.services.matching.builders import mentee, mentor, random_school


def test_every_pair_of_the_solution_is_counted_and_the_same_each_time() -> None:
    request = Request(random_school(5, 30, 18, blanks=0.05))
    solved = run(request)
    found = robustness(request)
    assert set(found) == {(solved.table.mentees[i].uid, solved.table.mentors[j].uid) for i, j in solved.pairs}
    assert all(0 <= kept <= DRAWS for kept in found.values())
    assert len(set(found.values())) > 1, "all alike: nothing was varied"
    assert found == robustness(request, solved=solved)
    other = replace(request.settings, weights=request.settings.weights[::-1])
    assert found == robustness(replace(request, applicants=request.applicants[::-1], settings=other))


def test_each_draw_is_what_solving_with_its_weights_gives() -> None:
    """The count is the number of draws whose own solution has the pair."""
    request = Request(random_school(8, 16, 9, blanks=0.05))
    found = robustness(request, draws=4)
    counted = dict.fromkeys(found, 0)
    for settings in varied(request.settings, 4):
        again = run(replace(request, settings=settings))
        for i, j in again.pairs:
            pair = (again.table.mentees[i].uid, again.table.mentors[j].uid)
            counted[pair] = counted.get(pair, 0) + 1
    assert {pair: counted[pair] for pair in found} == found


def test_without_a_choice_a_pair_stays_in_every_draw() -> None:
    only = Request((mentee("1"), mentor("8")))
    assert robustness(only) == {("e1", "m8"): DRAWS}
    assert robustness(only, draws=3, jitter_percent=0) == {("e1", "m8"): 3}


def test_weights_vary_by_whole_percents_up_to_the_most_and_both_ways() -> None:
    settings = Settings()
    before = dict(settings.weights)
    percents = [
        number - 100 * before[key]
        for draw in varied(settings, 20, 20)
        for key, number in draw.weights
        if before[key] == 10
    ]
    assert min(percents) < -100
    assert max(percents) > 100
    assert all(abs(percent) <= 200 and percent % 10 == 0 for percent in percents)
    assert [draw.weights for draw in varied(settings, 3)] == [draw.weights for draw in varied(settings, 20)][:3]


def test_the_numbers_are_those_of_every_other_machine() -> None:
    """A change of the table would make old and new rounds differ for no reason: it needs a new engine version."""
    first = next(varied(Settings(weights=(("goals", 20), ("interests", 30)))))
    assert first.weights == (("goals", 2080), ("interests", 3180))


@pytest.mark.parametrize(("kept", "is_robust"), [(20, True), (16, True), (15, False), (0, False)])
def test_robust_is_in_four_of_five(kept: int, is_robust: bool) -> None:
    assert robust(kept) is is_robust


def test_it_can_be_stopped() -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < 2

    with pytest.raises(Cancelled):
        robustness(Request((mentee("1"), mentor("8"))), progress=stop)
    assert seen == [(0, DRAWS), (1, DRAWS), (2, DRAWS)]
