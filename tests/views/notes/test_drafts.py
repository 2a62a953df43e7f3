"""What is being written is never lost: other pages, other notes, the lock, a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.views.notes.page import NotesPage
from tests.views.desks import OpenDesk
from tests.views.notes.bench import all_notes, begin, text_of, the_page, write
from tests.views.school import Desk, person

Key = Qt.Key


def test_a_changed_note_comes_back_as_it_was_being_changed(
    desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path
) -> None:
    uid = write(desk)
    page.show_note(uid)
    desk.settle()
    desk.click("Edit")
    desk.control(Key.Key_End)
    desk.type(" And more")
    page.editor.text.flush()
    desk.session.drafts.seal_now()
    other = open_desk(folder)
    again = the_page(other)
    assert "changed and not saved" in other.texts(again)
    other.button("Go on writing: Counselling: A note about Kim Mentee01, changed and not saved").click()
    other.settle()
    assert again.editor.text.toPlainText() == "Tea and talk. And more"
    other.control(Key.Key_S)
    assert text_of(other, all_notes(other)[0]) == "Tea and talk. And more"
    assert other.session.drafts.keys() == ()


def test_editing_again_brings_the_draft_and_throwing_it_away_the_saved_text(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    for kept in (True, False):
        page.show_note(uid)
        desk.settle()
        desk.click("Edit")
        assert page.editor.text.toPlainText() == ("Tea and talk." if kept else "Half Tea and talk.")
        if kept:
            desk.type("Half ")
            desk.click("Back")
    desk.click("Throw away")
    assert desk.session.drafts.keys() == ()
    page.show_note(uid)
    desk.settle()
    assert "Tea and talk." in desk.texts(page.side)


def test_switching_pages_keeps_what_is_typed(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.type("Half a sent")
    desk.go("people")
    the_page(desk)
    assert page.writing
    assert page.editor.text.toPlainText() == "Half a sent"
    assert desk.focus() is page.editor.text


def test_a_kept_draft_has_keys(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.type("Half a sent")
    desk.key(Key.Key_Escape)
    desk.settle()
    keys = dict(page.keys())
    assert (keys["G"], keys["Shift+Delete"]) == ("Go on writing", "Throw it away")
    desk.key(Key.Key_G)
    desk.settle()
    assert page.editor.text.toPlainText() == "Half a sent"
    desk.key(Key.Key_Escape)
    desk.settle()
    desk.key(Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert desk.session.drafts.keys("notes") == ()


def test_a_note_from_another_page_keeps_the_one_being_written(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.type("First note")
    the_page(desk, about=person(desk, "1002"))
    assert page.editor.text.toPlainText() == ""
    desk.click("Who may read it: Counselling", page.editor)
    desk.type("Second note")
    the_page(desk, about=person(desk, "1001"))
    desk.key(Key.Key_Escape)
    desk.settle()
    assert len(desk.session.drafts.keys("notes")) == 2
    desk.click("Go on writing: Counselling: A note about Kim Mentee01")
    assert page.editor.text.toPlainText() == "First note"
    desk.control(Key.Key_S)
    desk.click("Go on writing: Counselling: A note about Kim Mentee02")
    assert page.editor.text.toPlainText() == "Second note"
    assert page.editor.writing.about == person(desk, "1002")


def test_two_notes_about_nobody_yet_do_not_take_each_others_place(desk: Desk, page: NotesPage) -> None:
    for text in ("one", "two"):
        desk.key(Key.Key_N)
        desk.settle()
        desk.click("Who may read it: Counselling", page.editor)
        page.editor.text.setFocus()
        desk.type(text)
        desk.click("Back")
    kept = {desk.session.drafts.find(key).text for key in desk.session.drafts.keys("notes")}  # type: ignore[union-attr]
    assert kept == {"one", "two"}


def test_a_half_typed_note_comes_back_after_a_restart(
    desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path
) -> None:
    begin(desk, "mentee01", "Private")
    desk.type("Half a note")
    page.editor.day.setFocus()
    page.editor.day.selectAll()
    desk.type("2/11/2026")
    desk.window.lock()
    desk.session.drafts.seal_now()
    other = open_desk(folder)
    again = other.window.pages["notes"]
    assert isinstance(again, NotesPage)
    assert again.writing
    assert again.editor.text.toPlainText() == "Half a note"
    assert (again.editor.frame.tier, again.editor.day.text()) == (4, "2/11/2026")
    assert again.editor.who.text() == "Kim Mentee01 · 1001"
    other.control(Key.Key_S)
    (head,) = all_notes(other)
    assert (head.tier, head.happened_on) == (4, "2026-11-02")


def test_a_half_typed_note_about_nobody_yet_has_the_keyboard_in_its_text(
    desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path
) -> None:
    """LOCK-02: the caret is where it was, also where it is not said yet about whom the note is."""
    desk.key(Key.Key_N)
    desk.settle()
    desk.click("Who may read it: Counselling", page.editor)
    desk.type("Half a note")
    desk.window.lock()
    desk.session.drafts.seal_now()
    other = open_desk(folder)
    other.settle()
    again = other.window.pages["notes"]
    assert isinstance(again, NotesPage)
    assert again.editor.text.hasFocus()
    other.type(", gone on")
    assert again.editor.text.toPlainText() == "Half a note, gone on"


def test_the_lock_before_the_first_letter_keeps_who_it_is_about(
    desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path
) -> None:
    begin(desk, "mentee01", "Private")
    desk.window.lock()
    desk.session.drafts.seal_now()
    again = open_desk(folder).window.pages["notes"]
    assert isinstance(again, NotesPage)
    assert again.writing
    assert again.editor.frame.tier == 4


def test_a_draft_is_thrown_away_from_the_list(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.type("Never mind")
    desk.key(Key.Key_Escape)
    desk.settle()
    assert "Draft. Counselling: A note about Kim Mentee01" in desk.texts(page)
    desk.click("Throw it away: Counselling: A note about Kim Mentee01")
    assert desk.session.drafts.keys() == ()
    assert "Draft" not in desk.texts(page)


def test_a_reason_alone_survives_the_lock(desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path) -> None:
    uid = write(desk, sign=True)
    page.show_note(uid)
    desk.settle()
    desk.click("Add to it")
    desk.type("Because")
    desk.session.drafts.seal_now()  # the lock's last act
    other = open_desk(folder)
    the_page(other)
    other.click("Go on writing: Something to add to a note about Kim Mentee01")
    sheet = other.sheet()
    assert (sheet.reason.text(), sheet.text.toPlainText()) == ("Because", "")
    sheet.reason.clear()
    assert other.session.drafts.find(f"addendum:{uid}") is None, "nothing typed, nothing kept"


def test_a_half_typed_addendum_waits_above_the_list(
    desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path
) -> None:
    uid = write(desk, sign=True)
    page.show_note(uid)
    desk.settle()
    desk.click("Add to it")
    desk.type("Because")
    desk.sheet().text.setFocus()
    desk.type("Half")
    desk.key(Key.Key_Escape)
    desk.settle()
    assert "Something to add to a note about Kim Mentee01" in desk.texts(page)
    desk.session.drafts.seal_now()
    other = open_desk(folder)
    the_page(other)
    other.click("Go on writing: Something to add to a note about Kim Mentee01")
    sheet = other.sheet()
    assert (sheet.reason.text(), sheet.text.toPlainText()) == ("Because", "Half")


def test_an_addendum_open_at_the_lock_is_open_after_it(
    desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path
) -> None:
    """LOCK-01: the same sheet, its text and its caret."""
    uid = write(desk, sign=True)
    page.show_note(uid)
    desk.settle()
    desk.click("Add to it")
    desk.type("Because")
    desk.sheet().text.setFocus()
    desk.type("Half of it")
    desk.key(Key.Key_Home)
    desk.key(Key.Key_End)
    desk.key(Key.Key_Left)
    desk.window.lock()
    desk.session.drafts.seal_now()
    desk.session.state = "open"
    other = open_desk(folder)
    other.settle()
    sheet = other.sheet()
    assert (sheet.reason.text(), sheet.text.toPlainText()) == ("Because", "Half of it")
    assert sheet.text.textCursor().position() == len("Half of it") - 1
    assert sheet.text.hasFocus()


def over_the_lock(desk: Desk, open_desk: OpenDesk, folder: Path) -> Desk:
    desk.window.lock()
    desk.session.drafts.seal_now()
    desk.session.state = "open"
    other = open_desk(folder)
    other.settle()
    return other


@pytest.mark.parametrize("text", ["", "Half a note"])
def test_a_name_that_is_nobodys_yet_comes_back(
    desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path, text: str
) -> None:
    """LOCK-01: half a name in "About whom", its field and its caret; with a text and before the first letter of it."""
    desk.key(Key.Key_N)
    desk.settle()
    if text:
        desk.click("Who may read it: Counselling", page.editor)
        desk.type(text)
    page.editor.who.setFocus()
    desk.type("mentee0")
    desk.key(Key.Key_Escape)  # the list of who fits
    desk.key(Key.Key_Left)
    for _ in range(2):  # and over another lock, with nothing typed in between
        desk = over_the_lock(desk, open_desk, folder)
        page = the_page_shown(desk)
        who = page.editor.who
        assert (who.text(), who.uid, who.cursorPosition(), desk.window.focusWidget()) == ("mentee0", "", 6, who)
        assert page.editor.text.toPlainText() == text
    desk.key(Key.Key_End)
    desk.type("2")
    desk.key(Key.Key_Return)
    desk.settle()
    assert page.editor.writing.about == person(desk, "1002")


def test_the_caret_in_the_name_of_who_was_chosen_comes_back(
    desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path
) -> None:
    """LOCK-01: the same field and caret; who it is about is still the same."""
    begin(desk, "mentee01")
    page.editor.who.setFocus()
    page.editor.who.setCursorPosition(5)
    other = over_the_lock(desk, open_desk, folder)
    editor = the_page_shown(other).editor
    assert (editor.who.text(), editor.writing.about) == ("Kim Mentee01 · 1001", person(other, "1001"))
    assert (editor.who.cursorPosition(), other.window.focusWidget()) == (5, editor.who)


def test_a_day_that_is_none_is_marked_again(desk: Desk, page: NotesPage, open_desk: OpenDesk, folder: Path) -> None:
    """LOCK-01: what was marked as wrong is marked after the lock, and when the draft is opened from the list."""
    begin(desk, "mentee01")
    desk.type("Half a note")
    page.editor.day.setFocus()
    page.editor.day.selectAll()
    desk.type("soon")
    assert page.editor.day.property("wrong")
    other = over_the_lock(desk, open_desk, folder)
    editor = the_page_shown(other).editor
    assert (editor.day.text(), editor.day.property("wrong"), other.window.focusWidget()) == ("soon", True, editor.day)
    other.click("Back")
    other.click("Go on writing: Counselling: A note about Kim Mentee01")
    assert editor.day.property("wrong")
    other.click("Back")
    other.key(Key.Key_N)
    other.settle()
    assert not editor.day.property("wrong")


def the_page_shown(desk: Desk) -> NotesPage:
    page = desk.window.pages["notes"]
    assert isinstance(page, NotesPage)
    assert page.writing
    return page
