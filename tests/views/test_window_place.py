"""Where the window stands: it fits the screen, and comes back as it was left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.preferences import Preferences
from desktop.views.window_place import end_remembering, fits, remember_place, show_in_place


@pytest.mark.parametrize(
    ("size", "room", "fit"),
    [
        ((1366, 768), QRect(0, 0, 1366, 768), False),
        ((1366, 768), QRect(0, 0, 1920, 1040), True),
        ((900, 600), QRect(0, 0, 1366, 728), True),
        ((1400, 600), QRect(0, 0, 1366, 728), False),
    ],
)
def test_a_window_fits_with_its_title_bar(size: tuple[int, int], room: QRect, fit: bool) -> None:
    assert fits(size, room) is fit


def test_size_and_the_whole_screen_are_remembered(qtbot: QtBot) -> None:
    window, preferences = QWidget(), Preferences()
    qtbot.addWidget(window)
    window.resize(640, 480)
    show_in_place(window, preferences)
    remember_place(window, preferences)
    again = Preferences()
    assert (again.window, again.maximised) == ((640, 480), False)
    window.showMaximized()
    remember_place(window, preferences)
    again = Preferences()
    assert (again.window, again.maximised) == ((640, 480), True)


def test_the_process_ends_whatever_becomes_of_the_place(qtbot: QtBot) -> None:
    window, ended = QWidget(), []
    qtbot.addWidget(window)
    preferences = Preferences()
    preferences._values.clear()
    end_remembering(window, preferences, lambda: ended.append(True))
    assert ended == [True]
