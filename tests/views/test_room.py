"""Nothing takes room that shows nothing, and nothing that shows something lies outside the window."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.features import FEATURES
from desktop.views.feature import Found, Hit
from desktop.views.messages import Messages
from desktop.views.palette import Palette
from desktop.views.sidebar import Sidebar
from desktop.views.theme import Look
from desktop.views.widgets import IconLabel, Sheet, label
from tests.views.conftest import show


@pytest.fixture
def host(qtbot: QtBot, look: Look) -> QWidget:
    """Give a window in which things lie."""
    made = QWidget()
    QVBoxLayout(made)
    made.setGeometry(100, 20, 600, 500)
    qtbot.addWidget(made)
    show(qtbot, made)
    return made


def test_messages_take_room_only_while_there_are_some(qtbot: QtBot, host: QWidget) -> None:
    messages = Messages()
    host.layout().addWidget(messages)
    assert not messages.isVisible()
    first = messages.show_words("One")
    messages.show_words("Two")
    messages.take_away(first)
    assert messages.isVisible()
    cross = next(one for one in messages.findChildren(QAbstractButton) if one.isVisible())
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not messages.isVisible()
    messages.show_words("Three")
    messages.clear_errors()
    assert not messages.isVisible()


def test_a_sheet_that_grows_stays_over_its_window(qtbot: QtBot, host: QWidget) -> None:
    sheet = Sheet(host, "Title")
    sheet.open()
    sheet.body.addWidget(label("many words " * 300))
    sheet.fit()
    over = QRect(host.mapToGlobal(QPoint()), host.size())
    qtbot.waitUntil(lambda: over.contains(sheet.frameGeometry()), timeout=3_000)


def test_what_is_found_after_the_search_was_closed_is_passed_over(host: QWidget) -> None:
    waiting: list[Found] = []
    palette = Palette(host, (), [lambda _text, found: waiting.append(found)])
    palette.field.setText("zo")
    palette._ask()
    delete(palette)
    hits: Sequence[Hit] = [Hit("Zo", "", "account-outline", lambda: None)]
    waiting[0](hits)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_sidebar_is_as_wide_as_its_words(percent: int, look: Look, host: QWidget) -> None:
    try:
        look.apply("light", 100)
        sidebar, icon = Sidebar(), IconLabel("castle", side=20)
        for one in (sidebar, icon):
            host.layout().addWidget(one)
        before = icon.width()
        look.apply("light", percent)
        sidebar.show_features(FEATURES)
        sidebar.show_current("meetings", FEATURES)
        QApplication.processEvents()
        for button in sidebar.findChildren(QAbstractButton):
            assert button.width() >= button.sizeHint().width(), button.text()
        for words in sidebar.findChildren(QLabel):
            assert words.width() >= words.sizeHint().width() or not words.text(), words.text()
        assert (icon.width() > before) == (percent > 100)
    finally:
        look.apply("light", 100)
