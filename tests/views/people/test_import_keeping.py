"""An import survives the lock, another file under its name is noticed, and cancelling leaves everything as it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from desktop.models.people_imports_kept import DRAFT_KEY, packed, unpacked
from desktop.models.people_imports_types import Reading
from desktop.services import people
from desktop.services.vault.drafts import Draft
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
    sheet = opened(desk, page, write(tmp_path, "Nr;Wer\n0042;Ada Okafor\n5001;Sam Roth\n"))
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
