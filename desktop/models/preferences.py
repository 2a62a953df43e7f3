"""The settings of this laptop account, as the window uses them: read once, written in the background."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.tasks import Tasks
from desktop.services import places
from desktop.services.settings import read_settings, write_settings

# Dragging a column's edge changes its width a hundred times.
_WRITE_AFTER_MS = 600


class Preferences(QObject):
    """Theme, size of text, idle minutes, widths. Signal `changed(key)`."""

    changed = Signal(str)

    def __init__(self, tasks: Tasks | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._values: dict[str, Any] = copy.deepcopy(read_settings())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WRITE_AFTER_MS)
        self._timer.timeout.connect(self._write)
        places.allow_network(allowed=self.network_allowed)

    @property
    def theme(self) -> str:
        """The chosen mode of the theme."""
        return str(self._values["theme"])

    @property
    def text_percent(self) -> int:
        """The size of text, 100 to 200."""
        return int(self._values["text_percent"])

    @property
    def idle_minutes(self) -> int:
        """After how many idle minutes the workspace locks, 1 to 15."""
        return int(self._values["idle_minutes"])

    @property
    def network_allowed(self) -> bool:
        """Whether workspaces on network drives may be written, from their next unlocking on."""
        return bool(self._values["allow_network"])

    @property
    def window(self) -> tuple[int, int]:
        """The size of the window when it was last closed."""
        width, height = self._values["window"]
        return width, height

    @property
    def maximised(self) -> bool:
        """Whether the window took the whole screen when it was last closed."""
        return bool(self._values["maximised"])

    @property
    def waits_by(self) -> str:
        """By what it is shown who waits, empty where nobody chose."""
        return str(self._values["waits_by"])

    def set(self, key: str, value: object) -> None:
        """Change a setting; it is on the disk a moment later."""
        if self._values[key] != value:
            self._values[key] = value
            places.allow_network(allowed=self.network_allowed)
            self._timer.start()
            self.changed.emit(key)

    def widths(self, table: str) -> dict[str, int]:
        """Give the remembered widths of a table's columns, in pixels."""
        return dict(self._values["widths"].get(table, {}))

    def keep_width(self, table: str, column: str, width: int) -> None:
        """Remember the width of a column."""
        self._values["widths"].setdefault(table, {})[column] = width
        self._timer.start()

    def columns(self, table: str) -> tuple[str, ...]:
        """Give the remembered columns of a table in their order; empty where nobody chose any."""
        return tuple(self._values["columns"].get(table, ()))

    def keep_columns(self, table: str, columns: Iterable[str]) -> None:
        """Remember which columns a table shows, and in which order."""
        wanted = list(columns)
        if self._values["columns"].get(table) != wanted:
            self._values["columns"][table] = wanted
            self._timer.start()

    def flush(self) -> None:
        """Write at once what waits to be written: before the process ends."""
        if self._timer.isActive():
            self._timer.stop()
            write_settings(self._values)

    def _write(self) -> None:
        values = copy.deepcopy(self._values)
        if self._tasks is None:
            write_settings(values)
        else:
            # A settings file that cannot be written costs a width, not a message.
            self._tasks.compute(self, write_settings, values, failed=lambda _error: None)
