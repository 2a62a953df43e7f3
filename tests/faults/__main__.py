"""`python -m tests.faults`: all fault campaigns at any length, with a table of figures. Exit 1 where one found a bug.

  python -m tests.faults                        the numbers of security.md, section E: many hours on two cores
  python -m tests.faults --share 0.02           a fiftieth of them
  python -m tests.faults --only kill,cut        kill, cut (the power), fail (each call), stick, flip, end, splice
  python -m tests.faults --operations note,copy these alone

The lock under random events has a campaign of its own: tests/faults/test_lock_storm.py.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.services.clock import SystemClock
from tests import vaults
from tests.faults import calls
from tests.faults.box import EVERY, Box
from tests.faults.campaigns import PULLED, WAYS, cut_the_power, fail_every_call, templates
from tests.faults.damage import harm, splice
from tests.faults.killing import Writers, kill_again_and_again
from tests.faults.operations import OPERATIONS, older, remember_people, school

# How often at the full length, each: security.md, section E.
KILLS, IMAGES, FLIPS, SPLICES, PULLS = 1000, 10_000, 10_000, 2000, 200
KINDS = ("kill", "cut", "fail", "stick", "flip", "end", "splice")
Campaign = tuple[str, Callable[[], object]]


def main(words: list[str]) -> int:
    """Run the chosen campaigns; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--share", type=float, default=1.0, help="how much of the full length, 1.0 for all")
    parser.add_argument("--only", default=",".join(KINDS), help="kinds, with commas between")
    parser.add_argument("--operations", default=",".join(EVERY), help="operations, with commas between")
    asked = parser.parse_args(words)
    memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="peerkeep-faults-", dir=memory if memory.is_dir() else None))
    os.environ["PEERKEEP_HOME"] = str(place / "home")
    began, bad = time.monotonic(), 0
    try:
        for kind in asked.only.split(","):
            for name, campaign in campaigns(kind, place, asked.share, asked.operations.split(",")):
                bad += not ran(kind, name, campaign)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"{(time.monotonic() - began) / 60:.1f} minutes, {bad} campaigns found something", flush=True)
    return 1 if bad else 0


def ran(kind: str, name: str, campaign: Callable[[], object]) -> bool:
    """Run one campaign and print its figures, or what it found."""
    began = time.monotonic()
    try:
        figures: object = campaign()
    except AssertionError as error:
        print(f"{kind:6} {name:12} FOUND: {error}", flush=True)
        return False
    print(f"{kind:6} {figures} ({time.monotonic() - began:.0f} s)", flush=True)
    return True


def campaigns(kind: str, place: Path, share: float, operations: list[str]) -> Iterator[Campaign]:
    """Give a kind's campaigns, each ready to run."""
    if kind in ("cut", "fail", "stick"):
        if calls.why_not():
            print(f"{kind:6} not here: {calls.why_not()}", flush=True)
            return
        box, made = Box(), templates(Path(tempfile.mkdtemp(dir=place)))
        yield from with_calls(kind, box, made, share, operations)
        box.close()
    elif kind == "kill":
        yield from with_kills(place, share, operations)
    else:
        for_kind = {"flip": ("flip", FLIPS), "end": ("cut", FLIPS), "splice": ("splice", SPLICES)}
        damage, times = for_kind[kind]
        yield damage, lambda: damaged(place, damage, number(times, share))


def number(full: int, share: float) -> int:
    """Give a share of a number, at least 1."""
    return max(1, round(full * share))


def with_calls(kind: str, box: Box, made: dict[str, Path], share: float, operations: list[str]) -> Iterator[Campaign]:
    """Power cuts, failing calls, and sticks."""
    for name in (one for one in operations if one in EVERY):
        if kind == "cut":
            yield name, lambda name=name: cut_the_power(box, made, name, number(IMAGES, share))  # type: ignore[misc]
        elif kind == "fail":
            for way in WAYS:
                every = itertools.count(1, max(1, round(1 / (10 * share))))
                yield name, lambda n=name, w=way, e=every: fail_every_call(box, made, n, w, e)  # type: ignore[misc]
        elif EVERY[name].medium:
            yield name, lambda name=name: pulled(box, made, name, number(PULLS, share))  # type: ignore[misc]


def pulled(box: Box, made: dict[str, Path], name: str, points: int) -> object:
    """Pull the stick out at some points, spread over all calls on it."""
    quiet = box.ask(
        task="fail", template=str(made["today"]), operation=name, kinds=calls.CHANGES | calls.READ, nth=0, error=5,
        medium=True,
    )  # fmt: skip
    step = max(1, quiet["counted"] // points)
    return fail_every_call(box, made, name, PULLED, itertools.count(1, step))


def with_kills(place: Path, share: float, operations: list[str]) -> Iterator[Campaign]:
    """Kill writers."""
    writers = Writers(place / "home")
    for name in (one for one in operations if one in OPERATIONS):
        folder = Path(tempfile.mkdtemp(dir=place)) / "Northfield.peerkeep"
        if OPERATIONS[name].write is None:
            older(folder)
        else:
            vaults.make(folder, SystemClock()).close()
            school(folder)
        times = number(KILLS, share)
        yield name, lambda f=folder, n=name, t=times: kill_again_and_again(writers, f, n, t)  # type: ignore[misc]
    writers.close()


def damaged(place: Path, damage: str, times: int) -> object:
    """Damage a workspace's files."""
    folder = Path(tempfile.mkdtemp(dir=place)) / "Northfield.peerkeep"
    end = remember_people()
    try:
        vaults.make(folder, SystemClock()).close()
        school(folder)
        return splice(folder, times) if damage == "splice" else harm(folder, damage, times)
    finally:
        end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
