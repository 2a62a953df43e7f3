"""Heavy libraries load when they are first needed: the window must be there before everything it can do is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import vaults

ROOT = Path(__file__).parents[2]
HEAVY = (
    "numpy", "scipy", "pandas", "reportlab", "openpyxl", "xlrd", "zxcvbn", "charset_normalizer", "arabic_reshaper", "bidi",
    "PySide6.QtPdf", "PySide6.QtPrintSupport", "PySide6.QtNetwork", "PySide6.QtTest",
    "desktop.services.sample", "desktop.tour",
)  # fmt: skip
# It watches what of Qt is imported elsewhere than on the window's thread.
# A window as `python -m desktop` makes it; `argv[1]` is a workspace to unlock, or nothing for the first page;
# `argv[3]` a report to open then.
_WINDOW = """
import json, sys, threading
from pathlib import Path
class Watch:
    seen = []
    def find_spec(self, name, path=None, target=None):
        known = name.startswith(("PySide6", "desktop.models", "desktop.views"))
        if known and threading.current_thread() is not threading.main_thread():
            self.seen.append(name)
sys.meta_path.insert(0, Watch())
import desktop.__main__
import desktop.app as app
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from desktop.views.start.unlock import UnlockPage
application = QApplication([])
whole = app.App(application)
folder, password, report = (sys.argv[1:] + ["", "", ""])[:3]
whole.begin(Path(folder) if folder else None)
def end():
    print(json.dumps(Watch.seen))
    print(json.dumps(sorted(sys.modules)))
    whole.window.close()
    application.quit()
def enter():
    page = whole.window.findChildren(UnlockPage)
    if not page or not page[0].password.isEnabled():
        QTimer.singleShot(10, enter)
        return
    page[0].password.findChildren(QLineEdit)[0].setText(password)
    page[0].button.click()
    look()
def look():
    ready = whole.window.pages or not folder
    if ready and not whole.tasks.busy and "desktop.views.help.page" in sys.modules:
        if report and "reports" not in whole.window.pages:
            whole.window.go("reports")
            whole.window.pages["reports"].open_report(report)
            QTimer.singleShot(1000, look)
        else:
            QTimer.singleShot(300, end)
    else:
        QTimer.singleShot(20, look)
QTimer.singleShot(0, enter if folder else look)
application.exec()
"""


def modules_of(tmp_path: Path, *words: str) -> tuple[set[str], list[str]]:
    """Give the modules a process has loaded once its window stands, and those of Qt that a worker imported."""
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PEERKEEP_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", _WINDOW, *words],
        cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    strange, loaded = done.stdout.splitlines()[-2:]
    return set(json.loads(loaded)), json.loads(strange)


@pytest.mark.parametrize("where", ["first page", "unlocked"])
def test_no_heavy_library_is_loaded_with_the_window(where: str, workspace_folder: Path, tmp_path: Path) -> None:
    words = (str(workspace_folder), vaults.PASSWORD) if where == "unlocked" else ()
    loaded, strange = modules_of(tmp_path, *words)
    assert "desktop.views.main_window" in loaded
    assert "desktop.views.matching.page" in loaded, "pages are loaded ahead"
    assert strange == [], "a worker that defines kinds of Qt objects crashes the window (desktop/ahead.py)"
    assert [name for name in HEAVY if name in loaded] == []


def test_no_worker_loads_what_a_preview_needs_of_qt(workspace_folder: Path, tmp_path: Path) -> None:
    loaded, strange = modules_of(tmp_path, str(workspace_folder), vaults.PASSWORD, "staff-pack")
    assert "PySide6.QtPdf" in loaded
    assert "reportlab" in loaded, "a document was made"
    assert strange == []


@pytest.mark.parametrize("name", ["desktop.cli", "desktop.services.vault", "desktop.services.people"])
def test_services_load_no_window_and_nothing_heavy(name: str) -> None:
    code = f"import sys, json, {name}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    outside = [one for one in ("PySide6", *HEAVY) if not one.startswith("desktop.")]
    assert [one for one in outside if one in loaded] == []
