"""Opening a copy from the first page: checked first, only looked at or gone on with, refused with its own sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.session import CLOSED, OPEN, Session
from desktop.services import people
from desktop.services.files import temp_home
from desktop.views.main_window import MainWindow
from desktop.views.start.welcome import BigButton
from desktop.views.transfer.opening import OpenCopySheet, open_copy_way
from tests import vaults
from tests.views.transfer.conftest import FirstPage


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


@pytest.fixture
def window(first_page: FirstPage) -> MainWindow:
    return first_page(open_copy_way)


def opened(qtbot: QtBot, window: MainWindow, session: Session, copy: Path) -> OpenCopySheet:
    sheet = OpenCopySheet(window, session, str(copy))
    sheet.start()
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=20_000)
    qtbot.waitUntil(lambda: "The copy is whole" in words(sheet) or sheet.error.isVisible())
    return sheet


def test_the_first_page_offers_it(window: MainWindow) -> None:
    names = [one.accessibleName() for one in window.findChildren(BigButton)]
    assert "Open a copy" in names


def test_only_looking_keeps_nothing(qtbot: QtBot, window: MainWindow, session: Session, a_copy: Path) -> None:
    sheet = opened(qtbot, window, session, a_copy)
    assert sheet.look.isChecked()
    sheet.password.line.setText(vaults.PASSWORD)
    sheet.open_button.click()
    qtbot.waitUntil(lambda: session.state == OPEN, timeout=20_000)
    assert session.signed_in is not None
    assert session.signed_in.looking
    assert session.signed_in.folder.is_relative_to(temp_home())
    refused: list[Exception] = []
    session.write(window, people.add_period, "Mon3", failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused), timeout=10_000)
    assert "only looking" in str(refused[0])
    window.go("transfer")
    assert any("only looking at a copy" in text for text in window.messages.texts())
    assert not any("recovery words" in text for text in window.messages.texts())
    assert "Only looking at a copy" in words(window._status)
    folder = session.signed_in.folder
    session.close()
    assert not folder.exists()


def test_going_on_makes_a_workspace_and_says_that_one_of_two_is_worked_in(
    qtbot: QtBot, window: MainWindow, session: Session, a_copy: Path, tmp_path: Path
) -> None:
    sheet = opened(qtbot, window, session, a_copy)
    assert "only one of the two" not in words(sheet)
    sheet.work.click()
    assert "only one of the two" in words(sheet)
    place = tmp_path / "place"
    place.mkdir()
    sheet._on_place(str(place))
    sheet.password.line.setText(vaults.PASSWORD)
    sheet.open_button.click()
    qtbot.waitUntil(lambda: session.state == OPEN, timeout=20_000)
    (folder,) = place.iterdir()
    assert session.signed_in is not None
    assert session.signed_in.folder == folder
    assert not session.signed_in.looking


def test_a_wrong_password_can_be_typed_again(qtbot: QtBot, window: MainWindow, session: Session, a_copy: Path) -> None:
    sheet = opened(qtbot, window, session, a_copy)
    sheet.password.line.setText("not the password at all")
    sheet.open_button.click()
    qtbot.waitUntil(sheet.error.isVisible, timeout=20_000)
    assert "password is not right" in sheet.error.text()
    assert session.state == CLOSED
    assert sheet.open_button.isEnabled()
    sheet.password.line.setText(vaults.PASSWORD)
    sheet.open_button.click()
    qtbot.waitUntil(lambda: session.state == OPEN, timeout=20_000)


def test_stopping_the_opening_leaves_nothing(
    qtbot: QtBot, window: MainWindow, session: Session, a_copy: Path, tmp_path: Path
) -> None:
    sheet = opened(qtbot, window, session, a_copy)
    sheet.work.click()
    place = tmp_path / "place"
    place.mkdir()
    sheet._on_place(str(place))
    sheet.password.line.setText(vaults.PASSWORD)
    sheet.open_button.click()
    sheet.reject()
    qtbot.waitUntil(lambda: session.state == CLOSED and not session.tasks.busy, timeout=20_000)
    assert list(place.iterdir()) == []


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _changed(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_cut, "is not complete"),
        (_changed, "damaged or was changed"),
        (lambda _: b"hello", "not a Peerkeep copy"),
        (lambda _: b"", ""),
    ],
    ids=["cut", "changed", "foreign", "empty"],
)
def test_what_is_no_whole_copy_is_refused_with_its_sentence(
    qtbot: QtBot, window: MainWindow, session: Session, a_copy: Path, tmp_path: Path, spoil: object, said: str
) -> None:
    bad = tmp_path / "bad.peerkeep-copy"
    bad.write_bytes(spoil(a_copy.read_bytes()))  # type: ignore[operator]  # one of the four above
    sheet = opened(qtbot, window, session, bad)
    assert sheet.error.isVisible()
    assert said in sheet.error.text()
    assert not hasattr(sheet, "open_button")
    assert session.state == CLOSED


def test_what_takes_the_keyboard_has_a_name(qtbot: QtBot, window: MainWindow, session: Session, a_copy: Path) -> None:
    from PySide6.QtCore import Qt

    sheet = opened(qtbot, window, session, a_copy)
    sheet.work.click()
    takes = [w for w in sheet.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(takes) > 5
    assert [w for w in takes if not w.accessibleName()] == []
