"""Keeping windows out of screenshots and shared screens, where the system lets a program ask for that.

Windows and macOS do; on Linux neither X11 nor Wayland has such a request, and the settings page says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

from desktop.services import system_events

# Menus and lists of choices are windows of their own, of which nothing tells before they are shown.
_LOOK_EVERY_MS = 200


def possible() -> bool:
    """Say whether this system can keep a window out of pictures of the screen."""
    return sys.platform in ("win32", "darwin")


class CaptureGuard(QObject):
    """Hides every window of ours from capture, each as soon as it is seen. `hide` takes the native handle."""

    def __init__(
        self, hide: Callable[[int], bool] = system_events.hide_from_capture, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hide = hide
        self._hidden: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Begin to look for windows."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_focus)
        self.look()
        self._timer.start()

    def _on_focus(self, _window: QWindow | None) -> None:
        self.look()

    def look(self) -> None:
        """Hide the windows that are new, or that the system made anew."""
        shown = {int(window.winId()) for window in QGuiApplication.topLevelWindows() if window.isVisible()}
        self._hidden &= shown  # the system gives the number of a window that is gone to another
        self._hidden |= {handle for handle in shown - self._hidden if self._hide(handle)}
