"""The imports through their sheets: dry run, questions, refusals, one step and one undo, templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.models import people_imports as model
from desktop.services import people
from desktop.services.people.errors import NoHeader
from desktop.views.people.importing import ParticipantsSheet, RosterSheet
from desktop.views.people.page import PeoplePage
from desktop.views.people.ways import ImportWays
from desktop.views.widgets.buttons import Button, Chips
from tests.views.school import ODD, PAIRS, Desk, person

EVERYBODY = len(ODD) + 2 * (PAIRS + 3)
ROSTER = "number,family,given,birth_date,year\n0042,Okafor,Ada,2012-05-13,9\n0043,Roth,Bo,2012-06-14,9\n"


@pytest.fixture
def page(desk: Desk) -> PeoplePage:
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    return page


def write(tmp_path: Path, text: str | bytes, name: str = "list.csv") -> str:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def roster(desk: Desk, page: PeoplePage, path: str) -> RosterSheet:
    page.imports.open(path)
    desk.settle()
    sheet = desk.sheet()
    assert isinstance(sheet, RosterSheet)
    return sheet


def drop(page: PeoplePage, path: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    kinds = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(5, 5), *kinds))
    assert page.imports.hint.isVisible()
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), *kinds))


def kinds(sheet: RosterSheet) -> list[str]:
    return [row[model.PLAN_KIND] for row in sheet.rows.shown]


def count(desk: Desk) -> int:
    return len(desk.read(people.list_people))


# a list of students


def test_a_dry_run_changes_nothing_and_the_import_is_one_step(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    path = write(tmp_path, ROSTER)
    sheet = roster(desk, page, path)
    assert kinds(sheet)[:2] == ["new", "new"]
    assert "new 2" in [b.words for b in sheet.findChildren(type(sheet.go_button))]
    assert count(desk) == EVERYBODY
    assert sheet.go_button.words == "Import 2 students"
    desk.click("Import 2 students", sheet)
    assert desk.no_sheet()
    assert count(desk) == EVERYBODY + 2
    desk.undo()
    assert count(desk) == EVERYBODY
    desk.redo()
    assert count(desk) == EVERYBODY + 2
    again = roster(desk, page, path)
    assert again.go_button.words == "Nothing to import"
    assert not again.go_button.isEnabled()
    assert "here already" in desk.texts(again)


def test_the_rows_are_narrowed_by_what_would_happen(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = roster(desk, page, write(tmp_path, ROSTER + ",Nobody,No\n"))
    assert kinds(sheet)[0] == "skipped"
    desk.click("Show: left out 1", sheet)
    assert kinds(sheet) == ["skipped"]
    desk.click("Show: All", sheet)
    assert {"skipped", "new", "missing"} <= set(kinds(sheet))


def test_one_fault_of_both_names_is_said_once_and_nothing_scrolls_sideways(
    desk: Desk, page: PeoplePage, tmp_path: Path
) -> None:
    rows = "".join(f"9{n:03},Amb{n},Test{n}\n" for n in range(30))
    sheet = roster(desk, page, write(tmp_path, "number,family,given\n" + rows))
    looked = [row[model.PLAN_ROW] for row in sheet.rows.shown if row[model.PLAN_KIND] == "look"]
    assert sorted(looked) == list(range(2, 32))
    assert "Show: to look at 30" in [button.accessibleName() for button in sheet.findChildren(Button)]
    assert sheet.table.horizontalScrollBar().maximum() == 0


def test_a_changed_name_is_shown_from_what_to_what(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = roster(desk, page, write(tmp_path, "number,family,given\n5001,Roth,Samantha\n"))
    row = next(row for row in sheet.rows.shown if row[model.PLAN_KIND] == "changed")
    assert row[model.PLAN_WHAT] == "given name: Sam → Samantha"


def test_the_order_of_dates_is_asked_for_with_examples(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    text = ROSTER.replace("2012-05-13", "03/04/2012").replace("2012-06-14", "05/06/2012")
    sheet = roster(desk, page, write(tmp_path, text))
    assert "03/04/2012" in sheet.words.text()
    assert "In which order" in sheet.words.text()
    assert not sheet.go_button.isEnabled()
    chips = [chips for chips in sheet.findChildren(Chips) if chips.accessibleName() == "Order of dates"][-1]
    assert set(chips._buttons) == {"dmy", "mdy"}
    assert chips.y() > sheet.words.y()  # the answers stand under the question
    desk.click("Order of dates: month, day, year", sheet)
    assert not [
        one for one in sheet.findChildren(Chips) if one.accessibleName() == "Order of dates" and one.isVisible()
    ]
    desk.click("Import 2 students", sheet)
    assert desk.read(people.person_by_number, "0042").birth_date == "2012-03-04"


HOSTILE = {
    "empty": b"",
    "blanks": b"   \n\n ",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "web page": b"<!DOCTYPE html><table><tr><td>1</td></tr></table>",
    "zip of nothing": b"PK\x05\x06" + b"\0" * 18,
    "broken zip": b"PK\x03\x04" + b"\xff" * 200,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_refused_in_the_sheet_and_changes_nothing(
    desk: Desk, page: PeoplePage, tmp_path: Path, name: str
) -> None:
    sheet = roster(desk, page, write(tmp_path, HOSTILE[name]))
    assert "Nothing was changed" in sheet.words.text()
    assert not sheet.go_button.isVisible()
    assert "--" not in sheet.words.text(), "an option of the command line helps nobody here"
    desk.click("Close", sheet)
    assert count(desk) == EVERYBODY
    assert desk.said() == ()


def test_a_file_that_is_gone_and_a_folder_that_is_no_set(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    for path in (str(tmp_path / "gone.csv"), str(tmp_path)):
        sheet = roster(desk, page, path)
        assert not sheet.go_button.isVisible()
        assert len(sheet.words.text()) > 20
        sheet.close()


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", '"><script>', "Ro\u202eth", "a" * 300])
def test_hostile_cells_are_only_text(desk: Desk, page: PeoplePage, tmp_path: Path, text: str) -> None:
    sheet = roster(desk, page, write(tmp_path, f"number,family,given\n0042,{text},Ada\n".replace('"', "'")))
    assert sheet.go_button.isEnabled()
    sheet.go_button.click()
    desk.settle()
    assert count(desk) == EVERYBODY + 1


def test_a_one_roster_folder(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "users.csv").write_text(
        "sourcedId,status,dateLastModified,enabledUser,role,username,givenName,familyName,identifier,grades\n"
        "u1,active,,true,student,a,Ada,Okafor,0042,09\nu2,active,,true,teacher,b,Bo,Roth,9,\n",
        "utf-8",
    )
    (folder / "manifest.csv").write_text("propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n", "utf-8")
    sheet = roster(desk, page, str(folder))
    desk.click("Import 1 student", sheet)
    assert desk.read(people.person_by_number, "0042").given == "Ada"


def test_people_who_changed_meanwhile_are_compared_again(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = roster(desk, page, write(tmp_path, ROSTER))
    desk.write(people.add_person, people.PersonDraft("0099", "New", "Somebody"))
    sheet.go_button.click()
    desk.settle()
    assert "Nothing was imported" in sheet.words.text()
    assert count(desk) == EVERYBODY + 1


# columns named by hand


def test_columns_that_are_not_recognised_are_asked_for(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = roster(desk, page, write(tmp_path, "Schulnr;Wer;Klassenzug\n0042;Ada Okafor;9B\n0043;Bo Roth;9C\n"))
    assert sheet.columns is not None
    assert "not all recognised" in sheet.words.text()
    assert sheet.columns.headings.isChecked()
    desk.click("Go on", sheet)
    assert "student number" in sheet.words.text()
    for choice, value in zip(sheet.columns.choices, ("number", "number", "form"), strict=True):
        choice.choose(value)
    desk.click("Go on", sheet)
    assert "Two columns" in sheet.words.text()
    sheet.columns.choices[1].choose("")
    desk.click("Go on", sheet)
    assert "the name" in sheet.words.text()
    sheet.columns.choices[1].choose("name")
    desk.click("Go on", sheet)
    assert sheet.columns is None
    desk.click("Import 2 students", sheet)
    found = desk.read(people.person_by_number, "0042")
    assert (found.given, found.family, found.form) == ("Ada", "Okafor", "9B")


def test_a_list_without_headings_loses_no_row(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = roster(desk, page, write(tmp_path, "0042,Okafor,Ada\n0043,Roth,Bo\n"))
    assert sheet.columns is not None
    assert not sheet.columns.headings.isChecked()
    for choice, value in zip(sheet.columns.choices, ("number", "family", "given"), strict=True):
        choice.choose(value)
    desk.click("Go on", sheet)
    assert sheet.go_button.words == "Import 2 students"


def test_a_list_of_participants_given_as_a_roster_finds_its_way(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = roster(desk, page, write(tmp_path, "number,role,interests\n5001,mentee,chess\n"))
    desk.click("It is a list of participants", sheet)
    assert isinstance(desk.sheet(), ParticipantsSheet)
    desk.click("Import 1 participant", desk.sheet())
    assert desk.read(people.person_by_number, "5001").roles == ("mentee",)


def test_guesses_about_columns() -> None:
    rows = (("Student number", "Name", "Shoe"), ("1", "Ada Okafor", "38"))
    assert [guess for _, guess in model.columns_of(rows)] == ["number", "name", ""]
    assert model.columns_of(())[:1] == ()
    assert model.begins_with_headings(rows)
    assert not model.begins_with_headings(rows[1:])
    assert not model.begins_with_headings(())
    assert model.asks_columns(NoHeader())
    assert not model.asks_columns(ValueError())


# participants


def test_participants_with_unknown_numbers_and_new_periods(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    text = "number,role,interests,availability,wants\n5001,mentee,chess; tea,Wed3;Fri9,5002\n5002,mentor,chess,Wed3,\n8888,mentee,,,\n"
    page.imports.open_participants(write(tmp_path, text))
    desk.settle()
    sheet = desk.sheet()
    assert isinstance(sheet, ParticipantsSheet)
    assert "2 new, 0 changed" in sheet.words.text()
    assert "New periods: Fri9" in sheet.words.text()
    [unknown] = [row for row in sheet.rows.shown if row[model.PLAN_NAME] == "8888"]
    assert unknown[1:4] == ("skipped", 4, "8888")  # once, with its row
    assert "Show: left out 1" in [button.accessibleName() for button in sheet.findChildren(Button)]
    desk.click("Import 2 participants", sheet)
    assert desk.read(people.person_by_number, "5001").periods == ("Wed3", "Fri9")
    page.table.choose(person(desk, "5001"))
    desk.settle()
    assert "chess, tea" in desk.texts(page.side)
    assert "Sam Roth (9, 9B)" in desk.texts(page.side)
    desk.undo()
    assert desk.read(people.person_by_number, "5001").roles == ()


def test_no_participants_file_offers_the_template(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    page.imports.open_participants(write(tmp_path, "a,b\n1,2\n"))
    desk.settle()
    assert "number and role" in desk.sheet().words.text()
    desk.click("Save a template", desk.sheet())
    dialog = desk.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.close()


# ways and templates


def test_every_way_is_reachable(desk: Desk, page: PeoplePage) -> None:
    for words in ("A list of students", "A OneRoster folder", "A list of participants", "Save a template"):
        desk.control(Qt.Key.Key_I)
        assert isinstance(desk.sheet(), ImportWays)
        desk.click(words, desk.sheet())
        dialog = next(dialog for dialog in desk.window.findChildren(QFileDialog) if dialog.isVisible())
        dialog.close()
        desk.settle()


def test_the_template_is_saved_and_can_be_imported(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    page.imports.save_template_as(str(path))
    desk.qtbot.waitUntil(path.exists)
    desk.settle()
    page.imports.open_participants(str(path))
    desk.settle()
    assert "Nothing to import" in desk.sheet().go_button.words or desk.sheet().rows.total >= 0
    assert "number and role" not in desk.sheet().words.text()


def test_a_file_is_dropped(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    drop(page, write(tmp_path, ROSTER))
    desk.settle()
    assert isinstance(desk.sheet(), RosterSheet)
    assert not page.imports.hint.isVisible()
