"""A window that is opened once per world and dressed in every look."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NoReturn

from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.app import App
from desktop.services.clock import Clock
from desktop.services.vault import Password, open_workspace
from desktop.tour.hand import Hand
from tests.look.worlds import PASSWORD


class View:
    """The window over one workspace, unlocked, and a hand for it."""

    def __init__(self, folder: Path, user: str, clock: Clock | None = None) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.app = App(application)
        self.app.begin(folder)
        self.app.window.resize(1366, 768)
        if clock is not None:
            self.app.session.clock = clock
        self.hand = Hand(lambda: self.app.window, lambda: self.app.tasks.busy)
        self.hand.rest(0.3)
        opener = partial(open_workspace, folder, Password(user, PASSWORD), clock=clock)
        self.app.session.unlock(self.app.session, opener, failed=_raise)
        self.hand.find("Lock", QAbstractButton, seconds=60)
        self.app.idle.stop()

    def dress(self, theme: str, percent: int, width: int, height: int) -> None:
        """Change colours, size of text and size of the window."""
        self.app.preferences.set("theme", theme)
        self.app.preferences.set("text_percent", percent)
        self.app.window.resize(width, height)
        self.hand.rest(0.2)

    def go(self, key: str, **place: str) -> None:
        """Show a page and wait until it stands."""
        self.app.window.go(key, **place)
        self.hand.rest(0.25)

    def clear(self) -> None:
        """Put sheets away."""
        self.hand.close_sheets()

    def close(self) -> None:
        """Close the window and the workspace, in the size of text from which the next begins."""
        self.dress("light", 100, 1366, 768)
        self.app.window.close()
        self.app.window.deleteLater()


def _raise(error: Exception) -> NoReturn:
    print(f"{type(error).__name__}: {error}", flush=True)
    raise error
