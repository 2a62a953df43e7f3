"""Import of 10,000 students against pandas reading the same file as text plus 10,000 journalled inserts.

    python -m tests.benchmarks.roster_import [students]

The goal is a ratio of at most 3. The import counts whole: reading, comparing with the workspace, writing, sealing.
Each side runs on fresh workspaces, in turn, and the best of its runs counts; importing pandas counts for neither.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from desktop.services import people
from desktop.services.clock import SystemClock
from desktop.services.vault import Workspace, new_uid
from tests import vaults

GOAL = 3.0
RUNS = 5
_INSERT = (
    "INSERT INTO @.person (uid, number, family, given, preferred, birth_date, year, form, kind, status, source_key)"
    " VALUES (?, ?, ?, ?, '', ?, ?, ?, 'student', 'present', '')"
)


def write_roster(path: Path, students: int) -> None:
    """Write a list such as a school exports: accents, day-first dates, leading zeros."""
    chance = random.Random(7)
    families = ("Okafor", "Müller", "García Ruiz", "O'Brien", "Ng", "Łaski", "Van Dyk", "Smith")
    lines = ["Student Number,Last Name,First Name,Date of Birth,Year Group,Tutor Group"]
    for n in range(students):
        year = 7 + n % 7
        day = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{2020 - year}"
        lines.append(f"{n:06},{chance.choice(families)},Given{n},{day},Year {year},{year}{chance.choice('ABCD')}")
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")


def imported(ws: Workspace, path: Path) -> None:
    """The work that is measured."""
    people.import_roster(ws, people.plan_import(ws, people.read_roster(path)))


def compared(ws: Workspace, path: Path) -> None:
    """The work it is measured against."""
    table = pd.read_csv(path, dtype=str)
    rows = list(table.itertuples(index=False, name=None))
    with ws.step("programme", "import_roster", about=str(len(rows))) as step:
        step.many(_INSERT, [(new_uid(), *row) for row in rows])


def seconds(work: object, template: Path, path: Path, at: Path) -> float:
    """Run once on a fresh copy."""
    ws = vaults.reopen(vaults.copy(template, at), SystemClock())
    begun = time.perf_counter()
    work(ws, path)  # type: ignore[operator]  # one of the two above
    taken = time.perf_counter() - begun
    ws.close()
    return taken


def main(students: int) -> int:
    """Measure, print one row, and answer 1 where the goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.environ["PEERKEEP_HOME"] = str(place / "home")
        write_roster(place / "roster.csv", students)
        vaults.make(place / "template", SystemClock()).close()
        best = {"ours": float("inf"), "theirs": float("inf")}
        for run in range(RUNS):
            for key, work in (("theirs", compared), ("ours", imported)):
                os.environ["PEERKEEP_HOME"] = str(place / f"home {key} {run}")
                taken = seconds(work, place / "template", place / "roster.csv", place / f"{key} {run}")
                best[key] = min(best[key], taken)
    ratio = best["ours"] / best["theirs"]
    print(
        f"roster import  n={students}  ours {best['ours']:.3f} s  pandas {pd.__version__} + inserts {best['theirs']:.3f} s  "
        f"ratio {ratio:.2f} (goal {GOAL:.0f})  best of {RUNS}  Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} processors"
    )
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
