"""The password asked for again while the workspace is open: before anything leaves it or a right changes.

It guards against somebody at a laptop that was left unlocked (security.md T3), so a wrong one counts as a wrong try.
"""

from __future__ import annotations

from desktop.services.vault.errors import PasswordWrongAgain, WrongPassword
from desktop.services.vault.slots import Password
from desktop.services.vault.tries import keep_failed, open_guarded
from desktop.services.vault.types import Changes
from desktop.services.vault.workspace import Workspace


def give_again(ws: Workspace, password: str) -> Changes:
    """Take the password of who unlocked once more, and journal that it was given and what failed before.

    Where that cannot be journalled it was not given. Errors: PasswordWrongAgain, MustWait, WordsDemanded, those of
    `open_person` and of files.
    """
    try:
        open_guarded(ws.keyring, Password(ws.user.label, password), ws.record, ws.clock)
    except WrongPassword:
        raise PasswordWrongAgain from None
    keep_failed(ws.record)
    return ws.event("programme", "reauthenticated")
