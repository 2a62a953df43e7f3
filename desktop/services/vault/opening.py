"""Opening workspaces: the keyring first, then the person, then the files, in the order of formats.md."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files, places
from desktop.services.clock import Clock, SystemClock
from desktop.services.errors import KnownError
from desktop.services.vault import (
    backups,
    comparing,
    compartment,
    heads,
    keyring,
    lending,
    private,
    reading_only,
    rollback_journal,
    rotation,
    sealing,
    strays,
)
from desktop.services.vault.arriving import arrive
from desktop.services.vault.errors import (
    CompartmentDamaged,
    CompartmentForeign,
    KeyringForeign,
    KeyringOlder,
    WrongPassword,
    WrongWords,
)
from desktop.services.vault.grants import Opened
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.reading_errors import OpenedOlder, OpenElsewhere
from desktop.services.vault.schema import kind_of, newest
from desktop.services.vault.slots import Secret
from desktop.services.vault.sqlite_words import sentences
from desktop.services.vault.tries import keep_failed, open_guarded
from desktop.services.vault.uids import new_uid
from desktop.services.vault.workspace import Workspace, private_name

LOCK: Final = reading_only.LOCK
TIERS: Final = ("programme", "counselling", "safeguarding")


def open_workspace(
    folder: Path, secret: Secret, *, clock: Clock | None = None, accept_older: bool = False
) -> Workspace:
    """Open a workspace by password or recovery words.

    A script that goes this way leaves no event; people come in by `unlock`.
    Errors: all of keyring, slots, tries and compartment; files.AlreadyOpen; OlderThanSeen and TwoHistories unless
    accepted.
    """
    return _open(folder, secret, clock, accept_older=accept_older, reading=False)


def _open(
    folder: Path,
    secret: Secret,
    clock: Clock | None,
    *,
    accept_older: bool,
    reading: bool,
    all_tiers: bool = True,
    only_look: KnownError | None = None,
) -> Workspace:
    folder = Path(folder)
    ring = keyring.load(folder)
    second = _second_copy_is_good(folder, ring)
    lock, refusal = reading_only.claim(folder, ring, reading=reading)
    refusal = refusal or only_look
    if refusal is None:
        files.sweep_leftovers(folder)
    try:
        clock = clock or SystemClock()
        record = heads.laptop_record(ring.workspace, folder)
        with contextlib.suppress(files.FileRefused):  # they wait where they are until there is room
            heads.take_looked(record, ring.workspace)
        opened = _person(folder, ring, secret, record, clock)
        known = bool(record.device)
        if not known:
            record = new_record(ring, opened, unproven=False, folder=folder)
        elif not accept_older and _keyring_older(ring, opened, record):
            raise KeyringOlder
        elif not accept_older and record.owner and not ring.continues(record.owner):
            raise KeyringForeign
        if only_look is None:
            record.generation, record.counters[opened.user] = ring.generation, opened.counter
            record.owner = ring.owner
            record.counters |= private.versions(ring)
        ws = open_files(
            folder,
            ring,
            opened,
            lock,
            clock,
            record,
            known=known,
            accept_older=accept_older,
            refusal=refusal,
            all_tiers=all_tiers,
        )
    except BaseException:
        lock.release()
        raise
    if not second:
        if not _second_copy_is_earlier(folder, ring):
            ws.notices = (*ws.notices, f"found:{keyring.SECOND}")
        if refusal is None:
            _mend_second_copy(folder, ring)
    ws.notices = (*ws.notices, *_surroundings(folder, ring, lock), *comparing.clock_behind(ws))
    arrive(ws)
    return ws


def _surroundings(folder: Path, ring: Keyring, lock: files.FileLock) -> list[str]:
    """Tell, as notices, of the place, of a computer on which it was open and not closed, of second versions."""
    code, left = places.look(folder).code, reading_only.left_by(lock)
    found = [f"stray:{one.name}" for one in strays.find(folder, ring)]
    return [*([f"place:{code}"] if code else []), *([f"left:{left}"] if left else []), *found]


def unlock(
    folder: Path,
    secret: Secret,
    *,
    clock: Clock | None = None,
    accept_older: bool = False,
    all_tiers: bool = True,
) -> Workspace:
    """Open a workspace for a person at this laptop: as `open_workspace`, noted with the failed tries before.

    The note is journalled with the first step that is written, or by `Workspace.tell`: looking changes no file.
    Where it may not be written, it opens for reading (`Workspace.refusal` says why); unless `all_tiers`, only the
    programme then, until `open_rest`. Errors as there, but for those that reading gets round.
    """
    ws = _open(folder, secret, clock, accept_older=accept_older, reading=True, all_tiers=all_tiers)
    return _noted(ws)


def look_over(folder: Path, secret: Secret, *, clock: Clock | None = None) -> Workspace:
    """Open a workspace that is older than was last seen here for reading only, to be checked; as `unlock` otherwise.

    This laptop goes on remembering what it saw, so that the next opening is asked again.
    """
    return _noted(_open(folder, secret, clock, accept_older=True, reading=True, only_look=OpenedOlder()))


def _noted(ws: Workspace) -> Workspace:
    keep_failed(ws.record)
    ws.keep("programme", "unlock")
    with contextlib.suppress(files.FileRefused):
        ws.record.save(durable=False)
    return ws


def _person(folder: Path, ring: Keyring, secret: Secret, record: heads.LaptopRecord, clock: Clock) -> Opened:
    """Open the person; a password that fails on a keyring out of place is not called wrong."""
    try:
        return open_guarded(ring, secret, record, clock)
    except (WrongPassword, WrongWords):
        if _out_of_place(folder, ring):
            raise KeyringForeign from None
        raise


def _out_of_place(folder: Path, ring: Keyring) -> bool:
    """Say whether the other files that name a workspace all name another one than keyring.json does."""
    stated = [heads.workspace_of(folder)]
    with contextlib.suppress(KnownError):
        stated.append(keyring.from_bytes(files.read_bounded(folder / keyring.SECOND, 1 << 22)).workspace)
    return any(stated) and ring.workspace not in stated


def _keyring_older(ring: Keyring, opened: Opened, record: heads.LaptopRecord) -> bool:
    if ring.generation < record.generation or opened.counter < record.counters.get(opened.user, 0):
        return True
    return private.is_older(ring, opened, record.counters)


def _second_copy_is_good(folder: Path, ring: Keyring) -> bool:
    content = ring.to_bytes()
    with contextlib.suppress(files.FileRefused):
        return files.read_bounded(folder / keyring.SECOND, len(content) + 1) == content
    return False


def _second_copy_is_earlier(folder: Path, ring: Keyring) -> bool:
    """Say whether keyring.bak is this keyring before its last change: what a kill between the two files leaves."""
    try:
        second = keyring.from_bytes(files.read_bounded(folder / keyring.SECOND, 1 << 22))
    except KnownError:
        return False
    ours = second.workspace == ring.workspace and second.owner == ring.owner and second.is_signed()
    return ours and second.generation <= ring.generation


def _mend_second_copy(folder: Path, ring: Keyring) -> None:
    """Write keyring.bak anew where it differs: a second copy, never an older one that a former password opens."""
    with contextlib.suppress(files.FileRefused):
        files.write_whole(folder / keyring.SECOND, ring.to_bytes())


def new_record(ring: Keyring, opened: Opened, *, unproven: bool, folder: Path | None = None) -> heads.LaptopRecord:
    """Begin what this laptop remembers of a workspace: a new device. `unproven`: the words still have to be typed."""
    record = heads.laptop_record(ring.workspace, folder)
    record.device, record.signing = new_uid(), sealing.to_text(sealing.new_signing_key())
    record.generation, record.words_proven = ring.generation, not unproven
    record.counters[opened.user] = opened.counter
    record.owner = ring.owner
    return record


def open_files(
    folder: Path,
    ring: Keyring,
    opened: Opened,
    lock: files.FileLock,
    clock: Clock,
    record: heads.LaptopRecord,
    *,
    known: bool = False,
    accept_older: bool = False,
    looking: bool = False,
    refusal: KnownError | None = None,
    all_tiers: bool = True,
) -> Workspace:
    """Open the files of every grant on one connection. The lock is taken where it is not held yet.

    `looking`: the files are a copy's, unpacked to be looked at, and go when the workspace is closed. `refusal`: why
    they are opened for reading only; then without `all_tiers` only the programme is.
    """
    if refusal is None:
        lock.acquire()
    rotation.choose(folder, ring, opened, settle=refusal is None)
    names = _held(ring, opened) | lending.lent_to(ring, opened, clock.today())
    every = names
    later = {} if refusal is None or all_tiers else {tier: name for tier, name in names.items() if tier != TIERS[0]}
    names = {tier: name for tier, name in names.items() if tier not in later}
    readable = reading_only.Readable(folder, ring, opened, lambda place, name: _prepare(place, ring, opened, name))
    connection = None
    where: dict[str, tuple[Path, bool]] = {}
    try:
        where = {tier: _place_of(readable, folder, ring, opened, name, refusal) for tier, name in names.items()}
        main, as_it_is = where[TIERS[0]]
        connection = compartment.connect(main, opened.grants[TIERS[0]].key, read_only=as_it_is)
        compartment.settle(connection)
        for tier, name in names.items():
            if tier != TIERS[0]:
                compartment.attach(connection, where[tier][0], opened.grants[name].key, tier, read_only=where[tier][1])
        record.open_with(ring.workspace, opened.grants, every)
        ws = Workspace(folder, ring, opened, connection, names, lock, clock, record, looking=looking, refusal=refusal)
        ws.readable, ws.later = readable, later
        comparing.compare(ws, known=known, accept_older=accept_older)
    except BaseException as error:
        if connection is not None:
            connection.close()
        damaged = ""
        if isinstance(error, sqlite.DatabaseError):
            damaged = backups.first_damaged((where[tier][0], opened.grants[names[tier]].key) for tier in where)
        if readable.scratch is not None:
            files.remove_folder(readable.scratch)
        if isinstance(error, sqlite.DatabaseError):
            raise CompartmentDamaged(file=damaged or compartment.file_name(TIERS[0])) from None
        raise
    return ws


def _place_of(
    readable: reading_only.Readable, folder: Path, ring: Keyring, opened: Opened, name: str, refusal: KnownError | None
) -> tuple[Path, bool]:
    """Get a compartment's file ready: where it is, and whether it is to be opened for reading only."""
    if refusal is not None:
        return readable.path(name, alone=not isinstance(refusal, OpenElsewhere))
    _prepare(folder, ring, opened, name)
    return folder / compartment.file_name(name), False


