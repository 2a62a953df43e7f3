"""Migrations and the journal's triggers, both made from files and from what the schema says of itself.

A compartment's tables are listed in its own table `journalled`; from that list and the tables' columns
the triggers are generated anew after every migration. Nothing here knows what the tables mean.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services.vault.errors import NewerWorkspace

Connection = Any
_FOLDER: Final = Path(__file__).with_name("migrations")
_KINDS: Final = {
    "programme": "programme",
    "counselling": "confidential",
    "safeguarding": "confidential",
    "private": "confidential",
    "lent": "confidential",
}


@dataclass(frozen=True)
class Table:
    """A journalled table: its columns without uid, its kind, its person column ('' for none), strict columns, cells."""

    name: str
    columns: tuple[str, ...]
    insert_only: bool
    person: str
    strict: dict[str, list[str]]
    cells: tuple[tuple[str, ...], ...]

    @property
    def every_cell(self) -> tuple[tuple[str, ...], ...]:
        """Give the groups, and each other column as a cell of its own."""
        grouped = {column for cell in self.cells for column in cell}
        return (*self.cells, *((column,) for column in self.columns if column not in grouped))


def kind_of(compartment: str) -> str:
    """Give the kind of a compartment's name or of a tier: private-1f3a is private, lent2 is lent."""
    return compartment.partition("-")[0].rstrip("0123456789")


@cache
def migrations(kind: str) -> tuple[tuple[int, str], ...]:
    """List (number, SQL text) of a kind's migrations in order."""
    found = sorted((_FOLDER / _KINDS[kind]).glob("[0-9]*.sql"))
    return tuple((int(path.name[:4]), path.read_text(encoding="utf-8")) for path in found)


@cache
def ground() -> str:
    """Give the SQL that every compartment begins with."""
    return (_FOLDER / "ground.sql").read_text(encoding="utf-8")


def newest(kind: str) -> int:
    """Give the schema version this program writes."""
    return migrations(kind)[-1][0]


def statements(text: str) -> list[str]:
    """Split SQL text into whole statements (never executescript: it commits first)."""
    found, held = [], ""
    for line in text.splitlines(keepends=True):
        held += line
        if sqlite.complete_statement(held):
            found.append(held.strip())
            held = ""
    return [s for s in found if re.sub(r"--.*", "", s).strip()]


def version(connection: Connection) -> int:
    """Read the schema version of the main database."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def pending(connection: Connection, kind: str) -> bool:
    """Say whether migrations are due. Error: NewerWorkspace."""
    found = version(connection)
    if found > newest(kind):
        raise NewerWorkspace(found=found, known=newest(kind))
    return found < newest(kind)


def make(connection: Connection, kind: str) -> None:
    """Give an empty main database the present schema, all at once: unlocking waits for one, to compare with."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in statements(ground() + "".join(text for _, text in migrations(kind))):
        connection.execute(statement)
    _make_triggers(connection)
    connection.execute(f"PRAGMA user_version={newest(kind):d}")
    connection.execute("COMMIT")


