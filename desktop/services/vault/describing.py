"""What may be told to somebody who helps from outside: versions and rough sizes, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.services.vault.workspace import Workspace


def rounded(count: int) -> str:
    """Give a count roughly, so that it tells of nobody: "under 10", else to one figure that counts."""
    if count < 10:
        return "under 10"
    step = 10 ** (len(str(count)) - 1)
    return f"about {round(count / step) * step}"


def describe(ws: Workspace) -> Iterator[tuple[str, str]]:
    """Give lines as (what, how): the cipher, each held part's schema version, and its tables' rounded counts."""
    yield "cipher", str(ws.value("programme", "PRAGMA cipher_version"))
    for tier in ws.compartments:
        schema = ws.schema(tier)
        yield f"{tier} schema", str(ws.value(tier, f"PRAGMA {schema}.user_version"))
        for table in sorted(ws.tables_of(tier)):
            yield f"{tier} {table}", rounded(int(ws.value(tier, f"SELECT count(*) FROM @.{table}") or 0))
