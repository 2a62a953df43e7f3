"""All SQL of support."""

from __future__ import annotations

from datetime import datetime

from desktop.services.vault import Workspace


def last_time(ws: Workspace, verb: str) -> datetime | None:
    """Say when something was last done, by the programme's journal."""
    at = ws.value("programme", "SELECT at FROM @.step WHERE verb = ? ORDER BY clock DESC LIMIT 1", (verb,))
    return datetime.fromisoformat(at) if at else None
