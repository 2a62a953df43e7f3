"""Open menus and lists of choices: they take all keys, also those that must work at any moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication

_PRESSED = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


def close_popups() -> None:
    """Close every open menu and list of choices."""
    popup = QApplication.activePopupWidget()
    while popup is not None:
        popup.close()
        following = QApplication.activePopupWidget()
        popup = following if following is not popup else None


class PopupKeys(QObject):
    """Lets `keys` work while a popup is open; it is closed first. At other times the window's own actions have them."""

    def __init__(self, parent: QObject, keys: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(parent)
        self._keys = {QKeySequence(key).toString(): act for key, act in keys.items()}
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Act on a key that would go to a popup.

        The window that has the keyboard is asked first whether a key is more to it than a shortcut (ShortcutOverride);
        after that the key goes to the popup, which on some systems is a window with the keyboard of its own.
        """
        if not isinstance(event, QKeyEvent) or event.type() not in _PRESSED:
            return False
        act = self._keys.get(QKeySequence(event.keyCombination()).toString())
        if act is None or QApplication.activePopupWidget() is None:
            return False
        close_popups()
        act()
        event.accept()
        return True
