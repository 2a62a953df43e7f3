"""The change bus: tells every model what a write changed. No view refreshes another."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.services.vault.types import Changes


class ChangeBus(QObject):
    """Carries the `Changes` of every write, on the window's thread, after its commit."""

    changed = Signal(object)

    def watch(self, context: QObject, tables: Iterable[str], react: Callable[[], object]) -> None:
        """Call `react()` after each write that touches one of `tables`, as long as `context` lives."""
        wanted = frozenset(tables)
        alive = weakref.ref(context)

        def heard(changes: Changes) -> None:
            living = alive()
            if living is None or not isValid(living):
                self.changed.disconnect(heard)
            elif wanted & changes.tables:
                react()

        self.changed.connect(heard)
