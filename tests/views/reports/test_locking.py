"""Locking with a preview on the screen: covered at once, and what was asked of the staff is kept."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.services.vault import Password, open_workspace
from tests import vaults
from tests.views.conftest import Ended
from tests.views.reports.conftest import Reports

REQUEST = "Two more quiet rooms"


def test_a_preview_is_covered_and_the_requests_are_kept(
    shown: Reports, ended: Ended, qtbot: QtBot, tmp_path: Path
) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    qtbot.keyClicks(panel.needs, REQUEST)
    shown.window.lock()
    assert ended.times == 1
    assert shown.window._cover.isVisible()
    assert shown.window._cover.geometry() == shown.window.rect()
    shown.session.close()
    ws = open_workspace(tmp_path / "Test.peerkeep", Password(vaults.USER, vaults.PASSWORD))
    request, place = ws.drafts.find("report:needs"), ws.drafts.find("place")
    ws.close()
    assert request is not None
    assert request.text == REQUEST
    assert place is not None
    assert place.page == "reports"
