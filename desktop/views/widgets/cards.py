"""Cards, rows of records inside them, and what an empty place says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import IconLabel, badge, label


class Card(QFrame):
    """A white surface with a heading; put what belongs together into `body`."""

    def __init__(self, title: str = "", *, count: str = "", tone: str = "", aside: str = "") -> None:
        super().__init__()
        theme.role(self, "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 14)
        self.body.setSpacing(6)
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        if title:
            self.head.addWidget(label(title, "heading", wrap=False))
            if count:
                self.head.addWidget(badge(count, tone))
            self.head.addStretch(1)
            if aside:
                self.head.addWidget(label(aside, "small", wrap=False))
            self.body.addLayout(self.head)


class RecordRow(QFrame):
    """One record in a card: icon, name, a sentence under it, something small at the right, a button.

    Signal `opened()`: clicked, or Enter. It can be focused when `act` is given.
    """

    opened = Signal()

    def __init__(
        self,
        title: str,
        detail: str = "",
        *,
        icon: str = "",
        tone: str = "muted",
        aside: str = "",
        act: Callable[[], object] | None = None,
        button: Button | None = None,
    ) -> None:
        super().__init__()
        theme.role(self, "row")
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 6, 9, 6)
        row.setSpacing(12)
        if icon:
            row.addWidget(IconLabel(icon, tone))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, "strong"))
        if detail:
            words.addWidget(label(detail, "muted"))
        row.addLayout(words, 1)
        if aside:
            row.addWidget(label(aside, "small", wrap=False))
        if button is not None:
            row.addWidget(button)
        if act is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.opened.connect(act)
        self.setAccessibleName(". ".join(filter(None, (title, detail, aside))))

    def set_chosen(self, chosen: bool) -> None:
        """Mark it as the one shown beside."""
        theme.mark(self, "chosen", chosen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open on a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class EmptyState(QWidget):
    """What belongs here, why it is empty, and the one thing to do next."""

    def __init__(self, what: str, why: str, action: Button | None = None, icon: str = "sprout-outline") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(8)
        column.addWidget(IconLabel(icon, "accent", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        for text, role in ((what, "heading"), (why, "muted")):
            line: QLabel = label(text, role)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setMinimumWidth(420)
            line.setMaximumWidth(560)
            column.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)


class _Modest(QScrollArea):
    """Asks for little height: it takes what is left. Qt's own would ask for 24 lines, and so scroll what it is in."""

    def sizeHint(self) -> QSize:
        """Ask for four lines."""
        return QSize(super().sizeHint().width(), 4 * self.fontMetrics().height())


def scrolling(inside: QWidget, *, modest: bool = False) -> QScrollArea:
    """Put a widget into an area that scrolls up and down and never sideways; a modest one takes the height left."""
    theme.role(inside, "inside")
    area = _Modest() if modest else QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def clear_layout(layout: QBoxLayout) -> None:
    """Remove everything a layout holds, before it is filled anew."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            clear_layout(inner)
