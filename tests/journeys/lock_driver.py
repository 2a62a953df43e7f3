"""A process that unlocks a workspace, types into a note, and locks for real. Run by test_lock.py."""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

import desktop.app
from desktop.services.vault import Workspace
from desktop.views.lock import Cover
from tests import vaults
from tests.views.test_window import TODAY, NotePage
from tests.views.waiting import wait, wait_until

TIMED = "timed" in sys.argv[4:]
_IDLE_MINUTES = 0.01


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
    elif how == "sheet":
        app.window.show_keys()
        app.window.show_risk_card()
        wait(300)
    elif how == "long":
        notes = app.window.pages["today"]
        assert isinstance(notes, NotePage)
        notes.field.setPlainText("0123456789 " * 20_000)  # not handed over yet


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
    lock(app, how)


def lock(app: desktop.app.App, how: str) -> None:
    """Lock in the way that was asked for; says when it was to happen."""
    if how in ("key", "writing", "full", "sheet", "long"):
        say_when("up", 0)
        app.window.lock()
    elif how == "logout":
        wait(60_000)
    wait(400)  # the field hands its text over
    app.idle.start(_IDLE_MINUTES)
    say_when("up", _IDLE_MINUTES * 60)
    if how == "drag":
        carry(app)
    elif how == "stuck":
        while True:  # a slot that never returns; nothing but the watchdog can act
            pass
    wait(60_000)


def say_when(what: str, later: float) -> None:
    """Tell who measures the moment, by the clock that all processes share; nobody listens otherwise."""
    if TIMED:
        print(what, time.monotonic() + later, flush=True)


def time_the_cover() -> None:
    """Say when everything was covered."""
    cover = Cover.cover

    def timed(self: Cover, words: str = "") -> None:
        cover(self, words)
        say_when("covered", 0)

    Cover.cover = timed  # type: ignore[method-assign]  # to be measured


if __name__ == "__main__":
    if TIMED:
        time_the_cover()
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
