"""A damaged workspace at the window: what is offered on the unlock page, salvage, and the full check by hand."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.features import ways_out
from desktop.models import salvaging as model
from desktop.models.session import OPEN, Session
from desktop.services import backups
from desktop.services.clock import SystemClock
from desktop.services.vault.errors import KeyringDamaged, OlderThanSeen, WrongPassword
from desktop.views.main_window import MainWindow
from desktop.views.start.beginning import Beginning
from desktop.views.start.unlock import UnlockPage
from desktop.views.start.welcome import BigButton
from desktop.views.transfer.checking import CheckSheet
from desktop.views.transfer.damaged import DamagedSheet
from desktop.views.transfer.opening import OpenCopySheet
from desktop.views.transfer.salvaging import SalvageSheet, salvage_way
from tests import vaults
from tests.services.vault import rows
from tests.services.vault.tampering import hashes, raw
from tests.views.conftest import Ended, MakeWindow
from tests.views.test_window import focusable_without_a_name
from tests.views.transfer.conftest import FEATURE, Shown
from tests.views.transfer.test_page import button, words


def spoil(folder: Path, name: str = "programme.db", page: int = 1) -> None:
    content = bytearray((folder / name).read_bytes())
    content[(page - 1) * 4096 + 900] ^= 4
    (folder / name).write_bytes(content)


class Start:
    """The pages before unlocking, in a window, and how a test goes through them."""

    def __init__(self, qtbot: QtBot, session: Session, window: MainWindow) -> None:
        self.qtbot, self.session, self.window = qtbot, session, window
        self.beginning = Beginning(session, lambda: None, (), ways_out)
        window.set_start(self.beginning.frame)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.session.tasks.busy, timeout=20_000)
        self.qtbot.wait(1)

    def page(self) -> UnlockPage:
        page = self.beginning.frame.page
        assert isinstance(page, UnlockPage)
        return page

    def unlock(self, folder: Path, password: str = vaults.PASSWORD) -> None:
        self.beginning.unlock(folder)
        self.settle()
        self.page().password.line.setText(password)
        self.page().button.click()
        self.settle()

    def sheet(self, kind: type[Any]) -> Any:
        self.qtbot.waitUntil(lambda: any(one.isVisible() for one in self.window.findChildren(kind)), timeout=10_000)
        self.settle()
        return next(one for one in self.window.findChildren(kind) if one.isVisible())


@pytest.fixture
def start(qtbot: QtBot, make_window: MakeWindow, session: Session) -> Start:
    return Start(qtbot, session, make_window([FEATURE]))


def offered(sheet: DamagedSheet) -> list[str]:
    return [one.accessibleName() for one in sheet.findChildren(BigButton)]


def press(sheet: QWidget, beginning_with: str) -> None:
    next(one for one in sheet.findChildren(BigButton) if one.accessibleName().startswith(beginning_with)).click()


def test_file_01_an_empty_file_offers_the_newest_good_backup_first(start: Start, folder: Path) -> None:
    """FILE-01, FILE-09: the file is named, the newest backup comes first, and nothing is made or changed."""
    ws = vaults.reopen(folder, SystemClock())
    backups.back_up(ws)
    ws.close()
    (folder / "programme.db").write_bytes(b"")
    before = hashes(folder)
    start.unlock(folder)
    sheet = start.sheet(DamagedSheet)
    assert "programme.db of this workspace is empty" in words(sheet)
    assert [name.partition(" of ")[0] for name in offered(sheet)] == [
        "Use the backup", "Salvage what can be read", "Another workspace",
    ]  # fmt: skip
    assert focusable_without_a_name(sheet) == []
    press(sheet, "Use the backup")
    opening = start.sheet(OpenCopySheet)
    assert "The backup of" in words(opening)
    assert opening.look.isChecked()
    assert {name: value for name, value in hashes(folder).items() if "checked" not in name} == {
        name: value for name, value in before.items() if "checked" not in name
    }


def test_file_10_the_next_older_backup_is_offered(start: Start, folder: Path) -> None:
    ws = vaults.reopen(folder, SystemClock())
    backups.back_up(ws)
    newest = backups.back_up(ws)
    ws.close()
    spoil(newest.path)
    spoil(folder)
    start.unlock(folder)
    sheet = start.sheet(DamagedSheet)
    assert "1 newer one is damaged" in "".join(one.accessibleDescription() for one in sheet.findChildren(BigButton))


def test_file_11_salvage_from_the_unlock_page_and_open_what_it_made(start: Start, folder: Path) -> None:
    """FILE-11: without a backup salvage comes first, with the password that was typed; the list of what is lost stays."""
    ws = vaults.reopen(folder, SystemClock())
    rows.add_person(ws, number="77")
    ws.close()
    spoil(folder)
    (folder / "counselling.db").unlink()
    start.unlock(folder)
    sheet = start.sheet(DamagedSheet)
    assert offered(sheet) == ["Salvage what can be read", "Another workspace"]
    press(sheet, "Salvage")
    salvage = start.sheet(SalvageSheet)
    assert focusable_without_a_name(salvage) == []
    salvage.salvage_button.click()
    start.settle()
    assert "1 people, 0 pairs" in words(salvage)
    assert "Counselling: 1 whole file" in words(salvage).replace("Counselling notes", "Counselling")
    button(salvage, "Open it").click()
    start.settle()
    made = folder.with_name("Test-salvaged.peerkeep")
    assert made.is_dir()
    start.page().password.line.setText(vaults.PASSWORD)
    start.page().button.click()
    start.settle()
    assert start.session.state == OPEN


def test_salvage_from_the_first_page_asks_for_the_password(start: Start, folder: Path) -> None:
    way = salvage_way(start.beginning.frame, start.session, start.beginning.unlock)
    assert way.words == "Salvage a workspace"
    opened: list[Path] = []
    sheet = SalvageSheet(start.window, start.session, folder, opened.append)
    sheet.start()
    start.settle()
    sheet.password.line.setText("eight herons over water")
    sheet.salvage_button.click()
    start.settle()
    assert "The name or the password is not right" in words(sheet)
    sheet.other.click()
    sheet.words.setPlainText("wrong words")
    sheet.salvage_button.click()
    start.settle()
    assert "Word 2 is not one of the recovery words" in words(sheet)
    sheet.other.click()
    sheet.password.line.setText(vaults.PASSWORD)
    sheet.salvage_button.click()
    start.settle()
    assert "Nothing is lost." in words(sheet)
    button(sheet, "Open it").click()
    assert opened == [folder.with_name("Test-salvaged.peerkeep")]


def test_auth_10_the_keyrings_second_copy_is_offered_and_put_in_its_place(start: Start, folder: Path) -> None:
    """AUTH-10: the damaged keyring is kept beside the one that takes its place."""
    whole = (folder / "keyring.json").read_bytes()
    (folder / "keyring.json").write_bytes(whole[:-5] + b"x" + whole[-4:])
    start.beginning.unlock(folder)
    sheet = start.sheet(DamagedSheet)
    assert offered(sheet)[0] == "Use the second copy of the keyring"
    press(sheet, "Use the second copy")
    start.settle()
    assert (folder / "keyring.json").read_bytes() == whole
    assert (folder / "keyring.json.set-aside").exists()
    start.unlock(folder)
    assert start.session.state == OPEN


def test_other_errors_offer_no_salvage(start: Start, folder: Path) -> None:
    start.unlock(folder, "eight herons over water")
    assert not start.window.findChildren(DamagedSheet)
    assert not model.is_damage(WrongPassword())
    assert not model.is_damage(OlderThanSeen(here="", seen=""))
    shutil.copy(folder / "keyring.json", folder / "keyring.bak")
    (folder / "keyring.bak").write_bytes(b"")
    assert not model.second_keyring_helps(folder, KeyringDamaged())


# the full check


def test_the_full_check_says_that_all_is_well_and_can_be_cancelled(shown: Shown) -> None:
    shown.page.check_card.button.click()
    sheet = next(iter(shown.window.findChildren(CheckSheet)))
    shown.settle()
    assert "Everything is as it should be." in words(sheet)
    assert "3 files" in words(sheet)
    sheet.reject()
    again = CheckSheet(shown.page.shell)
    again.start()
    again.reject()
    shown.settle()
    assert shown.session.state == OPEN


def test_file_05_what_was_changed_is_named_and_salvage_offered(
    qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path, sticks: object, ended: Ended
) -> None:
    """FILE-05: a record that stands as it was earlier is named with the number of the student, the step by its words."""
    from tests.views.conftest import unlock

    ws = vaults.reopen(folder, SystemClock())
    person = rows.add_person(ws, number="4711", given="Ada")
    rows.edit(ws, "person", person, given="Bea")
    ws.close()
    with raw(folder) as connection:
        connection.execute("UPDATE person SET given = 'Ada'")
        connection.execute("UPDATE step SET about = '9' WHERE verb = 'add_person'")
    window = make_window([FEATURE])
    unlock(qtbot, session, folder)
    shown = Shown(qtbot, window, session)
    shown.settle()
    assert "check everything" in words(window)
    window.go("transfer", do="check")
    shown.settle()
    sheet = next(iter(window.findChildren(CheckSheet)))
    assert "1 person, about 4711" in words(sheet)
    assert "Is as it was earlier" in words(sheet)
    assert "adding of 9 people" in words(sheet)
    assert focusable_without_a_name(sheet) == []
    sheet.salvage_button.click()
    salvage = next(iter(window.findChildren(SalvageSheet)))
    salvage.salvage_button.click()
    shown.settle()
    assert "1 person, about 4711" not in words(salvage)
    button(salvage, "Lock now").click()
    shown.settle()
    assert ended.times == 1
