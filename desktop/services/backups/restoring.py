"""Checking backups, trying out whether one would help, and going on with one in a new folder, never in the old one."""

from __future__ import annotations

from pathlib import Path

from desktop.services import files
from desktop.services.backups import shelf
from desktop.services.backups.errors import BackupDamaged, NotABackup, NoWholeBackup
from desktop.services.backups.making import fault_of_files, list_backups
from desktop.services.backups.types import Backup, Counts, Found, Rehearsal
from desktop.services.clock import Clock, SystemClock
from desktop.services.refusals import NoRoomToOpen, NoRoomToRestore, no_room
from desktop.services.transfer import placing
from desktop.services.vault import Workspace, heads, how_many, keyring, returning
from desktop.services.vault.packing import Progress, Ticker
from desktop.services.vault.slots import Opened, Secret

_MOST_KEYRING = 4 << 20


def check_backups(ws: Workspace, progress: Progress | None = None) -> tuple[Backup, ...]:
    """Read every backup back, open it with the keys at hand, keep what was found, and list them, newest first.

    A file that these keys do not open is compared with what was written. Error: Cancelled.
    """
    found = list_backups(ws)
    ticker = Ticker(sum(one.size for one in found), progress)
    return tuple(_checked(ws, one, ticker) for one in found)


def _checked(ws: Workspace, backup: Backup, ticker: Ticker) -> Backup:
    fault = shelf.fault_outside(backup.path, ticker.add)
    if not fault:
        inside = fault_of_files(ws, backup.path) if shelf.workspace_of(backup.path) == ws.id else ("", "closed")
        fault = inside[1] if inside else ""
    return _noted(backup, fault, ws.clock)


def _noted(backup: Backup, fault: str, clock: Clock) -> Backup:
    verified = backup.verified if fault else clock.now().isoformat(timespec="milliseconds")
    shelf.note(backup.path, verified, fault)
    return Backup(backup.path, backup.made, backup.why, backup.size, verified, fault, backup.clock)


def find_backup(path: Path, progress: Progress | None = None, clock: Clock | None = None) -> Found:
    """Give the newest whole backup at `path`: a backup's own folder, a `backups` folder, or a workspace's.

    Each is read through until one is whole; no key is needed. Errors: NotABackup, BackupNewer, BackupDamaged,
    NoWholeBackup, Cancelled.
    """
    if (path / shelf.LIST).exists():
        candidates: tuple[Backup, ...] = (shelf.read(path),)
    else:
        candidates = shelf.all_in(shelf.shelf_of(path)) or shelf.all_in(path)
    if not candidates:
        raise NotABackup
    damaged: list[Backup] = []
    for one in candidates:
        fault = shelf.fault_outside(one.path, Ticker(one.size, progress).add)
        # What a check with keys found stays found: reading alone does not see everything.
        seen = _noted(one, fault or (one.fault if one.fault in ("closed", "pages", "heads") else ""), clock or _now())
        if seen.whole:
            ring = placing.ring_of(_keyring_of(seen.path))
            users = tuple(str(user["label"]) for user in ring.users if not user.get("removed"))
            words = any(slot["kind"] == keyring.RECOVERY for slot in ring.slots)
            return Found(seen, users, words, tuple(damaged))
        damaged.append(seen)
    raise BackupDamaged if len(damaged) == 1 and candidates[0].path == path else NoWholeBackup(n=len(damaged))


def _now() -> Clock:
    return SystemClock()


def rehearse(ws: Workspace, path: Path, progress: Progress | None = None) -> Rehearsal:
    """Check a backup, open it with the keys at hand in a private place, count what it holds, and remove it again.

    Errors: as `look_at_backup`.
    """
    backup = shelf.read(path)
    checked = _checked(ws, backup, Ticker(2 * backup.size, progress))
    if checked.fault:
        raise BackupDamaged
    opened = look_at_backup(path, ws.opened, _second_half(progress), ws.clock)
    try:
        there = _counts(opened)
    finally:
        opened.close()
    return Rehearsal(checked, there, _counts(ws))


