"""Users: who may unlock, and with which role. Inviting, changing a role, removing, and the recovery words.

A role is nothing but the grants a user has (staff.py). Who loses a compartment is followed by new keys for it
(rotation.py). Only the owner's key can change the signed part of the keyring.
"""

from __future__ import annotations

import copy
from typing import Final

from desktop.services import files
from desktop.services.language import fold, say
from desktop.services.vault import keeping, keyring, private, rotation, sealing, staff
from desktop.services.vault.compartment import file_name
from desktop.services.vault.grants import Grant, PersonKeys, grant_owner, grant_to
from desktop.services.vault.keyring import OWNER, RECOVERY, Keyring
from desktop.services.vault.making import add_recovery_grants, checked_label, new_compartment
from desktop.services.vault.passwords import why_not
from desktop.services.vault.rotation import Progress
from desktop.services.vault.slots import password_slot
from desktop.services.vault.staff import LEAD, ROLES, SAFEGUARDING
from desktop.services.vault.staff_errors import (
    CannotLetIn,
    LastLead,
    LastOwner,
    NoSuchRole,
    RemovingYourself,
    UserExists,
)
from desktop.services.vault.types import Changes, User
from desktop.services.vault.uids import new_uid
from desktop.services.vault.verbs import role_event
from desktop.services.vault.workspace import Workspace

PARTS: Final = {"programme": "programme", "counselling": "counselling", SAFEGUARDING: "safeguarding"}


def list_users(ws: Workspace) -> tuple[User, ...]:
    """List who may unlock, in the order they came."""
    return tuple(staff.described(ws.keyring, user) for user in staff.present(ws.keyring))


users = list_users


def find_user(ws: Workspace, who: str) -> User:
    """Find somebody who may unlock, by uid or name. Error: NoSuchUser."""
    return staff.described(ws.keyring, staff.entry(ws.keyring, who))


def add_user(
    ws: Workspace, label: str, role: str, password: str, *names: str, cost: sealing.Cost | None = None
) -> User:
    """Let somebody unlock with the grants of `role` and a first password, which he or she replaces by an own one.

    `names`: what the password must not be made of, beside their own name. The first lead also makes the safeguarding
    part. A lead may manage users. Errors: OwnerOnly, why nothing may be written here, NoSuchRole, NameMissing,
    UnfitName, UserExists, CannotLetIn, those of `passwords.why_not`, of `rotation.finish` and of files.
    """
    owner = keeping.owner_of(ws)
    label = checked_label(label)
    if any(fold(label) == fold(user.label) for user in list_users(ws)):
        raise UserExists
    refused = why_not(password, label, *names)
    if refused:
        raise refused
    rotation.finish(ws)
    ring, keys, uid = copy.deepcopy(ws.keyring), PersonKeys.new(), new_uid()
    ring.users.append(
        {"user": uid, "label": label, "recipient": keys.recipient, "roles": [_known(role)], "verify": keys.verify}
    )
    made = _let_in(ws, ring, uid, role)
    try:
        if role == LEAD:
            grant_owner(ring, uid, keys.recipient, owner)
        slot = password_slot(ring, uid, password, keys, owner=None, cost=cost or sealing.Cost(), given=True)
        ring.slots.append(slot)
        keeping.sign(ws, ring, owner)
        keeping.keep(ws, ring, "add_user", about=uid)
    except BaseException:
        _unmake(ws, made)
        raise
    return find_user(ws, uid)


