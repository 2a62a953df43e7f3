"""The grid of the map of scores: a delegate paints letter, shade, frame and lock; names stand beside and above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.models.matching_heat import Cell, HeatTable
from desktop.models.rows import Index
from desktop.services.language import say
from desktop.views import icons, theme
from desktop.views.matching.in_sight import bring_in_sight
from desktop.views.matching.shades import shade

_CELL = 27
_ROW = 25
_ABOVE = 124
_BESIDE = 168
_LOCK = 11
# So many rows are in sight however large the text is; then the page scrolls.
_ROWS = 4


class _CellDelegate(QStyledItemDelegate):
    """Paints cells from pictures: there are hundreds in sight, and few that look different."""

    def __init__(self, grid: HeatGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._pictures: dict[tuple[object, ...], QPixmap] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, cell = option.rect, self._grid.table.cell(index.row(), index.column())
        ratio = self._grid.devicePixelRatio()
        key = (
            theme.current().key,
            theme.points(),
            ratio,
            rect.width(),
            rect.height(),
            cell.band,
            cell.chosen,
            cell.locked,
        )
        if key not in self._pictures:
            self._pictures[key] = self._picture(cell, rect.size(), ratio)
        painter.drawPixmap(rect.topLeft(), self._pictures[key])
        if option.state & QStyle.StateFlag.State_Selected:
            self._current(painter, rect)

    def _picture(self, cell: Cell, size: QSize, ratio: float) -> QPixmap:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.current().card))
        painter = QPainter(picture)
        self._draw(painter, QRect(QPoint(), size), cell)
        painter.end()
        return picture

    def _draw(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        ground, ink = shade(theme.current(), cell.band)
        painter.fillRect(rect.adjusted(0, 0, -1, -1), ground)
        painter.setPen(QPen(ink, 2))
        if cell.chosen:
            painter.drawRect(rect.adjusted(2, 2, -4, -4))
        font = QFont(self._grid.font())
        font.setBold(cell.chosen)
        painter.setFont(font)
        painter.drawText(rect.adjusted(0, 0, -1, -1), Qt.AlignmentFlag.AlignCenter, cell.letter)
        if cell.locked:
            side = theme.pixels(_LOCK)
            where = QRect(rect.right() - side - 1, rect.top() + 1, side, side)
            painter.fillRect(where, ground)
            tone = "on_accent" if cell.band == "Strong" else "text"
            icons.icon("lock-outline", tone).paint(painter, where)

    def _current(self, painter: QPainter, rect: QRect) -> None:
        """Frame where the keyboard is: a bright line inside a dark one, to be seen on every shade."""
        look = theme.current()
        painter.setPen(QPen(QColor(look.card), 2))
        painter.drawRect(rect.adjusted(2, 2, -4, -4))
        painter.setPen(QPen(QColor(look.warning), 3))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))


class _Names(QHeaderView):
    """Names; those above are turned, and that of the present row or column is bold."""

    def __init__(self, orientation: Qt.Orientation, grid: QTableView) -> None:
        super().__init__(orientation, grid)
        self._grid = grid
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(theme.pixels(12))
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        """Be as wide, or high, as names need; Qt's own hint would ask for the size of every name."""
        return QSize(theme.pixels(_BESIDE), theme.pixels(_ABOVE))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint one name, shortened where it does not fit."""
        name = str(self.model().headerData(logicalIndex, self.orientation()) or "")
        across, here = self.orientation() == Qt.Orientation.Horizontal, self._grid.currentIndex()
        present = here.isValid() and logicalIndex == (here.column() if across else here.row())
        look = theme.current()
        painter.save()
        painter.fillRect(rect, QColor(look.selection if present else look.card))
        font = QFont(self.font())
        font.setBold(present)
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        if across:
            painter.translate(rect.left(), rect.bottom())
            painter.rotate(-90)
            rect = QRect(0, 0, rect.height(), rect.width())
        inside = rect.adjusted(6, 0, -4, 0)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class HeatGrid(QTableView):
    """The cells. Signals: `moved()` to another cell; `entered()` by Enter or double click.

    Letters are names while the keyboard is here, so that no key of the page is one.
    """

    moved = Signal()
    entered = Signal()

    def __init__(self, table: HeatTable) -> None:
        super().__init__()
        self.table = table
        self._typed = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self.setAccessibleName(say("Map of all scores, {mentees} down and {mentors} across"))
        self.setHorizontalHeader(_Names(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Names(Qt.Orientation.Vertical, self))
        self.setCornerButtonEnabled(False)
        self.setModel(table)
        self.setItemDelegate(_CellDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(lambda _: self.entered.emit())
        self.fit()

    def fit(self) -> None:
        """Give the cells a size that grows with the text."""
        self.horizontalHeader().setDefaultSectionSize(theme.pixels(_CELL))
        self.verticalHeader().setDefaultSectionSize(theme.pixels(_ROW))
        self.setMinimumHeight(theme.pixels(_ABOVE + _ROWS * _ROW))

    def go_to(self, row: int, column: int) -> None:
        """Go to a cell."""
        index = self.table.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _on_current(self, *_: object) -> None:
        self.horizontalHeader().viewport().update()
        self.verticalHeader().viewport().update()
        if self.isVisible():
            bring_in_sight(self.viewport(), self.visualRect(self.currentIndex()))
        self.moved.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.model() is not None:
            self.fit()

    def event(self, event: QEvent) -> bool:
        """Keep letters from being keys of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_name(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a cell; letters go to a name."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif _is_name(event):
            self._search(event.text())
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        self._typed = self._typed + text if self._typing.isActive() else text
        self._typing.start(QApplication.keyboardInputInterval() * 2)
        here = self.currentIndex()
        found = self.table.search(self._typed, max(here.row(), 0), max(here.column(), 0))
        if found is not None:
            self.go_to(*found)


def _is_name(event: QKeyEvent) -> bool:
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    return plain and len(event.text()) == 1 and (event.text().isalnum() or event.text() in "'-")
