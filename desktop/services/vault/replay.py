"""What the rows of a compartment must be: a pure function of the set of its journal's entries (formats.md, Merge).

The full check compares tables with it; merging will write what it says. One laptop's history needs only the
order of clocks; where entries of several devices did not know of each other, the rules of merging decide.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from desktop.services.vault.schema import Connection, Table

RowKey = tuple[str, str]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry in its place; `values` are the new values it gave, of a deletion the old ones."""

    clock: int
    device: str
    step: int
    n: int
    op: str
    values: Values

    @property
    def order(self) -> tuple[int, str, int, int]:
        """Give the place in the order that all laptops agree on."""
        return (self.clock, self.device, self.step, self.n)


class Knowledge:
    """Who knew what: the vectors that devices recorded."""

    def __init__(self, steps: list[tuple[str, int, str]]) -> None:
        """Take (device, step, knows JSON) of every step that has one."""
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._vectors: dict[str, list[dict[str, int]]] = defaultdict(list)
        for device, step, knows in sorted(steps):
            self._numbers[device].append(step)
            self._vectors[device].append(json.loads(knows))

    def knew(self, later: Entry, earlier: Entry) -> bool:
        """Say whether `later` was written by somebody who had `earlier`."""
        if later.device == earlier.device:
            return (earlier.step, earlier.n) < (later.step, later.n)
        at = bisect_right(self._numbers[later.device], later.step)
        return bool(at) and earlier.step <= self._vectors[later.device][at - 1].get(earlier.device, 0)

    def heads(self, entries: list[Entry]) -> list[Entry]:
        """Give the entries that no other of them knew. `entries` stand in order: who knows stands after."""
        found: list[Entry] = []
        for entry in reversed(entries):
            if not any(self.knew(head, entry) for head in found):
                found.append(entry)
        return found


