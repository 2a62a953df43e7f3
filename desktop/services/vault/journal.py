"""The journal of one compartment: sealing a step at its commit, and reading what happened.

Formats.md is its definition. Triggers write entries; only `seal` gives them their place, salt and digest.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop.services.vault.canonical import canonical, digest
from desktop.services.vault.schema import Connection, Table
from desktop.services.vault.types import HistoryEntry, StepRef, Touched

Vector = dict[str, int]
_PORTION: Final = 2000


@dataclass(frozen=True)
class Header:
    """What a step says of itself beside its entries."""

    device: str
    clock: int
    at: str
    user: str
    verb: str
    about: str
    person: str | None
    knows: str | None
    undoes: str | None


def last_entry(connection: Connection, schema: str) -> int:
    """Give the row id of the newest entry."""
    return int(connection.execute(f"SELECT ifnull(max(id), 0) FROM {schema}.journal").fetchone()[0])


def last_clock(connection: Connection, schema: str) -> int:
    """Give the greatest clock seen."""
    return int(connection.execute(f"SELECT ifnull(max(clock), 0) FROM {schema}.step").fetchone()[0])


def heads(connection: Connection, schema: str) -> dict[str, tuple[int, str]]:
    """Give the last step of every device with its digest. It seeks, so its time does not grow with the journal."""
    rows = connection.execute(
        f"WITH RECURSIVE known (device) AS (SELECT min(device) FROM {schema}.step UNION ALL "
        f"SELECT (SELECT min(device) FROM {schema}.step WHERE device > known.device) FROM known "
        "WHERE known.device IS NOT NULL) "
        f"SELECT s.device, s.step, s.digest FROM known JOIN {schema}.step s ON s.device = known.device "
        f"AND s.step = (SELECT max(step) FROM {schema}.step WHERE device = known.device)"
    )
    return {device: (step, digest_) for device, step, digest_ in rows.fetchall()}


def vector(connection: Connection, schema: str) -> Vector:
    """Give the last step known of every device."""
    return {device: step for device, (step, _) in heads(connection, schema).items()}


def row_value(connection: Connection, schema: str, table: Table, row: str) -> str | None:
    """Give the canonical text of a row's columns; of its deletion where it is gone; None where neither is there.

    Columns without a value are left out, so that a column added later changes no digest.
    """
    columns = ", ".join(table.columns)
    found = connection.execute(f"SELECT {columns} FROM {schema}.{table.name} WHERE uid = ?", (row,)).fetchone()
    if found:
        return _said(dict(zip(table.columns, found, strict=True)))
    gone = connection.execute(
        f"SELECT change FROM {schema}.journal WHERE tbl = ? AND row = ? AND op = 'D' AND change IS NOT NULL",
        (table.name, row),
    ).fetchone()
    if gone:
        return _said({column: pair[0] for column, pair in json.loads(gone[0]).items()})
    return None


def _said(values: dict[str, Any]) -> str:
    return canonical({column: value for column, value in values.items() if value is not None}).decode()


def entry_value(
    connection: Connection, schema: str, tables: dict[str, Table], entry: tuple[str, str, str, str | None]
) -> str | None:
    """Give what an entry's digest covers: its change, or the row's own value where the table is insert-only."""
    name, row, op, change = entry
    if change is not None or op != "I" or name not in tables:
        return change
    return row_value(connection, schema, tables[name], row)


def step_digest(previous: str, step: int, header: Header, entries: list[str]) -> str:
    """Give a step's digest over the one before, all of its header and its entries' digests."""
    return digest(
        previous,
        header.device,
        step,
        header.clock,
        header.at,
        header.user,
        header.verb,
        header.about,
        header.person,
        header.knows,
        header.undoes,
        len(entries),
        *entries,
    )


def seal(
    connection: Connection, schema: str, tables: dict[str, Table], header: Header, after: int, *, empty: bool
) -> tuple[int, tuple[Touched, ...]] | None:
    """Seal the entries above row id `after` as one step; None where there are none and `empty` is not wanted.

    Entries that a merge brought have their own seal already.
    """
    last = connection.execute(
        f"SELECT step, digest FROM {schema}.step WHERE device = ? ORDER BY step DESC LIMIT 1", (header.device,)
    ).fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    digests: list[str] = []
    touched: list[Touched] = []
    # In portions: the values of fifty thousand rows never stand in memory together.
    while found := _unsealed(connection, schema, after):
        placed = []
        for entry, table, row, person, op, change in found:
            salt = secrets.token_hex(16)
            value = entry_value(connection, schema, tables, (table, row, op, change))
            placed.append(
                (header.device, number, len(digests), salt, digest(salt, table, row, person, op, value), entry)
            )
            digests.append(placed[-1][4])
            touched.append(Touched(table, row, person))
        connection.executemany(
            f"UPDATE {schema}.journal SET device=?, step=?, n=?, salt=?, digest=? WHERE id=?", placed
        )
        after = found[-1][0]
    if not digests and not empty:
        return None
    if last is None and header.knows is None:
        known = vector(connection, schema)
        header = Header(**{**header.__dict__, "knows": canonical(known).decode()})
    connection.execute(
        f"INSERT INTO {schema}.step "
        "(device, step, clock, at, user, verb, about, person, knows, undoes, previous, digest)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            header.device,
            number,
            header.clock,
            header.at,
            header.user,
            header.verb,
            header.about,
            header.person,
            header.knows,
            header.undoes,
            previous,
            step_digest(previous, number, header, digests),
        ),
    )
    return number, tuple(touched)


def _unsealed(connection: Connection, schema: str, after: int) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = connection.execute(
        f"SELECT id, tbl, row, person, op, change FROM {schema}.journal WHERE id > ? AND step IS NULL "
        "ORDER BY id LIMIT ?",
        (after, _PORTION),
    ).fetchall()
    return found


def entries_of(connection: Connection, schema: str, ref: StepRef) -> list[dict[str, Any]]:
    """Read a step's entries in order; `change` is a dictionary or None."""
    rows = connection.execute(
        f"SELECT id, n, tbl, row, person, op, change, salt FROM {schema}.journal "
        "WHERE device = ? AND step = ? ORDER BY n",
        (ref.device, ref.step),
    ).fetchall()
    names = ("id", "n", "tbl", "row", "person", "op", "change", "salt")
    found = [dict(zip(names, row, strict=True)) for row in rows]
    for entry in found:
        entry["change"] = json.loads(entry["change"]) if entry["change"] is not None else None
    return found


