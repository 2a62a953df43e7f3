"""The table in which a day's meetings are typed; it moves like a spreadsheet."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.meeting_cells import FIELDS, NEXT, PAIR, SLOT, STATUS, STATUS_KEYS, status_keys
from desktop.models.meeting_grid import MeetingGrid
from desktop.models.preferences import Preferences
from desktop.models.rows import ToneRole
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.buttons import may_write
from desktop.views.widgets.nothing import Nothing

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (31, 10, 18, 5, 14, 13, 13, 12)
_BOLD = ("strong", "danger", "accent")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# How the keys that leave a cell go on: (rows, steps along the row).
_LEAVING = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class _Cells(QStyledItemDelegate):
    """Shows tones, and makes the field of a cell.

    Signals: `typing(index, text)` while a field is open; `left(rows, steps)` when a key closed it.
    """

    typing = Signal(object, str)
    left = Signal(int, int)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Translate the tone into colour and weight."""
        super().initStyleOption(option, index)
        tone = index.data(ToneRole)
        if tone:
            colour = theme.current().colour("text" if tone == "strong" else tone)
            option.palette.setColor(QPalette.ColorRole.Text, colour)
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
            option.font.setBold(tone in _BOLD)
        if tone == "danger":
            option.backgroundBrush = QBrush(QColor(theme.current().danger_soft))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Frame the present cell, so that one sees where the keyboard is."""
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.current().accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the field of a cell."""
        field = QLineEdit(parent)
        field.setFrame(False)
        field.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        field.textEdited.connect(partial(self.typing.emit, QPersistentModelIndex(index)))
        return field

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Close the field on the keys that leave a cell, at once: the next key may be on its way."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            way = _LEAVING.get(Qt.Key(event.key()))
            if way is not None:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self.left.emit(*way)
                return True
        return super().eventFilter(editor, event)


