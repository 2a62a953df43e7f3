"""Which column of a file is which: drag a heading onto a field, or say it with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStyle, QVBoxLayout, QWidget

from desktop.models import people_imports_columns as model
from desktop.models.preferences import Preferences
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import scrolling
from desktop.views.widgets.fields import Tick
from desktop.views.widgets.labels import label
from desktop.views.widgets.table import TableView, in_card

_FIELDS_WIDTH = 350
_WORDS_WIDTH = 130


class FieldTarget(Button):
    """A field of a person: takes the heading that is dropped on it, or the column chosen in the table when pressed.

    Signal `dropped(uid)` of the column.
    """

    dropped = Signal(str)

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words, kind="field")
        self.field = field
        self.setText("")
        self.setAcceptDrops(True)
        self.heading = ""
        self.setToolTip("")
        self._fit()

    def show_heading(self, heading: str) -> None:
        """Show which column it is."""
        self.heading = heading
        self.setToolTip(heading)
        self.update()
        self.setAccessibleName(say("{field}: {heading}", field=self.words, heading=heading or say("no column")))

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().height() + 14)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field's words, and the heading behind them; labels inside would take ten times as long to make."""
        super().paintEvent(event)
        painter = QPainter(self)
        inside = self.rect().adjusted(12, 0, -10, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine)
        words = theme.pixels(_WORDS_WIDTH) if self.heading else inside.width()
        left = QRect(inside.left(), 0, words, self.height())
        right = QRect(inside.left() + words + 10, 0, inside.width() - words - 10, self.height())
        painter.setPen(QColor(theme.current().text))
        painter.drawText(_mirrored(left, self), flags, _cut(self, self.words, left.width()))
        if self.heading:
            font = self.font()
            font.setBold(True)
            painter.setFont(font)
            painter.drawText(_mirrored(right, self), flags, _cut(self, self.heading, right.width()))
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take headings."""
        if event.mimeData().hasFormat(model.COLUMN_MIME):
            event.acceptProposedAction()
            theme.mark(self, "over", True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        theme.mark(self, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which column was dropped."""
        theme.mark(self, "over", False)
        event.acceptProposedAction()
        self.dropped.emit(bytes(event.mimeData().data(model.COLUMN_MIME).data()).decode())


def _cut(widget: QWidget, text: str, room: int) -> str:
    return widget.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)


def _mirrored(rect: QRect, widget: QWidget) -> QRect:
    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), rect)


