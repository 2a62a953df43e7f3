"""Rows that stay out because somebody said so or because they cannot come in, and counts that agree."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

from desktop.models import people_imports_rows as rows
from desktop.models.rows import Row
from desktop.services import matching
from desktop.views.people.importing import ImportSheet
from desktop.views.people.page import PeoplePage
from tests.views.people.import_desk import choose, everybody, import_it, kinds, look, opened, take_in, write
from tests.views.school import Desk

HEAD = "number,family,given,birth_date,year,form\n"
FIRST = HEAD + (
    "0042,Okafor,Ada,2012-05-13,9,9A\n0043,Vance,Bo,2012-06-14,9,9A\n0044,Lindqvist,Cy,2011-01-02,10,10B\n"
    "0045,Marsh,Di,2011-03-04,10,10B\n"
)


def row_of(sheet: ImportSheet, name: str, kind: str) -> Row:
    return next(one for one in look(sheet).rows.shown if name in one[rows.PLAN_NAME] and one[rows.PLAN_KIND] == kind)


def decided(sheet: ImportSheet, name: str, kind: str) -> str:
    return sheet.flow.answer_of(row_of(sheet, name, kind))[0]


def test_new_changed_and_alike_rows_are_left_out_by_key(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    later = HEAD + (
        "0042,Okafor,Ada,2012-05-13,9,9B\n0043,Vance,Bo,2012-06-14,9,9A\n9045,Marsh,Di,2011-03-04,10,10B\n"
        "0046,Ibarra,Ed,2025-07-08,10,10C\n0047,Novak,Fe,2012-07-08,9,9C\n"
    )
    sheet = opened(desk, people_page, write(tmp_path, later, "later.csv"))
    assert sheet.go_button.words == "Import 4 students"
    choose(desk, sheet, "Okafor", "changed")
    assert "Delete leaves this row out" in desk.texts(sheet)
    desk.key(Qt.Key.Key_Delete)
    assert decided(sheet, "Okafor", "changed") == "Left out"
    [chip] = [one for one in look(sheet).bar.answers if one.isVisible()]
    bold = QFont(chip.font())
    bold.setBold(True)
    assert chip.width() >= QFontMetrics(bold).horizontalAdvance(chip.text()), "it is bold now"
    assert sheet.go_button.words == "Import 3 students"
    desk.key(Qt.Key.Key_Delete)
    assert decided(sheet, "Okafor", "changed") == ""
    desk.key(Qt.Key.Key_1)
    choose(desk, sheet, "Marsh, Di", "alike")
    desk.key(Qt.Key.Key_1)
    choose(desk, sheet, "Marsh, Di", "alike")
    desk.key(Qt.Key.Key_Delete)
    assert decided(sheet, "Marsh, Di", "alike") == "Left out"
    choose(desk, sheet, "Ibarra", "look")
    desk.key(Qt.Key.Key_Delete)
    assert decided(sheet, "Ibarra", "new") == "Left out", "the row and what is odd about it are one"
    assert sheet.go_button.words == "Import 1 student"
    import_it(desk, sheet)
    assert "1 student imported." in desk.texts(sheet)
    assert "3 left out" in desk.texts(sheet)
    after = everybody(desk)
    assert "0047" in after
    assert not {"9045", "0046"} & after.keys()
    assert after["0042"].form == "9A"


def test_left_back_and_joined_count_once(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    later = HEAD + "0042,Okafor,Ada,2012-05-13,9,9A\n9045,Marsh,Di,2011-03-04,10,10B\n"
    sheet = opened(desk, people_page, write(tmp_path, later, "later.csv"))
    choose(desk, sheet, "Marsh, Di", "missing")
    desk.key(Qt.Key.Key_2)
    choose(desk, sheet, "Vance", "missing")
    desk.key(Qt.Key.Key_2)
    choose(desk, sheet, "Marsh, Di", "alike")
    desk.key(Qt.Key.Key_1)
    assert sheet.go_button.words == "Import 2 students"
    import_it(desk, sheet)
    assert "2 students imported." in desk.texts(sheet)


def test_guardians_count_on_the_button_and_at_the_end(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    text = "number,family,given,Parent\n0042,Okafor,Ada,Ngozi Okafor\n0043,Roth,Bo,Al Roth\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    mapping = dict(zip(("number", "family", "given"), ("number", "family", "given"), strict=True))
    sheet.flow.map_columns({**mapping, "Parent": "guardian_1_name"}, first_is_data=False)
    desk.settle()
    assert sheet.go_button.words == "Import 4 people"
    choose(desk, sheet, "Roth, Bo", "new")
    desk.key(Qt.Key.Key_Delete)
    desk.settle()
    assert sheet.go_button.words == "Import 2 people"
    import_it(desk, sheet)
    assert "2 people imported." in desk.texts(sheet)


def test_pairs_that_cannot_be_taken_are_left_out(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    text = "Mentor number,Mentee number,Since\n0044,0042,Sept\n0045,0043,2026-09-08\n0044,9999,2026-09-08\n"
    sheet = opened(desk, people_page, write(tmp_path, text, "pairs.csv"))
    left = [row for row in look(sheet).rows.shown if row[rows.PLAN_KIND] == "skipped"]
    assert {row[rows.PLAN_ROW] for row in left} >= {2}
    assert "look" not in kinds(sheet)
    assert all("put this right in the file" in row[rows.PLAN_WHAT] for row in left)
    assert sheet.go_button.words == "Import 1 pair"
    import_it(desk, sheet)
    assert "1 pair imported." in desk.texts(sheet)
    assert "2 rows left out" in desk.texts(sheet)


def test_a_pair_is_left_out_by_key(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    before = len(desk.read(matching.pairs))
    text = "Mentor number,Mentee number,Since\n0044,0042,2026-09-08\n0045,0043,2026-09-08\n"
    sheet = opened(desk, people_page, write(tmp_path, text, "pairs.csv"))
    choose(desk, sheet, "Okafor", "new")
    desk.key(Qt.Key.Key_Delete)
    desk.settle()
    assert sheet.go_button.words == "Import 1 pair"
    import_it(desk, sheet)
    assert "1 row left out" in desk.texts(sheet)
    assert len(desk.read(matching.pairs)) == before + 1


def test_sign_ups_say_people_and_enrolments(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    text = "number,role,interests\n0042,both,chess\n0043,mentee,art\n0044,mentor,go\n9999,mentor,go\n"
    sheet = opened(desk, people_page, write(tmp_path, text, "signup.csv"))
    assert sheet.go_button.words == "Import 3 participants"
    choose(desk, sheet, "Lindqvist", "new")
    desk.key(Qt.Key.Key_Delete)
    desk.settle()
    assert sheet.go_button.words == "Import 2 participants"
    import_it(desk, sheet)
    said = desk.texts(sheet)
    assert "2 participants imported." in said
    assert "3 enrolments · 1 person with two of them" in said
    assert "2 rows left out" in said


def test_namesakes_carry_what_tells_them_apart(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    text = "number,family,given,year,form\n5001,Roth,Sam,10,10A\n5002,Roth,Sam,9,9C\n5003,,Mononym,9,\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    names = [row[rows.PLAN_NAME] for row in look(sheet).rows.shown if row[rows.PLAN_KIND] == "changed"]
    assert "Roth, Sam (5001, Year 8, 8A)" in names
    assert "Roth, Sam (5002, Year 9, 9B)" in names
    sheet.reject()
    sheet = opened(desk, people_page, write(tmp_path, "number,role\n5001,mentor\n5002,mentor\n", "sign.csv"))
    names = [row[rows.PLAN_NAME] for row in look(sheet).rows.shown]
    assert "Roth, Sam (5001, Year 8, 8A)" in names
