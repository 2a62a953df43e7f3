"""SQL of the print register: one row for each document that was made for others."""

from __future__ import annotations

from desktop.services.reports.types import Release
from desktop.services.vault import Step, Workspace

_TIER = "programme"


def releases(ws: Workspace) -> tuple[Release, ...]:
    """Read the register, newest first."""
    found = ws.rows(
        _TIER,
        "SELECT uid, kind, audience, form, copies, first_copy, author, made FROM @.release "
        "ORDER BY made DESC, uid DESC",
    )
    return tuple(Release(*row) for row in found)


def next_copy(ws: Workspace, kind: str, day: str) -> int:
    """Give the first free copy number of a kind on a day, so that no two papers of one day bear the same."""
    last = ws.value(
        _TIER, "SELECT max(first_copy + copies) FROM @.release WHERE kind = ? AND substr(made, 1, 10) = ?", (kind, day)
    )
    return int(last or 1)


def put_release(step: Step, row: Release) -> None:
    """Write one row."""
    step.insert(
        "release",
        row.uid,
        kind=row.kind,
        audience=row.audience,
        form=row.form,
        copies=row.copies,
        first_copy=row.first_copy,
        author=row.author,
        made=row.made,
    )