def change_role(ws: Workspace, who: str, role: str, progress: Progress | None = None) -> Changes:
    """Give a user another role: at once for what it opens, with new keys for what it does not open any more.

    Where the role is the same, nothing is written. Errors: OwnerOnly, LookingOnly, NoSuchUser, NoSuchRole,
    CannotLetIn, LastLead, LastOwner, WordsFirst, those of `rotation.finish`: after Cancelled or KeyNotChanged the new
    role stands and the new keys wait.
    """
    owner = keeping.owner_of(ws)
    rotation.finish(ws)
    ring = copy.deepcopy(ws.keyring)
    user = staff.entry(ring, who)
    uid, before = user["user"], staff.role_of(user)
    if before == _known(role):
        return Changes("programme", "change_role", about=uid)
    managed = staff.manages(user)
    user["roles"] = [*([OWNER] if OWNER in user["roles"] else []), role]
    _must_stay(ring, before, role)
    made = _let_in(ws, ring, uid, role)
    try:
        owner, pending = _taken(ws, ring, uid, losing(ws, uid, role), owner, ended=managed and not staff.manages(user))
        if staff.manages(user) and not managed:
            grant_owner(ring, uid, ring.reader(uid), owner)
        changes = _keep(ws, ring, owner, pending, "change_role", role_event(uid, before, role))
    except BaseException:
        _unmake(ws, made)
        raise
    if uid == ws.opened.user:
        for name, grant in made.items():
            private.hold(ws, name, name, grant)
    rotation.finish(ws, progress)
    if uid == ws.opened.user:
        _step_back(ws, role, manages=staff.manages(user))
    return changes


def remove_user(ws: Workspace, who: str, progress: Progress | None = None) -> Changes:
    """Let somebody unlock no more, and make new keys for all he or she could open.

    Their name stays for the history. Private notes stay as they are, and nobody opens them. A compartment that the
    remover does not hold gets its new key when somebody who manages users and holds it unlocks. Errors: OwnerOnly,
    LookingOnly, NoSuchUser, RemovingYourself, LastLead, LastOwner, WordsFirst, those of `rotation.finish`: after
    Cancelled or KeyNotChanged the user is removed and the new keys wait.
    """
    owner = keeping.owner_of(ws)
    rotation.finish(ws)
    ring = copy.deepcopy(ws.keyring)
    user = staff.entry(ring, who)
    uid, managed = user["user"], staff.manages(user)
    if uid == ws.opened.user:
        raise RemovingYourself
    user["removed"] = ws.clock.today().isoformat()
    _must_stay(ring, staff.role_of(user), "")
    ring.slots = [slot for slot in ring.slots if slot["user"] != uid]
    private.set_aside(ring, uid)
    owner, pending = _taken(ws, ring, uid, losing(ws, uid), owner, ended=managed)
    changes = _keep(ws, ring, owner, pending, "remove_user", uid)
    rotation.finish(ws, progress)
    return changes


def losing(ws: Workspace, who: str, role: str = "") -> tuple[str, ...]:
    """Name the compartments that a user would lose by `role`, "" for removal: those that get new keys."""
    uid = staff.entry(ws.keyring, who)["user"]
    held = [name for name in PARTS if uid in staff.holders(ws.keyring, name)]
    return tuple(name for name in held if name not in ROLES.get(role, ()))


def part_words(part: str) -> str:
    """Name a shared compartment as within a sentence."""
    words = {
        "programme": say("the {programme}"),
        "counselling": say("counselling notes"),
        SAFEGUARDING: say("safeguarding notes"),
    }
    return words[part]


def stays_readable(parts: tuple[str, ...]) -> str:
    """Say what a user who lost compartments can still read; "" where nothing was lost."""
    if not parts:
        return ""
    return say(
        "What is written from now on is closed to them: {parts}. Copies and backups made before stay readable with "
        "their former password, wherever these are kept.",
        parts=", ".join(map(part_words, parts)),
    )


def _known(role: str) -> str:
    if role not in ROLES:
        raise NoSuchRole
    return role


def _must_stay(ring: Keyring, before: str, role: str) -> None:
    """See that a lead and somebody who manages users remain. Errors: LastLead, LastOwner."""
    left = staff.present(ring)
    if before == LEAD and role != LEAD and not any(staff.role_of(user) == LEAD for user in left):
        raise LastLead
    if not any(staff.manages(user) for user in left):
        raise LastOwner


