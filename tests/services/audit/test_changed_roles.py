"""The audit of changed roles: whose, from which to which."""

from __future__ import annotations

from desktop.services import audit
from desktop.services.vault import Workspace, add_user, change_role
from tests import vaults

OTHER = "nine swans on ice today"


def test_a_changed_role_says_from_which_to_which(workspace: Workspace) -> None:
    """The record is the user; an event of before, which names the user alone, says less."""
    uid = add_user(workspace, "CO", "coordinator", OTHER, cost=vaults.CHEAP).uid
    workspace.event("programme", "change_role", about=uid)
    change_role(workspace, "CO", "counsellor")
    now, before = [one for one in audit.entries(workspace) if one.verb == "change_role"]
    assert (now.deed, now.whom) == ("change of a user's role from coordinator to counsellor", "CO")
    assert (now.record, now.roles) == (uid, ("coordinator", "counsellor"))
    assert (before.what, before.record, before.roles) == ("change of a user's role: CO", uid, ())
