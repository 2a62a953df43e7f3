"""The Notes page: writing in a tier, drafts that come back, signing, adding, re-filing, search, beside whom."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.models import notes as model
from desktop.services import notes, people
from desktop.services.people.types import PersonDraft
from desktop.views.notes.page import NotesPage
from desktop.views.notes.sheets import AddendumSheet, RefileSheet
from tests.views.notes.bench import TODAY, all_notes, begin, text_of, the_page, write
from tests.views.school import Desk, person

Key = Qt.Key


# writing


def test_a_note_is_written_from_the_keyboard_alone(desk: Desk, page: NotesPage) -> None:
    desk.key(Key.Key_N)
    desk.settle()
    desk.type("mentee01 kim")
    desk.key(Key.Key_Return)
    desk.settle()
    desk.focus()
    page.editor.take_keyboard()  # without a desktop the list that closed took it along
    desk.key(Key.Key_Right)
    desk.key(Key.Key_Space)
    assert page.editor.frame.tier == 2
    desk.type("She told me about the play.")
    desk.control(Key.Key_S)
    (head,) = all_notes(desk)
    assert (head.tier, head.person, head.happened_on, head.signed) == (2, person(desk, "1001"), TODAY, None)
    assert text_of(desk, head) == "She told me about the play."
    assert not page.writing
    assert page.table.chosen_uids() == (head.uid,)
    assert desk.session.drafts.keys() == ()


def test_the_tier_comes_before_the_text_and_is_worn(desk: Desk, page: NotesPage) -> None:
    desk.key(Key.Key_N)
    desk.settle()
    assert not page.editor.text.isVisible()
    assert not page.editor.save_button.isEnabled()
    for words, tier in (("Programme", 1), ("Counselling", 2), ("Private", 4)):
        desk.click(f"Who may read it: {words}", page.editor)
        assert page.editor.frame.tier == tier
        assert page.editor.text.isVisible()
    assert "designated safeguarding lead" in desk.texts(page.editor)


def test_another_tier_while_typing_keeps_text_and_caret(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.type("Some words")
    desk.key(Key.Key_Left)
    desk.click("Who may read it: Private", page.editor)
    assert page.editor.text.toPlainText() == "Some words"
    assert page.editor.text.textCursor().position() == 9
    desk.control(Key.Key_S)
    assert [head.tier for head in all_notes(desk)] == [4]


def test_who_does_not_fit_is_never_taken_for_who_did(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.type("Words")
    page.editor.who.setFocus()
    page.editor.who.selectAll()
    desk.type("nobody like this")
    desk.key(Key.Key_Return)
    assert page.editor.writing.about == ""
    assert page.editor.who.property("wrong") is True
    assert not page.editor.save_button.isEnabled()
    page.editor.who.selectAll()
    desk.type("1002")
    desk.key(Key.Key_Return)
    desk.settle()
    desk.control(Key.Key_S)
    assert [head.person for head in all_notes(desk)] == [person(desk, "1002")]


def test_namesakes_are_told_apart(desk: Desk, page: NotesPage) -> None:
    desk.key(Key.Key_N)
    desk.settle()
    found = page.editor.who.matches("sam roth")
    assert len(found) == 2
    assert len({known.words for known in found}) == 2
    assert [known.words for known in page.editor.who.matches("zo lukas")] == ["Zo Łukasiewicz-Ørsted · 5004"]
    assert page.editor.who.matches("משה")
    assert page.editor.who.matches("") == ()


def test_archived_people_can_be_written_about_and_say_so(desk: Desk, page: NotesPage) -> None:
    desk.write(people.archive_people, [person(desk, "1001")])
    desk.key(Key.Key_N)
    desk.settle()
    assert page.editor.who.matches("1001")[0].words.endswith("archived")


def test_days_are_typed_in_the_order_of_the_profile_and_refused_when_they_are_none(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.type("Words")
    for typed, sentence in (("31/2/2026", "not a date"), ("soon", "not a date"), ("19/11/2026", "in the future")):
        page.editor.day.setFocus()
        page.editor.day.selectAll()
        desk.type(typed)
        desk.control(Key.Key_S)
        assert sentence in desk.said()[0]
        assert page.editor.text.toPlainText() == "Words"
    page.editor.day.selectAll()
    desk.type("3/11/2026")
    desk.control(Key.Key_S)
    assert [head.happened_on for head in all_notes(desk)] == ["2026-11-03"]


def test_an_empty_note_is_refused_and_a_blank_day_is_today(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.control(Key.Key_S)
    assert "The note is empty" in desk.said()[0]
    desk.type("x")
    page.editor.day.clear()
    desk.control(Key.Key_S)
    assert [head.happened_on for head in all_notes(desk)] == [TODAY]


# editing and signing


def test_editing_shows_the_text_and_keeps_the_day(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    desk.write(lambda ws: notes.edit(ws, 2, uid, "Tea and talk.", "2026-11-02"))
    page.show_note(uid)
    desk.settle()
    desk.click("Edit")
    assert page.editor.day.text() == "2 Nov 2026"
    assert not page.editor.who.isEnabled()
    assert not page.editor.tiers.isEnabled()
    desk.control(Key.Key_End)
    desk.type(" More.")
    desk.control(Key.Key_S)
    (head,) = all_notes(desk)
    assert text_of(desk, head) == "Tea and talk. More."
    assert head.happened_on == "2026-11-02"
    desk.undo()
    assert text_of(desk, head) == "Tea and talk."
    desk.redo()
    assert text_of(desk, head) == "Tea and talk. More."


def test_looking_into_the_editor_leaves_no_draft(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    page.show_note(uid)
    desk.settle()
    desk.click("Edit")
    desk.key(Key.Key_Escape)
    desk.settle()
    assert desk.session.drafts.keys() == ()
    assert not page.writing


def test_the_keys_of_a_note_that_is_looked_at(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    page.table.choose(uid)
    desk.settle()
    desk.key(Key.Key_T)
    desk.settle()
    assert page.panel.open is not None
    keys = dict(page.keys())
    assert (keys["E"], keys["R"]) == ("Edit", "Re-file")
    desk.key(Key.Key_E)
    desk.settle()
    assert page.writing


def test_the_filters_of_the_list_stay_away_while_one_writes_and_looks_elsewhere(desk: Desk, page: NotesPage) -> None:
    desk.key(Key.Key_N)
    desk.settle()
    desk.go("meetings")
    desk.go("notes")
    assert page.writing
    assert not page.filters_widget.isVisible()


def test_signing_locks_and_is_undone_alone(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    desk.type("Words")
    desk.control(Key.Key_Return)
    (head,) = all_notes(desk)
    assert head.signed
    page.show_note(head.uid)
    desk.settle()
    assert "signed" in desk.texts(page.side)
    desk.button("Add to it")
    desk.undo()
    assert all_notes(desk)[0].signed is None
    desk.button("Edit")
    desk.undo()
    assert all_notes(desk) == ()
    assert not page.side.isVisible()
    assert desk.said() == ()


def test_the_sign_button_signs(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    page.show_note(uid)
    desk.settle()
    desk.click("Sign")
    assert all_notes(desk)[0].signed


# adding, re-filing


def test_something_is_added_to_a_signed_note(desk: Desk, page: NotesPage) -> None:
    uid = write(desk, sign=True)
    page.show_note(uid)
    desk.settle()
    desk.click("Add to it")
    sheet = desk.sheet()
    assert isinstance(sheet, AddendumSheet)
    sheet.text.setFocus()
    desk.type("Later news")
    sheet.save()
    assert "Say why" in desk.texts(sheet)
    sheet.reason.setFocus()
    desk.type("A correction")
    desk.control(Key.Key_Return)
    assert desk.no_sheet()
    assert desk.focus() is page.table
    assert "Later news" in desk.texts(page.side)
    assert "A correction" in desk.texts(page.side)
    assert desk.session.drafts.keys() == ()
    desk.undo()
    assert "Later news" not in desk.texts(page.side)


def test_a_note_is_re_filed_and_leaves_a_trace(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    page.show_note(uid)
    desk.settle()
    desk.click("Re-file")
    sheet = desk.sheet()
    assert isinstance(sheet, RefileSheet)
    desk.click("Re-file", sheet)
    assert "Choose a person from the list." in desk.texts(sheet)
    sheet.who.setFocus()
    desk.type("1002")
    desk.key(Key.Key_Return)
    desk.click("Re-file", sheet)
    assert desk.no_sheet()
    assert desk.focus() is page.table
    page.show_note(uid)
    desk.settle()
    assert "re-filed to another record: Filed under the wrong person" in desk.texts(page.side)
    assert "Tea" not in desk.texts(page.side)
    other = next(head for head in all_notes(desk) if head.uid != uid)
    assert other.person == person(desk, "1002")
    desk.undo()
    assert [head.uid for head in all_notes(desk)] == [uid]


# reading


def test_a_text_is_shown_when_asked_for_and_for_nobody_else(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    page.table.choose(uid)
    desk.settle()
    assert "Kim Mentee01" in desk.texts(page.side)
    assert "Tea" not in desk.texts(desk.window)
    page.table.setFocus()
    desk.key(Key.Key_Return)
    desk.settle()
    assert "Tea and talk." in desk.texts(page.side)
    other = write(desk, "1002", "Other words.")
    page.table.choose(other)
    desk.settle()
    assert "Tea" not in desk.texts(desk.window)


def test_a_very_long_note_scrolls_by_itself(desk: Desk, page: NotesPage) -> None:
    uid = write(desk, text="word " * 40_000)
    page.show_note(uid)
    desk.settle()
    field = page.side.findChild(QPlainTextEdit)
    assert field is not None
    assert len(field.toPlainText()) == 200_000
    assert field.isReadOnly()


def test_selection_survives_a_reload(desk: Desk, page: NotesPage) -> None:
    first = write(desk)
    write(desk, "1002")
    page.table.choose(first)
    desk.settle()
    write(desk, "1003")
    assert page.table.chosen_uids() == (first,)


def test_search_finds_words_whatever_their_accents_and_reads_none_aloud(desk: Desk, page: NotesPage) -> None:
    found = write(desk, text="Łódź and Straße with Søren")
    write(desk, "1002", "Nothing of the kind")
    for words in ("lodz", "STRASSE", "soren", "with s"):
        page._search.setFocus()
        page._search.setText(words)
        desk.qtbot.waitUntil(lambda: page._count.text() == "in 1 note", timeout=5_000)
        assert [row[model.UID] for row in page.rows.shown] == [found]
        assert "ód" not in desk.texts(page)
        page._search.clear()
        desk.qtbot.waitUntil(lambda: len(page.rows.shown) == 2, timeout=5_000)


def test_search_sees_what_is_written_afterwards(desk: Desk, page: NotesPage) -> None:
    write(desk)
    page._search.setText("later")
    desk.qtbot.waitUntil(lambda: page._count.text() == "in 0 notes", timeout=5_000)
    write(desk, "1002", "Something later")
    desk.qtbot.waitUntil(lambda: page._count.text() == "in 1 note", timeout=5_000)


def test_a_search_without_hits_says_so_and_a_note_from_elsewhere_ends_it(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    page._search.setText("zebra")
    desk.qtbot.waitUntil(page.table_says.words.isVisible, timeout=5_000)
    assert page.table_says.words.text() == "No note has these words."
    assert not page.table.horizontalHeader().isVisible()
    the_page(desk, note=uid, tier="2")
    assert page._search.text() == ""
    assert page.table.chosen_uids() == (uid,)
    assert not page.table_says.words.isVisible()
    assert page.table.horizontalHeader().isVisible()


def test_every_tier_to_choose_wears_its_symbol_and_its_whole_word(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    for value, button in page.editor.tiers._buttons.items():
        assert not button.icon().isNull()
        page.editor.tiers.choose(value)  # bold is wider
        assert button.minimumWidth() >= button.sizeHint().width()


def test_letters_in_the_search_field_are_no_keys_of_the_page(desk: Desk, page: NotesPage) -> None:
    write(desk)
    desk.key(Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    desk.type("nnn")
    assert page._search.text() == "nnn"
    assert not page.writing


def test_filters_narrow_by_tier_and_signature(desk: Desk, page: NotesPage) -> None:
    first, second = write(desk, tier=1), write(desk, tier=2, sign=True)
    desk.click("Who reads it: Programme", page)
    assert [row[0] for row in page.rows.shown] == [first]
    desk.click("Who reads it: All", page)
    desk.click("Not signed", page)
    assert [row[0] for row in page.rows.shown] == [first]
    desk.click("Not signed", page)
    assert {row[0] for row in page.rows.shown} == {first, second}


def test_the_search_for_everything_leads_to_a_note(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    (hit,) = desk.found("notes", "talk")
    assert "talk" not in f"{hit.title} {hit.detail}"
    hit.open()
    desk.settle()
    assert "Tea and talk." in desk.texts(page.side)
    assert page.table.chosen_uids() == (uid,)


def test_notes_of_one_person_and_back(desk: Desk, page: NotesPage) -> None:
    write(desk)
    write(desk, "1002")
    the_page(desk, person=person(desk, "1001"))
    assert len(page.rows.shown) == 1
    desk.click("About Kim Mentee01", page)
    assert len(page.rows.shown) == 2


# beside


def test_a_note_stands_beside_a_pair_and_says_so(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    words = [page.editor.beside.itemText(at) for at in range(page.editor.beside.count())]
    assert words == ["the person alone", "the pair with Lou Mentor01"]
    page.editor.beside.setFocus()
    desk.key(Key.Key_Down)
    page.editor.text.setFocus()
    desk.type("Both were late.")
    desk.control(Key.Key_S)
    (head,) = all_notes(desk)
    assert head.pair
    page.show_note(head.uid)
    desk.settle()
    assert "Beside the pair Lou Mentor01 and Kim Mentee01" in desk.texts(page.side)


def test_another_person_is_no_longer_beside_the_first_ones_pair(desk: Desk, page: NotesPage) -> None:
    begin(desk, "mentee01")
    page.editor.beside.setFocus()
    desk.key(Key.Key_Down)
    assert page.editor.writing.pair
    page.editor.who.setFocus()
    page.editor.who.selectAll()
    desk.type("5001")
    desk.key(Key.Key_Return)
    desk.settle()
    assert page.editor.writing.pair == ""
    assert not page.editor.beside.isEnabled()


# empty, access


def test_an_empty_page_says_what_belongs_here(desk: Desk, page: NotesPage) -> None:
    assert "No notes yet" in desk.texts(page)
    write(desk)
    assert "No notes yet" not in desk.texts(page)


def test_everything_has_a_name(desk: Desk, page: NotesPage) -> None:
    uid = write(desk)
    page.show_note(uid)
    desk.settle()
    begin(desk, "mentee01")
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or widget.metaObject().className() == "QScrollArea", widget


def test_somebody_with_a_name_of_one_part(desk: Desk, page: NotesPage) -> None:
    desk.write(people.add_person, PersonDraft("6001", "", "Madonna"))
    uid = write(desk, "6001")
    page.table.choose(uid)
    desk.settle()
    assert "About Madonna" in desk.texts(page.side)


@pytest.mark.parametrize("text", ["", "x", "9|a|b|c|d|e", "note:2::", "2|a|b|c|d"])
def test_a_record_that_is_none_is_an_empty_note(text: str) -> None:
    assert model.writing_from(text) == model.Writing()


def test_a_record_goes_out_and_in() -> None:
    writing = model.Writing(4, "p", "u", "pair", "met", "3/4 | 2026")
    assert model.writing_from(writing.as_text()) == writing
    assert writing.about_person("q") == model.Writing(4, "q", "u", "", "", "3/4 | 2026")
    assert writing.about_person("p") is writing
