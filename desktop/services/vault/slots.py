"""Slots and grants: how a password or the recovery words open a person, and a person opens compartments."""

from __future__ import annotations

import contextlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from desktop.services.language import fold
from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical
from desktop.services.vault.errors import (
    KeyringDamaged,
    KeyringForeign,
    KeyringRefused,
    NoRecovery,
    NotHeld,
    WhoAreYou,
    WrongPassword,
    WrongWords,
)
from desktop.services.vault.keyring import FORMAT, OWNER, RECOVERY, Keyring, must_be_signed
from desktop.services.vault.passwords import normal_form
from desktop.services.vault.uids import new_uid
from desktop.services.vault.words import entropy_of, read_words


@dataclass(frozen=True, repr=False)
class Password:
    """A user's name (may be empty where there is one user) and password."""

    user: str
    password: str


@dataclass(frozen=True, repr=False)
class Words:
    """The recovery words as typed."""

    text: str


Secret = Password | Words


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

    own: keys drawn when the person chose a password, where another had given the first one; else None. pending: grants
    of the next epoch, where new keys are being made; former: those before, where the file has its new key. renewed: the
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
        return tuple({self.author.identity: None, self.identity: None})


def _bound(ring: Keyring, slot: dict[str, Any]) -> bytes:
    given = ["given"] if slot.get("given") else []
    parts = [FORMAT, ring.workspace, slot["id"], slot["user"], slot["kind"], slot["counter"], slot["kdf"]]
    return canonical(parts + given)


def _content(ring: Keyring, keys: PersonKeys, owner: bytes | None, own: PersonKeys | None = None) -> bytes:
    said: dict[str, Any] = {
        "identity": keys.identity,
        "signing": sealing.to_text(keys.signing),
        "owner": ring.owner,
        "owner_private": sealing.to_text(owner) if owner else None,
    }
    if own:
        said["own"] = {"identity": own.identity, "signing": sealing.to_text(own.signing)}
    return canonical(said)


def _keys(said: dict[str, str]) -> PersonKeys:
    identity = said["identity"]
    return PersonKeys(identity, sealing.recipient_of(identity), sealing.from_text(said["signing"]))


