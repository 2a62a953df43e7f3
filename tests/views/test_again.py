"""The password once more: before anything leaves Peerkeep or a right changes (security.md T3, ASVS 7.5.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.asking_again import GRACE_S
from desktop.models.reports import REGISTER
from desktop.models.session import Session
from desktop.models.tasks import Tasks
from desktop.services import files, people
from desktop.services.people import PersonDraft
from desktop.services.vault import Changes, Workspace
from desktop.views.again import AgainSheet
from desktop.views.main_window import MainWindow
from desktop.views.people.handing_out import HandOutSheet
from desktop.views.people.page import PeoplePage
from desktop.views.reports.page import ReportsPage
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.recovery import RecoverySheet
from desktop.views.transfer.page import TransferPage
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views.conftest import Ended, MakeWindow
from tests.views.test_window import focusable_without_a_name


@pytest.fixture
def session(qtbot: QtBot, clock: FakeClock) -> Iterator[Session]:
    """Give a session whose clock moves only when told."""
    made = Session(Tasks(), clock)
    yield made
    made.close()


@pytest.fixture
def window(
    make_window: MakeWindow, session: Session, workspace_folder: Path, clock: FakeClock, qtbot: QtBot
) -> MainWindow:
    made = make_window(FEATURES)
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        session.unlock(session, lambda: vaults.reopen(workspace_folder, clock), failed=pytest.fail)
    rest(session, qtbot)
    return made


def rest(session: Session, qtbot: QtBot) -> None:
    """Wait until everything that was asked for is answered."""
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=20_000)


def asked(window: MainWindow) -> list[AgainSheet]:
    return [sheet for sheet in window.findChildren(AgainSheet) if sheet.isVisible()]


def let_pass(clock: FakeClock) -> None:
    clock.forward(seconds=GRACE_S)


def answer(sheet: AgainSheet, password: str, session: Session, qtbot: QtBot) -> None:
    sheet.password.line.setText(password)
    qtbot.keyClick(sheet.password.line, Qt.Key.Key_Return)
    rest(session, qtbot)


def verbs_of(session: Session, qtbot: QtBot) -> list[str]:
    """Read what the journal says was done, the newest first."""
    got: list[list[tuple[str]]] = []
    session.ask(session, Workspace.rows, "programme", "SELECT verb FROM @.step ORDER BY clock DESC", done=got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=5_000)
    return [verb for (verb,) in got[0]]


def test_it_is_asked_at_most_once_in_two_minutes(
    window: MainWindow, session: Session, clock: FakeClock, qtbot: QtBot
) -> None:
    done: list[str] = []
    window.ask_again("Why.", lambda: done.append("just unlocked"))
    assert (done, asked(window)) == (["just unlocked"], [])
    let_pass(clock)
    window.ask_again("Why.", lambda: done.append("asked"))
    [sheet] = asked(window)
    assert focusable_without_a_name(sheet) == []
    assert not sheet.button.isEnabled()
    answer(sheet, vaults.PASSWORD, session, qtbot)
    assert done == ["just unlocked", "asked"]
    assert verbs_of(session, qtbot)[0] == "reauthenticated"
    clock.forward(seconds=GRACE_S - 1)
    window.ask_again("Why.", lambda: done.append("within"))
    assert done[-1] == "within"
    clock.forward(seconds=1)
    window.ask_again("Why.", lambda: done.append("never"))
    assert done[-1] == "within"


def test_a_wrong_one_and_a_step_back_do_nothing(
    window: MainWindow, session: Session, clock: FakeClock, qtbot: QtBot
) -> None:
    """The wrong tries count as those of the unlock page do, and stand in the journal (AUTH-02, AUD-04)."""
    done: list[int] = []
    let_pass(clock)
    window.ask_again("Why.", lambda: done.append(1))
    [sheet] = asked(window)
    for _ in range(5):
        answer(sheet, "eight herons over water", session, qtbot)
        assert "The password is not right. Nothing was done." in sheet.messages.texts()[0]
    assert sheet.countdown.isVisible()
    assert not sheet.button.isEnabled()
    qtbot.keyClick(sheet.password.line, Qt.Key.Key_Escape)
    assert asked(window) == []
    window.ask_again("Why.", lambda: done.append(2))
    [sheet] = asked(window)
    rest(session, qtbot)
    assert sheet.countdown.isVisible()  # another sheet waits no less
    clock.forward(seconds=900)
    qtbot.waitUntil(lambda: not sheet.countdown.running, timeout=5_000)
    answer(sheet, vaults.PASSWORD, session, qtbot)
    assert done == [2]
    assert verbs_of(session, qtbot)[:2] == ["reauthenticated", "failed_unlock"]


def test_what_cannot_be_journalled_was_not_given(
    window: MainWindow, session: Session, clock: FakeClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AUD-05."""
    done: list[int] = []
    let_pass(clock)
    window.ask_again("Why.", lambda: done.append(1))
    [sheet] = asked(window)

    def fails(*_args: object, **_more: object) -> None:
        raise files.DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "_seal", fails)
        answer(sheet, vaults.PASSWORD, session, qtbot)
    assert (done, len(sheet.messages.texts())) == ([], 1)
    answer(sheet, vaults.PASSWORD, session, qtbot)
    assert done == [1]


