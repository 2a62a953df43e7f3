"""An import survives the lock, another file under its name is noticed, and cancelling leaves everything as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.models.people_imports_kept import DRAFT_KEY, packed, unpacked
from desktop.models.people_imports_types import Reading
from desktop.services import people
from desktop.services.vault.drafts import Draft
from desktop.views.people.columns import ColumnsPart
from desktop.views.people.importing import ImportSheet
from desktop.views.people.page import PeoplePage
from desktop.views.widgets.buttons import Button
from tests.views.desks import OpenDesk
from tests.views.people.import_desk import EVERYBODY, ROSTER, choose, kinds, look, opened, write
from tests.views.school import Desk


def at_sheet(desk: Desk) -> ImportSheet:
    sheet = desk.sheet()
    assert isinstance(sheet, ImportSheet)
    return sheet


def lock_and_come_back(desk: Desk, open_desk: OpenDesk, folder: Path) -> Desk:
    desk.window.lock()
    again = open_desk(folder)
    again.go("people")
    again.settle()
    return again


def test_decisions_and_columns_survive_the_lock(open_desk: OpenDesk, folder: Path, tmp_path: Path) -> None:
    desk = open_desk(folder)
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    sheet = opened(desk, page, write(tmp_path, "Nr;Wer\n0042;Ada Okafor\n5001;Sam Roth\n"), "students")
    sheet.flow.map_columns({"Nr": "number", "Wer": "name"}, first_is_data=False)
    desk.settle()
    choose(desk, sheet, "Mentor01")
    desk.key(Qt.Key.Key_2)
    again = lock_and_come_back(desk, open_desk, folder)
    sheet = at_sheet(again)
    assert sheet.flow.stage == "looking"
    assert list(sheet.flow.answers.values()) == ["left"]
    assert kinds(sheet).count("new") == 1
    sheet.reject()
    sheet.reject()
    again.settle()
    assert again.session.drafts.find(DRAFT_KEY) is None


def test_another_file_under_the_same_name_takes_no_decisions(open_desk: OpenDesk, folder: Path, tmp_path: Path) -> None:
    desk = open_desk(folder)
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    sheet = opened(desk, page, write(tmp_path, ROSTER))
    choose(desk, sheet, "Mentor01")
    desk.key(Qt.Key.Key_2)
    write(tmp_path, ROSTER.replace("Okafor", "Okonkwo"))
    again = lock_and_come_back(desk, open_desk, folder)
    assert at_sheet(again).flow.answers == {}
    assert "The file has changed since" in again.texts(at_sheet(again))


def test_a_drive_that_is_gone_after_the_lock_loses_no_decision(
    open_desk: OpenDesk, folder: Path, tmp_path: Path
) -> None:
    desk = open_desk(folder)
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    path = Path(write(tmp_path, ROSTER))
    sheet = opened(desk, page, str(path))
    choose(desk, sheet, "Mentor01")
    desk.key(Qt.Key.Key_2)
    path.unlink()
    again = lock_and_come_back(desk, open_desk, folder)
    assert at_sheet(again).flow.stage == "refused"
    path.write_text(ROSTER)
    again.click("Try again", at_sheet(again))
    assert at_sheet(again).flow.stage == "looking"
    assert list(at_sheet(again).flow.answers.values()) == ["left"]


def test_cancelling_changes_nothing_and_keeps_what_was_decided(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    text = "number,family,given\n" + "".join(f"7{n:05},Fam{n},Giv{n}\n" for n in range(4_000))
    sheet = opened(desk, people_page, write(tmp_path, text))
    choose(desk, sheet, "Mentor01")
    desk.key(Qt.Key.Key_2)
    sheet.go_button.click()
    assert not sheet.cancel_button.isVisible()
    sheet.reject()  # its own Cancel is the way out
    assert sheet.isVisible()
    cancel = next(one for one in sheet.findChildren(Button) if one.accessibleName() == "Cancel: Importing students")
    cancel.click()
    desk.settle()
    assert len(desk.read(people.list_people)) == EVERYBODY
    assert sheet.flow.stage == "looking"
    assert sheet.go_button.isEnabled()
    assert list(sheet.flow.answers.values()) == ["left"]
    assert look(sheet).rows.total > 4_000


def test_what_is_kept_is_read_back_or_begun_anew() -> None:
    reading = Reading("students", "Sheet 1", {"Nr": "number"}, first_is_data=True, order="dmy")
    answers = {("left", "u1"): "left", ("who", "3", "person"): "-"}
    assert unpacked(packed("/a/b.csv", reading, answers, "d")) == ("/a/b.csv", reading, answers, "d")
    for text in ("", "[]", '{"reading": {"kind": "horses"}, "answers": [], "digest": ""}', '{"reading": {}}'):
        assert unpacked(Draft(text, record="/a/b.csv")) == ("/a/b.csv", Reading(), {}, "")


# columns that are being said


def in_columns(sheet: ImportSheet) -> ColumnsPart:
    assert isinstance(sheet.part, ColumnsPart), (sheet.flow.stage, sheet.flow.error)
    return sheet.part


def fields(sheet: ImportSheet) -> list[str]:
    return [row[3] for row in in_columns(sheet).rows.shown]


def drag(part: ColumnsPart, row: int, field: str) -> None:
    """Drag a row onto a field, with what the table itself packs."""
    data = part.rows.mimeData([part.rows.index(row, 0)])
    target = next(one for one in part.targets if one.field == field)
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), *how))


@pytest.mark.parametrize("text", ["Nr;Wer;Was\n0042;Ada Okafor;x\n0043;Bo Roth;y\n", "0042;Okafor;Ada\n0043;Roth;Bo\n"])
def test_half_mapped_columns_survive_the_lock(open_desk: OpenDesk, folder: Path, tmp_path: Path, text: str) -> None:
    desk = open_desk(folder)
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    sheet = opened(desk, page, write(tmp_path, text), "students")
    in_columns(sheet).table.choose("0")
    in_columns(sheet).arrive()
    desk.type("num")
    drag(in_columns(sheet), 2, "form")
    ticked = in_columns(sheet).first_is_header.isChecked()
    in_columns(sheet).first_is_header.setChecked(not ticked)
    again = lock_and_come_back(desk, open_desk, folder)
    assert fields(at_sheet(again)) == ["number", "", "form"]
    assert in_columns(at_sheet(again)).first_is_header.isChecked() != ticked
    drag(in_columns(at_sheet(again)), 1, "name")
    again = lock_and_come_back(again, open_desk, folder)
    assert fields(at_sheet(again)) == ["number", "name", "form"]


def test_columns_changed_out_of_the_dry_run_survive_the_lock(open_desk: OpenDesk, folder: Path, tmp_path: Path) -> None:
    desk = open_desk(folder)
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    sheet = opened(desk, page, write(tmp_path, "number,family,given,Mobile\n0042,Okafor,Ada,07700 900123\n"))
    desk.click("Columns", sheet)
    drag(in_columns(sheet), 3, "phone")
    again = lock_and_come_back(desk, open_desk, folder)
    assert fields(at_sheet(again)) == ["number", "family", "given", "phone"], "where it was left"
    at_sheet(again).go_button.click()  # and the lock comes while it is read
    again = lock_and_come_back(again, open_desk, folder)
    assert look(at_sheet(again)).look.plan.new[0].draft.phone == "07700 900123", "the changed columns are in force"


def test_escape_in_the_columns_goes_back_to_the_dry_run(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, "number,family,given,Mobile\n0042,Okafor,Ada,07700 900123\n"))
    desk.click("Columns", sheet)
    desk.key(Qt.Key.Key_Escape)
    assert look(sheet).isVisible()
    desk.click("Columns", sheet)
    drag(in_columns(sheet), 3, "phone")
    desk.key(Qt.Key.Key_Escape)
    assert look(sheet).isVisible()
    assert "they are as they were" in desk.texts(sheet)
    desk.click("Columns", sheet)
    assert fields(sheet)[3] == ""
    drag(in_columns(sheet), 3, "phone")
    desk.click("Cancel", sheet)
    assert "what you said of the columns goes with this sheet" in desk.texts(sheet)
    desk.click("Go on", sheet)
    desk.key(Qt.Key.Key_Escape)
    assert sheet.isVisible(), "gone on with, and not imported yet"
    desk.key(Qt.Key.Key_Escape)
    desk.settle()
    assert desk.no_sheet()


def test_escape_in_columns_that_must_be_said_warns(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, "Nr;Wer;Was\n0042;Ada Okafor;x\n"), "students")
    drag(in_columns(sheet), 0, "number")
    desk.key(Qt.Key.Key_Escape)
    assert "what you said of the columns goes with this sheet" in desk.texts(sheet)
    desk.key(Qt.Key.Key_Escape)
    desk.settle()
    assert desk.no_sheet()
