"""The Meetings page through its keys: twenty pairs, half-filled rows, undo, other days, pairs that were not due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from desktop.models.meeting_cells import MINUTE, MOOD_MENTEE, MOOD_MENTOR, NEXT, SLOT, STATUS, TOPIC
from desktop.services import meetings, notes, people
from desktop.services.meetings.types import Meeting
from desktop.services.vault import undo_last
from desktop.views.meetings.page import MeetingsPage
from tests.views.conftest import Ended
from tests.views.desks import OpenDesk
from tests.views.school import PAIRS, Desk, add_pair

DAY = date(2026, 11, 18)
Key = Qt.Key


@pytest.fixture
def page(desk: Desk) -> MeetingsPage:
    return the_page(desk)


def the_page(desk: Desk, **place: str) -> MeetingsPage:
    page = desk.go("meetings", **place)
    assert isinstance(page, MeetingsPage)
    return page


def cell(page: MeetingsPage, row: int, column: int) -> str:
    return str(page.grid.data(page.grid.index(row, column)))


def here(page: MeetingsPage) -> tuple[int, int]:
    index = page.view.currentIndex()
    return index.row(), index.column()


def recorded(desk: Desk, day: date = DAY) -> list[Meeting]:
    return [row.meeting for row in desk.read(meetings.due, day) if row.meeting is not None]


# typing


def test_the_day_begins_at_its_first_pair_ready_to_type(desk: Desk, page: MeetingsPage) -> None:
    assert page.grid.rowCount() == PAIRS
    assert page.title == "Wednesday 18 Nov 2026"
    assert page.purpose == "20 meetings, 0 recorded"
    assert here(page) == (0, STATUS)
    assert desk.focus() is page.view
    assert desk.button("Nothing to save").isEnabled() is False


def test_twenty_pairs_take_two_minutes_from_the_keyboard(desk: Desk, page: MeetingsPage) -> None:
    """Every cell of every pair: at four keys a second, which is slow typing, within two minutes."""
    keys = 0
    row = (
        "h",
        Key.Key_Tab,
        "40",
        Key.Key_Tab,
        "fri",
        Key.Key_Tab,
        "4",
        Key.Key_Tab,
        "5",
        Key.Key_Tab,
        "chess",
        Key.Key_Return,
    )
    for _ in range(PAIRS):
        for what in row:
            if isinstance(what, str):
                desk.type(what)
                keys += len(what)
            else:
                desk.key(what)
                keys += 1
    desk.control(Key.Key_S)
    assert keys / 4 < 120
    found = recorded(desk)
    assert len(found) == PAIRS
    assert {
        (one.status, one.minutes, one.topics, one.mood_mentor, one.mood_mentee, one.next_step) for one in found
    } == {("held", 40, ("friends",), 4, 5, "chess")}
    assert page.purpose == "20 meetings, 20 recorded"
    assert desk.session.drafts.keys("meetings") == ()


def test_the_space_bar_is_the_fast_lane(desk: Desk, page: MeetingsPage) -> None:
    for _ in range(PAIRS):
        desk.key(Key.Key_Space)
    assert here(page) == (PAIRS - 1, STATUS)
    assert "last pair" in page._hint.text()
    desk.control(Key.Key_S)
    assert {(one.status, one.minutes) for one in recorded(desk)} == {("held", 30)}


def test_it_moves_like_a_spreadsheet(desk: Desk, page: MeetingsPage) -> None:
    desk.key(Key.Key_Tab)
    desk.key(Key.Key_Tab)
    assert here(page) == (0, TOPIC)
    desk.key(Key.Key_Return)  # under where the run of Tab began
    assert here(page) == (1, STATUS)
    desk.key(Key.Key_Backtab)
    assert here(page) == (0, NEXT)
    desk.key(Key.Key_Tab)
    assert here(page) == (1, STATUS)
    for key, place in (
        (Key.Key_Down, (2, STATUS)),
        (Key.Key_Right, (2, MINUTE)),
        (Key.Key_Up, (1, MINUTE)),
        (Key.Key_Return, (2, MINUTE)),
    ):
        desk.key(key)
        assert here(page) == place
    desk.type("45")
    desk.key(Key.Key_Down)  # an arrow up or down closes a cell that is being typed
    assert here(page) == (3, MINUTE)
    desk.type("50")
    desk.key(Key.Key_Up)
    assert here(page) == (2, MINUTE)
    desk.type("7")
    desk.key(Key.Key_Backtab)
    assert here(page) == (2, STATUS)
    assert [cell(page, n, MINUTE) for n in (2, 3)] == ["7", "50"]


def test_tab_leaves_the_grid_at_both_ends(desk: Desk, page: MeetingsPage) -> None:
    desk.key(Key.Key_Backtab)
    assert desk.focus() is not page.view
    page.view.show_cell(PAIRS - 1, NEXT)
    desk.key(Key.Key_Tab)
    assert desk.focus() is not page.view


def test_escape_closes_a_cell_then_takes_the_row_back(desk: Desk, page: MeetingsPage) -> None:
    desk.type("h")
    page.view.show_cell(0, NEXT)
    desk.type("abc")
    desk.key(Key.Key_Escape)
    assert (cell(page, 0, STATUS), cell(page, 0, NEXT)) == ("held", "")
    desk.key(Key.Key_Escape)
    assert cell(page, 0, STATUS) == ""
    assert desk.session.drafts.keys("meetings") == ()


def test_delete_empties_a_cell(desk: Desk, page: MeetingsPage) -> None:
    page.view.show_cell(0, NEXT)
    desk.type("abc")
    desk.key(Key.Key_Return)
    page.view.show_cell(0, NEXT)
    desk.key(Key.Key_Delete)
    assert (cell(page, 0, NEXT), cell(page, 0, STATUS)) == ("", "held")


def test_letters_in_the_columns_of_the_pair_say_what_became_of_it_and_no_others_do(
    desk: Desk, page: MeetingsPage
) -> None:
    page.view.show_cell(0, SLOT)
    desk.type("xqz")
    assert page.grid.unsaved() == ()
    desk.type("b")
    assert cell(page, 0, STATUS) == "neither came"


def test_hints_follow_the_cursor_and_the_typing(desk: Desk, page: MeetingsPage) -> None:
    assert "h held" in page._hint.text()
    page.view.show_cell(0, TOPIC)
    assert "friendships" in page._hint.text()
    assert "tests and exams" in page._hint.text()
    desk.type("fri")
    assert page._hint.text().endswith("friendships")
    desk.key(Key.Key_Return)
    page.view.show_cell(0, MOOD_MENTOR)
    assert "1 very low" in page._hint.text()


def test_the_mouse_gets_a_menu(desk: Desk, page: MeetingsPage) -> None:
    menu = page.view.offer(page.grid.index(1, STATUS), page.view.mapToGlobal(QPoint(5, 5)))
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "held\th"
    menu.actions()[2].trigger()
    menu.close()
    assert cell(page, 1, STATUS) == "mentee did not come"


# errors


def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_saved(desk: Desk, page: MeetingsPage) -> None:
    desk.type("h")
    page.view.show_cell(3, MOOD_MENTEE)
    desk.type("9")
    desk.key(Key.Key_Return)
    page.view.show_cell(0, STATUS)
    desk.control(Key.Key_S)
    assert here(page) == (3, MOOD_MENTEE)
    assert "Row 4" in desk.said()[0]
    assert page._hint.text() == "Type the mood as a number from 1 to 5."
    assert cell(page, 3, MOOD_MENTEE) == "9"
    assert recorded(desk) == []
    desk.type("4")
    desk.control(Key.Key_S)  # with the cell still open
    assert [one.mood_mentee for one in recorded(desk)] in ([None, 4], [4, None])
    assert desk.said() == ()


# what survives


def test_an_open_cell_is_saved_too(desk: Desk, page: MeetingsPage) -> None:
    page.view.show_cell(0, NEXT)
    desk.type("tea")
    desk.control(Key.Key_S)
    assert [one.next_step for one in recorded(desk)] == ["tea"]


def test_half_filled_rows_survive_other_days_and_pages(desk: Desk, page: MeetingsPage) -> None:
    desk.type("h")
    page.view.show_cell(1, NEXT)
    desk.type("half")
    desk.key(Key.Key_Right, Qt.KeyboardModifier.AltModifier)  # the cell is still open
    desk.settle()
    assert page.day == date(2026, 11, 19)
    assert page.grid.rowCount() == 1
    desk.click("Not saved: 18 Nov 2026")
    assert (cell(page, 0, STATUS), cell(page, 1, NEXT)) == ("held", "half")
    page.view.show_cell(2, NEXT)
    desk.type("more")
    desk.go("people")
    the_page(desk)
    assert cell(page, 2, NEXT) == "more"


def test_half_filled_rows_survive_a_restart_with_the_open_cell_and_the_cursor(
    desk: Desk, page: MeetingsPage, open_desk: OpenDesk, folder: Path
) -> None:
    desk.type("m")
    page.view.show_cell(4, NEXT)
    desk.type("half a senten")
    desk.session.drafts.seal_now()
    again = the_page(open_desk(folder))
    assert cell(again, 0, STATUS) == "mentor did not come"
    assert cell(again, 4, NEXT) == "half a senten"
    assert len(again.grid.unsaved()) == 2


def test_the_lock_takes_the_open_cell_and_remembers_the_place(
    desk: Desk, page: MeetingsPage, open_desk: OpenDesk, folder: Path, ended: Ended
) -> None:
    page.view.show_cell(7, NEXT)
    desk.type("before lunch")
    desk.window.lock()
    assert ended.times == 1
    desk.session.drafts.seal_now()
    other = open_desk(folder)
    again = other.window.pages["meetings"]
    assert isinstance(again, MeetingsPage)
    assert here(again) == (7, NEXT)
    assert cell(again, 7, NEXT) == "before lunch"


def test_what_is_typed_while_saving_is_not_lost(desk: Desk, page: MeetingsPage) -> None:
    desk.key(Key.Key_Space)
    page.save()  # the answer is not here yet
    desk.key(Key.Key_Space)
    page.view.show_cell(2, NEXT)
    desk.type("late")
    desk.settle()
    assert page.view.editing, "the table was made anew under the hand"
    desk.key(Key.Key_Return)
    desk.settle()
    assert len(recorded(desk)) == 1
    assert [cell(page, n, STATUS) for n in range(3)] == ["held", "held", "held"]
    assert cell(page, 2, NEXT) == "late"
    assert len(page.grid.unsaved()) == 2


def test_undo_takes_a_saved_day_back_and_redo_brings_it(desk: Desk, page: MeetingsPage) -> None:
    for _ in range(3):
        desk.key(Key.Key_Space)
    desk.control(Key.Key_S)
    assert here(page) == (3, STATUS)
    desk.undo()
    assert recorded(desk) == []
    assert page.purpose == "20 meetings, 0 recorded"
    assert cell(page, 0, STATUS) == ""
    assert page.grid.unsaved() == ()
    desk.redo()
    assert len(recorded(desk)) == 3
    assert cell(page, 2, STATUS) == "held"


def test_undo_of_a_record_under_a_row_that_is_being_changed(desk: Desk, page: MeetingsPage) -> None:
    desk.key(Key.Key_Space)
    desk.control(Key.Key_S)
    page.view.show_cell(0, MINUTE)
    desk.type("55")
    desk.key(Key.Key_Return)
    desk.write(undo_last)
    desk.control(Key.Key_S)
    assert [one.minutes for one in recorded(desk)] == [55]


def test_a_recorded_day_can_be_changed(desk: Desk, page: MeetingsPage) -> None:
    desk.key(Key.Key_Space)
    desk.control(Key.Key_S)
    desk.clock.forward(days=1)
    page.view.show_cell(0, STATUS)
    desk.type("e")
    assert len(page.grid.unsaved()) == 1
    desk.control(Key.Key_S)
    assert [(one.status, one.minutes) for one in recorded(desk)] == [("missed_mentee", None)]


# days and pairs


def test_days_are_stepped_and_typed(desk: Desk, page: MeetingsPage) -> None:
    desk.key(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert page.day == date(2026, 11, 17)
    assert "Nobody meets on this day." in desk.texts(page)
    desk.click("Go to Wednesday 18 Nov 2026")
    assert page.day == DAY
    field = page.findChild(QLineEdit)
    assert field is page._date
    for typed, day in (("19/11/2026", date(2026, 11, 19)), ("18 Nov 26", DAY), ("2026-11-14", date(2026, 11, 14))):
        field.setFocus()
        field.selectAll()
        desk.type(typed)
        desk.key(Key.Key_Return)
        desk.settle()
        assert page.day == day
    assert "This is no school day." in desk.texts(page)


def test_what_is_no_day_is_said_and_stays(desk: Desk, page: MeetingsPage) -> None:
    page._date.setFocus()
    page._date.selectAll()
    desk.type("someday")
    desk.key(Key.Key_Return)
    assert page._date.text() == "someday"
    assert "Type a day such as" in page._state.text()
    assert page.day == DAY


def test_pairs_without_a_period_get_their_rows(
    desk: Desk, page: MeetingsPage, open_desk: OpenDesk, folder: Path
) -> None:
    desk.click("2 pairs without a period")
    assert page.grid.rowCount() == PAIRS + 2
    assert here(page) == (PAIRS, STATUS)
    desk.type("h")
    desk.session.drafts.seal_now()
    other = open_desk(folder)
    again = the_page(other)
    assert again.grid.rowCount() == PAIRS + 1
    assert cell(again, PAIRS, STATUS) == "held"
    other.button("1 pair without a period")
    other.control(Key.Key_S)
    assert len(recorded(other)) == 1


def test_a_pair_that_was_not_due_is_added_by_name(desk: Desk, page: MeetingsPage) -> None:
    desk.control(Key.Key_N)
    desk.type("21 kim")
    desk.key(Key.Key_Return)
    desk.settle()
    assert desk.no_sheet()
    assert here(page) == (PAIRS, STATUS)
    assert "Mentee21" in cell(page, PAIRS, 0)
    desk.type("h")
    desk.key(Key.Key_Tab)
    desk.type("20")
    desk.go("notes")
    the_page(desk)
    assert cell(page, PAIRS, MINUTE) == "20"
    desk.control(Key.Key_S)
    assert [one.minutes for one in recorded(desk)] == [20]


def test_an_unknown_pair_is_asked_for_again(desk: Desk, page: MeetingsPage) -> None:
    desk.control(Key.Key_N)
    desk.type("nobody at all")
    desk.key(Key.Key_Return)
    sheet = desk.sheet()
    sheet.add()
    assert "Choose a pair from the list." in desk.texts(sheet)


def test_a_pair_that_ended_is_there_on_the_days_before(desk: Desk, page: MeetingsPage) -> None:
    uid = desk.write(lambda ws: add_pair(ws, 77, None))
    with_end = lambda ws: _end(ws, uid)  # noqa: E731 - one use
    desk.write(with_end)
    desk.control(Key.Key_N)
    assert any("Mentor77" in words for words in desk.sheet().who._known.words)


def _end(ws: object, uid: str) -> object:
    from desktop.services import matching

    return matching.end_pair(ws, uid)  # type: ignore[arg-type]


def test_a_school_without_pairs_says_what_to_do(open_desk: OpenDesk, workspace_folder: Path) -> None:
    desk = open_desk(workspace_folder)
    page = the_page(desk)
    assert "There are no pairs yet" in desk.texts(page)
    desk.button("Go to matching")


# beside


def test_a_note_begins_beside_the_pair_and_then_beside_the_meeting(desk: Desk, page: MeetingsPage) -> None:
    desk.settle()
    assert "Lou Mentor01 and Kim Mentee01" in desk.texts(page.strip)
    assert "They have not met yet." in desk.texts(page.strip)
    desk.click("New note", page.strip)
    editor = desk.window.pages["notes"].editor  # type: ignore[attr-defined]
    assert editor.writing.pair
    assert editor.writing.meeting == ""
    the_page(desk)
    desk.key(Key.Key_Space)
    desk.control(Key.Key_S)
    page.view.show_cell(0, STATUS)
    desk.settle()
    assert "18 Nov 2026: held" in desk.texts(page.strip)
    desk.click("New note", page.strip)
    (met,) = recorded(desk)
    assert editor.writing.meeting == met.uid
    desk.write(notes.write, 1, editor.writing.about, "Beside.", editor.writing.pair)
    the_page(desk)
    desk.settle()
    desk.click("1 note beside them", page.strip)
    assert desk.window._current == "notes"


# access


def test_names_and_keys(desk: Desk, page: MeetingsPage) -> None:
    for widget in page.findChildren(QLineEdit):
        assert widget.accessibleName()
    assert page.view.accessibleName()
    keys = dict(page.keys())
    assert {"Ctrl+S", "Ctrl+N", "Alt+Left", "h", "Space"} <= set(keys)
    page.view.show_cell(0, NEXT)
    desk.type("x")
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor.accessibleName() == "Next step"


def test_somebody_renamed_elsewhere_is_renamed_here_and_typing_stays(desk: Desk, page: MeetingsPage) -> None:
    desk.type("h")
    person = desk.read(people.person_by_number, "1001")
    desk.write(people.edit_person, person.uid, people.PersonDraft("1001", "Okafor", "Ada", year="8"))
    assert "Ada Okafor" in cell(page, 0, 0)
    assert cell(page, 0, STATUS) == "held"


def test_undo_takes_back_what_is_typed_before_it_touches_what_is_saved(desk: Desk, page: MeetingsPage) -> None:
    """Half a grid is typed, then a wrong key and Ctrl+Z: nobody expects what was saved before to go."""
    desk.key(Key.Key_Space)
    desk.control(Key.Key_S)
    desk.key(Key.Key_Space)
    desk.type("m")
    desk.undo()
    assert (cell(page, 1, STATUS), cell(page, 2, STATUS), here(page)) == ("held", "", (2, STATUS))
    desk.undo()
    assert (len(page.grid.unsaved()), len(recorded(desk))) == (0, 1)
    desk.redo()
    assert cell(page, 1, STATUS) == "held"
    desk.undo()
    desk.undo()
    assert recorded(desk) == []
