"""A copy of the workspace on a stick or in a folder, and opening one: formats.md, "Copy and bundle".

The keyring travels as it is and lets the password or the words open the rest; every compartment's file travels
as it is, inside one age part to the programme compartment's recipient. So a copy holds what the workspace holds,
and whoever opens it sees of it what his or her keys open.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop.services import files
from desktop.services.clock import Clock, SystemClock
from desktop.services.errors import BugError
from desktop.services.transfer import store
from desktop.services.transfer.errors import InsideWorkspace
from desktop.services.transfer.types import CopyMade, CopySeen, Place
from desktop.services.vault import (
    Workspace,
    compartment,
    container,
    heads,
    keyring,
    last_clock,
    new_uid,
    open_workspace,
    opening,
)
from desktop.services.vault import sealing as seals
from desktop.services.vault.copy_errors import CopyChanged, CopyForOthers
from desktop.services.vault.errors import (
    CompartmentDamaged,
    KeyringDamaged,
    KeyringEmpty,
    KeyringForeign,
    KeyringRefused,
    WorkspaceExists,
)
from desktop.services.vault.packing import Manifest, Origin, Progress
from desktop.services.vault.slots import Opened, Secret, open_person

ENDING: Final = ".peerkeep-copy"
PLACE: Final = "place.json"
_PART: Final = "programme"
_MOST_KEYRING: Final = 4 << 20
_ROOM: Final = 8 << 20


def propose_name(ws: Workspace) -> str:
    """Propose a file name that says nothing but the day."""
    return f"{ws.clock.today().isoformat()}-{secrets.token_hex(3)}{ENDING}"


def describe_place(ws: Workspace, folder: Path) -> Place:
    """Tell what a person should know of a folder before a copy is written there."""
    needed = sum(path.stat().st_size for path in _files_of(ws)) + _ROOM
    return Place(describe_drive(folder), files.free_space(folder), needed)


def describe_drive(path: Path) -> str:
    """Give the label of the removable drive that `path` is on; "" for any other place."""
    at = path.absolute()
    return next((drive.label for drive in files.removable_drives() if at.is_relative_to(drive.path)), "")


def copy_out(ws: Workspace, path: Path, progress: Progress | None = None, *, replace: bool = False) -> CopyMade:
    """Write a copy of the whole workspace to `path`, read it back, and only then give it its name.

    `replace` takes the place of an earlier copy, and of nothing else. Raises `InsideWorkspace`, `files.AlreadyThere`
    unless `replace`, `NotOurCopy`, `CompartmentDamaged` where the workspace itself is
    not whole, `Cancelled`, and what `container.write` raises; then no copy is made and none is lost.
    """
    if ws.connection.in_transaction:
        raise BugError("a copy inside a step")
    if path.resolve().is_relative_to(ws.folder.resolve()):
        raise InsideWorkspace
    for tier in ws.compartments:
        if not store.pages_whole(ws, tier):
            raise CompartmentDamaged(file=compartment.file_name(ws.compartment_name(tier)))
    # Outside a step the files are at rest, whole and without a journal beside them; and this thread alone opens steps.
    ws.remember(durable=True)
    ring = files.read_bounded(ws.folder / keyring.NAME, _MOST_KEYRING)
    origin = Origin("copy", ws.id, ws.device, last_clock(ws))
    part = container.Sealed(_PART, ws.keyring.compartments["programme"]["recipient"], _files_of(ws))
    size = container.write(path, origin, {container.KEYRING: ring}, [part], progress, over=replace)
    ws.event("programme", "make_copy", about="1")
    return CopyMade(path, size, ws.clock.now().isoformat(timespec="seconds"), describe_drive(path))


def _files_of(ws: Workspace) -> tuple[Path, ...]:
    """List the files that a copy holds beside the keyring. Errors: those of `compartment.look_at`."""
    paths = [ws.folder / compartment.file_name(name) for name in ws.keyring.compartments]
    for path in paths:
        compartment.look_at(path)
    return (*paths, ws.folder / heads.FILE)


def inspect(path: Path, progress: Progress | None = None) -> CopySeen:
    """Read a copy through and say who may unlock it. Errors: those of `container.examine`."""
    found = container.examine(path, progress=progress)
    ring = _keyring_of(found)
    users = tuple(str(user["label"]) for user in ring.users if not user.get("removed"))
    return CopySeen(path, users, any(slot["kind"] == keyring.RECOVERY for slot in ring.slots), found.length)


def open_copy(
    path: Path, folder: Path, secret: Secret, progress: Progress | None = None, clock: Clock | None = None
) -> Workspace:
    """Make a workspace of a copy at the new `folder`, to go on working there, and give it open.

    It goes on under a new device id. Raises `WorkspaceExists`, what `container.examine` and `container.unpack_part`
    raise, `WrongPassword`, `WrongWords`, `NoRecovery`, `WhoAreYou`; then nothing is left at `folder` or beside it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceExists
    if not folder.absolute().parent.is_dir():
        raise files.NoSuchFile
    part, placed = folder.with_name(f".{secrets.token_hex(6)}.part"), []
    memory = _Memory()

    def open_it(opened: Opened) -> Workspace:
        ring, place = keyring.load(part), secrets.token_hex(16)
        memory.begin(ring, opened, place)
        files.write_whole(part / PLACE, json.dumps({"format": 1, "place": place}).encode())
        if folder.exists():
            files.remove_empty_folder(folder)
        files.replace(part, folder)
        placed.append(folder)
        return open_workspace(folder, secret, clock=clock, accept_older=True)

    try:
        ws = _unpacked(path, part, secret, progress, open_it)
    except BaseException:
        for ours in placed:
            files.remove_folder(ours)
        memory.put_back()
        raise
    ws.event("programme", "open_copy", about="1")
    return ws


