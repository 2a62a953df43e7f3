"""What a person decides about a dry run: who has left, who is back, who is the same person; by keyboard, and kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from desktop.models import people_imports_rows as rows
from desktop.services import people
from desktop.views.people.importing import ImportSheet
from desktop.views.people.page import PeoplePage
from desktop.views.widgets.buttons import Button
from tests.views.people.import_desk import choose, everybody, import_it, look, opened, take_in, write
from tests.views.school import Desk

HEAD = "number,family,given,birth_date,year,form\n"
FIRST = HEAD + (
    "0042,Okafor,Ada,2012-05-13,9,9A\n0043,Vance,Bo,2012-06-14,9,9A\n0044,Lindqvist,Cy,2011-01-02,10,10B\n"
    "0045,Marsh,Di,2011-03-04,10,10B\n"
)
# A term later: Bo is renamed, Cy is missing, Di has another number, and there is somebody new.
LATER = HEAD + (
    "0042,Okafor,Ada,2012-05-13,9,9A\n0043,Vance-Hill,Bo,2012-06-14,9,9A\n9045,Marsh,Di,2011-03-04,10,10B\n"
    "0046,Ibarra,Ed,2011-07-08,10,10C\n"
)


def of(sheet: ImportSheet, name: str, kind: str = "") -> str:
    """Give what is decided about somebody."""
    row = next(
        one for one in look(sheet).rows.shown if name in one[rows.PLAN_NAME] and kind in ("", one[rows.PLAN_KIND])
    )
    return sheet.flow.answer_of(row)[0]


def test_a_term_later(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    before = everybody(desk)
    desk.write(people.archive_people, [before["0042"].uid])
    sheet = opened(desk, people_page, write(tmp_path, LATER, "later.csv"))
    first = look(sheet).rows.shown[0]
    assert first[rows.PLAN_KIND] == "alike", "what needs an answer stands first"
    choose(desk, sheet, "Marsh, Di", "alike")
    assert "The same person" in [button.words for button in sheet.findChildren(Button) if button.isVisible()]
    desk.key(Qt.Key.Key_1)
    assert of(sheet, "Marsh, Di", "alike") == "The same person"
    assert of(sheet, "Marsh, Di", "missing") == "The same person"
    choose(desk, sheet, "Okafor", "returner")
    desk.key(Qt.Key.Key_1)
    choose(desk, sheet, "Lindqvist", "missing")
    desk.key(Qt.Key.Key_2)
    assert of(sheet, "Lindqvist") == "Has left"
    assert sheet.go_button.words == "Import 5 students"
    import_it(desk, sheet)
    assert "5 students imported." in desk.texts(sheet)
    desk.click("Close", sheet)
    after = everybody(desk)
    assert after["9045"].uid == before["0045"].uid
    assert after["0042"].status == "present"
    assert after["0044"].status == "left"
    assert after["0043"].family == "Vance-Hill"
    assert "0046" in after
    desk.undo()
    assert everybody(desk) == {**before, "0042": everybody(desk)["0042"]}
    assert everybody(desk)["0042"].status == "archived"


def test_all_at_once_and_taking_an_answer_back(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, FIRST))
    missing = sheet.flow.look.counts["missing"]  # type: ignore[union-attr]  # it is shown
    desk.click(f"Show: Missing {missing}", sheet)
    choose(desk, sheet, "Mentor01")
    desk.control(Qt.Key.Key_2)
    assert sheet.go_button.words == f"Import {4 + missing} students"
    assert of(sheet, "Mentor02") == "Has left"
    desk.control(Qt.Key.Key_2)
    assert sheet.go_button.words == "Import 4 students"
    choose(desk, sheet, "Mentor01")
    desk.key(Qt.Key.Key_2)
    assert of(sheet, "Mentor01") == "Has left"
    assert "Mentor01" not in str(look(sheet).rows.at(look(sheet).table.currentIndex().row())), "it goes on to the next"


def test_enter_goes_to_the_answers_and_several_are_answered_together(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    sheet = opened(desk, people_page, write(tmp_path, FIRST))
    choose(desk, sheet, "Mentor01")
    desk.key(Qt.Key.Key_Return)
    assert isinstance(desk.focus(), Button)
    assert "Still here" in desk.focus().accessibleName()
    uids = [row[0] for row in look(sheet).rows.shown if row[rows.PLAN_KIND] == "missing"][:3]
    look(sheet).table.choose(*uids)
    look(sheet).table.setFocus()
    desk.settle()
    assert "3 rows are chosen." in desk.texts(sheet)
    desk.key(Qt.Key.Key_2)
    assert len(sheet.flow.answers) == 3


def test_the_chosen_row_keeps_its_warning_colour(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    sheet = opened(desk, people_page, write(tmp_path, LATER, "later.csv"))
    choose(desk, sheet, "Marsh, Di", "alike")
    table = look(sheet).table
    warned = table.model().index(table.currentIndex().row(), 1)
    assert look(sheet).rows.columns[1].tone is not None
    assert look(sheet).rows.columns[1].tone(look(sheet).rows.at(warned.row())) == "warning"  # type: ignore[misc, arg-type]  # there is one


def test_nothing_decided_is_lost_without_a_word(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, FIRST))
    choose(desk, sheet, "Mentor01")
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_Escape)
    desk.settle()
    assert sheet.isVisible()
    assert "1 decision goes with this sheet" in desk.texts(sheet)
    sheet.close()  # the cross of the window is heard as the second time
    desk.settle()
    assert desk.no_sheet()
    sheet = opened(desk, people_page, write(tmp_path, FIRST))
    assert not sheet.flow.answers
    desk.key(Qt.Key.Key_Escape)
    desk.settle()
    assert desk.no_sheet(), "where nothing is decided nothing is asked"


def test_enter_in_the_search_imports_nothing(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, FIRST))
    look(sheet).search.setFocus()
    desk.type("vance")
    desk.key(Qt.Key.Key_Return)
    desk.settle()
    assert sheet.flow.stage == "looking"
    look(sheet).search.clear()
    desk.control(Qt.Key.Key_Return)
    assert sheet.flow.stage == "done"


def test_taking_the_file_for_something_else_and_back_keeps_what_was_said_of_people(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    sheet = opened(desk, people_page, write(tmp_path, FIRST))
    choose(desk, sheet, "Mentor01")
    desk.key(Qt.Key.Key_2)
    sheet.flow.choose_kind("staff")
    desk.settle()
    import_words = sheet.go_button.words
    assert import_words == "Import 4 members of staff"
    sheet.flow.choose_kind("students")
    desk.settle()
    assert of(sheet, "Mentor01") == "Has left"
    assert sheet.go_button.words == "Import 5 students"


def test_open_questions_are_counted_beside_the_button(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    sheet = opened(desk, people_page, write(tmp_path, LATER, "later.csv"))
    assert "1 question is open." in desk.texts(sheet)
    choose(desk, sheet, "Marsh, Di", "alike")
    desk.key(Qt.Key.Key_2)
    assert "question is open" not in desk.texts(sheet)


def test_of_several_who_look_like_a_row_one_is_it(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    twice = HEAD + "0045,Marsh,Di,2011-03-04,10,10B\n0047,Marsh,Di,2011-03-04,10,10B\n"
    take_in(desk, people_page, write(tmp_path, twice))
    before = everybody(desk)
    sheet = opened(desk, people_page, write(tmp_path, HEAD + "9045,Marsh,Di,2011-03-04,10,10B\n", "later.csv"))
    asks = [row[rows.PLAN_ASK] for row in look(sheet).rows.shown if row[rows.PLAN_KIND] == "alike"]
    assert len(asks) == 2
    sheet.flow.decide([asks[0]], "same")
    sheet.flow.decide([asks[1]], "same")
    assert sheet.flow.joined == {asks[1].key[2]}
    sheet.flow.decide([asks[0]], "two")
    import_it(desk, sheet)
    assert everybody(desk)["9045"].uid == asks[1].key[2]
    assert len(everybody(desk)) == len(before)
