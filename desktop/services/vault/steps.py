"""A running step: what a verb writes into one compartment between its beginning and its seal.

It knows the connection and the tables it may write, and nothing of how steps are begun, sealed or committed: that
is the workspace's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.services.errors import BugError
from desktop.services.vault.schema import Connection, Table
from desktop.services.vault.types import Changes
from desktop.services.vault.uids import new_uid

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Into:
    """Where a step writes: a compartment's schema and journalled tables, and the last journal entry of each one held.

    marks: by tier, what `journal.last_entry` said when the step began.
    """

    connection: Connection
    schema: str
    tables: dict[str, Table]
    marks: dict[str, int]


class Step:
    """Inserts, updates and deletes of one compartment. `about` and `uid` may be set until it ends."""

    def __init__(
        self, into: Into, compartment: str, verb: str, about: str, person: str | None, undoes: str | None
    ) -> None:
        """Begin; called by `Workspace.step` alone."""
        self.compartment, self.verb, self.about, self.person, self.undoes = compartment, verb, about, person, undoes
        self.uid = ""
        self.takes_in = False
        self.changes = Changes(compartment, verb)
        self.marks = into.marks
        self._into = into

    def _table(self, name: str, columns: Iterable[str]) -> Table:
        table = self._into.tables.get(name)
        if table is None or not set(columns) <= {"uid", *table.columns}:
            raise BugError(f"no such table or column in {self.compartment}: {name}")
        return table

    def insert(self, table: str, uid: str = "", **columns: Value) -> str:
        """Insert a row and give its uid, a new one where none is given."""
        values: dict[str, Value] = {"uid": uid or new_uid(), **columns}
        self._table(table, values)
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        self.run(f"INSERT INTO @.{table} ({names}) VALUES ({marks})", tuple(values.values()))
        return str(values["uid"])

    def update(self, table: str, uid: str, **columns: Value) -> None:
        """Change columns of a row; those that do not differ are not journalled."""
        self._table(table, columns)
        marks = ", ".join(f"{name} = ?" for name in columns)
        self.run(f"UPDATE @.{table} SET {marks} WHERE uid = ?", (*columns.values(), uid))

    def delete(self, table: str, uid: str) -> None:
        """Delete a row; the journal keeps it."""
        self._table(table, ())
        self.run(f"DELETE FROM @.{table} WHERE uid = ?", (uid,))

    def run(self, sql: str, args: Sequence[Value] = ()) -> None:
        """Run one statement; `@.` stands for the compartment's schema."""
        self._into.connection.execute(self._of_schema(sql), args)

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for many rows of values."""
        self._into.connection.executemany(self._of_schema(sql), rows)

    def _of_schema(self, sql: str) -> str:
        return sql.replace("@.", f"{self._into.schema}.")
