"""What can be done where the workspace on the unlock page is damaged: a backup, a salvage, another one, in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models import salvaging as model
from desktop.models.session import Session
from desktop.models.tasks import Task
from desktop.models.transfer import Secret, by_password
from desktop.services.errors import KnownError
from desktop.services.language import say, say_many
from desktop.views.start.beginning import Beginning
from desktop.views.start.welcome import BigButton, Way
from desktop.views.transfer.opening import OpenCopySheet
from desktop.views.transfer.salvaging import SalvageSheet
from desktop.views.widgets import ProgressLine, Sheet, clear_layout, label


class DamagedSheet(Sheet):
    """Offers the ways out. `open_folder` shows the unlock page of a folder, `leave` the first page."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        folder: Path,
        error: Exception,
        open_folder: Callable[[Path], object],
        leave: Callable[[], object],
        secret: Secret | None = None,
    ) -> None:
        super().__init__(parent, say("This workspace does not open"), str(error), width=600)
        self._frame, self._session, self._folder, self._secret = parent, session, folder, secret
        self._open_folder, self._leave = open_folder, leave
        self._task: Task | None = None
        self.ways = QVBoxLayout()
        self.ways.setSpacing(8)
        self.body.addLayout(self.ways)
        self.error = label("", "danger")
        self.error.hide()
        self.body.addWidget(self.error)
        self.body.addStretch(1)
        self._second = model.second_keyring_helps(folder, error)
        self.add_cancel(say("Close"))

    def start(self) -> None:
        """Show the sheet and look for a good backup."""
        self._task = self._session.tasks.compute(self, model.newest_backup, self._folder, done=self._on_backup)
        self._task.title = say("Looking for a good backup")
        self.ways.addWidget(ProgressLine(self._task))
        self.open()

    def reject(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _on_backup(self, backup: model.Backup) -> None:
        self._task = None
        clear_layout(self.ways)
        ways = [self._backup_way(backup)] if backup.moment else []
        if not backup.moment:
            self.ways.addWidget(label(say("There is no good backup in this workspace's folder."), "muted"))
        meaning = say("Into a new workspace, with a list of what is lost. This one stays as it is.")
        ways.append(Way(say("Salvage what can be read"), meaning, "lifebuoy", self._salvage))
        ways.append(Way(say("Another workspace"), say("Or a copy from a stick."), "folder-open-outline", self._leave))
        if self._second:
            kept = say("The damaged one is kept beside it.")
            ways.insert(0, Way(say("Use the second copy of the keyring"), kept, "key-outline", self._mend))
        buttons = [BigButton(replace(way, act=partial(self._go, way))) for way in ways]
        for button in buttons:
            self.ways.addWidget(button)
        buttons[0].setFocus()

    def _backup_way(self, backup: model.Backup) -> Way:
        words = say("Use the backup of {moment}", moment=backup.moment)
        meaning = say("It is whole. Look at it, or go on working with it in a new folder.")
        if backup.newer:
            damaged = say_many("1 newer one is damaged.", "{n} newer ones are damaged.", backup.newer)
            meaning = say("It is whole. {newer}", newer=damaged)
        return Way(words, meaning, "history", self._restore)

    def _restore(self) -> None:
        OpenCopySheet(self._frame, self._session, str(self._folder)).start()

    def _salvage(self) -> None:
        SalvageSheet(self._frame, self._session, self._folder, self._open_folder, self._secret).start()

    def _mend(self) -> None:
        self._session.tasks.ask(
            self._frame,
            model.put_back_keyring,
            self._folder,
            done=lambda _none: self._open_folder(self._folder),
            failed=self._on_failed,
        )

    def _on_failed(self, error: Exception) -> None:
        self.error.setText(str(error) if isinstance(error, KnownError) else say("Nothing was changed. Try again."))
        self.error.show()

    def _go(self, way: Way) -> None:
        """Close first, so that nothing opens under a sheet that is about to close."""
        self.accept()
        way.act()


def show_ways(beginning: Beginning, folder: Path, error: Exception, who: str, password: str) -> None:
    """Show the ways out where files are damaged; nothing where the error is another one."""
    if model.is_damage(error) or model.second_keyring_helps(folder, error):
        secret = by_password(who, password) if password else None
        frame, session = beginning.frame, beginning.session
        DamagedSheet(frame, session, folder, error, beginning.unlock, beginning.welcome, secret).start()
