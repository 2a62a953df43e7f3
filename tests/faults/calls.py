"""The library between a process and the system's calls on files (calls.c): built by gcc, preloaded, told what to do."""

from __future__ import annotations

import ctypes
import functools
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WRITE, SYNC, RENAME, UNLINK, CREATE, CUT, READ = (1 << place for place in range(7))
CHANGES = WRITE | SYNC | RENAME | UNLINK | CREATE | CUT
# What needs room on the medium.
GROWS = WRITE | SYNC | CREATE
NAMES = {WRITE: "write", SYNC: "fsync", RENAME: "rename", UNLINK: "unlink", CREATE: "create", CUT: "cut", READ: "read"}
_HEAD = struct.Struct("=Iiqq")


def why_not() -> str:
    """Say why there can be no such library here; "" where there can."""
    if sys.platform != "linux":
        return "stands between a process and the C library of Linux"
    return "" if shutil.which("gcc") else "gcc is not installed: it builds the library that makes system calls fail"


@functools.cache
def library() -> Path:
    """Build the library once per process and give its path."""
    made = Path(tempfile.mkdtemp(prefix="peerkeep-calls-")) / "calls.so"
    source = Path(__file__).with_name("calls.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", str(made), str(source)], check=True)
    return made


@dataclass(frozen=True)
class Call:
    """One call as it was written down: kind as in calls.c, descriptor, place or length or flags, what was written."""

    kind: str
    fd: int
    at: int
    data: bytes


def read_log(content: bytes) -> Iterator[Call]:
    """Read what `Calls.record` wrote down."""
    place = 0
    while place < len(content):
        kind, fd, at, length = _HEAD.unpack_from(content, place)
        place += _HEAD.size
        yield Call(chr(kind), fd, at, content[place : place + length])
        place += length


class Calls:
    """The preloaded library of this process."""

    def __init__(self, folder: Path) -> None:
        """Watch the files under `folder`."""
        self._library = ctypes.CDLL(None)
        self._library.calls_capacity.argtypes = [ctypes.c_longlong]
        self._library.calls_fail.argtypes = [ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int]
        self.watch(folder)

    def watch(self, folder: Path) -> None:
        """Watch another folder."""
        self._library.calls_watch(os.fsencode(folder))

    def fail(self, kinds: int, nth: int, error: int, *, for_ever: bool = False, half: bool = False) -> None:
        """Make the `nth` call of some kinds fail, counted from now; 0 only counts. `half`: the write is cut first."""
        self._library.calls_fail(kinds, nth, error, int(for_ever), int(half))

    def relent(self) -> tuple[int, str]:
        """Let everything pass again; give how many calls failed and the kind of the first."""
        failed = self._library.calls_failed()
        kind = NAMES.get(self._library.calls_kind(), "")
        self._library.calls_fail(0, 0, 0, 0, 0)
        return failed, kind

    def counted(self) -> int:
        """Give how many calls there were since `fail`."""
        return int(self._library.calls_counted())

    def record(self, log: Path) -> None:
        """Write down every call from now on."""
        self._library.calls_record(os.open(log, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))

    def mark(self, words: str) -> None:
        """Put words into the log."""
        self._library.calls_mark(words.encode())

    def stop(self) -> None:
        """Write down nothing more."""
        self._library.calls_record(-1)

    def hold_only(self, size: int) -> None:
        """Be a stick that takes everything and keeps `size` bytes; -1: no longer."""
        self._library.calls_capacity(size)
