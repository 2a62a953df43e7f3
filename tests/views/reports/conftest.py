"""A workspace with pairs and meetings, and the Reports page over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.session import Session
from desktop.services import reports
from desktop.services.clock import SystemClock
from desktop.services.reports.types import Release
from desktop.services.vault import Workspace
from desktop.views.feature import Feature
from desktop.views.main_window import MainWindow
from desktop.views.reports.page import ReportsPage, find
from tests import vaults
from tests.services.reports.test_documents import meet, school
from tests.views.conftest import MakeWindow, unlock

FEATURE = Feature("reports", "Reports", "printer-outline", ReportsPage, find=find)


@pytest.fixture(scope="session")
def paired(tmp_path_factory: pytest.TempPathFactory, made_workspace: Path) -> Path:
    """A closed workspace with eight pairs that have met."""
    folder = vaults.copy(made_workspace, tmp_path_factory.mktemp("vaults") / "Paired.peerkeep")
    ws = vaults.reopen(folder, SystemClock())
    for pair in school(ws)[:6]:
        meet(ws, pair, ws.clock.today().isoformat())
    ws.close()
    return folder


class Reports:
    """The page in its window, and how a test waits for it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, session: Session) -> None:
        self.qtbot, self.window, self.session = qtbot, window, session
        page = window.pages["reports"]
        assert isinstance(page, ReportsPage)
        self.page = page

    def show(self, kind: str) -> None:
        self.page.open_report(kind)
        self.wait()

    def wait(self) -> None:
        """Wait for the pages of the present options."""

        def ready() -> bool:
            panel = self.page.panel
            return (
                panel is not None and not panel.waiting and self.page.document is not None and self.page.preview.drawn
            )

        self.qtbot.waitUntil(ready, timeout=20_000)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.session.tasks.busy, timeout=20_000)

    def read(self, verb: Callable[[Workspace], Any]) -> Any:
        got: list[Any] = []
        self.session.ask(self.window, verb, done=got.append)
        self.qtbot.waitUntil(lambda: bool(got), timeout=10_000)
        return got[0]

    def releases(self) -> tuple[Release, ...]:
        found: tuple[Release, ...] = self.read(reports.releases)
        return found


@pytest.fixture
def shown(qtbot: QtBot, make_window: MakeWindow, session: Session, paired: Path, tmp_path: Path) -> Reports:
    folder = tmp_path / "Test.peerkeep"
    shutil.copytree(paired, folder)
    window = make_window([FEATURE])
    unlock(qtbot, session, folder)
    made = Reports(qtbot, window, session)
    made.settle()
    return made


@pytest.fixture
def empty(qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path) -> Reports:
    """The page over a workspace in which nothing has happened yet."""
    window = make_window([FEATURE])
    unlock(qtbot, session, folder)
    made = Reports(qtbot, window, session)
    made.settle()
    return made
