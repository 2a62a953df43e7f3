"""A password that somebody may know, changed at the window; and recovery words that do not open a part yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.models.school import read_facts
from desktop.services.vault import Password, add_recovery, keyring, new_words, open_workspace
from desktop.services.vault.slots import open_person
from desktop.views.settings.password import PasswordSheet
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views.test_users import AMARA, OWN, Office, folder, office, session, staffed

__all__ = ["folder", "office", "session", "staffed"]

NEW = "a dozen quiet herons"


def change(office: Office, former: str) -> PasswordSheet:
    """Open the sheet, say that somebody may know the password, and change it."""
    office.settings()
    office.press("Change the password")
    sheet: PasswordSheet = office.sheet(PasswordSheet)
    for field, text in ((sheet.former, former), (sheet.password.first, NEW), (sheet.password.second, NEW)):
        field.line.setText(text)
    sheet.known.setFocus()
    office.qtbot.keyClick(sheet.known, Qt.Key.Key_Space)
    office.qtbot.waitUntil(sheet.button.isEnabled, timeout=10_000)
    return sheet


def apply(office: Office, sheet: PasswordSheet) -> None:
    office.qtbot.mouseClick(sheet.button, Qt.MouseButton.LeftButton)
    office.qtbot.keyClick(sheet.button, Qt.Key.Key_Escape)  # what is being done is not stopped half-way
    assert sheet.isVisible()
    office.qtbot.waitUntil(lambda: office.closed(PasswordSheet), timeout=20_000)
    office.rest()


def keys(folder: Path, who: Password) -> dict[str, str]:
    return {name: grant.key for name, grant in open_person(keyring.load(folder), who).grants.items()}


def test_who_manages_users_gets_all_new_keys(office: Office, folder: Path) -> None:
    before = keys(folder, Password(vaults.USER, vaults.PASSWORD))
    office.unlock(vaults.USER, vaults.PASSWORD)
    sheet = change(office, vaults.PASSWORD)
    words = " ".join(one.text() for one in sheet.findChildren(QLabel))
    assert "closed to whoever knows the present password" in words
    assert "somebody who manages users" not in words
    apply(office, sheet)
    assert "gets its new keys" not in office.words()
    after = keys(folder, Password(vaults.USER, NEW))
    assert after.keys() == before.keys()
    assert not [name for name in after if after[name] == before[name]]


def test_who_does_not_is_told_what_waits_and_for_whom(office: Office, folder: Path, clock: FakeClock) -> None:
    before = keys(folder, Password(AMARA, OWN))
    office.unlock(AMARA, OWN)
    sheet = change(office, OWN)
    assert "somebody who manages users" in " ".join(one.text() for one in sheet.findChildren(QLabel))
    apply(office, sheet)
    assert f"when one of these unlocks next: {vaults.USER}" in office.words()
    office.settings().refresh()
    office.rest()
    assert f"when one of these unlocks next: {vaults.USER}" in office.words()
    after = keys(folder, Password(AMARA, NEW))
    assert {name for name in after if after[name] != before[name]} == {
        name for name in after if name.startswith("private")
    }


def test_an_ordinary_change_makes_no_new_keys(office: Office, folder: Path) -> None:
    before = keys(folder, Password(vaults.USER, vaults.PASSWORD))
    office.unlock(vaults.USER, vaults.PASSWORD)
    sheet = change(office, vaults.PASSWORD)
    sheet.known.setChecked(False)
    office.qtbot.mouseClick(sheet.button, Qt.MouseButton.LeftButton)
    office.qtbot.waitUntil(lambda: office.closed(PasswordSheet), timeout=20_000)
    office.rest()
    assert keys(folder, Password(vaults.USER, NEW)) == before


def test_words_that_do_not_open_safeguarding_yet_say_so(office: Office, folder: Path, clock: FakeClock) -> None:
    vaults.colleague(folder, clock, "E. Lead", "lead", "nine otters on the ice")
    ws = vaults.reopen(folder, clock)
    add_recovery(ws, new_words())
    assert read_facts(ws).closed_to_words
    ws.close()
    office.unlock(vaults.USER, vaults.PASSWORD).settings()
    assert "They do not open safeguarding notes yet" in office.words()
    office.session.close()
    ws = open_workspace(folder, Password("E. Lead", "nine otters on the ice"), clock=clock)
    assert not read_facts(ws).closed_to_words
    ws.close()
