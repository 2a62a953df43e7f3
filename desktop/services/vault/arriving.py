"""What waits for somebody's unlock; where it cannot be done now, it goes on waiting.

Keys begun and not finished, a slot that still believes a former owner, recovery words that do not open a part yet,
lendings that are over, the private part that a new role brings, or that keys of before stated.
"""

from __future__ import annotations

import contextlib
import copy

from desktop.services.errors import Cancelled, KnownError
from desktop.services.vault import keeping, lending, renewal, rotation, staff
from desktop.services.vault.grants import grant_to
from desktop.services.vault.keyring import RECOVERY
from desktop.services.vault.workspace import Workspace


def arrive(ws: Workspace) -> None:
    """Do it, without an error: who comes in comes in."""
    if ws.read_only:
        return
    for errand in (_renew, rotation.finish, _let_words_in, _restate, lending.arrive):
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


def _let_words_in(ws: Workspace) -> None:
    """Let recovery words, made by somebody who did not hold it, open what this person holds."""
    ring, owner = copy.deepcopy(ws.keyring), ws.opened.owner
    closed = [name for name in staff.closed_to_words(ring) if ws.tier_of(name) and "next" not in ring.shared[name]]
    if owner is None or not closed:
        return
    for name in closed:
        grant_to(ring, name, RECOVERY, ring.recovery, ws.opened.grants[name])
    keeping.sign(ws, ring, owner)
    keeping.keep(ws, ring, "open_to_words", about=str(len(closed)))


def _restate(ws: Workspace) -> None:
    """Take back one's private notes of a restored backup, from before somebody may have known the password."""
    ring = copy.deepcopy(ws.keyring)
    made = renewal.restate(ring, ws.opened)
    if made:
        ws.opened.pending |= made
        keeping.save(ws, ring)
        lending.finish(ws)
