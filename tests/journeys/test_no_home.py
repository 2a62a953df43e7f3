"""Where the account has no folder to write in, window and command line say so in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The window shows its sentence until it is closed; here it is closed after a moment.
_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication(["peerkeep"])
def close():
    for window in application.topLevelWidgets():
        if window.isVisible():
            print(window.messages.texts()[0])
    application.quit()
QTimer.singleShot(300, close)
from desktop.app import main
raise SystemExit(main([]))
"""


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "file").write_text("no folder")
    settings = {**os.environ, "PEERKEEP_HOME": str(tmp_path / "file" / "home"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_line_says_one_sentence(tmp_path: Path) -> None:
    secret = tmp_path / "pw.txt"
    secret.write_text("seven herons over water\n")
    workspace = str(tmp_path / "S.peerkeep")
    said = run(tmp_path, "-m", "desktop.cli", "sample", workspace, "--password-file", str(secret))
    assert said.returncode == 1
    assert "name a folder in which you may write" in said.stderr
    assert said.stderr.count("\n") == 1
    assert not Path(workspace).exists()


def test_the_window_says_the_same(tmp_path: Path) -> None:
    said = run(tmp_path, "-c", _WINDOW)
    assert said.returncode == 1
    assert "name a folder in which you may write" in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stdout.strip() in said.stderr, "the window shows the same sentence"
    assert said.stdout.strip()