def _counts(ws: Workspace) -> Counts:
    held = how_many(ws)
    return Counts(*(held.get(table, 0) for table in ("person", "pair", "meeting", "note")))


def _second_half(progress: Progress | None) -> Progress | None:
    return None if progress is None else lambda done, total: progress(total + done, 2 * total)


@no_room(NoRoomToOpen)
def look_at_backup(
    path: Path, secret: Secret | Opened, progress: Progress | None = None, clock: Clock | None = None
) -> Workspace:
    """Open a backup for looking only (see `placing.look`).

    Errors: NotABackup, BackupNewer, BackupDamaged, files.DiskFull, Cancelled, those of unlocking.
    """
    return placing.look(_keyring_of(path), _filler(path, progress), secret, clock)


@no_room(NoRoomToRestore)
def open_backup(
    path: Path,
    folder: Path,
    secret: Secret | Opened,
    progress: Progress | None = None,
    clock: Clock | None = None,
    *,
    ring: bytes = b"",
) -> Workspace:
    """Make a workspace of a backup at the new `folder` under a new device id, and give it open (see `placing.place`).

    With `ring`, that keyring opens it instead of the one of then. Errors: as `look_at_backup`, WorkspaceExists.
    """
    placing.must_be_free(folder)
    content = ring or _keyring_of(path)
    return placing.place(content, _filler(path, progress), folder, secret, clock, verb="restore_backup")


@no_room(NoRoomToRestore)
def restore(ws: Workspace, path: Path, folder: Path, progress: Progress | None = None) -> Path:
    """Make a workspace of a backup at the new `folder`, while its workspace is open and stays as it is; give `folder`.

    Today's passwords open it where the workspace had the same keys then, or where who restores may manage users:
    whoever was removed since stays removed. Else those of then open it. Errors: as `open_backup`.
    """
    then = placing.ring_of(_keyring_of(path))
    today = b""
    # The workspace that is open stays as it is to the byte; its journal has it with the next step.
    ws.keep("programme", "restore_elsewhere", about="1")
    ws.record.save()
    if _keys(then) == _keys(ws.keyring):
        today = files.read_bounded(ws.folder / keyring.NAME, _MOST_KEYRING)
    elif ring := returning.ring_for(ws, then, path):
        today = ring.to_bytes()
    open_backup(path, folder, ws.opened, progress, ws.clock, ring=today).close()
    return folder


def _keys(ring: keyring.Keyring) -> dict[str, tuple[int, str]]:
    """Say which keys the compartments of a keyring have."""
    return {name: (stated["epoch"], stated["recipient"]) for name, stated in ring.compartments.items()}


def _keyring_of(path: Path) -> bytes:
    """Read a backup's keyring. Errors: NotABackup, BackupDamaged."""
    shelf.members(path)
    try:
        return files.read_bounded(path / keyring.NAME, _MOST_KEYRING)
    except files.FileRefused:
        raise BackupDamaged from None


def _filler(path: Path, progress: Progress | None) -> placing.Fill:
    """Make what copies a backup's files into a new folder, comparing each with what was written."""

    def fill(ring: keyring.Keyring, _opened: Opened, part: Path) -> None:
        stated = shelf.members(path)
        wanted = {f"{name}.db" for name in ring.compartments} | {heads.FILE, keyring.NAME}
        if shelf.workspace_of(path) != ring.workspace or not wanted <= stated.keys():
            raise BackupDamaged
        size = sum(length for length, _ in stated.values())
        files.private_folder(part)
        if size + (1 << 20) > files.free_space(part):
            raise files.DiskFull
        ticker = Ticker(size, progress)
        for name, expected in stated.items():
            try:
                found = shelf.copy_file(path / name, part / name, ticker)
            except files.NoSuchFile:
                found = 0, ""
            if found != expected:
                shelf.note(path, shelf.read(path).verified, "content" if found[1] else "missing")
                raise BackupDamaged
        files.remove_file(part / keyring.NAME)

    return fill
