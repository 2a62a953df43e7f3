"""SQL of long lists: everybody in pieces, a few people by uid, and names only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from desktop.services.vault import Workspace

TIER: Final = "programme"
_LISTED: Final = (
    "uid, number, family, given, preferred, birth_date, year, form, kind, status, email, phone, job, languages, "
    "access_needs, same_as"
)


def pieces(ws: Workspace, size: int) -> Iterator[list[tuple[Any, ...]]]:
    """Read everybody, `size` records at a time; the rowid stands last."""
    after = 0
    while True:
        sql = f"SELECT {_LISTED}, rowid FROM @.person WHERE rowid > ? ORDER BY rowid LIMIT ?"  # noqa: S608 - a constant
        found = ws.rows(TIER, sql, (after, size))
        if found:
            yield found
        if len(found) < size:
            return
        after = int(found[-1][-1])


def count(ws: Workspace) -> int:
    """Count the records."""
    return int(ws.value(TIER, "SELECT count(*) FROM @.person"))


def names(ws: Workspace) -> list[tuple[str, str, str, str]]:
    """Read (uid, family, given, preferred) of every record."""
    return [(a, b, c, d) for a, b, c, d in ws.rows(TIER, "SELECT uid, family, given, preferred FROM @.person")]


def free_counts(ws: Workspace) -> list[tuple[str, str]]:
    """Read (record, period) of every free period."""
    return [(a, b) for a, b in ws.rows(TIER, "SELECT person, period FROM @.free_period")]


def relatives(ws: Workspace) -> list[tuple[str, str, str]]:
    """Read (student, guardian, contact) of every link, in the order in which guardians are asked."""
    sql = "SELECT person, guardian, contact FROM @.guardian ORDER BY person, place, uid"
    return [(a, b, c) for a, b, c in ws.rows(TIER, sql)]


def rowids(ws: Workspace, uids: Sequence[str]) -> list[tuple[Any, ...]]:
    """Read some records as `pieces` does."""
    sql = f"SELECT {_LISTED}, rowid FROM @.person WHERE uid IN (SELECT value FROM json_each(?))"  # noqa: S608
    return ws.rows(TIER, sql, (json.dumps(list(uids)),))
