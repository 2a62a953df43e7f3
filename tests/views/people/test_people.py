"""The People page: search, filters, forms, enrolment, leaving, wishes, the week, many at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.models import people_rows as model
from desktop.services import matching, people, programme
from desktop.services.language import fold
from desktop.services.people.types import Person, PersonDraft
from desktop.services.vault import Workspace, new_uid
from desktop.views.people.forms import AnswersSheet, PeriodsSheet
from desktop.views.people.leaving import LeavingSheet
from desktop.views.people.page import PeoplePage
from desktop.views.people.person_form import PersonSheet
from desktop.views.people.wishes import WishesSheet
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views.desks import OpenDesk
from tests.views.school import ODD, PAIRS, Desk, person

Key = Qt.Key


def the_page(desk: Desk, **place: str) -> PeoplePage:
    page = desk.go("people", **place)
    assert isinstance(page, PeoplePage)
    return page


@pytest.fixture
def page(desk: Desk) -> PeoplePage:
    return the_page(desk)


def read(desk: Desk, number: str) -> Person:
    return desk.read(people.person_by_number, number)  # type: ignore[no-any-return]


def choose(desk: Desk, page: PeoplePage, *numbers: str) -> None:
    page.table.choose(*(person(desk, number) for number in numbers))
    page.table.setFocus()
    desk.settle()


def numbers(page: PeoplePage) -> list[str]:
    return [row[model.NUMBER] for row in page.rows.shown]


def search(desk: Desk, page: PeoplePage, text: str, shown: int) -> None:
    page.bar.search.setText(text)
    desk.qtbot.waitUntil(lambda: len(page.rows.shown) == shown, timeout=3_000)


# the list


def test_everybody_is_counted_and_listed_by_name(desk: Desk, page: PeoplePage) -> None:
    n = len(ODD) + 2 * (PAIRS + 3)
    assert page.purpose == f"{n} people, 23 mentors, 23 mentees"
    sorts = [
        fold(f"{row[model.FAMILY]}, {row[model.PREFERRED] or row[model.GIVEN]}".strip(", ")) for row in page.rows.shown
    ]
    assert sorts == sorted(sorts)
    labels = [row[model.LABEL] for row in page.rows.shown]
    assert len(set(labels)) == n, "namesakes are told apart"
    assert {"Sam Roth (8, 8A)", "Sam Roth (9, 9B)", "Mononym", "Zo Łukasiewicz-Ørsted"} <= set(labels)


@pytest.mark.parametrize(
    ("text", "found"),
    [("sam roth", {"5001", "5002"}), ("ROTH SAM", {"5001", "5002"}), ("lukasiewicz zoe", {"5004"}), ("orsted zo", {"5004"}),
     ("5003", {"5003"}), ("9b roth", {"5002"}), ("田中", {"5006"}), ("אברהם", {"5005"}), ("xyzzy", set())],
)  # fmt: skip
def test_search_takes_names_in_either_order_numbers_and_groups(
    desk: Desk, page: PeoplePage, text: str, found: set[str]
) -> None:
    search(desk, page, text, len(found))
    assert set(numbers(page)) == found


def test_letters_in_the_search_field_are_no_keys_of_the_page(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    desk.key(Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    desk.type("mememe")
    assert page.bar.search.text() == "mememe"
    desk.settle()
    assert read(desk, "5001").roles == ()


def test_letters_in_the_table_find_a_name_and_enrol_nobody(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    desk.type("mo")
    desk.settle()
    assert numbers(page)[page.table.currentIndex().row()] == "5003"
    assert read(desk, "5001").roles == read(desk, "5003").roles == ()


def test_filters_narrow_by_year_and_by_who(desk: Desk, page: PeoplePage) -> None:
    def pick(field: object, value: str) -> None:
        field.choose(value)  # type: ignore[attr-defined]
        field.chosen.emit(value)  # type: ignore[attr-defined]

    pick(page.bar.role, "mentor")
    assert len(page.rows.shown) == PAIRS + 3
    pick(page.bar.year, "8")
    assert page.rows.shown == ()
    pick(page.bar.role, "none")
    assert set(numbers(page)) == {"5001", "5003"}
    assert page.bar._count.text().startswith("2 of ")
    pick(page.bar.year, "")
    assert "5008" not in numbers(page), "staff do not take part"


def test_selection_survives_a_reload_and_somebody_wanted_is_shown_whatever_is_filtered(
    desk: Desk, page: PeoplePage
) -> None:
    choose(desk, page, "1003")
    desk.write(people.add_person, PersonDraft("7001", "Aaa", "Aa"))
    assert page.table.chosen_uids() == (person(desk, "1003"),)
    search(desk, page, "1003", 1)
    the_page(desk, person=person(desk, "5001"))
    assert page.table.chosen_uids() == (person(desk, "5001"),)
    assert "Sam Roth (8, 8A)" in desk.texts(page.side)


# forms


def test_somebody_is_added_from_the_keyboard(desk: Desk, page: PeoplePage) -> None:
    desk.control(Key.Key_N)
    for text in ("Ada", "Okafor", "", "4.5.12"):
        desk.type(text)
        desk.key(Key.Key_Tab)
    desk.type("0042")
    desk.key(Key.Key_Tab)
    desk.type("9")
    desk.key(Key.Key_Return)
    desk.settle()
    found = read(desk, "0042")
    assert (found.given, found.family, found.birth_date, found.year) == ("Ada", "Okafor", "2012-05-04", "9")
    assert page.table.chosen_uids() == (found.uid,)
    desk.undo()
    assert "0042" not in numbers(page)
    desk.redo()
    assert "0042" in numbers(page)


def test_what_is_wrong_is_said_under_its_field_and_nothing_typed_is_lost(desk: Desk, page: PeoplePage) -> None:
    desk.click("Add a person")
    sheet = desk.sheet()
    assert isinstance(sheet, PersonSheet)
    sheet.lines["given"].setText("Ada")
    sheet.birth.setText("31/2/2012")
    sheet.save()
    words = desk.texts(sheet)
    assert "A number is needed" in words
    assert "This is not a date" in words
    sheet.lines["number"].setText("5001")
    sheet.birth.setText("1/1/2030")
    sheet.save()
    assert "in the future" in desk.texts(sheet)
    sheet.birth.clear()
    sheet.save()
    desk.settle()
    assert "has this number already" in desk.texts(sheet)
    assert sheet.lines["given"].text() == "Ada"
    sheet.lines["number"].setText("0042")
    desk.click("Save", sheet)
    assert desk.no_sheet()
    assert read(desk, "0042").given == "Ada"


def test_details_are_changed_and_changed_back(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5004")
    desk.click("Edit", page.side)
    sheet = desk.sheet()
    assert sheet.lines["preferred"].text() == "Zo"
    sheet.lines["preferred"].setText("Zoey")
    sheet.kind.choose("helper")
    desk.click("Save", sheet)
    assert "Zoey Łukasiewicz-Ørsted" in desk.texts(page.side)
    desk.click("History", page.side)
    assert "preferred name: Zo → Zoey" in desk.texts(page.side)
    desk.undo()
    assert "Zo Łukasiewicz-Ørsted" in desk.texts(page.side)


@pytest.mark.parametrize(("profile", "typed"), [("uk", "4/5/2012"), ("us", "5/4/2012"), ("other", "2012-05-04")])
def test_birth_dates_are_typed_in_the_order_of_the_profile(
    desk: Desk, page: PeoplePage, profile: str, typed: str
) -> None:
    def change(ws: Workspace) -> object:
        from dataclasses import replace

        return programme.set_school(ws, replace(programme.school(ws), profile=profile))

    desk.write(change)
    desk.settle()
    desk.click("Add a person")
    sheet = desk.sheet()
    for text in (typed, "4 May 2012"):
        sheet.birth.setText(text)
        assert sheet.draft().birth_date == "2012-05-04"
    sheet.birth.setText("someday")
    assert sheet.draft().birth_date == "someday"


# taking part


def test_one_is_enrolled_changed_and_withdrawn(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    desk.click("Enrol as mentee", page.side)
    assert read(desk, "5001").roles == ("mentee",)
    desk.click("Change: Takes part as mentee", page.side)
    sheet = desk.sheet()
    assert isinstance(sheet, AnswersSheet)
    sheet.lines["interests"].setText("chess;; knitting ; ")
    desk.click("Save", sheet)
    assert "chess, knitting" in desk.texts(page.side)
    desk.click("Withdraw: Takes part as mentee", page.side)
    assert desk.no_sheet()
    assert read(desk, "5001").roles == ()
    for role in ((), ("mentee",), ("mentee",), ("mentee",), ()):
        assert read(desk, "5001").roles == role or role
        desk.undo()
    desk.redo()
    assert read(desk, "5001").roles == ("mentee",)


def test_many_are_enrolled_in_one_step(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001", "5002", "5008")
    assert "3 people are chosen" in desk.texts(page.side)
    desk.control(Key.Key_M)
    assert read(desk, "5001").roles == read(desk, "5002").roles == ("mentor",)
    assert read(desk, "5008").roles == (), "staff are no mentors"
    assert "3 people are chosen" in desk.texts(page.side)
    desk.undo()
    assert read(desk, "5001").roles == read(desk, "5002").roles == ()


def test_withdrawing_somebody_with_a_partner_says_so_and_offers_to_end_the_pair(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "1001")
    desk.click("Withdraw: Takes part as mentee", page.side)
    sheet = desk.sheet()
    assert isinstance(sheet, LeavingSheet)
    assert "One pair is still active." in desk.texts(sheet)
    assert "Lou Mentor01 and Kim Mentee01, since 7 Sep 2026" in desk.texts(sheet)
    sheet.reason.choose("wish_mentee")
    desk.click("Withdraw", sheet)
    assert desk.no_sheet()
    assert read(desk, "1001").roles == ()
    (pair,) = [one for one in desk.read(_all_pairs) if one.mentee_number == "1001"]
    assert (pair.state, pair.reason) == ("ended", "wish_mentee")
    desk.undo()
    assert read(desk, "1001").roles == ("mentee",)
    assert [one.state for one in desk.read(_all_pairs) if one.mentee_number == "1001"] == ["active"]


def _all_pairs(ws: Workspace) -> object:
    return matching.pairs(ws, ended=True)


def test_the_pair_can_go_on(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "9001")
    desk.click("Withdraw: Takes part as mentor", page.side)
    sheet = desk.sheet()
    sheet.end.setChecked(False)
    desk.click("Withdraw", sheet)
    assert read(desk, "9001").roles == ()
    assert [one.state for one in desk.read(_all_pairs) if one.mentor_number == "9001"] == ["active"]


# leaving


def test_somebody_without_ties_leaves_and_comes_back(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    desk.click("Has left the school", page.side)
    assert read(desk, "5001").status == "left"
    assert "Enrol as mentee" not in [
        b.words for b in page.side.findChildren(type(desk.button("Edit"))) if b.isVisible()
    ]
    desk.click("Is here again", page.side)
    assert read(desk, "5001").status == "present"
    desk.undo()
    desk.undo()
    assert read(desk, "5001").status == "present"


def test_who_has_a_partner_leaves_with_everything_in_one_go(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "1001", "1002")
    desk.click("Have left the school", page.side)
    sheet = desk.sheet()
    assert "2 pairs are still active." in desk.texts(sheet)
    desk.click("Has left the school", sheet)
    assert (read(desk, "1001").status, read(desk, "1001").roles) == ("left", ())
    assert [one.state for one in desk.read(_all_pairs) if one.mentee_number in ("1001", "1002")] == ["ended", "ended"]
    desk.undo()  # two pairs, their withdrawal and their leaving were one step
    assert (read(desk, "1001").status, read(desk, "1001").roles) == ("present", ("mentee",))
    assert [one.state for one in desk.read(_all_pairs) if one.mentee_number in ("1001", "1002")] == ["active", "active"]


def test_archived_people_are_out_of_the_way_and_can_be_found(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    desk.click("Archive", page.side)
    assert "5001" not in numbers(page)
    assert not page.side.isVisible()
    the_page(desk, person=person(desk, "5001"))
    assert page.bar.state.value() == "archived"
    assert numbers(page) == ["5001"]
    desk.click("Is here again", page.side)
    assert read(desk, "5001").status == "present"


# wishes


def test_wishes_are_added_and_taken_out_by_hand(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "1001")
    desk.click("Change the wishes", page.side)
    sheet = desk.sheet()
    assert isinstance(sheet, WishesSheet)
    sheet.wants.finder.setFocus()
    desk.type("mentor05")
    desk.key(Key.Key_Return)
    sheet.avoids.finder.setFocus()
    desk.type("9006")
    desk.key(Key.Key_Return)
    desk.type("9007")
    desk.key(Key.Key_Return)
    desk.settle()
    desk.click("Take out Lou Mentor07 · 9007", sheet)
    desk.click("Save", sheet)
    side = desk.texts(page.side)
    assert "Lou Mentor05" in side
    assert "Lou Mentor06" in side
    assert "Mentor07" not in side
    choose(desk, page, "9006")
    assert "Avoided by" in desk.texts(page.side)
    desk.undo()
    assert desk.read(programme.wishes) == ()


# the week


def test_free_periods_are_toggled_as_fast_as_one_clicks(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    desk.click("What to show: Week", page.side)
    cells = [b for b in page.side.findChildren(QPushButton) if b.isCheckable() and "free" in b.accessibleName()]
    for cell in cells:
        desk.qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
    desk.settle()
    assert read(desk, "5001").periods == ("Wed3", "WedLunch", "Thu4")
    desk.undo()
    assert len(read(desk, "5001").periods) == 2


def test_the_keyboard_stays_in_the_week(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    desk.click("What to show: Week", page.side)
    first = next(b for b in page.side.findChildren(QPushButton) if b.accessibleName() == "Wed3: not free")
    first.setFocus()
    desk.key(Key.Key_Space)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.focus().accessibleName() == "Wed3: free", timeout=3_000)
    desk.key(Key.Key_Down)
    desk.key(Key.Key_Space)
    desk.settle()
    assert read(desk, "5001").periods == ("Wed3", "WedLunch")


def test_periods_are_added(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    desk.click("What to show: Week", page.side)
    desk.click("Add periods", page.side)
    sheet = desk.sheet()
    assert isinstance(sheet, PeriodsSheet)
    sheet.save()
    assert "at least one" in desk.texts(sheet)
    sheet.labels.setText("x" * 80)
    sheet.save()
    desk.settle()
    assert "1 to 40" in desk.texts(sheet)
    sheet.labels.setText("Fri1; fri 2")
    desk.click("Add", sheet)
    assert [one.label for one in desk.read(people.periods)][-2:] == ["Fri1", "fri 2"]


# notes and pairs of a person


def test_a_pair_leads_to_the_other_and_to_a_note_beside_it(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "1001")
    desk.click("Note beside the pair with Lou Mentor01", page.side)
    editor = desk.window.pages["notes"].editor  # type: ignore[attr-defined]
    assert editor.writing.pair
    assert editor.writing.about == person(desk, "1001")


# a school without people, a large one


def test_an_empty_school_offers_the_import(open_desk: OpenDesk, workspace_folder: Path) -> None:
    desk = open_desk(workspace_folder)
    page = the_page(desk)
    assert "Nobody is here yet" in desk.texts(page)
    desk.write(people.add_person, ODD[0])
    assert numbers(page) == ["5001"]
    desk.undo()
    assert "Nobody is here yet" in desk.texts(page)


def test_two_thousand_students_answer_while_one_types(
    open_desk: OpenDesk, workspace_folder: Path, qtbot: QtBot
) -> None:
    ws = vaults.reopen(workspace_folder, FakeClock())
    drafts = [PersonDraft(f"{n:05}", f"Family{n % 700}", f"Given{n % 90}", year=str(7 + n % 6)) for n in range(2000)]
    from desktop.services.people import store

    with ws.step("programme", "import_roster", about="2000") as step:
        store.insert_many(step, [(new_uid(), draft, "") for draft in drafts])
    ws.close()
    desk = open_desk(workspace_folder)
    page = the_page(desk)
    assert len(page.rows.shown) == 2000
    search(desk, page, "family699 given", 2)


def test_a_panel_below_the_list_shows_details_at_once(desk: Desk, page: PeoplePage) -> None:
    desk.window.resize(1100, 768)
    desk.settle()
    choose(desk, page, "5001")
    assert not page.side.beside
    area = page.side.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    seen = area.viewport()
    for words in ("5001", "8", "8A"):
        found = next(one for one in page.side.findChildren(QLabel) if one.text() == words)
        assert seen.rect().contains(found.mapTo(seen, found.rect().bottomLeft())), words
    assert desk.button("Edit", page.side).isVisible()


def test_everything_has_a_name(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "1001")
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or widget.metaObject().className() == "QScrollArea", widget
    keys = dict(page.keys())
    assert {"Ctrl+N", "Ctrl+I", "Ctrl+M", "Ctrl+E", "Ctrl+F"} <= set(keys)


def test_the_search_for_everything_tells_namesakes_apart(desk: Desk, page: PeoplePage) -> None:
    hits = desk.found("people", "roth sam")
    assert [hit.title for hit in hits] == ["Sam Roth (8, 8A)", "Sam Roth (9, 9B)"]
    hits[1].open()
    desk.settle()
    assert page.table.chosen_uids() == (person(desk, "5002"),)


def test_a_form_open_at_the_lock_is_open_after_it(
    desk: Desk, page: PeoplePage, open_desk: OpenDesk, folder: Path
) -> None:
    """LOCK-01: a new person half typed, and somebody's details half changed; the caret too."""
    desk.control(Key.Key_N)
    desk.type("Ada")
    desk.key(Key.Key_Home)
    desk.window.lock()
    desk.session.drafts.seal_now()
    desk.session.state = "open"
    other = open_desk(folder)
    other.settle()
    sheet = other.sheet()
    assert isinstance(sheet, PersonSheet)
    line = sheet.lines["given"]
    assert (line.text(), line.cursorPosition(), line.hasFocus()) == ("Ada", 0, True)
    assert sheet.unkept() == ("Ada",)
    sheet.reject()
    uid = person(other, "9001")
    other.window.go("people", person=uid, do="edit", edited=uid)
    other.settle()
    form = other.sheet()
    form.lines["family"].setText("Changed")
    form.lines["family"].setFocus()
    other.window.lock()
    other.session.drafts.seal_now()
    other.session.state = "open"
    last = open_desk(folder)
    last.settle()
    back = last.sheet()
    assert (back.lines["family"].text(), back.lines["number"].text()) == ("Changed", "9001")
    assert back.lines["family"].hasFocus()
