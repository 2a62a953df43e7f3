"""Passwords and recovery words as they are typed into the window: AUTH-05, AUTH-06, AUTH-08, AUTH-09 of security.md."""

from __future__ import annotations

import time
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.session import Session
from desktop.services.vault import Password, change_password, new_words, open_workspace, sealing, sheet
from desktop.services.vault.words import check_letter
from desktop.views.main_window import MainWindow
from desktop.views.start.forgotten import ForgottenPage
from desktop.views.start.frame import StartFrame
from desktop.views.start.password import NewPassword
from desktop.views.start.wizard import Wizard
from desktop.views.transfer.page import TransferPage
from tests import vaults
from tests.views.conftest import MakeWindow
from tests.views.test_start import forgotten_page, frame, unlock_page

__all__ = ["frame"]

ACCENTED = "crème brûlée à volonté"
TYPED = {
    "15 characters": "vjq nkb wzt hmp",
    "64 characters": "otter weir lantern moss " * 2 + "sixteen at last.",
    "1,000 characters": "one more mile " * 71 + "and so",
    "spaces around and between": "  otters   by the weir  ",
    "emoji": "otters 🦦 by the weir 🏞️",
    "accents": unicodedata.normalize("NFC", ACCENTED),
}


def paste(field: QLineEdit, text: str) -> None:
    """Paste as with the keyboard; nothing may refuse it."""
    QGuiApplication.clipboard().setText(text)
    field.setFocus()
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))


@pytest.mark.parametrize(("kind", "form"), [*((kind, "NFC") for kind in TYPED), ("accents", "NFD")])
def test_auth_05_what_is_chosen_opens_however_it_is_typed(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot, kind: str, form: str
) -> None:
    """AUTH-05: long ones, spaces, emoji and accents are taken whole, composed and decomposed alike."""
    chosen = TYPED[kind]
    ws = open_workspace(folder, Password(vaults.USER, vaults.PASSWORD))
    change_password(ws, vaults.PASSWORD, chosen, cost=vaults.CHEAP)
    ws.close()
    page = unlock_page(frame, session, folder, qtbot)
    if len(chosen) > 500:  # nothing is cut off: what differs only in its last letter opens nothing
        paste(page.password.line, chosen[:-1] + "x")
        page.button.click()
        qtbot.waitUntil(lambda: bool(page.messages.texts()), timeout=10_000)
    paste(page.password.line, unicodedata.normalize(form, chosen))
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        qtbot.keyClick(page.password.line, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("vjq nkb wzt hm", "too short"),
        ("passwordpassword", "easy to guess"),
        ("Northfield School 1", "name"),
        ("vjq nkb wzt hmp", ""),
        ("no rule asks for digits", ""),
    ],
)
def test_auth_06_one_reason_and_no_rule_of_composition(
    session: Session, qtbot: QtBot, password: str, reason: str
) -> None:
    """AUTH-06: short, common and named after the school are refused; pasted words without digits are taken."""
    fields = NewPassword(session.tasks)
    fields.names = (vaults.SCHOOL, vaults.USER)
    qtbot.addWidget(fields)
    fields.show()
    judged = fields._verdict
    paste(fields.first.line, password)
    paste(fields.second.line, password)
    assert fields.first.text() == password
    qtbot.waitUntil(lambda: fields._verdict is not judged and fields._task is None, timeout=10_000)
    assert fields.ready == (not reason)
    assert reason in fields._verdict.reason
    assert fields._verdict.reason.count(". ") <= 2  # one reason, and what to do


def swapped(words: tuple[str, ...]) -> str:
    """Give the sheet with two words of row 2 in each other's place, of those that its letter tells: 23 of 24 do."""
    rows = [row.split() for row in sheet(words)]
    for one, other in combinations(range(6), 2):
        row = list(rows[1])
        row[one], row[other] = row[other], row[one]
        if check_letter(1, tuple(row[:6])) != rows[1][6].strip("[]"):
            return "\n".join(" ".join(said) for said in (rows[0], row, *rows[2:]))
    raise AssertionError(words)


def test_auth_08_slips_are_found_before_any_key_is_derived(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AUTH-08: an unknown word, a swapped one, a missing one; case, spaces and numbers are forgiven."""
    derived: list[int] = []
    by_secret = sealing.by_secret
    monkeypatch.setattr(sealing, "by_secret", lambda *args: derived.append(1) or by_secret(*args))
    words = new_words()
    page: ForgottenPage = forgotten_page(frame, session, folder, qtbot)
    for typed, said in (
        (" ".join((*words[:6], "ottre", *words[7:])), "Word 7"),
        (swapped(words), "2"),
        (" ".join(words[:23]), "23"),
    ):
        page.text.setPlainText(typed)
        begun = time.monotonic()
        page.button.click()
        assert time.monotonic() - begun < 0.1
        (told,) = page.messages.texts()
        assert said in told
    assert derived == []
    page.text.setPlainText("\n".join(f" {n}.  {row.upper()} " for n, row in enumerate(sheet(words), 1)))
    page.button.click()
    qtbot.waitUntil(lambda: bool(page.messages.texts()) and not session.tasks.busy, timeout=10_000)
    assert "do not open" in page.messages.texts()[0]  # read as words, and tried: they are another workspace's
    assert derived == [1]


def wizard_at_the_proof(frame: StartFrame, session: Session, place: Path, qtbot: QtBot) -> Wizard:
    wizard = Wizard(session, lambda: None, lambda: None, place)
    frame.show_page(wizard)
    wizard._form_line.setText("Quarry Bank School")
    wizard._user.setText("R. Osei")
    wizard.button.click()
    for field in (wizard._password.first, wizard._password.second):
        field.line.setText("seven purple lanterns")
    qtbot.waitUntil(wizard.button.isEnabled, timeout=10_000)
    wizard.button.click()
    wizard.button.click()
    assert "Step 4" in wizard._purpose.text()
    return wizard


def test_auth_09_set_up_asks_for_the_words_and_later_leaves_a_banner(
    frame: StartFrame, session: Session, tmp_path: Path, qtbot: QtBot, make_window: MakeWindow
) -> None:
    """AUTH-09: no way on but three right words or "Later"; and that stays said, while notes and copies work."""
    window: MainWindow = make_window(FEATURES)
    wizard = wizard_at_the_proof(frame, session, tmp_path, qtbot)
    assert not wizard.button.isEnabled()
    for field in wizard._proof._fields:
        field.setText("zebra")
    assert not wizard.button.isEnabled()
    assert session.state == "closed"
    wizard._later.click()
    with qtbot.waitSignal(session.signed_in_changed, timeout=20_000):
        wizard.button.click()
    assert session.signed_in is not None
    assert (session.signed_in.has_recovery, session.signed_in.words_proven) == (True, False)
    window.go("transfer")
    assert any("not proven yet" in text for text in window.messages.texts())
    page = window.pages["transfer"]
    assert isinstance(page, TransferPage)
    page.copy_to_file(str(tmp_path / "own.peerkeep-copy"))
    qtbot.waitUntil(lambda: (tmp_path / "own.peerkeep-copy").is_file(), timeout=10_000)
    window.go("notes")
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=10_000)
    assert any("not proven yet" in text for text in window.messages.texts())
