"""A real session on a real, small workspace, and the window around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.locking import IdleWatch
from desktop.models.preferences import Preferences
from desktop.models.session import Session
from desktop.models.tasks import Tasks
from desktop.services.clock import SystemClock
from desktop.services.vault import new_words, prove_words
from desktop.views.feature import Feature
from desktop.views.main_window import MainWindow
from desktop.views.theme import Look
from tests import vaults


@pytest.fixture(scope="session")
def made_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace per run; each test gets a copy of it."""
    folder = tmp_path_factory.mktemp("vaults") / "Made.peerkeep"
    ws = vaults.make(folder, SystemClock(), words=new_words())
    prove_words(ws)
    ws.close()
    return folder


@pytest.fixture
def folder(made_workspace: Path, tmp_path: Path) -> Path:
    """Give a closed workspace of the test's own."""
    return vaults.copy(made_workspace, tmp_path / "Test.peerkeep")


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """Put the theme on once; laying out anew for each test would cost more than the tests."""
    look = Look(qapp)
    look.apply("light")
    return look


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    """Give a closed session with its workers; they have ended when the test has."""
    made = Session(Tasks())
    yield made
    made.close()


def show(qtbot: QtBot, widget: QWidget) -> None:
    """Show a window and make it the active one: keys go there."""
    with qtbot.waitActive(widget, timeout=5_000):
        widget.show()
        widget.activateWindow()


def leave_unpainted(window: QWidget) -> None:
    """Let a window lay itself out but not draw each state between two waits: a third of its tests' time went into that.

    `paint` draws the last one. Sheets are windows of their own and draw themselves.
    """
    window.setUpdatesEnabled(False)


def paint(window: QWidget) -> None:
    """Draw a window once, so that what fails while drawing fails its test."""
    window.setUpdatesEnabled(True)
    window.repaint()


def unlock(qtbot: QtBot, session: Session, folder: Path) -> None:
    """Open a test workspace in a session."""
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        session.unlock(session, lambda: vaults.reopen(folder, SystemClock()), failed=pytest.fail)


class Ended:
    """Stands for the end of the process: counts instead."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        """End."""
        self.times += 1


@pytest.fixture
def ended() -> Ended:
    """Give what the window calls to end the process."""
    return Ended()


MakeWindow = Callable[[Sequence[Feature]], MainWindow]


@pytest.fixture
def make_window(qtbot: QtBot, look: Look, session: Session, ended: Ended) -> MakeWindow:
    """Make a window with the features given, unlocked or not."""

    def make(features: Sequence[Feature]) -> MainWindow:
        window = MainWindow(session, Preferences(session.tasks), look, features, ended, IdleWatch())
        window.resize(1366, 768)
        leave_unpainted(window)
        qtbot.addWidget(window, before_close_func=paint)
        show(qtbot, window)
        return window

    return make
