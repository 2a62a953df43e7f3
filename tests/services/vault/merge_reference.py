"""The rules of merging (formats.md) as a small reference, over real workspaces. No code for the product.

It is written from the rules alone and shares nothing with `replay.py`, by which the product checks rows: where
the two disagree after a merge, the full check of the workspace says so. `shared/reference/merge_model.py` settled them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from desktop.services.vault import Workspace
from desktop.services.vault.schema import Table

STEP = ("device", "step", "clock", "at", "user", "verb", "about", "person", "knows", "undoes", "previous", "digest")
ENTRY = ("device", "step", "n", "tbl", "row", "person", "op", "change", "salt", "digest")
Record = dict[str, Any]
Key = tuple[str, str]
Vector = dict[str, int]


class Gap(Exception):
    """The bundle before this one is missing."""


class Fork(Exception):
    """Two histories of one device."""


@dataclass(frozen=True)
class Bundle:
    """Everything above `base`: steps, entries, and the values of insert-only rows."""

    base: Vector
    steps: list[Record]
    entries: list[Record]
    values: dict[Key, Record]


def records(ws: Workspace, tier: str, table: str, names: tuple[str, ...]) -> list[Record]:
    return [
        dict(zip(names, row, strict=True))
        for row in ws.rows(tier, f"SELECT {', '.join(names)} FROM @.{table} ORDER BY device, step")
    ]


def vector(ws: Workspace, tier: str) -> Vector:
    return dict(ws.rows(tier, "SELECT device, max(step) FROM @.step GROUP BY device"))


def bundle(ws: Workspace, tier: str, base: Vector) -> Bundle:
    """Make a bundle for somebody who has `base`."""

    def above(record: Record) -> bool:
        return int(record["step"]) > base.get(record["device"], 0)

    entries = [e for e in records(ws, tier, "journal", ENTRY) if above(e)]
    values = {}
    for entry in entries:
        name, row = entry["tbl"], entry["row"]
        if ws.tables_of(tier)[name].insert_only and entry["op"] == "I" and entry["salt"] is not None:
            values[name, row] = insert_only_value(ws, tier, name, row)
    return Bundle(base, [s for s in records(ws, tier, "step", STEP) if above(s)], entries, values)


def insert_only_value(ws: Workspace, tier: str, name: str, row: str) -> Record:
    columns = ws.tables_of(tier)[name].columns
    found = ws.row(tier, f"SELECT {', '.join(columns)} FROM @.{name} WHERE uid = ?", (row,))
    if found:
        return dict(zip(columns, found, strict=True))
    gone = ws.value(
        tier, "SELECT change FROM @.journal WHERE tbl = ? AND row = ? AND op = 'D' AND change IS NOT NULL", (name, row)
    )
    assert gone, "an insert-only row without its value"
    return {column: pair[0] for column, pair in json.loads(gone).items()}


class Derivation:
    """What the rows must be, from the set of entries alone."""

    def __init__(self, ws: Workspace, tier: str, values: dict[Key, Record], erased: Iterable[str] = ()) -> None:
        self.tables: dict[str, Table] = ws.tables_of(tier)
        self.steps = {(s["device"], s["step"]): s for s in records(ws, tier, "step", STEP)}
        self.erased = {s["person"] for s in self.steps.values() if s["verb"] == "erase"} | set(erased)
        self.references = {name: _references(ws, tier, name) for name in self.tables}
        self.knowledge: dict[str, list[tuple[int, Vector]]] = defaultdict(list)
        for (device, step), record in sorted(self.steps.items()):
            if record["knows"]:
                self.knowledge[device].append((step, json.loads(record["knows"])))
        self.entries: dict[Key, list[Record]] = defaultdict(list)
        for entry in records(ws, tier, "journal", ENTRY):
            if entry["salt"] is not None and entry["person"] not in self.erased:
                entry["new"] = self._new(ws, tier, entry, values)
                self.entries[entry["tbl"], entry["row"]].append(entry)
        self.everything = {(e["tbl"], e["row"]) for e in records(ws, tier, "journal", ENTRY)}

    def _new(self, ws: Workspace, tier: str, entry: Record, values: dict[Key, Record]) -> Record:
        """Give the columns that an entry set."""
        if entry["change"] is not None:
            return {column: pair[1] for column, pair in json.loads(entry["change"]).items()}
        key = (entry["tbl"], entry["row"])
        return values[key] if key in values else insert_only_value(ws, tier, *key)

    def knew(self, later: Record, earlier: Record) -> bool:
        if later["device"] == earlier["device"]:
            return (earlier["step"], earlier["n"]) < (later["step"], later["n"])
        known: Vector = {}
        for step, knows in self.knowledge[later["device"]]:
            if step <= later["step"]:
                known = knows
        return bool(known.get(earlier["device"], 0) >= earlier["step"])

    def heads(self, entries: list[Record]) -> list[Record]:
        """Give the entries that no other of them knew."""
        return [one for one in entries if not any(other is not one and self.knew(other, one) for other in entries)]

    def order(self, entry: Record) -> tuple[int, str, int, int]:
        clock = self.steps[entry["device"], entry["step"]]["clock"]
        return (clock, entry["device"], entry["step"], entry["n"])

    def referring(self, key: Key) -> set[Key]:
        """Give the rows that ever referred to a row, also through others."""
        around: set[Key] = set()
        ahead = [key]
        while ahead:
            for other in self._pointing[ahead.pop()] - around:
                around.add(other)
                ahead.append(other)
        return around

    @cached_property
    def _pointing(self) -> dict[Key, set[Key]]:
        found: dict[Key, set[Key]] = defaultdict(set)
        for (name, row), entries in self.entries.items():
            for entry in entries:
                for column, (target, _) in self.references[name].items():
                    if entry["op"] != "D" and entry["new"].get(column) is not None:
                        found[target, entry["new"][column]].add((name, row))
        return found

    def alive(self, key: Key) -> bool:
        """Say whether some entry on a row, or on what refers to it, that no other knew, is no deletion."""
        own = self.entries[key]
        if all(entry["op"] != "D" for entry in own):
            return True
        return any(entry["op"] != "D" for entry in self.heads(own + self.edits(key)))

    def edits(self, key: Key) -> list[Record]:
        """Give what was written on rows that refer to a row, but by those who knew it as deleted: theirs did not."""
        gone = [e for e in self.entries[key] if e["op"] == "D"]
        return [
            e
            for other in self.referring(key)
            for e in self.entries[other]
            if e["op"] != "D" and (other == key or not any(self.knew(e, deletion) for deletion in gone))
        ]

    def cells(self, name: str) -> list[tuple[str, ...]]:
        table = self.tables[name]
        grouped = {column for cell in table.cells for column in cell}
        return [*table.cells, *((column,) for column in table.columns if column not in grouped)]

    def candidates(self, key: Key, cell: tuple[str, ...]) -> list[Record]:
        """Give the entries on a cell that count."""
        return self.heads([e for e in self.entries[key] if e["op"] != "D" and set(cell) & set(e["new"])])

    def shown(self, key: Key, cell: tuple[str, ...]) -> Record:
        """Give the columns of a cell: the latest, or of restrictive columns the strictest and then the latest."""
        strict = self.tables[key[0]].strict

        def rank(entry: Record) -> tuple[int, Any]:
            ranks = [strict[c].index(entry["new"][c]) for c in cell if c in strict and c in entry["new"]]
            return (max(ranks, default=-1), self.order(entry))

        entry = max(self.candidates(key, cell), key=rank)
        return {column: entry["new"].get(column) for column in cell}

    def row(self, key: Key) -> Record:
        found: Record = {}
        for cell in self.cells(key[0]):
            found |= self.shown(key, cell)
        return found

    def rows(self) -> dict[Key, Record]:
        """Give every row there should be."""
        found = {key: self.row(key) for key in self.entries if self.alive(key)}
        gone = {key for key in self.everything if key not in self.entries}
        changed = True
        while changed:
            changed = self._without(found, gone) or self._with_what_is_referred_to(found, gone)
        return found

    def _without(self, found: dict[Key, Record], gone: set[Key]) -> bool:
        """Take away what cannot be without a row that an erasure took."""
        for key, row in list(found.items()):
            for column, (target, needed) in self.references[key[0]].items():
                if (target, row[column]) in gone:
                    if needed:
                        del found[key]
                        gone.add(key)
                    else:
                        row[column] = None
                    return True
        return False

    def _with_what_is_referred_to(self, found: dict[Key, Record], gone: set[Key]) -> bool:
        for key, row in list(found.items()):
            for column, (name, _) in self.references[key[0]].items():
                target = (name, row[column])
                if row[column] is not None and target not in found and target not in gone:
                    found[target] = self.row(target)
                    return True
        return False

    def reviews(self) -> set[tuple[Any, ...]]:
        """Give what is open: cells with several values, rows deleted here and edited there."""
        found: set[tuple[Any, ...]] = set()
        for key, entries in self.entries.items():
            for cell in self.cells(key[0]):
                values = {tuple(e["new"].get(c) for c in cell) for e in self.candidates(key, cell)}
                if len(values) > 1:
                    found.add((*key, cell, frozenset(values)))
            if any(e["op"] == "D" for e in entries):
                ops = {e["op"] == "D" for e in self.heads(entries + self.edits(key))}
                if len(ops) > 1:
                    found.add((*key, "deleted or edited"))
        return found


_KNOWN: dict[tuple[str, str], dict[str, tuple[str, bool]]] = {}


def _references(ws: Workspace, tier: str, table: str) -> dict[str, tuple[str, bool]]:
    if (tier, table) not in _KNOWN:
        _KNOWN[tier, table] = _read_references(ws, tier, table)
    return _KNOWN[tier, table]


def _read_references(ws: Workspace, tier: str, table: str) -> dict[str, tuple[str, bool]]:
    schema = ws.schema(tier)
    needed = dict(ws.rows(tier, 'SELECT name, "notnull" FROM pragma_table_info(?, ?)', (table, schema)))
    return {
        column: (target, bool(needed[column]))
        for column, target in ws.rows(
            tier, 'SELECT "from", "table" FROM pragma_foreign_key_list(?, ?)', (table, schema)
        )
    }


def apply(ws: Workspace, tier: str, made: Bundle) -> int:
    """Merge a bundle in one step; give how many steps were new. Errors: Gap, Fork, and then nothing is applied."""
    have = vector(ws, tier)
    own = {(s["device"], s["step"]): s["digest"] for s in records(ws, tier, "step", STEP)}
    new = [s for s in made.steps if (s["device"], s["step"]) not in own]
    if any(own[key] != s["digest"] for s in made.steps if (key := (s["device"], s["step"])) in own):
        raise Fork
    if not new:
        return 0
    if any(have.get(device, 0) < step for device, step in made.base.items()):
        raise Gap
    for device in {s["device"] for s in new}:
        if min(s["step"] for s in new if s["device"] == device) != have.get(device, 0) + 1:
            raise Gap
    knows = have | {s["device"]: s["step"] for s in sorted(new, key=lambda s: s["step"])}
    with ws.step(tier, "merge", event=True, knows=json.dumps(knows, sort_keys=True)) as step:
        step.many(_insert("step", STEP), [tuple(s[c] for c in STEP) for s in new])
        fresh = [e for e in made.entries if (e["device"], e["step"]) not in own]
        step.many(_insert("journal", ENTRY), [tuple(e[c] for c in ENTRY) for e in fresh])
        settle(ws, tier, step.run, made.values)
    return len(new)


def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO @.{table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def erase(ws: Workspace, tier: str, person: str) -> None:
    """Erase a person from one compartment."""
    with ws.step(tier, "erase", person=person, event=True) as step:
        settle(ws, tier, step.run, {}, (person,))


def settle(
    ws: Workspace, tier: str, run: Callable[..., None], values: dict[Key, Record], erased: tuple[str, ...] = ()
) -> None:
    """Blank what was erased and make the rows what the entries say, with the triggers silent."""
    derived = Derivation(ws, tier, values, erased)
    for person in derived.erased:
        run("UPDATE @.journal SET change = NULL, salt = NULL WHERE person = ? AND salt IS NOT NULL", (person,))
    wanted = derived.rows()
    run("PRAGMA defer_foreign_keys = ON")
    run("UPDATE @.counter SET silent = 1")
    for name, table in ws.tables_of(tier).items():
        columns = table.columns
        here = {
            (name, uid): dict(zip(columns, rest, strict=True))
            for uid, *rest in ws.rows(tier, f"SELECT uid, {', '.join(columns)} FROM @.{name}")
        }
        for key in here.keys() - wanted.keys():
            run(f"DELETE FROM @.{name} WHERE uid = ?", (key[1],))
        for key, row in ((k, r) for k, r in wanted.items() if k[0] == name):
            if key not in here:
                run(_insert(name, ("uid", *columns)), (key[1], *(row[c] for c in columns)))
            elif not table.insert_only and here[key] != row:
                free = [c for c in columns if c != table.person]
                run(f"UPDATE @.{name} SET {', '.join(f'{c} = ?' for c in free)} WHERE uid = ?",
                    (*(row[c] for c in free), key[1]))  # fmt: skip
    run("UPDATE @.counter SET silent = 0")
