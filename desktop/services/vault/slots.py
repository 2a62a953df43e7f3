"""Slots and grants: how a password or the recovery words open a person, and a person opens compartments."""

from __future__ import annotations

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
from desktop.services.vault.keyring import FORMAT, RECOVERY, Keyring, must_be_signed
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


@dataclass(repr=False)
class Opened:
    """A person whose slot was opened, with the grants sealed to him or her."""

    user: str
    identity: str
    recipient: str
    signing: bytes
    owner: bytes | None
    slot: str
    counter: int
    grants: dict[str, Grant] = field(default_factory=dict)


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


def _bound(ring: Keyring, slot: dict[str, Any]) -> bytes:
    return canonical([FORMAT, ring.workspace, slot["id"], slot["user"], slot["kind"], slot["counter"], slot["kdf"]])


def _content(ring: Keyring, keys: PersonKeys, owner: bytes | None) -> bytes:
    return canonical(
        {
            "identity": keys.identity,
            "signing": sealing.to_text(keys.signing),
            "owner": ring.owner,
            "owner_private": sealing.to_text(owner) if owner else None,
        }
    )


def password_slot(
    ring: Keyring,
    user: str,
    password: str,
    keys: PersonKeys,
    *,
    owner: bytes | None,
    cost: sealing.Cost,
    counter: int = 1,
) -> dict[str, Any]:
    """Make a slot that `password` opens."""
    salt = secrets.token_bytes(16)
    kdf = {
        "name": "argon2id",
        "salt": sealing.to_text(salt),
        "memory": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    key = sealing.by_password(normal_form(password), salt, cost)
    return _slot(ring, user, "password", kdf, key, _content(ring, keys, owner), counter)


def recovery_slot(ring: Keyring, words: tuple[str, ...], keys: PersonKeys, owner: bytes) -> dict[str, Any]:
    """Make the slot that the recovery words open."""
    salt = secrets.token_bytes(16)
    kdf = {"name": "hkdf-sha256", "salt": sealing.to_text(salt)}
    key = sealing.by_secret(entropy_of(words), salt, "peerkeep recovery")
    return _slot(ring, RECOVERY, RECOVERY, kdf, key, _content(ring, keys, owner), 1)


def _slot(
    ring: Keyring, user: str, kind: str, kdf: dict[str, Any], key: bytes, content: bytes, counter: int
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
    slot["wrapped"] = sealing.to_text(sealing.wrap(key, nonce, content, _bound(ring, slot)))
    return slot


def grant_to(ring: Keyring, compartment: str, to: str, recipient: str, grant: Grant) -> None:
    """Add a grant of `compartment`, sealed to `recipient`, to the keyring."""
    sealed = sealing.seal_to(recipient, canonical({"key": grant.key, "identities": list(grant.identities)}))
    epoch = ring.compartments[compartment]["epoch"]
    ring.grants.append({"compartment": compartment, "epoch": epoch, "to": to, "sealed": sealing.to_text(sealed)})


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
    for slot in _slots_for(ring, secret):
        try:
            plain = sealing.unwrap(
                _key_for(slot, secret),
                sealing.from_text(slot["nonce"]),
                sealing.from_text(slot["wrapped"]),
                _bound(ring, slot),
            )
        except sealing.Unopened:
            continue
        content = json.loads(plain)
        must_be_signed(ring, content["owner"])
        owner = content["owner_private"]
        opened = Opened(
            slot["user"],
            content["identity"],
            sealing.recipient_of(content["identity"]),
            sealing.from_text(content["signing"]),
            sealing.from_text(owner) if owner else None,
            slot["id"],
            slot["counter"],
        )
        _open_grants(ring, opened)
        return opened
    raise WrongWords if isinstance(secret, Words) else WrongPassword


def _open_grants(ring: Keyring, opened: Opened) -> None:
    """Open every grant of the person. Error: KeyringForeign where an identity is not the stated recipient's."""
    for grant in ring.grants:
        if grant["to"] != opened.user:
            continue
        try:
            content = json.loads(sealing.open_with((opened.identity,), sealing.from_text(grant["sealed"])))
        except sealing.Unopened:
            raise KeyringForeign from None
        identities = tuple(content["identities"])
        if sealing.recipient_of(identities[0]) != ring.compartments[grant["compartment"]]["recipient"]:
            raise KeyringForeign
        opened.grants[grant["compartment"]] = Grant(content["key"], identities)
    if "programme" not in opened.grants:
        raise NotHeld
