"""Solving the present draft again, of pairs or of groups. Verb."""

from __future__ import annotations

from desktop.services.matching.group_rounds import propose_groups
from desktop.services.matching.rounds import Progress, propose
from desktop.services.matching.stored import the_draft
from desktop.services.vault import Changes, Workspace


def solve_again(ws: Workspace, progress: Progress | None = None) -> Changes:
    """Solve the present draft again around its locks and bans, with what is known now; its scope and sizes stay.

    Errors: NoDraft, and what propose and propose_groups raise.
    """
    row = the_draft(ws)
    if row.groups is None:
        return propose(ws, row.scope, progress)
    return propose_groups(ws, row.groups.least, row.groups.most, row.groups.leaders, row.scope, progress)
