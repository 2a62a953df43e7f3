"""Slots: how a password or the recovery words open a person; grants.py says how a person opens compartments."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from desktop.services.language import fold
from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical
from desktop.services.vault.errors import (
    KeyringDamaged,
    KeyringRefused,
    NoRecovery,
    WhoAreYou,
    WrongPassword,
    WrongWords,
)
from desktop.services.vault.grants import Opened, PersonKeys, open_grants, open_owner, open_private
from desktop.services.vault.keyring import FORMAT, RECOVERY, Keyring, must_be_signed
from desktop.services.vault.passwords import normal_form
from desktop.services.vault.uids import new_uid
from desktop.services.vault.words import entropy_of, read_words

__all__ = ["Opened", "Password", "Secret", "Words", "aimed_at", "open_person", "password_slot", "recovery_slot"]


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


def _bound(ring: Keyring, slot: dict[str, Any]) -> bytes:
    given = ["given"] if slot.get("given") else []
    parts = [FORMAT, ring.workspace, slot["id"], slot["user"], slot["kind"], slot["counter"], slot["kdf"]]
    return canonical(parts + given)


def _content(
    ring: Keyring,
    keys: PersonKeys,
    owner: bytes | None,
    own: PersonKeys | None = None,
    earlier: tuple[tuple[str, str], ...] = (),
) -> bytes:
    said: dict[str, Any] = {
        "identity": keys.identity,
        "signing": sealing.to_text(keys.signing),
        "owner": ring.owner,
        "owner_private": sealing.to_text(owner) if owner else None,
    }
    if own:
        said["own"] = {"identity": own.identity, "signing": sealing.to_text(own.signing)}
    if earlier:
        said["earlier"] = [{"identity": identity, "verify": verify} for identity, verify in earlier]
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
    earlier: tuple[tuple[str, str], ...] = (),
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
    content = _content(ring, keys, owner, own, earlier)
    return _slot(ring, user, "password", kdf, key, content, counter, given=given)


def recovery_slot(
    ring: Keyring, words: tuple[str, ...], keys: PersonKeys, owner: bytes, counter: int = 1
) -> dict[str, Any]:
    """Make the slot that the recovery words open; its counter tells it from every earlier one."""
    salt = secrets.token_bytes(16)
    kdf = {"name": "hkdf-sha256", "salt": sealing.to_text(salt)}
    key = sealing.by_secret(entropy_of(words), salt, "peerkeep recovery")
    return _slot(ring, RECOVERY, RECOVERY, kdf, key, _content(ring, keys, owner), counter)


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
        opened.earlier = tuple((one["identity"], one["verify"]) for one in content.get("earlier", ()))
        open_grants(ring, opened)
        open_private(ring, opened)
        open_owner(ring, opened, content["owner_private"])
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
    content = _content(ring, opened.person, None, opened.own, opened.earlier)
    return _slot(ring, slot["user"], slot["kind"], slot["kdf"], key, content, counter, given=given)
