"""The import of a list of students through its sheet: dry run, questions, refusals, one step and one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.models import people_imports_rows as rows
from desktop.models.people_imports import asks_columns, report
from desktop.services import people
from desktop.services.people.roster_errors import NoHeader
from desktop.views.people.importing import ImportSheet
from desktop.views.people.importing_done import DonePart
from desktop.views.people.importing_questions import OptionButton
from desktop.views.people.page import PeoplePage
from desktop.views.people.ways import ImportWays
from desktop.views.widgets.buttons import Button
from tests.views.people.import_desk import (
    EVERYBODY,
    ROSTER,
    drop,
    everybody,
    import_it,
    kinds,
    look,
    opened,
    take_in,
    write,
)
from tests.views.school import Desk


@pytest.fixture
def page(desk: Desk) -> PeoplePage:
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    return page


def count(desk: Desk) -> int:
    return len(desk.read(people.list_people))


def test_a_dry_run_changes_nothing_and_the_import_is_one_step(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    path = write(tmp_path, ROSTER)
    sheet = opened(desk, page, path)
    assert "A list of students" in sheet.bar.why.text()
    assert sheet.bar.name.text() == "list.csv"
    assert kinds(sheet).count("new") == 2
    assert "New 2" in [b.words for b in sheet.findChildren(Button)]
    assert count(desk) == EVERYBODY
    assert sheet.go_button.words == "Import 2 students"
    desk.click("Import 2 students", sheet)
    assert "2 students imported." in desk.texts(sheet)
    assert count(desk) == EVERYBODY + 2
    desk.click("Close", sheet)
    assert desk.no_sheet()
    desk.undo()
    assert count(desk) == EVERYBODY
    desk.redo()
    assert count(desk) == EVERYBODY + 2
    again = opened(desk, page, path)
    assert again.go_button.words == "Nothing to import"
    assert not again.go_button.isEnabled()


def test_the_last_page_takes_the_import_back(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, page, write(tmp_path, ROSTER))
    import_it(desk, sheet)
    desk.click("Undo this import", sheet)
    assert desk.no_sheet()
    assert count(desk) == EVERYBODY


def test_the_report_of_an_import_is_saved_and_recorded(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, page, write(tmp_path, ROSTER))
    import_it(desk, sheet)
    assert isinstance(sheet.part, DonePart)
    desk.click("Save it as PDF", sheet)
    next(dialog for dialog in sheet.findChildren(QFileDialog) if dialog.isVisible()).close()
    document = desk.read(report, sheet.flow.done.report)  # type: ignore[union-attr]  # the stage says so
    path = tmp_path / "report.pdf"
    sheet.part.report.save_as(document, str(path))
    desk.settle()
    assert path.read_bytes().startswith(b"%PDF")
    assert "entered in the register" in desk.texts(sheet)
    desk.click("Print the report of this import", sheet)
    assert "No printer is set up" in desk.texts(sheet)
    assert count(desk) == EVERYBODY + 2
    desk.click("Undo this import", sheet)
    assert count(desk) == EVERYBODY  # though the register was written since


def test_the_report_of_the_last_import_is_at_hand_later(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    desk.control(Qt.Key.Key_I)
    assert "The last import" not in desk.texts(desk.sheet())
    desk.sheet().close()
    take_in(desk, page, write(tmp_path, ROSTER))
    desk.control(Qt.Key.Key_I)
    assert "The last import: Students" in desk.texts(desk.sheet())
    desk.click("Save it as PDF", desk.sheet())
    dialog = next(dialog for dialog in desk.window.findChildren(QFileDialog) if dialog.isVisible())
    dialog.close()


def test_the_rows_are_narrowed_searched_and_odd_ones_stand_first(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, page, write(tmp_path, ROSTER + ",Nobody,No,,\n"))
    assert kinds(sheet)[0] == "skipped"
    assert look(sheet).table.chosen_uids()  # the first row is chosen: what it says stands below
    desk.click("Show: Suspicious 1", sheet)
    assert kinds(sheet) == ["skipped"]
    desk.click(f"Show: All {len(look(sheet).look.rows)}", sheet)
    assert {"skipped", "new", "missing"} <= set(kinds(sheet))
    look(sheet).search.setText("okafor")
    desk.qtbot.waitUntil(lambda: len(look(sheet).rows.shown) == 1)
    assert kinds(sheet) == ["new"]


def test_one_fault_of_both_names_is_said_once_and_nothing_scrolls_sideways(
    desk: Desk, page: PeoplePage, tmp_path: Path
) -> None:
    text = "".join(f"9{n:03},Amb{n},Test{n}\n" for n in range(30))
    sheet = opened(desk, page, write(tmp_path, "number,family,given\n" + text))
    said = [(row[rows.PLAN_ROW], row[rows.PLAN_WHAT]) for row in look(sheet).rows.shown if row[1] == "look"]
    assert {row for row, _ in said} == set(range(2, 32))
    assert len(said) == len(set(said))
    assert look(sheet).table.horizontalScrollBar().maximum() == 0


def test_a_changed_name_is_shown_from_what_to_what(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, page, write(tmp_path, "number,family,given\n5001,Roth,Samantha\n"))
    row = next(row for row in look(sheet).rows.shown if row[rows.PLAN_KIND] == "changed")
    assert row[rows.PLAN_WHAT] == "given name: Sam → Samantha"


def test_the_order_of_dates_is_asked_for_with_examples_and_can_be_asked_again(
    desk: Desk, page: PeoplePage, tmp_path: Path
) -> None:
    text = ROSTER.replace("2012-05-13", "03/04/2012").replace("2012-06-14", "05/06/2012")
    sheet = opened(desk, page, write(tmp_path, text))
    assert "In which order" in desk.texts(sheet)
    assert "03/04/2012 is 3 Apr 2012" in desk.texts(sheet)
    assert not sheet.go_button.isVisible()
    desk.key(Qt.Key.Key_1)
    desk.settle()
    assert sheet.flow.reading.order == "dmy"
    desk.click("Dates", sheet)
    assert [button.words for button in sheet.findChildren(OptionButton) if button.isVisible()][1] == "Month, day, year"
    desk.click("Back", sheet)
    desk.click("Dates", sheet)
    desk.click("Month, day, year", sheet)
    desk.click("Import 2 students", sheet)
    assert everybody(desk)["0042"].birth_date == "2012-03-04"


HOSTILE = {
    "empty": b"",
    "blanks": b"   \n\n ",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "zip of nothing": b"PK\x05\x06" + b"\0" * 18,
    "broken zip": b"PK\x03\x04" + b"\xff" * 200,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_refused_in_the_sheet_and_changes_nothing(
    desk: Desk, page: PeoplePage, tmp_path: Path, name: str
) -> None:
    sheet = opened(desk, page, write(tmp_path, HOSTILE[name]))
    assert sheet.flow.stage == "refused"
    assert "Nothing was changed" in desk.texts(sheet)
    assert "--" not in desk.texts(sheet), "an option of the command line helps nobody here"
    assert not sheet.go_button.isVisible()
    desk.click("Close", sheet)
    assert count(desk) == EVERYBODY
    assert desk.said() == ()


def test_a_drive_that_was_pulled_out_can_be_put_back_in(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    path = tmp_path / "gone.csv"
    sheet = opened(desk, page, str(path))
    assert sheet.flow.stage == "refused"
    path.write_text(ROSTER)
    desk.click("Try again", sheet)
    assert sheet.go_button.words == "Import 2 students"


def test_a_file_pulled_away_after_it_was_read_is_imported_all_the_same(
    desk: Desk, page: PeoplePage, tmp_path: Path
) -> None:
    path = Path(write(tmp_path, ROSTER))
    sheet = opened(desk, page, str(path))
    path.unlink()
    import_it(desk, sheet)
    assert count(desk) == EVERYBODY + 2


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", '"><script>', "Ro\u202eth", "a" * 200])
def test_hostile_cells_are_only_text(desk: Desk, page: PeoplePage, tmp_path: Path, text: str) -> None:
    sheet = opened(desk, page, write(tmp_path, f"number,family,given\n0042,{text},Ada\n".replace('"', "'")))
    assert sheet.go_button.isEnabled()
    import_it(desk, sheet)
    assert count(desk) == EVERYBODY + 1


def test_a_one_roster_folder_dropped_on_the_page(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "users.csv").write_text(
        "sourcedId,status,dateLastModified,enabledUser,role,username,givenName,familyName,identifier,grades\n"
        "u1,active,,true,student,a,Ada,Okafor,0042,09\nu2,active,,true,teacher,b,Bo,Roth,9,\n",
        "utf-8",
    )
    (folder / "manifest.csv").write_text("propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n", "utf-8")
    drop(page, str(folder))
    desk.settle()
    sheet = desk.sheet()
    assert "OneRoster 1.1" in sheet.bar.why.text()
    assert not sheet.bar.columns.isVisible()  # a set has the columns that it has
    desk.click("Import 1 student", sheet)
    assert everybody(desk)["0042"].given == "Ada"


def test_people_who_changed_meanwhile_are_compared_again(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, page, write(tmp_path, ROSTER))
    desk.write(people.add_person, people.PersonDraft("0099", "New", "Somebody"))
    import_it(desk, sheet)
    assert "Nothing was imported" in desk.texts(sheet)
    assert count(desk) == EVERYBODY + 1
    desk.click("Try again", sheet)
    import_it(desk, sheet)
    assert count(desk) == EVERYBODY + 3


def test_which_errors_ask_for_columns() -> None:
    assert asks_columns(NoHeader())
    assert not asks_columns(ValueError())


# ways, drops and templates


def test_every_way_is_reachable(desk: Desk, page: PeoplePage) -> None:
    for words in ("Choose a file", "Choose a folder", "Save a template"):
        desk.control(Qt.Key.Key_I)
        assert isinstance(desk.sheet(), ImportWays)
        desk.click(words, desk.sheet())
        dialog = next(dialog for dialog in desk.window.findChildren(QFileDialog) if dialog.isVisible())
        dialog.close()
        desk.settle()


def test_the_template_is_saved_and_can_be_opened(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    page.imports.save_template_as(str(path))
    desk.qtbot.waitUntil(path.exists)
    desk.settle()
    assert opened(desk, page, str(path)).flow.kind == "participants"


def test_a_file_is_dropped_and_the_hint_goes(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    drop(page, write(tmp_path, ROSTER))
    desk.settle()
    assert isinstance(desk.sheet(), ImportSheet)
    assert not page.imports.hint.isVisible()


def test_a_file_is_dropped_on_the_question_what_to_import(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    desk.control(Qt.Key.Key_I)
    drop(desk.sheet(), write(tmp_path, ROSTER))
    desk.settle()
    assert isinstance(desk.sheet(), ImportSheet)
    assert not [one for one in desk.window.findChildren(ImportWays) if one.isVisible()]


def test_several_files_at_once_are_not_guessed_at(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    drop(page, write(tmp_path, ROSTER), write(tmp_path, ROSTER, "other.csv"))
    desk.settle()
    assert desk.no_sheet()
    assert "the folder that holds them all" in " ".join(desk.said())


def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    text = ROSTER.replace("2012-05-13", "03/04/2012").replace("2012-06-14", "05/06/2012")
    sheet = opened(desk, page, write(tmp_path, text))
    for go_on in (lambda: sheet.flow.answer("dmy"), sheet.flow.ask_columns, sheet.flow.back, sheet._on_go):
        nameless = [
            type(one).__name__
            for one in sheet.findChildren(QWidget)
            if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.accessibleName()
        ]
        assert not nameless, sheet.flow.stage
        go_on()
        desk.settle()
    assert sheet.flow.stage == "done"
