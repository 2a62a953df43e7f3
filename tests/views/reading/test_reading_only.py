"""The window over a workspace that may only be read: banners, and no way to write (CRASH-15, ENV-02, ENV-04)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView, QTableView
from pytestqt.qtbot import QtBot

from desktop import cli as command_line
from desktop.models.session import Session, SignedIn
from desktop.services import files, media
from desktop.services.vault import Password, unlock
from desktop.views.again import AgainSheet
from desktop.views.lasting import LastingBanners
from desktop.views.messages import Messages
from desktop.views.start.wizard import Wizard
from desktop.views.theme import Look
from desktop.views.widgets import Button, let_write, may_write
from tests import vaults
from tests.services.vault.tampering import hashes
from tests.views.reading.conftest import Read
from tests.views.school import Desk

# What each page offers that would write.
WRITING = {
    "today": ["New note"],
    "people": ["Add a person", "Import"],
    "matching": ["Propose pairs"],
    "meetings": ["Save", "Add a pair"],
    "notes": ["New note"],
    "transfer": ["Copy to a folder", "Back up now"],
    "settings": ["Change the password", "Save the school", "Save the numbers", "Make new recovery words"],
}


def buttons(desk: Desk, key: str) -> dict[str, Button]:
    page = desk.go(key)
    return {button.words: button for button in page.findChildren(Button) if button.isVisibleTo(page)}


def test_edit_actions_are_off(read: Read, medium: Path) -> None:
    """CRASH-15: banner, edit actions off on every page, and the medium stays as it is."""
    before = hashes(medium)
    desk = read(medium)
    assert any("its drive or folder cannot be written" in words for words in desk.said())
    assert "Open for reading only" in desk.texts(desk.window._status)
    for key, wanted in WRITING.items():
        shown = buttons(desk, key)
        there = [words for words in wanted if words in shown]
        assert there or key == "matching", (key, sorted(shown))
        for words in there:
            assert not shown[words].isEnabled(), words
            assert "open for reading only" in shown[words].toolTip()
            shown[words].setEnabled(True)  # as a page does when something is chosen
            assert not shown[words].isEnabled()
    grid = desk.window.pages["meetings"].findChild(QTableView)
    assert grid is not None
    assert grid.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers
    desk.window.close()
    assert hashes(medium) == before


def test_the_rest_opens_after_the_password(
    read: Read, medium: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CRASH-15: tiers 2 to 4 stay closed until the password is given again; then the pages show them."""
    desk = read(medium)
    assert session.signed_in is not None
    assert session.signed_in.compartments == ("programme",)
    desk.go("notes")
    asked: list[str] = []
    monkeypatch.setattr(desk.window, "ask_again", lambda why, then: (asked.append(why), then()))
    desk.click("Open the rest")
    desk.settle()
    assert asked
    assert set(session.signed_in.compartments) == {"programme", "counselling", "private"}
    assert not any("The rest opens" in words for words in desk.said())
    rows = desk.go("notes").rows  # type: ignore[attr-defined]  # the page of notes
    assert rows.rowCount() == 1


def test_the_password_is_really_asked_for(read: Read, medium: Path, session: Session) -> None:
    """CRASH-15: two minutes after unlocking, a sheet stands before what is confidential."""
    desk = read(medium)
    desk.window.ask_again._asking._given = None  # type: ignore[attr-defined]  # long ago
    desk.click("Open the rest")
    sheet = desk.window.findChild(AgainSheet)
    assert sheet is not None
    assert sheet.isVisible()
    assert session.signed_in is not None
    assert session.signed_in.compartments == ("programme",)
    sheet.reject()


def test_somebody_else_at_work_is_named(qtbot: QtBot, look: Look) -> None:
    """ENV-02: the banner names the computer."""
    said = banners(qtbot, read_only="elsewhere", host="ROOM-12-LAPTOP")
    assert any("open on ROOM-12-LAPTOP" in words for words in said)


