"""Salvage: what can be read of a damaged workspace becomes a new one. On the first page, or for the open one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import salvaging as model
from desktop.models.session import OPEN, Session
from desktop.models.transfer import Secret
from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.views.start.frame import StartFrame
from desktop.views.start.welcome import Way
from desktop.views.transfer.secret_fields import SecretFields
from desktop.views.transfer.task_sheet import TaskSheet, scrolling_list
from desktop.views.widgets import (
    Button,
    RecordRow,
    label,
)
from desktop.views.widgets.file_choice import ask_for_folder

_LIST_HEIGHT = 170


class SalvageSheet(TaskSheet):
    """Salvages the workspace at `folder`; `then` is called with the new one, to open it or to lock for it.

    secret: as it was typed on the unlock page already; without one it is asked for. Where the session is open, it is
    that workspace, and nothing is asked.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        folder: Path,
        then: Callable[[Path], object],
        secret: Secret | None = None,
    ) -> None:
        purpose = say(
            "Every record that can still be read is brought into a new workspace, and you get a list of what is lost. "
            "The damaged one stays as it is."
        )
        super().__init__(parent, say("Salvage what can be read"), purpose, width=600)
        self._session, self._folder, self._then, self._secret = session, folder, then, secret
        self._here = session.state == OPEN
        if self._here:
            self.comes_back("salvage")
        self.out = model.folder_for(folder)
        self._fields = QWidget()
        self._column = QVBoxLayout(self._fields)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.body.addWidget(self._fields)
        self.body.addLayout(self.state)
        self.told = QVBoxLayout()
        self.told.setSpacing(2)
        self.body.addLayout(self.told)
        self.body.addStretch(1)
        self._cancel = self.add_cancel()
        self.salvage_button = self.add_button(Button(say("Salvage"), self.salvage, kind="filled", icon="lifebuoy"))

    def start(self) -> None:
        """Show the sheet; find out first who may salvage, where that has to be asked."""
        if self._secret is not None or self._here:
            self._show_place()
        else:
            self.salvage_button.setEnabled(False)
            self._session.tasks.ask(self, model.offer, self._folder, done=self._on_offer, failed=self._on_failed)
        self.open()

    def salvage(self) -> None:
        """Begin."""
        if self.task is not None:
            return
        secret = self._secret or (None if self._here else self._typed())
        if secret is None and not self._here:
            return
        self._fields.setEnabled(False)
        self.salvage_button.setEnabled(False)
        if self._here:
            task = self._session.ask(
                self, model.salvage_open, self.out, done=self._on_done, failed=self._on_failed, title=say("Salvaging")
            )
        else:
            call = (model.salvage, self._folder, self.out, secret)
            task = self._session.tasks.ask(
                self, *call, done=self._on_done, failed=self._on_failed, title=say("Salvaging")
            )
        task.finished.connect(self._on_finished)
        self.show_task(task)

    def on_place(self, place: str) -> None:
        """Take a folder in which the new workspace will lie."""
        self.out = model.folder_for(self._folder, Path(place))
        self._where.setText(say("It will lie in {folder}", folder=str(self.out)))

    def beside(self) -> str:
        """Give the place that was chosen."""
        return str(self.out.parent)

    def put_back(self, beside: str) -> None:
        """Take that place again."""
        self.on_place(beside)

    # what is asked

    def _on_offer(self, offer: model.Offer) -> None:
        self._asked = SecretFields(offer.users, say("Password"), say("Password"), words=offer.words)
        self.password, self.words, self.other = self._asked.password, self._asked.words, self._asked.other
        self._column.addWidget(self._asked)
        self._show_place()
        self.password.entered.connect(self.salvage_button.click)
        self.salvage_button.setEnabled(True)
        self.password.setFocus()

    def _typed(self) -> Secret | None:
        """Take what was typed; None where the words are wrong, which is said."""
        wrong = self._asked.wrong()
        if wrong:
            self.show_wrong(wrong)
            return None
        return self._asked.secret()

    def _show_place(self) -> None:
        row = QHBoxLayout()
        self._where = label("")
        row.addWidget(self._where, 1)
        row.addWidget(Button(say("Another place"), self._ask_place))
        self._column.addLayout(row)
        self._where.setText(say("It will lie in {folder}", folder=str(self.out)))

    def _ask_place(self) -> None:
        ask_for_folder(self, say("Choose where the workspace will lie"), self.on_place)

    # what became of it

    def _on_done(self, told: model.Told) -> None:
        self.way = None
        self._fields.hide()
        self.show_done(told.brought)
        for words in told.remarks:
            self.told.addWidget(label(words, "muted"))
        if told.lost:
            self.told.addWidget(label(say("Lost"), "strong"))
            self.told.addWidget(_lost_list(told.lost))
            self.told.addWidget(label(say("A backup may still hold it: rehearse one on the Transfer page."), "muted"))
        else:
            words = say("Nothing is lost.") if told.whole else say("Nothing else is lost.")
            self.told.addWidget(label(words, "strong"))
        self.told.addWidget(label(say("The new workspace lies in {folder}", folder=str(told.folder)), "muted"))
        if self._here:
            words = say("Lock this one, and choose \u201cAnother workspace\u201d to open the new one.")
            self.told.addWidget(label(words, "muted"))
        self.salvage_button.hide()
        self._cancel.set_text(say("Close"))
        go_on, icon = (say("Lock now"), "lock-outline") if self._here else (say("Open it"), "folder-open-outline")
        self.add_button(Button(go_on, lambda: self._go_on(told.folder), kind="filled", icon=icon)).setFocus()

    def _go_on(self, folder: Path) -> None:
        self.accept()
        self._then(folder)

    def _on_finished(self) -> None:
        self.task = None

    def _on_failed(self, error: Exception) -> None:
        self._fields.setEnabled(True)
        self.salvage_button.setEnabled(True)
        self._secret = None if self._secret is not None and not isinstance(error, KnownError) else self._secret
        self.show_failed(error)


def _lost_list(lines: tuple[str, ...]) -> QWidget:
    rows = [RecordRow(words, "", icon="alert-outline", tone="warning") for words in lines]
    area = scrolling_list(rows, _LIST_HEIGHT)
    area.setAccessibleName(". ".join((say("Lost"), *lines)))
    return area


def salvage_way(frame: StartFrame, session: Session, open_folder: Callable[[Path], object]) -> Way:
    """Offer a salvage on the first page: for a workspace that does not open, and has no good backup."""

    def choose() -> None:
        ask_for_folder(frame, say("Choose the damaged workspace"), start)

    def start(path: str) -> None:
        SalvageSheet(frame, session, Path(path), open_folder).start()

    meaning = say("Of a workspace that does not open any more: all that can be read, in a new one.")
    return Way(say("Salvage a workspace"), meaning, "lifebuoy", choose)
