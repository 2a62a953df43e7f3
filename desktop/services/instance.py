"""A lock on a file that ends with its process, however that process ends.

The operating system holds the lock; the content (pid and host) only tells people who has it. The file is
left in place when the lock is released: removing it would race with the next one who opens it.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import hashlib
import json
import os
import platform
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from desktop.services.refusals import AlreadyOpen, NotAFile, as_known, sentences

if sys.platform == "win32":
    import msvcrt
else:
    try:
        import fcntl
    except ImportError:  # some minimal systems; locking then refuses, importing does not
        fcntl = None  # type: ignore[assignment]  # stands for "absent"

# Windows locks are mandatory: locking a byte far behind the content leaves the content readable.
_LOCKED_BYTE = 1 << 30
_MOST_CONTENT = 1024
# holder() takes the lock for a moment to find out whether it is free; acquire() outlasts that.
_PATIENCE = 0.1
_PAUSE = 0.01
# What flock and msvcrt.locking say when somebody else has it.
_TAKEN = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: process id, the host's name as it calls itself, and whether it is this account on this host."""

    pid: int
    host: str
    ours: bool = False


class FileLock:
    """One exclusive lock, by one process at a time, on `path` (created when missing, 0600)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None
        # Who had it last and did not give it back: set by `acquire`, None where the last one did.
        self.left: Holder | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock now."""
        return self._fd is not None

    def acquire(self, wait: float = _PATIENCE) -> None:
        """Take the lock, trying for `wait` seconds. Raises `AlreadyOpen` with the holder, or a `FileRefused`."""
        end = time.monotonic() + wait
        while self._fd is None:
            fd = _open(self._path)
            if _try_lock(fd):
                if _still_at(fd, self._path):
                    self._fd, self.left = fd, _content(fd)
                    self._sign()
                    return
                os.close(fd)
                continue
            who = _content(fd) or Holder(0, "?")
            os.close(fd)
            if time.monotonic() >= end:
                raise AlreadyOpen(pid=who.pid, host=who.host, ours=who.ours)
            time.sleep(_PAUSE)

    def release(self) -> None:
        """Give the lock back; without effect when it is not held."""
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        with contextlib.suppress(OSError):
            os.ftruncate(fd, 0)
        _unlock(fd)
        os.close(fd)

    def holder(self) -> Holder | None:
        """Return who holds the lock now, in this or another process, or None when it is free."""
        if self._fd is not None:
            return Holder(os.getpid(), platform.node(), ours=True)
        try:
            fd = os.open(self._path, _FLAGS)
        except OSError:
            return None
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                return None
            if _try_lock(fd):
                _unlock(fd)
                return None
            return _content(fd) or Holder(0, "?")
        finally:
            os.close(fd)

    def __enter__(self) -> FileLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _sign(self) -> None:
        """Write pid and host; a full disk must not cost the lock, so failing to tell who holds it is no failure."""
        assert self._fd is not None  # noqa: S101 - for the type checker
        words = json.dumps({"pid": os.getpid(), "host": platform.node(), "account": _account()}).encode()
        with contextlib.suppress(OSError):
            os.ftruncate(self._fd, 0)
            os.lseek(self._fd, 0, os.SEEK_SET)
            os.write(self._fd, words)


_FLAGS = (
    os.O_RDWR
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
)


def _open(path: Path) -> int:
    with sentences():
        fd = os.open(path, _FLAGS | os.O_CREAT, 0o600)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise NotAFile
    return fd


def _account() -> str:
    """Give a word that tells this account from the others of this host, and says nothing else."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        name = ""
    return hashlib.sha256(f"{platform.node()}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _content(fd: int) -> Holder | None:
    """Return what the lock file says, or None when it says nothing understandable."""
    try:
        os.lseek(fd, 0, os.SEEK_SET)
        said = json.loads(os.read(fd, _MOST_CONTENT))
        host = str(said["host"])[:255]
        return Holder(int(said["pid"]), host, host == platform.node() and said.get("account", _account()) == _account())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _still_at(fd: int, path: Path) -> bool:
    """Whether the locked file is the one at `path`, not one that was removed meanwhile."""
    try:
        return os.path.samestat(os.fstat(fd), os.stat(path))
    except OSError:
        return False


def _try_lock(fd: int) -> bool:
    """Lock without waiting. Raises a `FileRefused` where the medium knows no locks."""
    try:
        _lock(fd)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise as_known(error) from error
    return True


def _lock(fd: int) -> None:
    if sys.platform == "win32":
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    elif fcntl is None:
        raise OSError(errno.ENOLCK, "no file locks on this system")
    else:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(fd: int) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
        elif fcntl is not None:
            fcntl.flock(fd, fcntl.LOCK_UN)
