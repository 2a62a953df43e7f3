"""The Transfer page: drives come by themselves, a copy is made, cancelled, refused, and checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.models import transfer as model
from desktop.services import transfer
from desktop.views.transfer.opening import OpenCopySheet
from desktop.views.widgets import Button, RecordRow
from tests.views.conftest import Ended
from tests.views.transfer.conftest import Shown, Sticks


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def button(widget: QWidget, name: str) -> Button:
    return next(one for one in widget.findChildren(Button) if one.accessibleName() == name and one.isVisibleTo(widget))


def test_without_a_drive_the_page_says_what_to_do(shown: Shown) -> None:
    assert "No removable drive is plugged in" in words(shown.page)
    assert "No copy yet" in words(shown.page)
    assert button(shown.page, "Copy to a folder").key == "Ctrl+N"


def test_a_drive_appears_by_itself(shown: Shown, sticks: Sticks, tmp_path: Path) -> None:
    sticks.plug_in(tmp_path / "stick", "KINGSTON")
    shown.qtbot.waitUntil(lambda: "4 GB free" in words(shown.page).replace("4.0", "4"), timeout=6_000)
    assert button(shown.page, "Copy to KINGSTON")


def test_a_copy_is_made_verified_and_the_drive_safe_to_remove(shown: Shown, sticks: Sticks, tmp_path: Path) -> None:
    stick = sticks.plug_in(tmp_path / "stick", "KINGSTON")
    shown.page.look()
    shown.settle()
    shown.window.activateWindow()
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    (made,) = stick.iterdir()
    assert transfer.inspect(made).users == ("Sample Counsellor",)
    assert "KINGSTON is safe to remove" in words(shown.page)
    assert "Last copy today" in words(shown.page)
    assert "Sample" not in made.name


def test_a_copy_in_a_folder_is_not_called_safe_to_remove(shown: Shown, tmp_path: Path) -> None:
    shown.page.copy_to_file(str(tmp_path / "mine.peerkeep-copy"))
    shown.settle()
    assert "was read back: it is whole" in words(shown.page)
    assert "safe to remove" not in words(shown.page)
    shown.page.copy_to_file(str(tmp_path / "mine.peerkeep-copy"))  # the file dialog has asked
    shown.settle()
    assert shown.window.messages.texts() == ()


def test_a_cancelled_copy_leaves_nothing(shown: Shown, sticks: Sticks, tmp_path: Path) -> None:
    stick = sticks.plug_in(tmp_path / "stick", "KINGSTON")
    shown.page.copy_to_drive(str(stick))
    # It is on the screen a moment after it is made; the copy may be done by then.
    next(one for one in shown.page.findChildren(Button) if one.accessibleName() == "Cancel: Copying").click()
    shown.settle()
    assert list(stick.iterdir()) == []
    shown.qtbot.waitUntil(lambda: "Cancelled. No copy was made." in words(shown.page), timeout=5_000)


def test_a_full_stick_is_told_before_and_offers_no_button(shown: Shown, sticks: Sticks, tmp_path: Path) -> None:
    sticks.plug_in(tmp_path / "stick", "SMALL", free=900_000)
    shown.page.look()
    shown.settle()
    assert "900 kB free: too little" in words(shown.page)
    assert not [one for one in shown.page.findChildren(Button) if one.accessibleName() == "Copy to SMALL"]


def test_a_stick_that_was_pulled_out_is_said(shown: Shown, tmp_path: Path) -> None:
    shown.page.copy_to_drive(str(tmp_path / "gone"))
    shown.settle()
    assert shown.window.messages.texts()
    assert "whole" not in words(shown.page).replace("whole workspace", "").replace("a copy is whole", "")


def test_a_copy_into_the_workspace_is_refused(shown: Shown, folder: Path) -> None:
    shown.page.copy_to_file(str(folder / "x.peerkeep-copy"))
    shown.settle()
    assert any("own folder" in text for text in shown.window.messages.texts())


def test_the_side_says_who_can_open_it_and_what_is_missing(shown: Shown) -> None:
    said = words(shown.page.side)
    assert "Sample Counsellor, with the password of today" in said
    assert "Text that is not saved yet" in said


def test_checking_a_copy_while_a_workspace_is_open_offers_to_lock(shown: Shown, a_copy: Path, ended: Ended) -> None:
    shown.page.check_copy(str(a_copy))
    shown.settle()
    sheet = shown.window.findChild(OpenCopySheet)
    assert sheet is not None
    assert "The copy is whole" in words(sheet)
    button(sheet, "Lock now").click()
    assert ended.times == 1


def test_what_takes_the_keyboard_has_a_name(shown: Shown, sticks: Sticks, tmp_path: Path) -> None:
    sticks.plug_in(tmp_path / "stick", "KINGSTON")
    shown.page.look()
    shown.settle()
    widgets = shown.page.findChildren(QWidget)
    takes = [w for w in widgets if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert takes
    assert [w for w in takes if not w.accessibleName()] == []
    assert all(row.accessibleName() for row in shown.page.findChildren(RecordRow))


@pytest.mark.parametrize(
    ("last", "said", "old"),
    [
        ("", "No copy yet", True),
        ("2026-11-18T09:00:00+00:00", "Last copy today", False),
        ("2026-11-17T09:00:00+00:00", "Last copy yesterday", False),
        ("2026-11-11T09:00:00+00:00", "Last copy 7 days ago, 11 Nov 2026", False),
        ("2026-11-10T09:00:00+00:00", "Last copy 8 days ago, 10 Nov 2026", True),
        ("2026-11-19T09:00:00+00:00", "Last copy today", False),
    ],
)
def test_the_last_copy_is_said_in_days(last: str, said: str, old: bool) -> None:
    assert model.last_copy_words(last, date(2026, 11, 18)) == (said, old)


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "1 kB"), (900_000, "900 kB"), (1_640_000, "1.6 MB"), (7_300_000_000, "7.3 GB"), (64 * 10**9, "64 GB")],
)
def test_sizes_are_said_in_the_unit_that_fits(size: int, said: str) -> None:
    assert model.size_words(size) == said


def test_a_new_workspace_gets_a_name_that_is_free(tmp_path: Path) -> None:
    copy = Path("2026-11-18-a1b2c3.peerkeep-copy")
    first = model.folder_beside(copy, tmp_path)
    assert first.name == "2026-11-18-a1b2c3.peerkeep"
    first.mkdir()
    assert model.folder_beside(copy, tmp_path).name == "2026-11-18-a1b2c3-2.peerkeep"
