"""A new password: by the former one, or by the recovery words when that is forgotten. Each rewrites one slot.

The keyring is replaced as one file, so at any moment exactly one of the former and the new password opens it. Copies
made before keep the former one. Who replaces a password that another had given, or may know, draws new keys beside it.
"""

from __future__ import annotations

import contextlib
import copy
from dataclasses import replace
from typing import Any, Final

from desktop.services import files
from desktop.services.errors import Cancelled, KnownError
from desktop.services.language import fold
from desktop.services.vault import keeping, keyring, lending, private, renewal, rotation, sealing, staff
from desktop.services.vault.compartment import file_name
from desktop.services.vault.errors import (
    NoSuchUser,
    NotThePassword,
    PasswordSame,
    WordsNeeded,
    WrongPassword,
)
from desktop.services.vault.grants import Grant, Opened, PersonKeys, grant_owner, grant_to
from desktop.services.vault.keyring import RECOVERY, Keyring
from desktop.services.vault.passwords import normal_form, why_not
from desktop.services.vault.rotation import Progress
from desktop.services.vault.slots import Password, password_slot
from desktop.services.vault.staff import LEAD, SAFEGUARDING
from desktop.services.vault.tries import open_guarded
from desktop.services.vault.types import Changes
from desktop.services.vault.workspace import Workspace

_FORGOTTEN: Final = ("programme", "counselling", SAFEGUARDING)


