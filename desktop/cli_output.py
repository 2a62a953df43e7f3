"""What the command line says: the answer on standard output, everything else on standard error.

Whoever reads it may stop reading at any moment, as `head` does. Then the rest is not said, and nothing else happens.
"""

from __future__ import annotations

import contextlib
import errno
import sys
from typing import TextIO

from desktop.services.files import let_go_of

# Windows calls a pipe that nobody reads any more an invalid argument.
_NOBODY_READS = (errno.EPIPE, errno.EINVAL)


def speak_utf8() -> None:
    """Write UTF-8 whatever the console says, so that a name never stops a command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def answer(words: str) -> None:
    """Say what was asked for. Error: OSError where the file it goes to takes no more."""
    _put(words, sys.stdout)


def tell(words: str) -> None:
    """Say something beside the answer."""
    _put(words, sys.stderr)


def flush() -> None:
    """Bring out what argparse said; the interpreter's own attempt at the end would complain."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            _put("", stream, end="")


def _put(words: str, stream: TextIO | None, end: str = "\n") -> None:
    if stream is None:  # a program without a console has none
        return
    try:
        print(words, end=end, file=stream, flush=True)
    except OSError as error:
        let_go_of(stream)
        if error.errno not in _NOBODY_READS:
            raise
