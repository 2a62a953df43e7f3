"""The chain of every device in one compartment: each step's digest over the one before, its header and its entries.

A step that was damaged beyond reading can be excused by a step `salvage`, which says so for ever after; anything else
that does not fit is a fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

from desktop.services.vault import journal
from desktop.services.vault.canonical import digest
from desktop.services.vault.schema import Connection, Table

SALVAGE: Final = "salvage"
# What a salvage step says of a step that is not whole: an entry on the journal's own table.
EXCUSED: Final = "step"
RECENT: Final = 1000
# An import is one step of twenty thousand entries: opening checks its place in the chain; the full check, its entries.
_MOST_ENTRIES: Final = 10_000
_MOST_ROWS: Final = 500
_HEADER: Final = "device, step, clock, at, user, verb, about, person, knows, undoes, previous, digest"
_ENTRY: Final = "device, step, n, tbl, row, person, op, change, salt, digest"
Ref = tuple[str, int]
Rows = list[tuple[Any, ...]]
Tick = Callable[[int], object]


class Fault(NamedTuple):
    """One step that is not as it was sealed, and what is wrong with it."""

    device: str
    step: int
    what: str

    @property
    def where(self) -> str:
        """Name the step."""
        return f"step {self.step} of {self.device}"


def excused(connection: Connection, schema: str) -> set[Ref]:
    """Give the steps that a salvage said are not whole."""
    rows = connection.execute(
        f"SELECT j.row FROM {schema}.journal j JOIN {schema}.step s ON s.device = j.device AND s.step = j.step "
        "WHERE s.verb = ? AND j.tbl = ?",
        (SALVAGE, EXCUSED),
    ).fetchall()
    split = (str(row).rpartition(":") for (row,) in rows)
    return {(device, int(number)) for device, _, number in split if number.isdigit()}


def faults(connection: Connection, schema: str, tables: dict[str, Table], tick: Tick | None = None) -> Iterator[Fault]:
    """Recompute every digest and give every step that is not whole, in the order of devices and their steps.

    `tick` is called with the number of entries and steps looked at since it was last called.
    """
    known = excused(connection, schema)
    erased = {person for (person,) in connection.execute(f"SELECT person FROM {schema}.step WHERE verb = 'erase'")}
    groups = _grouped(connection, schema)
    ahead = next(groups, None)
    last: dict[str, tuple[int, str]] = {}
    knowing: list[tuple[str, int, str]] = []
    for row in connection.execute(f"SELECT {_HEADER} FROM {schema}.step ORDER BY device, step"):
        ref: Ref = (row[0], row[1])
        while ahead is not None and ahead[0] < ref:
            yield from _headless(ahead[0], known)
            ahead = next(groups, None)
        own: Rows = []
        if ahead is not None and ahead[0] == ref:
            own, ahead = ahead[1], next(groups, None)
        if ref not in known:
            wrong = _wrong_entry(connection, schema, tables, own, erased) or _wrong_step(row, own, last, known)
            if wrong:
                yield Fault(*ref, wrong)
        last[row[0]] = (row[1], row[11])
        if row[8]:
            knowing.append((*ref, row[8]))
        if tick is not None:
            tick(1 + len(own))
    while ahead is not None:
        yield from _headless(ahead[0], known)
        ahead = next(groups, None)
    yield from _unknown(knowing, last, known)


def _grouped(connection: Connection, schema: str) -> Iterator[tuple[Ref, Rows]]:
    rows = connection.execute(f"SELECT {_ENTRY} FROM {schema}.journal WHERE step IS NOT NULL ORDER BY device, step, n")
    for ref, group in groupby(rows, lambda row: (row[0] or "", row[1])):
        yield ref, list(group)


def _headless(ref: Ref, known: set[Ref]) -> Iterator[Fault]:
    if ref not in known:
        yield Fault(*ref, "has entries and no header")


def _wrong_step(row: tuple[Any, ...], own: Rows, last: dict[str, tuple[int, str]], known: set[Ref]) -> str:
    """Say what is wrong with a step's header or its place; "" for nothing."""
    device, number, *_, previous, stated = row
    before, sealed = last.get(device, (0, ""))
    if not _follows(device, before, number, known) or (number == before + 1 and previous != sealed):
        return "does not follow the step before it"
    header = journal.Header(device, *row[2:10])
    if stated != journal.step_digest(previous, number, header, [entry[9] for entry in own]):
        return "was changed"
    return ""


def _follows(device: str, before: int, number: int, known: set[Ref]) -> bool:
    """Say whether a step comes after another with nothing missing between but what a salvage excused."""
    return number > before and all((device, one) in known for one in range(before + 1, number))


def _wrong_entry(
    connection: Connection, schema: str, tables: dict[str, Table], entries: Rows, erased: set[str | None]
) -> str:
    for place, (_, _, n, table, row, person, op, change, salt, stated) in enumerate(entries):
        where = f"entry {place} (table {table}, row {row})"
        if n != place:
            return f"{where}: an entry before it is missing or out of order"
        if salt is None:
            if person not in erased or change is not None:
                return f"{where}: was blanked without an erasure"
            continue
        value = journal.entry_value(connection, schema, tables, (table, row, op, change))
        if stated != digest(salt, table, row, person, op, value):
            return f"{where}: was changed"
    return ""


