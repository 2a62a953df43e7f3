"""Making workspaces: keys, files, keyring and the founding step, in a folder that appears whole or not at all."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop.services import files, places
from desktop.services.clock import Clock, SystemClock
from desktop.services.vault import compartment, keyring, private, sealing
from desktop.services.vault.errors import CannotMakeWorkspace, NameMissing, UnfitName, WorkspaceExists
from desktop.services.vault.grants import Grant, Opened, PersonKeys, grant_to
from desktop.services.vault.keyring import RECOVERY, Keyring
from desktop.services.vault.opening import LOCK, TIERS, new_record, open_files
from desktop.services.vault.passwords import why_not
from desktop.services.vault.schema import kind_of
from desktop.services.vault.slots import password_slot, recovery_slot
from desktop.services.vault.uids import new_uid
from desktop.services.vault.workspace import Workspace

LONGEST_NAME: Final = 80


def make_workspace(
    folder: Path,
    *,
    school: str,
    user: str,
    password: str,
    private: bool,
    found: Callable[[Workspace], object],
    words: tuple[str, ...] | None = None,
    cost: sealing.Cost | None = None,
    clock: Clock | None = None,
) -> Workspace:
    """Make a workspace at `folder` and give it open; `found` writes its first step. It appears whole or not at all.

    Errors: NameMissing, UnfitName, WorkspaceExists, CannotMakeWorkspace, places.NetworkPlace, those of
    `passwords.why_not` and of files.
    """
    school, user = school.strip(), checked_label(user)
    if not school:
        raise NameMissing
    refused = why_not(password, school, user)
    if refused:
        raise refused
    with files.sentences():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WorkspaceExists
    places.must_be_allowed(folder)
    part = folder.with_name(f".{secrets.token_hex(6)}.part")
    try:
        files.private_folder(part)
    except files.FileRefused:
        raise CannotMakeWorkspace from None
    clock = clock or SystemClock()
    try:
        ring, opened = _make_files(part, user, password, private, words, cost or sealing.Cost(), clock)
        record = new_record(ring, opened, unproven=words is None)
        ws = open_files(part, ring, opened, files.FileLock(part / LOCK), clock, record)
        try:
            found(ws)
        finally:
            ws.close()
        _put_in_place(part, folder)
    except BaseException:
        files.remove_folder(part)
        raise
    return open_files(folder, ring, opened, files.FileLock(folder / LOCK), clock, record)


def checked_label(label: str) -> str:
    """Give a user's name as it is kept: typed to unlock, shown on one line. Errors: NameMissing, UnfitName."""
    label = label.strip()
    if not label:
        raise NameMissing
    if len(label) > LONGEST_NAME or any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in label):
        raise UnfitName(most=LONGEST_NAME)
    return label


def _put_in_place(part: Path, folder: Path) -> None:
    files.remove_file(part / LOCK)
    if folder.exists():
        files.remove_empty_folder(folder)
    files.replace(part, folder)
    files.sync_folder(folder.parent)


def _make_files(
    folder: Path,
    user: str,
    password: str,
    wants_private: bool,
    words: tuple[str, ...] | None,
    cost: sealing.Cost,
    clock: Clock,
) -> tuple[Keyring, Opened]:
    """Make the compartments and the keyring in an empty folder."""
    owner = sealing.new_signing_key()
    ring = Keyring(workspace=new_uid(), owner=sealing.to_text(sealing.public_of(owner)), generation=1)
    ring.written = clock.now().isoformat(timespec="seconds")
    keys, uid = PersonKeys.new(), new_uid()
    ring.users.append(
        {
            "user": uid,
            "label": user,
            "recipient": keys.recipient,
            "roles": ["owner", "counsellor"],
            "verify": sealing.to_text(sealing.public_of(keys.signing)),
        }
    )
    grants = {name: new_compartment(folder, ring, name) for name in ("programme", "counselling")}
    for name, grant in grants.items():
        grant_to(ring, name, uid, keys.recipient, grant)
    if words:
        add_recovery_grants(ring, words, owner, grants)
    if wants_private:
        name, grants[name] = private.make(folder, ring, uid, keys, keys)
    ring.slots.append(password_slot(ring, uid, password, keys, owner=owner, cost=cost))
    ring.sign(owner)
    keyring.save(folder, ring)
    slot = ring.slots[-1]
    return ring, Opened(uid, keys.identity, keys.recipient, keys.signing, owner, slot["id"], slot["counter"], grants)


def new_compartment(folder: Path, ring: Keyring, name: str) -> Grant:
    """Make one compartment's file, key and identity, and state it in the keyring (unsigned yet)."""
    identity, recipient = sealing.new_identity()
    key = compartment.new_key()
    path = folder / compartment.file_name(name)
    if path.exists():  # a killed process made it and stated it nowhere; whose it was else, nobody here can say
        files.replace(path, path.with_name(f"{path.name}-{secrets.token_hex(4)}.set-aside"))
    compartment.create(path, key, workspace=ring.workspace, compartment=name)
    ring.shared[name] = {"epoch": 1, "recipient": recipient}
    return Grant(key, (identity,))


def add_recovery_grants(ring: Keyring, words: tuple[str, ...], owner: bytes, grants: dict[str, Grant]) -> None:
    """Put the person `recovery` with grants of tiers 1 to 3, never of a private compartment, in place of a former."""
    former = [slot for slot in ring.slots if slot["kind"] == RECOVERY]
    counter = max((slot["counter"] for slot in former), default=0) + 1
    ring.slots = [slot for slot in ring.slots if slot["kind"] != RECOVERY]
    ring.grants = [grant for grant in ring.grants if grant["to"] != RECOVERY]
    keys = PersonKeys.new()
    ring.recovery = keys.recipient
    for name, grant in grants.items():
        if kind_of(name) in TIERS:
            grant_to(ring, name, RECOVERY, keys.recipient, grant)
    ring.slots.append(recovery_slot(ring, words, keys, owner, counter))
