"""A new person where somebody may know the password: new keys, and new ones for all that the person opens.

Whoever manages users signs all of it at once. Anybody else states keys drawn anew, vouched for by those of before, and
the new key of their private notes, which need no other signature; the next unlock of somebody who manages users states
them and makes the new keys of the shared compartments (rotation.py). What was copied before stays open to who knows the
former password: nobody can take that back.
"""

from __future__ import annotations

from typing import Any

from desktop.services.vault import keyring, private, rotation
from desktop.services.vault.grants import Grant, Opened, PersonKeys, grant_to, sealed_grant, stated_by
from desktop.services.vault.keyring import OWNER, Keyring
from desktop.services.vault.schema import kind_of


def renew(ring: Keyring, opened: Opened) -> dict[str, Grant]:
    """Give a person new keys in the keyring and in `opened`, and begin those of what is held; give the grants to come.

    Where there is an owner's key, that is a new one too, and the keyring is to be signed with it. Error: WordsFirst.
    """
    former = [opened.person, *([opened.own] if opened.own else [])]
    opened.earlier = tuple(dict.fromkeys((*opened.earlier, *((one.identity, one.verify) for one in former))))
    return _as_user(ring, opened) if opened.owner is None else _as_owner(ring, opened, opened.owner)


def _as_owner(ring: Keyring, opened: Opened, owner: bytes) -> dict[str, Grant]:
    keys, uid = PersonKeys.new(), opened.user
    own = private.of(ring, opened) or _of_before(ring, opened)
    ring.adopt()
    held = ring.held_by(uid)
    keyring.renew(ring.user(uid), keys.recipient, keys.verify, own=True)
    anew = {OWNER, *(name for name in held if name in opened.grants)}
    ring.grants = [one for one in ring.grants if one["to"] != uid or one["compartment"] not in anew]
    for name in anew - {OWNER}:
        grant_to(ring, name, uid, keys.recipient, opened.grants[name])
    opened.owner = rotation.new_owner(ring, owner)
    made = rotation.begin(ring, held, opened.grants)
    opened.identity, opened.recipient, opened.signing, opened.own = keys.identity, keys.recipient, keys.signing, None
    return made | _private(ring, opened, own)


def _as_user(ring: Keyring, opened: Opened) -> dict[str, Grant]:
    own, uid = private.of(ring, opened), opened.user
    former, opened.own = opened.author, PersonKeys.new()
    opened.identity, opened.recipient, opened.signing = former.identity, former.recipient, former.signing
    drawn = ring.drawn(uid)
    ring.authors = [one for one in ring.authors if one["user"] != uid or one in drawn]
    private.introduce(ring, uid, opened.person, opened.own, known=True)
    return _private(ring, opened, own)


def restate(ring: Keyring, opened: Opened) -> dict[str, Grant]:
    """State the private compartment of a restored backup anew where keys of before did; give the grant to come."""
    own = stated_by(ring, opened)
    if own is None or own["verify"] == opened.author.verify:
        return {}
    return _private(ring, opened, own)


def _of_before(ring: Keyring, opened: Opened) -> dict[str, Any] | None:
    """Take over the private compartment of an earlier Peerkeep, which the owner still states."""
    name = next((name for name in opened.grants if kind_of(name) == private.KIND and name in ring.shared), "")
    return private.take_over(ring, opened, name) if name else None


def _private(ring: Keyring, opened: Opened, own: dict[str, Any] | None) -> dict[str, Grant]:
    """Seal the private compartment to the author's new keys, and begin its new key; who it is lent to keeps it."""
    if own is None or own["compartment"] not in opened.grants:
        return {}
    name, present, reader = own["compartment"], opened.grants[own["compartment"]], opened.author.recipient
    lent = [one for one in own["grants"] if "until" in one and one["epoch"] == own["epoch"]]
    own["grants"] = [sealed_grant(name, own["epoch"], opened.user, reader, present), *lent]
    following = rotation.state_next(own, own["grants"], name, present, {opened.user: reader})
    for one in lent:
        sealed = sealed_grant(name, own["next"]["epoch"], one["to"], one["reader"], following)
        own["grants"].append(sealed | {"until": one["until"], "reader": one["reader"]})
    private.vouch(ring, own, opened.person, opened.author)
    return {name: following}
