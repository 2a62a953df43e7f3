"""A second Peerkeep for a workspace that is open here: ENV-01."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app as application
from desktop.models.doorbell import Doorbell
from desktop.services import files
from desktop.services.vault import Workspace
from tests import vaults
from tests.fakes.clock import FakeClock


@pytest.fixture
def ws(workspace_folder: Path) -> Workspace:
    opened = vaults.reopen(workspace_folder, FakeClock())
    yield opened  # type: ignore[misc]  # a fixture that cleans up
    opened.close()


def test_a_second_start_rings_at_the_first_and_ends(
    ws: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENV-01: it makes no window and opens no file; the first one hears it."""
    bell = Doorbell()
    bell.listen(ws.folder)
    monkeypatch.setattr(files, "harden_process", lambda: None)
    monkeypatch.setattr(files, "use_private_temp", lambda: None)
    monkeypatch.setattr(application, "App", pytest.fail)
    with qtbot.waitSignal(bell.rung, timeout=5_000):
        assert application.main([str(ws.folder)]) == 0


def test_the_first_window_comes_to_the_front(qtbot: QtBot, qapp: QApplication) -> None:
    """ENV-01: also one that was minimised."""
    first = application.App(qapp)
    qtbot.addWidget(first.window)
    first.window.showMinimized()
    first.doorbell.rung.emit()
    assert not first.window.windowState() & Qt.WindowState.WindowMinimized
    assert first.window.isVisible()
    first.window.close()
