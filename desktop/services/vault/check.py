"""The full check of a workspace: files, chains, rows against the journal. It names the first bad thing of each kind.

Each of SQLCipher's and SQLite's own checks sees what the other does not; neither sees what somebody with
the key changed. That is what the chains and the comparison of rows with their journal are for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from desktop.services.errors import Cancelled, KnownError
from desktop.services.vault import compartment, journal
from desktop.services.vault.canonical import digest
from desktop.services.vault.replay import Replay
from desktop.services.vault.schema import departures
from desktop.services.vault.types import CheckReport, Problem
from desktop.services.vault.workspace import Workspace

Progress = Callable[[int, int], bool]
RECENT = 1000


def verify(ws: Workspace, progress: Progress | None = None) -> CheckReport:
    """Check every held compartment in full. Error: Cancelled."""
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    chains = 0
    parts = len(ws.compartments)
    for done, tier in enumerate(ws.compartments):
        if progress and not progress(done, parts):
            raise Cancelled
        try:
            problems += _file(ws, tier)
            problems += _schema(ws, tier)
            found, steps = _chains(ws, tier)
            problems += found
            problems += _rows(ws, tier)
            chains += steps
            for name in ws.tables_of(tier):
                counts[name] = counts.get(name, 0) + int(ws.value(tier, f"SELECT count(*) FROM @.{name}"))
        except (sqlite.DatabaseError, KnownError):
            problems.append(Problem(tier, "file", "cannot be read to its end"))
    problems += _other_files(ws)
    problems += [
        Problem(notice.partition(":")[2], "heads.json", "was changed by somebody else")
        for notice in ws.notices
        if notice.startswith("heads:")
    ]
    problems += [
        Problem("workspace", notice.removeprefix("found:"), "was missing or damaged when the workspace was opened")
        for notice in ws.notices
        if notice.startswith("found:")
    ]
    return CheckReport(len(ws.keyring.compartments), chains, counts, tuple(problems))


def _other_files(ws: Workspace) -> list[Problem]:
    """Look at the compartments this user does not hold, from outside."""
    held = {ws.compartment_name(tier) for tier in ws.compartments}
    found = []
    for name in ws.keyring.compartments:
        if name not in held:
            try:
                compartment.look_at(ws.folder / compartment.file_name(name))
            except KnownError as error:
                found.append(Problem("another", "file", type(error).__name__))
    return found


def _file(ws: Workspace, tier: str) -> list[Problem]:
    schema, run = ws.schema(tier), ws.connection.execute
    found = []
    if run(f"PRAGMA {schema}.cipher_integrity_check").fetchall():
        return [Problem(tier, "file", "has pages that do not authenticate")]
    answer = run(f"PRAGMA {schema}.integrity_check(1)").fetchone()
    if answer is None or answer[0] != "ok":
        found.append(Problem(tier, "file", "is not a whole database"))
    broken = run(f"PRAGMA {schema}.foreign_key_check").fetchone()
    if broken:
        found.append(Problem(tier, f"table {broken[0]}", f"refers to a row of {broken[2]} that is not there"))
    return found


def _schema(ws: Workspace, tier: str) -> list[Problem]:
    """Compare the file's tables and triggers with those the migrations make, and see that the triggers are awake."""
    schema = ws.schema(tier)
    changed = departures(ws.connection, schema, tier)
    found = [Problem(tier, changed[0], "is not as Peerkeep made it")] if changed else []
    if ws.value(tier, "SELECT silent FROM @.counter"):
        found.append(Problem(tier, "table counter", "keeps the journal silent"))
    return found


def _chains(ws: Workspace, tier: str) -> tuple[list[Problem], int]:
    """Recompute every digest; give the first bad step of every device, and how many steps there are."""
    schema = ws.schema(tier)
    loose = ws.row(tier, "SELECT tbl, row FROM @.journal WHERE step IS NULL ORDER BY id LIMIT 1")
    problems = [Problem(tier, f"table {loose[0]}, row {loose[1]}", "was written past the journal")] if loose else []
    erased = {person for (person,) in ws.rows(tier, "SELECT person FROM @.step WHERE verb = 'erase'")}
    bad: set[str] = set()
    before: dict[str, tuple[int, str]] = {}
    names = "device, step, clock, at, user, verb, about, person, knows, undoes, previous, digest"
    steps = ws.rows(tier, f"SELECT {names} FROM @.step ORDER BY device, step")
    entries = _entries(ws, tier)
    for device, number, clock, at, user, verb, about, person, knows, undoes, previous, stated in steps:
        if device in bad:
            continue
        header = journal.Header(device, clock, at, user, verb, about, person, knows, undoes)
        last = before.get(device, (0, ""))
        found = entries.pop((device, number), [])
        wrong = _bad_entry(ws, schema, tier, found, erased)
        if not wrong and (number != last[0] + 1 or previous != last[1]):
            wrong = "does not follow the step before it"
        if not wrong and stated != journal.step_digest(previous, number, header, [e["digest"] for e in found]):
            wrong = "was changed"
        if wrong:
            bad.add(device)
            problems.append(Problem(tier, f"step {number} of {device}", wrong))
        before[device] = (number, stated)
    problems += _unknown(tier, steps, before)
    if entries and not bad:
        ref = next(iter(entries))
        problems.append(Problem(tier, f"step {ref[1]} of {ref[0]}", "has entries and no header"))
    return problems, len(steps)


