"""A backup against a plain copy of the same files with fsync.

    python -m tests.benchmarks.backup [notes]

A workspace of 300 students and 40,000 notes of about 1,000 characters. The goal: at least 50 MB of database a second,
or half the speed of the plain copy, whichever is lower. Both are done in turn, medians count. Exit 1 where it is missed.
"""

from __future__ import annotations

import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from desktop.services import backups
from desktop.services.clock import SystemClock
from tests import vaults
from tests.benchmarks.notes_search import fill, taken

GOAL_MB = 50
GOAL_RATIO = 0.5
RUNS = 5


def plain_copy(folder: Path, to: Path) -> None:
    """Copy every database and bring it onto the medium."""
    to.mkdir()
    for path in folder.glob("*.db"):
        shutil.copyfile(path, to / path.name)
        with (to / path.name).open("rb+") as handle:
            os.fsync(handle.fileno())


def main(count: int = 40_000) -> int:
    """Measure, print, and give the exit code."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["PEERKEEP_HOME"] = str(Path(name) / "home")
        ws = vaults.make(Path(name) / "B.peerkeep", SystemClock(), private=False)
        fill(ws, count, random.Random(5))
        megabytes = sum(path.stat().st_size for path in ws.folder.glob("*.db")) / 1e6
        ours: list[float] = []
        plain: list[float] = []
        for run in range(RUNS):
            there = Path(name) / f"plain{run}"
            plain.append(taken(lambda: plain_copy(ws.folder, there)))  # noqa: B023 - called at once
            shutil.rmtree(there)
            ours.append(taken(lambda: backups.back_up(ws)))
        began = time.perf_counter()
        backups.rehearse(ws, backups.list_backups(ws)[0].path)
        rehearsed = time.perf_counter() - began
        ws.close()
    speed, copied = megabytes / statistics.median(ours), megabytes / statistics.median(plain)
    goal = min(GOAL_MB, GOAL_RATIO * copied)
    met = speed >= goal
    print(
        f"backup      {speed:7.1f} MB/s  plain copy with fsync {copied:7.1f} MB/s  ratio {speed / copied:.2f}  "
        f"(goal {goal:.1f} MB/s)  {'ok' if met else 'MISSED'}  {megabytes:.0f} MB, n={RUNS}"
    )
    print(f"rehearsal   {rehearsed:7.2f} s for {megabytes:.0f} MB")
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
