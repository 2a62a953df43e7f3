"""Eyes and hands: find what is on the screen by its name, click it, type into it, wait until something shows.

Everything goes through Qt's own events, so that what a person cannot reach (behind a sheet, disabled, out of
sight) the tour cannot reach either.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

W = TypeVar("W", bound=QWidget)
Index = QModelIndex | QPersistentModelIndex

_PATIENCE = 12.0
_MOST_PATIENCE, _NO_PATIENCE = 120.0, 2.0
_QUIET = 0.04
_NONE, _LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


class NotThere(Exception):
    """What was looked for is not on the screen, or cannot be reached. The text says what."""


class Hand:
    """Acts on the window that `window()` gives; `busy()` says whether it works in the background."""

    def __init__(self, window: Callable[[], QWidget], busy: Callable[[], bool]) -> None:
        self._window, self._busy = window, busy
        self._longest = _MOST_PATIENCE

    # seeing

    @property
    def window(self) -> QWidget:
        """The main window."""
        return self._window()

    def front(self) -> QWidget:
        """Give the window that lies in front: the last sheet, or the main window."""
        return QApplication.activeModalWidget() or self._window()

    def all(self, name: str, kind: type[W] = QWidget, inside: QWidget | None = None) -> list[W]:  # type: ignore[assignment]  # the default of a type variable
        """List what is visible under a name (`*` stands for anything), in reading order."""
        place = inside or self.front()
        found = [one for one in place.findChildren(kind) if one.isVisible() and _named(one, name)]
        return sorted(found, key=lambda one: (one.mapTo(place, QPoint()).y() // 8, one.mapTo(place, QPoint()).x()))

    def find(self, name: str, kind: type[W] = QWidget, *, seconds: float = _PATIENCE) -> W:  # type: ignore[assignment]  # as above
        """Wait for something visible and enabled under a name, and give the first."""
        found: list[W] = []

        def there() -> bool:
            found[:] = [one for one in self.all(name, kind) if one.isEnabled()]
            return bool(found)

        self.wait(there, f"{kind.__name__} “{name}”", seconds)
        return found[0]

    def sees(self, words: str) -> bool:
        """Say whether a visible label in front holds these words."""
        return any(words in text for text in self.labels())

    def labels(self, inside: QWidget | None = None) -> tuple[str, ...]:
        """Read all visible labels in front, from top to bottom."""
        place = inside or self.front()
        found = [one for one in place.findChildren(QLabel) if one.isVisible() and one.text().strip()]
        ordered = sorted(found, key=lambda one: (one.mapTo(place, QPoint()).y() // 8, one.mapTo(place, QPoint()).x()))
        return tuple(one.text() for one in ordered)

    def see(self, *words: str, seconds: float = _PATIENCE) -> None:
        """Wait until all these words can be read."""
        for one in words:
            self.wait(lambda one=one: self.sees(one), f"the words “{one}”", seconds)  # type: ignore[misc]  # a default binds the loop's value

    # waiting

    def wait(self, holds: Callable[[], bool], what: str, seconds: float = _PATIENCE) -> None:
        """Let the window work until something holds; NotThere after `seconds`."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise NotThere(f"waited {seconds:.0f} s for {what}")
            pause(15)

    def rest(self, quiet: float = _QUIET) -> None:
        """Wait until nothing works in the background for `quiet` seconds."""
        seconds = self._longest
        end, since = time.monotonic() + seconds, time.monotonic()
        while time.monotonic() - since < quiet:
            pause(10)
            if self._busy():
                since = time.monotonic()
            if time.monotonic() > end:
                self._longest = _NO_PATIENCE  # what hangs once would be waited for at every click
                raise NotThere(f"still working after {seconds:.0f} s")

    # doing

    def click(self, widget: QWidget) -> None:
        """Click the middle of a widget, brought into sight first."""
        self._into_sight(widget)
        window = widget.window()
        self.wait(lambda: _reachable(widget), f"nothing to lie over “{_name(widget)}”", 12)
        QTest.mouseClick(window.windowHandle(), _LEFT, _NONE, widget.mapTo(window, _middle(widget)))
        self.rest()

    def press(self, name: str, *, seconds: float = _PATIENCE) -> None:
        """Click a button by its name."""
        self.click(self.find(name, QAbstractButton, seconds=seconds))

    def key(self, *keys: str, times: int = 1) -> None:
        """Press keys, such as "Ctrl+K" or "Down", where the keyboard is."""
        for _ in range(times):
            for one in keys:
                QTest.keySequence(self._target(), QKeySequence(one))
        self.rest()

    def type(self, text: str) -> None:
        """Type where the keyboard is. What no plain key gives arrives as from an input method."""
        for part, plain in _parts(text):
            if plain:
                for letter in part:  # the first letter in a cell opens its field, which gets the others
                    QTest.keyClicks(self._target(), letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(part)
                QApplication.sendEvent(self._target(), event)
        self.rest()

    def fill(self, name: str, text: str) -> None:
        """Go into a field by its name and replace what stands there."""
        kind: type[QWidget] = QLineEdit if self.all(name, QLineEdit) else QPlainTextEdit
        self.click(self.find(name, kind))
        self.key("Ctrl+A")
        self.type(text)

    def choose(self, name: str, words: str) -> None:
        """Choose from a list by its name, with the arrow keys; `*` in the words stands for anything."""
        box = self.find(name, QComboBox)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        options = [box.itemText(at) for at in range(box.count())]
        place = next((at for at, text in enumerate(options) if fnmatchcase(text, words)), -1)
        if place < 0:
            raise NotThere(f"“{words}” among {options[:8]}")
        for _ in range(abs(place - box.currentIndex())):
            self.key("Down" if place > box.currentIndex() else "Up")
        self.rest()

    def answer_file(self, path: str) -> None:
        """Type a path into the file dialog that is open, and accept it."""
        self.wait(lambda: isinstance(self.front(), QFileDialog), "a dialog that asks for a file")
        dialog = self.front()
        line = dialog.findChild(QLineEdit)
        if line is None:
            raise NotThere("a line for the file's name")
        line.setFocus()
        self.key("Ctrl+A")
        self.type(path)
        if QApplication.activePopupWidget() is not None:
            self.key("Escape")
        self.key("Return")
        self.wait(lambda: self.front() is not dialog, "the file dialog to close")
        self.rest()

    def close_sheets(self) -> None:
        """Put away whatever lies over the window, as Escape does."""
        for _ in range(8):
            if QApplication.activePopupWidget() is None and self.front() is self._window():
                return
            self.key("Escape")

    # tables

    def cells(self, table: QTableView, heading: str) -> list[str]:
        """Read a column by its heading."""
        model, column = table.model(), column_of(table, heading)
        return [str(model.index(row, column).data() or "") for row in range(model.rowCount())]

    def click_row(self, table: QTableView, row: int, column: int = 0, *, shift: bool = False) -> None:
        """Click a cell, with Shift to choose up to it."""
        index = table.model().index(row, column)
        if not index.isValid():
            raise NotThere(f"row {row + 1} of “{_name(table)}”")
        table.scrollTo(index)
        self.rest(0.03)
        spot = table.viewport().mapTo(table.window(), table.visualRect(index).center())
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else _NONE
        QTest.mouseClick(table.window().windowHandle(), _LEFT, modifier, spot)
        self.rest()

    # inside

    def _target(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup
        front = self.front()
        if QApplication.activeWindow() is not front.window():
            # What a window system does when a sheet has closed, and a platform without one does not.
            front.activateWindow()
            self.wait(front.isActiveWindow, "the window to become active", 5)
        focused = QApplication.focusWidget()
        if isinstance(focused, QWidget) and focused.window() is front.window():
            return focused
        inside: QWidget | None = front.focusWidget()
        return inside or front

    def _into_sight(self, widget: QWidget) -> None:
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget, 20, 40)
            above = above.parentWidget()
        self.rest(0.03)


def pause(milliseconds: int) -> None:
    """Let the window work. QTest.qWait() would keep the interpreter to itself and starve the workers."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def column_of(table: QTableView, heading: str) -> int:
    """Find a column by what stands above it."""
    model = table.model()
    headings = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
    if heading not in headings:
        raise NotThere(f"a column “{heading}” among {headings}")
    return headings.index(heading)


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else "")


def _named(widget: QWidget, name: str) -> bool:
    shown = _name(widget)
    return shown == name or fnmatchcase(shown, name)


def _middle(widget: QWidget) -> QPoint:
    """Give the point to click: the middle of a button, the beginning of a wide field."""
    seen = widget.visibleRegion().boundingRect()
    return seen.center() if not seen.isEmpty() else widget.rect().center()


def _reachable(widget: QWidget) -> bool:
    window = widget.window()
    hit = window.childAt(widget.mapTo(window, _middle(widget)))
    return hit is not None and (hit is widget or widget.isAncestorOf(hit))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text into what plain keys give and what they do not."""
    part, plain = "", True
    for letter in text:
        if letter.isascii() != plain and part:
            yield part, plain
            part = ""
        plain = letter.isascii()
        part += letter
    if part:
        yield part, plain
