"""A process that unlocks a workspace, types into a note, and locks for real. Run by test_lock.py."""

from __future__ import annotations

import os
import resource
import sys
import threading
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

import desktop.app
from desktop.services.vault import Workspace
from tests import vaults
from tests.views.test_window import TODAY, NotePage
from tests.views.waiting import wait, wait_until


def never_done(ws: Workspace, began: threading.Event) -> None:
    """Hold a transaction open."""
    with ws.step("programme", "add_period", about="1") as step:
        step.insert("period", label="Mon3", position=1)
        began.set()
        threading.Event().wait(60)


def prepare(app: desktop.app.App, how: str) -> None:
    """Be in the midst of something: a menu is open, or the worker is in a transaction."""
    if how == "menu":
        menu = QMenu(app.window)
        menu.addAction("A")
        menu.popup(app.window.mapToGlobal(app.window.rect().center()))
    elif how == "writing":
        began = threading.Event()
        app.session.write(app.window, never_done, began)
        began.wait(10)


def carry(app: desktop.app.App) -> None:
    """Drag something for ever: an event loop of the window system's own."""
    drag, carried = QDrag(app.window), QMimeData()
    carried.setText("carried")
    drag.setMimeData(carried)
    drag.exec()
    print("the drag ended by itself", flush=True)


def main(folder: Path, text: str, how: str) -> None:
    """Unlock, type, lock by key or by idle time, or be stuck until the watchdog does it."""
    application = QApplication([])
    desktop.app.FEATURES = (TODAY,)
    app = desktop.app.App(application)
    app.begin(folder)
    page = app.beginning.frame.page
    wait_until(lambda: page._form.isEnabled())  # type: ignore[union-attr]
    QTest.keyClicks(page.password.line, vaults.PASSWORD)  # type: ignore[union-attr]
    page.button.click()  # type: ignore[union-attr]
    wait_until(lambda: app.session.state == "open")
    if how == "full":
        # No file of this process and of its heir can hold a byte more: as a full drive, and a test can lift it.
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    notes = app.window.pages["today"]
    assert isinstance(notes, NotePage)
    QTest.keyClicks(notes.field, text)
    print("typed", flush=True)
    prepare(app, how)
    if how in ("key", "writing", "full"):
        app.window.lock()
    elif how == "logout":
        wait(60_000)
    elif how == "drag":
        wait(400)
        app.idle.start(0.01)
        carry(app)
    elif how == "menu":
        wait(400)  # the field hands its text over
        app.idle.start(0.01)
        wait(60_000)
    else:
        wait(400)  # the field hands its text over
        app.idle.start(0.01)
        stuck = True
        while stuck:  # a slot that never returns; nothing but the watchdog can act
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
