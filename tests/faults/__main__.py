"""`python -m tests.faults`: all fault campaigns at any length, with a table of figures. Exit 1 where one found a bug.

  python -m tests.faults                        the numbers of security.md, section E: some hours on one core
  python -m tests.faults --share 0.02           a fiftieth of them
  python -m tests.faults --only kill,cut        kill, fail (each call), stick, flip, end, splice, cut (the power)
  python -m tests.faults --operations note,copy these alone
  python -m tests.faults --log figures.jsonl    each part's figures as they come; run again, what is there is not done
  python -m tests.faults --jobs 2               so many processes

The lock under random events has a campaign of its own: tests/faults/test_lock_storm.py.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.faults import calls, figures
from tests.faults.box import EVERY
from tests.faults.figures import Outcome, Work
from tests.faults.ground import KINDS, Ground, one_part, plan, settle


def main(words: list[str]) -> int:
    """Run the chosen campaigns; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--share", type=float, default=1.0, help="how much of the full length, 1.0 for all")
    parser.add_argument("--only", default=",".join(KINDS), help="kinds, with commas between")
    parser.add_argument("--operations", default=",".join(EVERY), help="operations, with commas between")
    parser.add_argument("--log", type=Path, help="a file for the figures; what it holds is not done again")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    asked = parser.parse_args(words)
    before = figures.read(asked.log)
    done = {one.work.key for one in before if not one.found}
    every = plan(_possible(asked.only.split(",")), asked.operations.split(","), asked.share)
    wanted = [work for work in every if work.key not in done]
    memory = Path("/dev/shm")  # noqa: S108 - kills and images need no disk; a power cut is a model of one
    place = Path(tempfile.mkdtemp(prefix="peerkeep-faults-", dir=memory if memory.is_dir() else None))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    began, outcomes = time.monotonic(), []
    try:
        for outcome in _run(wanted, place, asked.jobs):
            figures.append(asked.log, outcome)
            outcomes.append(outcome)
            _say(outcome)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    bad = sum(bool(one.found) for one in outcomes)
    print(figures.table(before + outcomes))
    print(f"{(time.monotonic() - began) / 60:.1f} minutes, {len(outcomes)} parts, {bad} found something", flush=True)
    return 1 if bad else 0


def _possible(kinds: list[str]) -> list[str]:
    """Leave out, with the reason, what cannot be done here."""
    reason, need = calls.why_not(), {"cut", "fail", "stick"}
    if reason and need & set(kinds):
        print(f"{', '.join(sorted(need & set(kinds)))}: not here: {reason}", flush=True)
    return [kind for kind in kinds if not reason or kind not in need]


def _say(outcome: Outcome) -> None:
    """Print a part's figures, or what it found."""
    work = outcome.work
    said = outcome.words or f"{work.name:12} {work.way} FOUND:\n{outcome.found}"
    print(f"{time.strftime('%H:%M:%S')} {work.kind:6} {said} ({outcome.seconds:.0f} s)", flush=True)


def _run(wanted: list[Work], place: Path, jobs: int) -> Iterator[Outcome]:
    if jobs == 1:
        ground = Ground(place)
        yield from map(ground.run, wanted)
        ground.close()
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, settle, (os.fspath(place),)) as processes:
        for one in as_completed([processes.submit(one_part, work) for work in wanted]):
            yield one.result()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
