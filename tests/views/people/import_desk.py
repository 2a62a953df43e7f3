"""What the tests of the import do at its sheet: write a file, drop it, look, decide."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models import people_imports_rows as rows
from desktop.services import people
from desktop.services.people.types import Person
from desktop.views.people.importing import ImportSheet
from desktop.views.people.importing_table import LookPart
from desktop.views.people.page import PeoplePage
from tests.views.school import ODD, PAIRS, Desk

EVERYBODY = len(ODD) + 2 * (PAIRS + 3)
ROSTER = "number,family,given,birth_date,year\n0042,Okafor,Ada,2012-05-13,9\n0043,Roth,Bo,2012-06-14,9\n"


def write(folder: Path, text: str | bytes, name: str = "list.csv") -> str:
    """Write a file."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def drop(target: QWidget, *paths: str) -> None:
    """Drag files over a widget and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), *how))


def opened(desk: Desk, page: PeoplePage, path: str, kind: str = "") -> ImportSheet:
    """Open a file and wait for what it says."""
    page.imports.open(path, kind)
    desk.settle()
    sheet = desk.sheet()
    assert isinstance(sheet, ImportSheet)
    return sheet


def look(sheet: ImportSheet) -> LookPart:
    """Give the dry run that is shown."""
    assert isinstance(sheet.part, LookPart), (sheet.flow.stage, sheet.flow.error)
    return sheet.part


def kinds(sheet: ImportSheet) -> list[str]:
    """Give the kinds of the rows that are shown."""
    return [row[rows.PLAN_KIND] for row in look(sheet).rows.shown]


def choose(desk: Desk, sheet: ImportSheet, name: str, kind: str = "") -> None:
    """Choose the row of somebody."""
    part = look(sheet)
    uid = next(row[0] for row in part.rows.shown if name in row[rows.PLAN_NAME] and kind in ("", row[rows.PLAN_KIND]))
    part.table.choose(uid)
    part.table.setFocus()
    desk.settle()


def import_it(desk: Desk, sheet: ImportSheet) -> None:
    """Press the main button and wait for the last page."""
    sheet.go_button.click()
    desk.settle()


def take_in(desk: Desk, page: PeoplePage, path: str, kind: str = "") -> None:
    """Import a file that leaves nothing to ask, and close."""
    sheet = opened(desk, page, path, kind)
    import_it(desk, sheet)
    assert sheet.flow.stage == "done", (sheet.flow.stage, sheet.flow.error)
    sheet.reject()
    desk.settle()


def everybody(desk: Desk) -> dict[str, Person]:
    """Read everybody, by number."""
    return {one.number: one for one in desk.read(people.list_people)}
