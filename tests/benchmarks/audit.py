"""The audit: reading, filtering and checking it.

    python -m tests.benchmarks.audit [entries]

A workspace with 100,000 entries of two compartments, half of them events, half with a change of a row. The goals:
checked within 3 s (AUD-06), read within 3 s. Exit 1 where one is missed.
"""

from __future__ import annotations

import os
import platform
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from desktop.models import audit as model
from desktop.services import audit
from desktop.services.clock import SystemClock
from desktop.services.vault import Workspace, journal, new_uid
from desktop.services.vault.canonical import canonical, digest
from tests import vaults

GOAL: Final = 3.0
RUNS: Final = 3
EVENTS: Final = (("programme", "unlock", ""), ("programme", "record_release", "3"), ("counselling", "read_note", "x"))


def fill(ws: Workspace, count: int, chance: random.Random) -> None:
    """Write `count` steps as the journal would: every second one changes a row, the others are events."""
    with ws.step("programme", "add_person") as step:
        people = [
            step.insert("person", number=str(n), source_key="", kind="student", family="F", given="R", preferred="",
                        year="9", form="", status="present")
            for n in range(100)
        ]  # fmt: skip
    ws.event("counselling", "read_note", about=people[0])
    for tier in ("programme", "counselling"):
        _fill(ws, tier, count // 2, people, chance)


def _fill(ws: Workspace, tier: str, count: int, people: list[str], chance: random.Random) -> None:
    run, schema = ws.connection.execute, ws.schema(tier)
    number, previous = journal.heads(ws.connection, schema)[ws.device]
    clock = journal.last_clock(ws.connection, schema)
    forms = dict.fromkeys(people, "")
    steps, entries = [], []
    events = [(verb, about) for of, verb, about in EVENTS if of == tier]
    for _ in range(count):
        number, clock = number + 1, clock + 60_000
        at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(clock / 1000))
        verb, about = chance.choice(events)
        digests = []
        if tier == "programme" and chance.random() < 0.95:
            person, form = chance.choice(people), chance.choice("ABC")
            verb, about = "edit_person", person
            change = canonical({"form": [forms[person], form]}).decode()
            forms[person], salt = form, secrets.token_hex(16)
            digests = [digest(salt, "person", person, person, "U", change)]
            entries.append((ws.device, number, 0, "person", person, person, "U", change, salt, digests[0]))
        elif about == "x":
            about = new_uid()
        header = journal.Header(ws.device, clock, at, ws.user.uid, verb, about, None, None, None)
        sealed = journal.step_digest(previous, number, header, digests)
        steps.append((ws.device, number, clock, at, ws.user.uid, verb, about, previous, sealed))
        previous = sealed
    run("BEGIN")
    run(f"UPDATE {schema}.counter SET silent = 1")
    run(f"UPDATE {schema}.counter SET commits = commits + {len(steps)}")
    if tier == "programme":
        ws.connection.executemany("UPDATE person SET form = ? WHERE uid = ?", [(f, uid) for uid, f in forms.items()])
    ws.connection.executemany(
        f"INSERT INTO {schema}.journal (device, step, n, tbl, row, person, op, change, salt, digest)"
        " VALUES (?,?,?,?,?,?,?,?,?,?)",
        entries,
    )
    ws.connection.executemany(
        f"INSERT INTO {schema}.step (device, step, clock, at, user, verb, about, previous, digest)"
        " VALUES (?,?,?,?,?,?,?,?,?)",
        steps,
    )
    run(f"UPDATE {schema}.counter SET silent = 0")
    run("COMMIT")


def taken(work: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds that `work` takes, by the clock and of the processor: on a busy machine these are fewer."""
    begin, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begin, time.process_time() - busy


def row(name: str, work: Callable[[], object], count: int) -> bool:
    """Measure, print a row, and say whether the goal was met by the usual time."""
    times, busy = zip(*(taken(work) for _ in range(RUNS)), strict=True)
    met = statistics.median(times) <= GOAL
    print(
        f"{name:32} n={count:<7} runs={RUNS} median {statistics.median(times):6.2f} s   most {max(times):6.2f} s"
        f"   processor {statistics.median(busy):5.2f} s   {'ok' if met else 'MISSED'}"
    )
    return met


def main(count: int = 100_000) -> int:
    """Measure, print, and give the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PEERKEEP_HOME"] = str(Path(folder) / "home")
        ws = vaults.make(Path(folder) / "B.peerkeep", SystemClock(), private=False)
        fill(ws, count, random.Random(5))
        verdict = audit.check(ws)
        if not verdict.ok:
            raise AssertionError(verdict.problem)
        met = [
            row("every entry checked", lambda: audit.check(ws, lambda *_: True), count),
            row("every entry read, in words", lambda: audit.entries(ws), count),
            row("the entries of one kind", lambda: audit.entries(ws, kind="read"), count),
            row("rows for the page", lambda: model.load(ws, model.Wanted(days=model.ALL)), count),
        ]
        ws.close()
    print(
        f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}, "
        f"sqlcipher3 {version('sqlcipher3')}"
    )
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