class _Memory:
    """What this laptop remembers of the copied workspace, to be as it was if opening the copy fails.

    The opened copy is a history of its own, so it gets a record of its own beside the one of the workspace that may
    be on this laptop too: `place.json` in its folder names it.
    """

    def __init__(self) -> None:
        self._before: dict[Path, bytes | None] = {}

    def begin(self, ring: keyring.Keyring, opened: Opened, place: str) -> None:
        """Remember what is known, and begin the record of a new device for the new place."""
        known = heads.laptop_record(ring.workspace)
        own = known.path.with_name(f"{ring.workspace}-{place}.json")
        self._before[known.path] = files.read_bounded(known.path, _MOST_KEYRING) if known.path.exists() else None
        self._before[own] = None
        record = heads.LaptopRecord(own, new_uid(), seals.to_text(seals.new_signing_key()), ring.generation)
        record.counters[opened.user], record.words_proven = opened.counter, known.words_proven
        record.save()

    def put_back(self) -> None:
        """Make everything what it was."""
        for path, content in self._before.items():
            if content is None:
                files.remove_file(path)
            else:
                files.write_whole(path, content)


def look_at_copy(path: Path, secret: Secret, progress: Progress | None = None, clock: Clock | None = None) -> Workspace:
    """Open a copy for looking only, in a private temporary folder that goes when the workspace is closed.

    Every step is refused with `LookingOnly`; what is read is journalled in the temporary files alone, and the
    laptop's record of the workspace stays as it is. Errors as `open_copy`.
    """
    part = files.temp_home() / secrets.token_hex(8)

    def open_it(opened: Opened) -> Workspace:
        record = heads.LaptopRecord(part / "laptop.json", new_uid(), seals.to_text(seals.new_signing_key()))
        lock = files.FileLock(part / opening.LOCK)
        return opening.open_files(part, keyring.load(part), opened, lock, clock or SystemClock(), record, looking=True)

    return _unpacked(path, part, secret, progress, open_it)


def _unpacked(
    path: Path,
    part: Path,
    secret: Secret,
    progress: Progress | None,
    then: Callable[[Opened], Workspace],
) -> Workspace:
    """Unlock a copy, unpack it into the new folder `part`, check that all belongs together, and open it by `then`.

    Nothing is left of `part` when anything fails.
    """
    found = container.examine(path, progress=progress)
    ring = _keyring_of(found)
    try:
        opened = open_person(ring, secret)
    except (KeyringDamaged, KeyringForeign, KeyringRefused) as error:
        raise CopyChanged from error
    try:
        _check(_unpack(found, opened, part, progress), ring, part, opened)
        for name in (keyring.NAME, keyring.SECOND):
            files.write_whole(part / name, found.clear[container.KEYRING])
        return then(opened)
    except BaseException:
        files.remove_folder(part)
        raise


def _keyring_of(found: container.Container) -> keyring.Keyring:
    try:
        return keyring.from_bytes(found.clear.get(container.KEYRING, b""))
    except (KeyringDamaged, KeyringEmpty) as error:
        raise CopyChanged from error


def _unpack(found: container.Container, opened: Opened, part: Path, progress: Progress | None) -> Manifest:
    """Unpack with the identity of whichever epoch fits."""
    grant = opened.grants.get("programme")
    for identity in grant.identities if grant else ():
        try:
            return container.unpack_part(found, _PART, identity, part, progress)
        except CopyForOthers:
            continue
    raise CopyForOthers


def _check(manifest: Manifest, ring: keyring.Keyring, part: Path, opened: Opened) -> None:
    """Check that the copy is of the keyring's workspace, is complete, and opens with the keys. Raises `CopyChanged`."""
    wanted = {compartment.file_name(name) for name in ring.compartments}
    if manifest.origin.workspace != ring.workspace or {one.name for one in manifest.members} != wanted | {heads.FILE}:
        raise CopyChanged
    for name, grant in opened.grants.items():
        if name in ring.compartments and not compartment.opens(part / compartment.file_name(name), grant.key):
            raise CopyChanged