def _let_in(ws: Workspace, ring: Keyring, uid: str, role: str) -> dict[str, Grant]:
    """Grant a user what the role opens and he or she has not; give the compartments made for it.

    Errors: CannotLetIn, WordsFirst.
    """
    missing = [name for name in ROLES[role] if uid not in staff.holders(ring, name)]
    for name in missing:
        if name in ring.shared and name not in ws.opened.grants:
            raise CannotLetIn(part=say(PARTS[name]))
    has_words = any(slot["kind"] == RECOVERY for slot in ring.slots)
    words = rotation.recipient_of(ring, RECOVERY) if has_words and not {*missing} <= ring.shared.keys() else ""
    made: dict[str, Grant] = {}
    for name in missing:
        if name not in ring.shared:
            made[name] = new_compartment(ws.folder, ring, name)
            if has_words:
                grant_to(ring, name, RECOVERY, words, made[name])
        grant = made[name] if name in made else ws.opened.grants[name]
        grant_to(ring, name, uid, ring.reader(uid), grant)
    return made


def _unmake(ws: Workspace, made: dict[str, Grant]) -> None:
    """Remove the files of compartments that were not stated after all."""
    for name in made.keys() - keyring.load(ws.folder).compartments.keys():
        files.remove_file(ws.folder / file_name(name))


def _taken(
    ws: Workspace, ring: Keyring, uid: str, lost: tuple[str, ...], owner: bytes, *, ended: bool
) -> tuple[bytes, dict[str, Grant]]:
    """Drop a user's grants of what is lost and begin its new keys; `ended`: also the owner's. Give both."""
    names = {*lost, OWNER} if ended else {*lost}
    ring.grants = [one for one in ring.grants if one["to"] != uid or one["compartment"] not in names]
    pending = rotation.begin(ring, lost, ws.opened.grants)
    return (rotation.new_owner(ring, owner) if ended else owner), pending


def _keep(ws: Workspace, ring: Keyring, owner: bytes, pending: dict[str, Grant], verb: str, about: str) -> Changes:
    keeping.sign(ws, ring, owner)
    try:
        return keeping.keep(ws, ring, verb, about=about)
    finally:
        if ws.keyring is ring:  # also where the drive refused, and refused to put the former one back too
            ws.opened.owner = owner
            ws.opened.pending |= pending


def _step_back(ws: Workspace, role: str, *, manages: bool) -> None:
    """Let the open workspace forget what its own user gave up."""
    for tier in [tier for tier in ws.compartments if tier in PARTS and tier not in ROLES[role]]:
        ws.let_go(tier)
    if not manages:
        ws.opened.owner = None


def add_recovery(ws: Workspace, words: tuple[str, ...]) -> None:
    """Give the workspace recovery words, replacing former ones.

    What this person does not hold they open once somebody unlocks who holds it and manages users: `closed_to_words`.
    Errors: OwnerOnly, LookingOnly, CannotLetIn where nobody else does, those of `rotation.finish` and of files.
    """
    owner = keeping.owner_of(ws)
    rotation.finish(ws)
    ring = copy.deepcopy(ws.keyring)
    managers = {user["user"] for user in staff.present(ring) if staff.manages(user)}
    for name in ring.shared.keys() & PARTS.keys() - ws.opened.grants.keys():
        if not managers & staff.holders(ring, name):
            raise CannotLetIn(part=say(PARTS[name]))
    add_recovery_grants(ring, words, owner, ws.opened.grants)
    keeping.sign(ws, ring, owner)
    keeping.keep(ws, ring, "replace_words")
    ws.record.words_used = False
    ws.record.save()


def closed_to_words(ws: Workspace) -> tuple[str, ...]:
    """Name the compartments that the recovery words do not open yet; `arriving` opens them to the words."""
    return staff.closed_to_words(ws.keyring)


def confirm_words(ws: Workspace) -> None:
    """Keep the recovery words after they were used: their sheet is nobody else's. Error: LookingOnly."""
    ws.must_write()
    ws.event("programme", "confirm_words")
    ws.record.words_used = False
    ws.record.save()


def has_recovery(ws: Workspace) -> bool:
    """Say whether recovery words open this workspace."""
    return any(slot["kind"] == RECOVERY for slot in ws.keyring.slots)


def prove_words(ws: Workspace, *, proven: bool = True) -> None:
    """Note on this laptop that the recovery words were proven by typing them, or put off."""
    ws.record.words_proven = proven
    ws.record.save()
