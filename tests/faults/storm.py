"""What a person, a child and a cat do to a window in no order: keys, clicks, wheels, sizes, pages, menus, sheets, work."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QMenu, QWidget

from desktop.models.session import OPEN
from desktop.services.vault import Workspace
from desktop.views.main_window import MainWindow
from desktop.views.widgets import DraftTextEdit

KEYS = [
    *(Qt.Key(code) for code in range(int(Qt.Key.Key_A), int(Qt.Key.Key_Z) + 1)),
    *(Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Up),
    *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_F1, Qt.Key.Key_F2),
]
MODIFIERS = [Qt.KeyboardModifier.NoModifier] * 6 + [
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
]
# What would leave the window, ask the system, or is the lock itself, which comes last.
_NOT = {(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)}
_NOT_PRESSED = ("lock", "print", "quit")


def is_left_alone(widget: QWidget) -> bool:
    """Say whether a click here would ask the printing system, or lock."""
    at: QWidget | None = widget
    while at is not None and not isinstance(at, QAbstractButton):
        at = at.parentWidget()
    if at is None:
        return False
    words = f"{at.text()} {at.accessibleName()} {getattr(at, 'words', '')}".lower()
    return any(word in words for word in _NOT_PRESSED)


class Storm:
    """Random events in one window; the same seed gives the same storm as far as the window answers alike."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window, self.noise = window, random.Random(seed)
        self.acts: tuple[Callable[[], object], ...] = (
            self._key, self._key, self._key, self._text, self._click, self._click, self._press, self._wheel,
            self._resize, self._page, self._sheet, self._menu, self._choices, self._file, self._work, self._rest,
        )  # fmt: skip

    def blow(self, events: int) -> None:
        """Let so many events happen, until one of them has locked."""
        for _ in range(events):
            if self.window.session.state != OPEN:
                return
            self.noise.choice(self.acts)()

    def _target(self) -> QWidget:
        return (
            QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow() or self.window
        )

    def _key(self) -> None:
        key, modifier = self.noise.choice(KEYS), self.noise.choice(MODIFIERS)
        if (key, modifier) not in _NOT:
            QTest.keyClick(self._target(), key, modifier)

    def _text(self) -> None:
        fields = [one for one in self.window.findChildren(DraftTextEdit) if one.isVisible() and not one.isReadOnly()]
        if fields:
            self.noise.choice(fields).insertPlainText(f"word{self.noise.random():.3f} ")

    def _click(self) -> None:
        host = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        at = QPoint(self.noise.randrange(max(1, host.width())), self.noise.randrange(max(1, host.height())))
        hit = host.childAt(at) or host
        if not is_left_alone(hit):
            QTest.mouseClick(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(host, at))

    def _press(self) -> None:
        buttons = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
        pressed = [one for one in buttons if not is_left_alone(one)]
        if pressed:
            self.noise.choice(pressed).click()

    def _wheel(self) -> None:
        host, turn = self._target(), QPoint(0, self.noise.choice((-120, 120)))
        none = Qt.KeyboardModifier.NoModifier
        at = QPointF(host.rect().center())
        event = QWheelEvent(
            at, QPointF(host.mapToGlobal(host.rect().center())), QPoint(), turn, Qt.MouseButton.NoButton, none,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(host, event)

    def _resize(self) -> None:
        self.window.resize(self.noise.randrange(900, 1600), self.noise.randrange(600, 1000))

    def _page(self) -> None:
        self.window.go(self.noise.choice(self.window.shown_features).key)

    def _sheet(self) -> None:
        self.noise.choice((self.window.show_keys, self.window.show_palette, self.window.show_risk_card))()

    def _menu(self) -> None:
        menu = QMenu(self.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words in ("One", "Two", "Three"):
            menu.addAction(words)
        menu.popup(self.window.mapToGlobal(QPoint(self.noise.randrange(800), self.noise.randrange(600))))

    def _choices(self) -> None:
        boxes = [one for one in self.window.findChildren(QComboBox) if one.isVisible() and one.isEnabled()]
        if boxes:
            self.noise.choice(boxes).showPopup()

    def _file(self) -> None:
        if self.noise.random() < 0.2:
            dialog = QFileDialog(self.window)
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _work(self) -> None:
        self.window.session.ask(self.window, _count, failed=lambda _error: None)

    def _rest(self) -> None:
        QApplication.processEvents()


def _count(ws: Workspace) -> int:
    found = ws.value("programme", "SELECT count(*) FROM @.period")
    assert isinstance(found, int)
    return found
