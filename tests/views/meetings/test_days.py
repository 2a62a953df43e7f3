"""How the grid of a day shows itself: days without meetings, days to come, and who gets the room to spare."""

from __future__ import annotations

import pytest

from desktop.models.meeting_cells import NEXT, PAIR
from desktop.views.meetings.page import MeetingsPage
from tests.views.meetings.test_meetings import the_page
from tests.views.school import Desk


@pytest.fixture
def page(desk: Desk) -> MeetingsPage:
    return the_page(desk)


def test_a_day_without_meetings_shows_a_sentence_and_no_bare_headings(desk: Desk, page: MeetingsPage) -> None:
    across = page.view.horizontalHeader()
    assert across.isVisible()
    the_page(desk, day="2026-11-14")
    assert page.view.nothing.words.isVisible()
    assert not across.isVisible()
    the_page(desk, day="2026-11-18")
    assert not page.view.nothing.words.isVisible()
    assert across.isVisible()


def test_a_day_to_come_says_what_cannot_be_entered_yet(desk: Desk, page: MeetingsPage) -> None:
    assert page._state.text() == ""
    the_page(desk, day="2026-11-25")
    assert "cannot be entered yet" in page._state.text()


def test_the_pair_takes_the_room_to_spare(desk: Desk, page: MeetingsPage) -> None:
    before, narrow = page.view.columnWidth(PAIR), page.view.columnWidth(NEXT)
    desk.window.resize(1920, 1080)
    desk.settle()
    assert page.view.columnWidth(PAIR) > before + 400
    assert page.view.columnWidth(NEXT) == narrow
    assert page.view.horizontalScrollBar().maximum() == 0
    desk.window.resize(1366, 768)
    desk.settle()
    assert page.view.columnWidth(PAIR) == before
