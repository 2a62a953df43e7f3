"""Covering the window: F9 blanks it and brings it back; locking covers it for good and ends the process.

Locking happens in one call on the window's thread that never returns to the event loop.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.models.drafts import PLACE_KEY, Draft, DraftKeeper
from desktop.services.language import say
from desktop.views import theme
from desktop.views.clipboard import Clipboard
from desktop.views.popups import close_popups
from desktop.views.widgets import DraftTextEdit, IconLabel, label

# Qt tells screen readers of hidden widgets too, but of none with this name (qaccessiblewidget.cpp). Taking a whole page
# out of the window instead takes 100 ms.
_NOT_READ = "qt_rubberband"


class Cover(QFrame):
    """Lies over everything in a window. Signal `lifted()`: a click, or F9."""

    lifted = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        theme.role(self, "cover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("The screen is blank. Press F9 or click to go on."))
        self._host = host
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None
        self._behind: QWidget | None = None
        self._name = ""
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(IconLabel("castle", "line", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        self._words = label(say("F9 or a click brings it back"), "small", wrap=False)
        column.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    @property
    def up(self) -> bool:
        """Whether it covers the window now."""
        return not self.isHidden()

    def cover(self, words: str = "") -> None:
        """Cover the window and hide every other one, painted before this returns."""
        if not self.up:
            self._focus = QApplication.focusWidget()
        if words:
            self._words.setText(words)
        with contextlib.suppress(Exception):
            close_popups()
        self.setGeometry(self._host.rect())
        self._hide_behind()
        self._hide_others()
        self.show()
        self.raise_()
        self._host.window().activateWindow()
        self.setFocus()
        self.repaint()

    def _hide_others(self) -> None:
        """Hide every other window. One that cannot be had hold of must not keep the rest from being hidden."""
        for other in QApplication.topLevelWidgets():
            with contextlib.suppress(Exception):
                if other.isVisible() and other is not self._host.window():
                    other.hide()
                    self._hidden.append(other)
        mine = self._host.window().windowHandle()
        for left in QGuiApplication.topLevelWindows():
            if left.isVisible() and left is not mine:
                left.hide()

    def _hide_behind(self) -> None:
        """Hide what is behind: it is not painted under the cover, and what reads the screen aloud finds it no more."""
        behind = self._host.centralWidget() if isinstance(self._host, QMainWindow) else None
        if behind is not None and self._behind is None:
            behind.hide()
            self._behind, self._name = behind, behind.objectName()
            behind.setObjectName(_NOT_READ)

    def lift(self) -> None:
        """Bring everything back."""
        if self._behind is not None and isValid(self._behind):
            self._behind.setObjectName(self._name)
            self._behind.show()
        self._behind = None
        self.hide()
        for widget in self._hidden:
            if isValid(widget):
                widget.show()
        self._hidden = []
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
        self.lifted.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click brings it back."""
        self.lift()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing typed here reaches the page under it; F9 is the window's."""
        event.accept()


def flush_fields() -> None:
    """Let every field hand over what was typed since its last pause, in whichever window or sheet it is."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, DraftTextEdit):
            with contextlib.suppress(Exception):  # one that is about to be deleted must not cost the others
                widget.flush()


def lock_now(
    cover: Cover, clipboard: Clipboard, drafts: DraftKeeper, place: Draft | None, end: Callable[[], object]
) -> None:
    """Cover, note what is typed and where, clear the clipboard, and end the process with `end`.

    Nothing of this may keep the process from ending, so whatever fails is passed over.
    """
    with contextlib.suppress(Exception):
        cover.cover(say("Locking"))
    with contextlib.suppress(Exception):
        flush_fields()
        if place is not None:
            drafts.note(PLACE_KEY, place)
    with contextlib.suppress(Exception):
        clipboard.clear()
    end()