def open_rest(ws: Workspace) -> Workspace:
    """Open what `unlock` left closed, after the person gave the password once more. Errors: as `open_workspace`."""
    if ws.readable is None:
        return ws
    for tier, name in ws.later.items():
        path, as_it_is = _place_of(ws.readable, ws.folder, ws.keyring, ws.opened, name, ws.refusal)
        with sentences(path.name):
            compartment.attach(ws.connection, path, ws.opened.grants[name].key, tier, read_only=as_it_is)
        ws.take_in({tier: name})
        if comparing.recent_problem(ws, tier):
            ws.notices = (*ws.notices, f"chain:{tier}")
    ws.later = {}
    return ws


def _held(ring: Keyring, opened: Opened) -> dict[str, str]:
    """Map tiers to keyring names of the compartments this person opens, programme first."""
    names = {tier: tier for tier in TIERS if tier in opened.grants and tier in ring.compartments}
    own = private_name(ring, opened)
    return names | ({"private": own} if own else {})


def _prepare(folder: Path, ring: Keyring, opened: Opened, name: str) -> None:
    """Check one file and bring it up to date, after a verified backup."""
    path, key = folder / compartment.file_name(name), opened.grants[name].key
    rollback_journal.look_at(path)
    rollback_journal.settle(path, key, heads.read_heads(folder, ring.workspace, {name: key})[0].get(name))
    try:
        found = compartment.check_opens(path, key, workspace=ring.workspace, compartment=name)
    except CompartmentDamaged:
        if _out_of_place(folder, ring):
            raise KeyringForeign from None
        if any(compartment.opens(path, grant.key) for other, grant in opened.grants.items() if other != name):
            raise CompartmentForeign(file=path.name) from None
        raise
    if found < newest(kind_of(name)):
        backups.before_migration(path, key, found)
        compartment.bring_up_to_date(path, key, name)