def test_the_lock_works_over_it_and_nothing_comes_of_it(
    window: MainWindow, session: Session, clock: FakeClock, qtbot: QtBot, ended: Ended
) -> None:
    done: list[int] = []
    let_pass(clock)
    window.ask_again("Why.", lambda: done.append(1))
    [sheet] = asked(window)
    sheet.password.line.setText(vaults.PASSWORD)
    window.lock()
    assert ended.times == 1
    assert (done, asked(window)) == ([], [])


# Every way out asks. Each gives what would be seen if it did not.


def reports_page(window: MainWindow, session: Session, qtbot: QtBot) -> ReportsPage:
    window.go("reports", report=REGISTER)
    rest(session, qtbot)
    page = window.pages["reports"]
    assert isinstance(page, ReportsPage)
    return page


def print_a_report(window: MainWindow, session: Session, qtbot: QtBot) -> type[QDialog]:
    reports_page(window, session, qtbot).print_document()
    return QPrintDialog


def save_a_report(window: MainWindow, session: Session, qtbot: QtBot) -> type[QDialog]:
    reports_page(window, session, qtbot).save("pdf")
    return QFileDialog


def save_a_table(window: MainWindow, session: Session, qtbot: QtBot) -> type[QDialog]:
    reports_page(window, session, qtbot).save("csv")
    return QFileDialog


def list_sheet(window: MainWindow, session: Session, qtbot: QtBot) -> HandOutSheet:
    added: list[Changes] = []
    session.write(session, people.add_person, PersonDraft("1", "Roth", "Sam"), done=added.append)
    window.go("people")
    rest(session, qtbot)
    page = window.pages["people"]
    assert isinstance(page, PeoplePage)
    page.deeds.hand_out()
    [sheet] = window.findChildren(HandOutSheet)
    sheet.audience.setText("The office")
    return sheet


def print_the_list(window: MainWindow, session: Session, qtbot: QtBot) -> type[QDialog]:
    list_sheet(window, session, qtbot).print_list()
    return QPrintDialog


def save_the_list(window: MainWindow, session: Session, qtbot: QtBot) -> type[QDialog]:
    list_sheet(window, session, qtbot).save("xlsx")
    return QFileDialog


def transfer_page(window: MainWindow, session: Session, qtbot: QtBot) -> TransferPage:
    window.go("transfer")
    rest(session, qtbot)
    page = window.pages["transfer"]
    assert isinstance(page, TransferPage)
    return page


def copy_to_a_file(window: MainWindow, session: Session, qtbot: QtBot) -> type[QDialog]:
    transfer_page(window, session, qtbot).choose_file()
    return QFileDialog


def make_new_words(window: MainWindow, session: Session, qtbot: QtBot) -> type[QDialog]:
    window.go("settings")
    rest(session, qtbot)
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    page.make_words()
    return RecoverySheet


@pytest.mark.parametrize(
    "way",
    [
        print_a_report,
        save_a_report,
        save_a_table,
        print_the_list,
        save_the_list,
        copy_to_a_file,
        make_new_words,
    ],
)
def test_every_way_out_asks(
    window: MainWindow,
    session: Session,
    clock: FakeClock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[MainWindow, Session, QtBot], type[QDialog]],
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Staff room"])
    let_pass(clock)
    follows = way(window, session, qtbot)
    rest(session, qtbot)

    def seen() -> list[QDialog]:
        return [dialog for dialog in window.findChildren(follows) if dialog.isVisible()]

    assert seen() == []
    [sheet] = asked(window)
    answer(sheet, vaults.PASSWORD, session, qtbot)
    qtbot.waitUntil(lambda: bool(seen()), timeout=10_000)
    assert asked(window) == []
    for dialog in seen():
        dialog.close()


def test_a_copy_to_a_drive_asks_too(
    window: MainWindow, session: Session, clock: FakeClock, qtbot: QtBot, tmp_path: Path
) -> None:
    drive = tmp_path / "stick"
    drive.mkdir()
    let_pass(clock)
    transfer_page(window, session, qtbot).copy_to_drive(str(drive))
    rest(session, qtbot)
    assert list(drive.iterdir()) == []
    answer(asked(window)[0], vaults.PASSWORD, session, qtbot)
    qtbot.waitUntil(lambda: bool(list(drive.iterdir())), timeout=10_000)
    rest(session, qtbot)
