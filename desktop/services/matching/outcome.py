"""From a request to everything a counsellor is shown: pairs with cards, and the unplaced with causes.

Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from desktop.services.matching.engine import Progress, Solved, run
from desktop.services.matching.explain import cards
from desktop.services.matching.types import Outcome, Request
from desktop.services.matching.unplaced import unplaced


def match(request: Request, progress: Progress | None = None) -> Outcome:
    """Run a request and explain the result. Raises NothingWeighs, LocksContradict, LockForbidden, Cancelled."""
    return outcome(run(request), progress)


def outcome(solved: Solved, progress: Progress | None = None) -> Outcome:
    """Explain a solved round."""
    return Outcome(cards(solved), unplaced(solved, progress), solved.solution.floor)
