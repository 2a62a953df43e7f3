"""Drafts that are kept: put aside, taken up again, listed and named. Verbs, each one step."""

from __future__ import annotations

from desktop.services.matching import joining, store
from desktop.services.matching.round_errors import DraftNameMissing
from desktop.services.matching.round_types import DraftLine
from desktop.services.matching.store import RoundRow
from desktop.services.matching.stored import open_draft, some_draft, the_draft
from desktop.services.programme import the_programme
from desktop.services.vault import Changes, Workspace

_TIER = "programme"
LONGEST_NAME = 80


def drafts(ws: Workspace) -> tuple[DraftLine, ...]:
    """List all drafts, the one that is worked on first, then those put aside, newest first. Error: NotFounded."""
    found = joining.rounds(ws, the_programme(ws).uid, "draft")
    current = next((row for row in found if row.aside is None), None)
    return tuple(line_of(ws, row) for row in sorted(found, key=lambda row: row is not current))


def line_of(ws: Workspace, row: RoundRow) -> DraftLine:
    """Give the line of a draft."""
    scores = [p.score or 0 for p in joining.proposals(ws, row.uid) if p.mentor is not None]
    return DraftLine(
        row.uid,
        row.label,
        row.made,
        row.aside,
        len(scores),
        sum(scores),
        min(scores, default=None),
        row.scope,
        row.groups is not None,
    )


def set_aside(ws: Workspace) -> Changes:
    """Put the present draft aside, to be taken up later or compared. Error: NoDraft."""
    row = the_draft(ws)
    with ws.step(_TIER, "set_draft_aside") as step:
        store.put_aside(step, row.uid, _now(ws))
        step.uid = row.uid
    return step.changes


def begin_anew(ws: Workspace) -> Changes | None:
    """Put the present draft aside if anything in it was decided by hand, so that the next round does without that.

    None where there is nothing to put aside: the next round takes the place of the draft.
    """
    row = open_draft(ws, the_programme(ws).uid)
    if row is None:
        return None
    decided = row.bans or any(place.locked for place in joining.proposals(ws, row.uid))
    return set_aside(ws) if decided else None


def take_up(ws: Workspace, draft: str) -> Changes:
    """Work on a draft that was put aside; the present one is put aside for it. Error: NoSuchDraft."""
    row = some_draft(ws, draft)
    present = open_draft(ws, row.programme)
    with ws.step(_TIER, "take_up_draft") as step:
        if present and present.uid != row.uid:
            store.put_aside(step, present.uid, _now(ws))
        store.put_aside(step, row.uid, None)
        step.uid = row.uid
    return step.changes


def rename_draft(ws: Workspace, draft: str, label: str) -> Changes:
    """Give a draft another name. Errors: NoSuchDraft, DraftNameMissing."""
    row, name = some_draft(ws, draft), " ".join(label.split())[:LONGEST_NAME]
    if not name:
        raise DraftNameMissing
    with ws.step(_TIER, "rename_draft") as step:
        store.put_label(step, row.uid, name)
        step.uid = row.uid
    return step.changes


def _now(ws: Workspace) -> str:
    return ws.clock.now().isoformat(timespec="seconds")
