"""A small whole number with a button for less and one for more: the style sheet has no arrows to offer a spin box."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.buttons import Button

_WIDTH = 58


class _Digits(QLineEdit):
    """Digits; up and down, and the wheel while it has the keyboard, change them. Signal `stepped(int)`."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with up and down."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel, but not when a page that scrolls only passes under it."""
        if self.hasFocus() and event.angleDelta().y():
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            event.ignore()


class Count(QWidget):
    """A number from `least` to `most`; typed, or changed with up and down, the wheel and two buttons.

    Signal `changed(int)`.
    """

    changed = Signal(int)

    def __init__(self, name: str, value: int, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most, self._value = least, most, value
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.field = _Digits(str(value))
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setValidator(QIntValidator(least, most, self))
        self.field.setFixedWidth(theme.pixels(_WIDTH))
        self.field.setAccessibleName(name)
        self.field.textEdited.connect(self._on_typed)
        self.field.editingFinished.connect(lambda: self.field.setText(str(self._value)))
        self.field.stepped.connect(self.step)
        self.setFocusProxy(self.field)
        for icon, words, step in (("minus", say("Less"), -1), ("plus", say("More"), 1)):
            button = Button(words, partial(self.step, step), kind="icon", icon=icon, tone="text")
            button.setAccessibleName(f"{name}: {words}")
            row.addWidget(button)
        row.insertWidget(1, self.field)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def value(self) -> int:
        """Give the number."""
        return self._value

    def set_value(self, value: int) -> None:
        """Set the number, within its bounds; `changed` is emitted if it differs."""
        self._take(value)
        self.field.setText(str(self._value))

    def step(self, steps: int) -> None:
        """Change the number by `steps`."""
        self.set_value(self._value + steps)

    def _on_typed(self, text: str) -> None:
        if text.isdigit() and self._least <= int(text) <= self._most:
            self._take(int(text))

    def _take(self, value: int) -> None:
        value = min(max(value, self._least), self._most)
        if value != self._value:
            self._value = value
            self.changed.emit(value)
