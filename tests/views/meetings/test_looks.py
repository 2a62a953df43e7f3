"""How the grid looks: no status is cut, what is not saved is no warning, and large text leaves room for rows."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel

from desktop.models.meeting_cells import STATUS, status_keys
from desktop.models.rows import ToneRole
from desktop.views.meetings.page import MeetingsPage
from tests.views.school import Desk


@pytest.fixture
def page(desk: Desk) -> MeetingsPage:
    page = desk.go("meetings")
    assert isinstance(page, MeetingsPage)
    return page


def words_beside(page: MeetingsPage) -> int:
    """Count the lines of the strip."""
    return sum(not one.isHidden() for one in page.strip.findChildren(QLabel))


@pytest.mark.parametrize("percent", [100, 150])
def test_every_status_fits_its_column_as_it_stands_unsaved(desk: Desk, page: MeetingsPage, percent: int) -> None:
    desk.window.look.apply("light", percent)
    try:
        desk.window.preferences.set("text_percent", percent)
        fresh = desk.go("meetings")
        assert isinstance(fresh, MeetingsPage)
        bold = QFont(fresh.view.font())
        bold.setBold(True)
        words = max(QFontMetrics(bold).horizontalAdvance(said) for _key, said in status_keys())
        assert fresh.view.columnWidth(STATUS) >= words + 10
    finally:
        desk.window.look.apply("light", 100)


def test_what_is_not_saved_yet_is_told_apart_and_is_no_warning(page: MeetingsPage) -> None:
    page.grid.set_status(0, "h")
    assert page.grid.data(page.grid.index(0, STATUS), ToneRole) == "accent"
    assert page.grid.data(page.grid.index(1, STATUS), ToneRole) == ""


def test_a_low_page_gives_its_height_to_the_grid(desk: Desk, page: MeetingsPage) -> None:
    desk.qtbot.waitUntil(lambda: words_beside(page) >= 3)
    wide = words_beside(page)
    desk.window.resize(1366, 620)
    desk.qtbot.waitUntil(lambda: words_beside(page) < wide)
    assert any(button.text().strip().startswith("New note") for button in page.strip.findChildren(type(page._save)))
    desk.window.resize(1366, 900)
    desk.qtbot.waitUntil(lambda: words_beside(page) == wide)
