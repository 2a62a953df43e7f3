"""Printing and saving the list: said before for whom, safe in a spreadsheet, read in again as it was, in the register."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.models import people_paper as paper
from desktop.models import people_rows as listed
from desktop.models import reports as documents
from desktop.models.people_rules import Rule
from desktop.services import people, reports
from desktop.services.people.types import PersonDraft
from desktop.views.people.handing_out import HandOutSheet, save_to
from desktop.views.people.page import PeoplePage
from tests.views.people.test_people import choose, the_page
from tests.views.school import Desk

Key = Qt.Key
HOSTILE = (
    PersonDraft("0001", "=SUM(A1)", "+49", "", "2012-04-03", "9", "9B"),
    PersonDraft("=2", "@home", "-5", "'=5", "2012-04-04", "9", "=form"),
    PersonDraft("00003", "O'Neill", "'quoted'", "", None, "10", "10/b"),
    PersonDraft("004", "Łukasiewicz, Ørsted", "Zoë; 田中", "", None, "", ""),
)


@pytest.fixture
def page(desk: Desk) -> PeoplePage:
    return the_page(desk)


def the_sheet(desk: Desk, page: PeoplePage) -> HandOutSheet:
    page.table.setFocus()
    desk.control(Key.Key_P)
    sheet = desk.sheet()
    assert isinstance(sheet, HandOutSheet)
    return sheet


def saved(desk: Desk, sheet: HandOutSheet, form: str, path: Path) -> bytes:
    """Save by the button, through the file dialog."""
    words = {"csv": "Save as CSV", "xlsx": "Save for Excel", "pdf": "Save as PDF"}[form]
    desk.click(words, sheet)
    dialog = next(one for one in desk.window.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(path))
    dialog.close()
    desk.settle()
    return path.read_bytes()


def test_nothing_leaves_before_it_is_said_who_will_read_it(desk: Desk, page: PeoplePage) -> None:
    sheet = the_sheet(desk, page)
    assert "Columns: Name, Number, Year" in desk.texts(sheet)
    desk.click("Save as CSV", sheet)
    assert "Say who will read it" in desk.texts(sheet)
    assert not [one for one in desk.window.findChildren(QFileDialog) if one.isVisible()]
    assert desk.read(reports.releases) == ()


def test_what_is_shown_is_saved_with_a_line_and_entered_in_the_register(
    desk: Desk, page: PeoplePage, tmp_path: Path
) -> None:
    page.bar.show_rule(Rule(year="8", text="roth"))
    page.table.show_columns(["birth_date", "number"])
    sheet = the_sheet(desk, page)
    sheet.audience.setText("the pastoral team")
    content = saved(desk, sheet, "csv", tmp_path / "list.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Family name", "Given name", "Preferred name", "Birth date", "Student number"]
    assert rows[1] == ["Roth", "Sam", "", "", "5001"]
    (line,) = rows[3]
    for said in ("Sample Counsellor", "the pastoral team", "1 of 54", "Year 8", "roth", "2026"):
        assert said in line
    (release,) = desk.read(reports.releases)
    assert (release.kind, release.form, release.audience) == ("people-list", "csv", "the pastoral team")
    assert desk.read(documents.load_releases).rows[0][documents.TITLE] == "List of people"


def test_only_who_is_chosen_is_saved(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    choose(desk, page, "5001", "5003")
    sheet = the_sheet(desk, page)
    assert sheet.whom.value() == "chosen"
    sheet.audience.setText("me")
    rows = list(csv.reader(StringIO(saved(desk, sheet, "csv", tmp_path / "a.csv").decode("utf-8-sig"), newline="")))
    assert [row[3] for row in rows[1:3]] == ["5003", "5001"]
    assert "chosen by hand" in rows[-1][0]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_hostile_cells_start_no_formula_and_are_read_in_again_as_they_were(
    desk: Desk, page: PeoplePage, form: str, tmp_path: Path
) -> None:
    for draft in HOSTILE:
        desk.write(people.add_person, draft)
    numbers = {draft.number for draft in HOSTILE}
    rows = tuple(row for row in page.rows.shown if row[listed.NUMBER] in numbers)
    keys = ("name", "number", "year", "form", "birth_date")
    made = desk.read(paper.in_file, paper.Wanted(rows, keys, "", 58, "the office"))
    path = tmp_path / f"people.{form}"
    save_to(page, form, made, str(path))
    desk.settle()
    if form == "xlsx":
        book = load_workbook(BytesIO(path.read_bytes()))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert all(isinstance(cell.value, int) for cell in cells if cell.data_type == "n")
        texts = [str(cell.value) for cell in cells]
    else:
        texts = [cell for row in csv.reader(StringIO(path.read_text("utf-8-sig"), newline="")) for cell in row]
    assert not [text for text in texts if text[:1] in "=+-@\t\r" and text]
    roster = people.read_roster(path)
    again = {(one.number, one.family, one.given, one.preferred, one.year, one.form) for one in roster.students}
    assert again == {(d.number, d.family, d.given, d.preferred, d.year, d.form) for d in HOSTILE}
    assert {one.birth for one in roster.students} == {"2012-04-03", "2012-04-04", ""}


def test_years_and_counts_are_numbers_in_a_workbook_and_numbers_of_people_are_not(
    desk: Desk, page: PeoplePage, tmp_path: Path
) -> None:
    desk.write(people.add_person, PersonDraft("0042", "Berg", "Ida", year="9", form="9"))
    desk.write(people.add_person, PersonDraft("0043", "Berg", "Ute", year="=9+1", form="09"))
    sheet = the_sheet(desk, page)
    sheet.audience.setText("the office")
    book = load_workbook(BytesIO(saved(desk, sheet, "xlsx", tmp_path / "list.xlsx")))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    number, year, form = (rows[0].index(head) for head in ("Student number", "Year", "Tutor group"))
    found = {row[number]: (row[year], row[form]) for row in rows[1:]}
    assert found["0042"] == (9, "9")
    assert found["0043"] == ("'=9+1", "09")
    assert the_sheet(desk, page).audience.text() == "the office", "who reads it is remembered in a sitting"


def test_a_pdf_is_saved_with_numbered_copies(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = the_sheet(desk, page)
    sheet.audience.setText("the head")
    sheet.copies.set_value(2)
    assert saved(desk, sheet, "pdf", tmp_path / "list.pdf").startswith(b"%PDF")
    (release,) = desk.read(reports.releases)
    assert (release.form, release.copies, release.first_copy) == ("pdf", 2, 1)
    second = the_sheet(desk, page)
    second.audience.setText("the head")
    saved(desk, second, "pdf", tmp_path / "again.pdf")
    assert desk.read(reports.releases)[0].first_copy == 3


def test_without_a_printer_it_is_said(desk: Desk, page: PeoplePage) -> None:
    sheet = the_sheet(desk, page)
    sheet.audience.setText("the head")
    desk.click("Print", sheet)
    assert any("No printer is set up" in words for words in desk.said())
    assert desk.read(reports.releases) == ()


def test_an_empty_list_is_not_handed_out(desk: Desk, page: PeoplePage) -> None:
    page.bar.show_rule(Rule(text="xyzzy"))
    page.table.setFocus()
    desk.control(Key.Key_P)
    assert desk.no_sheet()


def test_many_columns_lie_on_their_side_and_empty_ones_are_left_out(desk: Desk, page: PeoplePage) -> None:
    rows = page.rows.shown
    few = desk.read(paper.on_paper, paper.Wanted(rows, ("name", "number"), "", 54, "me"))
    every = tuple(column.key for column in page.rows.columns)
    many = desk.read(paper.on_paper, paper.Wanted(rows, every, "", 54, "me", paper="letter"))
    assert not documents.is_wide(few)
    assert documents.is_wide(many)
    assert "access_needs" not in many.keys
    assert many.edition.paper == "letter"
    assert documents.all_copies(many).startswith(b"%PDF")
