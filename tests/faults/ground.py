"""The ground on which one process runs parts of campaigns: its laptops, its writers and its box, made when first needed."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from desktop.services.clock import SystemClock
from tests import vaults
from tests.faults import calls
from tests.faults.box import EVERY, Box
from tests.faults.campaigns import PULLED, WAYS, cut_the_power, fail_every_call, templates
from tests.faults.damage import harm, splice
from tests.faults.figures import Outcome, Work, numbers
from tests.faults.killing import Writers, kill_again_and_again
from tests.faults.operations import OPERATIONS, older, school
from tests.faults.reaching import remember_people

# How often at the full length, each: security.md, section E.
KILLS, IMAGES, FLIPS, SPLICES, PULLS = 1000, 10_000, 10_000, 2000, 200
# How much of it one part does.
PART = {"kill": 250, "cut": 1000, "flip": 1000, "end": 1000, "splice": 500}
KINDS = ("kill", "fail", "stick", "flip", "end", "splice", "cut")


def plan(kinds: list[str], operations: list[str], share: float) -> Iterator[Work]:
    """Give the parts of some kinds of campaigns, in their order."""
    for kind in kinds:
        if kind == "kill":
            for name in (one for one in operations if one in OPERATIONS):
                yield from _parts(kind, name, number(KILLS, share))
        elif kind == "cut":
            # A part of each operation in turn: an interruption leaves some of all.
            every = [list(_parts(kind, name, number(IMAGES, share))) for name in operations if name in EVERY]
            yield from (one for turn in itertools.zip_longest(*every) for one in turn if one)
        elif kind == "fail":
            step = max(1, round(1 / (10 * share)))
            yield from (Work(kind, name, way, 0, step) for name in operations if name in EVERY for way in WAYS)
        elif kind == "stick":
            points = number(PULLS, share)
            yield from (Work(kind, name, "", 0, points) for name in operations if name in EVERY and EVERY[name].medium)
        else:
            full = SPLICES if kind == "splice" else FLIPS
            yield from _parts(kind, "every file", number(full, share))


def number(full: int, share: float) -> int:
    """Give a share of a number, at least 1."""
    return max(1, round(full * share))


def _parts(kind: str, name: str, times: int) -> Iterator[Work]:
    for part, begun in enumerate(range(0, times, PART[kind])):
        yield Work(kind, name, "", part, min(PART[kind], times - begun))


class Ground:
    """Runs parts of campaigns under a folder of its own."""

    def __init__(self, place: Path) -> None:
        """Be a laptop at `place`."""
        self.place = Path(tempfile.mkdtemp(dir=place))
        os.environ["PEERKEEP_HOME"] = str(self.place / "home")
        self._box: Box | None = None
        self._made: dict[str, Path] = {}
        self._writers: Writers | None = None

    def run(self, work: Work) -> Outcome:
        """Run a part; what it finds is in the outcome."""
        began, found = time.monotonic(), ""
        figures: object = None
        folder = Path(tempfile.mkdtemp(dir=self.place))
        try:
            figures = self._run(work, folder)
        except Exception:  # noqa: BLE001 - whatever it is, the other campaigns go on
            found = traceback.format_exc()
            self.close()
        shutil.rmtree(folder, ignore_errors=True)
        seconds = round(time.monotonic() - began, 1)
        return Outcome(work, numbers(figures) if figures else {}, str(figures or ""), seconds, found)

    def _run(self, work: Work, folder: Path) -> object:
        if work.kind == "kill":
            self._writers = self._writers or Writers(self.place / "home")
            made = _laptop(folder, today=OPERATIONS[work.name].write is not None)
            return kill_again_and_again(self._writers, made, work.name, work.times, work.part)
        if work.kind in ("flip", "end", "splice"):
            end, seed = remember_people(), work.part + 1
            try:
                made = _laptop(folder, today=True)
                if work.kind == "splice":
                    return splice(made, work.times, seed)
                return harm(made, "cut" if work.kind == "end" else "flip", work.times, seed)
            finally:
                end()
        box, templates_made = self._with_calls()
        if work.kind == "cut":
            return cut_the_power(box, templates_made, work.name, work.times, first=work.part * PART["cut"] + 1)
        if work.kind == "stick":
            return _pulled(box, templates_made, work.name, work.times)
        return fail_every_call(box, templates_made, work.name, work.way, itertools.count(1, work.times))

    def _with_calls(self) -> tuple[Box, dict[str, Path]]:
        if self._box is None:
            self._box = Box(self.place)
            self._made = self._made or templates(Path(tempfile.mkdtemp(dir=self.place)))
        return self._box, self._made

    def close(self) -> None:
        """End the processes; they are started anew when needed."""
        for one in (self._box, self._writers):
            if one:
                one.close()
        self._box = self._writers = None


_own: list[Ground] = []


def settle(place: str) -> None:
    """Begin a process that runs parts."""
    _own.append(Ground(Path(place)))


def one_part(work: Work) -> Outcome:
    """Run a part in such a process."""
    return _own[0].run(work)


def _laptop(folder: Path, *, today: bool) -> Path:
    """Make a workspace with a school in it, or one of an older program."""
    made = folder / "Northfield.peerkeep"
    if not today:
        return older(made)
    vaults.make(made, SystemClock()).close()
    return school(made)


def _pulled(box: Box, made: dict[str, Path], name: str, points: int) -> object:
    """Pull the stick out at some points, spread over all calls on it."""
    quiet = box.ask(
        task="fail", template=str(made["today"]), operation=name, kinds=calls.CHANGES | calls.READ, nth=0, error=5,
        medium=True,
    )  # fmt: skip
    return fail_every_call(box, made, name, PULLED, itertools.count(1, max(1, quiet["counted"] // points)))
