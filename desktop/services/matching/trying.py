"""How much each pair depends on the weights, in two steps: reading what is asked, and trying, which needs no workspace.

So a window can try beside the worker that reads and writes. Imports no numpy itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.services.matching.stored import read, the_draft
from desktop.services.matching.types import PairKey, Request
from desktop.services.vault import Workspace

Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Asked:
    """A draft to try with other weights, and the pairs it has."""

    request: Request
    pairs: frozenset[PairKey]


@dataclass(frozen=True, slots=True)
class Robust:
    """In how many tries of how many a pair is made again, and whether that is called robust."""

    kept: int
    tries: int
    robust: bool


def what_to_try(ws: Workspace) -> Asked | None:
    """Read the draft; None for one of groups. Error: NoDraft."""
    from desktop.services.matching.drafted import request_of

    stored = read(ws, the_draft(ws))
    if stored.row.groups:
        return None
    pairs = frozenset((p.mentee, p.mentor) for p in stored.places if p.mentor is not None)
    return Asked(request_of(stored.row, stored.people, stored.places, stored.overrides), pairs)


def try_weights(asked: Asked, progress: Progress | None = None) -> dict[str, Robust]:
    """Try other weights: by mentee how robust the pair is; without pairs that solving again would change.

    Errors: Cancelled, those of engine.run.
    """
    from desktop.services.matching.robustness import DRAWS, robust, robustness

    found = robustness(asked.request, progress=progress)
    return {pair[0]: Robust(kept, DRAWS, robust(kept)) for pair, kept in found.items() if pair in asked.pairs}
