"""How much each pair depends on the weights: solved again with every weight a little higher or lower.

The variations are a fixed table of whole numbers, worked out by a rule that is the same on every machine, so the
same draft always says the same. A pair that stays in most draws is robust; another depends on what was held to
matter more. Neither says that one will go better.

Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from desktop.services.matching.engine import Progress, Solved, report, run
from desktop.services.matching.settings import Settings
from desktop.services.matching.types import PairKey, Request

DRAWS: Final = 20
JITTER_PERCENT: Final = 20
# A pair in at least this share of the draws, in percent, is called robust.
ROBUST_PERCENT: Final = 80
# Weights are multiplied by this, so that a percent of a weight is a whole number.
_SCALE: Final = 100
# Park and Miller's "minimal standard" (1988): a full period below 2^31 - 1, in whole numbers.
_FACTOR: Final = 48271
_MODULUS: Final = 2**31 - 1


def robustness(
    request: Request,
    draws: int = DRAWS,
    jitter_percent: int = JITTER_PERCENT,
    progress: Progress | None = None,
    solved: Solved | None = None,
) -> dict[PairKey, int]:
    """Count in how many of the draws each pair of the solution is made again; keys are uids of mentee and mentor.

    `solved` is the request's solution where it is known already. Raises Cancelled, and what engine.run raises.
    """
    pairs = _pairs(solved or run(request))
    kept: Counter[PairKey] = Counter()
    for done, settings in enumerate(varied(request.settings, draws, jitter_percent)):
        report(progress, done, draws)
        kept.update(pairs & _pairs(run(replace(request, settings=settings))))
    report(progress, draws, draws)
    return {pair: kept[pair] for pair in sorted(pairs)}


def robust(kept: int, draws: int = DRAWS) -> bool:
    """Whether a pair made again in so many draws is called robust."""
    return 100 * kept >= ROBUST_PERCENT * draws


def varied(settings: Settings, draws: int = DRAWS, jitter_percent: int = JITTER_PERCENT) -> Iterator[Settings]:
    """Give the settings of each draw: every weight from jitter_percent less to jitter_percent more.

    Which criterion is varied by how much depends on its key, not on its place in the list.
    """
    keys = sorted(key for key, _ in settings.weights)
    numbers = _numbers()
    for _ in range(draws):
        percent = {key: next(numbers) % (2 * jitter_percent + 1) - jitter_percent for key in keys}
        weights = tuple((key, weight * (_SCALE + percent[key])) for key, weight in settings.weights)
        yield replace(settings, weights=weights)


def _numbers() -> Iterator[int]:
    """Give a fixed, well-mixed row of whole numbers."""
    state = 1
    while True:
        state = state * _FACTOR % _MODULUS
        yield state >> 8


def _pairs(solved: Solved) -> set[PairKey]:
    table = solved.table
    return {(table.mentees[i].uid, table.mentors[j].uid) for i, j in solved.pairs}
