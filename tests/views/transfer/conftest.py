"""A stick that is a folder, the Transfer page over a real workspace, and a copy of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.session import Session
from desktop.services import files, transfer
from desktop.services.clock import SystemClock
from desktop.services.drives import Drive
from desktop.views.feature import Feature
from desktop.views.main_window import MainWindow
from desktop.views.start.beginning import Beginning, MakeWay
from desktop.views.transfer.page import TransferPage
from tests import vaults
from tests.views.conftest import MakeWindow, unlock

FEATURE = Feature("transfer", "Transfer", "usb-flash-drive-outline", TransferPage)
GIGABYTE = 10**9


class Sticks:
    """What is plugged in, as the system tells it."""

    def __init__(self) -> None:
        self.drives: list[Drive] = []

    def plug_in(self, folder: Path, label: str, free: int = 4 * GIGABYTE) -> Path:
        folder.mkdir()
        self.drives.append(Drive(folder, label, free))
        return folder


@pytest.fixture
def sticks(monkeypatch: pytest.MonkeyPatch) -> Sticks:
    """No test can plug in a stick: the system's list of removable drives is replaced."""
    made = Sticks()
    monkeypatch.setattr(files, "removable_drives", lambda: list(made.drives))
    return made


@pytest.fixture(scope="session")
def a_copy(tmp_path_factory: pytest.TempPathFactory, made_workspace: Path) -> Path:
    """A copy of the test workspace; nobody changes it."""
    place = tmp_path_factory.mktemp("copies")
    ws = vaults.reopen(vaults.copy(made_workspace, place / "Of.peerkeep"), SystemClock())
    transfer.copy_out(ws, place / "2026-11-18-a1b2c3.peerkeep-copy")
    ws.close()
    return place / "2026-11-18-a1b2c3.peerkeep-copy"


class Shown:
    """The page in its window, and how a test waits for it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, session: Session) -> None:
        self.qtbot, self.window, self.session = qtbot, window, session
        page = window.pages["transfer"]
        assert isinstance(page, TransferPage)
        self.page = page

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.session.tasks.busy, timeout=20_000)
        self.qtbot.wait(1)  # what an answer has put into the window is shown a moment later


@pytest.fixture
def shown(qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path, sticks: Sticks) -> Shown:
    window = make_window([FEATURE])
    unlock(qtbot, session, folder)
    made = Shown(qtbot, window, session)
    made.settle()
    return made


FirstPage = Callable[..., MainWindow]


@pytest.fixture
def first_page(make_window: MakeWindow, session: Session, sticks: Sticks) -> FirstPage:
    """Show the window before unlocking, with the given ways of the first page."""
    alive = []

    def make(*ways: MakeWay) -> MainWindow:
        made = make_window([FEATURE])
        beginning = Beginning(session, lambda: None, ways)
        alive.append(beginning)
        made.set_start(beginning.frame)
        beginning.welcome()
        return made

    return make
