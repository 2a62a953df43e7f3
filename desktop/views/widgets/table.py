"""The one table view: keeps selection and place by uid, sorts by its headings, remembers columns and widths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
)

from desktop.models.preferences import Preferences
from desktop.models.rows import Rows
from desktop.views import theme
from desktop.views.widgets.cells import Header, Toned
from desktop.views.widgets.column_widths import Need, contents_of, heading_width, shared

_ACROSS = Qt.Orientation.Horizontal
# The first column gives way down to this share of its usual width before the table scrolls sideways.
_LEAST_SHARE = 0.62
# How much of a narrow name's room the bracket behind it may take.
_MOST_END = 0.62
# As many separate stretches of chosen rows as the selection model takes without a stall.
_MOST_STRETCHES = 5_000


class TableView(QTableView):
    """A table of `Rows`.

    Signals: `opened(uid)` by Enter or double click; `chosen(tuple of uids)` when the selection changes;
    `menu_wanted(QPoint)`, on the screen, by the menu key or the right button on a row; `columns_wanted(QPoint)`, the
    same on a heading; `columns_changed()`.
    `key` names the table in the settings, where its columns and their widths are kept. `several` allows to choose many.
    """

    opened = Signal(str)
    chosen = Signal(object)
    menu_wanted = Signal(object)
    columns_wanted = Signal(object)
    columns_changed = Signal()

    def __init__(
        self, name: str, model: Rows, *, key: str = "", preferences: Preferences | None = None, several: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = model
        self._key, self._preferences = key, preferences
        self._usual: tuple[str, ...] = ()
        self._kept: tuple[tuple[str, ...], str, int] = ((), "", 0)
        self._top = ""
        self._quiet = self._sharing = False
        # What the cells of the rows need, and which rows those were.
        self._contents: list[int] = []
        self._measured: object = None
        self.setHorizontalHeader(Header(_ACROSS, self))
        self.setModel(model)
        self.setItemDelegate(Toned(self))
        self._set_up(several)
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.activated.connect(self._on_activated)

    def chosen_uids(self) -> tuple[str, ...]:
        """Give the uids of the chosen rows, from top to bottom."""
        shown = self._rows.shown
        return tuple(row[0] for first, last in self._stretches() for row in shown[first : last + 1])

    def _stretches(self) -> list[tuple[int, int]]:
        """Give the chosen rows as stretches (first, last) without overlap, from top to bottom."""
        found: list[tuple[int, int]] = []
        for first, last in sorted((one.top(), one.bottom()) for one in self.selectionModel().selection().toList()):
            if found and first <= found[-1][1] + 1:
                found[-1] = found[-1][0], max(found[-1][1], last)
            else:
                found.append((first, last))
        return found

    def invert(self) -> None:
        """Choose what is shown and not chosen, and nothing else."""
        wanted, at = [], 0
        for first, last in self._stretches():
            wanted.append((at, first - 1))
            at = last + 1
        wanted.append((at, self._rows.rowCount() - 1))
        self._select_stretches([(first, last) for first, last in wanted if first <= last], -1)

    def shown_columns(self) -> tuple[str, ...]:
        """Give the keys of the columns in sight, in their order."""
        across = self.horizontalHeader()
        places = map(across.logicalIndex, range(across.count()))
        return tuple(self._rows.columns[at].key for at in places if not across.isSectionHidden(at))

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show columns in an order, and remember it; those that cannot be taken away come first."""
        across, columns = self.horizontalHeader(), self._rows.columns
        known = {column.key: at for at, column in enumerate(columns)}
        wanted = list(dict.fromkeys([*(c.key for c in columns if c.kept), *(key for key in keys if key in known)]))
        across.blockSignals(True)  # this is no dragging of a person
        for place, key in enumerate([*wanted, *(c.key for c in columns if c.key not in wanted)]):
            across.moveSection(across.visualIndex(known[key]), place)
        for column, at in known.items():
            across.setSectionHidden(at, column not in wanted)
        across.blockSignals(False)
        self._restore_widths()
        self._share_room()
        self._on_columns_changed()

    def usual_columns(self) -> tuple[str, ...]:
        """Give the columns of the first day."""
        return self._usual or tuple(column.key for column in self._rows.columns if column.shown)

    def keep_as(self, key: str, usual: Sequence[str] = ()) -> None:
        """Show and remember other columns from now on, under another name; `usual` are those of the first day."""
        if key == self._key:
            return
        self._key, self._usual = key, tuple(usual)
        kept = self._preferences.columns(key) if self._preferences else ()
        self.show_columns(kept or self.usual_columns())

    def _on_columns_changed(self, *_: object) -> None:
        if self._preferences and self._key:
            self._preferences.keep_columns(self._key, self.shown_columns())
        self.viewport().update()
        self.columns_changed.emit()

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
        # Headings never look chosen; asking whether they are would take seconds where fifty thousand rows are chosen.
        across.setSelectionModel(QItemSelectionModel(self._rows, across))
        # A style of its own mind widens narrow sections when the size of text changes; that is no width anybody chose.
        across.setMinimumSectionSize(24)
        across.setSectionsClickable(True)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setStretchLastSection(True)
        across.setSectionsMovable(False)
        across.setSortIndicator(*self._rows.sorted_by)
        self.setSortingEnabled(True)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(lambda at: self.columns_wanted.emit(across.mapToGlobal(at)))
        if any(column.kept for column in self._rows.columns):
            across.setSectionsMovable(True)
            across.setFirstSectionMovable(False)
            kept = self._preferences.columns(self._key) if self._preferences and self._key else ()
            self.show_columns(kept or self.usual_columns())
        self._restore_widths()
        across.sectionResized.connect(self._on_resized)
        across.sectionMoved.connect(self._on_columns_changed)

    def _restore_widths(self) -> None:
        kept = self._kept_widths()
        before, self._sharing = self._sharing, True  # this is no width that somebody chose just now
        for place, column in enumerate(self._rows.columns):
            self.setColumnWidth(place, kept.get(column.key, self._usual_width(place)))
        self._sharing = before

    def _kept_widths(self) -> dict[str, int]:
        """Give the widths that a person chose, grown with the text since."""
        kept = self._preferences.widths(self._key) if self._preferences and self._key else {}
        return {key: theme.pixels(width) for key, width in kept.items()}

    def _usual_width(self, place: int) -> int:
        return self._rows.columns[place].width * self.fontMetrics().averageCharWidth() + 24

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room among what was read while another page was shown."""
        super().showEvent(event)
        self._share_room()

    def _last(self) -> int:
        """Give the column that is shown last and takes what is left."""
        across = self.horizontalHeader()
        places = [across.logicalIndex(at) for at in range(across.count())]
        return next((at for at in reversed(places) if not across.isSectionHidden(at)), -1)

    def _share_room(self) -> None:
        """Give each column what its heading and its contents need, and the first one what is left (column_widths)."""
        if not self.isVisible() or not self._rows.columns:
            return
        if self._measured is not self._rows.all:
            self._measured = self._rows.all
            self._contents = contents_of(self, self._rows.columns, self._rows.all)
        last, kept, chosen, needs = self._last(), self._kept_widths(), {}, {}
        for at, column in enumerate(self._rows.columns):
            if self.isColumnHidden(at):
                continue
            heading = heading_width(self, column.heading, sorts=at == self._rows.sorted_by[0])
            needs[at] = Need(heading, self._contents[at], self._usual_width(at))
            if column.key in kept and at != last:
                chosen[at] = kept[column.key]
        self._sharing = True  # this is no width that somebody chose
        for at, width in shared(needs, chosen, self.viewport().width(), _LEAST_SHARE).items():
            if at not in chosen:
                self.setColumnWidth(at, width)
        self._sharing = False

    def _on_resized(self, place: int, _old: int, new: int) -> None:
        if self._preferences and self._key and new and not self._sharing and place != self._last():
            width = round(new * 100 / theme.pixels(100))
            self._preferences.keep_width(self._key, self._rows.columns[place].key, width)

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
        if len(places) > _MOST_STRETCHES and len(_stretched(places)) > _MOST_STRETCHES:
            places = []  # thousands of single rows would stall the selection; nothing is chosen then, and that is told
        self._quiet = True
        self._select(places, self._rows.row_of(here) if here else -1)
        top = self._rows.row_of(self._top) if self._top else -1
        self.verticalScrollBar().setValue(top * self.row_height() if top >= 0 else pixels)
        self._quiet = False
        across = self.horizontalHeader()
        across.blockSignals(True)  # the model is sorted already; only the arrow has to follow
        across.setSortIndicator(*self._rows.sorted_by)
        across.blockSignals(False)
        self._share_room()
        if len(places) != len(uids):
            self.chosen.emit(self.chosen_uids())

    def _select(self, places: list[int], current: int) -> None:
        self._select_stretches(_stretched(places), current)

    def _select_stretches(self, stretches: Iterable[tuple[int, int]], current: int) -> None:
        picked, last = QItemSelection(), self._rows.columnCount() - 1
        for top, bottom in stretches:
            picked.select(self._rows.index(top, 0), self._rows.index(bottom, last))
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

    def keyboardSearch(self, search: str) -> None:
        """Find a name by its letters, whichever cell the keyboard is in."""
        here = self.currentIndex()
        if here.isValid() and here.column():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self._rows.index(here.row(), 0), flags.NoUpdate)
        super().keyboardSearch(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chosen rows; the right button on another row chooses that one first."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            at = self.indexAt(event.pos())
            if at.isValid() and not self.selectionModel().isRowSelected(at.row()):
                self._select([at.row()], at.row())
            self.menu_wanted.emit(event.globalPos())
        else:
            here = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(QPoint(here.left() + 40, here.bottom())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and last row."""
        keys = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._rows.rowCount() - 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_activated(self.currentIndex())
        elif event.key() in keys and event.modifiers() == Qt.KeyboardModifier.NoModifier and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(keys[Qt.Key(event.key())], 0))
        else:
            super().keyPressEvent(event)


def _stretched(places: Iterable[int]) -> list[tuple[int, int]]:
    """Give ascending places as stretches (first, last)."""
    found = []
    for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        run = [place for _, place in group]
        found.append((run[0], run[-1]))
    return found


def in_card(table: TableView) -> QFrame:
    """Put a table on a card of its own."""
    card = QFrame()
    theme.role(card, "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(6, 6, 6, 6)
    inside.addWidget(table)
    return card
