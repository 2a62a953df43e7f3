"""A sign of life on the command line: whoever waits longer than a second for a long command sees that it works."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from desktop.services.language import say

AFTER: Final = 1.0
"""Seconds until something is said."""


@contextmanager
def patience(after: float = AFTER) -> Iterator[None]:
    """Say on standard error, after `after` seconds, that work goes on; only where somebody looks at it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    timer = threading.Timer(after, _speak)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _speak() -> None:
    print(say("Working on it; this takes a while …"), file=sys.stderr, flush=True)