def migrate(connection: Connection, kind: str) -> None:
    """Bring the main database up to date, one transaction per step; a failing step leaves the version before it."""
    for number, text in migrations(kind):
        found = version(connection)
        if number <= found:
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements((ground() if found == 0 else "") + text):
                connection.execute(statement)
            _make_triggers(connection)
            connection.execute(f"PRAGMA user_version={number:d}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def tables(connection: Connection, schema: str = "main") -> dict[str, Table]:
    """Read the journalled tables of a schema, in the order they were declared."""
    found = {}
    for name, kind, person, strict, cells in connection.execute(
        f"SELECT tbl, kind, person, strict, cells FROM {schema}.journalled ORDER BY rowid"
    ).fetchall():
        columns = tuple(
            row[0]
            for row in connection.execute(
                "SELECT name FROM pragma_table_info(?, ?) WHERE name <> 'uid'", (name, schema)
            )
        )
        found[name] = Table(
            name, columns, kind == "insert_only", person, json.loads(strict), tuple(tuple(c) for c in json.loads(cells))
        )
    return found


def body_of(table: str) -> str:
    """Name the table that would hold the bodies of another's rows."""
    return f"{table}_body"


def bodies(connection: Connection, schema: str = "main") -> dict[str, str]:
    """Map journalled tables to those that hold the bodies of their rows, <name>_body (uid, body).

    A body is not journalled, so that it can be deleted for good. Its SHA-256 is, as the row's `hash`: while the row is
    there its body is, and no longer.
    """
    there = connection.execute(f"SELECT name FROM {schema}.sqlite_schema WHERE type = 'table'").fetchall()
    journalled = connection.execute(f"SELECT tbl FROM {schema}.journalled ORDER BY rowid").fetchall()
    return {table: body_of(table) for (table,) in journalled if (body_of(table),) in there}


def hash_of(body: str) -> str:
    """Give the hash by which a row names its body: SHA-256 of its UTF-8, in hexadecimal."""
    return sha256(body.encode()).hexdigest()


def unlike_bodies(connection: Connection, schema: str, table: str, body: str) -> tuple[list[str], list[str]]:
    """Give the uids of rows without the body that their hash states, and those of bodies without a row."""
    rows = connection.execute(
        f"SELECT i.uid, i.hash, b.body FROM {schema}.{table} i LEFT JOIN {schema}.{body} b ON b.uid = i.uid "
        "ORDER BY i.uid"
    )
    without = [uid for uid, stated, text in rows if text is None or hash_of(text) != stated]
    loose = connection.execute(
        f"SELECT uid FROM {schema}.{body} WHERE uid NOT IN (SELECT uid FROM {schema}.{table}) ORDER BY uid"
    )
    return without, [uid for (uid,) in loose.fetchall()]


def _declared(connection: Connection, schema: str) -> dict[tuple[str, str], str]:
    """Map (kind, name) of everything a schema declares to its SQL; what SQLite makes by itself is left out."""
    rows = connection.execute(
        f"SELECT type, name, sql FROM {schema}.sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return {(kind, name): sql for kind, name, sql in rows.fetchall()}


@cache
def _made(kind: str) -> dict[tuple[str, str], str]:
    connection = sqlite.connect(":memory:", isolation_level=None)
    try:
        make(connection, kind)
        return _declared(connection, "main")
    finally:
        connection.close()


def departures(connection: Connection, schema: str, kind: str) -> list[str]:
    """Name what a schema of the newest version declares otherwise than the migrations do, for example a trigger."""
    found, made = _declared(connection, schema), _made(kind)
    return sorted(f"{key[0]} {key[1]}" for key in found.keys() | made.keys() if found.get(key) != made.get(key))


def _make_triggers(connection: Connection) -> None:
    old = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for (name,) in old:
        connection.execute(f"DROP TRIGGER {name}")
    for table in tables(connection).values():
        for statement in triggers(table):
            connection.execute(statement)


def _differs(table: Table, column: str) -> str:
    """Say in SQL when an update journals `column`: a group is one cell, so one changed column writes all of it."""
    cell = next((group for group in table.cells if column in group), (column,))
    return " OR ".join(f"old.{c} IS NOT new.{c}" for c in cell)


def triggers(table: Table) -> list[str]:
    """Make the statements of a table's triggers; names come from the schema alone."""
    name = table.name
    loud = "WHEN (SELECT silent FROM counter) = 0"

    def person(row: str) -> str:
        return f"{row}.{table.person}" if table.person else "NULL"

    def whole(row: str, pattern: str) -> str:
        return "json_object(" + ", ".join(f"'{c}', {pattern.format(v=f'{row}.{c}')}" for c in table.columns) + ")"

    def entry(row: str, op: str, change: str) -> str:
        return (
            f"INSERT INTO journal (tbl, row, person, op, change) "
            f"SELECT '{name}', {row}.uid, {person(row)}, '{op}', {change}"
        )

    inserted = "NULL" if table.insert_only else whole("new", "json_array(NULL, {v})")
    fixed = "uid" + (f", {table.person}" if table.person and table.person != "uid" else "")
    made = [
        f"CREATE TRIGGER {name}_inserted AFTER INSERT ON {name} {loud} BEGIN {entry('new', 'I', inserted)}; END",
        f"CREATE TRIGGER {name}_deleted AFTER DELETE ON {name} {loud} BEGIN "
        f"{entry('old', 'D', whole('old', 'json_array({v}, NULL)'))}; END",
        f"CREATE TRIGGER {name}_fixed BEFORE UPDATE OF {fixed} ON {name} "
        "BEGIN SELECT RAISE(ABORT, 'fixed column'); END",
    ]
    if table.insert_only:
        made.append(f"CREATE TRIGGER {name}_kept BEFORE UPDATE ON {name} BEGIN SELECT RAISE(ABORT, 'insert only'); END")
        # The row is the value of its own insert entry: nothing else may ever come back under its uid. The deletion
        # laid over the new row must change nothing; so a column that it does not know yet does not count.
        back = whole("new", "json_array({v}, NULL)")
        made.append(
            f"CREATE TRIGGER {name}_once BEFORE INSERT ON {name} WHEN EXISTS (SELECT 1 FROM journal "
            f"WHERE tbl = '{name}' AND row = new.uid AND op = 'D' "
            f"AND json_patch({back}, change) <> {back}) "
            "BEGIN SELECT RAISE(ABORT, 'insert only'); END"
        )
    else:
        differing = " UNION ALL ".join(
            f"SELECT '{c}' AS k, json_array(old.{c}, new.{c}) AS v WHERE {_differs(table, c)}" for c in table.columns
        )
        change = entry("new", "U", "json_group_object(k, json(v))")
        made.append(
            f"CREATE TRIGGER {name}_updated AFTER UPDATE ON {name} {loud} BEGIN "
            f"{change} FROM ({differing}) HAVING count(*) > 0; END"
        )
    return made
