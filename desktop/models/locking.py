"""When to lock, and the part of locking that needs no window: idle time, the watchdog, the new process.

Locking ends the process. If the window's thread does not manage within a second of the time it should,
the watchdog seals the last known text and replaces the process itself.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow

from desktop.services.clock import Clock, SystemClock

_LOOK_EVERY_MS = 1_000
_GRACE = 1.0
_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
}


class IdleWatch(QObject):
    """Counts idle time by two clocks. Signal `idle()` once when the time is up.

    One clock no change of the time can fool; the other, the wall clock, also counts while the laptop sleeps.
    """

    idle = Signal()

    def __init__(self, clock: Clock | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock: Clock = clock or SystemClock()
        self._limit = 0.0
        self._told = False
        self._seen = (0.0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: float) -> None:
        """Begin to count; a new number of minutes replaces the old."""
        self._limit = minutes * 60
        self.alive()
        self._timer.start()

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()
        self._limit = 0.0

    def alive(self) -> None:
        """Note a sign of life."""
        self._told = False
        self._seen = (self._clock.monotonic(), self._clock.wall_ms())

    def idle_seconds(self) -> float:
        """Give how long nobody did anything; any thread may ask."""
        monotonic, wall = self._seen
        return max(self._clock.monotonic() - monotonic, (self._clock.wall_ms() - wall) / 1000)

    def overdue(self) -> bool:
        """Say whether the time was up more than a second ago; any thread may ask."""
        return bool(self._limit) and self.idle_seconds() > self._limit + _LOOK_EVERY_MS / 1000 + _GRACE

    def look(self) -> None:
        """Emit `idle` if the time is up."""
        if self._limit and not self._told and self.idle_seconds() >= self._limit:
            self._told = True
            self.idle.emit()

    def watch(self, window: QWindow | None) -> None:
        """Take what is done in a window as signs of life."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note input; a key held down by a book repeats itself and is none."""
        if event.type() in _SIGNS_OF_LIFE and not (isinstance(event, QKeyEvent) and event.isAutoRepeat()):
            self.alive()
        return False


class Watchdog:
    """A thread that acts once when `due()` holds: it gives no way back."""

    def __init__(self, due: Callable[[], bool], act: Callable[[], object], every: float = 0.5) -> None:
        self._due, self._act, self._every = due, act, every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; the thread has ended when this returns."""
        self._stop.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            if self._due():
                self._act()
                return


class Ending:
    """The last acts of the process, the same for the window's thread and the watchdog; only the first one counts."""

    def __init__(self, seal: Callable[[], object], replace: Callable[[], object]) -> None:
        self._seal, self._replace = seal, replace
        self._once = threading.Lock()

    def __call__(self) -> None:
        """Seal what is not sealed, then replace the process. Sealing must not keep it from ending."""
        if self._once.acquire(blocking=False):
            with contextlib.suppress(Exception):
                self._seal()
            self._replace()
