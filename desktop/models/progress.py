"""A task as the window sees it, and how long work tells how far it is and hears that it should stop."""

from __future__ import annotations

import inspect
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Signal

# Seconds between two reports; more would only keep the window busy.
_REPORT_EVERY = 0.05

Done = Callable[[Any], object]
Failed = Callable[[Exception], object]
Progress = Callable[[int, int], object]


class Task(QObject):
    """One piece of work: what the status line shows and what a Cancel button cancels.

    `progressed(done, total)` and `finished()` are emitted on the window's thread; `finished` whatever
    the end was, also when cancelled. `title` is what a person reads, empty for quiet work.
    """

    progressed = Signal(int, int)
    finished = Signal()

    def __init__(self, title: str, number: int, cancelled: Callable[[Task], object]) -> None:
        # No parent: it lives as long as Python holds it. A pending deleteLater() of a child whose parent's wrapper
        # goes first crashes PySide6 6.11.
        super().__init__()
        self.title, self.number = title, number
        self.running = True
        self.stop = threading.Event()
        self.future: Future[None] | None = None
        self._cancelled = cancelled

    def cancel(self) -> None:
        """Stop it as soon as it notices; nothing is called back and nothing is shown."""
        if self.running and not self.stop.is_set():
            self.stop.set()
            self._cancelled(self)


def takes_progress(fn: Callable[..., Any]) -> bool:
    """Say whether a function has a parameter named `progress`."""
    try:
        return "progress" in inspect.signature(fn).parameters
    except (TypeError, ValueError):
        return False


def reporter(
    stop: threading.Event, tell: Callable[[int, int], object], give_way: Callable[[], object] | None = None
) -> Callable[[int, int], bool]:
    """Make the function that a long verb calls with (done, total); False asks it to stop.

    `give_way` is called each time: there the window gets its turn.
    """
    last = 0.0

    def report(done: int, total: int) -> bool:
        nonlocal last
        if give_way is not None:
            give_way()
        now = time.monotonic()
        if now - last >= _REPORT_EVERY or done >= total:
            last = now
            tell(done, total)
        return not stop.is_set()

    return report
