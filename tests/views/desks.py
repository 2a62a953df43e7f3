"""Fixtures of the pages of the day: people, notes, meetings, today. Their conftests take them from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.locking import IdleWatch
from desktop.models.preferences import Preferences
from desktop.models.session import Session
from desktop.models.tasks import Tasks
from desktop.views.main_window import MainWindow
from desktop.views.theme import Look
from desktop.views.widgets import Sheet
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views import school
from tests.views.conftest import Ended, leave_unpainted, paint, show

OpenDesk = Callable[..., school.Desk]


@pytest.fixture(scope="session")
def school_folder(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with the school in it, made once per run."""
    return school.make(template, tmp_path_factory.mktemp("school") / "School.peerkeep")


@pytest.fixture
def folder(school_folder: Path, tmp_path: Path) -> Path:
    """A closed workspace of the test's own."""
    return vaults.copy(school_folder, tmp_path / "Test.peerkeep")


@pytest.fixture
def open_desk(qtbot: QtBot, look: Look, clock: FakeClock, ended: Ended) -> Iterator[OpenDesk]:
    """Open a workspace in a window of its own; opening another one closes the first, as a restart does."""
    open_now: list[school.Desk] = []

    def close() -> None:
        while open_now:
            desk = open_now.pop()
            for sheet in desk.window.findChildren(Sheet):
                sheet.close()
            paint(desk.window)
            desk.window.close()

    def make(folder: Path, user: str = vaults.USER, password: str = vaults.PASSWORD) -> school.Desk:
        close()
        session = Session(Tasks(), clock)
        features = [feature for feature in FEATURES if feature.key in school.KEYS]
        window = MainWindow(session, Preferences(session.tasks), look, features, ended, IdleWatch())
        window.resize(1366, 768)
        leave_unpainted(window)
        qtbot.addWidget(window)
        show(qtbot, window)
        desk = school.Desk(qtbot, window, session, clock)
        open_now.append(desk)
        return desk.unlock(folder, user, password)

    yield make
    close()


@pytest.fixture
def desk(open_desk: OpenDesk, folder: Path) -> school.Desk:
    """The window over the school."""
    return open_desk(folder)
