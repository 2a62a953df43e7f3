"""Loading what the pages need before anybody asks for it, beside the first page and the typing of a password.

A module that defines a kind of Qt object is imported on the window's thread and nowhere else: PySide looks kinds up
without holding the interpreter, in a table without a lock, so a worker that adds one crashes the window now and then
(a null pointer in `SignalManager::retrieveMetaObject`, seen with 6.11.3). So a worker loads the services, which know
no Qt, and the window's thread the rest, one small module in each turn.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from PySide6.QtCore import QObject, QTimer

import desktop.models
from desktop.models.tasks import Tasks

# When the first page stands.
_AFTER_MS = 250
_BETWEEN_MS = 4
_AREAS = ("people", "programme", "matching", "meetings", "notes", "reports", "support", "transfer", "backups")


class Ahead(QObject):
    """Loads the services, then the models, then the modules of `pages` (folders of views), a page's own one last."""

    def __init__(self, tasks: Tasks, pages: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._pages = tasks, pages
        self._left: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._turn = QTimer(self)
        self._turn.setInterval(_BETWEEN_MS)
        self._turn.timeout.connect(self._load_one)

    def start(self) -> None:
        """Begin in a moment."""
        self._timer.start(_AFTER_MS)

    def hurry(self) -> None:
        """Begin at once, if it has not begun: somebody waits for a key to be derived anyway."""
        if self._timer.isActive():
            self._timer.start(0)

    def _begin(self) -> None:
        self._left = modules(self._pages)
        self._tasks.compute(self, load_services, done=lambda _none: self._turn.start())

    def _load_one(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
        else:
            self._turn.stop()


def load_services() -> None:
    """Load what the pages' verbs need; on a worker. None of it knows Qt (tests/architecture/test_layers.py)."""
    for area in _AREAS:
        import_module(f"desktop.services.{area}")


def modules(pages: tuple[str, ...]) -> list[str]:
    """Name the modules of the models and of the pages' folders, those that import the others last."""
    found = [f"desktop.models.{one.name}" for one in iter_modules(desktop.models.__path__)]
    for page in pages:
        folder = import_module(f"desktop.views.{page}")
        names = sorted((one.name for one in iter_modules(folder.__path__)), key=lambda name: (name == "page", name))
        found += [f"{folder.__name__}.{name}" for name in names]
    return found
