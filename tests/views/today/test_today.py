"""The first page: what it says of the day, and where its lines lead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.models.drafts import Draft
from desktop.services import meetings, notes, people
from desktop.services.meetings.types import MeetingDraft
from desktop.services.vault import Workspace
from desktop.views.meetings.page import MeetingsPage
from desktop.views.notes.page import NotesPage
from desktop.views.today.page import TodayPage
from desktop.views.widgets import RecordRow
from tests.views.desks import OpenDesk
from tests.views.notes.bench import begin
from tests.views.school import PAIRS, Desk
from tests.views.waiting import wait_until

Key = Qt.Key


@pytest.fixture
def page(desk: Desk) -> TodayPage:
    page = desk.go("today")
    assert isinstance(page, TodayPage)
    return page


def rows(page: TodayPage) -> list[str]:
    return [row.accessibleName() for row in page.findChildren(RecordRow) if row.isVisibleTo(page)]


def test_the_day_its_meetings_and_what_waits(desk: Desk, page: TodayPage) -> None:
    assert page.title == "Wednesday 18 Nov 2026"
    assert f"{PAIRS} meetings today" in page.purpose
    words = desk.texts(page)
    assert "Wed3" in words
    assert "Lou Mentor01 and Kim Mentee01" in words
    assert "and 9 more" in words


def test_the_register_is_one_key_away(desk: Desk, page: TodayPage) -> None:
    desk.go("meetings", day="2026-11-04")
    desk.go("today")
    desk.key(Key.Key_R)
    desk.settle()
    there = desk.window.pages["meetings"]
    assert isinstance(there, MeetingsPage)
    assert there.day == date(2026, 11, 18)
    assert there.isVisible()


def test_days_without_entries_lead_to_their_day(desk: Desk, page: TodayPage) -> None:
    assert any(row.startswith("Wednesday 11 Nov 2026. 20 meetings have no entry") for row in rows(page))
    desk.click("Enter: Wednesday 11 Nov 2026", page)
    there = desk.window.pages["meetings"]
    assert isinstance(there, MeetingsPage)
    assert there.day == date(2026, 11, 11)
    assert there.grid.rowCount() == PAIRS


def test_a_line_is_opened_with_the_keyboard(desk: Desk, page: TodayPage) -> None:
    row = next(row for row in page.findChildren(RecordRow) if row.accessibleName().startswith("Thursday 12"))
    row.setFocus()
    desk.key(Key.Key_Return)
    desk.settle()
    there = desk.window.pages["meetings"]
    assert isinstance(there, MeetingsPage)
    assert there.day == date(2026, 11, 12)


def test_notes_to_sign_lead_to_their_text(desk: Desk, page: TodayPage) -> None:
    def write(ws: Workspace) -> object:
        return notes.write(ws, 2, people.person_by_number(ws, "1001").uid, "Tea and talk.")

    desk.write(write)
    assert "Notes to sign" not in desk.texts(page)
    desk.clock.forward(hours=49)
    page.refresh()
    desk.settle()
    desk.click("Open: A note about Kim Mentee01", page)
    there = desk.window.pages["notes"]
    assert isinstance(there, NotesPage)
    assert "Tea and talk." in desk.texts(there.side)
    desk.click("Sign")
    desk.go("today")
    assert "Notes to sign" not in desk.texts(page)


def test_what_is_half_written_waits_here_and_leads_back(desk: Desk, page: TodayPage) -> None:
    assert "Half-written" not in desk.texts(page)
    desk.go("meetings", day="2026-11-11")
    desk.key(Key.Key_H)
    desk.go("notes")
    begin(desk, "mentee01")
    desk.type("Half a word")
    wait_until(lambda: any(key.startswith("note:") for key in desk.session.drafts.keys("notes")))
    desk.go("today")
    assert "Half-written" in desk.texts(page)
    assert "Half a word" not in desk.texts(page)
    desk.click("Go on: Counselling: A note about Kim Mentee01", page)
    there = desk.window.pages["notes"]
    assert isinstance(there, NotesPage)
    assert there.editor.text.toPlainText() == "Half a word"
    desk.go("today")
    desk.click("Go on: Meetings of Wednesday 11 Nov 2026", page)
    grid = desk.window.pages["meetings"]
    assert isinstance(grid, MeetingsPage)
    assert (grid.day, len(grid.grid.unsaved())) == (date(2026, 11, 11), 1)


def test_more_than_three_half_written_things_are_counted(desk: Desk, page: TodayPage) -> None:
    for day in (2, 3, 4, 5):
        desk.session.drafts.note(f"meetings:2026-11-0{day}", Draft("{}", page="meetings", record=f"2026-11-0{day}"))
    desk.go("meetings")
    desk.go("today")
    assert any(row.startswith("Meetings of Thursday 5 Nov 2026") for row in rows(page))
    assert not any(row.startswith("Meetings of Monday 2 Nov") for row in rows(page))
    assert "And 1 more" in desk.texts(page)


def test_what_is_entered_elsewhere_is_counted_here_at_once(desk: Desk, page: TodayPage) -> None:
    def record(ws: Workspace) -> object:
        due = meetings.due(ws, date(2026, 11, 18))
        return meetings.record(ws, date(2026, 11, 18), [MeetingDraft(due[0].pair, minutes=30)])

    desk.write(record)
    assert "Wed3, 1 of 12 entered" in desk.texts(page)
    desk.undo()
    assert "entered" not in desk.texts(page).replace("Not entered yet", "")


def test_a_new_note_is_one_key_away(desk: Desk, page: TodayPage) -> None:
    desk.key(Key.Key_N)
    desk.settle()
    there = desk.window.pages["notes"]
    assert isinstance(there, NotesPage)
    assert there.writing


def test_an_empty_school_says_what_to_do_first(open_desk: OpenDesk, workspace_folder: Path) -> None:
    desk = open_desk(workspace_folder)
    page = desk.go("today")
    assert "Nothing is set up yet" in desk.texts(page)
    desk.click("Go to people", page)
    assert desk.window.pages["people"].isVisible()


def test_columns_turn_in_a_narrow_window_and_nothing_is_cut_off(desk: Desk, page: TodayPage) -> None:
    desk.window.resize(900, 600)
    desk.settle()
    for row in page.findChildren(RecordRow):
        if row.isVisibleTo(page):
            assert row.mapTo(page, row.rect().topRight()).x() <= page.width()


def test_everything_has_a_name(desk: Desk, page: TodayPage) -> None:
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or widget.metaObject().className() == "QScrollArea", widget
