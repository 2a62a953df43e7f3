"""Asking for files: what Qt's own dialog would leave behind, and what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.theme import Look
from desktop.views.widgets import Sheet
from desktop.views.widgets.file_choice import ask_for_file, ask_for_folder, ask_where_to_save
from tests.views.conftest import show

# A dialog that goes to another folder, takes a file there and is deleted, in a process with a home of its own.
_CHOOSING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(["peerkeep"])
from desktop.views.widgets import file_choice
window = QWidget()
window.show()
chosen = []
def choose():
    dialog = file_choice.ask_where_to_save(window, "Save", "register", "csv", chosen.append)
    dialog.setDirectory(sys.argv[1])
    dialog.destroyed.connect(application.quit)
    dialog.selectFile("register")
    QTimer.singleShot(0, dialog.accept)
QTimer.singleShot(0, choose)
QTimer.singleShot(20_000, application.quit)
application.exec()
print(Path(chosen[0]).name)
"""


def test_a_dialog_leaves_no_list_of_folders(tmp_path: Path) -> None:
    """LEAK-05: nothing under the account's home names the folder: no list of the system's, none of Qt's."""
    home, folder = tmp_path / "home", tmp_path / "Okafor family"
    home.mkdir()
    folder.mkdir()
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _CHOOSING, str(folder)],
        env={**os.environ, **own},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "register.csv"
    left = [path for path in home.rglob("*") if path.is_file()]
    assert [path.name for path in left if b"Okafor" in path.read_bytes() or path.name.startswith("Qt")] == []


@pytest.mark.parametrize(
    ("ending", "kind", "shown"),
    [("csv", "", "CSV files (*.csv)"), ("peerkeep-copy", "Peerkeep copies", "Peerkeep copies (*.peerkeep-copy)")],
)
def test_the_dialog_names_the_kind_of_file(qtbot: QtBot, look: Look, ending: str, kind: str, shown: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    show(qtbot, window)
    dialog = ask_where_to_save(window, "Save", "x", ending, lambda _path: None, kind)
    assert dialog.nameFilters() == [shown]
    dialog.close()


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> QWidget:
    made = QWidget()
    made.resize(900, 700)
    qtbot.addWidget(made)
    show(qtbot, made)
    return made


def type_path(dialog: QFileDialog, path: Path) -> None:
    """Type a path and accept it."""
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText(str(path))
    dialog.accept()


def question(dialog: QFileDialog) -> Sheet:
    """Give the sheet over the dialog; there is no box of Qt's own."""
    assert not [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox)]
    (sheet,) = [one for one in dialog.findChildren(Sheet) if one.isVisible()]
    return sheet


def press(sheet: Sheet, words: str) -> None:
    next(one for one in sheet.findChildren(QAbstractButton) if one.text() == words).click()


def test_a_file_that_is_there_is_replaced_only_when_agreed(window: QWidget, tmp_path: Path) -> None:
    there = tmp_path / "register.csv"
    there.write_text("old")
    chosen: list[str] = []
    dialog = ask_where_to_save(window, "Save", "register", "csv", chosen.append)
    type_path(dialog, tmp_path / "register")
    press(question(dialog), "Keep it")
    assert chosen == []
    assert dialog.isVisible()
    type_path(dialog, there)
    press(question(dialog), "Replace it")
    assert [Path(one) for one in chosen] == [there]


def test_a_new_file_is_not_asked_about(window: QWidget, tmp_path: Path) -> None:
    chosen: list[str] = []
    type_path(ask_where_to_save(window, "Save", "register", "csv", chosen.append), tmp_path / "new")
    assert [Path(one) for one in chosen] == [tmp_path / "new.csv"]


@pytest.mark.parametrize("ask", ["file", "folder", "save"])
def test_what_is_not_there_is_said_in_a_sheet(window: QWidget, tmp_path: Path, ask: str) -> None:
    chosen: list[str] = []
    dialogs = {
        "file": lambda: ask_for_file(window, "Choose", "", chosen.append),
        "folder": lambda: ask_for_folder(window, "Choose", chosen.append),
        "save": lambda: ask_where_to_save(window, "Save", "x", "csv", chosen.append),
    }
    dialog = dialogs[ask]()
    type_path(dialog, tmp_path / "nowhere" / "x.csv")
    press(question(dialog), "Close")
    assert chosen == []
    assert dialog.isVisible()
    dialog.close()


def test_the_keys_of_the_window_work_over_the_question(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    locked: list[str] = []
    key = QAction(window)
    key.setShortcut(QKeySequence("Ctrl+L"))
    key.triggered.connect(lambda: locked.append("locked"))
    window.addAction(key)
    (tmp_path / "x.csv").write_text("old")
    dialog = ask_where_to_save(window, "Save", "x", "csv", lambda _path: None)
    type_path(dialog, tmp_path / "x.csv")
    sheet = question(dialog)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    qtbot.keyClick(sheet, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert locked == ["locked"]
    sheet.close()
    dialog.close()
