"""A meet-and-greet in the real window, by keyboard: planned, entered by number, changed, closed, come back to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.services import matching, people, programme
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace
from desktop.views.matching.meet_part import MeetPart
from desktop.views.matching.meet_sheet import MeetSheet
from desktop.views.widgets.buttons import let_write
from tests.views.matching.conftest import Bench


def part(bench: Bench) -> MeetPart:
    found = bench.page.findChild(MeetPart)
    assert isinstance(found, MeetPart)
    return found


def keys(bench: Bench, text: str) -> None:
    """Type where the keyboard is, "\\n" for Enter, without waiting for anything."""
    if QApplication.activeModalWidget() is None and not bench.window.isActiveWindow():
        bench.window.activateWindow()  # as a desktop does when a sheet closes
        bench.qtbot.waitUntil(bench.window.isActiveWindow)
    for one in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        if one == "\n":
            QTest.keyClick(focused, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(focused, one)


def named(bench: Bench) -> dict[str, str]:
    """Give whom each has named, by badge."""
    room = part(bench).room
    assert room is not None
    every = bench.write(matching.badges, room.meet.uid)
    codes = {one.person: one.code for one in every}
    return {one.code: " ".join(codes[uid] for uid in one.named) for one in every if one.named}


@pytest.fixture
def planned(bench: Bench) -> Bench:
    bench.click("Part of the page: Meet-and-greet")
    bench.click("Plan one")
    bench.control(Qt.Key.Key_Return)
    return bench


def test_it_is_planned_for_a_day_that_is_one(bench: Bench) -> None:
    bench.click("Part of the page: Meet-and-greet")
    said = bench.texts(part(bench))
    assert "No meet-and-greet yet" in said
    assert part(bench).plan.hasFocus()
    bench.key(Qt.Key.Key_Return)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, MeetSheet)
    keys(bench, "yesterday")
    bench.control(Qt.Key.Key_Return)
    assert "This is no day." in bench.texts(sheet)
    sheet.day.setText("12 Nov 2026")
    sheet.label.setText("In the hall")
    bench.control(Qt.Key.Key_Return)
    assert "12 Nov 2026 · In the hall" in bench.texts(part(bench))
    assert "0 of 18 have named somebody" in bench.texts(part(bench))
    keys(bench, "2")
    assert part(bench).entry.badge.text() == "2"
    bench.control(Qt.Key.Key_Z)  # first what was typed, then the plan
    assert part(bench).entry.badge.text() == ""
    bench.control(Qt.Key.Key_Z)
    assert "No meet-and-greet yet" in bench.texts(part(bench))


def test_slips_are_entered_without_leaving_the_keyboard(planned: Bench) -> None:
    entry = part(planned).entry
    keys(planned, "3\n")
    assert entry.name.text().startswith("3  ")
    keys(planned, "1 m2")
    assert "M1 " in entry.names.text()
    keys(planned, "\n4\n5\n6\n7\nM1\n3\n9\n\n")  # the next badges at once, with Enter between the numbers
    assert entry.badge.hasFocus()
    assert entry.badge.text() == ""
    planned.settle()
    assert named(planned) == {"3": "M1 M2", "4": "M5 M6 M7", "M1": "3 9"}
    assert "3 of 18 have" in planned.texts(part(planned))
    assert planned.button("Propose pairs")
    keys(planned, "87\n")
    assert "No badge 87." in planned.texts(entry)
    keys(planned, "4\n")  # the wrong number is chosen, so the next key replaces it
    assert entry.numbers.text() == "5 6 7"
    keys(planned, "8\n88\n")
    assert "No badge M88." in planned.texts(entry)
    keys(planned, "1\n\n")
    planned.settle()
    assert named(planned)["4"] == "M8 M1"
    keys(planned, "3\n\b\n")  # what was entered is chosen; emptied, it is taken back
    planned.settle()
    assert "3" not in named(planned)
    planned.control(Qt.Key.Key_Z)
    assert named(planned)["3"] == "M1 M2"
    assert part(planned).entry.badge.hasFocus()


def test_enter_on_a_row_shows_what_was_entered(planned: Bench) -> None:
    keys(planned, "3\n1\n\n")
    planned.settle()
    meet = part(planned)
    planned.click("Show: Not yet 17")
    assert meet.list.rows.row_of("3") < 0
    meet.list.narrow("mentee")
    meet.list.table.choose("3")
    meet.list.table.setFocus()
    planned.key(Qt.Key.Key_Return)
    assert (meet.entry.badge.text(), meet.entry.numbers.text()) == ("3", "1")
    assert meet.entry.numbers.hasFocus()
    planned.key(Qt.Key.Key_Escape)
    assert meet.entry.badge.hasFocus()


def test_what_is_typed_halfway_comes_back(planned: Bench) -> None:
    keys(planned, "3\n1 2")
    meet = part(planned)
    meet.list.narrow("open")
    place = planned.page.place()
    meet.entry.clear()
    meet.list.narrow("")
    planned.page.show_part("ready")
    planned.settle()
    planned.page.show_place(place)
    planned.settle()
    assert planned.page.part == "meet"
    assert (meet.entry.badge.text(), meet.entry.numbers.text(), meet.list.filter()) == ("3", "1 2", "open")
    keys(planned, "\n")
    planned.settle()
    assert named(planned) == {"3": "M1 M2"}


def test_closed_it_says_so_and_late_comers_get_a_badge(planned: Bench) -> None:
    meet = part(planned)
    assert not meet.more.isVisible()
    planned.write(come_later)
    planned.click("1 more badge")
    assert not meet.more.isVisible()
    keys(planned, "11\n")
    assert "Late" in meet.entry.name.text()
    planned.control(Qt.Key.Key_E)
    assert not meet.entry.isVisible()
    assert "The entry is closed" in planned.texts(meet)
    planned.control(Qt.Key.Key_E)
    assert meet.entry.isVisible()
    let_write(allowed=False)
    try:
        planned.page.refresh()
        planned.settle()
        assert not meet.entry.isVisible()
        assert "open for reading only" in planned.texts(meet)
    finally:
        let_write(allowed=True)


def come_later(ws: Workspace) -> object:
    people.add_person(ws, PersonDraft(number="99", family="Late", given="Robin", year="8"))
    return programme.enrol(ws, [people.person_by_number(ws, "99").uid], "mentee")
