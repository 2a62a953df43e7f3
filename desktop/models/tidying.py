"""Garbage collection on the window's thread only.

Python collects cycles on whichever thread happens to allocate. A Qt object that dies on a worker takes the
process with it, so while workers run, collecting by itself is off and a timer here does it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000
# As many new objects are looked through in about 5 ms.
_MANY = 10_000
_alive = 0


class Tidier(QObject):
    """Collects as Python itself would, by its counts and thresholds, from `parent`'s thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        global _alive
        _alive += 1
        gc.disable()
        self._running = True
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(tidy)
        self._timer.start()

    def stop(self) -> None:
        """Give the collector back to Python, once no workers are left."""
        global _alive
        if self._running:
            self._running = False
            self._timer.stop()
            _alive -= 1
            if _alive == 0:
                gc.enable()


def tidy() -> None:
    """Collect the oldest generation whose count is over its threshold."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


def tidy_young() -> None:
    """Look through what was made last, if that is much already; beside long work, between two beats of the timer."""
    if gc.get_count()[0] > _MANY:
        gc.collect(0)
