"""Backups in the window: made, listed, rehearsed and restored; the damaged one is named; the daily one comes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.backups import moment_words
from desktop.models.copy_age import is_copy_due, last_backup_words
from desktop.models.daily_backup import DailyBackup
from desktop.models.session import OPEN, Session
from desktop.services import backups, files
from desktop.services.clock import SystemClock
from desktop.views.main_window import MainWindow
from desktop.views.start.welcome import BigButton
from desktop.views.transfer.opening import OpenCopySheet, restore_way
from desktop.views.transfer.rehearsal import RehearsalSheet
from desktop.views.transfer.restoring import RestoreSheet
from desktop.views.widgets import Button
from tests import vaults
from tests.views.conftest import Ended, MakeWindow, unlock
from tests.views.transfer.conftest import FEATURE, FirstPage, Shown, Sticks
from tests.views.transfer.test_page import button, words


def make_one(shown: Shown) -> Path:
    shown.page.backups.now_button.click()
    shown.settle()
    return shelf(shown)[0]


def shelf(shown: Shown) -> list[Path]:
    assert shown.session.signed_in is not None
    folder = shown.session.signed_in.folder / "backups"
    return sorted(folder.iterdir(), reverse=True) if folder.exists() else []


def spoil(backup: Path) -> None:
    content = bytearray((backup / "programme.db").read_bytes())
    content[5000] ^= 1
    (backup / "programme.db").write_bytes(content)


def test_without_a_backup_the_card_says_when_the_first_comes(shown: Shown) -> None:
    assert "No backup yet" in words(shown.page.backups)
    assert "soon after unlocking" in words(shown.page.backups)
    assert "No backup yet" in words(shown.window._status)
    assert not shown.page.backups.check_button.isVisible()


def test_back_up_now_by_key_lists_it_and_the_status_line_says_so(shown: Shown) -> None:
    shown.window.activateWindow()
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert len(shelf(shown)) == 1
    said = words(shown.page.backups)
    assert "Today, " in said
    assert "verified" in said
    assert "made by hand" in said
    assert "1 backup, " in said
    assert "Backup today" in words(shown.window._status)


def test_a_cancelled_backup_leaves_nothing(shown: Shown) -> None:
    shown.page.backups.now_button.click()
    # It is on the screen a moment after it is made; the backup may be done by then.
    cancels = [one for one in shown.page.backups.findChildren(Button) if one.accessibleName() == "Cancel: Backing up"]
    cancels[0].click()
    shown.settle()
    assert shelf(shown) == []
    assert shown.page.backups.now_button.isEnabled()


def test_a_rehearsal_says_what_it_holds_and_leaves_nothing(shown: Shown) -> None:
    make_one(shown)
    card = shown.page.backups
    (rehearse,) = [one for one in card.findChildren(QWidget) if one.accessibleName().startswith("Rehearse the backup")]
    rehearse.click()  # type: ignore[attr-defined]  # a button, by its name
    shown.settle()
    sheet = shown.window.findChild(RehearsalSheet)
    assert sheet is not None
    said = words(sheet)
    assert "This backup opens and holds 0 people, 0 pairs, 0 meetings and 0 notes." in said
    assert "In the backup" in said
    assert "Nothing of it stays" in said
    assert list(files.temp_home().iterdir()) == []
    button(sheet, "Close").click()


def test_restoring_makes_a_workspace_elsewhere_and_offers_to_lock(shown: Shown, tmp_path: Path, ended: Ended) -> None:
    make_one(shown)
    card = shown.page.backups
    (restore,) = [one for one in card.findChildren(QWidget) if one.accessibleName().startswith("Restore the backup")]
    restore.click()  # type: ignore[attr-defined]  # a button, by its name
    sheet = shown.window.findChild(RestoreSheet)
    assert sheet is not None
    assert "stays as it is" in words(sheet)
    place = tmp_path / "documents"
    place.mkdir()
    sheet.on_place(str(place))
    sheet.restore_button.click()
    shown.settle()
    (folder,) = place.iterdir()
    assert "It is restored" in words(sheet)
    ws = vaults.reopen(folder, SystemClock())
    assert ws.notices == ()
    ws.close()
    button(sheet, "Lock now").click()
    assert ended.times == 1


def test_file_10_a_damaged_one_is_named_and_cannot_be_used(shown: Shown) -> None:
    make_one(shown)
    spoil(make_one(shown))
    button(shown.page.backups, "Check all").click()
    shown.settle()
    said = words(shown.page.backups)
    assert "damaged: a file of it was changed" in said
    buttons = [one for one in shown.page.backups.findChildren(QWidget) if "the backup:" in one.accessibleName()]
    assert sorted(one.isEnabled() for one in buttons if one.isVisible()) == [False, False, True, True]


def test_a_rehearsal_of_a_damaged_one_says_so(shown: Shown) -> None:
    spoil(make_one(shown))
    row = shown.page.backups._shelf.rows[0]
    shown.page.backups.rehearse(row)
    shown.settle()
    sheet = shown.window.findChild(RehearsalSheet)
    assert sheet is not None
    assert "This backup is damaged" in words(sheet)
    assert "damaged" in words(shown.page.backups)


def test_many_are_shown_when_asked_for(shown: Shown) -> None:
    for _ in range(5):
        make_one(shown)
    assert len(shown.page.backups._shelf.rows) == 5
    shown.qtbot.waitUntil(lambda: words(shown.page.backups).count("made by hand") == 3, timeout=5_000)
    button(shown.page.backups, "Show all 5").click()
    shown.qtbot.waitUntil(lambda: words(shown.page.backups).count("made by hand") == 5, timeout=5_000)


def test_no_room_is_said_plainly(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "free_space", lambda _: 1000)
    shown.page.backups.now_button.click()
    shown.settle()
    assert any("No backup was made" in text for text in shown.window.messages.texts())


def test_what_takes_the_keyboard_has_a_name(shown: Shown) -> None:
    make_one(shown)
    takes = [w for w in shown.page.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [w for w in takes if not w.accessibleName()] == []


def test_the_daily_backup_is_made_by_itself(
    qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path, sticks: Sticks
) -> None:
    window = make_window([FEATURE])
    daily = DailyBackup(session, after_ms=50)
    unlock(qtbot, session, folder)
    qtbot.waitUntil(lambda: daily.task is not None and not daily.task.running, timeout=20_000)
    qtbot.waitUntil(lambda: "Backup today" in words(window._status), timeout=10_000)
    assert len(list((folder / "backups").iterdir())) == 1
    qtbot.waitUntil(lambda: "made by itself" in words(window.pages["transfer"]), timeout=10_000)


def test_the_sample_school_promises_no_backup_by_itself(shown: Shown) -> None:
    session = shown.session
    assert session.signed_in is not None
    session.signed_in = replace(session.signed_in, sample=True)
    shown.page.backups.refresh()
    shown.settle()
    assert "The sample school gets none by itself" in words(shown.page.backups)


@pytest.fixture
def first(first_page: FirstPage) -> MainWindow:
    return first_page(restore_way)


def test_a_workspace_that_does_not_open_is_restored_from_the_first_page(
    qtbot: QtBot, first: MainWindow, session: Session, folder: Path, tmp_path: Path
) -> None:
    ws = vaults.reopen(folder, SystemClock())
    backups.back_up(ws)
    spoil(backups.back_up(ws).path)
    ws.close()
    (folder / "programme.db").write_bytes(b"\0" * 9000)
    assert "Restore a backup" in [one.accessibleName() for one in first.findChildren(BigButton)]
    sheet = OpenCopySheet(first, session, str(folder))
    sheet.start()
    qtbot.waitUntil(lambda: "is whole" in words(sheet), timeout=20_000)
    assert "1 newer backup is damaged." in words(sheet)
    sheet.work.click()
    place = tmp_path / "place"
    place.mkdir()
    sheet._on_place(str(place))
    sheet.password.line.setText(vaults.PASSWORD)
    sheet.open_button.click()
    qtbot.waitUntil(lambda: session.state == OPEN, timeout=20_000)
    (restored,) = place.iterdir()
    assert session.signed_in is not None
    assert session.signed_in.folder == restored


def test_a_folder_without_backups_is_refused(qtbot: QtBot, first: MainWindow, session: Session, tmp_path: Path) -> None:
    sheet = OpenCopySheet(first, session, str(tmp_path))
    sheet.start()
    qtbot.waitUntil(sheet.error.isVisible, timeout=10_000)
    assert "no Peerkeep backup in this folder" in sheet.error.text()


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("", "No backup yet"),
        ("2026-11-18T09:00:00+00:00", "Backup today"),
        ("2026-11-17T09:00:00+00:00", "Backup yesterday"),
        ("2026-11-08T09:00:00+00:00", "Backup 10 days ago"),
        ("2026-12-08T09:00:00+00:00", "Backup today"),
    ],
)
def test_the_age_of_the_last_backup_is_said_in_days(last: str, said: str) -> None:
    assert last_backup_words(last, date(2026, 11, 18)) == said


@pytest.mark.parametrize(("since", "due"), [("2026-11-12", False), ("2026-11-11", True), ("2026-12-11", False)])
def test_a_copy_is_due_after_a_week(since: str, due: bool) -> None:
    assert is_copy_due(f"{since}T10:00:00+00:00", date(2026, 11, 18)) is due


def test_a_moment_is_said_by_its_day() -> None:
    today = date(2026, 11, 18)
    assert moment_words("2026-11-18T10:42:00+00:00", today) == "Today, 10:42"
    assert moment_words("2026-11-17T10:42:00+00:00", today) == "Yesterday, 10:42"
    assert moment_words("2026-10-17T10:42:00+00:00", today) == "17 Oct 2026, 10:42"
