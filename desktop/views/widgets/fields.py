"""Fields: search, choice, and a form with the label above and the error below each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from desktop.views import icons, theme
from desktop.views.widgets.labels import label


class SearchField(QLineEdit):
    """Filters as one types; Escape or the cross empties it. Signal `searched(str)`."""

    searched = Signal(str)

    def __init__(self, hint: str, name: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name or hint)
        self.addAction(icons.icon("magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(260)
        self.textChanged.connect(self.searched)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field with Escape; a second Escape is the window's."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Choice(QComboBox):
    """A list to choose one value from. `options` are (value, words).

    Signals: `chosen(str)` on a person's choice; `settled(str)` after it, where no further key is on its way to another
    value: picked in the open list, or Enter.
    """

    chosen = Signal(str)
    settled = Signal(str)

    def __init__(self, name: str, options: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._by_key = False
        self.set_options(options)
        self.activated.connect(self._on_activated)

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Replace the options; what was chosen stays if it is still there."""
        before = self.value()
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.choose(before)

    def value(self) -> str:
        """Give the chosen value, empty for none."""
        data = self.currentData()
        return "" if data is None else str(data)

    def choose(self, value: str) -> None:
        """Choose a value without a signal; the first where it is unknown."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def _on_activated(self, _place: int) -> None:
        self.chosen.emit(self.value())
        if not self._by_key:
            self.settled.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the values with the arrows; Enter settles on the one that is shown."""
        self._by_key = True
        super().keyPressEvent(event)
        self._by_key = False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settled.emit(self.value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: it scrolls, and must not choose something else on its way."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow in the colours of the moment: a style sheet has none to offer."""
        super().paintEvent(event)
        painter = QPainter(self)
        left = 8 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 26
        icons.icon("chevron-down", "muted").paint(painter, QRect(left, (self.height() - 18) // 2, 18, 18))
        painter.end()


class Tick(QCheckBox):
    """A box to tick. The mark is painted here, in the colours of the moment: a style sheet has none to offer."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark over the filled box."""
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            painter = QPainter(self)
            icons.icon("check", "on_accent").paint(painter, box.adjusted(1, 1, -1, -1))
            painter.end()


class Form(QWidget):
    """Fields under each other. `add` them by the names of the draft dataclass; `show_errors` takes its error dict."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        # A line as wide as a screen is hard to read.
        self.setMaximumWidth(theme.pixels(620))
        self._fields: dict[str, tuple[QWidget, QLabel]] = {}
        self._parts: dict[str, tuple[QWidget, ...]] = {}

    def add(self, key: str, words: str, field: QWidget, hint: str = "") -> QWidget:
        """Add a field with its label above, a hint and room for its error below."""
        above = label(words, "strong")
        above.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        field.setAccessibleDescription(hint)
        error = label("", "error")
        error.hide()
        if self._fields:
            above.setContentsMargins(0, 8, 0, 0)
        self._column.addWidget(above)
        self._column.addWidget(field)
        below = label(hint, "small")
        if hint:
            self._column.addWidget(below)
        self._column.addWidget(error)
        self._fields[key] = (field, error)
        self._parts[key] = (above, field, below) if hint else (above, field)
        return field

    def show_field(self, key: str, shown: bool) -> None:
        """Show or hide a field with what belongs to it."""
        for part in self._parts[key]:
            part.setVisible(shown)
        if not shown:
            self._fields[key][1].hide()

    def line(self, key: str, words: str, hint: str = "", text: str = "") -> QLineEdit:
        """Add a field of one line."""
        field = QLineEdit(text)
        self.add(key, words, field, hint)
        return field

    def errors(self) -> dict[str, str]:
        """Give what stands under each field as its error."""
        return {key: line.text() for key, (_, line) in self._fields.items() if not line.isHidden()}

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each error under its field, and go to the first."""
        for key, (field, line) in self._fields.items():
            line.setText(errors.get(key, ""))
            line.setVisible(key in errors)
            theme.mark(field, "wrong", key in errors)
        first = next((self._fields[key][0] for key in self._fields if key in errors), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
