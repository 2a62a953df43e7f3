"""Which columns a table shows and in which order: a sheet for the keyboard, and a menu on the headings."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu, QWidget

from desktop.models.rows import Column, Rows
from desktop.services.language import say
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.table import TableView

_KEY = Qt.ItemDataRole.UserRole
_ROWS, _ROW = 12, 1.6


def choosable(table: TableView, rows: Rows) -> tuple[Column, ...]:
    """Give the columns that can be shown and hidden: those in sight first, in their order."""
    known = {column.key: column for column in rows.columns if not column.kept}
    shown = [known[key] for key in table.shown_columns() if key in known]
    return (*shown, *(column for column in known.values() if column not in shown))


def open_menu(host: QWidget, table: TableView, rows: Rows, at: QPoint) -> QMenu:
    """Open the menu of the headings: each column with a tick, and the way to the sheet."""
    menu = QMenu(host)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    shown = set(table.shown_columns())
    for column in (one for one in rows.columns if not one.kept):
        action = QAction(column.heading.replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(column.key in shown)
        action.toggled.connect(partial(_toggle, table, column.key))
        menu.addAction(action)
    menu.addSeparator()
    order = QAction(say("Order of the columns \u2026"), menu)
    order.triggered.connect(lambda: ColumnSheet(host, table, rows).open())
    menu.addAction(order)
    menu.popup(at)
    return menu


def _toggle(table: TableView, key: str, on: bool) -> None:
    shown = [one for one in table.shown_columns() if one != key]
    table.show_columns([*shown, key] if on else shown)


class _Columns(QListWidget):
    """Columns with ticks; Alt with up and down moves one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and the arrows."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step(step)
        else:
            super().keyPressEvent(event)

    def step(self, step: int) -> None:
        """Move the present column up or down."""
        here = self.currentRow()
        if 0 <= here + step < self.count() and here >= 0:
            item = self.takeItem(here)
            self.insertItem(here + step, item)
            self.setCurrentRow(here + step)


class ColumnSheet(Sheet):
    """A list of all columns: Space shows or hides one, dragging or Alt with the arrows moves it."""

    def __init__(self, host: QWidget, table: TableView, rows: Rows) -> None:
        purpose = say("Space shows or hides a column. Drag it, or press Alt with an arrow key, to move it.")
        super().__init__(host.window(), say("Columns"), purpose, width=380)
        self.comes_back("columns")
        self._table, self._rows = table, rows
        self.list = _Columns()
        self.list.setAccessibleName(say("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumHeight(round(self.list.fontMetrics().height() * _ROW * _ROWS))
        self._fill(table.shown_columns())
        kept = ", ".join(column.heading for column in rows.columns if column.kept)
        self.body.addWidget(label(say("{column} always comes first.", column=kept), "small"))
        self.body.addWidget(self.list)
        self.buttons.insertWidget(0, Button(say("As at first"), self._reset, kind="quiet"))
        self.add_cancel()
        self.add_button(Button(say("Show these columns"), self._done, kind="filled"))
        self.list.setFocus()

    def chosen(self) -> tuple[str, ...]:
        """Give the keys that are ticked, in their order."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple(item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked)

    def beside(self) -> list[list[object]]:
        """Give all columns in their order, with whether each is ticked."""
        ticked = self.chosen()
        items = [self.list.item(at).data(_KEY) for at in range(self.list.count())]
        return [[key, key in ticked] for key in items]

    def put_back(self, beside: list[list[object]]) -> None:
        """Show them in that order."""
        self._fill(tuple(str(key) for key, _ in beside))
        ticked = {key for key, on in beside if on}
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setCheckState(Qt.CheckState.Checked if item.data(_KEY) in ticked else Qt.CheckState.Unchecked)

    def _fill(self, shown: tuple[str, ...]) -> None:
        self.list.clear()
        known = {column.key: column for column in self._rows.columns if not column.kept}
        ordered = [known[key] for key in shown if key in known]
        for column in (*ordered, *(one for one in known.values() if one not in ordered)):
            item = QListWidgetItem(column.heading)
            item.setData(_KEY, column.key)
            item.setSizeHint(QSize(0, round(self.list.fontMetrics().height() * _ROW)))
            item.setCheckState(Qt.CheckState.Checked if column.key in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _reset(self) -> None:
        self._fill(self._table.usual_columns())

    def _done(self) -> None:
        self._table.show_columns(self.chosen())
        self.accept()
