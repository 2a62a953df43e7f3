"""The list of the People page: columns, filters and their names, choosing many, one detail of many, the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from desktop.models import people_rows as listed
from desktop.models.people_rules import Rule
from desktop.services import people, programme
from desktop.services.people.types import GuardianLink, PersonDraft
from desktop.services.vault import undo_last
from desktop.views.people.bulk import BulkSheet
from desktop.views.people.naming import NameSheet
from desktop.views.people.page import PeoplePage
from desktop.views.widgets.column_choice import ColumnSheet
from tests.views.people.test_people import choose, numbers, read, the_page
from tests.views.school import CONTROL, ODD, Desk, person

Key = Qt.Key
SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(desk: Desk) -> PeoplePage:
    return the_page(desk)


def menu_words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def the_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


# columns


def test_columns_are_chosen_moved_and_remembered(desk: Desk, page: PeoplePage) -> None:
    desk.key(Key.Key_C, SHIFT)
    sheet = desk.sheet()
    assert isinstance(sheet, ColumnSheet)
    assert sheet.chosen() == page.table.usual_columns()[1:]
    desk.key(Key.Key_Space)  # the first, number, goes
    desk.key(Key.Key_Down)
    desk.key(Key.Key_Down, Qt.KeyboardModifier.AltModifier)  # year after tutor group
    for at in range(sheet.list.count()):
        if sheet.list.item(at).text() == "Birth date":
            sheet.list.item(at).setCheckState(Qt.CheckState.Checked)
    desk.key(Key.Key_Return, CONTROL)
    desk.settle()
    assert page.table.shown_columns() == ("name", "form", "year", "roles", "free", "state", "birth_date")
    assert desk.window.preferences.columns("people") == page.table.shown_columns()


def test_a_heading_offers_every_column_and_the_name_stays(desk: Desk, page: PeoplePage) -> None:
    across = page.table.horizontalHeader()
    across.customContextMenuRequested.emit(QPoint(20, 5))
    menu = the_menu()
    assert "Name" not in menu_words(menu)
    next(action for action in menu.actions() if action.text() == "Email").trigger()
    assert page.table.shown_columns()[-1] == "email"
    menu.close()
    page.table.show_columns([])
    assert page.table.shown_columns() == ("name",)
    page.table.show_columns(["email", "nonsense"])
    assert page.table.shown_columns() == ("name", "email")


def test_dragging_a_heading_moves_it_but_never_before_the_name(desk: Desk, page: PeoplePage) -> None:
    across = page.table.horizontalHeader()
    across.moveSection(3, 1)
    assert page.table.shown_columns()[:3] == ("name", "form", "number")
    assert desk.window.preferences.columns("people")[:3] == ("name", "form", "number")


def test_each_kind_has_columns_of_its_own(desk: Desk, page: PeoplePage) -> None:
    page.bar.show_rule(Rule(kind="staff"))
    assert page.table.shown_columns() == listed.COLUMNS_OF["staff"]
    page.table.show_columns(["job"])
    page.bar.clear()
    assert page.table.shown_columns() == page.table.usual_columns()
    page.bar.show_rule(Rule(kind="staff"))
    assert page.table.shown_columns() == ("name", "job")


def test_every_column_shows_what_is_stored(desk: Desk, page: PeoplePage) -> None:
    draft = PersonDraft(
        "0700", "Berg", "Ida", "Idi", "2012-04-03", "9", "9B", "student", "ida@school.example", "01 23", "librarian",
        ("German", "Farsi"), "large print",
    )  # fmt: skip
    desk.write(people.add_person, draft)
    row = next(row for row in page.rows.shown if row[listed.NUMBER] == "0700")
    said = {column.key: column.display(row) for column in page.rows.columns}
    assert said == {
        "name": "Idi Berg", "number": "0700", "year": "9", "form": "9B", "roles": "", "free": "", "state": "",
        "kind": "student", "birth_date": "3 Apr 2012", "preferred": "Idi", "languages": "German, Farsi",
        "access_needs": "large print", "email": "ida@school.example", "phone": "01 23", "job": "librarian",
        "guardians": "", "since": said["since"],
    }  # fmt: skip
    assert said["since"]
    desk.write(people.mark_left, [row[listed.UID]])
    gone = next(row for row in page.rows.shown if row[listed.NUMBER] == "0700")
    assert listed.since(gone) == desk.clock.today().isoformat(), "since when somebody left"


def test_names_keep_what_tells_them_apart_however_narrow(desk: Desk, page: PeoplePage) -> None:
    from desktop.views.widgets.cells import whole_end

    font = page.table.font()
    assert whole_end("Maximiliana Wolfeschlegelstein (8, 8A)", font, 150).endswith(" (8, 8A)")
    assert whole_end("Sam Roth (8, 8A)", font, 1000) == "Sam Roth (8, 8A)"
    one, other = (whole_end(f"Max (Year {n}, {n}-Shakespeare-House)", font, 150) for n in (9, 10))
    assert one != other
    shortened = whole_end("Hu " + "W" * 60 + "-Anna", font, 160)
    assert shortened.startswith("Hu")
    assert shortened.endswith("Anna")


def test_nothing_scrolls_sideways_in_a_small_window(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5007")
    assert page.side.isVisible()
    assert page.table.horizontalScrollBar().maximum() == 0
    assert page.minimumSizeHint().width() <= page.width()


# filters


def test_further_filters_unfold_and_lift_what_they_asked_when_folded(desk: Desk, page: PeoplePage) -> None:
    desk.key(Key.Key_F, SHIFT)
    assert page.bar.kind.isVisible()
    page.bar.kind.choose("staff")
    page.bar.kind.chosen.emit("staff")
    assert numbers(page) == ["5008"]
    assert page.bar.more.words == "More (1)"
    desk.key(Key.Key_F, SHIFT)
    assert not page.bar.kind.isVisible()
    assert len(numbers(page)) > 1


def test_form_language_and_state_narrow(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.edit_people, [person(desk, "5001"), person(desk, "5003")], "languages", ["Polish"])
    desk.write(people.mark_left, [person(desk, "5003")])
    for rule, found in (
        (Rule(form="9B"), {"5002"}),
        (Rule(language="Polish"), {"5001", "5003"}),
        (Rule(language="Polish", state="present"), {"5001"}),
        (Rule(state="left"), {"5003"}),
        (Rule(form="gone"), set()),
    ):
        page.bar.show_rule(rule)
        assert set(numbers(page)) == found, rule
    assert "Nobody here fits" in page.nothing.words.text()
    page.bar.clear()
    assert page.bar.rule() == Rule()


def test_guardians_are_shown_when_asked_for(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.add_person, PersonDraft("", "Zephyr", "Ana", kind="guardian"))
    names = lambda: [row[listed.LABEL] for row in page.rows.shown]  # noqa: E731 - asked again and again
    assert "Ana Zephyr" not in names()
    assert "1 guardian is not shown" in desk.texts(page.bar)
    page.bar.show_rule(Rule(text="zephyr"))
    assert names() == [], "a search does not go beyond the filter"
    assert "guardians left out" in desk.texts(page.bar)
    page.bar.show_rule(Rule(kind="guardian", text="zephyr"))
    assert names() == ["Ana Zephyr"]
    page.bar.show_rule(Rule(kind="guardian"))
    assert names() == ["Ana Zephyr"]
    page.bar.show_rule(Rule(kind="all"))
    assert "Ana Zephyr" in names()


def test_the_search_looks_in_what_the_list_shows(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.add_person, PersonDraft("", "Penn", "Ida", kind="staff", job="Teacher, tutor group 9B"))
    names = lambda: [row[listed.LABEL] for row in page.rows.shown]  # noqa: E731 - asked again and again
    page.bar.show_rule(Rule(text="9B"))
    desk.settle()
    assert names()
    assert "Ida Penn" not in names(), "her job is not shown"
    page.table.show_columns((*page.table.shown_columns(), "job"))
    desk.settle()
    assert "Ida Penn" in names()
    page.bar.show_rule(Rule(kind="staff", text="tutor group"))
    desk.settle()
    assert names() == ["Ida Penn"], "staff are shown with their job"


def test_who_has_nobody_to_call_and_who_is_guardian_of_nobody(desk: Desk, page: PeoplePage) -> None:
    numbers_of = lambda: {row[listed.NUMBER] for row in page.rows.shown}  # noqa: E731 - asked again and again
    gone, sam = person(desk, "5003"), person(desk, "5001")
    for name, student, may in (("Ana", "5001", True), ("Bea", "5002", False), ("Cleo", "5003", True)):
        desk.write(people.add_person, PersonDraft("", "Zephyr", name, kind="guardian", phone="0123"))
        page.bar.show_rule(Rule(kind="guardian"))
        desk.settle()
        uid = next(row[0] for row in page.rows.shown if row[listed.GIVEN] == name)
        link = GuardianLink(uid, contact="allowed" if may else "not_to_be_contacted")
        desk.write(people.set_guardians, person(desk, student), [link])
    page.bar.toggle_further()
    page.bar.kind.choose("uncalled")
    page.bar.kind.chosen.emit("uncalled")
    desk.settle()
    assert {"5002", "5004"} <= numbers_of()
    assert not {"5001", "5003"} & numbers_of()
    desk.write(people.mark_left, [gone])
    page.bar.show_rule(Rule(kind="idle"))
    desk.settle()
    assert [row[listed.GIVEN] for row in page.rows.shown] == ["Cleo"]
    assert sam not in {row[0] for row in page.rows.shown}


def test_a_filter_is_kept_by_name_used_and_removed(desk: Desk, page: PeoplePage) -> None:
    page.bar.show_rule(Rule(year="8", role="none"))
    desk.settle()
    desk.click("Save this filter", page)
    sheet = desk.sheet()
    assert isinstance(sheet, NameSheet)
    assert "Year 8" in desk.texts(sheet)
    sheet.save()
    assert "Type a name" in desk.texts(sheet)
    sheet.name.setText("Year 8 to ask")
    desk.click("Save", sheet)
    assert page.bar._saved[0].rule == {"year": "8", "role": "none"}
    desk.click("Show everybody", page)
    everybody = len(numbers(page))
    desk.click("Filter: Year 8 to ask", page)
    assert page.bar.rule() == Rule(year="8", role="none")
    assert len(numbers(page)) < everybody
    desk.click("Filter: Year 8 to ask", page)
    assert len(numbers(page)) == everybody, "a second click lifts it"
    desk.click("Filter: Year 8 to ask", page)
    desk.click("Remove the filter Year 8 to ask", page)
    assert page.bar._saved == ()
    desk.undo()
    assert page.bar._saved[0].name == "Year 8 to ask"


def test_what_is_asked_for_comes_back_after_a_lock(desk: Desk, page: PeoplePage) -> None:
    page.bar.show_rule(Rule(year="8", text="roth"))
    place = page.place()
    page.bar.clear()
    page.show_place(place)
    assert page.bar.rule() == Rule(year="8", text="roth")
    assert numbers(page) == ["5001"]


# choosing many


def test_everybody_shown_is_chosen_and_the_choice_inverted(desk: Desk, page: PeoplePage) -> None:
    page.bar.show_rule(Rule(year="8"))
    page.table.setFocus()
    desk.control(Key.Key_A)
    assert len(page.chosen) == len(page.rows.shown)
    choose(desk, page, "5001", "5003")
    page.table.setFocus()
    desk.key(Key.Key_I, SHIFT)
    desk.settle()
    assert len(page.chosen) == len(page.rows.shown) - 2
    assert person(desk, "5001") not in page.chosen
    desk.key(Key.Key_A, SHIFT)
    assert page.chosen == ()
    desk.key(Key.Key_I, SHIFT)
    desk.settle()
    assert len(page.chosen) == len(page.rows.shown)


def test_a_detail_of_many_is_changed_in_one_step(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001", "5002", "5003")
    desk.key(Key.Key_E, SHIFT)
    sheet = desk.sheet()
    assert isinstance(sheet, BulkSheet)
    sheet.line.setText("8Z")
    assert sheet.save_button.words == "Change 3 people: Tutor group \u201c8Z\u201d"
    desk.click(sheet.save_button.words, sheet)
    assert [read(desk, number).form for number in ("5001", "5002", "5003")] == ["8Z", "8Z", "8Z"]
    desk.undo()
    assert [read(desk, number).form for number in ("5001", "5002", "5003")] == ["8A", "9B", ""]


def test_a_stray_enter_takes_nothing_away_from_many(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001", "5002", "5003")
    desk.key(Key.Key_E, SHIFT)
    sheet = desk.sheet()
    assert not sheet.save_button.isEnabled()
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Return, CONTROL)
    sheet.field.choose("kind")
    sheet.field.chosen.emit("kind")
    assert not sheet.save_button.isEnabled(), "no kind is chosen for anybody"
    desk.key(Key.Key_Return, CONTROL)
    desk.settle()
    assert not desk.no_sheet()
    assert [read(desk, number).form for number in ("5001", "5002", "5003")] == ["8A", "9B", ""]
    sheet.field.choose("form")
    sheet.field.chosen.emit("form")
    sheet.empty.click()
    assert sheet.save_button.words == "Empty it for 3 people: Tutor group"
    desk.click(sheet.save_button.words, sheet)
    assert [read(desk, number).form for number in ("5001", "5002", "5003")] == ["", "", ""]


def test_languages_and_kind_of_many_are_changed(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001", "5002")
    for field, value in (("languages", "Polish; German"), ("kind", "helper")):
        desk.click("Change a detail of all", page.side)
        sheet = desk.sheet()
        sheet.field.choose(field)
        sheet.field.chosen.emit(field)
        sheet.line.setText(value)
        sheet.kinds.choose(value)
        sheet.kinds.chosen.emit(value)
        desk.click(sheet.save_button.words, sheet)
    assert read(desk, "5001").languages == ("Polish", "German")
    assert read(desk, "5002").kind == "helper"


def test_what_many_cannot_have_is_said_and_nobody_is_changed(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.add_person, PersonDraft("", "Bauer", "Cem", kind="staff"))
    cem = next(row[0] for row in page.rows.shown if row[listed.FAMILY] == "Bauer")
    page.table.choose(cem, person(desk, "5008"))
    desk.click("Change a detail of all", page.side)
    sheet = desk.sheet()
    sheet.field.choose("kind")
    sheet.field.chosen.emit("kind")
    sheet.kinds.choose("student")
    sheet.kinds.chosen.emit("student")
    desk.click(sheet.save_button.words, sheet)
    assert "number" in desk.texts(sheet)
    assert read(desk, "5008").kind == "staff"


def test_the_menu_key_and_the_right_button_offer_what_can_be_done(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(page.table.viewport(), keyboard)
    menu = the_menu()
    assert {"Change the details", "New note", "Enrol as mentors", "Archive"} <= set(menu_words(menu))
    next(action for action in menu.actions() if action.text() == "Enrol as mentors").trigger()
    menu.close()
    desk.settle()
    assert read(desk, "5001").roles == ("mentor",)
    other = page.table.visualRect(page.rows.index(page.rows.row_of(person(desk, "5002")), 0)).center()
    page.table.scrollTo(page.rows.index(page.rows.row_of(person(desk, "5002")), 0))
    other = page.table.visualRect(page.rows.index(page.rows.row_of(person(desk, "5002")), 0)).center()
    mouse = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, other, page.table.viewport().mapToGlobal(other))
    QApplication.sendEvent(page.table.viewport(), mouse)
    assert page.chosen == (person(desk, "5002"),)
    the_menu().close()


def test_letters_find_a_name_from_any_column(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    page.table.setCurrentIndex(page.rows.index(page.rows.row_of(person(desk, "5001")), 2))
    page.table.setFocus()
    desk.type("mono")
    assert numbers(page)[page.table.currentIndex().row()] == "5003"


def test_undo_takes_back_a_filter_and_says_so(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.save_filter, "people", "Mine", {"year": "8"})
    desk.read(lambda ws: programme.the_programme(ws))
    desk.write(undo_last)
    assert page.bar._saved == ()


def test_the_odd_ones_are_all_there(desk: Desk, page: PeoplePage) -> None:
    assert {draft.number for draft in ODD} <= set(numbers(page))


def test_the_list_is_read_anew_once_where_much_is_written_at_once(desk: Desk, page: PeoplePage) -> None:
    page.refresh()
    first = page._reading
    page.refresh()
    assert first is not None
    assert first.stop.is_set()
    desk.settle()
    assert page._reading is None
    assert page.everybody is not None
