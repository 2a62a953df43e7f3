"""The keyring for files of before, restored by who may manage users: today's people and passwords, the keys of then.

Otherwise a backup would let in whoever was removed since. Every key of then that is not today's is marked as owed a
new one, which is made at the first unlock of who holds it and manages users.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from desktop.services.vault import rotation, sealing, staff
from desktop.services.vault.grants import Grant, grant_to
from desktop.services.vault.keyring import OWNER, RECOVERY, Keyring, former_keys
from desktop.services.vault.workspace import Workspace


def ring_for(ws: Workspace, then: Keyring, folder: Path) -> Keyring | None:
    """Give the keyring with which the files in `folder`, whose own is `then`, go on; None where it stays that.

    It stays where who restores may not manage users, or where `then` is not of this workspace's line of owners.
    """
    owner, today = ws.opened.owner, ws.keyring
    if owner is None or not (then.is_signed() and today.continues(then.owner)):
        return None
    held = rotation.keys_of_then(folder, then, ws.opened).grants
    half = any("next" in stated and name not in held for name, stated in then.shared.items())
    if half or (not today.recovery and any(slot["kind"] == RECOVERY for slot in today.slots)):
        return None
    ring = copy.deepcopy(today)
    ring.shared, ring.own = {}, []
    ring.grants = [one for one in today.grants if one["compartment"] == OWNER]
    for name, stated in then.shared.items():
        if today.shared.get(name) == stated:
            ring.shared[name] = stated
            ring.grants += [one for one in today.grants if one["compartment"] == name]
        else:
            _take(ring, then, today, name, held.get(name))
    _take_private(ring, then, today)
    ring.generation += 1
    ring.written = ws.clock.now().isoformat(timespec="seconds")
    ring.sign(owner)
    return ring


def _take(ring: Keyring, then: Keyring, today: Keyring, name: str, grant: Grant | None) -> None:
    """State a compartment with its key of then for whoever holds it today; a new key is owed."""
    stated: dict[str, Any] = then.shared[name]
    following = stated.get("next", {})
    if grant and following.get("recipient") == sealing.recipient_of(grant.identities[0]):
        stated = following
    ring.shared[name] = {"epoch": stated["epoch"], "recipient": stated["recipient"]}
    if staff.holders(then, name):
        ring.shared[name]["due"] = True
    for to in staff.holders(today, name):
        if grant:
            grant_to(ring, name, to, rotation.recipient_of(ring, to), grant)
        elif _same_person(then, today, to):
            ring.grants += [one for one in then.grants if (one["compartment"], one["to"]) == (name, to)]


def _same_person(then: Keyring, today: Keyring, to: str) -> bool:
    """Say whether a user, or the words, can still open what was sealed to them then."""
    if to == RECOVERY:
        return then.recovery == today.recovery
    before = next((user["recipient"] for user in then.users if user["user"] == to), "")
    now = today.user(to)
    return before in [one["recipient"] for one in (now, *former_keys(now))]


def _take_private(ring: Keyring, then: Keyring, today: Keyring) -> None:
    """Take the private compartments of then; one whose author is gone or has new keys is a file that nobody opens."""
    now = {own["compartment"]: own for own in today.own_parts()}
    for own in then.own_parts():
        newer = now.get(own["compartment"])
        ring.own.append(newer if newer and newer["epoch"] == own["epoch"] else own)
        if own["compartment"] not in ring.compartments:
            ring.own.pop()
            ring.shared[own["compartment"]] = {"epoch": own["epoch"], "recipient": own["recipient"]}
