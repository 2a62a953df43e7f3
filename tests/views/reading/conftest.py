"""The window over a workspace that may only be read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.session import Session
from desktop.models.start import by_password
from desktop.services import places
from desktop.views.widgets import let_write
from tests import media, vaults
from tests.fakes.clock import FakeClock
from tests.views.conftest import MakeWindow
from tests.views.desks import school_folder
from tests.views.school import Desk

__all__ = ["school_folder"]

Read = Callable[[Path], Desk]


@pytest.fixture(scope="session")
def noted_folder(school_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811 - a fixture
    """The school with a counselling note in it."""
    from desktop.services import notes, people

    folder = vaults.copy(school_folder, tmp_path_factory.mktemp("noted") / "Test.peerkeep")
    ws = vaults.reopen(folder, FakeClock())
    notes.write(ws, 2, people.person_by_number(ws, "1001").uid, "She slept badly.")
    ws.close()
    return folder


@pytest.fixture
def medium(noted_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """The school on a read-only medium."""
    with media.mounted(tmp_path / "medium", "32m") as place:
        folder = Path(shutil.copytree(noted_folder, place / "Test.peerkeep"))
        media.protect(place)
        yield folder


@pytest.fixture
def read(qtbot: QtBot, make_window: MakeWindow, session: Session) -> Iterator[Read]:
    """Open a workspace as the unlock page does."""

    def unlock(folder: Path) -> Desk:
        desk = Desk(qtbot, make_window(FEATURES), session, FakeClock())
        with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
            session.unlock(session, by_password(folder, vaults.USER, vaults.PASSWORD), failed=pytest.fail)
        desk.settle()
        return desk

    yield unlock
    let_write(allowed=True)
    places.allow_network(allowed=False)
