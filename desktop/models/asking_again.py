"""Whether the password has to be given again before something leaves Peerkeep or a right changes."""

from __future__ import annotations

from typing import Final

from desktop.models.session import OPEN, Session
from desktop.services.vault import Changes, Workspace
from desktop.services.vault.again import give_again

# Whoever has just typed it is still the one who sits there; two minutes are less than the shortest useful absence.
GRACE_S: Final = 120.0


class AskingAgain:
    """Remembers when the password was given last: by unlocking, or since. Counts by a clock that nobody can set."""

    def __init__(self, session: Session) -> None:
        """Watch the session: unlocking counts."""
        self._session = session
        self._given: float | None = None
        session.state_changed.connect(self._on_state)

    @property
    def needed(self) -> bool:
        """Whether it has to be given before anything else."""
        return self._given is None or self._session.clock.monotonic() - self._given >= GRACE_S

    def note_given(self) -> None:
        """Remember that it was given just now."""
        self._given = self._session.clock.monotonic()

    def _on_state(self, state: str) -> None:
        if state == OPEN:
            self.note_given()


def give(ws: Workspace, password: str) -> Changes:
    """Take the password again. Errors: as `give_again`."""
    return give_again(ws, password)
