"""Does the journal suffice for merging? Random histories of three laptops, written by the real triggers and verbs.

After any history the three exchange what they have and must hold equal rows; no text is lost, nothing erased
comes back, and the product's own full check finds every chain and every row right.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.vault.histories import history

# How many cells each history left open for a person to decide.
_REVIEWS: list[int] = []


@pytest.mark.parametrize("part", range(3))
def test_a_hundred_random_histories_of_three_laptops(template: Path, place: Path, part: int) -> None:
    _REVIEWS.extend(history(template, place / str(seed), seed, 32) for seed in range(part * 20, part * 20 + 20))


def test_some_of_these_histories_really_differed() -> None:
    """Few edits of a short history meet in one cell; were there none in a hundred, the test above would prove little."""
    assert len(_REVIEWS) < 100 or sum(_REVIEWS) > 5


@pytest.mark.long
@pytest.mark.parametrize("part", range(100))
def test_two_thousand_histories(template: Path, place: Path, part: int) -> None:
    for seed in range(1000 + part * 20, 1000 + part * 20 + 20):
        history(template, place / str(seed), seed, 60)