def history(
    connection: Connection, schema: str, tables: dict[str, Table], table: str, row: str, labels: dict[str, str]
) -> tuple[HistoryEntry, ...]:
    """Read every change of one row, newest first."""
    rows = connection.execute(
        f"SELECT s.at, s.user, s.verb, j.op, j.change FROM {schema}.journal j "
        f"JOIN {schema}.step s ON s.device = j.device AND s.step = j.step "
        "WHERE j.tbl = ? AND j.row = ? ORDER BY s.clock DESC, j.n DESC",
        (table, row),
    ).fetchall()
    found = []
    for at, user, verb, op, change in rows:
        if change is None and op == "I":
            own = row_value(connection, schema, tables[table], row)
            values: dict[str, tuple[object, object]]
            values = {c: (None, v) for c, v in json.loads(own).items()} if own else {}
        else:
            pairs = json.loads(change or "{}").items()
            values = {c: (old, new) for c, (old, new) in pairs if old != new or op != "U"}
        found.append(HistoryEntry(at, labels.get(user, user), verb, op, values))
    return tuple(found)


def last_set(connection: Connection, schema: str, table: str, column: str, rows: Sequence[str]) -> dict[str, str]:
    """Say of some rows when a column of theirs was last changed, ISO 8601; rows in which it never was are left out."""
    found = connection.execute(
        f"SELECT j.row, max(s.at) FROM json_each(?) AS wanted JOIN {schema}.journal j "
        f"ON j.tbl = ? AND j.row = wanted.value AND j.op = 'U' JOIN {schema}.step s "
        "ON s.device = j.device AND s.step = j.step WHERE json_extract(j.change, '$.' || ?) IS NOT NULL GROUP BY j.row",
        (json.dumps(list(rows)), table, column),
    )
    return {str(row): str(at) for row, at in found}
