"""kill -9 at any moment of any operation: the campaign, for the tests and for `python -m tests.faults`."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from desktop.services.clock import SystemClock
from desktop.services.vault import verify
from tests import vaults
from tests.faults.operations import OPERATIONS, reach

ROOT = Path(__file__).parents[2]
FORKS = hasattr(os, "fork")


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

    def killed(self, folder: Path, operation: str, seed: int, delay: float, *, after_one: bool = False) -> list[str]:
        """Let a writer write, kill it `delay` seconds after it was ready, and give what it acknowledged.

        after_one: the time begins with its first acknowledged write, so that a busy machine has some to show too.
        """
        process = self._server or self._start(str(folder), operation, str(seed))
        if self._server:
            assert process.stdin
            process.stdin.write(f"{folder}\t{operation}\t{seed}\n")
            process.stdin.flush()
        pid = int(self._line(process).removeprefix("pid "))
        assert self._line(process) == "ready"
        acknowledged = []
        if after_one:
            first = self._line(process)
            assert first.startswith("ack "), first
            acknowledged.append(first.removeprefix("ack "))
        time.sleep(delay)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        while (line := self._line(process)) not in ("ended", ""):
            assert line.startswith("ack "), line
            acknowledged.append(line.removeprefix("ack "))
        if not self._server:
            process.communicate(timeout=30)
        return acknowledged

    def close(self) -> None:
        """End the server."""
        if self._server:
            self._server.communicate(timeout=30)


def kill_again_and_again(writers: Writers, folder: Path, operation: str, times: int) -> Killed:
    """Kill a writer `times` times; each time all that was acknowledged is there, whole, opened as quickly as ever."""
    noise, figures = random.Random(operation), Killed(operation)
    device, one = "", OPERATIONS[operation]
    for seed in range(times):
        place = folder if one.write else fresh(folder)
        acknowledged = writers.killed(place, operation, seed, noise.uniform(0, one.longest), after_one=seed % 3 == 1)
        figures.kills += 1
        figures.acknowledged += len(acknowledged)
        began = time.perf_counter()
        ws = reach(place, SystemClock())
        took = time.perf_counter() - began
        figures.slowest = max(figures.slowest, took)
        try:
            report = verify(ws)
            assert report.ok, report.problems
            one.known(ws, acknowledged)
            assert ws.notices == ()
            device = device or ws.device
            assert ws.device == device or not one.write, "a kill is no reason for a new device"
        finally:
            ws.close()
        assert took < 3
        assert not [path.name for path in place.iterdir() if path.name.endswith((".tmp", "-journal"))]
    return figures


def fresh(folder: Path) -> Path:
    """Give the same workspace as it was before: what an older program made is migrated once only."""
    again = folder.with_name("again.peerkeep")
    shutil.rmtree(again, ignore_errors=True)
    return vaults.copy(folder, again)
