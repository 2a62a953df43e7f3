"""The one list model: an immutable snapshot of rows, swapped whole.

Sorting and search (arranging.py) run in Python over folded keys; above a few thousand rows in the background,
in pieces, so that the window never stalls. The old rows stay on screen until the new arrangement is there.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.models.arranging import Arrangement, Column, Row, Snapshot, arrange, snapshot
from desktop.models.tasks import Task, Tasks
from desktop.services.language import fold

__all__ = [
    "Arrangement",
    "Column",
    "IconRole",
    "Index",
    "Row",
    "RowRole",
    "Rows",
    "Snapshot",
    "ToneRole",
    "arrange",
    "snapshot",
]

Index = QModelIndex | QPersistentModelIndex

RowRole = Qt.ItemDataRole.UserRole
ToneRole = Qt.ItemDataRole.UserRole + 1
IconRole = Qt.ItemDataRole.UserRole + 2

# Up to here arranging takes under 20 ms and is done at once.
_AT_ONCE = 3_000


class Rows(QAbstractTableModel):
    """A table of rows. Give it rows with `show`; narrow it with `search` and `keep`.

    `arranged()` is emitted after every new arrangement; `shown` and `total` count rows.
    """

    arranged = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        tasks: Tasks | None = None,
        *,
        search: Callable[[Row], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._tasks = tasks
        self._search_text = search
        self._snap = Snapshot()
        self._shown = Arrangement((), ())
        self._query = ""
        self._keep: Callable[[Row], bool] | None = None
        self._sorted: int = -1
        self._descending = False
        self._task: Task | None = None
        # What is not shown any more. A hundred thousand rows take 50 ms to be freed, so a worker does that.
        self._leaving: list[object] = []

    @property
    def total(self) -> int:
        """How many rows there are before search and filters."""
        return len(self._snap.rows)

    @property
    def all(self) -> tuple[Row, ...]:
        """The rows before search and filters."""
        return self._snap.rows

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows on screen, in their order."""
        return self._shown.rows

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """The column that sorts, -1 for the order as given."""
        return self._sorted, Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder

    def freeze(self, rows: Iterable[Row]) -> Snapshot:
        """Make a snapshot of rows; may be called on the worker, for many rows it should be."""
        return snapshot(rows, self.columns, self._search_text)

    def show(self, rows: Iterable[Row] | Snapshot) -> None:
        """Replace all rows."""
        self._leaving.append(self._snap)
        self._snap = rows if isinstance(rows, Snapshot) else self.freeze(rows)
        self._arrange()

    def search(self, query: str) -> None:
        """Show only rows in which every word of `query` occurs."""
        self._query = query
        self._arrange()

    def keep(self, test: Callable[[Row], bool] | None) -> None:
        """Show only rows that pass `test`; None shows all."""
        self._keep = test
        self._arrange()

    def narrow(self, query: str, test: Callable[[Row], bool] | None) -> None:
        """Search and filter in one go."""
        self._query, self._keep = query, test
        self._arrange()

    def row_of(self, uid: str) -> int:
        """Give the place of a record on screen, -1 when it is not shown."""
        return next((at for at, row in enumerate(self._shown.rows) if row[0] == uid), -1)

    def at(self, place: int) -> Row | None:
        """Give the row at a place on screen."""
        return self._shown.rows[place] if 0 <= place < len(self._shown.rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the rows shown."""
        return 0 if parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell shows; RowRole gives the whole row."""
        if not index.isValid():
            return None
        row, column = self._shown.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.display(row)
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        extra = {ToneRole: column.tone, IconRole: column.icon, Qt.ItemDataRole.ToolTipRole: column.tip}.get(role)
        return extra(row) if extra else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a column's heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 gives the order in which the rows came."""
        self._sorted, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def match(
        self,
        start: Index,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchWrap,
    ) -> list[QModelIndex]:
        """Find rows by what is typed: by bisection in the sorted column, else through the column."""
        if role != Qt.ItemDataRole.DisplayRole or hits != 1 or not start.isValid():
            return super().match(start, role, value, hits, flags)
        typed = fold(str(value))
        at = self._bisect(start, typed) if self._bisectable(start.column()) else self._scan(start, typed)
        return [self.index(at, start.column())] if at >= 0 else []

    def _bisectable(self, column: int) -> bool:
        return column == self._sorted and not self._descending and self.columns[column].sort is None

    def _bisect(self, start: Index, typed: str) -> int:
        keys = self._shown.keys
        here = start.row()
        if here < len(keys) and keys[here].startswith(typed):
            return here
        at = bisect.bisect_left(keys, typed)
        return at if at < len(keys) and keys[at].startswith(typed) else -1

    def _scan(self, start: Index, typed: str) -> int:
        rows, display = self._shown.rows, self.columns[start.column()].display
        # Search texts begin with the first column: looking there spares folding a hundred thousand names.
        texts = self._shown.folded if start.column() == 0 and len(rows) > _AT_ONCE else ()
        for part in (range(start.row(), len(rows)), range(start.row())):
            if texts:
                found = next((at for at in part if texts[at].startswith(typed)), -1)
            else:
                found = next((at for at in part if fold(display(rows[at])).startswith(typed)), -1)
            if found >= 0:
                return found
        return -1

    def _arrange(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        column = self.columns[self._sorted] if self._sorted >= 0 else None
        arguments = (self._snap, column, self._descending, self._query, self._keep)
        if self._tasks is None or len(self._snap.rows) <= _AT_ONCE:
            self._swap(arrange(*arguments))
        else:
            self._task = self._tasks.compute(self, arrange, *arguments, done=self._swap)

    @property
    def busy(self) -> bool:
        """Whether a new arrangement is being made."""
        return self._task is not None

    def _swap(self, arrangement: Arrangement) -> None:
        self._task = None
        leaving, self._leaving = [*self._leaving, self._shown], []
        self.beginResetModel()
        self._shown = arrangement
        self.endResetModel()
        if self._tasks is not None and any(_many(one) for one in leaving):
            self._tasks.compute(self, leaving.clear)
        self.arranged.emit()


def _many(one: object) -> bool:
    return isinstance(one, Snapshot | Arrangement) and len(one.rows) > _AT_ONCE
