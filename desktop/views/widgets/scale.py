"""A scale between two ends, five places wide, on which somebody may also give no answer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from desktop.services.language import say
from desktop.views import theme

PLACES: Final = 5
_DOT, _CHOSEN, _HIGH, _WIDE = 5, 8, 26, 150


class Scale(QSlider):
    """Dots from 1 to 5; 0 is no answer. Arrows or a digit choose; Delete, or a click on what is chosen, takes it back.

    Signal `answered(int)`. The accessible description says in words what is chosen.
    """

    answered = Signal(int)

    def __init__(self, ends: tuple[str, str], value: int = 0) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.ends = ends
        self.setRange(0, PLACES)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("{first} – {last}", first=ends[0], last=ends[1]))
        self.valueChanged.connect(self._on_value)
        self.setValue(value)
        self._on_value(self.value())

    def words(self) -> str:
        """Say what is chosen."""
        said = {0: say("No answer"), 1: self.ends[0], 3: say("In the middle"), PLACES: self.ends[1]}
        nearer = say("More: {end}", end=self.ends[0] if self.value() < 3 else self.ends[1])
        return said.get(self.value(), nearer)

    def sizeHint(self) -> QSize:
        """Ask for room for five dots."""
        return QSize(theme.pixels(_WIDE), theme.pixels(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """Ask for no less than what tells the dots apart."""
        return QSize(theme.pixels(_WIDE * 2 // 3), theme.pixels(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with a digit, take back with Delete; the arrows are the slider's own."""
        digit = event.key() - Qt.Key.Key_0
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setValue(0)
        elif 0 <= digit <= PLACES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.setValue(digit)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the nearest dot; the chosen one gives the answer back."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        near = min(range(1, PLACES + 1), key=lambda place: abs(self.dot(place).x() - event.position().x()))
        self.setValue(0 if near == self.value() else near)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Leave what was chosen: a hand that slips answers nothing."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is held that could be let go."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()

    def dot(self, place: int) -> QPointF:
        """Give the middle of a dot, 1 to 5, in the widget's pixels; the first is at the side where reading begins."""
        inset = theme.pixels(_CHOSEN) + 3
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place = PLACES + 1 - place
        step = (self.width() - 2 * inset) / (PLACES - 1)
        return QPointF(inset + (place - 1) * step, self.height() / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line with five dots, the chosen one filled, with a ring while it has the keyboard."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 2))
        painter.drawLine(self.dot(1), self.dot(PLACES))
        for place in range(1, PLACES + 1):
            chosen = place == self.value()
            painter.setBrush(QColor(colours.accent if chosen else colours.card))
            painter.setPen(QPen(QColor(colours.accent if chosen else colours.muted), 2))
            side = theme.pixels(_CHOSEN if chosen else _DOT)
            painter.drawEllipse(self.dot(place), side, side)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _on_value(self, value: int) -> None:
        self.setAccessibleDescription(self.words())
        self.setToolTip(self.words())
        self.update()
        self.answered.emit(value)
