"""Every page can be used without a mouse, and tells a screen reader what has the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.session import Session
from desktop.views.main_window import MainWindow
from desktop.views.widgets import Sheet
from tests import vaults
from tests.views import school
from tests.views.conftest import MakeWindow, unlock

KEYS = [feature.key for feature in FEATURES]
# Those with a line of their own in the sidebar.
LINES = [feature.key for feature in FEATURES if not feature.under]


@pytest.fixture(scope="session")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school with people, pairs and meetings due, made once per run."""
    return school.make(template, tmp_path_factory.mktemp("access") / "Filled.peerkeep")


@pytest.fixture
def window(
    qtbot: QtBot, make_window: MakeWindow, session: Session, filled: Path, tmp_path: Path
) -> Iterator[MainWindow]:
    made = make_window(FEATURES)
    unlock(qtbot, session, vaults.copy(filled, tmp_path / "Test.peerkeep"))
    yield made
    for sheet in made.findChildren(Sheet):
        sheet.close()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: not window.session.tasks.busy, timeout=20_000)
        qtbot.wait(30)


def go(qtbot: QtBot, window: MainWindow, key: str) -> QWidget:
    window.go(key)
    settle(qtbot, window)
    table = next((one for one in window.pages[key].findChildren(QTableView) if one.isVisible()), None)
    if table is not None and table.model().rowCount() > 1:
        table.selectRow(1)
        settle(qtbot, window)
    return window.pages[key]


def focusable(place: QWidget) -> list[QWidget]:
    """What can have the keyboard; the inner line of a number field or list is part of it."""
    return [
        one
        for one in place.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(one.parentWidget(), QSpinBox | QComboBox)
        and one.focusProxy() is None
    ]


def nameless(place: QWidget) -> list[str]:
    return [f"{type(one).__name__} {one.objectName()}" for one in focusable(place) if not one.accessibleName()]


@pytest.mark.parametrize("key", KEYS)
def test_whatever_can_have_the_keyboard_has_a_name(key: str, window: MainWindow, qtbot: QtBot) -> None:
    go(qtbot, window, key)
    assert nameless(window) == []


@pytest.mark.parametrize("key", KEYS)
def test_tables_and_pages_have_names_and_headings(key: str, window: MainWindow, qtbot: QtBot) -> None:
    page = go(qtbot, window, key)
    assert page.accessibleName()
    for table in page.findChildren(QTableView):
        headings = [table.model().headerData(n, Qt.Orientation.Horizontal) for n in range(table.model().columnCount())]
        assert table.accessibleName()
        assert all(headings)


@pytest.mark.parametrize("key", KEYS)
def test_no_page_takes_a_key_of_the_window(key: str, window: MainWindow, qtbot: QtBot) -> None:
    """Of two actions with one key Qt does neither: F2 must always show whom to call."""
    page = go(qtbot, window, key)
    everywhere = {pressed for pressed, _words in window._keys.words()}
    assert everywhere & {pressed for pressed, _words in page.keys()} == set()  # noqa: SIM118 - no dictionary


@pytest.mark.parametrize("place", range(len(LINES)))
def test_a_key_leads_to_each_page(place: int, window: MainWindow, qtbot: QtBot) -> None:
    settle(qtbot, window)
    other = LINES[(place + 1) % len(LINES)]
    go(qtbot, window, other)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=3_000)
    number = Qt.Key(Qt.Key.Key_0 + (place + 1) % 10)
    QTest.keyClick(QApplication.focusWidget() or window, number, Qt.KeyboardModifier.AltModifier)
    wanted = LINES[place]
    assert wanted in window.pages, "at once, not after a button has played its click"
    assert window.pages[wanted].isVisible()


@pytest.mark.parametrize("key", KEYS)
def test_tab_comes_to_everything(key: str, window: MainWindow, qtbot: QtBot) -> None:
    """From the first button of the window through the page and round; Ctrl+Tab leaves a grid that takes Tab itself."""
    page = go(qtbot, window, key)
    wanted = {id(one): one for one in focusable(page)}
    start = focusable(window)[0]
    start.setFocus()
    reached: set[int] = set()
    for _ in range(4 * len(focusable(window)) + 20):
        focus = QApplication.focusWidget()
        assert focus is not None, "the keyboard is nowhere"
        if id(focus) in reached and focus is start:
            break
        reached.add(id(focus))
        takes_tab = isinstance(focus, QTableView) and focus.tabKeyNavigation()
        modifier = Qt.KeyboardModifier.ControlModifier if takes_tab else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(focus, Qt.Key.Key_Tab, modifier)
    missed = [f"{type(one).__name__} {one.accessibleName()}" for at, one in wanted.items() if at not in reached]
    assert missed == []


@pytest.mark.parametrize("key", ["F1", "F2", "Ctrl+K", "Ctrl+N", "Ctrl+I"])
def test_sheets_have_names_too_and_escape_closes_them(key: str, window: MainWindow, qtbot: QtBot) -> None:
    go(qtbot, window, "people")
    QTest.keySequence(window, key)
    settle(qtbot, window)
    sheet = next(one for one in window.findChildren(Sheet) if one.isVisible())
    assert sheet.accessibleName()
    assert sheet.windowTitle() == "Peerkeep"
    assert nameless(sheet) == []
    QTest.keyClick(sheet.focusWidget() or sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in window.findChildren(Sheet)), timeout=3_000)
