"""Locking and blanking whatever is open: a menu, a list of choices, a file dialog, a sheet with text, work that runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.session import Session
from desktop.services.vault import Workspace
from desktop.services.vault.drafts import Draft
from desktop.views.main_window import MainWindow
from desktop.views.widgets import DraftTextEdit, Sheet
from desktop.views.widgets.file_choice import ask_for_file
from tests.views.conftest import Ended, MakeWindow, unlock
from tests.views.test_window import TODAY

LOCK = (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
BLANK = (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path) -> Iterator[MainWindow]:
    made = make_window((TODAY,))
    unlock(qtbot, session, folder)
    yield made
    for sheet in made.findChildren(Sheet):
        sheet.close()


def covered(window: MainWindow) -> bool:
    """Nothing of ours is in sight but the cover."""
    others = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget is not window]
    return window._cover.isVisible() and others == []


def a_menu(window: MainWindow) -> QWidget:
    menu = QMenu(window)
    menu.addAction("A")
    menu.popup(window.mapToGlobal(window.rect().center()))
    return menu


def choices(window: MainWindow) -> QWidget:
    box = QComboBox(window.pages["today"])
    box.addItems(["a", "b"])
    box.show()
    box.showPopup()
    return box.view()


@pytest.mark.parametrize("opened", [a_menu, choices])
@pytest.mark.parametrize("key", [LOCK, BLANK])
def test_the_keys_work_while_something_pops_up(
    window: MainWindow,
    ended: Ended,
    opened: Callable[[MainWindow], QWidget],
    key: tuple[Qt.Key, Qt.KeyboardModifier],
) -> None:
    popup = opened(window)
    assert QApplication.activePopupWidget() is not None
    # Where the system delivers keys: the window that has the keyboard, which hands them to the popup.
    QTest.keyClick(window.windowHandle(), *key)
    assert not popup.isVisible()
    assert covered(window)
    assert ended.times == (1 if key == LOCK else 0)


def test_other_keys_reach_the_popup(window: MainWindow) -> None:
    menu = a_menu(window)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert not window._cover.up


@pytest.mark.parametrize("opened", [a_menu, choices])
def test_idle_time_locks_over_what_pops_up(
    window: MainWindow, ended: Ended, opened: Callable[[MainWindow], QWidget]
) -> None:
    popup = opened(window)
    window._idle.idle.emit()
    assert ended.times == 1
    assert not popup.isVisible()
    assert covered(window)


def test_locking_from_a_file_dialog(window: MainWindow, ended: Ended, qtbot: QtBot) -> None:
    dialog = ask_for_file(window, "Choose", "", lambda _path: None)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(dialog, *LOCK)
    assert ended.times == 1
    assert covered(window)
    dialog.close()


def test_text_in_a_sheet_is_kept(window: MainWindow, session: Session, ended: Ended, qtbot: QtBot) -> None:
    sheet = Sheet(window, "Add to a note")
    field = DraftTextEdit("What is added", session.drafts, "addendum:1", page="today")
    sheet.body.addWidget(field)
    sheet.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    qtbot.keyClicks(field, "Half")
    qtbot.keyClick(field, *LOCK)
    assert ended.times == 1
    assert covered(window)
    session.drafts.seal_now()
    assert session.drafts.find("addendum:1") == Draft("Half", 4, "today")


def test_locking_does_not_wait_for_work(window: MainWindow, session: Session, ended: Ended, qtbot: QtBot) -> None:
    began, gate = threading.Event(), threading.Event()

    def write(ws: Workspace) -> None:
        with ws.step("programme", "add_period", about="1") as step:
            step.insert("period", label="Mon3", position=1)
            began.set()
            gate.wait(10)

    session.write(window, write, failed=lambda _: None)
    assert began.wait(5)
    qtbot.keyClick(window, *LOCK)
    assert ended.times == 1
    assert covered(window)
    gate.set()
