"""Every call to the operating system that touches files, drives or processes, with its Windows branch.

The rest of the program calls only this module. It knows no workspace and no window. Every refusal of
the system comes out as a `FileRefused` (refusals.py), whose sentence is fit to show.
"""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

import platformdirs

from desktop.services.drives import Drive, removable_drives
from desktop.services.instance import FileLock, Holder
from desktop.services.processes import (
    end_process,
    harden_process,
    let_go_of,
    own_command,
    read_left,
    replace_process,
    start_process,
)
from desktop.services.reading import (
    ALWAYS,
    open_file,
    read_bounded,
    read_first_line,
    read_past_cache,
    read_unchanged,
)
from desktop.services.refusals import (
    AlreadyOpen,
    AlreadyThere,
    BadName,
    ChangedWhileRead,
    DiskFull,
    FileRefused,
    GoneWhileReading,
    HeldElsewhere,
    HomeUnusable,
    MediumGone,
    NoSuchFile,
    NotAFile,
    NotPermitted,
    ReadOnlyMedium,
    TooLarge,
    sentences,
)

if sys.platform == "win32":
    fcntl = None
else:
    try:
        import fcntl
    except ImportError:  # some minimal systems; only the stronger flush of macOS needs it
        fcntl = None  # type: ignore[assignment]  # stands for "absent"

__all__ = [
    "AlreadyOpen",
    "AlreadyThere",
    "BadName",
    "ChangedWhileRead",
    "DiskFull",
    "Drive",
    "FileLock",
    "FileRefused",
    "GoneWhileReading",
    "HeldElsewhere",
    "Holder",
    "HomeUnusable",
    "MediumGone",
    "NoSuchFile",
    "NotAFile",
    "NotPermitted",
    "ReadOnlyMedium",
    "TooLarge",
    "create_file",
    "data_home",
    "end_process",
    "flush_file",
    "free_space",
    "harden_process",
    "let_go_of",
    "on_another_medium",
    "open_file",
    "own_command",
    "private_folder",
    "read_bounded",
    "read_first_line",
    "read_left",
    "read_past_cache",
    "read_unchanged",
    "removable_drives",
    "remove_empty_folder",
    "remove_file",
    "remove_folder",
    "replace",
    "replace_process",
    "sentences",
    "start_process",
    "sweep_leftovers",
    "sweep_temp",
    "sync_folder",
    "temp_home",
    "temporary_name",
    "use_private_temp",
    "write_whole",
]

_LEFTOVER = ".peerkeep-", ".tmp"
# A virus scanner on Windows opens each new file for a moment; replacing it then fails and soon succeeds.
_WINDOWS_TRIES = 20
_WINDOWS_PAUSE = 0.05


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that after any crash either the old or the new content is there, whole (mode 0600).

    When it returns, the new content survives a power cut; without `durable` it survives only a crash of the program,
    which is enough for what can be made anew, and much faster. Raises a `FileRefused`, and then the old content
    stands and nothing is left beside it.
    """
    temporary = temporary_name(path)
    try:
        with sentences(), create_file(temporary) as handle:
            handle.write(data)
            if durable:
                flush_file(handle)
        replace(temporary, path, durable=durable)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def create_file(path: Path) -> BinaryIO:
    """Create a new private file (0600) and return it open for reading and writing. Raises `AlreadyThere` and others.

    For what is too large for `write_whole`: write to `temporary_name(path)`, `flush_file`, then `replace`.
    """
    with sentences():
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | ALWAYS, 0o600)
        return os.fdopen(fd, "w+b")


def temporary_name(path: Path) -> Path:
    """Return a fresh name in the folder of `path`, hence on the same medium; `sweep_leftovers` knows its form."""
    return path.parent / f"{_LEFTOVER[0]}{secrets.token_hex(8)}{_LEFTOVER[1]}"


def sweep_leftovers(folder: Path) -> int:
    """Remove what killed writers left in `folder` and return how many; call it only while holding its lock."""
    removed = 0
    with contextlib.suppress(OSError):
        for place in list(folder.iterdir()):
            if place.name.startswith(_LEFTOVER[0]) and place.name.endswith(_LEFTOVER[1]):
                with contextlib.suppress(OSError):
                    place.unlink()
                    removed += 1
    return removed


def flush_file(handle: BinaryIO) -> None:
    """Bring everything written so far onto the medium. Raises a `FileRefused`."""
    with sentences():
        handle.flush()
        _flush(handle.fileno())


def _flush(fd: int) -> None:
    """On macOS fsync stops at the drive's own cache; only F_FULLFSYNC passes it, and not every medium knows it."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if sys.platform != "win32" and full is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, full)
            return
    os.fsync(fd)


