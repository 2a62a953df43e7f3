"""A new password: by the former one, or by the recovery words when that is forgotten. Each rewrites one slot.

The keyring is replaced as one file, so at any moment exactly one of the former and the new password opens it. Copies
made before keep the former one.
"""

from __future__ import annotations

import copy
import secrets
from typing import Any, Final

from desktop.services import files
from desktop.services.language import fold
from desktop.services.vault import keyring, sealing
from desktop.services.vault.compartment import file_name
from desktop.services.vault.errors import (
    NoSuchUser,
    NotThePassword,
    PasswordSame,
    WordsNeeded,
    WrongPassword,
)
from desktop.services.vault.keyring import RECOVERY, Keyring
from desktop.services.vault.making import new_compartment
from desktop.services.vault.passwords import normal_form, why_not
from desktop.services.vault.schema import kind_of
from desktop.services.vault.slots import Password, PersonKeys, grant_to, password_slot
from desktop.services.vault.tries import open_guarded
from desktop.services.vault.types import Changes
from desktop.services.vault.workspace import Workspace

_OWNER: Final = "owner"


def change_password(
    ws: Workspace, former: str, password: str, *names: str, cost: sealing.Cost | None = None
) -> Changes:
    """Give the person who unlocked a new password. `names`: what it must not be made of, beside their own name.

    Errors: LookingOnly, NotThePassword (counted as a wrong try), MustWait, WordsDemanded, PasswordSame, those of
    `passwords.why_not` and of files; then the former password still opens.
    """
    ws.must_write()
    who = ws.user
    try:
        opened = open_guarded(ws.keyring, Password(who.label, former), ws.record, ws.clock)
    except WrongPassword:
        raise NotThePassword from None
    if normal_form(former) == normal_form(password):
        raise PasswordSame
    _check(password, who.label, *names)
    ring = copy.deepcopy(ws.keyring)
    keys = PersonKeys(opened.identity, opened.recipient, opened.signing)
    slot = _replace_slot(ring, who.uid, password, keys, owner=opened.owner, cost=cost)
    changes = _write(ws, ring, "change_password", who.uid, slot)
    ws.opened.slot, ws.opened.counter = slot["id"], slot["counter"]
    return changes


def recover_password(
    ws: Workspace, label: str, password: str, *names: str, cost: sealing.Cost | None = None
) -> Changes:
    """Give the user called `label` a new password, in a workspace that was opened by the recovery words.

    The person gets new keys and the compartments that recovery opens. A private compartment is not among them, by
    design; the user gets a new, empty one in its place. That the words were used stays noted on this laptop until
    they are replaced or confirmed. Errors: WordsNeeded, NoSuchUser, those of `passwords.why_not` and of files; then
    the former password still opens.
    """
    owner = ws.opened.owner
    if ws.opened.user != RECOVERY or owner is None:
        raise WordsNeeded
    user = _user_called(ws.keyring, label)
    _check(password, str(user["label"]), *names)
    ring, keys = copy.deepcopy(ws.keyring), PersonKeys.new()
    made = _give_keys(ws, ring, user["user"], keys)
    try:
        own = owner if _OWNER in user["roles"] else None
        slot = _replace_slot(ring, user["user"], password, keys, owner=own, cost=cost)
        ring.generation += 1
        ring.written = ws.clock.now().isoformat(timespec="seconds")
        ring.sign(owner)
        ws.record.words_used = True
        return _write(ws, ring, "recover_password", user["user"], slot)
    except BaseException:
        for name in set(made) - keyring.load(ws.folder).compartments.keys():
            files.remove_file(ws.folder / file_name(name))
        raise


def _check(password: str, *names: str) -> None:
    refused = why_not(password, *names)
    if refused:
        raise refused


def _user_called(ring: Keyring, label: str) -> dict[str, Any]:
    """Find a user by name; where there is only one, the name may be empty. Error: NoSuchUser."""
    present = [user for user in ring.users if not user.get("removed")]
    meant = [user for user in present if fold(user["label"].strip()) == fold(label.strip())]
    if not label.strip() and len(present) == 1:
        meant = present
    if not meant:
        raise NoSuchUser
    return meant[0]


def _give_keys(ws: Workspace, ring: Keyring, uid: str, keys: PersonKeys) -> tuple[str, ...]:
    """Put new keys of a user into the keyring, with grants sealed to them; give the names of new compartments."""
    user = ring.user(uid)
    user["recipient"], user["verify"] = keys.recipient, sealing.to_text(sealing.public_of(keys.signing))
    held = [grant["compartment"] for grant in ring.grants if grant["to"] == uid]
    ring.grants = [grant for grant in ring.grants if grant["to"] != uid]
    for name in held:
        if name in ws.opened.grants:
            grant_to(ring, name, uid, keys.recipient, ws.opened.grants[name])
    if not any(kind_of(name) == "private" for name in held):
        return ()
    own = f"private-{secrets.token_hex(4)}"
    grant_to(ring, own, uid, keys.recipient, new_compartment(ws.folder, ring, own))
    return (own,)


def _replace_slot(
    ring: Keyring, uid: str, password: str, keys: PersonKeys, *, owner: bytes | None, cost: sealing.Cost | None
) -> dict[str, Any]:
    """Put one slot in place of the user's; its counter tells it from every earlier one."""
    former = [slot for slot in ring.slots if slot["user"] == uid and slot["kind"] == "password"]
    counter = max((slot["counter"] for slot in former), default=0) + 1
    slot = password_slot(ring, uid, password, keys, owner=owner, cost=cost or sealing.Cost(), counter=counter)
    ring.slots = [one for one in ring.slots if one not in former] + [slot]
    return slot


def _write(ws: Workspace, ring: Keyring, verb: str, uid: str, slot: dict[str, Any]) -> Changes:
    """Journal it and replace the keyring: both, or, unless the process is killed between, neither."""
    former = ws.keyring
    try:
        with ws.step("programme", verb, about=uid, event=True) as step:
            keyring.save(ws.folder, ring)
    except BaseException:
        if keyring.load(ws.folder).to_bytes() != former.to_bytes():
            keyring.save(ws.folder, former)
        raise
    ws.keyring = ring
    ws.record.generation, ws.record.counters[uid] = ring.generation, slot["counter"]
    ws.record.tries.pop(uid, None)
    ws.record.save()
    return step.changes
