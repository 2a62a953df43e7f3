"""Making a new compartment file of what was gathered from a damaged one, and saying what is missing.

The journal is the second source: a row whose page is gone is what its entries add up to. Steps that are whole keep
their seals; those that are not are named by the step `salvage`, which also writes down every row that the rest of the
journal does not add up to. So a salvaged workspace passes the full check, and says for ever after what happened to it.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services.vault import chains, compartment
from desktop.services.vault.gathering import Gathered, Row, Values
from desktop.services.vault.journal import Vector
from desktop.services.vault.replay import Replay
from desktop.services.vault.schema import Connection, Table, bodies, hash_of, tables, unlike_bodies
from desktop.services.vault.sqlite_words import sentences

# Makes a stand-in for a lost row that others need: (table, its uid, the table and values of a row that refers to it).
StandIn = Callable[[str, str, str, Values], "Values | None"]
Entry = tuple[str, str, str | None, str, str | None]
_STEP_COLUMNS: Final = "device, step, clock, at, user, verb, about, person, knows, undoes, previous, digest"
_ENTRY_COLUMNS: Final = "device, step, n, tbl, row, person, op, change, salt, digest"
_LOST: Final = "lost"
# A number beyond this is no step of a school's, and naming each of so many would help nobody.
_MOST_MISSING: Final = 1_000_000


@dataclass
class Rebuilt:
    """What became of one compartment. counts: rows by table. lost: rows and steps by (table, id), each with the person.

    unsure: tables of which more may be lost than is named. rebuilt: how many rows came from the journal. stood_in: rows
    made up so that others have what they refer to. entries: what the salvage step has to write.
    """

    counts: dict[str, int]
    lost: dict[Row, str | None]
    unsure: tuple[str, ...]
    rebuilt: int
    stood_in: list[Row]
    entries: list[Entry]


def rebuild(
    path: Path, key: str, *, workspace: str, name: str, epoch: int, gathered: Gathered, seen: Vector, stand_in: StandIn
) -> Rebuilt:
    """Make the file at `path` with what was gathered. `seen`: the last step of each device that was ever seen.

    Errors: files.FileRefused.
    """
    compartment.create(path, key, workspace=workspace, compartment=name)
    with sentences(path.name), contextlib.closing(compartment.connect(path, key)) as connection:
        compartment.settle(connection)
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        connection.execute("UPDATE meta SET value = ? WHERE name = 'epoch'", (str(epoch),))
        connection.execute("UPDATE counter SET silent = 1, commits = ?", (gathered.commits + 1,))
        done = _Builder(connection, gathered, seen, stand_in).run()
        connection.execute("UPDATE counter SET silent = 0")
        connection.execute("COMMIT")
    return done


class _Builder:
    def __init__(self, connection: Connection, gathered: Gathered, seen: Vector, stand_in: StandIn) -> None:
        self._seen = seen
        self._run, self._many = connection.execute, connection.executemany
        self._connection, self._gathered, self._stand_in = connection, gathered, stand_in
        self._tables = tables(connection)
        self._lost: dict[Row, str | None] = {}
        self._stood_in: list[Row] = []
        self._rebuilt = 0

    def run(self) -> Rebuilt:
        """Write steps, entries and rows; decide about each row; find out what the salvage step has to say."""
        self._many(
            f"INSERT INTO step ({_STEP_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", self._gathered.steps.values()
        )
        self._headless()
        ordered = [self._gathered.entries[ref] for ref in sorted(self._gathered.entries)]
        self._many(f"INSERT INTO journal ({_ENTRY_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)", ordered)
        for (table, _), readings in self._gathered.rows.items():
            self._insert(table, readings[0])
        self._decide()
        self._match_bodies()
        self._refer()
        self._run(
            "DELETE FROM journal WHERE (device, step) IN (SELECT device, step FROM step WHERE verb = ?)", (_LOST,)
        )
        self._run("DELETE FROM step WHERE verb = ?", (_LOST,))
        excused = self._excused()
        entries = [*excused, *self._corrections()]
        counts = {name: int(self._run(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in self._tables}
        steps = {("step", entry[1]): None for entry in excused}
        unsure = tuple(name for name in self._tables if name not in self._gathered.listed) if self._gathered.bad else ()
        return Rebuilt(counts, {**self._lost, **steps}, unsure, self._rebuilt, self._stood_in, entries)

    def _headless(self) -> None:
        """Give entries whose step's header is gone a place in the order for as long as rows are being decided."""
        known: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for device, number in sorted(self._gathered.steps):
            known[device].append((number, self._gathered.steps[device, number][2]))
        for device, number in sorted({entry[:2] for entry in self._gathered.entries} - self._gathered.steps.keys()):
            clock = max((clock for before, clock in known[device] if before < number), default=0)
            values = (device, number, clock, "", "", _LOST, "", None, None, None, "", "")
            self._run(f"INSERT INTO step ({_STEP_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", values)

    def _insert(self, table: str, values: Values) -> bool:
        """Put a row in; one that the schema refuses was no row."""
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        try:
            self._run(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        except sqlite.IntegrityError:
            return False
        return True

    def _present(self, table: Table) -> dict[str, Values]:
        columns = ("uid", *table.columns)
        rows = self._run(f"SELECT {', '.join(columns)} FROM {table.name}").fetchall()
        return {str(row[0]): dict(zip(table.columns, row[1:], strict=True)) for row in rows}

    def _decide(self) -> None:
        """Settle every row: as it was read, as its journal says, gone, or lost."""
        whole = not any(True for _ in chains.faults(self._connection, "main", self._tables))
        replay = Replay(self._connection, "main", self._tables)
        for name, table in self._tables.items():
            present = self._present(table)
            expected = {uid: values for (other, uid), values in replay.rows.items() if other == name}
            for uid, values in expected.items():
                self._settle(table, uid, values, present.get(uid), whole=whole)
            for uid in present.keys() - expected.keys():
                if whole:
                    self._run(f"DELETE FROM {name} WHERE uid = ?", (uid,))
            self._indexed(name, present.keys() | expected.keys())

    def _settle(self, table: Table, uid: str, expected: Values, present: Values | None, *, whole: bool) -> None:
        """Decide one row that the journal knows. `whole`: the journal is, so it is right where the two differ.

        Where both the journal and the table have holes, a row is rather kept too many than too few.
        """
        if present is None:
            if not whole and table.name in self._gathered.whole:
                return  # its deletion stood in a step that is gone
            if not table.insert_only and self._insert(table.name, {"uid": uid, **expected}):
                self._rebuilt += 1
            else:
                self._lose(table.name, uid)
        elif not table.insert_only and present != expected and whole:
            readings = self._gathered.rows[table.name, uid]
            self._rebuilt += {"uid": uid, **expected} not in readings
            marks = ", ".join(f"{column} = ?" for column in expected)
            self._run(f"UPDATE {table.name} SET {marks} WHERE uid = ?", (*expected.values(), uid))

    def _match_bodies(self) -> None:
        """Give each row the body that its hash states; without it the row is lost, and so is a body without its row."""
        for table, body in bodies(self._connection).items():
            for (_, uid), readings in [one for one in self._gathered.rows.items() if one[0][0] == body]:
                stated = self._run(f"SELECT hash FROM {table} WHERE uid = ?", (uid,)).fetchone()
                fitting = next((one for one in readings if stated and hash_of(one["body"]) == stated[0]), None)
                self._run(f"DELETE FROM {body} WHERE uid = ?", (uid,))
                if fitting:
                    self._insert(body, fitting)
            without, _ = unlike_bodies(self._connection, "main", table, body)
            for uid in without:
                self._run(f"DELETE FROM {table} WHERE uid = ?", (uid,))
                self._lose(table, uid)

    def _indexed(self, table: str, known: set[str]) -> None:
        """Name what only an index still knows: by its uid, or by its row number where even that is gone.

        A row that the journal brought back may be one of those without a uid, so as many of them are not named.
        """
        numbers = self._gathered.numbers[table]
        for uid in set(numbers.values()) - known:
            self._lose(table, uid)
        nameless = sorted(self._gathered.indexed[table] - numbers.keys())
        back = known - set(numbers.values())
        for number in nameless[len(back) :]:
            self._lost[table, f"#{number}"] = None

    def _lose(self, table: str, uid: str) -> None:
        row = self._run("SELECT person FROM journal WHERE tbl = ? AND row = ? LIMIT 1", (table, uid)).fetchone()
        self._lost[table, uid] = row[0] if row else None

    def _refer(self) -> None:
        """See that every reference leads somewhere: to a stand-in, to nothing, or the row cannot stay."""
        for _ in range(len(self._tables) + 1):
            broken = self._run("PRAGMA foreign_key_check").fetchall()
            if not broken:
                return
            for table, number, target, which in broken:
                self._mend(table, number, target, which)

    def _mend(self, table: str, number: int, target: str, which: int) -> None:
        column = next(row[3] for row in self._run(f"PRAGMA foreign_key_list({table})") if row[0] == which)
        names = ("uid", *self._tables[table].columns)
        found = self._run(f"SELECT {', '.join(names)} FROM {table} WHERE rowid = ?", (number,)).fetchone()
        if found is None:
            return
        row = dict(zip(names, found, strict=True))
        gone = str(row[column])
        if self._run(f"SELECT 1 FROM {target} WHERE uid = ?", (gone,)).fetchone():
            return
        made = self._stand_in(target, gone, table, row)
        if made is not None and self._insert(target, {"uid": gone, **made}):
            nameless = next((key for key in self._lost if key[0] == target and key[1].startswith("#")), None)
            self._lost.pop(nameless or ("", ""), None)  # now it has a name
            self._lost.setdefault((target, gone), row.get("person"))
            self._stood_in.append((target, gone))
            return
        try:
            self._run(f"UPDATE {table} SET {column} = NULL WHERE uid = ?", (row["uid"],))
        except sqlite.IntegrityError:
            self._run(f"DELETE FROM {table} WHERE uid = ?", (row["uid"],))
            self._lost[table, str(row["uid"])] = row.get("person")

    def _excused(self) -> list[Entry]:
        """Name every step that is not whole any more, and every one that is missing before a later one."""
        bad = {(fault.device, fault.step) for fault in chains.faults(self._connection, "main", self._tables)}
        bad |= {entry[:2] for entry in self._gathered.entries} - self._gathered.steps.keys()
        bad |= set(self._missing())
        return [(chains.EXCUSED, f"{device}:{number}", None, "D", None) for device, number in sorted(bad)]

    def _missing(self) -> Iterator[tuple[str, int]]:
        """Give the steps that are not there although later ones are, or although somebody knew them."""
        highest: dict[str, int] = defaultdict(int, self._seen)
        for (device, number), values in self._gathered.steps.items():
            highest[device] = max(highest[device], number)
            with contextlib.suppress(ValueError, AttributeError, TypeError):
                for other, seen in json.loads(values[8] or "{}").items():
                    highest[other] = max(highest[other], int(seen))
        for device, number, _ in self._gathered.entries:
            highest[device] = max(highest[device], number)
        for device, most in highest.items():
            there = {number for other, number in self._gathered.steps if other == device}
            if most - len(there) < _MOST_MISSING:
                yield from ((device, number) for number in range(1, most + 1) if number not in there)

    def _corrections(self) -> list[Entry]:
        """Give the entries that make the journal add up to the rows; deletions last, as they must know all."""
        derived = Replay(self._connection, "main", self._tables).rows
        written: list[Entry] = []
        gone: list[Entry] = []
        for name, table in self._tables.items():
            present = self._present(table)
            expected = {uid: values for (other, uid), values in derived.items() if other == name}
            for uid, values in present.items():
                change = _change(table, expected.get(uid), values)
                if change is not None:
                    op = "U" if uid in expected else "I"
                    written.append((name, uid, _person(table, uid, values), op, change or None))
            for uid in sorted(expected.keys() - present.keys()):
                change = None
                if not table.insert_only:
                    change = _text({column: [value, None] for column, value in expected[uid].items()})
                gone.append((name, uid, _person(table, uid, expected[uid]), "D", change))
        return written + gone


def _person(table: Table, uid: str, values: dict[str, Any]) -> str | None:
    return uid if table.person == "uid" else values.get(table.person) if table.person else None


def _change(table: Table, expected: Values | None, present: Values) -> str | None:
    """Give what an entry says that makes a row as it is: "" for the insert of an insert-only row, None for no entry."""
    if table.insert_only:
        return "" if expected is None else None
    if expected is None:
        return _text({column: [None, value] for column, value in present.items()})
    differing = {
        column for cell in table.every_cell if any(expected.get(one) != present[one] for one in cell) for column in cell
    }
    if not differing:
        return None
    return _text({column: [expected.get(column), present[column]] for column in table.columns if column in differing})


def _text(change: dict[str, Any]) -> str:
    return json.dumps(change, ensure_ascii=False, separators=(",", ":"))