def change_password(
    ws: Workspace,
    former: str,
    password: str,
    *names: str,
    cost: sealing.Cost | None = None,
    somebody_may_know: bool = False,
    progress: Progress | None = None,
) -> Changes:
    """Give the person who unlocked a new password. `names`: what it must not be made of, beside their own name.

    One that replaces a password given by somebody else brings keys that nobody else ever had, and the private
    compartment where the school has them. With `somebody_may_know` all that the person opens gets new keys too: see
    `renewal`; `progress` is of that. Errors: why nothing may be written here, NotThePassword (counted as a wrong try),
    MustWait, WordsDemanded, PasswordSame, those of `passwords.why_not`, of `rotation.finish` and of files, WordsFirst;
    then the former password still opens.
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
    if who.given:
        changes = _first_own(ws, opened, password, cost)
        return _renewed(ws, password, cost, progress) if somebody_may_know else changes
    if somebody_may_know:
        return _renewed(ws, password, cost, progress)
    ring = copy.deepcopy(ws.keyring)
    slot = _replace_slot(ring, opened, password, owner=opened.owner, cost=cost)
    changes = _write(ws, ring, "change_password", who.uid, slot)
    ws.opened.slot, ws.opened.counter = slot["id"], slot["counter"]
    return changes


def _renewed(ws: Workspace, password: str, cost: sealing.Cost | None, progress: Progress | None) -> Changes:
    """Replace a password that somebody may know, with the keys that it opened.

    Once the keyring stands, the password is in force; new keys that could not be made now wait, as after a removal.
    """
    rotation.finish(ws)
    lending.finish(ws)
    ring, opened = copy.deepcopy(ws.keyring), replace(ws.opened, renewed=None)
    owner = opened.owner
    opened.pending = renewal.renew(ring, opened)
    slot = _replace_slot(ring, opened, password, owner=None, cost=cost)
    opened.slot, opened.counter = slot["id"], slot["counter"]
    if owner is not None and opened.owner is not None:
        keeping.sign(ws, ring, opened.owner)
    try:
        changes = _write(ws, ring, "change_known_password", opened.user, slot)
    finally:
        if ws.keyring is ring:  # also where the drive refused, and refused to put the former one back too
            ws.opened = opened
            ws.seal_drafts_anew()
    for finish in (rotation.finish, lending.finish):
        with contextlib.suppress(KnownError, Cancelled):
            finish(ws, progress)
    return changes


def _first_own(ws: Workspace, opened: Opened, password: str, cost: sealing.Cost | None) -> Changes:
    """Replace a given password, and with it the keys that whoever gave it could have kept."""
    ring, uid, owner = copy.deepcopy(ws.keyring), opened.user, opened.owner
    pending: dict[str, Grant] = {}
    if owner is None:
        opened.own = PersonKeys.new()
        private.introduce(ring, uid, opened.person, opened.own)
    else:
        rotation.finish(ws)
        ring, opened.own = copy.deepcopy(ws.keyring), None
        keys = PersonKeys.new()
        opened.identity, opened.recipient, opened.signing = keys.identity, keys.recipient, keys.signing
        pending = _new_person(ws, ring, uid, keys, owner)
    slot = _replace_slot(ring, opened, password, owner=None, cost=cost)
    made: tuple[str, Grant] | None = None
    try:
        if private.entitled(ring, uid):
            made = private.make(ws.folder, ring, uid, opened.person, opened.author)
        if owner is not None:
            keeping.sign(ws, ring, owner)
        changes = _write(ws, ring, "change_password", uid, slot)
    except BaseException:
        _unmake(ws, made)
        raise
    grants, ws.opened = ws.opened.grants, replace(opened, slot=slot["id"], counter=slot["counter"], owner=owner)
    ws.opened.grants, ws.opened.pending = grants, pending
    ws.seal_drafts_anew()
    if made:
        private.hold(ws, private.KIND, *made)
    rotation.finish(ws)
    return changes


def _new_person(ws: Workspace, ring: Keyring, uid: str, keys: PersonKeys, owner: bytes) -> dict[str, Grant]:
    """Give a user who manages users new keys, and the only lead new keys of safeguarding; give these."""
    _reseal(ring, uid, keys, ws.opened.grants)
    grant_owner(ring, uid, keys.recipient, owner)
    leads = [user for user in staff.present(ring) if staff.role_of(user) == LEAD]
    alone = [user["user"] for user in leads] == [uid] and SAFEGUARDING in ws.opened.grants
    return rotation.begin(ring, [SAFEGUARDING] if alone else [], ws.opened.grants)


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
    rotation.finish(ws)
    ring, keys, uid = copy.deepcopy(ws.keyring), PersonKeys.new(), str(user["user"])
    had_private = staff.described(ring, user).private
    _reseal(ring, uid, keys, ws.opened.grants)
    if staff.manages(user):
        grant_owner(ring, uid, keys.recipient, owner)
    private.set_aside(ring, uid)
    opened = Opened(uid, keys.identity, keys.recipient, keys.signing, owner, "", 0)
    slot = _replace_slot(ring, opened, password, owner=None, cost=cost)
    made: tuple[str, Grant] | None = None
    try:
        if had_private or private.entitled(ring, uid):
            made = private.make(ws.folder, ring, uid, keys, keys)
        keeping.sign(ws, ring, owner)
        ws.record.words_used = True
        return _write(ws, ring, "recover_password", uid, slot)
    except BaseException:
        _unmake(ws, made)
        raise


def _unmake(ws: Workspace, made: tuple[str, Grant] | None) -> None:
    if made and made[0] not in keyring.load(ws.folder).compartments:
        files.remove_file(ws.folder / file_name(made[0]))


def _check(password: str, *names: str) -> None:
    refused = why_not(password, *names)
    if refused:
        raise refused


def _user_called(ring: Keyring, label: str) -> dict[str, Any]:
    """Find a user by name; where there is only one, the name may be empty. Error: NoSuchUser."""
    present = staff.present(ring)
    meant = [user for user in present if fold(user["label"].strip()) == fold(label.strip())]
    if not label.strip() and len(present) == 1:
        meant = present
    if not meant:
        raise NoSuchUser
    return meant[0]


def _reseal(ring: Keyring, uid: str, keys: PersonKeys, held: dict[str, Grant]) -> None:
    """Put new keys of a user into the keyring, with the grants he or she had sealed to them."""
    user = ring.user(uid)
    user["recipient"], user["verify"] = keys.recipient, keys.verify
    user.pop("first", None)
    ring.authors = [one for one in ring.authors if one["user"] != uid]
    had = {grant["compartment"] for grant in ring.grants if grant["to"] == uid}
    ring.grants = [grant for grant in ring.grants if grant["to"] != uid]
    for name in _FORGOTTEN:
        if name in had and name in held:
            grant_to(ring, name, uid, keys.recipient, held[name])


def _replace_slot(
    ring: Keyring, opened: Opened, password: str, *, owner: bytes | None, cost: sealing.Cost | None
) -> dict[str, Any]:
    """Put one slot in place of the user's; its counter tells it from every earlier one."""
    former = [slot for slot in ring.slots if slot["user"] == opened.user and slot["kind"] == "password"]
    counter = max((slot["counter"] for slot in former), default=0) + 1
    slot = password_slot(
        ring,
        opened.user,
        password,
        opened.person,
        owner=owner,
        cost=cost or sealing.Cost(),
        counter=counter,
        own=opened.own,
        earlier=opened.earlier,
    )
    ring.slots = [one for one in ring.slots if one not in former] + [slot]
    return slot


def _write(ws: Workspace, ring: Keyring, verb: str, uid: str, slot: dict[str, Any]) -> Changes:
    """Journal it and replace the keyring: both, or, unless the process is killed between, neither."""
    changes = keeping.keep(ws, ring, verb, about=uid)
    ws.record.counters[uid] = slot["counter"]
    ws.record.tries.pop(uid, None)
    ws.record.save()
    return changes
