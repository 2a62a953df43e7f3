"""Transfer: copy the workspace to a removable drive or a folder, check or open such a copy, and its backups."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.models import transfer as model
from desktop.models.backups import BackupRow
from desktop.models.session import Verb
from desktop.models.tasks import Task
from desktop.services.language import joined, say
from desktop.views import theme
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.transfer.backups import BackupsCard
from desktop.views.transfer.checking import CheckCard, salvage_here
from desktop.views.transfer.opening import OpenCopySheet, ask_for_copy
from desktop.views.transfer.versions import VersionsSheet
from desktop.views.widgets import Button, Card, ProgressLine, RecordRow, badge, clear_layout, label, rule
from desktop.views.widgets.file_choice import ask_where_to_save

# A stick that is plugged in while somebody waits for it should appear before they wonder.
_LOOK_EVERY_MS = 2_000
# The space left changes with every file that anything writes; only what a person would notice is shown anew.
_SPACE_STEP = 50_000_000
_WHY = "A copy holds everything that is in this workspace. It is encrypted, and opens with the passwords of today."


class TransferPage(Page):
    """Copies of the workspace."""

    watches: ClassVar[tuple[str, ...]] = ("setting",)
    sheets: ClassVar = {
        "versions": lambda page: VersionsSheet(page.shell).open(),
        "salvage": lambda page: salvage_here(page.shell),
        "restore": lambda page, path, **row: page.backups.restore(BackupRow(Path(path), **row)),
    }

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Transfer"), say("A copy of everything, for the day this laptop is lost or broken"))
        self._drives: tuple[model.Drive, ...] = ()
        self._about: model.About | None = None
        self._looking: Task | None = None
        self._copying: Task | None = None
        self._make_copy_card()
        self.backups = BackupsCard(shell)
        self.content.addWidget(self.backups)
        self.check_card = CheckCard(shell)
        self.content.addWidget(self.check_card)
        self._make_open_card()
        self.content.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._show_actions()

    # making a copy

    def copy_to_drive(self, folder: str) -> None:
        """Ask for the password, and copy to the top of a drive."""
        self.shell.ask_again(say(_WHY), partial(self._copy, model.copy_to_drive, folder))

    def choose_file(self) -> None:
        """Ask for the password and a place, with a name that says only the day."""
        self.shell.ask_again(say(_WHY), partial(self.ask, model.propose_name, done=self._ask_where))

    def copy_to_file(self, path: str) -> None:
        """Copy to a chosen file."""
        self._copy(model.copy_to_file, path)

    def choose_copy(self) -> None:
        """Ask which copy to check or open."""
        ask_for_copy(self, self.check_copy)

    def check_copy(self, path: str) -> None:
        """Say whether a copy is whole, and how to open it."""
        OpenCopySheet(self.shell.window_widget, self.session, path, self.shell.lock).start()

    def look(self) -> None:
        """Look which drives are plugged in."""
        if self._looking is None:
            self._looking = self.session.tasks.compute(self, model.drives, done=self._on_drives)

    def refresh(self) -> None:
        """Read what is said of copies."""
        self.ask(model.load_about, done=self._on_about)
        self.backups.refresh()
        self.look()

    def show_place(self, place: dict[str, str]) -> None:
        """Check everything, or show second versions of files, where a banner leads here for that."""
        if place.get("do") == "check":
            self.check_card.check()
        elif place.get("do") == "versions":
            VersionsSheet(self.shell).open()

    def _ask_where(self, name: str) -> None:
        ask_where_to_save(self, say("Copy to a folder"), name, model.ENDING, self.copy_to_file, say("Peerkeep copies"))

    def _copy(self, verb: Verb, place: str) -> None:
        if self._copying is not None:
            return
        clear_layout(self._result)
        task = self.ask(verb, place, done=self._on_made, failed=self._on_failed, title=say("Copying"))
        self._copying = task
        row = QHBoxLayout()
        row.addWidget(ProgressLine(task))
        row.addStretch(1)
        self._result.addLayout(row)
        task.finished.connect(partial(self._on_finished, task))
        self._show_places()

    def _on_finished(self, task: Task) -> None:
        self._copying = None
        if task.stop.is_set():
            self._say_result(say("Cancelled. No copy was made."), "", "information-outline", "muted")
        self._show_places()

    def _on_failed(self, error: Exception) -> None:
        clear_layout(self._result)
        self.shell.messages.show_error(error)

    def _on_made(self, made: model.CopyMade) -> None:
        title = say("The copy is written, and was read back: it is whole.")
        where = say("{size}, {path}", size=model.size_words(made.size), path=str(made.path))
        drive = made.drive or next((one.label for one in self._drives if made.path.is_relative_to(one.path)), "")
        if drive:
            title = say("{drive} is safe to remove. The copy was read back: it is whole.", drive=drive)
            where += "\n" + say("Eject it first, so that other programs are done with it too.")
        self._say_result(title, where, "check-circle-outline", "accent")
        self.session.refresh_signed_in()
        self.refresh()

    def _say_result(self, title: str, detail: str, icon: str, tone: str) -> None:
        clear_layout(self._result)
        self._result.addWidget(RecordRow(title, detail, icon=icon, tone=tone))
        self.shell.toast(title)

    # what is shown

    def _make_copy_card(self) -> None:
        card = Card()
        card.head.addWidget(label(say("Make a copy"), "heading"), 1)
        self._last = badge("")
        self._last.hide()
        card.head.addWidget(self._last)
        card.body.addLayout(card.head)
        self._places = QVBoxLayout()
        self._places.setSpacing(2)
        card.body.addLayout(self._places)
        self._result = QVBoxLayout()
        card.body.addLayout(self._result)
        self.content.addWidget(card)

    def _make_open_card(self) -> None:
        card = Card(say("Open a copy"))
        words = say("See whether a copy is whole, look something up in it, or go on working in it on this laptop.")
        card.body.addWidget(label(words, "muted"))
        card.body.addSpacing(4)
        button = Button(say("Check or open a copy"), self.choose_copy, key="Ctrl+O", icon="folder-open-outline")
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addWidget(card)

    def _show_actions(self) -> None:
        roomy = [drive for drive in self._drives if self._fits(drive)]
        folder = Button(say("Copy to a folder"), self.choose_file, icon="folder-open-outline", writes=True)
        if roomy:
            words = say("Copy to {drive}", drive=roomy[0].label)
            act = partial(self.copy_to_drive, str(roomy[0].path))
            self.set_main_action(words, act, key="Ctrl+N", icon="usb-flash-drive-outline", writes=True)
            self.add_action(folder)
        else:
            self.set_main_action(folder.words, self.choose_file, key="Ctrl+N", icon="folder-open-outline", writes=True)
            folder.deleteLater()

    def _show_places(self) -> None:
        clear_layout(self._places)
        if not self._drives:
            words = say("No removable drive is plugged in. Plug one in, and it appears here by itself.")
            row = RecordRow(say("No drive yet"), words, icon="usb-flash-drive-outline")
            self._places.addWidget(row)
        for drive in self._drives:
            self._places.addWidget(self._drive_row(drive))

    def _drive_row(self, drive: model.Drive) -> RecordRow:
        free = say("{size} free", size=model.size_words(drive.free))
        button = None
        if self._fits(drive):
            button = Button(say("Copy here"), partial(self.copy_to_drive, str(drive.path)), writes=True)
            button.setAccessibleName(say("Copy to {drive}", drive=drive.label))
            button.setEnabled(self._copying is None)
        elif self._about is not None:
            free = model.too_small_words(drive, self._about)
        return RecordRow(drive.label, free, icon="usb-flash-drive-outline", tone="accent", button=button)

    def _fits(self, drive: model.Drive) -> bool:
        return self._about is None or model.fits(drive, self._about)

    def _on_drives(self, drives: tuple[model.Drive, ...]) -> None:
        self._looking = None
        if _shown(drives) != _shown(self._drives) or not self._places.count():
            self._drives = drives
            self._show_places()
            self._show_actions()

    def _on_about(self, about: model.About) -> None:
        self._about = about
        self._last.setText(about.last_words)
        theme.mark(self._last, "tone", "warning" if about.old else "")
        self._last.show()
        self._show_places()
        self._show_actions()
        self._show_side(about)

    def _show_side(self, about: model.About) -> None:
        self.side.clear()
        body = self.side.body
        words = say("Everybody with the recovery words can open it too, except for private notes.")
        parts = (
            (
                say("What a copy is"),
                say("One encrypted file with the whole workspace: people, pairs, meetings and all notes."),
            ),
            (
                say("Who can open it"),
                say(
                    "{users}, with the password of today. A password changed later does not change this copy. "
                    "Everyone sees in it what they see here.",
                    users=joined(about.users),
                )
                + (f" {words}" if about.words else ""),
            ),
            (
                say("What it does not hold"),
                say(
                    "Text that is not saved yet, the settings of this laptop, and what was printed or saved as a file."
                ),
            ),
            (
                say("How often"),
                say("Once a week, and before holidays. Keep it locked away, and not in the laptop's bag."),
            ),
        )
        for title, text in parts:
            if body.count():
                body.addWidget(rule())
            body.addWidget(label(title, "strong"))
            body.addWidget(label(text, "muted"))
        body.addStretch(1)
        self.show_side()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for drives while the page is seen."""
        super().showEvent(event)
        self._timer.start()
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking."""
        super().hideEvent(event)
        self._timer.stop()


def _shown(drives: tuple[model.Drive, ...]) -> list[tuple[str, str, int]]:
    return [(str(drive.path), drive.label, drive.free // _SPACE_STEP) for drive in drives]