class Replay:
    """The rows that a journal adds up to. `rows` maps (table, uid) to the columns, of insert-only tables to {}."""

    def __init__(self, connection: Connection, schema: str, tables: dict[str, Table]) -> None:
        """Read the journal and derive every row."""
        self._tables = tables
        self._references = {name: _references(connection, schema, name) for name in tables}
        self._knowledge = Knowledge(
            connection.execute(f"SELECT device, step, knows FROM {schema}.step WHERE knows IS NOT NULL").fetchall()
        )
        self._entries: dict[RowKey, list[Entry]] = defaultdict(list)
        self._erased: set[RowKey] = set()
        self._read(connection, schema)
        self._referring = self._who_refers()
        self.rows: dict[RowKey, Values] = {
            key: self._values(key) for key in self._entries if key not in self._erased and self._stays(key)
        }
        self._follow_erasures()
        self._keep_referred()

    def was(self, key: RowKey, values: Values) -> bool:
        """Say whether a row once stood like this: an older page of the file may have been put back."""
        state: Values = dict.fromkeys(self._tables[key[0]].columns)
        for entry in self._entries.get(key, ()):
            if entry.op != "D":
                state.update(entry.values)
                if state == values:
                    return True
        return False

    def was_deleted(self, key: RowKey) -> bool:
        """Say whether the journal holds a deletion of a row."""
        return any(entry.op == "D" for entry in self._entries.get(key, ()))

    def _read(self, connection: Connection, schema: str) -> None:
        gone = {
            person
            for (person,) in connection.execute(f"SELECT person FROM {schema}.step WHERE verb = 'erase'")
            if person
        }
        kept = {
            name: self._kept(connection, schema, table) for name, table in self._tables.items() if table.insert_only
        }
        for name, row, person, salt, op, change, clock, device, step, n in connection.execute(
            "SELECT j.tbl, j.row, j.person, j.salt, j.op, j.change, s.clock, s.device, s.step, j.n "
            f"FROM {schema}.journal j JOIN {schema}.step s ON s.device = j.device AND s.step = j.step "
            "ORDER BY s.clock, s.device, s.step, j.n"
        ).fetchall():
            if name not in self._tables:
                continue
            if salt is None or person in gone:
                self._erased.add((name, row))
            pairs = json.loads(change) if change else {}
            values = {column: pair[op != "D"] for column, pair in pairs.items()}
            if op == "I" and not values and name in kept:
                values = kept[name].get(row, {})
            self._entries[name, row].append(Entry(clock, device, step, n, op, values))

    def _kept(self, connection: Connection, schema: str, table: Table) -> dict[str, Values]:
        """Read what rows of an insert-only table refer to, which their entries do not hold; the rest is not needed."""
        columns = list(self._references[table.name])
        found: dict[str, Values] = {}
        if columns:
            for row, change in connection.execute(
                f"SELECT row, change FROM {schema}.journal WHERE tbl = ? AND op = 'D' AND change IS NOT NULL",
                (table.name,),
            ).fetchall():
                found[row] = {column: pair[0] for column, pair in json.loads(change).items()}
            for row, *values in connection.execute(f"SELECT uid, {', '.join(columns)} FROM {schema}.{table.name}"):
                found[row] = dict(zip(columns, values, strict=True))
        return found

    def _who_refers(self) -> dict[RowKey, set[RowKey]]:
        """Map each row to the rows that ever referred to it."""
        found: dict[RowKey, set[RowKey]] = defaultdict(set)
        for key, entries in self._entries.items():
            for column, (target, _) in self._references[key[0]].items():
                for entry in entries:
                    if entry.values.get(column) is not None:
                        found[target, entry.values[column]].add(key)
        return found

    def _stays(self, key: RowKey) -> bool:
        """Say whether something was written on a row, or on what refers to it, that no deletion of it knew.

        Who knew of the deletion and wrote on what once referred to the row did not refer to it any more.
        """
        own = self._entries[key]
        deletions = [entry for entry in own if entry.op == "D"]
        if not deletions:
            return True
        around, ahead = {key}, [key]
        while ahead:
            more = self._referring.get(ahead.pop(), set()) - around
            around |= more
            ahead += more
        return any(
            entry.op != "D"
            and not any(self._knowledge.knew(deletion, entry) for deletion in deletions)
            and (other == key or not any(self._knowledge.knew(entry, deletion) for deletion in deletions))
            for other in around
            for entry in self._entries[other]
        )

    def _values(self, key: RowKey) -> Values:
        """Give the columns of a row: of each cell what was written last, or the strictest of what nobody overruled."""
        table = self._tables[key[0]]
        written = [entry for entry in self._entries[key] if entry.op != "D"]
        if table.insert_only:
            return dict(written[-1].values) if written else {}
        found: Values = dict.fromkeys(table.columns)
        if len({entry.device for entry in written}) < 2:
            for entry in written:
                found.update(entry.values)
            return found
        for cell in table.every_cell:
            on_cell = [entry for entry in written if any(column in entry.values for column in cell)]
            if on_cell:
                heads = self._knowledge.heads(on_cell)
                shown = max(heads, key=lambda entry: (_strictness(table, cell, entry), entry.order))
                found.update({column: shown.values.get(column) for column in cell})
        return found

    def _follow_erasures(self) -> None:
        """Take away what cannot be without an erased person's rows, and empty what can."""
        ahead = list(self._erased)
        while ahead:
            target = ahead.pop()
            for key in self._referring.get(target, ()):
                for column, (name, needed) in self._references[key[0]].items():
                    if key not in self.rows or (name, self.rows[key].get(column)) != target:
                        continue
                    if needed or self._tables[key[0]].insert_only:
                        del self.rows[key]
                        self._erased.add(key)
                        ahead.append(key)
                    else:
                        self.rows[key][column] = None

    def _keep_referred(self) -> None:
        """Keep what a row that stays refers to, whoever deleted it."""
        ahead = list(self.rows)
        while ahead:
            key = ahead.pop()
            for column, (name, _) in self._references[key[0]].items():
                target = (name, self.rows[key].get(column))
                if target in self._entries and target not in self.rows and target not in self._erased:
                    self.rows[target] = self._values(target)
                    ahead.append(target)


def _references(connection: Connection, schema: str, table: str) -> dict[str, tuple[str, bool]]:
    """Map the columns of a table that refer to rows of its compartment to (table, whether it must)."""
    needed = dict(connection.execute('SELECT name, "notnull" FROM pragma_table_info(?, ?)', (table, schema)).fetchall())
    return {
        column: (target, bool(needed[column]))
        for target, column in connection.execute(
            'SELECT "table", "from" FROM pragma_foreign_key_list(?, ?)', (table, schema)
        ).fetchall()
    }


def _strictness(table: Table, cell: tuple[str, ...], entry: Entry) -> int:
    ranks = [table.strict[column] for column in cell if column in table.strict]
    values = [entry.values.get(column) for column in cell if column in table.strict]
    return max((rank.index(value) for rank, value in zip(ranks, values, strict=True) if value in rank), default=-1)
