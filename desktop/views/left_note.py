"""Saying that the drive took nothing at the lock: on the unlock page while it lasts, and to who unlocks."""

from __future__ import annotations

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop.models.left_drafts import LeftDrafts
from desktop.services.language import say
from desktop.views.messages import Banner, Messages

_WAITING = (
    "What was being typed at the lock is not on the drive: it is full, or gone. Peerkeep keeps it here, sealed, and "
    "saves it as soon as there is room. Do not close this window until then."
)
_SAVED = (
    "At the lock the drive was full, or gone. What you were typing was kept all the same: it is back in its place, "
    "and on the drive now."
)
_BACK = (
    "At the lock the drive was full, or gone. What you were typing is back in its place, but not on the drive yet: "
    "make room, and go on or save it before you close this window."
)


class LeftNote(QObject):
    """Shows it in the messages of the unlock page until it is written, and once in those of the window."""

    def __init__(self, left: LeftDrafts, window: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._left, self._window = left, window
        self._banner: Banner | None = None
        self._came = False
        left.written.connect(self._on_written)

    def show(self, page: Messages) -> None:
        """Say it before unlocking."""
        self._came = True
        if self._left.waiting:
            self._banner = page.show_words(say(_WAITING), "warning", lasting=True)

    def tell(self) -> None:
        """Say it to who has unlocked, once."""
        if self._came:
            self._window.show_words(say(_BACK if self._left.given else _SAVED), "warning")
        self._came = False

    def _on_written(self) -> None:
        if self._banner is not None and isValid(self._banner):
            self._banner.hide()
        self._banner = None
