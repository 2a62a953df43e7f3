"""Starting, replacing and hardening the process. Knows nothing of workspaces or windows."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO, Any, NoReturn, TextIO

from desktop.services.refusals import sentences

if sys.platform == "win32":
    resource = None
else:
    try:
        import resource
    except ImportError:  # some minimal systems; core dumps then stay as they are
        resource = None  # type: ignore[assignment]  # stands for "absent"

_PR_SET_DUMPABLE = 4
_SEM_FAIL_SILENTLY = 0x0001 | 0x0002
_PIECE = 1 << 16
# The next process reads first of all; what it cannot take in this time would keep the keys in memory for longer.
_HANDING_OVER = 2.0
_WINDOWS_DETACHED = 0x00000008 | 0x00000200  # DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP


def own_command(*words: str) -> list[str]:
    """Return the command that starts this program again with `words`, from source or from a built folder.

    `-P` keeps the folder the user stands in out of the import path.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-P", "-m", "desktop", *words]


def harden_process() -> None:
    """Keep memory out of crash dumps and away from other processes, and new files private to this account."""
    if resource is not None:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    elif sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_SEM_FAIL_SILENTLY)
    os.umask(0o077)


def print_locally() -> None:
    """Ask this computer's own printing system for printers and jobs, through its Unix socket.

    Without one the printing library of Linux would try the network, and Peerkeep uses none (ENV-11). What somebody has
    set stays.
    """
    if sys.platform == "linux":
        os.environ.setdefault("CUPS_SERVER", "/run/cups/cups.sock")


def start_process(argv: Sequence[str], left: bytes = b"") -> int:
    """Start a program that outlives this one and return its process id. Raises a `FileRefused`.

    `left` is written to its standard input; that is waited for, for a moment at most.
    """
    detached: dict[str, Any] = (
        {"creationflags": _WINDOWS_DETACHED} if sys.platform == "win32" else {"start_new_session": True}
    )
    # A frozen parent leaves marks in the environment by which PyInstaller's loader would take the
    # new process for a part of the old one and share its unpacked folder.
    environment = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    given = subprocess.PIPE if left else subprocess.DEVNULL
    with sentences():
        child = subprocess.Popen(list(argv), env=environment, close_fds=True, stdin=given, **detached)
    if child.stdin is not None:
        writing = threading.Thread(target=_hand_over, args=(child.stdin, left), daemon=True)
        writing.start()
        writing.join(_HANDING_OVER)
    # Nobody waits for it: silence the warning about a child that still runs at exit.
    child.returncode = 0
    return child.pid


def _hand_over(pipe: IO[bytes], left: bytes) -> None:
    with contextlib.suppress(OSError), pipe:
        pipe.write(left)


def read_left(most: int) -> bytes:
    """Read what the process before this one handed over on standard input; b"" where it is more than `most` or none."""
    found = b""
    with contextlib.suppress(OSError):
        while piece := os.read(0, _PIECE):
            found += piece
            if len(found) > most:
                return b""
    return found


def replace_process(argv: Sequence[str], left: bytes = b"") -> NoReturn:
    """Start `argv` detached and end this process at once: no handlers, no flushing, no return.

    One path on all systems, so that what is tested on one is what runs on the others. Memory with keys
    in it must go even if nothing can be started, so a failure to start still ends the process (exit 1).
    """
    code = 1
    try:
        start_process(argv, left)
        code = 0
    finally:
        os._exit(code)


def let_go_of(stream: TextIO) -> None:
    """Send what is still to be written to `stream` nowhere: nobody reads it, and its end would complain of that."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)


def end_process() -> NoReturn:
    """End this process at once, with nothing after it: when the session of the system ends."""
    os._exit(0)
