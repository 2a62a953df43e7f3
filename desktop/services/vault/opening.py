"""Making and opening workspaces: the keyring first, then the person, then the files, in the order of formats.md."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.clock import Clock, SystemClock
from desktop.services.vault import backups, compartment, heads, keyring, sealing
from desktop.services.vault.errors import (
    CannotMakeWorkspace,
    CompartmentDamaged,
    NameMissing,
    OlderThanSeen,
    TwoHistories,
    WorkspaceExists,
)
from desktop.services.vault.keyring import RECOVERY, Keyring
from desktop.services.vault.passwords import why_not
from desktop.services.vault.schema import kind_of, newest
from desktop.services.vault.slots import (
    Grant,
    Opened,
    PersonKeys,
    Secret,
    grant_to,
    open_person,
    password_slot,
    recovery_slot,
)
from desktop.services.vault.uids import new_uid
from desktop.services.vault.workspace import Workspace, private_name

LOCK: Final = "in-use.lock"
_TIERS: Final = ("programme", "counselling", "safeguarding")


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

    Errors: NameMissing, those of `passwords.why_not`, WorkspaceExists, CannotMakeWorkspace, files.FileRefused.
    """
    school, user = school.strip(), user.strip()
    if not school or not user:
        raise NameMissing
    refused = why_not(password, school, user)
    if refused:
        raise refused
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceExists
    part = folder.with_name(f".{secrets.token_hex(6)}.part")
    try:
        files.private_folder(part)
    except files.FileRefused:
        raise CannotMakeWorkspace from None
    clock = clock or SystemClock()
    try:
        ring, opened = _make_files(part, user, password, private, words, cost or sealing.Cost(), clock)
        record = _new_record(ring, opened, words is None)
        ws = _open_files(part, ring, opened, files.FileLock(part / LOCK), clock, record)
        try:
            found(ws)
        finally:
            ws.close()
        _put_in_place(part, folder)
    except BaseException:
        files.remove_folder(part)
        raise
    return _open_files(folder, ring, opened, files.FileLock(folder / LOCK), clock, record)


def _put_in_place(part: Path, folder: Path) -> None:
    files.remove_file(part / LOCK)
    if folder.exists():
        folder.rmdir()
    files.replace(part, folder)
    files.sync_folder(folder.parent)