class ColumnTable(TableView):
    """The columns of the file. First letters choose a field, Left and Right step, Delete leaves out, Enter lists.

    Signal `taken(words)`: what a column gave up, "" for nothing.
    """

    taken = Signal(str)

    def __init__(self, rows: model.ColumnRows, preferences: Preferences) -> None:
        super().__init__(say("Columns of the file"), rows, key="import-columns", preferences=preferences)
        self._columns = rows
        self._letters = self._lettered = ""
        self._before: dict[int, str] = {}
        self._since = QElapsedTimer()
        self.setSortingEnabled(False)
        self.setDragEnabled(True)
        self.setDragDropMode(self.DragDropMode.DragOnly)
        self.opened.connect(lambda _uid: self.list_fields())

    def uid(self) -> str:
        """Give the chosen column."""
        row = self._columns.at(self.currentIndex().row())
        return str(row[0]) if row else ""

    def take(self, field: str, uid: str = "") -> None:
        """Take a column (the chosen one) for a field, and say so."""
        uid = uid or self.uid()
        if uid:
            given_up = self._columns.take(uid, field)
            self.choose(uid)
            words = self._columns.words[field] if field else say("left out")
            moved = say("{field} was taken from {heading}.", field=words, heading=given_up) if given_up else ""
            self.taken.emit(moved)
            words = moved or words
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def list_fields(self) -> None:
        """Open the list of fields for the chosen column."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = self._columns.field_of(self.uid())
        menu.addAction(say("Leave out"), partial(self.take, ""))
        for _, fields in model.groups(self._columns.kind):
            menu.addSeparator()
            for field in fields:
                action = menu.addAction(self._columns.words[field], partial(self.take, field))
                if field == now:
                    menu.setActiveAction(action)
        menu.popup(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))

    def keyboardSearch(self, search: str) -> None:
        """Find a field by its first letters."""
        fresh = not self._since.isValid() or self._since.elapsed() > QApplication.keyboardInputInterval()
        begins = fresh or self._lettered != self.uid()
        self._letters, self._lettered = search if begins else self._letters + search, self.uid()
        self._since.start()
        now = self._columns.taken()
        if begins:
            self._before = now
        # What a letter took on the way to the whole word is given back to the column that had it.
        self._columns.put_back(self._before)
        field = self._columns.by_letter(self.uid(), self._letters) if self.uid() else ""
        if field:
            self.take(field)
        else:
            self._columns.put_back(now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave out, step through the fields, or list them."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take("")
        elif key in steps and self.uid():
            self.take(self._columns.step(self.uid(), steps[key]))
        elif key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier):
            self.list_fields()
        else:
            super().keyPressEvent(event)


class ColumnsPart(QWidget):
    """The file's columns at the left, the fields at the right. Signal `changed()` when a column was taken otherwise.

    other: asks what the file holds, where that is not sure.
    """

    changed = Signal()

    def __init__(
        self,
        rows: model.ColumnRows,
        words: str,
        preferences: Preferences,
        *,
        ask_header: bool,
        other: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.rows = rows
        rows.setParent(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(words))
        self.first_is_header = Tick(say("The first row holds headings and is nobody"))
        self.first_is_header.setVisible(ask_header)
        column.addWidget(self.first_is_header)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        self.table = ColumnTable(rows, preferences)
        sides.addWidget(in_card(self.table), 1)
        sides.addWidget(self._make_fields())
        column.addLayout(sides, 1)
        hint = say(
            "Drag a heading onto a field. Or choose a column and type the beginning of a word of a field, or press "
            "Enter or F4 for the list; Delete leaves a column out. What is left out is not read."
        )
        column.addWidget(label(hint, "small"))
        self.moved = label("", "muted")
        self.moved.hide()
        column.addWidget(self.moved)
        self.table.taken.connect(self._say_moved)
        self.wrong = label("", "warning")
        below = QHBoxLayout()
        below.addWidget(self.wrong, 1)
        if other is not None:
            below.addWidget(Button(say("What does this file hold?"), other, key="Alt+W"))
        column.addLayout(below)
        rows.modelReset.connect(self._on_reset)
        self.first_is_header.toggled.connect(lambda _: self.changed.emit())
        self._on_reset()
        if rows.shown:
            self.table.choose(str(next((row[0] for row in rows.shown if not row[model.FIELD]), rows.shown[0][0])))

    def _make_fields(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(5)
        self.targets: list[FieldTarget] = []
        self._groups = list(model.groups(self.rows.kind))
        self._column = column
        column.addStretch(1)
        self._add_group()
        area = scrolling(inside)
        area.setFixedWidth(theme.pixels(_FIELDS_WIDTH))
        return area

    def _add_group(self) -> None:
        """Add the next group of fields; the others follow one by one, so that the window never waits for all."""
        heading, fields = self._groups.pop(0)
        self._column.insertWidget(self._column.count() - 1, label(heading, "small"))
        for field in fields:
            target = FieldTarget(field, self.rows.words[field])
            target.show_heading(self.rows.heading_of(field))
            target.dropped.connect(partial(self.table.take, field))
            target.clicked.connect(partial(self._on_pressed, field))
            self.targets.append(target)
            self._column.insertWidget(self._column.count() - 1, target)
        if self._groups:
            QTimer.singleShot(0, self, self._add_group)

    def _on_pressed(self, field: str) -> None:
        """Take the chosen column for the field that was pressed; pressed again it is free."""
        again = bool(self.table.uid()) and self.rows.field_of(self.table.uid()) == field
        self.table.take("" if again else field)

    def _on_reset(self) -> None:
        for target in self.targets:
            target.show_heading(self.rows.heading_of(target.field))
        problem = self.rows.problem() or self.rows.advice()
        self.wrong.setText(problem)
        self.wrong.setVisible(bool(problem))
        self.changed.emit()

    def _say_moved(self, words: str) -> None:
        self.moved.setText(words)
        self.moved.setVisible(bool(words))

    def arrive(self) -> None:
        """Take the keyboard."""
        self.table.setFocus()
