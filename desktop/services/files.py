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
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import platformdirs

from desktop.services.drives import Drive, removable_drives
from desktop.services.instance import FileLock, Holder
from desktop.services.processes import (
    end_process,
    harden_process,
    own_command,
    read_left,
    replace_process,
    start_process,
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
    "on_another_medium",
    "open_file",
    "own_command",
    "private_folder",
    "read_bounded",
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

_CHUNK = 1 << 20
_LEFTOVER = ".peerkeep-", ".tmp"
# A virus scanner on Windows opens each new file for a moment; replacing it then fails and soon succeeds.
_WINDOWS_TRIES = 20
_WINDOWS_PAUSE = 0.05
_ALWAYS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


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
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _ALWAYS, 0o600)
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
        fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _ALWAYS)
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


def open_file(path: Path) -> BinaryIO:
    """Open an ordinary file for reading, at once or not at all: a pipe, device or folder raises `NotAFile`."""
    with sentences():
        if os.path.isdir(path):
            raise NotAFile
        waits_not = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        fd = os.open(path, os.O_RDONLY | _ALWAYS | waits_not)
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise NotAFile
            return os.fdopen(fd, "rb")
        except BaseException:
            os.close(fd)
            raise


def read_bounded(path: Path, most: int) -> bytes:
    """Return the content of an ordinary file of at most `most` bytes. Raises `NotAFile`, `TooLarge` and others."""
    with sentences(), open_file(path) as handle:
        if os.fstat(handle.fileno()).st_size > most:
            raise TooLarge
        data = handle.read(most + 1)
    if len(data) > most:
        raise TooLarge
    return data


def read_unchanged(path: Path, most: int) -> bytes:
    """Return the content of an ordinary file as it was at one moment; at most `most` bytes.

    Raises `ChangedWhileRead` where another program writes to it, `GoneWhileReading` where its drive or share went
    away, `NotAFile`, `TooLarge` and others.
    """
    with sentences(), open_file(path) as handle:
        fd = handle.fileno()
        before = os.fstat(fd)
        if before.st_size > most:
            raise TooLarge
        try:
            data = b"".join(_pieces(fd, before.st_size + 1))
            after, there = os.fstat(fd), os.stat(path)
        except OSError as error:
            # The file was there a moment ago: whatever the system calls it, its place has gone.
            raise GoneWhileReading from error
    looks = {(look.st_size, look.st_mtime_ns) for look in (before, after, there)}
    if len(looks) > 1 or len(data) != before.st_size:
        raise ChangedWhileRead
    return data


def _pieces(fd: int, most: int) -> Iterator[bytes]:
    while most > 0 and (piece := os.read(fd, min(_CHUNK, most))):
        most -= len(piece)
        yield piece


def read_first_line(path: Path, most: int) -> bytes:
    """Return the first line of a file or a pipe, of at most `most` bytes, with its line end.

    What a pipe gives is waited for as long as somebody writes to it; one that nobody writes to is empty.
    Raises `NotAFile` for folders and devices, `TooLarge` and others.
    """
    with sentences():
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as opened:
            kind = os.fstat(handle).st_mode
            if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
                raise NotAFile
            if hasattr(os, "O_NONBLOCK"):
                os.set_blocking(handle, True)
            line = opened.readline(most + 1)
    if len(line) > most:
        raise TooLarge
    return line


def read_past_cache(path: Path) -> Iterator[bytes]:
    """Yield the content in pieces as the medium returns it, where the system allows to ask for that.

    Used to verify a copy: what the page cache holds proves nothing about a USB stick. Windows has no
    such request for an ordinary handle; there the check sees what the cache holds.
    """
    with sentences(), open_file(path) as handle:
        fd = handle.fileno()
        _drop_cache(fd)
        while piece := os.read(fd, _CHUNK):
            yield piece


def _drop_cache(fd: int) -> None:
    with contextlib.suppress(OSError):
        no_cache = getattr(fcntl, "F_NOCACHE", None)
        if sys.platform == "linux":
            os.fsync(fd)
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        elif sys.platform == "darwin" and no_cache is not None:
            fcntl.fcntl(fd, no_cache, 1)


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
