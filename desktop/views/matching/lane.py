"""One column of the board: cards painted by a delegate, so that hundreds of them scroll smoothly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.models import matching_board as model
from desktop.models.rows import Index, RowRole, Rows
from desktop.views import icons, theme
from desktop.views.matching.in_sight import bring_in_sight

if TYPE_CHECKING:
    from desktop.views.matching.board import BoardView

# Pixels at the usual size of text: about a card, and the least width one can be read at.
_GAP = 6
_BESIDE = 3
_INSIDE = 6
_ICON = 15
_NARROWEST = 132
_ACROSS = 160
_SMALL = 0.88
_TIGHT = 0.94
# So many cards have room one below the other, however large the text is; then the page scrolls.
_ROWS = 2
# This near to the edge of a column, a card that is dragged makes it scroll.
_EDGE = 28


class _CardDelegate(QStyledItemDelegate):
    """Paints a card: mentee, mentor, and a line of marks, period and reason."""

    def __init__(self, lane: Lane, board: BoardView) -> None:
        super().__init__(lane)
        self._lane, self._board = lane, board

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the size of every card."""
        return self._lane.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        row = index.data(RowRole)
        rect = option.rect.adjusted(0, 0, -_BESIDE, -_GAP)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, str(row[0]), chosen=chosen)
        self._lines(painter, rect.adjusted(_INSIDE, 5, -_INSIDE, -5), model.lines_of(row))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, uid: str, *, chosen: bool) -> None:
        look, carrying = theme.current(), self._board.carried
        edge, width, style = (
            (look.accent, 2, Qt.PenStyle.SolidLine) if chosen else (look.line, 1, Qt.PenStyle.SolidLine)
        )
        if uid == carrying:
            edge, width, style = look.accent, 2, Qt.PenStyle.DashLine
        elif uid == self._board.target:
            edge, width = look.accent, 3
        painter.setPen(QPen(QColor(edge), width, style))
        painter.setBrush(QColor(look.selection if chosen or uid == self._board.target else look.card))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)

    def _lines(self, painter: QPainter, inside: QRect, lines: model.Lines) -> None:
        plain, small = QFont(self._lane.font()), QFont(self._lane.font())
        bold = QFont(plain)
        bold.setBold(True)
        small.setPointSizeF(theme.points(_SMALL))
        high, low = self._lane.line_heights()
        line = QRect(inside.left(), inside.top(), inside.width(), high)
        for text, font, tone in ((lines.mentee, bold, "text"), (lines.mentor, plain, lines.tone or "text")):
            painter.setFont(font)
            self._text(painter, line, text, tone)
            line.translate(0, high)
        line.setHeight(low)
        painter.setFont(small)
        self._text(painter, self._marks(painter, line, lines), lines.where, "muted")
        self._text(painter, line.translated(0, low), lines.reason, "muted")

    def _marks(self, painter: QPainter, line: QRect, lines: model.Lines) -> QRect:
        """Paint a warning and a lock at the beginning of the line; give what is left of it."""
        side = theme.pixels(_ICON)
        wanted = ((lines.warned, "alert-outline", "warning"), (lines.locked, "lock-outline", "accent"))
        for _, name, tone in (one for one in wanted if one[0]):
            where = QRect(line.left(), line.center().y() - side // 2, side, side)
            icons.icon(name, tone).paint(painter, where)
            line = line.adjusted(side + 3, 0, 0, 0)
        return line

    def _text(self, painter: QPainter, rect: QRect, text: str, tone: str) -> None:
        painter.setPen(QColor(theme.current().colour(tone)))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class Lane(QListView):
    """The cards of one band. Moving beyond an edge, picking up and dropping are the board's."""

    def __init__(self, board: BoardView, key: str) -> None:
        super().__init__()
        self.key, self._board = key, board
        self._pressed: tuple[str, QPoint] | None = None
        self.rows = Rows(model.card_columns(), search=model.row_words, parent=self)
        self.setModel(self.rows)
        self.setItemDelegate(_CardDelegate(self, board))
        self.setAccessibleName(model.lane_title(key))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.arranged.connect(self._fit)
        self.setMinimumWidth(theme.pixels(_NARROWEST))
        theme.role(self, "inside")

    # cards

    def uid_at(self, at: QPoint) -> str:
        """Give the mentee of the card at a place of the viewport, "" for none."""
        row = self.rows.at(self.indexAt(at).row())
        return str(row[0]) if row else ""

    def current_uid(self) -> str:
        """Give the mentee of the card that has the keyboard."""
        row = self.rows.at(self.currentIndex().row())
        return str(row[0]) if row else ""

    def go_to(self, place: int) -> None:
        """Choose a card by its place and bring it into sight."""
        index = self.rows.index(max(0, min(place, self.rows.rowCount() - 1)), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if self.isVisible():
            bring_in_sight(self.viewport(), self.visualRect(index))

    def across(self) -> int:
        """How many cards stand side by side."""
        return max(1, self._room() // theme.pixels(_ACROSS))

    def _room(self) -> int:
        """Give the width for cards. What the view says of itself is late by one event where the bar comes or goes."""
        bar = self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        return self.contentsRect().width() - (self.verticalScrollBar().sizeHint().width() if bar else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the cards fill the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show a scroll bar where there is something to scroll; Qt's own way keeps room for one in any case."""
        height = 2 * sum(self.line_heights()) + 10 + _GAP
        self.setMinimumHeight(_ROWS * height)
        lines = -(-self.rows.rowCount() // self.across())
        needed = lines * height > self.contentsRect().height()
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOn if needed else policies.ScrollBarAlwaysOff)
        # A grid as wide as the view would begin with an empty line.
        size = QSize(self._room() // self.across() - 1, height)
        if size != self.gridSize():
            self.setGridSize(size)

    def line_heights(self) -> tuple[int, int]:
        """Give the height of a line with a name, and of one with small words; the font's own are too far apart."""
        height = self.fontMetrics().height()
        return round(height * _TIGHT), round(height * _SMALL * _TIGHT)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the cards; Enter opens, Space picks up, and where one is picked up both put it down here."""
        key, here, across = Qt.Key(event.key()), self.currentIndex().row(), self.across()
        steps = {Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across}
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            last = self.rows.rowCount() - 1
            if here < 0 or (here + steps[key] >= 0 and here // across + (steps[key] > 0) <= last // across):
                self.go_to(here + steps[key])
        elif key in sideways:
            step = -sideways[key] if self.isRightToLeft() else sideways[key]
            self._sideways(here, step, across)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._board.enter(self.current_uid())
        elif key == Qt.Key.Key_Space:
            self._board.pick_or_drop(self.current_uid())
        elif key == Qt.Key.Key_Escape and self._board.carried:
            self._board.put_back()
        else:
            super().keyPressEvent(event)

    def _sideways(self, here: int, step: int, across: int) -> None:
        inside = 0 <= here % across + step < across and 0 <= here + step < self.rows.rowCount()
        if here >= 0 and inside:
            self.go_to(here + step)
        else:
            self._board.step(self, step, self.visualRect(self.currentIndex()).center().y())

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a card; it may be the beginning of dragging it."""
        super().mousePressEvent(event)
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.uid_at(at):
            self._pressed = self.uid_at(at), at

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the card."""
        if self._pressed is None:
            return
        uid, began = self._pressed
        at = event.position().toPoint()
        if self._board.dragging or (at - began).manhattanLength() >= QApplication.startDragDistance():
            self._board.drag(uid, self.viewport().mapToGlobal(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the card go."""
        self._pressed = None
        if self._board.dragging:
            self._board.let_go()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a card."""
        uid = self.uid_at(event.position().toPoint())
        if uid:
            self._board.enter(uid)

    def scroll_near(self, at: QPoint) -> None:
        """Scroll where a dragged card is near the upper or lower edge."""
        height = self.viewport().height()
        step = -_EDGE if at.y() < _EDGE else _EDGE if at.y() > height - _EDGE else 0
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + step)
