"""Private compartments: each stated, signed and opened by its author alone, in a part of the keyring of its own.

An author who was invited draws keys of his or her own when choosing a password (`Opened.author`): whoever gave the
first password may have kept the keyring of then, and with it the person's first keys.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from desktop.services.vault import compartment, sealing, staff
from desktop.services.vault.grants import Grant, Opened, PersonKeys, sealed_grant
from desktop.services.vault.keyring import Keyring, vouched_for
from desktop.services.vault.schema import kind_of
from desktop.services.vault.workspace import Workspace

KIND = "private"


def allowed(ring: Keyring) -> bool:
    """Say whether the school has private notes: who made the workspace chose it, and then has a compartment."""
    return any(kind_of(name) == KIND for name in ring.compartments)


def entitled(ring: Keyring, uid: str) -> bool:
    """Say whether a user ought to have a private compartment and has none."""
    user = next((staff.described(ring, one) for one in staff.present(ring) if one["user"] == uid), None)
    if user is None or user.given or user.private:
        return False
    return user.role in ("counsellor", staff.LEAD) and allowed(ring)


def make(folder: Path, ring: Keyring, uid: str, person: PersonKeys, author: PersonKeys) -> tuple[str, Grant]:
    """Make a user's private compartment and state it in the keyring; give its name and what opens it."""
    name = f"{KIND}-{secrets.token_hex(4)}"
    identity, recipient = sealing.new_identity()
    grant = Grant(compartment.new_key(), (identity,))
    compartment.create(folder / compartment.file_name(name), grant.key, workspace=ring.workspace, compartment=name)
    own: dict[str, Any] = {"compartment": name, "user": uid, "version": 0, "epoch": 1, "recipient": recipient}
    own["grants"] = [sealed_grant(name, 1, uid, author.recipient, grant)]
    vouch(ring, own, person, author)
    ring.own.append(own)
    return name, grant


def vouch(ring: Keyring, own: dict[str, Any], person: PersonKeys, author: PersonKeys) -> None:
    """Let the person's key say which keys are the author's, and sign the statement by these."""
    own["verify"], own["reader"] = author.verify, author.recipient
    content = vouched_for(ring.workspace, own["user"], author.verify, author.recipient)
    own["vouched"] = sealing.to_text(sealing.sign(person.signing, content))
    ring.sign_own(own, author.signing)


def introduce(ring: Keyring, uid: str, person: PersonKeys, author: PersonKeys, *, known: bool = False) -> None:
    """State the keys that a user drew with an own password: grants are sealed to them from now on.

    known: somebody may know those before.
    """
    content = vouched_for(ring.workspace, uid, author.verify, author.recipient)
    vouched = sealing.to_text(sealing.sign(person.signing, content))
    said: dict[str, Any] = {"user": uid, "verify": author.verify, "reader": author.recipient, "vouched": vouched}
    ring.authors.append(said | ({"known": True} if known else {}))


def set_aside(ring: Keyring, uid: str) -> None:
    """Keep a user's private compartment as a file that nobody opens: its author is gone, or has new keys.

    With a keyring of before and the password of then it can still be read; so it stays in copies and backups.
    """
    for own in [one for one in ring.own if one["user"] == uid]:
        ring.own.remove(own)
        ring.shared[own["compartment"]] = {"epoch": own["epoch"], "recipient": own["recipient"]}
    ring.authors = [one for one in ring.authors if one["user"] != uid]
    ring.grants = [one for one in ring.grants if one["to"] != uid or kind_of(one["compartment"]) != KIND]


def of(ring: Keyring, opened: Opened) -> dict[str, Any] | None:
    """Give the statement of the private compartment that this person wrote, None where there is none."""
    mine = (one for one in ring.own_parts() if one["user"] == opened.user and one["verify"] == opened.author.verify)
    return next(mine, None)


def versions(ring: Keyring) -> dict[str, int]:
    """Give what a laptop remembers of the private compartments: by author and name how often each was stated."""
    return {f"{own['user']}/{own['compartment']}": own["version"] for own in ring.own_parts()}


def is_older(ring: Keyring, opened: Opened, remembered: dict[str, int]) -> bool:
    """Say whether a private compartment of this person is stated as it was before, or not at all, set aside or not."""
    here = versions(ring)
    return any(
        here.get(name, 0) < version
        for name, version in remembered.items()
        if name.startswith(f"{opened.user}/") and name.partition("/")[2] not in ring.shared
    )


def take_over(ring: Keyring, opened: Opened, name: str) -> dict[str, Any]:
    """State a private compartment of an earlier Peerkeep as its author's own; the owner signs the keyring after it."""
    stated = ring.shared.pop(name)
    ring.grants = [one for one in ring.grants if one["compartment"] != name]
    own = {"compartment": name, "user": opened.user, "version": 0} | stated
    own["grants"] = [sealed_grant(name, stated["epoch"], opened.user, opened.author.recipient, opened.grants[name])]
    vouch(ring, own, opened.person, opened.author)
    ring.own.append(own)
    return own


def hold(ws: Workspace, tier: str, name: str, grant: Grant) -> None:
    """Let the open workspace hold a compartment that was just made or granted."""
    ws.opened.grants[name] = grant
    compartment.attach(ws.connection, ws.folder / compartment.file_name(name), grant.key, tier)
    ws.take_in({tier: name})
