"""Puts the real program on a stage for the tour: `python -m desktop --tour DIR [ROSTER]`.

Part of the composition root. Everything lies in a temporary home that is removed at the end; DIR gets the pictures,
the documents and the copy. Locking, which elsewhere replaces the process, makes a new window in this one.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import App
from desktop.services import files
from desktop.services.errors import KnownError
from desktop.services.sample import write_sample_files
from desktop.tour.guide import Files, Stage
from desktop.tour.journey import SHEET, travel
from desktop.tour.leaving import COPY, PACK, REGISTER, TABLE

# The offscreen platform has one small screen unless told otherwise.
_SCREEN = {"name": "tour", "x": 0, "y": 0, "width": 1920, "height": 1080, "dpr": 1, "logicalDpi": 96}
_SIZE = 1366, 768
_MADE_BEFORE = re.compile(r"\d\d-[a-z0-9-]+\.png")
# What a platform without a real screen says of itself.
_HARMLESS = ("This plugin does not support", "Could not find the Qt platform", "propagateSizeHints")


class _TourApp(App):
    """An `App` whose lock is told to `locked` instead of replacing the process."""

    def __init__(self, application: QApplication, locked: Callable[[_TourApp], object]) -> None:
        self._locked = locked
        super().__init__(application)

    def _replace(self, left: tuple[bytes, ...]) -> None:
        self._locked(self)


class Troubles(logging.Handler):
    """Collects what goes wrong without a window to show it: logged errors and what Qt complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: list[str] = []
        logging.getLogger().addHandler(self)
        qInstallMessageHandler(self._on_message)

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line of the log."""
        self._seen.append(f"logged: {record.getMessage()}")

    def take(self) -> list[str]:
        """Give what was collected since the last time."""
        seen, self._seen = self._seen, []
        return seen

    def _on_message(self, kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
        words = text or ""
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not words.startswith(_HARMLESS):
            self._seen.append(f"Qt says: {words}")


class Theatre:
    """Holds the one `App` there is, and makes the next when it locks."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self.troubles = Troubles()
        self.app = self._make()

    def stage(self) -> Stage:
        """Give what the tour sees of it."""
        return Stage(self._window, lambda: self.app.tasks.busy, self.troubles.take)

    def open(self, folder: Path | None = None) -> None:
        """Show the window: the first page, or the unlock page of a folder."""
        self.app.begin(folder)
        self.app.window.resize(*_SIZE)
        self.app.window.activateWindow()

    def close(self) -> None:
        """Close the window and the workspace."""
        self.app.window.close()

    def _window(self) -> QWidget:
        return self.app.window

    def _make(self) -> _TourApp:
        return _TourApp(self._application, self._on_locked)

    def _on_locked(self, locked: _TourApp) -> None:
        # The lock is still on the stack and its window must live until it has returned.
        QTimer.singleShot(0, lambda: self._go_on(locked))

    def _go_on(self, locked: _TourApp) -> None:
        folder = locked.window.folder
        locked.window.close()
        locked.window.deleteLater()
        self.app = self._make()
        self.open(folder)


def main(words: Sequence[str]) -> int:
    """Go on tour; gives 0, or 1 when a step failed, which the last lines name."""
    parser = argparse.ArgumentParser("peerkeep", description="Drive the real windows through the whole journey.")
    parser.add_argument("--tour", nargs="+", type=Path, metavar="DIR [ROSTER]", required=True)
    asked = parser.parse_args(list(words)).tour
    if len(asked) > 2:
        parser.error("--tour takes a folder and at most one roster")
    try:
        return _go(asked[0].absolute(), asked[1].absolute() if len(asked) == 2 else None)
    except KnownError as error:
        print(error, file=sys.stderr)
        return 1


def _go(folder: Path, roster: Path | None) -> int:
    files.harden_process()
    if not folder.is_dir():
        files.private_folder(folder)
    _clear(folder)
    home = files.private_folder(files.temp_home() / "tour")
    _move_in(home)
    try:
        failures = _travel(folder, home, roster)
    finally:
        files.remove_folder(home)
    for line in failures:
        print(f"FAILED  {line}")
    print(f"{len(failures)} failed" if failures else f"Everything went well: {folder / SHEET}")
    return 1 if failures else 0


def _travel(folder: Path, home: Path, roster: Path | None) -> list[str]:
    made = write_sample_files(files.private_folder(home / "school"))
    own = Files(folder, home, roster) if roster else None
    journey = own or Files(folder, home, made.roster, made.participants, made.later, made.pairs)
    application = QApplication(["peerkeep"])
    application.setApplicationName("Peerkeep")
    application.setQuitOnLastWindowClosed(False)
    theatre = Theatre(application)
    theatre.open()
    try:
        return travel(theatre.stage(), journey, lambda line: print(line, flush=True))
    finally:
        theatre.close()
        sys.excepthook = sys.__excepthook__  # what fails here has no window any more to be shown in


def _clear(folder: Path) -> None:
    """Remove what an earlier tour left, so that no file dialog asks whether to replace it, and nothing else."""
    for path in folder.iterdir():
        if path.name in (SHEET, PACK, REGISTER, TABLE, COPY) or _MADE_BEFORE.fullmatch(path.name):
            files.remove_file(path)


def _move_in(home: Path) -> None:
    """Make a temporary folder the whole world: no settings, documents or workspaces of the person are seen."""
    for name in ("HOME", "USERPROFILE", "PEERKEEP_HOME"):
        os.environ[name] = str(home)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DOCUMENTS_DIR"):
        os.environ.pop(name, None)
    files.use_private_temp()
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        screens = home / "screens.json"
        files.write_whole(screens, json.dumps({"screens": [_SCREEN], "windowFrameMargins": False}).encode())
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
