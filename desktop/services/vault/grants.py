"""Grants: the keys of compartments, each sealed to one person, and what a person has who opened them.

It knows how keys are sealed and nothing of passwords.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical
from desktop.services.vault.errors import KeyringForeign, NotHeld
from desktop.services.vault.keyring import OWNER, Keyring


@dataclass(frozen=True, repr=False)
class Grant:
    """What opens one compartment: its raw key (hex) and the age identities of this epoch and the older ones."""

    key: str
    identities: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class PersonKeys:
    """The secrets of one person, before they are put into a slot."""

    identity: str
    recipient: str
    signing: bytes

    @classmethod
    def new(cls) -> PersonKeys:
        """Draw new keys."""
        identity, recipient = sealing.new_identity()
        return cls(identity, recipient, sealing.new_signing_key())

    @property
    def verify(self) -> str:
        """Give the public half of the signing key, as the keyring has it."""
        return sealing.to_text(sealing.public_of(self.signing))


@dataclass(repr=False)
class Opened:
    """A person whose slot was opened, with the grants sealed to him or her.

    own: keys drawn when the person chose a password, where another had given the first one or may know it; else None.
    earlier: (identity, public signing key) of before, for what was sealed to them and stated then. pending: grants of
    the next epoch, where new keys are being made; former: those before, where the file has its new key. renewed: the
    slot that is to replace this one, which still knows a former owner key.
    """

    user: str
    identity: str
    recipient: str
    signing: bytes
    owner: bytes | None
    slot: str
    counter: int
    grants: dict[str, Grant] = field(default_factory=dict)
    pending: dict[str, Grant] = field(default_factory=dict)
    former: dict[str, Grant] = field(default_factory=dict)
    own: PersonKeys | None = None
    earlier: tuple[tuple[str, str], ...] = ()
    renewed: dict[str, Any] | None = None

    @property
    def person(self) -> PersonKeys:
        """Give the keys that the keyring states of this person."""
        return PersonKeys(self.identity, self.recipient, self.signing)

    @property
    def author(self) -> PersonKeys:
        """Give the keys that nobody else ever had: they write private notes and drafts."""
        return self.own or self.person

    @property
    def identities(self) -> tuple[str, ...]:
        """Give every age identity of the person."""
        return tuple(dict.fromkeys((self.author.identity, self.identity, *(one for one, _ in self.earlier))))


def sealed_grant(compartment: str, epoch: int, to: str, recipient: str, grant: Grant) -> dict[str, Any]:
    """Make a grant of a compartment's epoch, sealed to `recipient`."""
    sealed = sealing.seal_to(recipient, canonical({"key": grant.key, "identities": list(grant.identities)}))
    return {"compartment": compartment, "epoch": epoch, "to": to, "sealed": sealing.to_text(sealed)}


def grant_to(ring: Keyring, compartment: str, to: str, recipient: str, grant: Grant) -> None:
    """Add a grant of `compartment`, sealed to `recipient`, to the keyring."""
    epoch = ring.shared[compartment]["epoch"]
    ring.grants.append(sealed_grant(compartment, epoch, to, recipient, grant))


def grant_owner(ring: Keyring, to: str, recipient: str, owner: bytes) -> None:
    """Let somebody manage users: the owner's key, sealed to `recipient`, in place of one granted before."""
    ring.grants = [one for one in ring.grants if (one["compartment"], one["to"]) != (OWNER, to)]
    grant = Grant(owner.hex(), ())
    ring.grants.append(sealed_grant(OWNER, len(ring.owners_before) + 1, to, recipient, grant))


def reopen(ring: Keyring, opened: Opened) -> Opened:
    """Open the grants that another keyring of the same workspace, of a backup for example, has for a person.

    Where a grant is not sealed to the keys of today, today's is taken. Nobody gets what only the other keyring names.
    """
    found = Opened(
        opened.user, opened.identity, opened.recipient, opened.signing, opened.owner, opened.slot, opened.counter,
        own=opened.own, earlier=opened.earlier,
    )  # fmt: skip
    open_grants(ring, found, strict=False)
    open_private(ring, found, then=True)
    found.grants = {name: found.grants.get(name, grant) for name, grant in opened.grants.items()}
    return found


def open_grants(ring: Keyring, opened: Opened, *, strict: bool = True) -> None:
    """Open every grant of the person. Error: KeyringForeign where an identity is not the stated recipient's."""
    for grant in ring.grants:
        if grant["to"] == opened.user and grant["compartment"] in ring.shared:
            try:
                _take(opened, grant["compartment"], ring.shared[grant["compartment"]], grant)
            except KeyringForeign:
                if strict:
                    raise
    if strict and "programme" not in opened.grants:
        raise NotHeld


def stated_by(ring: Keyring, opened: Opened) -> dict[str, Any] | None:
    """Give the person's own statement of a private compartment; one by keys of before only where there is no other.

    A backup that was restored has one by those. It is stated anew, with a new key, before anything is written.
    """
    mine = [one for one in ring.own_parts() if one["user"] == opened.user]
    keys = (opened.author.verify, *(verify for _, verify in reversed(opened.earlier)))
    return next((one for key in keys for one in mine if one["verify"] == key), None)


def open_private(ring: Keyring, opened: Opened, *, then: bool = False) -> None:
    """Open the person's private compartment, and those that others lent; what is not for these keys is passed over.

    then: the keyring is a backup's.
    """
    mine = stated_by(ring, opened)
    for own in ring.own_parts():
        if own["user"] == opened.user and own is not mine and not then:
            continue
        for grant in own["grants"]:
            if grant["to"] == opened.user:
                with contextlib.suppress(KeyringForeign):
                    _take(opened, own["compartment"], own, grant)


def _take(opened: Opened, name: str, stated: dict[str, Any], grant: dict[str, Any]) -> None:
    """Open one grant, of the present epoch or of the next. Error: KeyringForeign."""
    following = stated.get("next", {})
    if grant["epoch"] not in (stated["epoch"], following.get("epoch")):
        return
    try:
        content = json.loads(sealing.open_with(opened.identities, sealing.from_text(grant["sealed"])))
    except (sealing.Unopened, ValueError):
        raise KeyringForeign from None
    identities = tuple(content["identities"])
    present = grant["epoch"] == stated["epoch"]
    if sealing.recipient_of(identities[0]) != (stated if present else following)["recipient"]:
        raise KeyringForeign
    (opened.grants if present else opened.pending)[name] = Grant(content["key"], identities)


def open_owner(ring: Keyring, opened: Opened, in_slot: str | None) -> None:
    """Find the present owner's private key, where the person has it: in a grant, or in the slot of who began."""
    candidates = [sealing.from_text(in_slot)] if in_slot else []
    for grant in ring.grants:
        if grant["to"] == opened.user and grant["compartment"] == OWNER:
            with contextlib.suppress(sealing.Unopened, ValueError, KeyError):
                content = json.loads(sealing.open_with(opened.identities, sealing.from_text(grant["sealed"])))
                candidates.append(bytes.fromhex(content["key"]))
    present = (one for one in candidates if sealing.to_text(sealing.public_of(one)) == ring.owner)
    opened.owner = next(present, None)
