"""Users by keyboard, and over a lock: what is typed of somebody, the place, and where the keyboard is afterwards."""

# ruff: noqa: F401, F811 - the fixtures of test_users.py

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.drafts import PLACE_KEY, Draft
from desktop.models.session import Session
from desktop.models.start import SAMPLE_PASSWORD, sample_folder, sample_password
from desktop.services.sample import USER
from desktop.services.vault import Password, add_user, change_password, load_keyring, open_workspace
from desktop.services.vault.heads import laptop_record
from desktop.views.audit.page import AuditPage
from desktop.views.palette import Palette
from desktop.views.settings.password import PasswordSheet
from desktop.views.settings.users_sheets import InviteSheet, RoleSheet
from desktop.views.start.frame import StartFrame
from desktop.views.start.unlock import UnlockPage
from desktop.views.theme import Look
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views.conftest import MakeWindow, show
from tests.views.test_users import (
    AMARA,
    GIVEN,
    OWN,
    TOMAS,
    Office,
    folder,
    office,
    session,
    staffed,
)
from tests.views.waiting import wait


def test_arrows_reach_every_name_and_enter_goes_to_the_password(
    look: Look,
    session: Session,
    folder: Path,
    qtbot: QtBot,
) -> None:
    """A key that jumped away at the first name would have its wrong tries counted for who did nothing."""
    frame = StartFrame(lambda: None)
    qtbot.addWidget(frame)
    show(qtbot, frame)
    page = UnlockPage(session, folder, lambda: None)
    frame.show_page(page)
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=5_000)
    for name in (vaults.USER, AMARA, TOMAS):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert page._who.value() == name
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, OWN)
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert session.signed_in is not None
    assert session.signed_in.label == AMARA
    ring = load_keyring(folder)
    record = laptop_record(ring.workspace, folder)
    assert not record.tries


def test_how_far_down_the_page_was_is_back_after_the_lock(office: Office) -> None:
    """LOCK-02: the place on the page; the sheets over it are in test_left_sheets.py."""
    page = office.unlock().settings()
    down = 40
    page.scroll_back(down)
    office.qtbot.waitUntil(lambda: page.scrolled() == down, timeout=5_000)
    wait(200)
    office.window.lock()
    kept = office.session.drafts.find(PLACE_KEY)
    assert kept is not None
    page.scroll_back(0)
    wait(200)
    office.session.state = "open"  # as after unlocking again
    office.rest()
    page.show_place(dict(kept.extra))
    office.rest()
    office.qtbot.waitUntil(lambda: page.scrolled() == down, timeout=5_000)
    assert page.place()["scrolled"] == str(down)


def test_the_keyboard_is_back_in_the_row_after_a_role_was_changed(office: Office) -> None:
    page = office.unlock().settings()
    name = f"Change the role of {TOMAS}"
    office.press(name)
    sheet: RoleSheet = office.sheet(RoleSheet)
    sheet.role.choose("counsellor")
    sheet.show_role()
    office.rest()
    office.qtbot.mouseClick(sheet.button, Qt.MouseButton.LeftButton)
    office.qtbot.waitUntil(lambda: office.closed(RoleSheet), timeout=20_000)
    office.rest()
    focus = office.window.focusWidget()
    assert focus is not None
    assert page.users.isAncestorOf(focus)
    assert focus.accessibleName() == name


def test_first_own_password_the_same_as_given_asks_for_another_new_one(office: Office) -> None:
    """And a coordinator, who has nothing of their own, is not promised it."""
    office.unlock(TOMAS, GIVEN)
    sheet: PasswordSheet = office.sheet(PasswordSheet)
    assert "alone is made" not in office.words()
    for field, text in ((sheet.former, GIVEN), (sheet.password.first, GIVEN), (sheet.password.second, GIVEN)):
        field.line.setText(text)
    office.qtbot.waitUntil(sheet.button.isEnabled, timeout=10_000)
    office.qtbot.mouseClick(sheet.button, Qt.MouseButton.LeftButton)
    office.qtbot.waitUntil(lambda: bool(sheet.messages.texts()), timeout=10_000)
    assert "This is the password you have" in sheet.messages.texts()[0]
    assert sheet.focusWidget() is sheet.password.first.line
    sheet.former.line.setText(OWN)
    office.qtbot.waitUntil(sheet.button.isEnabled, timeout=10_000)
    office.qtbot.mouseClick(sheet.button, Qt.MouseButton.LeftButton)
    office.qtbot.waitUntil(lambda: sheet.focusWidget() is sheet.former.line, timeout=10_000)


def test_what_a_lead_types_after_choosing_an_own_password_is_back(
    make_window: MakeWindow, session: Session, folder: Path, clock: FakeClock, qtbot: QtBot
) -> None:
    """LOCK-02: who manages users gets new keys with it, and drafts are sealed to these at once."""
    ws = vaults.reopen(folder, clock)
    add_user(ws, "E. Lead", "lead", GIVEN, cost=vaults.CHEAP)
    ws.close()
    office = Office(qtbot, make_window(FEATURES), session, folder, clock).unlock("E. Lead", GIVEN)
    session.write(session, change_password, GIVEN, OWN)
    office.rest()
    session.drafts.note("note", Draft("Typed in the first hour", page="notes"))
    assert session.drafts.seal_now() == ()
    session.close()
    ws = open_workspace(folder, Password("E. Lead", OWN), clock=clock)
    assert ws.drafts.all()["note"].text == "Typed in the first hour"
    ws.close()


def test_without_recovery_words_others_still_unlock(
    make_window: MakeWindow,
    session: Session,
    tmp_path: Path,
    clock: FakeClock,
    qtbot: QtBot,
) -> None:
    """Where somebody else can unlock, it is not said that nobody can."""
    folder = tmp_path / "Wordless.peerkeep"
    ws = vaults.make(folder, clock)
    add_user(ws, AMARA, "counsellor", GIVEN, cost=vaults.CHEAP)
    ws.close()
    office = Office(qtbot, make_window(FEATURES), session, folder, clock).unlock()
    office.settings()
    assert "There are no recovery words" in office.words()
    assert "nobody can open this workspace" not in office.words()
    assert "has to be let in anew" in office.words()


def test_the_known_password_is_told_to_the_known_user_of_the_sample_here_only() -> None:
    """A sample made elsewhere, with a password of its own, and its other users have another one."""
    assert sample_password(sample_folder(), USER) == SAMPLE_PASSWORD
    assert sample_password(sample_folder(), "C. Lind") == ""
    assert sample_password(sample_folder().parent / "Elsewhere.peerkeep", USER) == ""


@pytest.mark.parametrize("typed", ["audit", "who did what"])
def test_the_search_finds_the_page_of_who_did_what(office: Office, typed: str) -> None:
    office.unlock().window.show_palette()
    palette = office.window.findChild(Palette)
    assert palette is not None
    palette.field.setText(typed)
    assert "Who did what" in palette.list.item(0).text()
    palette._timer.stop()  # it would look for people once the session is closed
    palette.choose()
    office.rest()
    assert isinstance(office.window.pages["audit"], AuditPage)