class GridView(QTableView):
    """The grid.

    Signals: `moved()` when another cell is the present one or its text changed; `closed()` when a cell was closed;
    `ended()` when Enter was pressed in the last row.
    """

    moved = Signal()
    closed = Signal()
    ended = Signal()

    def __init__(self, model: MeetingGrid, preferences: Preferences) -> None:
        super().__init__()
        self._grid, self._preferences = model, preferences
        self.typed = ""
        # Where a run of Tab began: Enter goes back under it, as in a spreadsheet.
        self._run: int | None = None
        self.setAccessibleName(say("Meetings of the day"))
        self.setModel(model)
        cells = _Cells(self)
        cells.typing.connect(self._on_typing)
        cells.left.connect(self._go)
        self.setItemDelegate(cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        typing = triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        self.setEditTriggers(typing if may_write() else triggers.NoEditTriggers)
        down = self.verticalHeader()
        down.setVisible(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.fontMetrics().height() + 16)
        self._sharing = False
        self._set_widths()
        self.nothing = Nothing(self)
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())

    def _set_widths(self) -> None:
        kept = self._preferences.widths("meetings")
        for place in range(len(_WIDTHS)):
            self.setColumnWidth(place, kept.get(FIELDS[place], self._usual(place)))
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.sectionResized.connect(self._on_resized)

    def _usual(self, place: int) -> int:
        """Give the width of a column nobody has changed; the words of a status are short, and none is cut."""
        usual = _WIDTHS[place] * self.fontMetrics().averageCharWidth() + 18
        if place != STATUS:
            return usual
        font = QFont(self.font())
        font.setBold(True)  # as they stand until they are saved
        words = QFontMetrics(font)
        return max(usual, *(words.horizontalAdvance(said) + 18 for _key, said in status_keys()))

    def _on_resized(self, place: int, _old: int, new: int) -> None:
        if new and not self._sharing:
            self._preferences.keep_width("meetings", FIELDS[place], new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names of the pair the room to spare: they are read, and most next steps are short."""
        super().resizeEvent(event)
        own = self._preferences.widths("meetings").get(FIELDS[PAIR], self._usual(PAIR))
        others = sum(self.columnWidth(place) for place in range(len(_WIDTHS)) if place != PAIR)
        self._sharing = True
        self.setColumnWidth(PAIR, max(own, self.viewport().width() - others))
        self._sharing = False

    # for the page

    @property
    def editing(self) -> bool:
        """Whether a cell is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def begin(self) -> None:
        """Put the cursor where typing starts: the first row of which nothing is known."""
        rows = self._grid.rows
        place = next((n for n, row in enumerate(rows) if row.shown is None), 0)
        if rows:
            self.show_cell(place, STATUS)

    def show_cell(self, row: int, column: int) -> None:
        """Put the cursor into a cell."""
        self.setCurrentIndex(self._grid.index(row, column))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_cell(self) -> None:
        """Take what is typed into the cell that is open, before the rows are saved or another day is shown."""
        field = self.findChild(QLineEdit) if self.editing else None
        if field is not None:
            self.commitData(field)
            self.closeEditor(field, QAbstractItemDelegate.EndEditHint.NoHint)

    # moving

    def _go(self, rows: int, steps: int) -> None:
        """Go up, down or along; Tab passes over what cannot be typed and goes on in the next row."""
        here = self.currentIndex()
        if steps:
            self._run = here.column() if self._run is None else self._run
            run = self._run
            there = self._along(steps)
            if there is not None:
                self.setCurrentIndex(self._grid.index(*there))
            self._run = run
            return
        column = here.column() if self._run is None or rows < 0 else self._run
        self._run = None
        if 0 <= here.row() + rows < self._grid.rowCount():
            self.setCurrentIndex(self._grid.index(here.row() + rows, column))
        elif rows > 0:
            self.ended.emit()

    def _along(self, step: int) -> tuple[int, int] | None:
        """Give the next cell that can be typed in, None at the first and the last of all."""
        wide = NEXT - STATUS + 1
        here = self.currentIndex()
        column = max(here.column(), STATUS - 1 if step > 0 else STATUS)
        place = here.row() * wide + column - STATUS + step
        return (place // wide, STATUS + place % wide) if 0 <= place < wide * self._grid.rowCount() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key says what became of a meeting; Enter goes down, Delete empties, Escape takes a row back."""
        here, key = self.currentIndex(), Qt.Key(event.key())
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if not here.isValid() or self.editing or not plain:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = 1 if key == Qt.Key.Key_Tab else -1
            if self._along(step) is None:
                event.ignore()  # at either end Tab leaves the grid, so that nobody is caught in it
            else:
                self._go(0, step)
        elif key in _ENTER:
            self._go(1, 0)
        elif not self._typed(here, key, event.text().lower()):
            if not event.text():
                self._run = None  # an arrow begins a new run; a letter goes on with this one
            super().keyPressEvent(event)

    def _typed(self, here: QModelIndex, key: Qt.Key, letter: str) -> bool:
        """Do what a key means in a cell that is not open; False for what the table does by itself."""
        known = here.column() <= STATUS
        if known and letter in STATUS_KEYS:
            self._grid.set_status(here.row(), letter)
        elif known and key == Qt.Key.Key_Space:
            self._grid.set_status(here.row(), "h")
            self.moved.emit()
            self._go(1, 0)
            return True
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and here.column() >= STATUS:
            self._grid.setData(here, "")
        elif key == Qt.Key.Key_Escape and self._grid.rows[here.row()].typed is not None:
            self._grid.clear_row(here.row())
        else:
            return here.column() in (PAIR, SLOT) and bool(letter.strip())
        self.moved.emit()
        return True

    # the open cell

    def _on_typing(self, index: QPersistentModelIndex, text: str) -> None:
        self.typed = text
        self._grid.open_cell(index, text)
        self.moved.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close a cell; what was typed and not taken (Escape) is forgotten."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.typed = ""
        self._grid.close_cell()
        self.moved.emit()
        self.closed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a new run of Tab."""
        self._run = None
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Offer what can have become of a meeting to who works with the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() <= STATUS:
            self.offer(index, event.globalPosition().toPoint())
        else:
            super().mouseDoubleClickEvent(event)

    def offer(self, index: QModelIndex, where: QPoint) -> QMenu:
        """Show the menu of a row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, words in status_keys():
            chosen = partial(self._grid.set_status, index.row(), key)
            menu.addAction(f"{words}\t{key}").triggered.connect(lambda _=False, act=chosen: act())
        menu.popup(where)
        return menu
