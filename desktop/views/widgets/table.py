"""The one table view: keeps selection and place by uid, sorts by its headings, remembers widths."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from desktop.models.preferences import Preferences
from desktop.models.rows import IconRole, Index, Rows, ToneRole
from desktop.views import icons, theme

_BOLD = ("strong", "danger")
_ACROSS = Qt.Orientation.Horizontal


class _Toned(QStyledItemDelegate):
    """Shows the tone and the icon that the model names."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Translate tone and icon into font, colour and picture."""
        super().initStyleOption(option, index)
        tone = index.data(ToneRole)
        if tone:
            colour = theme.current().colour(tone)
            option.palette.setColor(QPalette.ColorRole.Text, colour)
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
            if tone in _BOLD:
                option.font.setBold(True)
        name = index.data(IconRole)
        if name:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icons.icon(name, tone or "text")
            option.decorationSize = QSize(18, 18)


class _Header(QHeaderView):
    """Shows which column sorts, with an arrow in the colours of the moment: a style sheet has none to offer."""

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Paint the heading, and the arrow behind it."""
        painter.save()
        super().paintSection(painter, rect, logical_index)
        painter.restore()
        if logical_index == self.sortIndicatorSection():
            descending = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            arrow = icons.icon("arrow-down" if descending else "arrow-up", "accent")
            side, text = 14, self.fontMetrics().horizontalAdvance(str(self.model().headerData(logical_index, _ACROSS)))
            left = rect.right() - side - 6 if rect.width() < text + 3 * side else rect.left() + text + side + 6
            arrow.paint(painter, QRect(left, rect.center().y() - side // 2, side, side))


class TableView(QTableView):
    """A table of `Rows`.

    Signals: `opened(uid)` by Enter or double click; `chosen(tuple of uids)` when the selection changes.
    `key` names the table in the settings, where its column widths are kept. `several` allows to choose many.
    """

    opened = Signal(str)
    chosen = Signal(object)

    def __init__(
        self, name: str, model: Rows, *, key: str = "", preferences: Preferences | None = None, several: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = model
        self._key, self._preferences = key, preferences
        self._kept: tuple[tuple[str, ...], str, int] = ((), "", 0)
        self._top = ""
        self._quiet = self._sharing = False
        self.setHorizontalHeader(_Header(_ACROSS, self))
        self.setModel(model)
        self.setItemDelegate(_Toned(self))
        self._set_up(several)
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.activated.connect(self._on_activated)

    def chosen_uids(self) -> tuple[str, ...]:
        """Give the uids of the chosen rows, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(str(row[0]) for row in map(self._rows.at, rows) if row)

    def choose(self, *uids: str) -> None:
        """Choose rows by uid and show the first; unknown ones are passed over."""
        places = sorted(place for place in map(self._rows.row_of, uids) if place >= 0)
        self._select(places, places[0] if places else -1)
        if places:
            self._show_row(str(uids[0]))
            # A page that is just shown, or a panel that opens, changes the height in a moment.
            QTimer.singleShot(0, self, partial(self._show_row, str(uids[0])))

    def _show_row(self, uid: str) -> None:
        place = self._rows.row_of(uid)
        if place >= 0:
            self.scrollTo(self._rows.index(place, 0))

    def fit_height(self, most: int = 12) -> None:
        """Be as high as the rows, up to `most` of them: for a table inside a card."""
        rows = min(max(self._rows.rowCount(), 1), most)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * self.row_height() + 4)

    def row_height(self) -> int:
        """Give the height of one row in pixels."""
        return self.fontMetrics().height() + 18

    def _set_up(self, several: bool) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        down = self.verticalHeader()
        down.setVisible(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.row_height())
        across = self.horizontalHeader()
        across.setSectionsClickable(True)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setStretchLastSection(True)
        across.setSectionsMovable(False)
        across.setSortIndicator(*self._rows.sorted_by)
        self.setSortingEnabled(True)
        self._restore_widths()
        across.sectionResized.connect(self._on_resized)

    def _restore_widths(self) -> None:
        kept = self._kept_widths()
        for place, column in enumerate(self._rows.columns):
            self.setColumnWidth(place, kept.get(column.key, self._usual_width(place)))

    def _kept_widths(self) -> dict[str, int]:
        return self._preferences.widths(self._key) if self._preferences and self._key else {}

    def _usual_width(self, place: int) -> int:
        return self._rows.columns[place].width * self.fontMetrics().averageCharWidth() + 24

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the first column, which says who it is, up to half as much again where there is room to spare."""
        super().resizeEvent(event)
        if not self._rows.columns or self._rows.columns[0].key in self._kept_widths():
            return
        usual = self._usual_width(0)
        others = sum(self.columnWidth(place) for place in range(1, len(self._rows.columns) - 1))
        spare = self.viewport().width() - usual - others - self._usual_width(len(self._rows.columns) - 1)
        self._sharing = True  # this is no width that somebody chose
        self.setColumnWidth(0, usual + max(0, min(spare, usual // 2)))
        self._sharing = False

    def _on_resized(self, place: int, _old: int, new: int) -> None:
        if self._preferences and self._key and new and not self._sharing and place < len(self._rows.columns) - 1:
            self._preferences.keep_width(self._key, self._rows.columns[place].key, new)

    def _on_about_to_reset(self) -> None:
        here = self._rows.at(self.currentIndex().row())
        top = self._rows.at(self.rowAt(0))
        # The row at the top stays at the top; without one (an empty list) the pixels say where.
        self._kept = (self.chosen_uids(), str(here[0]) if here else "", self.verticalScrollBar().value())
        self._top = str(top[0]) if top and self.verticalScrollBar().value() else ""

    def _on_reset(self) -> None:
        uids, here, pixels = self._kept
        wanted = set(uids)
        places = [at for at, row in enumerate(self._rows.shown) if row[0] in wanted] if wanted else []
        self._quiet = True
        self._select(places, self._rows.row_of(here) if here else -1)
        top = self._rows.row_of(self._top) if self._top else -1
        self.verticalScrollBar().setValue(top * self.row_height() if top >= 0 else pixels)
        self._quiet = False
        across = self.horizontalHeader()
        across.blockSignals(True)  # the model is sorted already; only the arrow has to follow
        across.setSortIndicator(*self._rows.sorted_by)
        across.blockSignals(False)
        if len(places) != len(uids):
            self.chosen.emit(self.chosen_uids())

    def _select(self, places: list[int], current: int) -> None:
        picked, last = QItemSelection(), self._rows.columnCount() - 1
        for place in places:
            picked.select(self._rows.index(place, 0), self._rows.index(place, last))
        flags = QItemSelectionModel.SelectionFlag
        if current >= 0:
            self.selectionModel().setCurrentIndex(self._rows.index(current, 0), flags.NoUpdate)
        self.selectionModel().select(picked, flags.ClearAndSelect)

    def _on_selected(self, *_: object) -> None:
        if not self._quiet:
            self.chosen.emit(self.chosen_uids())

    def _on_activated(self, index: QModelIndex) -> None:
        row = self._rows.at(index.row())
        if row:
            self.opened.emit(str(row[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and last row."""
        keys = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._rows.rowCount() - 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_activated(self.currentIndex())
        elif event.key() in keys and event.modifiers() == Qt.KeyboardModifier.NoModifier and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(keys[Qt.Key(event.key())], 0))
        else:
            super().keyPressEvent(event)


def in_card(table: TableView) -> QFrame:
    """Put a table on a card of its own."""
    card = QFrame()
    theme.role(card, "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(6, 6, 6, 6)
    inside.addWidget(table)
    return card
