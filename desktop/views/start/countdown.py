"""How long it is until the next try, counted down in sight."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.language import say
from desktop.views.widgets import IconLabel, label

_OFTEN_MS = 200


class Countdown(QWidget):
    """Hidden unless it counts, by `now`: seconds of a clock nobody can set. Signal `over()` when the time is up."""

    over = Signal()

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now, self._until = now, 0.0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(IconLabel("clock-outline", "warning"))
        self._words = label("", "warning")
        row.addWidget(self._words, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_OFTEN_MS)
        self._timer.timeout.connect(self._show)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether there is still time to wait."""
        return self._timer.isActive()

    def start(self, seconds: int) -> None:
        """Count down from `seconds`; from 0 it is over at once."""
        self._until = self._now() + seconds
        self._timer.start()
        self._show()
        if self.running:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._words.text()))

    def words(self) -> str:
        """Give what is shown."""
        return self._words.text()

    def _show(self) -> None:
        left = math.ceil(self._until - self._now())
        minutes, seconds = divmod(max(0, left), 60)
        if minutes:
            words = say("Too many wrong tries. The next one is in {m} min {s} s.", m=minutes, s=seconds)
        else:
            words = say("Too many wrong tries. The next one is in {s} s.", s=seconds)
        self._words.setText(words)
        self.setVisible(left > 0)
        if left <= 0:
            self._timer.stop()
            self.over.emit()
