"""The composition root of the window: the only file that knows all layers. `python -m desktop [WS] [--sample]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import desktop.plain_imports  # noqa: F401 - before every other module of ours
from desktop import VERSION
from desktop.ahead import Ahead
from desktop.features import FEATURES, PAGES, WAYS, ways_out
from desktop.models import capture
from desktop.models.daily_backup import DailyBackup
from desktop.models.doorbell import Doorbell, ring
from desktop.models.left_drafts import LeftDrafts, packed, read_left
from desktop.models.locking import Ending, IdleWatch, Watchdog
from desktop.models.preferences import Preferences
from desktop.models.session import CLOSED, OPEN, UNLOCKING, Session
from desktop.models.session_ending import SessionEnding
from desktop.models.start import holder_here
from desktop.models.tasks import Tasks
from desktop.services import files
from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.views import icons
from desktop.views.left_note import LeftNote
from desktop.views.lock import flush_fields
from desktop.views.main_window import MainWindow
from desktop.views.messages import catch_unexpected
from desktop.views.refusal import Refusal
from desktop.views.settings.password import OwnPassword
from desktop.views.start.beginning import Beginning
from desktop.views.start.next_sheet import NextSheet
from desktop.views.start.welcome import Way
from desktop.views.theme import Look
from desktop.views.window_place import show_in_place


class App:
    """Everything one window needs, put together; tests and the tour make one too."""

    def __init__(self, application: QApplication) -> None:
        self.tasks = Tasks()
        self.session = Session(self.tasks)
        self.preferences = Preferences(self.tasks)
        self.look = Look(application)
        self.look.apply(self.preferences.theme, self.preferences.text_percent)
        self.idle = IdleWatch()
        self.end = Ending(self.session.drafts.seal_now, self._replace, self._leave)
        self.ending = SessionEnding()
        self.window = MainWindow(self.session, self.preferences, self.look, FEATURES, self.end, self.idle)
        self.beginning = Beginning(self.session, self.window.show_risk_card, WAYS, ways_out)
        self.window.set_start(self.beginning.frame)
        self.beginning.folder_chosen.connect(self._on_folder)
        self.beginning.made.connect(self._on_made)
        self.session.state_changed.connect(self._on_state)
        self.own_password = OwnPassword(self.window)
        self.backups = DailyBackup(self.session)
        self.left = LeftDrafts(self.tasks, self.window)
        self._left_note = LeftNote(self.left, self.window.messages, self.window)
        self.session.left = self.left.give
        self.ending.left.connect(self.window.lock)
        self.ending.ending.connect(self._on_ending)
        self.doorbell = Doorbell()
        self.doorbell.rung.connect(self._on_rung)
        self.capture = capture.CaptureGuard(parent=self.window)
        self.watchdog = Watchdog(self.idle.overdue, self.end)
        self._ahead = Ahead(self.tasks, PAGES, self.window)
        application.focusWindowChanged.connect(self.idle.watch)
        catch_unexpected(self.window.messages, self._keep_typed)

    def begin(self, folder: Path | None, *, sample: bool = False, left: tuple[bytes, ...] = ()) -> None:
        """Show the window: the unlock page of `folder` or of the only one here, the first page, or the sample.

        left: what the process before this one could not write of what was being typed in `folder`.
        """
        if folder is not None:
            self.beginning.unlock(folder)
            self._take_left(folder, left)
        elif sample:
            self.beginning.welcome()
        else:
            self.beginning.begin()
        show_in_place(self.window, self.preferences)
        if capture.possible():
            self.capture.begin()
        self._ahead.start()
        if sample:
            QTimer.singleShot(0, self.window, self.beginning.sample)

    def _take_left(self, folder: Path, left: tuple[bytes, ...]) -> None:
        page = self.beginning.frame.page
        if left and page is not None:
            self.left.take(folder, left)
            self._left_note.show(page.messages)

    def _on_folder(self, folder: Path) -> None:
        self.window.folder = folder

    def _on_made(self) -> None:
        """Offer what a new workspace needs first, as far as it is there."""
        go, shown = self.window.go, {feature.key for feature in self.window.shown_features}
        roster = say("Import a roster"), say("A file from the school's system."), "upload"
        person = say("Add a person"), say("By hand, one at a time."), "account-plus-outline"
        people = [
            Way(*roster, partial(go, "people", do="import")),
            Way(*person, partial(go, "people", do="add")),
        ]
        sample = Way(
            say("Look at the sample school"),
            say("In a window of its own, with invented people."),
            "school-outline",
            lambda: files.start_process(files.own_command("--sample")),
        )
        NextSheet(self.window, [*(people if "people" in shown else ()), sample]).open()

    def _on_state(self, state: str) -> None:
        if state == UNLOCKING:
            self._ahead.hurry()  # deriving the key leaves the interpreter free
            self.ending.begin(int(self.window.winId()))
        signed_in = self.session.signed_in
        if state == OPEN and signed_in is not None:
            if not signed_in.looking:  # the files of a look are gone when the next process looks for them
                self.window.folder = signed_in.folder
                self.doorbell.listen(signed_in.folder)
            self.watchdog.start()
            self._left_note.tell()
        elif state == CLOSED:
            self.watchdog.stop()

    def _on_ending(self) -> None:
        """The system's session ends: keep what is typed, or simply end where nothing is open."""
        if self.session.state == CLOSED:
            self._leave()
        self.window.lock(self.end.leave)

    def _keep_typed(self) -> None:
        flush_fields()
        self.session.drafts.seal_soon()

    def _on_rung(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _replace(self, left: tuple[bytes, ...]) -> None:
        """Start a fresh process that shows the unlock page, and end this one. Printing leaves files: sweep them."""
        files.sweep_temp()
        folder = self.window.folder
        words = [*([str(folder.resolve())] if folder else []), *(["--left"] if left else [])]
        files.replace_process(files.own_command(*words), packed(left))

    def _leave(self) -> None:
        files.sweep_temp()
        files.end_process()


def main(words: Sequence[str] | None = None) -> int:
    """Run the window; gives the exit code of the process."""
    asked = _parser().parse_args(words)
    if asked.version:
        print(f"Peerkeep {VERSION}")
        return 0
    files.harden_process()
    left = read_left() if asked.left else ()
    try:
        files.use_private_temp()
    except KnownError as error:
        if not left:  # a drive that took no draft may take no folder either, and this process has the draft
            return _refuse(error)
    folder = asked.workspace
    if folder is not None and holder_here(folder) and ring(folder):
        return 0
    application = QApplication.instance() or QApplication(["peerkeep"])
    assert isinstance(application, QApplication)  # noqa: S101 - nobody makes another kind here
    application.setApplicationName("Peerkeep")
    application.setDesktopFileName("peerkeep")
    application.setWindowIcon(QIcon(icons.picture("castle", "accent", 64)))
    app = App(application)
    app.begin(folder, sample=asked.sample, left=left)
    return application.exec()


def _refuse(error: KnownError) -> int:
    """Say why there can be no window, at the terminal and in a small window for who started it by a click."""
    print(error, file=sys.stderr, flush=True)
    application = QApplication.instance() or QApplication(["peerkeep"])
    assert isinstance(application, QApplication)  # noqa: S101 - as above
    look = Look(application)
    look.apply("system")
    shown = Refusal(error)
    shown.show()
    application.exec()
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("peerkeep", description="Peer mentoring, kept on this laptop, encrypted.")
    parser.add_argument("workspace", nargs="?", type=Path, help="the folder of a workspace, ending in .peerkeep")
    parser.add_argument("--sample", action="store_true", help="open the sample school")
    parser.add_argument("--left", action="store_true", help=argparse.SUPPRESS)  # drafts come on standard input
    parser.add_argument("--version", action="store_true", help="print the version")
    return parser


if __name__ == "__main__":
    sys.exit(main())
