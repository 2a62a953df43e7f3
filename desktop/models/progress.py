"""How long work tells how far it is and hears that it should stop. On the worker's side of `tasks.py`."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from shiboken6 import isValid

# Seconds between two reports; more would only keep the window busy.
_REPORT_EVERY = 0.05


class Reported(Protocol):
    """The part of a task that is needed here."""

    running: bool

    @property
    def progressed(self) -> SignalInstance:
        """Tell (done, total) on the window's thread."""
        ...

    @property
    def stopped(self) -> bool:
        """Say whether somebody cancelled."""
        ...


def takes_progress(fn: Callable[..., Any]) -> bool:
    """Say whether a function has a parameter named `progress`."""
    try:
        return "progress" in inspect.signature(fn).parameters
    except (TypeError, ValueError):
        return False


def reporter(task: Reported, post: Callable[[Any], object]) -> Callable[[int, int], bool]:
    """Make the function that a long verb calls with (done, total); False asks it to stop."""
    last = 0.0

    def report(done: int, total: int) -> bool:
        nonlocal last
        now = time.monotonic()
        if now - last >= _REPORT_EVERY or done >= total:
            last = now
            post(partial(_progressed, task, done, total))
        return not task.stopped

    return report


def _progressed(task: Reported, done: int, total: int) -> None:
    if task.running and isValid(task):
        task.progressed.emit(done, total)
