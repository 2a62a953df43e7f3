"""The change bus: tells every model what a write changed. No view refreshes another."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid


class WhatChanged(Protocol):
    """The part of a write's `Changes` that models look at: (table, row, person) of each entry."""

    @property
    def touched(self) -> Iterable[tuple[str, str, str | None]]:
        """Name what was written."""
        ...


def tables_of(changes: WhatChanged) -> frozenset[str]:
    """Give the names of the tables that were written."""
    return frozenset(entry[0] for entry in changes.touched)


class ChangeBus(QObject):
    """Carries the `Changes` of every write, on the window's thread, after its commit."""

    changed = Signal(object)

    def watch(self, context: QObject, tables: Iterable[str], react: Callable[[], object]) -> None:
        """Call `react()` after each write that touches one of `tables`, as long as `context` lives."""
        wanted = frozenset(tables)
        alive = weakref.ref(context)

        def heard(changes: WhatChanged) -> None:
            living = alive()
            if living is None or not isValid(living):
                self.changed.disconnect(heard)
            elif wanted & tables_of(changes):
                react()

        self.changed.connect(heard)
