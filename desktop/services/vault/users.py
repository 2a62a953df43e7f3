"""Users at service level: who may unlock, with which compartments. Their pages come with the capability of their own.

A role is nothing but the grants a user has. Only the owner's key can change the signed part of the keyring.
"""

from __future__ import annotations

import copy
import secrets
from typing import Final

from desktop.services import files
from desktop.services.language import fold
from desktop.services.vault import keyring, sealing
from desktop.services.vault.compartment import file_name
from desktop.services.vault.errors import OwnerOnly, UserExists
from desktop.services.vault.making import add_recovery_grants, checked_label, new_compartment
from desktop.services.vault.passwords import why_not
from desktop.services.vault.slots import PersonKeys, grant_to, password_slot
from desktop.services.vault.types import User
from desktop.services.vault.uids import new_uid
from desktop.services.vault.workspace import Workspace

ROLES: Final = {
    "coordinator": ("programme",),
    "counsellor": ("programme", "counselling"),
    "lead": ("programme", "counselling", "safeguarding"),
}


def users(ws: Workspace) -> tuple[User, ...]:
    """List who may unlock."""
    return tuple(User(u["user"], u["label"], tuple(u["roles"])) for u in ws.keyring.users if not u.get("removed"))


def add_user(
    ws: Workspace, label: str, role: str, password: str, *, private: bool = False, cost: sealing.Cost | None = None
) -> User:
    """Let somebody unlock with the grants of `role`; `private` adds a compartment nobody else opens.

    Errors: OwnerOnly, LookingOnly, NameMissing, UnfitName, UserExists, those of `passwords.why_not`.
    """
    owner = _owner(ws)
    label = checked_label(label)
    if any(fold(label) == fold(user.label) for user in users(ws)):
        raise UserExists
    refused = why_not(password, label)
    if refused:
        raise refused
    ring, keys, uid = copy.deepcopy(ws.keyring), PersonKeys.new(), new_uid()
    ring.users.append(
        {
            "user": uid,
            "label": label,
            "recipient": keys.recipient,
            "roles": [role],
            "verify": sealing.to_text(sealing.public_of(keys.signing)),
        }
    )
    for name in ROLES[role]:
        if name in ring.compartments:
            grant_to(ring, name, uid, keys.recipient, ws.opened.grants[name])
    ring.slots.append(password_slot(ring, uid, password, keys, owner=None, cost=cost or sealing.Cost()))
    own = f"private-{secrets.token_hex(4)}"
    try:
        if private:
            grant_to(ring, own, uid, keys.recipient, new_compartment(ws.folder, ring, own))
        _write(ws, ring, owner)
    except BaseException:
        files.remove_file(ws.folder / file_name(own))
        raise
    ws.labels[uid] = label
    return User(uid, label, (role,))


def add_recovery(ws: Workspace, words: tuple[str, ...]) -> None:
    """Give the workspace recovery words, replacing former ones. Errors: OwnerOnly, LookingOnly."""
    owner = _owner(ws)
    ring = copy.deepcopy(ws.keyring)
    ring.slots = [slot for slot in ring.slots if slot["kind"] != keyring.RECOVERY]
    ring.grants = [grant for grant in ring.grants if grant["to"] != keyring.RECOVERY]
    add_recovery_grants(ring, words, owner, ws.opened.grants)
    _write(ws, ring, owner)
    _words_are_known(ws, "replace_words")


def confirm_words(ws: Workspace) -> None:
    """Keep the recovery words after they were used: their sheet is nobody else's. Error: LookingOnly."""
    ws.must_write()
    _words_are_known(ws, "confirm_words")


def _words_are_known(ws: Workspace, verb: str) -> None:
    ws.event("programme", verb)
    ws.record.words_used = False
    ws.record.save()


def has_recovery(ws: Workspace) -> bool:
    """Say whether recovery words open this workspace."""
    return any(slot["kind"] == keyring.RECOVERY for slot in ws.keyring.slots)


def prove_words(ws: Workspace, *, proven: bool = True) -> None:
    """Note on this laptop that the recovery words were proven by typing them, or put off."""
    ws.record.words_proven = proven
    ws.record.save()


def _owner(ws: Workspace) -> bytes:
    ws.must_write()
    if ws.opened.owner is None:
        raise OwnerOnly
    return ws.opened.owner


def _write(ws: Workspace, ring: keyring.Keyring, owner: bytes) -> None:
    """Sign and write a changed keyring; only then the open workspace knows it."""
    ring.generation += 1
    ring.written = ws.clock.now().isoformat(timespec="seconds")
    ring.sign(owner)
    keyring.save(ws.folder, ring)
    ws.keyring = ring
    ws.record.generation = ring.generation
    ws.record.save()