def _make_files(
    folder: Path,
    user: str,
    password: str,
    private: bool,
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
    if private:
        name = f"private-{secrets.token_hex(4)}"
        grants[name] = new_compartment(folder, ring, name)
    for name, grant in grants.items():
        grant_to(ring, name, uid, keys.recipient, grant)
    if words:
        add_recovery_grants(ring, words, owner, grants)
    ring.slots.append(password_slot(ring, uid, password, keys, owner=owner, cost=cost))
    ring.sign(owner)
    keyring.save(folder, ring)
    slot = ring.slots[-1]
    return ring, Opened(uid, keys.identity, keys.recipient, keys.signing, owner, slot["id"], slot["counter"], grants)


def new_compartment(folder: Path, ring: Keyring, name: str) -> Grant:
    """Make one compartment's file, key and identity, and state it in the keyring (unsigned yet)."""
    identity, recipient = sealing.new_identity()
    key = compartment.new_key()
    compartment.create(folder / compartment.file_name(name), key, workspace=ring.workspace, compartment=name)
    ring.compartments[name] = {"epoch": 1, "recipient": recipient}
    return Grant(key, (identity,))


def add_recovery_grants(ring: Keyring, words: tuple[str, ...], owner: bytes, grants: dict[str, Grant]) -> None:
    """Add the person `recovery` with grants of tiers 1 to 3, never of a private compartment."""
    keys = PersonKeys.new()
    for name, grant in grants.items():
        if kind_of(name) in _TIERS:
            grant_to(ring, name, RECOVERY, keys.recipient, grant)
    ring.slots.append(recovery_slot(ring, words, keys, owner))


def open_workspace(
    folder: Path, secret: Secret, *, clock: Clock | None = None, accept_older: bool = False
) -> Workspace:
    """Open a workspace by password or recovery words.

    Errors: all of keyring, slots and compartment; files.AlreadyOpen; OlderThanSeen and TwoHistories unless accepted.
    """
    folder = Path(folder)
    ring = keyring.load(folder)
    lock = files.FileLock(folder / LOCK)
    lock.acquire()
    files.sweep_leftovers(folder)
    try:
        opened = open_person(ring, secret)
        record = heads.laptop_record(ring.workspace)
        known = bool(record.device)
        if not known:
            record = _new_record(ring, opened, unproven=False)
        ws = _open_files(
            folder, ring, opened, lock, clock or SystemClock(), record, known=known, accept_older=accept_older
        )
    except BaseException:
        lock.release()
        raise
    _mend_second_copy(folder, ring)
    return ws


def _mend_second_copy(folder: Path, ring: Keyring) -> None:
    """Write keyring.bak anew where it differs: a second copy, never an older one that a former password opens."""
    content = ring.to_bytes()
    with contextlib.suppress(files.FileRefused):
        if files.read_bounded(folder / keyring.SECOND, len(content) + 1) == content:
            return
    with contextlib.suppress(files.FileRefused):
        files.write_whole(folder / keyring.SECOND, content)


def _new_record(ring: Keyring, opened: Opened, unproven: bool) -> heads.LaptopRecord:
    record = heads.laptop_record(ring.workspace)
    record.device, record.signing = new_uid(), sealing.to_text(sealing.new_signing_key())
    record.generation, record.slot_counter, record.words_proven = ring.generation, opened.counter, not unproven
    return record


def _open_files(
    folder: Path,
    ring: Keyring,
    opened: Opened,
    lock: files.FileLock,
    clock: Clock,
    record: heads.LaptopRecord,
    *,
    known: bool = False,
    accept_older: bool = False,
) -> Workspace:
    """Open the files of every grant on one connection. The lock is taken where it is not held yet."""
    lock.acquire()
    names = _held(ring, opened)
    for name in names.values():
        _prepare(folder, ring, opened, name)
    main = folder / compartment.file_name("programme")
    connection = compartment.connect(main, opened.grants["programme"].key)
    try:
        compartment.settle(connection)
        for tier, name in names.items():
            if tier != "programme":
                compartment.attach(connection, folder / compartment.file_name(name), opened.grants[name].key, tier)
        ws = Workspace(folder, ring, opened, connection, names, lock, clock, record)
        _compare(ws, known=known, accept_older=accept_older)
    except sqlite.DatabaseError:
        connection.close()
        raise CompartmentDamaged(file=main.name) from None
    except BaseException:
        connection.close()
        raise
    return ws


def _held(ring: Keyring, opened: Opened) -> dict[str, str]:
    """Map tiers to keyring names of the compartments this person opens, programme first."""
    names = {tier: tier for tier in _TIERS if tier in opened.grants and tier in ring.compartments}
    own = private_name(ring, opened)
    return names | ({"private": own} if own else {})


def _prepare(folder: Path, ring: Keyring, opened: Opened, name: str) -> None:
    """Check one file and bring it up to date, after a verified backup."""
    path, key = folder / compartment.file_name(name), opened.grants[name].key
    found = compartment.check_opens(path, key, workspace=ring.workspace, compartment=name)
    if found < newest(kind_of(name)):
        backups.before_migration(path, key, found)
        compartment.bring_up_to_date(path, key, name)


def _compare(ws: Workspace, *, known: bool, accept_older: bool) -> None:
    """Compare what is here with what was last seen. A laptop that continues another history takes a new device id."""
    here = ws.seen()
    beside, bad = heads.read_heads(ws.folder, ws.id, {name: ws.opened.grants[name].key for name in here})
    ws.notices = tuple(f"heads:{name}" for name in bad)
    older, forked, at = False, False, ""
    for name, now in here.items():
        for seen in filter(None, (beside.get(name), ws.record.seen.get(name) if known else None)):
            behind = now.commits < seen.commits or any(
                now.heads.get(d, (0, ""))[0] < h[0] for d, h in seen.heads.items()
            )
            apart = any(
                now.heads[d][0] == h[0] and now.heads[d][1] != h[1] for d, h in seen.heads.items() if d in now.heads
            )
            older, forked, at = older or behind, forked or apart, max(at, seen.at)
    if (older or forked) and not accept_older:
        if forked:
            raise TwoHistories
        raise OlderThanSeen(here=_newest_day(ws), seen=at[:10])
    if older or forked:
        ws.record.seen.clear()
        continue_as_new_device(ws)
        ws.event("programme", "accept_older")


def _newest_day(ws: Workspace) -> str:
    return str(ws.value("programme", "SELECT at FROM @.step ORDER BY clock DESC LIMIT 1") or "")[:10]


def continue_as_new_device(ws: Workspace) -> None:
    """Take a new device id: this laptop's files may continue a history that went on elsewhere.

    The first step that the new device writes in each compartment records what it knew.
    """
    ws.record.device, ws.record.signing = new_uid(), sealing.to_text(sealing.new_signing_key())
    ws.device = ws.record.device
    ws.record.save()
