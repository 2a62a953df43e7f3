"""What tests of passwords share: a new password, recovery words, and whether a password opens."""

from __future__ import annotations

from pathlib import Path

from desktop.services.vault import Password, Workspace, add_recovery, add_user, new_words, open_workspace
from desktop.services.vault.errors import WrongPassword
from tests import vaults
from tests.fakes.clock import FakeClock

NEW = "four otters by the weir"
COORDINATOR = Password("New Coordinator", "five lanterns at noon")
RIGHT = Password(vaults.USER, vaults.PASSWORD)
WORDS = new_words()


def opens(folder: Path, password: str, clock: FakeClock, user: str = vaults.USER) -> bool:
    """Say whether a password opens; a wrong one counts as a try."""
    try:
        open_workspace(folder, Password(user, password), clock=clock).close()
    except WrongPassword:
        return False
    return True


def make_recoverable(folder: Path, clock: FakeClock) -> Path:
    """Give a closed workspace recovery words and a second user."""
    ws = vaults.reopen(folder, clock)
    add_recovery(ws, WORDS)
    add_user(ws, COORDINATOR.user, "coordinator", COORDINATOR.password, cost=vaults.CHEAP)
    ws.close()
    return folder


def verbs(ws: Workspace) -> list[tuple[str, str]]:
    """List the programme's newest steps, also those that tell who came in: verb and about."""
    return list(ws.rows("programme", "SELECT verb, about FROM @.step ORDER BY clock DESC LIMIT 20"))
