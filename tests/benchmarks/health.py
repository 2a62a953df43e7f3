"""Unlocking and the health check on open at 20,000 notes, and the full check by hand.

    python -m tests.benchmarks.health [notes]

A workspace of 300 students and 20,000 notes of about 1,000 characters. Goals: what unlocking does beside deriving the
key takes at most 0.2 s, of which the health check (the files, their pages' seals where they are read, the structure,
heads and counters, the newest thousand steps) at most 0.3 s. Medians count. Exit 1 where a goal is missed.
"""

from __future__ import annotations

import os
import platform
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from desktop.services.clock import SystemClock
from desktop.services.vault import Password, Workspace, load_keyring, unlock, verify
from desktop.services.vault.slots import open_person
from tests import vaults
from tests.benchmarks.notes_search import taken, words
from tests.services.vault import rows

_PAIR = 1 / 8  # every eighth note gets a second wording
GOAL_CHECK = 0.3
GOAL_OVER = 0.2
RUNS = 7


def fill(ws: Workspace, count: int, chance: random.Random) -> None:
    """Write 300 students in one step, and each note in a step of its own, as people do; the disk is not waited for."""
    with ws.step("programme", "import_roster", about="300") as step:
        people = [rows.person(step, number=str(n)) for n in range(300)]
    vocabulary, often = words(chance)
    texts = [" ".join(chance.choices(vocabulary, often, k=170)) for _ in range(200)]
    for tier in ws.compartments:
        ws.connection.execute(f"PRAGMA {ws.schema(tier)}.synchronous=OFF")
    with mock.patch.object(Workspace, "_remember"):
        for n in range(count):
            tier, person = ("programme", "counselling")[n % 2], people[n % 300]
            with ws.step(tier, "write_note", person=person) as step:
                note = rows.note(step, person, f"{n} {chance.choice(texts)}")
                if chance.random() < _PAIR:
                    rows.wording(step, person, note, f"{n} {chance.choice(texts)}")


def main(count: int = 20_000) -> int:
    """Measure, print, and give the exit code."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["PEERKEEP_HOME"] = str(Path(name) / "home")
        folder, secret = Path(name) / "B.peerkeep", Password(vaults.USER, vaults.PASSWORD)
        ws = vaults.make(folder, SystemClock(), private=False)
        fill(ws, count, random.Random(5))
        ws.close()
        megabytes = sum(path.stat().st_size for path in folder.glob("*.db")) / 1e6
        derivation, whole, worked = [], [], []
        for _ in range(RUNS):
            derivation.append(taken(lambda: open_person(load_keyring(folder), secret)))
            began, busy = time.perf_counter(), time.process_time()
            ws = unlock(folder, secret)
            whole.append(time.perf_counter() - began)
            worked.append(time.process_time() - busy)
            ws.close()
        ws = unlock(folder, secret)
        began = time.perf_counter()
        found = verify(ws)
        full = time.perf_counter() - began
        ws.close()
    over = statistics.median(whole) - statistics.median(derivation)
    met = over <= min(GOAL_CHECK, GOAL_OVER) and found.ok
    print(
        f"unlock      {1000 * over:7.1f} ms over the derivation (goal {1000 * GOAL_OVER:.0f} ms; the health check, which "
        f"is part of it, {1000 * GOAL_CHECK:.0f} ms)  {'ok' if met else 'MISSED'}  {count} notes, {megabytes:.0f} MB, n={RUNS}"
    )
    print(f"            {1000 * statistics.median(worked):7.1f} ms of processor, with the (cheap) derivation")
    print(f"full check  {full:7.2f} s, {found.chains} steps, {'nothing found' if found.ok else 'PROBLEMS'}")
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
