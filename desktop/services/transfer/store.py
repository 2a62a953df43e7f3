"""All SQL of transfer."""

from __future__ import annotations

from desktop.services.vault import Workspace


def pages_whole(ws: Workspace, compartment: str) -> bool:
    """Say whether every page of a held compartment authenticates."""
    return not ws.rows(compartment, "PRAGMA @.cipher_integrity_check")


def copied_at(ws: Workspace) -> str:
    """Say when the newest copy was begun (ISO), "" for never: of what was opened from a copy, how old that is."""
    found = ws.value("programme", "SELECT at FROM @.step WHERE verb = 'begin_copy' ORDER BY clock DESC LIMIT 1")
    return str(found or "")
