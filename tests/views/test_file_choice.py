"""Asking for files: what Qt's own dialog would leave behind, and what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.theme import Look
from desktop.views.widgets.file_choice import ask_where_to_save
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
