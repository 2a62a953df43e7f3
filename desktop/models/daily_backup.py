"""The backup that nobody has to think of: soon after unlocking, and while a workspace stays open for long."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.models.session import OPEN, Session
from desktop.models.tasks import Task
from desktop.services import backups
from desktop.services.language import say

# What the person came for goes first; the one database worker is busy for a moment while a backup is made.
_AFTER_MS = 20_000
_AGAIN_MS = 3_600_000


class DailyBackup(QObject):
    """Makes a backup if one is due. Nothing for the sample school, nor where nothing can be saved."""

    def __init__(self, session: Session, after_ms: int = _AFTER_MS) -> None:
        super().__init__(session)
        self._session, self._after = session, after_ms
        self.task: Task | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        session.state_changed.connect(self._on_state)

    def _on_state(self, state: str) -> None:
        signed_in = self._session.signed_in
        if state == OPEN and signed_in is not None and not signed_in.read_only and not signed_in.sample:
            self._timer.start(self._after)
        else:
            self._timer.stop()

    def _look(self) -> None:
        self._timer.setInterval(_AGAIN_MS)
        if self.task is None or not self.task.running:
            self._session.ask(self, backups.is_due, done=self._on_looked)

    def _on_looked(self, due: bool) -> None:
        if due and self._session.state == OPEN:
            self.task = self._session.ask(self, backups.back_up_if_due, done=self._on_made, title=say("Backing up"))

    def _on_made(self, _made: object) -> None:
        self._session.refresh_signed_in()
