"""How an ordinary file is read: at once, bounded, and as it was at one moment. The rest calls it through files.py."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from desktop.services.refusals import ChangedWhileRead, GoneWhileReading, NotAFile, TooLarge, sentences

if sys.platform == "win32":
    fcntl = None
else:
    try:
        import fcntl
    except ImportError:  # some minimal systems; only reading past the cache of macOS needs it
        fcntl = None  # type: ignore[assignment]  # stands for "absent"

_CHUNK = 1 << 20
# How every file is opened: no child process holds it, and Windows leaves its bytes as they are.
ALWAYS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


def open_file(path: Path) -> BinaryIO:
    """Open an ordinary file for reading, at once or not at all: a pipe, device or folder raises `NotAFile`."""
    with sentences():
        if os.path.isdir(path):
            raise NotAFile
        waits_not = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        fd = os.open(path, os.O_RDONLY | ALWAYS | waits_not)
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
