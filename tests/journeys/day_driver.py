"""A process that unlocks a workspace in the real window, searches, writes half a note, and waits to be killed.

Its password and what it searches for come by standard input, a line each: AUTH-14 looks at its arguments.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import desktop.app
from desktop.services import files
from tests.views.waiting import wait, wait_until


def hardened() -> str:
    """Say whether a crash of this process would leave its memory on the disk (LEAK-08)."""
    if sys.platform != "linux":
        return f"core 0 dumpable 0 faulthandler {faulthandler.is_enabled()}"
    import resource

    core, _ = resource.getrlimit(resource.RLIMIT_CORE)
    return f"core {core} dumpable {ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)} faulthandler {faulthandler.is_enabled()}"


def main(folder: Path, number: str, text: str) -> None:
    """Work in the window until somebody kills the process."""
    password, sought = (sys.stdin.readline().rstrip("\n") for _ in range(2))
    files.harden_process()
    files.use_private_temp()
    application = QApplication([])
    app = desktop.app.App(application)
    app.begin(folder)
    page = app.beginning.frame.page
    wait_until(lambda: page._form.isEnabled())  # type: ignore[union-attr]
    QTest.keyClicks(page.password.line, password)  # type: ignore[union-attr]
    page.button.click()  # type: ignore[union-attr]
    wait_until(lambda: app.session.state == "open")
    app.window.go("people")
    people = app.window.pages["people"]
    wait_until(lambda: people.rows.total > 0)  # type: ignore[attr-defined]
    QTest.keyClicks(people.bar.search, sought)  # type: ignore[attr-defined]
    wait(400)
    people.bar.search.clear()  # type: ignore[attr-defined]
    wait_until(lambda: people.rows.total > 0 and any(number in row for row in people.rows.shown))  # type: ignore[attr-defined]
    person = next(row for row in people.rows.shown if number in row)  # type: ignore[attr-defined]
    app.window.go("notes", about=person[0])
    notes = app.window.pages["notes"]
    editor = notes.editor  # type: ignore[attr-defined]
    wait_until(lambda: editor.isVisible())
    editor.tiers.choose("2")
    editor.tiers.chosen.emit("2")
    wait_until(lambda: editor.text.isVisible())
    QTest.keyClicks(editor.text, text)
    print("titles", [widget.windowTitle() for widget in application.topLevelWidgets()], flush=True)
    print(hardened(), flush=True)
    wait(2_000)  # the promise: within two seconds it is sealed
    print("kept", flush=True)
    wait(60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
