"""LOCK-02: drafts that the drive did not take, held sealed by the next process and given to who unlocks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.drafts import PLACE_KEY, DraftKeeper
from desktop.models.left_drafts import LeftDrafts, packed, read_left
from desktop.models.tasks import Tasks
from desktop.services.vault import Workspace
from desktop.services.vault.drafts import Draft

TEXT = Draft("Finn says he was ill.", 4, "notes")


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


def block(folder: Path) -> None:
    """Let nothing be written where drafts go: a file has the folder's name, for root too."""
    (folder / "drafts").write_bytes(b"")


def test_what_the_drive_refuses_is_given_back_sealed(workspace: Workspace, tasks: Tasks) -> None:
    block(workspace.folder)
    keeper = DraftKeeper(tasks)
    keeper.use(workspace.drafts)
    keeper.note("note:1", TEXT)
    (left,) = keeper.seal_now()
    assert b"Finn" not in left
    assert workspace.drafts.opened(left) == ("note:1", TEXT)


def test_it_is_written_as_soon_as_the_drive_takes_it(workspace: Workspace, tasks: Tasks, qtbot: QtBot) -> None:
    """CRASH-14 for drafts: nobody has to press a key or start anew."""
    block(workspace.folder)
    left = LeftDrafts(tasks)
    left.take(workspace.folder, (workspace.drafts.sealed("note:1", TEXT), workspace.drafts.sealed("place", TEXT)))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert len(left.waiting) == 2
    (workspace.folder / "drafts").unlink()
    with qtbot.waitSignal(left.written, timeout=10_000):
        pass
    assert left.give() == ()
    assert workspace.drafts.find("note:1") == TEXT


def test_who_unlocks_before_that_gets_it_and_a_newer_one_counts_more(workspace: Workspace, tasks: Tasks) -> None:
    older, other = workspace.drafts.sealed("note:1", Draft("old")), workspace.drafts.sealed("note:2", TEXT)
    workspace.drafts.keep("note:1", TEXT)
    keeper = DraftKeeper(tasks)
    keeper.use(workspace.drafts, workspace.drafts.all())
    keeper.adopt((older, other, b"noise"))
    assert keeper.find("note:1") == TEXT
    assert keeper.find("note:2") == TEXT
    assert keeper.seal_now() == ()
    assert workspace.drafts.find("note:2") == TEXT


def test_a_refused_draft_is_tried_again_without_a_key_and_said_once(
    workspace: Workspace, tasks: Tasks, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CRASH-14."""
    monkeypatch.setattr("desktop.models.drafts._AGAIN_AFTER_MS", 50)
    block(workspace.folder)
    keeper, said = DraftKeeper(tasks), []
    keeper.failed.connect(said.append)
    keeper.use(workspace.drafts)
    keeper.note("note:1", TEXT)
    qtbot.waitUntil(lambda: bool(said), timeout=5_000)
    qtbot.wait(200)
    (workspace.folder / "drafts").unlink()
    with qtbot.waitSignal(keeper.kept, timeout=5_000):
        pass
    assert len(said) == 1
    assert workspace.drafts.find("note:1") == TEXT


@pytest.mark.skipif(sys.platform == "win32", reason="swaps standard input")
@pytest.mark.parametrize("left", [(), (b"one",), (b"one", b"x" * 300_000)])
def test_drafts_come_whole_through_the_pipe_or_not_at_all(left: tuple[bytes, ...], tmp_path: Path) -> None:
    data = packed(left)
    for content, read in ((data, left), (data[:-1], ()), (data + b"\0" * 9, ())):
        path = tmp_path / "pipe"
        path.write_bytes(content)
        before, given = os.dup(0), os.open(path, os.O_RDONLY)
        try:
            os.dup2(given, 0)
            assert read_left() == read
        finally:
            os.dup2(before, 0)
            os.close(before)
            os.close(given)


def test_the_place_to_come_back_to_is_no_field_of_its_page(tasks: Tasks) -> None:
    """Meetings took it for a day that somebody had not saved, and failed (found by the storm)."""
    keeper = DraftKeeper(tasks)
    keeper.note(PLACE_KEY, Draft("", page="meetings"))
    keeper.note("meetings:2026-11-18", Draft("", page="meetings", record="x"))
    assert keeper.keys("meetings") == ("meetings:2026-11-18",)
