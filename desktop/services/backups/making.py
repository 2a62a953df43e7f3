"""Making a backup: files copied as they are, read back, opened, compared with the chain heads; then the old ones thin.

Outside a step the files are at rest, whole and without a journal beside them, and this thread alone opens steps; the
workspace's lock keeps every other program out. Nothing is removed before the new backup stands and is verified.
"""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from typing import Final

from desktop.services import files
from desktop.services.backups import shelf
from desktop.services.backups.errors import BackupNewer, BackupNotKept, NoRoomForBackup, NotABackup
from desktop.services.backups.rules import is_old, to_remove
from desktop.services.backups.types import BY_HAND, BY_ITSELF, Backup
from desktop.services.errors import BugError
from desktop.services.vault import Workspace, compartment, heads, keyring, last_clock, rotation
from desktop.services.vault.backups import fault_inside
from desktop.services.vault.errors import CompartmentDamaged
from desktop.services.vault.packing import Progress, Ticker

_ROOM: Final = 4 << 20
_LEFT: Final = ".peerkeep-*.tmp"


def list_backups(ws: Workspace) -> tuple[Backup, ...]:
    """List the workspace's backups, newest first, with what was last found of each."""
    return shelf.all_in(shelf.shelf_of(ws.folder))


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """List the backups of the workspace at `folder`, whether it opens or not; as `list_backups`."""
    return shelf.all_in(shelf.shelf_of(folder))


def back_up(ws: Workspace, progress: Progress | None = None, *, why: str = BY_HAND) -> Backup:
    """Make a verified backup in the workspace's `backups` folder, and then remove what the rotation no longer keeps.

    Raises `NoRoomForBackup`, `BackupNotKept`, `CompartmentDamaged` where the workspace itself is not whole,
    `Cancelled`, another `FileRefused`; then everything is as it was.
    """
    ws.must_write()
    if ws.connection.in_transaction:
        raise BugError("a backup inside a step")
    try:
        made = _made(ws, why, progress)
    except files.DiskFull:
        raise NoRoomForBackup from None
    _thin_out(ws)
    return made


def back_up_if_due(ws: Workspace, progress: Progress | None = None) -> Backup | None:
    """Make a backup if one is due; None if not. Errors: as `back_up`."""
    return back_up(ws, progress, why=BY_ITSELF) if is_due(ws) else None


def is_due(ws: Workspace) -> bool:
    """Say whether the newest whole backup is older than a day and something was written since."""
    newest = next((one for one in list_backups(ws) if one.whole), None)
    if ws.read_only or not is_old(newest, ws.clock.now()):
        return False
    ws.remember(durable=False)
    return newest is None or heads.stated(newest.path) != heads.stated(ws.folder)


def _made(ws: Workspace, why: str, progress: Progress | None) -> Backup:
    place = files.private_folder(shelf.shelf_of(ws.folder))
    for left in place.glob(_LEFT):  # this process holds the workspace's lock, so nobody writes there now
        with contextlib.suppress(files.FileRefused):
            files.remove_folder(left)
    ws.remember(durable=True)
    sources = _sources(ws)
    size = sum(path.stat().st_size for path in sources)
    if size + _ROOM > files.free_space(place):
        raise NoRoomForBackup
    ticker = Ticker(3 * size, progress)
    now = ws.clock.now()
    at = now.isoformat(timespec="milliseconds")
    part = files.temporary_name(place / "backup")
    final = place / f"{now:%Y-%m-%d-%H%M%S}-{secrets.token_hex(3)}"
    try:
        files.private_folder(part)
        copied = {path.name: shelf.copy_file(path, part / path.name, ticker) for path in sources}
        stated = {"workspace": ws.id, "made": at, "why": why, "clock": last_clock(ws)}
        shelf.write_list(part, stated | {"members": {name: list(one) for name, one in copied.items()}})
        if not _is_kept(part, ticker):
            raise BackupNotKept
        _verify_inside(ws, part, ticker)
        shelf.note(part, at, "")
        files.sync_folder(part)
        files.replace(part, final)
    except BaseException:
        with contextlib.suppress(Exception):
            files.remove_folder(part)
        raise
    ticker.finish()
    return shelf.read(final)


def _is_kept(part: Path, ticker: Ticker) -> bool:
    """Say whether the medium gives back what was written, the list of the files with it."""
    try:
        return not shelf.fault_outside(part, ticker.add)
    except (NotABackup, BackupNewer):
        return False


def _sources(ws: Workspace) -> tuple[Path, ...]:
    """List what a backup holds. Errors: those of `compartment.look_at`."""
    paths = []
    for name in ws.keyring.compartments:
        path = ws.folder / compartment.file_name(name)
        compartment.look_at(path)
        # Another user's file may wait for its owner to settle what a killed writer left beside it.
        left = path.with_name(f"{path.name}-journal")
        paths += [path, left] if left.is_file() else [path]
    return (*paths, ws.folder / heads.FILE, ws.folder / keyring.NAME)


def _verify_inside(ws: Workspace, folder: Path, ticker: Ticker) -> None:
    """Open every held file of a new backup. Its bytes are those of the workspace: what is wrong, is wrong there."""
    fault = fault_of_files(ws, folder, ticker)
    if fault:
        raise CompartmentDamaged(file=fault[0])


def fault_of_files(ws: Workspace, folder: Path, ticker: Ticker | None = None) -> tuple[str, str] | None:
    """Open every file of a backup that the keys at hand open; give the first bad one's name and fault."""
    # A backup has the keys of its day: its own keyring says which.
    opened = rotation.keys_of_then(folder, keyring.load(folder), ws.opened)
    keys = {name: grant.key for name, grant in opened.grants.items()}
    seen, _ = heads.read_heads(folder, ws.id, keys)
    for name, key in keys.items():
        path = folder / compartment.file_name(name)
        if not path.exists():
            continue
        fault = fault_inside(path, key, name, ws.keyring, seen.get(name))
        if fault:
            return path.name, fault
        if ticker is not None:
            ticker.add(path.stat().st_size)
    return None


def _thin_out(ws: Workspace) -> None:
    """Remove what the rotation does not keep, the oldest first; what cannot be removed now goes the next time."""
    place = shelf.shelf_of(ws.folder)
    for old in reversed(to_remove(list_backups(ws))):
        with contextlib.suppress(files.FileRefused):
            gone = files.temporary_name(place / "backup")
            files.replace(old.path, gone)  # half a backup never has a backup's name
            files.remove_folder(gone)
