"""kill -9 at any moment of any operation: the campaign, for the tests and for `python -m tests.faults`."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from desktop.services.clock import SystemClock
from tests import vaults
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.reaching import assert_whole, end, reach, remember_people

ROOT = Path(__file__).parents[2]
FORKS = hasattr(os, "fork")
# After how many kills a workspace is as new again, and over how many writes it is measured how long one takes.
RENEWED, MEASURED = 10, 2


@dataclass
class Killed:
    """Figures of one operation: kills, acknowledged writes, how often nothing was acknowledged, slowest opening."""

    operation: str
    kills: int = 0
    acknowledged: int = 0
    slowest: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.operation:10} {self.kills:6} kills, {self.acknowledged:6} acknowledged writes, 0 lost; "
            f"opened again in {self.slowest:.2f} s at most"
        )


class Writers:
    """Starts writers and reads what they acknowledge."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._server = self._start("serve") if FORKS else None
        if self._server:
            assert self._line(self._server) == "serving"

    def _start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", *words],
            cwd=ROOT, env={**os.environ, "PEERKEEP_HOME": str(self.home)}, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    @staticmethod
    def _line(process: subprocess.Popen[str]) -> str:
        assert process.stdout
        return process.stdout.readline().strip()

    def killed(
        self, folder: Path, operation: str, seed: int, delay: float, *, after: int = 0
    ) -> tuple[list[str], float]:
        """Let a writer write, kill it `delay` seconds after it was ready, and give what it acknowledged.

        after: the delay begins with so many acknowledged writes; how many seconds those took is the second figure.
        """
        process = self._server or self._start(str(folder), operation, str(seed))
        if self._server:
            assert process.stdin
            process.stdin.write(f"{folder}\t{operation}\t{seed}\n")
            process.stdin.flush()
        pid = int(self._line(process).removeprefix("pid "))
        assert self._line(process) == "ready"
        began = time.perf_counter()
        acknowledged = [self._acknowledged(self._line(process)) for _ in range(after)]
        took = time.perf_counter() - began
        time.sleep(delay)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        while (line := self._line(process)) not in ("ended", ""):
            acknowledged.append(self._acknowledged(line))
        if not self._server:
            process.communicate(timeout=30)
        return acknowledged, took

    @staticmethod
    def _acknowledged(line: str) -> str:
        assert line.startswith("ack "), line
        return line.removeprefix("ack ")

    def close(self) -> None:
        """End the server."""
        if self._server:
            end(self._server)


def kill_again_and_again(writers: Writers, folder: Path, operation: str, times: int, part: int = 0) -> Killed:
    """Kill a writer `times` times; each time all that was acknowledged is there, whole, opened as quickly as ever.

    What a write takes here and now is measured again and again: the kills fall into the first three writes. After
    RENEWED kills the workspace is a fresh copy of `folder`, lest it grows with what was written.
    """
    noise, figures = random.Random(f"{operation} {part}"), Killed(operation)
    one, device, place, pace = OPERATIONS[operation], "", folder, 0.0
    forget = remember_people()
    try:
        for number in range(times):
            first = number % RENEWED == 0
            if first or one.write is None:
                place, device = fresh(folder), ""
            after = (MEASURED if one.write else 1) if first else int(bool(one.write and number % 3 == 1))
            delay = noise.uniform(0, min(one.longest, pace * (2 if one.write else 1.1)))
            acknowledged, took = writers.killed(place, operation, number, delay, after=after)
            pace = took / after if first else pace
            figures.kills += 1
            figures.acknowledged += len(acknowledged)
            device = look(place, one, acknowledged, figures, device)
    except Exception as error:
        raise AssertionError(f"kill {figures.kills} of {operation}: {error!r}; see {evidence(place.parent)}") from error
    finally:
        forget()
    return figures


def look(place: Path, one: Operation, acknowledged: list[str], figures: Killed, device: str) -> str:
    """Open what a killed writer left; give the device it is."""
    began = time.perf_counter()
    ws = reach(place, SystemClock())
    took = time.perf_counter() - began
    figures.slowest = max(figures.slowest, took)
    try:
        assert ws.notices == (), ws.notices
        assert_whole(ws)
        one.known(ws, acknowledged)
        assert ws.device == (device or ws.device), "a kill is no reason for a new device"
        device = ws.device
    finally:
        ws.close()
    assert took < 3
    assert not [path.name for path in place.iterdir() if path.name.endswith((".tmp", "-journal"))]
    return device


def fresh(folder: Path) -> Path:
    """Give the same workspace as it was before."""
    again = folder.with_name("again.peerkeep")
    shutil.rmtree(again, ignore_errors=True)
    return vaults.copy(folder, again)


def evidence(folder: Path) -> Path:
    """Keep a folder in which something was found, and give where."""
    kept = Path(tempfile.mkdtemp(prefix="peerkeep-found-", dir="/var/tmp" if Path("/var/tmp").is_dir() else None))  # noqa: S108
    shutil.copytree(folder, kept / folder.name)
    return kept
