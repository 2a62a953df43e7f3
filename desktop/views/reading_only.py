"""The window over a workspace that may only be read: no button writes, and what is confidential opens on its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.models import reading_only as model
from desktop.models.session import OPEN, Session
from desktop.services.language import say
from desktop.views.shell import Shell
from desktop.views.widgets import let_write

_WHY = "What is confidential here can only be read, and each reading is recorded on this laptop."


class ReadingOnly(QObject):
    """Switches what writes off and on with the session; `make_anew` makes the pages again when more was opened."""

    def __init__(self, session: Session, make_anew: Callable[[], object]) -> None:
        super().__init__(session)
        self._session, self._make_anew = session, make_anew
        self._opened: tuple[str, ...] = ()
        session.state_changed.connect(self._on_state)
        session.signed_in_changed.connect(self._on_signed_in)

    def _on_state(self, state: str) -> None:
        """Before any page is made."""
        signed_in = self._session.signed_in
        if state == OPEN and signed_in is not None:
            self._opened = signed_in.compartments
            let_write(allowed=not signed_in.read_only)

    def _on_signed_in(self) -> None:
        signed_in = self._session.signed_in
        if signed_in is not None and self._opened and signed_in.compartments != self._opened:
            self._opened = signed_in.compartments
            QTimer.singleShot(0, self, self._make_anew)


def open_rest(shell: Shell) -> None:
    """Ask for the password, then open the other compartments; the pages are made anew when that is done."""
    session = shell.session

    def then() -> None:
        session.ask(session, model.open_rest, done=lambda _: session.refresh_signed_in())

    shell.ask_again(say(_WHY), then)
