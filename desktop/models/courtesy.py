"""Letting the window go first: long work on a worker waits a moment while the window has something to do.

Python runs one thread at a time. A table asks its model a thousand small questions for one painting, and beside a
worker that computes each of them may wait milliseconds for its turn; a worker that pauses makes it the only one.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QAbstractEventDispatcher, QObject

# Seconds that a worker waits at most each time: also beside a window that never rests, work gets done.
_MOST = 0.01


class Courtesy(QObject):
    """Knows whether the event loop of the thread that made it is at rest."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at_rest = threading.Event()
        self._at_rest.set()
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is not None:
            dispatcher.awake.connect(self._on_awake)
            dispatcher.aboutToBlock.connect(self._on_rest)

    def give_way(self) -> None:
        """Wait until the window is at rest, for a moment at most; on a worker."""
        self._at_rest.wait(_MOST)

    def _on_awake(self) -> None:
        self._at_rest.clear()

    def _on_rest(self) -> None:
        self._at_rest.set()
