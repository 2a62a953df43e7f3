"""The table in which a day's meetings are typed; it moves like a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.meeting_grid import FIELDS, NEXT, PAIR, SLOT, STATUS, STATUS_KEYS, TOPIC, MeetingGrid, all_topics
from desktop.models.preferences import Preferences
from desktop.models.rows import ToneRole
from desktop.services.language import say
from desktop.views import theme

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (29, 9, 19, 6, 16, 13, 13, 12)
_BOLD = ("strong", "danger")


class _Cells(QStyledItemDelegate):
    """Shows tones, and offers the topics while typing."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Translate the tone into colour and weight."""
        super().initStyleOption(option, index)
        tone = index.data(ToneRole)
        if tone:
            colour = theme.current().colour("text" if tone == "strong" else tone)
            option.palette.setColor(QPalette.ColorRole.Text, colour)
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
            option.font.setBold(tone in _BOLD)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the field of a cell."""
        field = QLineEdit(parent)
        field.setFrame(False)
        field.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        if index.column() == TOPIC:
            completer = QCompleter(list(all_topics()), field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            field.setCompleter(completer)
        return field


class GridView(QTableView):
    """The grid. Signals: `row_chosen(place)`; `done()` when Enter was pressed in the last row."""

    row_chosen = Signal(int)
    done = Signal()

    def __init__(self, model: MeetingGrid, preferences: Preferences) -> None:
        super().__init__()
        self._grid, self._preferences = model, preferences
        self.setAccessibleName(say("Meetings of the day"))
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        down = self.verticalHeader()
        down.setVisible(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.fontMetrics().height() + 16)
        self._set_widths()
        self.selectionModel().currentChanged.connect(lambda now, _: self.row_chosen.emit(now.row()))

    def _set_widths(self) -> None:
        kept = self._preferences.widths("meetings")
        character = self.fontMetrics().averageCharWidth()
        for place, width in enumerate(_WIDTHS):
            self.setColumnWidth(place, kept.get(FIELDS[place], width * character + 18))
        across = self.horizontalHeader()
        across.setStretchLastSection(True)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.sectionResized.connect(self._on_resized)

    def _on_resized(self, place: int, _old: int, new: int) -> None:
        if new and place < NEXT:
            self._preferences.keep_width("meetings", FIELDS[place], new)

    def begin(self) -> None:
        """Put the cursor where typing starts: the first row of which nothing is known."""
        rows = self._grid.rows
        place = next((n for n, row in enumerate(rows) if row.shown is None), 0)
        if rows:
            self.setCurrentIndex(self._grid.index(place, STATUS))
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_down(self) -> None:
        """Go to the same cell of the next row."""
        here = self.currentIndex()
        if here.row() + 1 < self._grid.rowCount():
            self.setCurrentIndex(self._grid.index(here.row() + 1, here.column()))
        else:
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key says what became of a meeting; Enter goes down, Delete empties, Escape takes a row back."""
        here, key = self.currentIndex(), event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            event.accept()  # Enter of an open cell arrives here too; `closeEditor` goes on from there
            return
        if not here.isValid() or event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            super().keyPressEvent(event)
            return
        letter = event.text().lower()
        if here.column() <= STATUS and letter in STATUS_KEYS:
            self._grid.set_status(here.row(), STATUS_KEYS[letter])
            self.go_down()
        elif here.column() <= STATUS and key == Qt.Key.Key_Space:
            self._grid.set_status(here.row(), "held")
            self.go_down()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_down()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and here.column() > STATUS:
            self._grid.setData(here, "")
        elif key == Qt.Key.Key_Escape and self._grid.rows[here.row()].changed:
            self._grid.clear_row(here.row())
        elif here.column() in (PAIR, SLOT) and letter.strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        """After Enter in a cell, go to the one below."""
        enter = hint == QStyledItemDelegate.EndEditHint.SubmitModelCache
        super().closeEditor(editor, hint)
        if enter:
            QTimer.singleShot(0, self.go_down)
