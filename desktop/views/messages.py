"""The only place where errors are shown: a banner inside the window, never a box of its own.

A known error brings its own sentence. Anything else is our fault: one plain text, and a log line with
the type and the place, never a value.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.errors import Cancelled, KnownError, OutOfMemory
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import IconLabel, label

_log = logging.getLogger("peerkeep")
_MOST = 3


class Banner(QFrame):
    """One message: icon, words, at most one action, and a cross, which emits `closed()`."""

    closed = Signal()

    def __init__(self, words: str, tone: str, action: Button | None = None, *, lasting: bool = False) -> None:
        super().__init__()
        self.words, self.lasting = words, lasting
        theme.role(self, "banner")
        theme.mark(self, "tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(12)
        icon = {"danger": "alert-circle-outline", "warning": "alert-outline"}.get(tone, "information-outline")
        row.addWidget(IconLabel(icon, tone or "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words), 1)
        if action is not None:
            row.addWidget(action)
        if not lasting:
            cross = Button(say("Close this message"), self.closed.emit, kind="icon", icon="close", tone="text")
            row.addWidget(cross)
        self.setAccessibleName(words)


class Messages(QWidget):
    """Shows messages one under the other, the newest first; put it above what they are about."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_error(self, error: BaseException) -> None:
        """Show an error: its own sentence if it has one. Cancelling is silent."""
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, KnownError):
            log_unexpected(error)
        self._add(Banner(sentence_of(error), "danger"))

    def show_words(self, words: str, tone: str = "", action: Button | None = None, *, lasting: bool = False) -> Banner:
        """Show a sentence; `tone` is "", "warning" or "danger"; a lasting one has no cross."""
        banner = Banner(words, tone, action, lasting=lasting)
        self._add(banner)
        return banner

    def clear_errors(self) -> None:
        """Take away everything that is not lasting."""
        for banner in self._passing():
            self.take_away(banner)

    def take_away(self, banner: Banner) -> None:
        """Take one message away, also a lasting one."""
        banner.hide()
        banner.deleteLater()
        # Without a message it takes no room, not even the space between two things.
        self.setVisible(bool(self.texts()))

    def texts(self) -> tuple[str, ...]:
        """Give what is shown now, the newest first."""
        # Not by the layout's items: PySide goes on knowing one that is gone, and takes the next widget at its address
        # for it; then whoever lists the windows, as the lock does, gets something that is none.
        return tuple(banner.words for banner in reversed(self.findChildren(Banner)) if not banner.isHidden())

    def _passing(self) -> list[Banner]:
        """Give those that do not last, the oldest first."""
        return [banner for banner in self.findChildren(Banner) if not banner.lasting and not banner.isHidden()]

    def _add(self, banner: Banner) -> None:
        passing = self._passing()
        for old in {*(old for old in passing if old.words == banner.words), *passing[: 1 - _MOST]}:
            self.take_away(old)
        banner.closed.connect(partial(self.take_away, banner))
        self._column.insertWidget(0, banner)
        banner.show()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, banner.words))


def sentence_of(error: BaseException) -> str:
    """Give what a person reads about an error."""
    if isinstance(error, MemoryError):
        error = OutOfMemory()
    if isinstance(error, KnownError):
        return str(error)
    return say(
        "Something went wrong inside Peerkeep. What was saved before is safe; what you did last may not be. "
        "Try again. If it happens again, lock with Ctrl+L and unlock."
    )


def log_unexpected(error: BaseException) -> None:
    """Log the type and the places of an unexpected error; its text may hold what somebody typed, so it stays out."""
    places = " < ".join(
        f"{'/'.join(Path(frame.f_code.co_filename).parts[-2:])}:{line}:{frame.f_code.co_name}"
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__)))
    )
    _log.error("unexpected %s at %s", type(error).__name__, places or "unknown place")


def catch_unexpected(messages: Messages, keep: Callable[[], object] = lambda: None) -> None:
    """Show what escapes from a slot in `messages` instead of printing it with its values, and `keep` what is typed."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            raise SystemExit(130)
        with contextlib.suppress(Exception):  # saying what went wrong comes first, and must not fail for this
            keep()
        messages.show_error(error)

    sys.excepthook = hook