def banners(qtbot: QtBot, **state: object) -> tuple[str, ...]:
    messages = Messages()
    qtbot.addWidget(messages)
    shown = SignedIn(Path("x"), "u", "R. Osei", (), ("programme",), **state)  # type: ignore[arg-type]
    LastingBanners(messages, lambda: None).show(shown)
    return messages.texts()


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ("place:synced:OneDrive", "kept in step by OneDrive"),
        ("place:network:", "on a network drive"),
        ("place:roaming:", "a profile that Windows copies"),
        ("left:ROOM-12-LAPTOP", "open on ROOM-12-LAPTOP and was not closed"),
    ],
)
def test_the_place_is_warned_of_at_opening(qtbot: QtBot, look: Look, notice: str, words: str) -> None:
    """ENV-04: what kind of place it is, with what to do."""
    (said,) = banners(qtbot, notices=(notice,))
    assert words in said


def test_the_place_is_warned_of_before_a_workspace_is_made(
    qtbot: QtBot, look: Look, session: Session, tmp_path: Path
) -> None:
    """ENV-04: in the wizard, as soon as the place is chosen."""
    synced = tmp_path / "OneDrive - Northfield School"
    synced.mkdir()
    page = Wizard(session, lambda: None, lambda: None, tmp_path)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not session.tasks.busy)
    assert page._place_note.isHidden()
    page._on_place(str(synced))
    qtbot.waitUntil(lambda: "kept in step by OneDrive" in page._place_note.text(), timeout=5_000)
    assert not page._place_note.isHidden()


def test_a_setting_allows_network_drives(
    read: Read, noted_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENV-04: refused by default with the way to the setting; allowed, it is written from the next unlocking on."""
    folder = vaults.copy(noted_folder, tmp_path / "Test.peerkeep")
    real = media.medium_of
    inside = folder.resolve()

    def medium_of(path: Path) -> media.Medium:
        return media.Medium("cifs", network=True) if Path(path).resolve().is_relative_to(inside) else real(path)

    monkeypatch.setattr(media, "medium_of", medium_of)
    desk = read(folder)
    assert any("on a network drive" in words for words in desk.said())
    assert not may_write()
    desk.click("Settings", desk.window.messages)
    settings = desk.window.pages["settings"]
    settings._network.setChecked(True)  # type: ignore[attr-defined]  # the settings page
    assert desk.window.preferences.network_allowed
    ws = unlock(folder, Password(vaults.USER, vaults.PASSWORD))
    assert not ws.read_only
    ws.close()


def test_switching_back_keeps_what_a_page_wanted(qtbot: QtBot, look: Look) -> None:
    """CRASH-15: a button that a page had switched off stays off when writing is possible again."""
    on, off = Button("A", writes=True, tip="What it does"), Button("B", writes=True)
    for one in (on, off):
        qtbot.addWidget(one)
    off.setEnabled(False)
    let_write(allowed=False)
    assert not on.isEnabled()
    let_write(allowed=True)
    assert on.isEnabled()
    assert on.toolTip() == "What it does"
    assert not off.isEnabled()


def cli(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> int:
    secret = folder.parent.parent / "password"
    secret.write_text(vaults.PASSWORD)
    monkeypatch.setattr(files, "harden_process", lambda: None)
    return command_line.main([*words, "--password-file", str(secret)])


def test_the_command_line_reads_and_refuses(
    medium: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """CRASH-15: a reading command works, and says on standard error why nothing can be saved; a writing one says it."""
    before = hashes(medium)
    assert cli(monkeypatch, medium, "notes", str(medium), "--about", "1001", "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["notes"][0]["text"] == "She slept badly."
    assert said.err.count("open for reading only") == 1
    assert cli(monkeypatch, medium, "undo", str(medium)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("Nothing was changed") == 1
    assert hashes(medium) == before


def test_second_versions_are_shown_and_set_aside(read: Read, noted_folder: Path, tmp_path: Path) -> None:
    """ENV-05: a banner leads to the list; what is set aside stays in the folder, and the banner goes."""
    folder = vaults.copy(noted_folder, tmp_path / "Test.peerkeep")
    shutil.copy(folder / "programme.db", folder / "programme (1).db")
    desk = read(folder)
    assert any("second versions" in words for words in desk.said())
    desk.click("Look at them")
    sheet = desk.sheet()
    desk.settle()
    assert "It holds nothing that is not here" in desk.texts(sheet)
    desk.click("Set aside", sheet)
    desk.settle()
    assert len(list((folder / "set-aside").iterdir())) == 1
    assert "There are none any more" in desk.texts(sheet)
    assert not any("second versions" in words for words in desk.said())
    sheet.reject()
