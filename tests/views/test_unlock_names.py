"""An unlock page that stands open lists whoever was let in meanwhile, and leaves alone what is chosen and typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models.session import Session
from desktop.services.vault import add_recovery, add_user, keyring, new_words, remove_user
from desktop.views.start.frame import StartFrame
from desktop.views.start.unlock import UnlockPage
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views.test_start import frame, unlock_page

__all__ = ["frame"]

AMARA, TOMAS = "A. Second", "T. Third"


def let_in(folder: Path, *names: str) -> None:
    """Let people in on the other laptop that shares the drive, as it were."""
    ws = vaults.reopen(folder, FakeClock())
    for name in names:
        add_user(ws, name, "coordinator", vaults.GIVEN, cost=vaults.CHEAP)
    ws.close()


def names(page: UnlockPage) -> list[str]:
    return [page._who.itemText(at) for at in range(page._who.count())]


def come_back(page: UnlockPage, qtbot: QtBot) -> None:
    """Switch to the window as from another program."""
    assert page.isActiveWindow()
    QApplication.sendEvent(page, QEvent(QEvent.Type.ActivationChange))
    qtbot.waitUntil(lambda: not page._session.tasks.busy, timeout=5_000)


def test_who_was_let_in_meanwhile_is_listed(frame: StartFrame, session: Session, folder: Path, qtbot: QtBot) -> None:
    page = unlock_page(frame, session, folder, qtbot)
    assert page._who.isHidden()
    page.password.line.setText("half a pass")
    let_in(folder, AMARA)
    come_back(page, qtbot)
    assert page._who.isVisible()
    assert names(page) == ["Choose your name", vaults.USER, AMARA]
    assert page._who.value() == ""  # nobody is proposed, also not who was the only one before
    assert page.password.text() == "half a pass"
    page._who.choose(AMARA)
    let_in(folder, TOMAS)
    come_back(page, qtbot)
    assert names(page)[1:] == [vaults.USER, AMARA, TOMAS]
    assert (page._who.value(), page.password.text()) == (AMARA, "half a pass")
    ws = vaults.reopen(folder, FakeClock())
    remove_user(ws, AMARA)
    ws.close()
    come_back(page, qtbot)
    assert names(page)[1:] == [vaults.USER, TOMAS]
    assert page._who.value() == ""


def test_words_made_meanwhile_are_offered(
    frame: StartFrame, session: Session, workspace_folder: Path, qtbot: QtBot
) -> None:
    folder = workspace_folder
    page = unlock_page(frame, session, folder, qtbot)
    assert page._forgot.isHidden()
    ws = vaults.reopen(folder, FakeClock())
    add_recovery(ws, new_words())
    ws.close()
    come_back(page, qtbot)
    assert page._forgot.isVisible()


def test_a_keyring_that_was_not_replaced_is_not_read_again(
    frame: StartFrame, session: Session, folder: Path, qtbot: QtBot
) -> None:
    """Nor does one that cannot be read take the page away: unlocking says what is wrong with it."""
    page = unlock_page(frame, session, folder, qtbot)
    before = page._names
    come_back(page, qtbot)
    assert page._names is before
    (folder / keyring.NAME).write_bytes(b"damaged")
    come_back(page, qtbot)
    assert page._names is before
    assert page.password.isVisible()
    assert page.messages.texts() == ()
