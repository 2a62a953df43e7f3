"""Saying which column is which: by keyboard, by dragging, silently the next time, and again whenever one likes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from desktop.models.people_imports_columns import COLUMN_MIME, ColumnRows, groups, missing
from desktop.services import people
from desktop.services.people.roster_types import ColumnExample
from desktop.views.people.columns import ColumnsPart, FieldTarget
from desktop.views.people.importing import ImportSheet
from desktop.views.people.page import PeoplePage
from tests.views.people.import_desk import everybody, import_it, look, opened, write
from tests.views.school import Desk

ODD = "Schulnr;Wer;Klassenzug;Geheimnis\n0042;Ada Okafor;9B;secret one\n0043;Bo Roth;9C;secret two\n"


def columns(sheet: ImportSheet) -> ColumnsPart:
    assert isinstance(sheet.part, ColumnsPart), (sheet.flow.stage, sheet.flow.error)
    return sheet.part


def target(part: ColumnsPart, field: str) -> FieldTarget:
    return next(one for one in part.targets if one.field == field)


def drag(part: ColumnsPart, row: int, field: str) -> None:
    """Drag a row onto a field, with what the table itself packs."""
    data = part.rows.mimeData([part.rows.index(row, 0)])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target(part, field), QDragEnterEvent(QPoint(5, 5), *how))
    assert target(part, field).property("over")
    QApplication.sendEvent(target(part, field), QDropEvent(QPointF(5, 5), *how))


def test_mapped_by_keyboard_then_the_next_edition_goes_in_silently(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    sheet = opened(desk, people_page, write(tmp_path, ODD), "students")
    part = columns(sheet)
    assert "not all recognised" in desk.texts(sheet)
    assert not sheet.go_button.isEnabled()
    assert "student number" in desk.texts(sheet)
    part.arrive()
    desk.type("num")
    desk.key(Qt.Key.Key_Down)
    desk.type("fu")
    desk.key(Qt.Key.Key_Down)
    desk.type("tutor")
    assert [row[3] for row in part.rows.shown] == ["number", "name", "form", ""]
    desk.control(Qt.Key.Key_Return)
    assert sheet.go_button.words == "Import 2 students"
    import_it(desk, sheet)
    desk.click("Close", sheet)
    found = everybody(desk)["0042"]
    assert (found.given, found.family, found.form) == ("Ada", "Okafor", "9B")
    again = opened(desk, people_page, write(tmp_path, ODD.replace("Ada", "Adah"), "next.csv"))
    assert look(again).look.counts["changed"] == 1
    import_it(desk, again)
    desk.click("Close", again)
    # In another order of columns, too.
    other = "Klassenzug;Schulnr;Geheimnis;Wer\n9D;0042;x;Ada Okafor\n"
    assert look(opened(desk, people_page, write(tmp_path, other, "third.csv"))).look.counts["changed"] == 1


def test_headings_are_dragged_onto_fields(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    part = columns(opened(desk, people_page, write(tmp_path, ODD), "students"))
    drag(part, 0, "number")
    drag(part, 1, "given")
    assert part.rows.problem() == ""
    drag(part, 1, "name")
    assert part.rows.heading_of("given") == ""
    assert target(part, "name").accessibleName() == "Full name: Wer"
    drag(part, 3, "name")  # the other column gives it up
    assert [row[3] for row in part.rows.shown] == ["number", "", "", "name"]
    assert not target(part, "name").property("over")


def test_delete_arrows_enter_and_the_mouse(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    part = columns(opened(desk, people_page, write(tmp_path, ODD), "students"))
    part.table.choose("0")
    part.arrive()
    desk.key(Qt.Key.Key_Right)
    assert part.rows.field_of("0") == "number"
    desk.key(Qt.Key.Key_Delete)
    assert part.rows.field_of("0") == ""
    desk.qtbot.mouseClick(target(part, "number"), Qt.MouseButton.LeftButton)
    assert part.rows.field_of("0") == "number"
    desk.qtbot.mouseClick(target(part, "number"), Qt.MouseButton.LeftButton)
    assert part.rows.field_of("0") == ""
    part.table.setFocus()
    desk.key(Qt.Key.Key_Return)
    menu = part.table.findChild(QMenu)
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Full name").trigger()
    menu.close()
    assert part.rows.field_of("0") == "name"


def test_columns_can_be_changed_at_any_time_before_importing(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    text = "number,family,given,Mobile\n0042,Okafor,Ada,07700 900123\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    assert look(sheet).look.plan.new[0].draft.phone == ""  # never by recognition
    desk.click("Columns", sheet)
    part = columns(sheet)
    assert [row[3] for row in part.rows.shown] == ["number", "family", "given", ""]
    desk.click("Back", sheet)
    look(sheet)
    desk.click("Columns", sheet)
    drag(columns(sheet), 3, "phone")
    desk.click("Go on", sheet)
    import_it(desk, sheet)
    assert everybody(desk)["0042"].phone == "07700 900123"


@pytest.mark.parametrize("ticked", [False, True])
def test_a_list_without_headings_loses_no_row(
    desk: Desk, people_page: PeoplePage, tmp_path: Path, ticked: bool
) -> None:
    sheet = opened(desk, people_page, write(tmp_path, "0042,Okafor,Ada\n0043,Roth,Bo\n"), "students")
    part = columns(sheet)
    assert not part.first_is_header.isChecked()
    assert part.first_is_header.isVisible()
    for at, field in enumerate(("number", "family", "given")):
        drag(part, at, field)
    part.first_is_header.setChecked(ticked)
    desk.click("Go on", sheet)
    assert sheet.go_button.words == ("Import 1 student" if ticked else "Import 2 students")


def test_headings_that_are_no_headings(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, "A-x,Okafor,Ada\nB-y,Roth,Bo\n"), "students")
    part = columns(sheet)
    assert part.first_is_header.isChecked()
    part.first_is_header.setChecked(False)
    for at, field in enumerate(("number", "family", "given")):
        drag(part, at, field)
    desk.click("Go on", sheet)
    assert sheet.go_button.words == "Import 2 students"


def test_guardians_come_along_only_where_their_columns_are_mapped(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    text = "number,family,given,Parent,Parent phone\n0042,Okafor,Ada,Ngozi Okafor,07700 900123\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    assert sheet.go_button.words == "Import 1 student"
    desk.click("Columns", sheet)
    drag(columns(sheet), 3, "guardian_1_name")
    drag(columns(sheet), 4, "guardian_1_phone")
    desk.click("Go on", sheet)
    assert sheet.go_button.words == "Import 2 people"
    assert "Guardian; 07700 900123" in str(look(sheet).rows.shown)
    import_it(desk, sheet)
    [guardian] = [one for one in desk.read(people.list_people) if one.given == "Ngozi"]
    assert (guardian.kind, guardian.phone) == ("guardian", "07700 900123")


def test_any_word_of_a_field_finds_it_and_what_is_taken_is_said(
    desk: Desk, people_page: PeoplePage, tmp_path: Path
) -> None:
    text = "number,family,Forename,Other,Reach\n0042,Okafor,Ada,x,a@example.org\n"
    sheet = opened(desk, people_page, write(tmp_path, text))
    desk.click("Columns", sheet)
    part = columns(sheet)
    assert part.rows.field_of("2") == "given"
    part.table.choose("4")
    part.table.setFocus()
    desk.type("guardian")
    assert part.rows.field_of("4").startswith("guardian_1")
    desk.type(" email")
    assert part.rows.field_of("4") == "guardian_1_email"
    assert part.rows.field_of("2") == "given", "nothing is taken on the way"
    part.table.choose("3")
    desk.type("given")
    assert "Given name was taken from Forename." in desk.texts(sheet)
    desk.key(Qt.Key.Key_Delete)
    assert "was taken from" not in desk.texts(sheet)
    assert "No column is taken for the given name" in desk.texts(sheet)
    assert sheet.go_button.isEnabled()


# the columns as a model


def rows(kind: str = "students") -> ColumnRows:
    examples = (ColumnExample("Number", 0, ("1",), "number"), ColumnExample("#2", 1, (), ""))
    return ColumnRows(kind, examples, None)


def test_the_model_keeps_to_the_rules_of_models(qtmodeltester: object) -> None:
    model = rows()
    qtmodeltester.check(model)  # type: ignore[attr-defined]  # a fixture of pytest-qt
    assert model.mimeTypes() == [COLUMN_MIME]
    assert [row[1] for row in model.shown] == ["Number", "Column 2"]
    assert model.by_letter("1", "zzz") == ""
    assert model.by_letter("1", "f") == "name"


@pytest.mark.parametrize("kind", ["students", "staff", "participants", "pairs"])
def test_every_kind_says_what_it_needs(kind: str) -> None:
    fields = [field for _, group in groups(kind) for field in group]
    assert len(fields) == len(set(fields))
    assert missing(kind, ())
    assert missing(kind, fields) == ""


def test_lists_may_stand_in_several_columns() -> None:
    examples = tuple(ColumnExample(f"Interest {n}", n, (), "interests") for n in range(3))
    model = ColumnRows("participants", examples, None)
    assert model.heading_of("interests") == "Interest 0, Interest 1, Interest 2"
    model.take("1", "goals")
    assert model.heading_of("interests") == "Interest 0, Interest 2"
