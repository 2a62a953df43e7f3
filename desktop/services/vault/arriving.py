"""What waits for somebody's unlock; where it cannot be done now, it goes on waiting.

Keys begun and not finished, a slot that still believes a former owner, lendings that are over, the private part that
a new role brings.
"""

from __future__ import annotations

import contextlib
import copy

from desktop.services.errors import Cancelled, KnownError
from desktop.services.vault import keeping, lending, rotation
from desktop.services.vault.workspace import Workspace


def arrive(ws: Workspace) -> None:
    """Do it, without an error: who comes in comes in."""
    if ws.read_only:
        return
    for errand in (_renew, rotation.finish, lending.arrive):
        with contextlib.suppress(KnownError, Cancelled):
            errand(ws)


def _renew(ws: Workspace) -> None:
    """Put the slot that knows the present owner in place of one from before the owner's key changed."""
    renewed = ws.opened.renewed
    if renewed is None:
        return
    ring = copy.deepcopy(ws.keyring)
    ring.slots = [slot for slot in ring.slots if slot["id"] != ws.opened.slot] + [renewed]
    keeping.save(ws, ring)
    ws.opened.slot, ws.opened.counter, ws.opened.renewed = renewed["id"], renewed["counter"], None
    ws.record.counters[ws.opened.user] = renewed["counter"]
    ws.record.save()
