"""When to lock, and the part of locking that needs no window: idle time, the watchdog, the end of the process.

Locking ends the process. If the window's thread does not manage within a second of the time it should,
the watchdog seals the last known text and replaces the process itself.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPointerEvent, QWindow

from desktop.services.clock import Clock, SystemClock

# Half of the second within which the screen has to be covered.
_LOOK_EVERY_MS = 500
_GRACE = 1.0
# A mouse that shakes on a running washing machine, a book on a key and a stuck button are alive for ever. After this
# long without a key or a click that differs from the one before, it is locked all the same.
LONGEST_SECONDS = 60 * 60
# Looking this late means that the laptop slept (or the process was stopped): whoever wakes it may be somebody else.
_SLEPT_SECONDS = 20.0
# Two clicks nearer to each other than this are the same click again, in pixels.
_SAME_PLACE = 8
_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress}
_SIGNS_OF_LIFE = _PRESSES | {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchUpdate,
}
_SHOWS = {QEvent.Type.Expose, QEvent.Type.UpdateRequest, QEvent.Type.Paint}


class IdleWatch(QObject):
    """Counts idle time by two clocks. Signal `idle()` once when the time is up, or when the laptop slept.

    One clock no change of the time can fool; the other, the wall clock, also counts while the laptop sleeps.
    """

    idle = Signal()

    def __init__(self, clock: Clock | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock: Clock = clock or SystemClock()
        self._limit = 0.0
        self._told = False
        self._seen = self._acted = self._looked = self._asked = self._now()
        self._woke: tuple[float, int] | None = None
        self._last: object = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: float) -> None:
        """Begin to count; a new number of minutes replaces the old."""
        self.alive()
        self._acted = self._looked = self._asked = self._seen
        self._woke = None
        self._limit = minutes * 60
        self._timer.start()

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()
        self._limit = 0.0

    def alive(self) -> None:
        """Note a sign of life."""
        self._told = False
        self._seen = self._now()

    def idle_seconds(self) -> float:
        """Give how long nobody did anything; any thread may ask."""
        return self._since(self._seen)

    def overdue(self) -> bool:
        """Say whether the time was up more than a second ago; for the watchdog, which asks twice a second.

        If it could not ask for long, the laptop slept, and the window's thread has had its second since.
        """
        if self._since(self._asked) >= _SLEPT_SECONDS:
            self._woke = self._now()
        self._asked = self._now()
        late = _LOOK_EVERY_MS / 1000 + _GRACE
        return bool(self._limit) and (
            self.idle_seconds() > self._limit + late
            or self._since(self._acted) > LONGEST_SECONDS + late
            or (self._woke is not None and self._since(self._woke) > late)
        )

    def look(self) -> None:
        """Emit `idle` if the time is up, or if nobody could look for so long that the laptop must have slept."""
        slept = self._since(self._looked) >= _SLEPT_SECONDS
        self._looked = self._now()
        up = slept or self.idle_seconds() >= self._limit or self._since(self._acted) >= LONGEST_SECONDS
        if self._limit and up and not self._told:
            self._told = True
            self.idle.emit()

    def watch(self, window: QWindow | None) -> None:
        """Take what is done in a window as signs of life."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note input; a key held down by a book repeats itself and is none.

        After a sleep the first event, perhaps the one that draws the window anew, finds it out before the timer does.
        """
        kind = event.type()
        if self._limit and (kind in _SIGNS_OF_LIFE or kind in _SHOWS) and self._since(self._looked) >= _SLEPT_SECONDS:
            self.look()
        if kind in _SIGNS_OF_LIFE and not (isinstance(event, QKeyEvent) and event.isAutoRepeat()):
            self.alive()
            self._note_act(event)
        return False

    def _note_act(self, event: QEvent) -> None:
        """Note a key or a click that is not the same one again."""
        act: object = None
        if isinstance(event, QKeyEvent):
            act = event.key()
        elif event.type() in _PRESSES and isinstance(event, QPointerEvent):
            act = event.point(0).globalPosition()
        if act is not None and not _same(act, self._last):
            self._acted = self._seen
            self._last = act

    def _now(self) -> tuple[float, int]:
        return self._clock.monotonic(), self._clock.wall_ms()

    def _since(self, then: tuple[float, int]) -> float:
        """Give the seconds since then, by the clock that counted more."""
        monotonic, wall = then
        return max(self._clock.monotonic() - monotonic, (self._clock.wall_ms() - wall) / 1000)


def _same(act: object, last: object) -> bool:
    if isinstance(act, QPointF) and isinstance(last, QPointF):
        return (act - last).manhattanLength() < _SAME_PLACE
    return act == last


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
    """The last acts of the process, the same for the window's thread and the watchdog; only the first one counts.

    `seal` gives what it could not write, sealed; `replace(left)` hands it over to the next process.
    `leave()` ends without a next one: when the whole session of the system ends.
    """

    def __init__(
        self,
        seal: Callable[[], tuple[bytes, ...]],
        replace: Callable[[tuple[bytes, ...]], object],
        leave: Callable[[], object] | None = None,
    ) -> None:
        self._seal, self._replace, self._leave = seal, replace, leave
        self._once = threading.Lock()

    def __call__(self) -> None:
        """Seal what is not sealed, then replace the process. Sealing must not keep it from ending."""
        if self._once.acquire(blocking=False):
            self._replace(self._sealed())

    def leave(self) -> None:
        """Seal what is not sealed, then end the process: nobody is there to unlock a next one."""
        if self._leave is not None and self._once.acquire(blocking=False):
            self._sealed()
            self._leave()

    def _sealed(self) -> tuple[bytes, ...]:
        left: tuple[bytes, ...] = ()
        with contextlib.suppress(Exception):
            left = self._seal()
        return left
