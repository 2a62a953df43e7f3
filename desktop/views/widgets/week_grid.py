"""The school's week as a grid of cells that are free or not; moves like a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from desktop.services.language import say
from desktop.services.people.types import Period
from desktop.views import theme
from desktop.views.widgets.labels import label

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class WeekGrid(QWidget):
    """Cells of `week`; chosen are the uids in `free`. Signal `changed(frozenset of uids)` after each toggle."""

    changed = Signal(object)

    def __init__(self, week: Iterable[Period], free: Iterable[str], *, editable: bool = True) -> None:
        super().__init__()
        self._cells: dict[tuple[int, int], QPushButton] = {}
        self._free = set(free)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        days: dict[int, list[Period]] = {}
        for period in week:
            days.setdefault(period.weekday or 8, []).append(period)
        for across, day in enumerate(sorted(days)):
            heading = say(_DAYS[day - 1]) if day < 8 else say("Other")
            grid.addWidget(label(heading, "small"), 0, across, Qt.AlignmentFlag.AlignHCenter)
            for down, period in enumerate(sorted(days[day], key=lambda p: (p.position, p.label)), 1):
                grid.addWidget(self._cell(period, heading, (down, across), editable), down, across)

    def _cell(self, period: Period, day: str, place: tuple[int, int], editable: bool) -> QPushButton:
        short = period.label.removeprefix(day).strip(" -:") or period.label
        cell = QPushButton(short)
        theme.mark(cell, "kind", "chip")
        cell.setCheckable(True)
        cell.setChecked(period.uid in self._free)
        cell.setEnabled(editable)
        cell.setMinimumWidth(44)
        cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        cell.setToolTip(period.label)
        self._name(cell, period)
        cell.toggled.connect(lambda on, p=period, c=cell: self._on_toggled(p, c, on))
        self._cells[place] = cell
        return cell

    def _name(self, cell: QPushButton, period: Period) -> None:
        free = cell.isChecked()
        cell.setAccessibleName(
            say("{label}: free", label=period.label) if free else say("{label}: not free", label=period.label)
        )

    def _on_toggled(self, period: Period, cell: QPushButton, on: bool) -> None:
        (self._free.add if on else self._free.discard)(period.uid)
        self._name(cell, period)
        self.changed.emit(frozenset(self._free))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows."""
        moves = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
        move = moves.get(Qt.Key(event.key()))
        here = next((place for place, cell in self._cells.items() if cell.hasFocus()), None)
        if move is None or here is None:
            super().keyPressEvent(event)
            return
        there = self._cells.get((here[0] + move[0], here[1] + move[1]))
        if there is not None:
            there.setFocus(Qt.FocusReason.TabFocusReason)
