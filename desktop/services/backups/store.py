"""All SQL of backups: how much a workspace holds."""

from __future__ import annotations

from desktop.services.backups.types import Counts
from desktop.services.vault import Workspace


def counts(ws: Workspace) -> Counts:
    """Count what the keys at hand open."""

    def all_of(table: str, sql: str) -> int:
        return sum(int(ws.value(tier, sql)) for tier in ws.compartments if table in ws.tables_of(tier))

    return Counts(
        all_of("person", "SELECT count(*) FROM @.person"),
        all_of("pair", "SELECT count(*) FROM @.pair"),
        all_of("meeting", "SELECT count(*) FROM @.meeting"),
        all_of("note", "SELECT count(*) FROM @.note"),
    )
