"""Sign-ups and pairs by name, staff, workbooks of several sheets, and files that leave open what they are."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from desktop.models import people_imports_rows as rows
from desktop.models.people_imports_opening import kind_of, open_file
from desktop.services import matching, people
from desktop.services.people.roster_types import ColumnExample
from desktop.views.people.importing import ImportSheet
from desktop.views.people.page import PeoplePage
from desktop.views.widgets.buttons import Button
from tests.views.people.import_desk import choose, everybody, import_it, kinds, look, opened, write
from tests.views.school import Desk, person


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, cells in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in cells:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def buttons(sheet: ImportSheet) -> list[str]:
    return [button.words for button in sheet.findChildren(Button) if button.isVisible()]


# sign-ups


def test_sign_ups_by_name_with_a_namesake_who_is_asked_about(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    text = "Timestamp,Name,Role,Interests\n1.9.,Sam Roth,mentee,chess\n1.9.,Zo Łukasiewicz-Ørsted,mentor,tea\n1.9.,No Body,mentee,x\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    assert sheet.flow.kind == "participants"
    assert kinds(sheet)[0] == "who"
    assert sheet.go_button.words == "Import 1 participant"
    choose(desk, sheet, "Sam Roth", "who")
    assert "Who is" in desk.texts(sheet)
    assert "Nobody of these" in buttons(sheet)
    nine = next(at for at, words in enumerate(buttons(sheet)) if "9B" in words)
    eight = next(at for at, words in enumerate(buttons(sheet)) if "8A" in words)
    desk.key(Qt.Key.Key_2 if nine > eight else Qt.Key.Key_1)
    desk.settle()
    assert sheet.go_button.words == "Import 2 participants"
    import_it(desk, sheet)
    assert "2 participants imported." in desk.texts(sheet)
    assert "Match mentors and mentees" in buttons(sheet)
    desk.click("Close", sheet)
    assert everybody(desk)["5002"].roles == ("mentee",)
    assert everybody(desk)["5001"].roles == ()
    desk.undo()
    assert everybody(desk)["5002"].roles == ()


def test_a_template_by_number_with_new_periods_and_unknown_numbers(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    text = "number,role,interests,availability,wants\n5001,mentee,chess; tea,Wed3;Fri9,5002\n5002,mentor,chess,Wed3,\n8888,mentee,,,\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    assert "New periods: Fri9" in desk.texts(sheet)
    [unknown] = [row for row in look(sheet).rows.shown if row[rows.PLAN_NAME] == "8888"]
    assert unknown[1:3] == ("skipped", 4)
    assert kinds(sheet).count("new") == 2
    desk.click("Import 2 participants", sheet)
    desk.click("Close", sheet)
    assert desk.read(people.person_by_number, "5001").periods == ("Wed3", "Fri9")
    people_page.table.choose(person(desk, "5001"))
    desk.settle()
    assert "chess, tea" in desk.texts(people_page.side)
    again = opened(desk, people_page, write(tmp_path, text.replace("chess,Wed3", "jazz,Wed3")))
    changed = next(row for row in look(again).rows.shown if row[rows.PLAN_KIND] == "changed")
    assert "interests: chess → jazz" in changed[rows.PLAN_WHAT]


def test_a_bare_list_of_names_is_asked_what_it_is_and_who(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, "Name,Year\nHu W,11\nKim Mentee01,8\n"))
    assert "What does this file hold?" in desk.texts(sheet)
    desk.click("Who takes part", sheet)
    assert "Who is on this list?" in desk.texts(sheet)
    desk.click("Mentees", sheet)
    assert sheet.flow.reading.role == "mentee"
    assert sheet.flow.stage == "looking"


@pytest.mark.parametrize("text", ["Schulnr;Wer;Klassenzug\n0042;Ada Okafor;9B\n", "0042;Okafor;Ada\n0043;Roth;Bo\n"])
def test_an_unrecognised_list_is_asked_what_it_holds(
    desk: Desk, people_page: PeoplePage, tmp_path: Path, text: str
) -> None:
    sheet = opened(desk, people_page, write(tmp_path, text))
    assert "What does this file hold?" in desk.texts(sheet)
    assert "such as 0042" in desk.texts(sheet)
    desk.click("Students", sheet)
    assert sheet.flow.stage == "columns"
    assert "holds the student number" in desk.texts(sheet)
    desk.click("What does this file hold?", sheet)
    desk.click("Staff", sheet)
    assert sheet.flow.kind == "staff"


def test_the_kind_is_chosen_by_keyboard_and_applied_with_enter(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    sheet = opened(desk, people_page, write(tmp_path, "number,family,given\n0042,Okafor,Ada\n"))
    box = sheet.bar.kind
    box.setFocus()
    desk.qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.view().isVisible()
    for _ in range(2):
        desk.qtbot.keyClick(box.view(), Qt.Key.Key_Down)
    assert box.view().isVisible()
    assert sheet.flow.kind == "students", "nothing is read anew on the way"
    desk.qtbot.keyClick(box.view(), Qt.Key.Key_Up)
    desk.qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    desk.settle()
    assert sheet.flow.kind == "staff"


def test_no_list_of_people_is_asked_for_its_columns(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, "a,b\n1,2\n"), "participants")
    assert sheet.flow.stage == "columns"
    assert "number or the name" in desk.texts(sheet)


# pairs


def test_pairs_by_name_with_their_day(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    text = "Mentor,Mentee,Since\nZoë Łukasiewicz-Ørsted,Sam Roth,13/10/2025\nLou Mentor01,Kim Mentee01,14/10/2025\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    assert sheet.flow.kind == "pairs"
    assert kinds(sheet)[0] == "who"
    choose(desk, sheet, "Sam Roth", "who")
    desk.key(Qt.Key.Key_1)
    desk.settle()
    assert sheet.go_button.words == "Import 1 pair"
    before = len(desk.read(matching.pairs))
    import_it(desk, sheet)
    assert "1 pair imported." in desk.texts(sheet)
    desk.click("Close", sheet)
    after = desk.read(matching.pairs)
    assert len(after) == before + 1
    assert "2025-10-13" in {pair.since for pair in after}
    desk.undo()
    assert len(desk.read(matching.pairs)) == before


# workbooks


STUDENTS: list[list[object]] = [["Number", "Family name", "Given name", "Year"], ["0042", "Okafor", "Ada", 9]]


def test_a_workbook_with_two_sheets_of_students_is_asked_about(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    other = [STUDENTS[0], ["0043", "Vance", "Bo", 10], ["0044", "Ibarra", "Cy", 10]]
    path = write(tmp_path, workbook(Year_9=STUDENTS, Year_10=other), "lists.xlsx")
    sheet = opened(desk, people_page, path)
    assert "Which of these is the list you mean?" in desk.texts(sheet)
    assert "2 rows: Number, Family name, Given name, Year" in desk.texts(sheet)
    assert "Okafor" in desk.texts(sheet)
    desk.key(Qt.Key.Key_2)
    desk.settle()
    assert sheet.go_button.words == "Import 2 students"
    desk.click("Other sheet", sheet)
    desk.key(Qt.Key.Key_1)
    desk.settle()
    assert sheet.go_button.words == "Import 1 student"


def test_one_sheet_after_the_other(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheets = {"All": STUDENTS, "Sign_ups": [["Number", "Role", "Interests"], ["0042", "mentee", "chess"]]}
    sheet = opened(desk, people_page, write(tmp_path, workbook(**sheets), "all.xlsx"))
    import_it(desk, sheet)
    desk.click("Import another table of this file", sheet)
    sheet = desk.sheet()
    assert sheet.flow.stage == "asking"
    desk.click("Sign ups", sheet)
    assert (sheet.flow.kind, sheet.go_button.words) == ("participants", "Import 1 participant")
    import_it(desk, sheet)
    assert everybody(desk)["0042"].roles == ("mentee",)


def test_a_workbook_of_students_sign_ups_and_pairs(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheets = {
        "All": STUDENTS,
        "Sign_ups": [["Number", "Role", "Interests"], ["5001", "mentee", "chess"]],
        "Pairs": [["Mentor", "Mentee"], ["9001", "1001"]],
    }
    sheet = opened(desk, people_page, write(tmp_path, workbook(**sheets), "all.xlsx"))
    assert (sheet.flow.kind, sheet.go_button.words) == ("students", "Import 1 student")
    sheet.bar.kind.choose("participants")
    sheet.bar.kind.chosen.emit("participants")
    desk.settle()
    assert sheet.go_button.words == "Import 1 participant"
    sheet.bar.kind.choose("pairs")
    sheet.bar.kind.chosen.emit("pairs")
    desk.settle()
    assert sheet.flow.stage == "looking"
    assert "Lou Mentor01" in str(look(sheet).rows.shown)


def test_a_workbook_in_which_nothing_is_recognised(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    first: list[list[object]] = [["Nr", "Wer"], ["0042", "Ada Okafor"]]
    second: list[list[object]] = [["x", "y"], ["1", "2"]]
    path = write(tmp_path, workbook(Klasse_9=first, Anderes=second), "liste.xlsx")
    sheet = opened(desk, people_page, path)
    assert sheet.flow.stage == "asking"
    desk.click("Klasse 9", sheet)
    assert "What does this file hold?" in desk.texts(sheet)
    desk.click("Students", sheet)
    assert sheet.flow.stage == "columns"


def test_staff(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    text = "Name,Job title,Email\nPat Quill,Counsellor,pq@school.example\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    assert sheet.flow.kind == "staff"
    assert sheet.go_button.words == "Import 1 member of staff"
    import_it(desk, sheet)
    found = next(one for one in desk.read(people.list_people) if one.family == "Quill")
    assert (found.kind, found.job) == ("staff", "Counsellor")


# telling kinds apart


SPREADSHEETS = {
    "pairs under a title": (
        "Peer mentoring pairs 2025\n\nMentor,Form,Mentee,Form,Started\nAda Okafor,12A,Bo Roth,8B,2025-10-01\n",
        "pairs",
    ),
    "pairs with years": ("Mentor (Y12),Mentee (Y8),Day\nAda Okafor,Bo Roth,Monday\n", "pairs"),
    "two mentees": ("Mentor name,Mentor form,Mentee 1,Mentee 2\nAda Okafor,12A,Bo Roth,Cy Z\n", "pairs"),
    "sign-ups": ("Sign up\nName,Year,Mentor or mentee?,Hobbies\nAda Okafor,9,Mentee,chess\n", "participants"),
    "ticks": ("Full name,Form,Mentor,Mentee,Sport\nAda Okafor,9A,Yes,,Yes\nBo Roth,9B,,Yes,\n", "participants"),
    "staff codes": ("Title,Surname,Forename,Staff Code,Department\nMs,Quill,Pat,PQU,Maths\n", "staff"),
    "staff roles": ("Name,Role,Email\nPat Quill,Teacher,p@x\n", "staff"),
    "students": ("Adm No,Legal Surname,Forename,Reg,Form Teacher\n0042,Okafor,Ada,9B,Ms O\n", "students"),
    "no number": ("Surname,Forename,DOB,Form,Form teacher\nOkafor,Ada,2012-01-02,9B,Ms O\n", ""),
    "helpers": ("First name,Last name,Phone\nPat,Quill,077\n", ""),
}


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_spreadsheets_made_by_people_who_never_saw_peerkeep(tmp_path: Path, name: str) -> None:
    text, kind = SPREADSHEETS[name]
    found = open_file(write(tmp_path, text))
    assert found.kind == kind
    assert found.why


def test_two_mentees_in_a_row_stay_two_when_the_columns_are_looked_at(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    text = "Mentor,Mentee 1,Mentee 2\nZoë Łukasiewicz-Ørsted,Mononym,Hu\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    before = look(sheet).look.plan.file
    desk.click("Columns", sheet)
    desk.click("Go on", sheet)
    assert look(sheet).look.plan.file.lines == before.lines
    assert len(before.lines) == 2


def columns(*headings: str, value: str = "") -> list[ColumnExample]:
    known = {"Number": "number", "Name": "name", "Year": "year", "Job": "job"}
    return [
        ColumnExample(heading, at, (value,) if value else (), known.get(heading, ""))
        for at, heading in enumerate(headings)
    ]


def test_what_a_file_is_by_its_columns() -> None:
    assert kind_of(columns("Number", "Name", "Year")) == "students"
    assert kind_of(columns("Mentor", "Mentee", "Since")) == "pairs"
    assert kind_of(columns("Name", "Interests", "Role")) == "participants"
    assert kind_of(columns("Name", "I want to be a mentor", "I want a mentor", value="Yes")) == "participants"
    assert kind_of(columns("Number", "Name", "Role", value="Student")) == "students"
    assert kind_of(columns("Name", "Job")) == "staff"
    assert kind_of(columns("Name", "Year")) == ""
    assert kind_of(columns("Schulnr", "Wer")) == ""
