"""Starting, replacing and hardening the process. Knows nothing of workspaces or windows."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

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


def start_process(argv: Sequence[str]) -> int:
    """Start a program that outlives this one and return its process id. Raises a `FileRefused`."""
    detached: dict[str, Any] = (
        {"creationflags": _WINDOWS_DETACHED} if sys.platform == "win32" else {"start_new_session": True}
    )
    # A frozen parent leaves marks in the environment by which PyInstaller's loader would take the
    # new process for a part of the old one and share its unpacked folder.
    environment = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    with sentences():
        child = subprocess.Popen(list(argv), env=environment, close_fds=True, stdin=subprocess.DEVNULL, **detached)
    # Nobody waits for it: silence the warning about a child that still runs at exit.
    child.returncode = 0
    return child.pid


def replace_process(argv: Sequence[str]) -> NoReturn:
    """Start `argv` detached and end this process at once: no handlers, no flushing, no return.

    One path on all systems, so that what is tested on one is what runs on the others. Memory with keys
    in it must go even if nothing can be started, so a failure to start still ends the process (exit 1).
    """
    code = 1
    try:
        start_process(argv)
        code = 0
    finally:
        os._exit(code)
