"""Opening a copy: is it whole, who opens it, only to look or to go on working. Also a way of the first page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.models import transfer as model
from desktop.models.session import Session, SignedIn
from desktop.services.language import joined, say, say_many
from desktop.views.start.frame import StartFrame
from desktop.views.start.welcome import Way
from desktop.views.transfer.secret_fields import SecretFields
from desktop.views.transfer.task_sheet import failure_words
from desktop.views.widgets import Button, IconLabel, Meter, ProgressLine, Sheet, clear_layout, label
from desktop.views.widgets.file_choice import ask_for_file, ask_for_folder

LOOK, WORK = "look", "work"
_ONE_OF_TWO = (
    "Until Peerkeep can merge, only one of the two should be worked in: this one, or the workspace that was copied. "
    "What is written in both cannot be brought together."
)


class OpenCopySheet(Sheet):
    """Checks the copy at `path`, then opens it in the closed `session`.

    With `lock`, a workspace is open already: the sheet then says only whether the copy is whole, and offers to lock.
    """

    def __init__(self, parent: QWidget, session: Session, path: str, lock: Callable[[], object] | None = None) -> None:
        super().__init__(parent, say("Restore a backup") if Path(path).is_dir() else say("Open a copy"), width=560)
        self._session, self._path, self._lock = session, Path(path), lock
        self._folder = model.folder_beside(self._path)
        self._opener: model.CopyOpener | None = None
        self._state = QHBoxLayout()
        self._state.setSpacing(10)
        self.body.addLayout(self._state)
        self._fields = QWidget()
        self._fields.hide()
        self.body.addWidget(self._fields)
        self.error = label("", "danger")
        self.error.hide()
        self.body.addWidget(self.error)
        self._meter = Meter()
        self._meter.hide()
        self.body.addWidget(self._meter)
        self.body.addStretch(1)
        self._cancel = self.add_cancel()

    def start(self) -> None:
        """Show the sheet and read the copy through."""
        task = self._session.tasks.compute(
            self, model.check, str(self._path), done=self._on_checked, failed=self._on_refused
        )
        task.title = say("Reading the copy")
        line = ProgressLine(task)
        self._state.addWidget(line)
        self.open()

    def reject(self) -> None:
        """Stop what runs; the sheet goes when it has stopped."""
        if self._opener is not None:
            self._opener.stop()
        else:
            super().reject()

    # the check

    def _on_refused(self, error: Exception) -> None:
        backup = self._path.is_dir()
        words = say("No backup can be opened here.") if backup else say("This copy cannot be opened.")
        self._say_state("alert-circle-outline", "danger", words)
        self._show_error(error)
        self._cancel.set_text(say("Close"))

    def _on_checked(self, seen: model.CopySeen) -> None:
        who, size = joined(seen.users), model.size_words(seen.size)
        if seen.made:
            self._path = seen.path
            day = model.moment_words(seen.made)
            words = say("The backup of {moment} is whole: {size}. It opens for {who}.", moment=day, size=size, who=who)
        else:
            words = say("The copy is whole: {size}. It opens for {who}.", size=size, who=who)
        if seen.damaged:
            newer = say_many("1 newer backup is damaged.", "{n} newer backups are damaged.", seen.damaged)
            words = f"{words} {newer}"
        self._say_state("check-circle-outline", "accent", words)
        if self._lock is not None:
            self._offer_lock(self._lock)
        else:
            self._ask(seen)

    def _say_state(self, icon: str, tone: str, words: str) -> None:
        clear_layout(self._state)
        self._state.addWidget(IconLabel(icon, tone))
        self._state.addWidget(label(words), 1)

    def _offer_lock(self, lock: Callable[[], object]) -> None:
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            label(
                say(
                    "Two workspaces are never open at once. To open the copy, lock this one, choose "
                    "\u201cAnother workspace\u201d and then \u201cOpen a copy\u201d."
                ),
                "muted",
            )
        )
        self._fields.show()
        self._cancel.set_text(say("Close"))
        self.add_button(Button(say("Lock now"), lock, kind="filled", icon="lock-outline"))

    # the questions

    def _ask(self, seen: model.CopySeen) -> None:
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._ask_what(column)
        column.addSpacing(8)
        title = say("Password, as it was when the copy was made")
        self._asked = SecretFields(seen.users, say("Password of the copy"), title, words=seen.words)
        self.password, self.words, self.other = self._asked.password, self._asked.words, self._asked.other
        column.addWidget(self._asked)
        self.open_button = self.add_button(
            Button(say("Open"), self._on_open, kind="filled", icon="folder-open-outline")
        )
        self.password.entered.connect(self.open_button.click)
        self._show_what()
        self._fields.show()
        self.password.setFocus()

    def _ask_what(self, column: QVBoxLayout) -> None:
        self.look = QRadioButton(say("Only look"))
        self.work = QRadioButton(say("Go on working here"))
        self._what = QButtonGroup(self)
        about = {
            self.look: say("Nothing is kept: when you lock, the laptop is as it was before."),
            self.work: say("The copy becomes a workspace on this laptop."),
        }
        for button, words in about.items():
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(words)
            self._what.addButton(button)
            column.addWidget(button)
            explained = label(words, "muted")
            explained.setContentsMargins(28, 0, 0, 0)
            column.addWidget(explained)
        self._place = QWidget()
        place = QVBoxLayout(self._place)
        place.setContentsMargins(28, 0, 0, 0)
        row = QHBoxLayout()
        self._place_words = label("", "small")
        row.addWidget(self._place_words, 1)
        row.addWidget(Button(say("Another place"), self._ask_place))
        place.addLayout(row)
        place.addWidget(label(say(_ONE_OF_TWO), "warning"))
        column.addWidget(self._place)
        self.look.setChecked(True)
        self._what.buttonToggled.connect(lambda *_: self._show_what())

    def _show_what(self) -> None:
        self._place.setVisible(self.work.isChecked())
        self._place_words.setText(say("It will lie in {folder}", folder=str(self._folder)))

    def _ask_place(self) -> None:
        ask_for_folder(self, say("Choose where the workspace will lie"), self._on_place)

    def _on_place(self, place: str) -> None:
        self._folder = model.folder_beside(self._path, Path(place))
        self._show_what()

    # the opening

    def _on_open(self) -> None:
        self.error.hide()
        wrong = self._asked.wrong()
        if wrong:
            self._show_words(wrong)
            return
        secret = self._asked.secret()
        folder = self._folder if self.work.isChecked() else None
        opener = self._opener = model.CopyOpener(self._path, secret, folder)
        opener.progressed.connect(self._on_progressed)
        self._fields.setEnabled(False)
        self.open_button.setEnabled(False)
        self._meter.show_value(0, 0, say("Opening the copy"))
        self._meter.show()
        self._session.unlock(self, opener, done=self._on_opened, failed=self._on_failed)

    def _on_progressed(self, done: int, total: int) -> None:
        percent = say("{percent} %", percent=100 * done // max(total, 1))
        self._meter.show_value(done, max(total, 1), say("Opening the copy"), percent)

    def _on_opened(self, _signed_in: SignedIn) -> None:
        self._opener = None
        self.password.wipe()
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._opener = None
        self._meter.hide()
        if isinstance(error, model.OpeningCancelled):
            super().reject()
            return
        self._fields.setEnabled(True)
        self.open_button.setEnabled(True)
        self._show_error(error)
        self.password.line.selectAll()
        self._asked.focus()

    def _show_error(self, error: Exception) -> None:
        self._show_words(failure_words(error))

    def _show_words(self, words: str) -> None:
        self.error.setText(words)
        self.error.setAccessibleName(words)
        self.error.show()


def ask_for_copy(parent: QWidget, chosen: Callable[[str], object]) -> None:
    """Ask for the file of a copy."""
    words = say("Copies of a workspace (*.{ending});;All files (*)", ending=model.ENDING)
    ask_for_file(parent, say("Choose a copy"), words, chosen)


def open_copy_way(frame: StartFrame, session: Session, _open_folder: Callable[[Path], object]) -> Way:
    """Offer opening a copy on the first page."""

    def choose() -> None:
        ask_for_copy(frame, start)

    def start(path: str) -> None:
        OpenCopySheet(frame, session, path).start()

    meaning = say("A file whose name ends in .peerkeep-copy, from a stick or a folder.")
    return Way(say("Open a copy"), meaning, "usb-flash-drive-outline", choose)


def restore_way(frame: StartFrame, session: Session, _open_folder: Callable[[Path], object]) -> Way:
    """Offer restoring a backup on the first page: for a workspace that does not open any more."""

    def choose() -> None:
        ask_for_folder(frame, say("Choose the workspace, or one of its backups"), start)

    def start(path: str) -> None:
        OpenCopySheet(frame, session, path).start()

    meaning = say("From the workspace's own folder, when it is damaged or something in it is gone.")
    return Way(say("Restore a backup"), meaning, "history", choose)
