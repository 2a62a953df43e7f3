"""Locking ends the process: the old one is gone, a new one shows the unlock page and knows nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.vault import Password, open_workspace, verify
from desktop.services.vault.drafts import Draft
from tests import vaults

CANARY = "ZQXJcanary0001"
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def processes_of(folder: Path) -> list[int]:
    """Give the process ids whose command names the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if str(folder).encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


def wait_for_heir(folder: Path, old: int) -> int:
    """Wait until another process than `old` has the folder in its command."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        others = [pid for pid in processes_of(folder) if pid != old]
        if others:
            return others[0]
        time.sleep(0.02)
    raise TimeoutError


def memory_of(pid: int) -> bytes:
    """Read everything writable in a process's memory; empty where that is not allowed."""
    found = []
    with contextlib.suppress(OSError), open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if rights.startswith("rw"):
                first, last = (int(part, 16) for part in span.split("-"))
                with contextlib.suppress(OSError, ValueError, OverflowError):
                    memory.seek(first)
                    found.append(memory.read(last - first))
    return b"".join(found)


@pytest.fixture
def ended_processes() -> Iterator[list[int]]:
    """End the processes that a test noted, by their numbers."""
    pids: list[int] = []
    yield pids
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("how", ["key", "stuck", "menu", "writing"])
def test_lock_replaces_the_process_and_keeps_what_was_typed(
    how: str, workspace_folder: Path, ended_processes: list[int]
) -> None:
    argv = [sys.executable, "-m", "tests.journeys.lock_driver", str(workspace_folder), CANARY, how]
    driver = subprocess.Popen(
        argv, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE
    )
    ended_processes.append(driver.pid)
    assert driver.stdout is not None
    with driver.stdout as said:
        assert said.readline() == b"typed\n"
    began = time.monotonic()
    heir = wait_for_heir(workspace_folder, driver.pid)
    ended_processes.append(heir)
    assert driver.wait(10) == 0
    # "stuck": 0.6 s idle, then up to 2 s until the watchdog may act; generous for a busy machine.
    assert time.monotonic() - began < 20
    time.sleep(1.5)  # let the heir draw its page
    assert processes_of(workspace_folder) == [heir]
    memory = memory_of(heir)
    for coding in ("utf-8", "utf-16-le"):
        assert CANARY.encode(coding) not in memory
        assert vaults.PASSWORD.encode(coding) not in memory
    ws = open_workspace(workspace_folder, Password(vaults.USER, vaults.PASSWORD))
    assert ws.drafts.find("note:1") == Draft(CANARY, len(CANARY), "today")
    assert ws.value("programme", "SELECT count(*) FROM @.period") == 0
    assert verify(ws).ok
    ws.close()