def _unknown(knowing: list[tuple[str, int, str]], last: dict[str, tuple[int, str]], known: set[Ref]) -> Iterator[Fault]:
    """Give the first step that knew more of a device than is here: the end of that device's chain was cut off."""
    for device, number, knows in knowing:
        for other, seen in json.loads(knows).items():
            if last.get(other, (0, ""))[0] < seen and (other, seen) not in known and (device, number) not in known:
                yield Fault(device, number, f"knew step {seen} of {other}, which is missing")
                return


def recent(connection: Connection, schema: str, tables: dict[str, Table]) -> Fault | None:
    """Check the newest steps: their headers, the digests they cover, and the rows they left; give the first bad one.

    It is quick: opening waits for it.
    """
    newest = connection.execute(
        f"SELECT {_HEADER} FROM {schema}.step ORDER BY clock DESC LIMIT ?", (RECENT,)
    ).fetchall()
    known = excused(connection, schema) if newest else set()
    digests, cut = _newest_digests(connection, schema)
    before: dict[str, tuple[int, str]] = {}
    for row in sorted(newest):
        device, number, *_, previous, stated = row
        if (device, number) not in known:
            former, sealed = before.get(device, (number - 1, previous))
            if not _follows(device, former, number, known) or (number == former + 1 and previous != sealed):
                return Fault(device, number, "does not follow the step before it")
            header, own = journal.Header(device, *row[2:10]), digests.get((device, number), [])
            whole = cut is None or (device, number) < cut
            if whole and stated != journal.step_digest(previous, number, header, own):
                return Fault(device, number, "was changed")
        before[device] = (number, stated)
    return _newest_rows(connection, schema, tables, [(row[0], row[1]) for row in newest])


def _newest_digests(connection: Connection, schema: str) -> tuple[dict[Ref, list[str]], Ref | None]:
    """Read the digests of the newest steps' entries; and from which step on they are too many to read here."""
    rows = connection.execute(
        f"WITH newest AS (SELECT device, step FROM {schema}.step ORDER BY clock DESC LIMIT ?) "
        f"SELECT j.device, j.step, j.digest FROM newest s CROSS JOIN {schema}.journal j "
        "ON j.device = s.device AND j.step = s.step ORDER BY j.device, j.step, j.n LIMIT ?",
        (RECENT, _MOST_ENTRIES),
    ).fetchall()
    found: dict[Ref, list[str]] = {}
    for device, number, digest_ in rows:
        found.setdefault((device, number), []).append(digest_)
    return found, (rows[-1][0], rows[-1][1]) if len(rows) == _MOST_ENTRIES else None


def _newest_rows(connection: Connection, schema: str, tables: dict[str, Table], newest: list[Ref]) -> Fault | None:
    """Compare the rows that were written last with what was written: an older page put back shows here first.

    newest: steps, newest first, so that the first entry met on a cell is the one that counts.
    """
    met: dict[tuple[str, str], set[str] | None] = {}
    left = _MOST_ROWS
    for device, number in newest:
        entries = connection.execute(
            f"SELECT tbl, row, op, change, salt FROM {schema}.journal WHERE device = ? AND step = ? ORDER BY n DESC "
            "LIMIT ?",
            (device, number, left),
        ).fetchall()
        for name, row, op, change, salt in entries:
            if name not in tables or salt is None:
                continue
            written = {column: pair[1] for column, pair in json.loads(change or "{}").items()}
            if not _stands(connection, schema, tables[name], row, op, written, met) and _by_steps_alone(
                connection, schema
            ):
                return Fault(device, number, f"table {name}, row {row} is not as it was left")
        left -= len(entries)
        if left <= 0:
            break
    return None


def _by_steps_alone(connection: Connection, schema: str) -> bool:
    """Say whether rows change by their entries alone; erasing and merging write rows that no entry of theirs tells."""
    found = connection.execute(f"SELECT 1 FROM {schema}.step WHERE verb IN ('erase', 'merge') LIMIT 1").fetchone()
    return found is None


def _stands(
    connection: Connection,
    schema: str,
    table: Table,
    row: str,
    op: str,
    written: dict[str, Any],
    met: dict[tuple[str, str], set[str] | None],
) -> bool:
    """Say whether a row is as an entry left it. `met`: columns that newer entries wrote, None where one deleted it."""
    key = (table.name, row)
    newer = met.get(key, set())
    if newer is None or (op == "D" and key in met):
        met[key] = None
        return True
    fresh = [column for column in written if column not in newer and column in table.columns]
    met[key] = None if op == "D" else newer | written.keys()
    found = connection.execute(
        f"SELECT {', '.join(fresh) if op != 'D' and fresh else 'uid'} FROM {schema}.{table.name} WHERE uid = ?", (row,)
    ).fetchone()
    if op == "D" or found is None:
        return op == "D" and found is None
    return not fresh or list(found) == [written[column] for column in fresh]