def replace(src: Path, dst: Path, *, durable: bool = True) -> None:
    """Give `src` the name `dst`, whatever was there, in one step that survives a power cut. Raises a `FileRefused`."""
    with sentences():
        for left in range(_WINDOWS_TRIES, -1, -1):
            try:
                os.replace(src, dst)
                break
            except PermissionError:
                if sys.platform != "win32" or not left:
                    raise
                time.sleep(_WINDOWS_PAUSE)
    if durable:
        sync_folder(dst.parent)


def sync_folder(folder: Path) -> None:
    """Make new, renamed and removed names in `folder` durable. Windows does so by itself; some media cannot."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | ALWAYS)
        try:
            _flush(fd)
        finally:
            os.close(fd)


def private_folder(folder: Path) -> Path:
    """Make the folder (with its parents) if missing, close it to other accounts (0700), and return it.

    Raises `NotAFile` when something else or a link has its name. On Windows the profile's own access
    list protects it; drives without permissions are taken as they are.
    """
    with sentences():
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700, parents=True)
        mode = os.lstat(folder).st_mode
        if not stat.S_ISDIR(mode):
            raise NotAFile
        if sys.platform != "win32" and stat.S_IMODE(mode) & 0o077:
            with contextlib.suppress(PermissionError):
                os.chmod(folder, 0o700)
    return folder


def remove_file(path: Path) -> None:
    """Remove a file; one that is gone already is no failure. Raises a `FileRefused`."""
    with sentences(), contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, following no link; gone already is no failure. Raises a `FileRefused`."""
    with sentences(), contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


def remove_empty_folder(folder: Path) -> None:
    """Remove a folder only if nothing is in it; gone already is no failure. Raises `AlreadyThere` if it is not."""
    with sentences(), contextlib.suppress(FileNotFoundError):
        os.rmdir(folder)


def free_space(place: Path) -> int:
    """Return the free bytes on the medium of `place`, or of its nearest existing parent. Raises a `FileRefused`."""
    with sentences():
        place = place.absolute()
        while not place.exists() and place != place.parent:
            place = place.parent
        return shutil.disk_usage(place).free


def on_another_medium(one: Path, other: Path) -> bool:
    """Say whether two existing paths lie on different media, as far as the system tells. Raises a `FileRefused`."""
    with sentences():
        return os.stat(one).st_dev != os.stat(other).st_dev


def data_home() -> Path:
    """Return this account's private folder for Peerkeep, made if missing; PEERKEEP_HOME names another.

    Raises `HomeUnusable` where it cannot be made or written.
    """
    asked = os.environ.get("PEERKEEP_HOME")
    name = "peerkeep" if sys.platform == "linux" else "Peerkeep"
    wanted = Path(asked).absolute() if asked else platformdirs.user_data_path(name, appauthor=False, roaming=False)
    try:
        home = private_folder(wanted)
    except FileRefused as error:
        raise HomeUnusable from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise HomeUnusable
    return home


@functools.lru_cache(maxsize=1)
def _claimed(home: Path) -> tuple[Path, FileLock]:
    """Return this process's own folder under `home` and the lock by which others see that it is in use."""
    while True:
        folder = home / secrets.token_hex(8)
        lock = FileLock(folder.with_suffix(".lock"))
        with contextlib.suppress(AlreadyOpen):
            lock.acquire()
            return private_folder(folder), lock


def temp_home() -> Path:
    """Return a private temporary folder of this process alone; a later start sweeps what a killed process leaves."""
    folder, _ = _claimed(private_folder(data_home() / "temp"))
    return private_folder(folder)


def use_private_temp() -> Path:
    """Send every temporary file, also those of libraries and printing, to `temp_home()`, and return it."""
    folder = temp_home()
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = str(folder)
    tempfile.tempdir = str(folder)
    return folder


def sweep_temp() -> None:
    """Empty this process's temporary folder and remove those of processes that are gone. Never raises."""
    with contextlib.suppress(FileRefused, OSError):
        home = private_folder(data_home() / "temp")
        mine = temp_home()
        for lock_file in home.glob("*.lock"):
            folder = lock_file.with_suffix("")
            if folder != mine:
                _sweep_other(folder, lock_file)
        for place in list(mine.iterdir()):
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    place.unlink()


def _sweep_other(folder: Path, lock_file: Path) -> None:
    lock = FileLock(lock_file)
    with contextlib.suppress(FileRefused, OSError):
        lock.acquire(wait=0)
        shutil.rmtree(folder, ignore_errors=True)
        if sys.platform != "win32":  # an open file cannot be removed there; the small empty one does no harm
            lock_file.unlink(missing_ok=True)
        lock.release()
