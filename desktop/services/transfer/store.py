"""All SQL of transfer."""

from __future__ import annotations

from desktop.services.vault import Workspace


def pages_whole(ws: Workspace, compartment: str) -> bool:
    """Say whether every page of a held compartment authenticates."""
    return not ws.rows(compartment, "PRAGMA @.cipher_integrity_check")
