"""The settings page: one's own password, and the recovery words after they were used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.session import Session
from desktop.services.vault import Password, Workspace, open_workspace
from desktop.services.vault.errors import WrongPassword
from desktop.views.main_window import MainWindow
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.password import PasswordSheet
from desktop.views.settings.recovery import RecoverySheet
from desktop.views.widgets import Button, Choice
from tests import vaults
from tests.views.conftest import MakeWindow, unlock
from tests.views.test_window import focusable_without_a_name

NEW = "four otters by the weir"


@pytest.fixture
def window(make_window: MakeWindow, session: Session, folder: Path, qtbot: QtBot) -> MainWindow:
    made = make_window(FEATURES)
    unlock(qtbot, session, folder)
    made.go("settings")
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=10_000)
    return made


def button(window: MainWindow, words: str) -> Button:
    [found] = [each for each in window.findChildren(Button) if each.words == words and each.isVisible()]
    return found


@pytest.fixture
def sheet(window: MainWindow, qtbot: QtBot) -> PasswordSheet:
    button(window, "Change the password").click()
    [opened] = window.findChildren(PasswordSheet)
    qtbot.waitUntil(opened.isVisible, timeout=5_000)
    return opened


def fill(sheet: PasswordSheet, qtbot: QtBot, former: str, new: str = NEW) -> None:
    sheet.former.line.setText(former)
    sheet.password.first.line.setText(new)
    sheet.password.second.line.setText(new)
    qtbot.waitUntil(sheet.button.isEnabled, timeout=10_000)


def test_the_password_is_changed(sheet: PasswordSheet, session: Session, folder: Path, qtbot: QtBot) -> None:
    assert focusable_without_a_name(sheet) == []
    assert not sheet.button.isEnabled()
    fill(sheet, qtbot, vaults.PASSWORD)
    with qtbot.waitSignal(session.saved, timeout=20_000):
        sheet.button.click()
    session.close()
    open_workspace(folder, Password(vaults.USER, NEW)).close()
    with pytest.raises(WrongPassword):
        open_workspace(folder, Password(vaults.USER, vaults.PASSWORD))


def test_a_wrong_present_password_changes_nothing_and_after_five_there_is_a_wait(
    sheet: PasswordSheet, session: Session, qtbot: QtBot
) -> None:
    for _ in range(5):
        fill(sheet, qtbot, "eight herons over water")
        sheet.button.click()
        qtbot.waitUntil(lambda: bool(sheet.messages.texts()) and not session.tasks.busy, timeout=10_000)
        assert "present password is not right" in sheet.messages.texts()[0]
    assert sheet.countdown.isVisible()
    assert not sheet.button.isEnabled()
    qtbot.waitUntil(sheet.button.isEnabled, timeout=5_000)


def test_new_words_say_what_the_former_ones_still_open(window: MainWindow) -> None:
    sheet = RecoverySheet(window, window.pages["settings"].shell)
    said = " ".join(one.text() for one in sheet.findChildren(QLabel))
    assert "Copies and backups made before still open with them: destroy those" in said
    sheet.close()


def test_words_that_were_used_are_kept_on_purpose(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    """AUTH-07: replaced or confirmed."""

    def used(ws: Workspace) -> bool:
        ws.record.words_used = True
        return True

    kept: list[bool] = []
    session.ask(session, used, done=kept.append)
    session.refresh_signed_in()
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    page.refresh()
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=10_000)
    told = "set a new password here"
    qtbot.waitUntil(lambda: any(told in text for text in window.messages.texts()), timeout=10_000)
    keep = "Nobody else has seen the sheet: keep the words"
    qtbot.waitUntil(lambda: any(b.words == keep and b.isVisible() for b in window.findChildren(Button)), timeout=10_000)
    button(window, keep).click()
    qtbot.waitUntil(lambda: bool(session.signed_in and not session.signed_in.words_used), timeout=10_000)
    qtbot.waitUntil(lambda: not any(told in text for text in window.messages.texts()), timeout=10_000)


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux cannot do")
def test_on_linux_it_says_that_screenshots_cannot_be_kept_from_it(window: MainWindow) -> None:
    """LEAK-07."""
    words = " ".join(one.text() for one in window.pages["settings"].findChildren(QLabel))
    assert "On Linux no program can keep its window out of screenshots" in words


def test_idle_time_is_one_to_fifteen_minutes_and_never_off(window: MainWindow) -> None:
    """LOCK-01: the choice takes effect at once."""
    page = window.pages["settings"]
    [choice] = [one for one in page.findChildren(Choice) if one.accessibleName() == "Lock after"]
    offered = [choice.itemData(at) for at in range(choice.count())]
    assert (offered[0], offered[-1]) == ("1", "15")
    assert all(int(one) in range(1, 16) for one in offered)
    choice.setCurrentIndex(0)
    choice.activated.emit(0)
    assert window._idle._limit == 60