def password_slot(
    ring: Keyring,
    user: str,
    password: str,
    keys: PersonKeys,
    *,
    owner: bytes | None,
    cost: sealing.Cost,
    counter: int = 1,
    own: PersonKeys | None = None,
    given: bool = False,
) -> dict[str, Any]:
    """Make a slot that `password` opens; `given`: somebody else chose it, and its user has yet to choose one."""
    salt = secrets.token_bytes(16)
    kdf = {
        "name": "argon2id",
        "salt": sealing.to_text(salt),
        "memory": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    key = sealing.by_password(normal_form(password), salt, cost)
    return _slot(ring, user, "password", kdf, key, _content(ring, keys, owner, own), counter, given=given)


def recovery_slot(ring: Keyring, words: tuple[str, ...], keys: PersonKeys, owner: bytes) -> dict[str, Any]:
    """Make the slot that the recovery words open."""
    salt = secrets.token_bytes(16)
    kdf = {"name": "hkdf-sha256", "salt": sealing.to_text(salt)}
    key = sealing.by_secret(entropy_of(words), salt, "peerkeep recovery")
    return _slot(ring, RECOVERY, RECOVERY, kdf, key, _content(ring, keys, owner), 1)


def _slot(
    ring: Keyring,
    user: str,
    kind: str,
    kdf: dict[str, Any],
    key: bytes,
    content: bytes,
    counter: int,
    *,
    given: bool = False,
) -> dict[str, Any]:
    nonce = secrets.token_bytes(12)
    slot: dict[str, Any] = {
        "id": new_uid(),
        "user": user,
        "kind": kind,
        "counter": counter,
        "kdf": kdf,
        "nonce": sealing.to_text(nonce),
    }
    if given:
        slot["given"] = True
    slot["wrapped"] = sealing.to_text(sealing.wrap(key, nonce, content, _bound(ring, slot)))
    return slot


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


def aimed_at(ring: Keyring, secret: Secret) -> tuple[str, ...]:
    """Say whose secret it is meant to be: a user's uid, RECOVERY, or "" for a name nobody has. Error: WhoAreYou."""
    if isinstance(secret, Words):
        return (RECOVERY,)
    present = {u["user"]: u["label"] for u in ring.users if not u.get("removed")}
    if secret.user:
        wanted = [uid for uid, label in present.items() if fold(label.strip()) == fold(secret.user.strip())]
    elif len(present) == 1:
        wanted = list(present)
    else:
        raise WhoAreYou
    return tuple(wanted) or ("",)


def _slots_for(ring: Keyring, secret: Secret) -> list[dict[str, Any]]:
    """Find the slots a secret may open. Errors: WhoAreYou, NoRecovery."""
    if isinstance(secret, Words):
        found = [s for s in ring.slots if s["kind"] == RECOVERY]
        if not found:
            raise NoRecovery
        return found
    wanted = aimed_at(ring, secret)
    return [s for s in ring.slots if s["kind"] == "password" and s["user"] in wanted]


def _key_for(slot: dict[str, Any], secret: Secret) -> bytes:
    """Derive the slot's key. Errors: KeyringRefused, KeyringDamaged, WrongWords."""
    kdf = slot["kdf"]
    try:
        salt = sealing.from_text(kdf["salt"])
        if isinstance(secret, Words):
            if kdf["name"] != "hkdf-sha256":
                raise KeyringRefused
            return sealing.by_secret(entropy_of(read_words(secret.text)), salt, "peerkeep recovery")
        cost = sealing.as_cost(kdf)
        if kdf["name"] != "argon2id" or not cost.allowed() or len(salt) != 16:
            raise KeyringRefused
    except (KeyError, TypeError, ValueError):
        raise KeyringDamaged from None
    return sealing.by_password(normal_form(secret.password), salt, cost)


def open_person(ring: Keyring, secret: Secret) -> Opened:
    """Open a person by password or recovery words, check owner and signature, open the grants.

    Errors: WhoAreYou, WrongPassword, WrongWords, NoRecovery, KeyringRefused, KeyringForeign, KeyringDamaged.
    """
    slots = _slots_for(ring, secret)
    if not slots:
        _spend_as_long(ring, secret)
    for slot in slots:
        key = _key_for(slot, secret)
        try:
            plain = sealing.unwrap(
                key,
                sealing.from_text(slot["nonce"]),
                sealing.from_text(slot["wrapped"]),
                _bound(ring, slot),
            )
        except sealing.Unopened:
            continue
        content = json.loads(plain)
        must_be_signed(ring, content["owner"])
        keys = _keys(content)
        opened = Opened(
            slot["user"], keys.identity, keys.recipient, keys.signing, None, slot["id"], slot["counter"]
        )  # fmt: skip
        opened.own = _keys(content["own"]) if "own" in content else None
        _open_grants(ring, opened)
        _open_private(ring, opened)
        _open_owner(ring, opened, content["owner_private"])
        if content["owner"] != ring.owner:
            opened.renewed = _renewed(ring, slot, key, opened)
        return opened
    raise WrongWords if isinstance(secret, Words) else WrongPassword


def _spend_as_long(ring: Keyring, secret: Secret) -> None:
    """Derive a key for a name that nobody has, so that the time does not tell what was wrong (AUTH-01)."""
    for slot in [one for one in ring.slots if one["kind"] == "password"][:1]:
        _key_for(slot, secret)


def _renewed(ring: Keyring, slot: dict[str, Any], key: bytes, opened: Opened) -> dict[str, Any]:
    """Make the same slot anew, so that it knows the present owner key and believes no former one any more."""
    counter, given = slot["counter"] + 1, bool(slot.get("given"))
    content = _content(ring, opened.person, None, opened.own)
    return _slot(ring, slot["user"], slot["kind"], slot["kdf"], key, content, counter, given=given)


def reopen(ring: Keyring, opened: Opened) -> Opened:
    """Open the grants that another keyring of the same workspace, of a backup for example, has for a person.

    Where a grant is not sealed to the keys of today, today's is taken. Nobody gets what only the other keyring names.
    """
    found = Opened(
        opened.user, opened.identity, opened.recipient, opened.signing, opened.owner, opened.slot, opened.counter,
        own=opened.own,
    )  # fmt: skip
    _open_grants(ring, found, strict=False)
    _open_private(ring, found)
    found.grants = {name: found.grants.get(name, grant) for name, grant in opened.grants.items()}
    return found


def _open_grants(ring: Keyring, opened: Opened, *, strict: bool = True) -> None:
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


def _open_private(ring: Keyring, opened: Opened) -> None:
    """Open the person's private compartment, and those that others lent; what is not for these keys is passed over."""
    for own in ring.own_parts():
        if own["user"] == opened.user and own["verify"] != opened.author.verify:
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


def _open_owner(ring: Keyring, opened: Opened, in_slot: str | None) -> None:
    """Find the present owner's private key, where the person has it: in a grant, or in the slot of who began."""
    candidates = [sealing.from_text(in_slot)] if in_slot else []
    for grant in ring.grants:
        if grant["to"] == opened.user and grant["compartment"] == OWNER:
            with contextlib.suppress(sealing.Unopened, ValueError, KeyError):
                content = json.loads(sealing.open_with(opened.identities, sealing.from_text(grant["sealed"])))
                candidates.append(bytes.fromhex(content["key"]))
    present = (one for one in candidates if sealing.to_text(sealing.public_of(one)) == ring.owner)
    opened.owner = next(present, None)
