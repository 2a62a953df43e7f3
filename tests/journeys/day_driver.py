"""A process that unlocks a workspace in the real window, writes half a note, searches, and waits to be killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import desktop.app
from tests.views.waiting import wait, wait_until


def main(folder: Path, password: str, number: str, text: str) -> None:
    """Work in the window until somebody kills the process."""
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
    wait(2_000)  # the promise: within two seconds it is sealed
    print("kept", flush=True)
    wait(60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:5])
