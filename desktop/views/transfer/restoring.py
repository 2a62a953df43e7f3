"""Restoring a backup into a new workspace; the one that is open stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models import backups as model
from desktop.models.session import Session
from desktop.services.language import say
from desktop.views.transfer.task_sheet import TaskSheet
from desktop.views.widgets import Button, label
from desktop.views.widgets.file_choice import ask_for_folder


class RestoreSheet(TaskSheet):
    """Asks where, restores, and offers to lock so that the new workspace can be opened."""

    def __init__(self, parent: QWidget, session: Session, row: model.BackupRow, lock: Callable[[], object]) -> None:
        purpose = say("{moment}: this backup becomes a workspace of its own.", moment=row.moment)
        super().__init__(parent, say("Restore a backup"), purpose, width=560)
        self._session, self._row, self._lock = session, row, lock
        self.comes_back("restore", **{**asdict(row), "path": str(row.path)})
        self.folder = model.folder_for(row.path)
        self._place = QWidget()
        across = QHBoxLayout(self._place)
        across.setContentsMargins(0, 0, 0, 0)
        self._where = label("")
        across.addWidget(self._where, 1)
        across.addWidget(Button(say("Another place"), self._ask_place))
        self.body.addWidget(self._place)
        stays = say("The workspace that is open now stays as it is. Today's password opens the restored one.")
        self._stays = label(stays, "muted")
        self.body.addWidget(self._stays)
        one = say("Work in only one of the two from then on: Peerkeep cannot merge them yet.")
        self.body.addWidget(label(one, "warning"))
        self.body.addLayout(self.state)
        self.body.addStretch(1)
        self._cancel = self.add_cancel()
        self.restore_button = self.add_button(Button(say("Restore"), self.restore, kind="filled", icon="history"))
        self._show_place()

    def restore(self) -> None:
        """Make the new workspace."""
        if self.task is not None:
            return
        self._place.setEnabled(False)
        self.restore_button.setEnabled(False)
        task = self._session.ask(
            self, model.restore, self._row.path, self.folder, done=self._on_restored, failed=self._on_failed
        )
        task.title = say("Restoring")
        self.show_task(task)

    def on_place(self, place: str) -> None:
        """Take a folder in which the new workspace will lie."""
        self.folder = model.folder_for(self._row.path, Path(place))
        self._show_place()

    def beside(self) -> str:
        """Give the place that was chosen."""
        return str(self.folder.parent)

    def put_back(self, beside: str) -> None:
        """Take that place again."""
        self.on_place(beside)

    def _ask_place(self) -> None:
        ask_for_folder(self, say("Choose where the workspace will lie"), self.on_place)

    def _show_place(self) -> None:
        self._where.setText(say("It will lie in {folder}", folder=str(self.folder)))

    def _on_restored(self, restored: model.Restored) -> None:
        self.way = None
        self._place.hide()
        self._stays.hide()
        words = say(
            "It is restored, in {folder}. To open it, lock this one and choose \u201cAnother workspace\u201d.",
            folder=str(restored.folder),
        )
        self.show_done(words)
        self.restore_button.hide()
        self._cancel.set_text(say("Close"))
        self.add_button(Button(say("Lock now"), self._lock, kind="filled", icon="lock-outline"))

    def _on_failed(self, error: Exception) -> None:
        self._place.setEnabled(True)
        self.restore_button.setEnabled(True)
        self.show_failed(error)
