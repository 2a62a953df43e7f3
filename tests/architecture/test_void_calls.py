"""PySide6 6.12.0 on Python 3.11 loses a reference to None with every void call and aborts after some thousand."""

from __future__ import annotations

import subprocess
import sys

CALLS = 20_000
SCRIPT = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
widget = QWidget()
before = sys.getrefcount(None)
for n in range(int(sys.argv[1])):
    widget.update()
    widget.setWindowTitle("a")
lost = before - sys.getrefcount(None)
print("alive", lost)
"""


def test_many_void_calls_cost_no_reference_to_none() -> None:
    said = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(CALLS // 2)], capture_output=True, text=True, check=False, timeout=120
    )
    assert said.returncode == 0, said.stderr
    alive, lost = said.stdout.split()
    assert alive == "alive"
    if sys.version_info < (3, 12):  # None is immortal from 3.12 and its count means nothing
        assert int(lost) < 100
