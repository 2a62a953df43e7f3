"""Put into the path of every process of the scripted day: writes down what it starts and which files it writes.

A temporary file that is gone when the day is over leaves no other trace, nor do the words another program was started
with (security.md, LEAK-11, AUTH-14).
"""

import json
import os
import sys

_LOG = os.environ.get("PEERKEEP_DAY_LOG", "")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _note(kind: str, said: object) -> None:
    fd = os.open(_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(fd, (json.dumps([kind, said], default=str) + "\n").encode())
    os.close(fd)


_busy = False


def _watch(event: str, args: tuple[object, ...]) -> None:
    global _busy
    if _busy or not _LOG:
        return
    _busy = True
    try:
        if event == "open" and isinstance(args[2], int) and args[2] & _WRITING and isinstance(args[0], (str, bytes)):
            _note("written", os.fsdecode(args[0]))
        elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn"):
            _note("started", args)
    finally:
        _busy = False


sys.addaudithook(_watch)