def _unknown(tier: str, steps: list[tuple[Any, ...]], last: dict[str, tuple[int, str]]) -> list[Problem]:
    """Give the first step that knew more of a device than is here: the end of that device's chain was cut off."""
    for device, number, knows in ((step[0], step[1], step[8]) for step in steps):
        for other, known in json.loads(knows or "{}").items():
            if last.get(other, (0, ""))[0] < known:
                return [Problem(tier, f"step {number} of {device}", f"knew step {known} of {other}, which is missing")]
    return []


def recent_problem(ws: Workspace, tier: str) -> str:
    """Check the newest steps' headers and the digests they cover; give where the first bad one is, or ''."""
    names = "device, step, clock, at, user, verb, about, person, knows, undoes, previous, digest"
    newest = ws.rows(tier, f"SELECT {names} FROM @.step ORDER BY clock DESC LIMIT ?", (RECENT,))
    before: dict[str, tuple[int, str]] = {}
    for device, number, clock, at, user, verb, about, person, knows, undoes, previous, stated in sorted(newest):
        header = journal.Header(device, clock, at, user, verb, about, person, knows, undoes)
        digests = [
            found
            for (found,) in ws.rows(
                tier, "SELECT digest FROM @.journal WHERE device = ? AND step = ? ORDER BY n", (device, number)
            )
        ]
        if device in before and before[device] != (number - 1, previous):
            return f"step {number} of {device}"
        if stated != journal.step_digest(previous, number, header, digests):
            return f"step {number} of {device}"
        before[device] = (number, stated)
    return ""


def _entries(ws: Workspace, tier: str) -> dict[tuple[str, int], list[dict[str, Any]]]:
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    names = ("device", "step", "n", "tbl", "row", "person", "op", "change", "salt", "digest")
    for row in ws.rows(
        tier,
        "SELECT device, step, n, tbl, row, person, op, change, salt, digest FROM @.journal WHERE step IS NOT NULL "
        "ORDER BY device, step, n",
    ):
        found.setdefault((row[0], row[1]), []).append(dict(zip(names, row, strict=True)))
    return found


def _bad_entry(ws: Workspace, schema: str, tier: str, entries: list[dict[str, Any]], erased: set[str | None]) -> str:
    tables = ws.tables_of(tier)
    for place, entry in enumerate(entries):
        where = f"entry {place} (table {entry['tbl']}, row {entry['row']})"
        if entry["n"] != place:
            return f"{where}: an entry before it is missing or out of order"
        if entry["salt"] is None:
            if entry["person"] not in erased or entry["change"] is not None:
                return f"{where}: was blanked without an erasure"
            continue
        value = journal.entry_value(
            ws.connection, schema, tables, (entry["tbl"], entry["row"], entry["op"], entry["change"])
        )
        if entry["digest"] != digest(entry["salt"], entry["tbl"], entry["row"], entry["person"], entry["op"], value):
            return f"{where}: was changed"
    return ""


def _rows(ws: Workspace, tier: str) -> list[Problem]:
    """Compare every table with what its journal adds up to; give the first difference of each table."""
    problems = []
    derived = Replay(ws.connection, ws.schema(tier), ws.tables_of(tier)).rows
    for table in ws.tables_of(tier).values():
        expected = {uid: values for (name, uid), values in derived.items() if name == table.name}
        columns = ", ".join(("uid", *table.columns))
        for uid, *values in ws.rows(tier, f"SELECT {columns} FROM @.{table.name} ORDER BY uid"):
            known = expected.pop(uid, None)
            if known is None:
                wrong = "is not in the journal"
            elif not table.insert_only and known != dict(zip(table.columns, values, strict=True)):
                wrong = "differs from its journal"
            else:
                continue
            problems.append(Problem(tier, f"table {table.name}, row {uid}", wrong))
            break
        else:
            if expected:
                problems.append(Problem(tier, f"table {table.name}, row {min(expected)}", "is missing"))
    return problems
