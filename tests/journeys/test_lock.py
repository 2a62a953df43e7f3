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
from tests.journeys.screen import Screen, missing

CANARY = "ZQXJcanary0001"
ROOT = Path(__file__).parents[2]

resource = pytest.importorskip("resource")
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


class Drivers:
    """Starts lock_driver.py, and says how one ended that did not say what it should; ends what is left."""

    def __init__(self, place: Path) -> None:
        self._complaints = place / "driver.err"
        self.display: dict[str, str] = {}
        self._drivers: list[subprocess.Popen[bytes]] = []
        self._heirs: list[int] = []

    def start(self, folder: Path, how: str, *words: str) -> subprocess.Popen[bytes]:
        """Start one and wait until it has typed its text."""
        argv = [sys.executable, "-X", "faulthandler", "-m", "tests.journeys.lock_driver", str(folder), CANARY, how]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **self.display}
        with self._complaints.open("wb") as complaints:
            driver = subprocess.Popen(
                [*argv, *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=complaints
            )
        self._drivers.append(driver)
        assert driver.stdout is not None
        with driver.stdout as said:
            assert said.readline() == b"typed\n", self.last_words(driver)
        return driver

    def last_words(self, driver: subprocess.Popen[bytes]) -> str:
        """Say with which exit code a driver ended, and what it complained of: below zero it is a signal."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            driver.wait(10)
        return f"exit {driver.poll()}\n{self._complaints.read_text(errors='replace')[-8_000:]}"

    def heir_of(self, driver: subprocess.Popen[bytes], folder: Path) -> int:
        """Wait until another process than the driver has the folder in its command."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            others = [pid for pid in processes_of(folder) if pid != driver.pid]
            if others:
                self._heirs.append(others[0])
                return others[0]
            time.sleep(0.02)
        raise TimeoutError(self.last_words(driver))

    def end(self) -> None:
        """End the drivers and their heirs, by their numbers, and wait for what is ours."""
        for driver in self._drivers:
            driver.kill()
            driver.wait()
        for pid in self._heirs:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture
def drivers(tmp_path: Path) -> Iterator[Drivers]:
    """Give what starts the processes of a test."""
    made = Drivers(tmp_path)
    yield made
    made.end()


@pytest.mark.parametrize("how", ["key", "stuck", "menu", "writing"])
def test_lock_replaces_the_process_and_keeps_what_was_typed(how: str, workspace_folder: Path, drivers: Drivers) -> None:
    """LOCK-01, LOCK-04, LEAK-12: a note half typed, by key, over a menu, beside work, and from a window that is stuck.

    The memory of every process that is left holds neither the note nor the password.
    """
    driver = drivers.start(workspace_folder, how)
    began = time.monotonic()
    heir = drivers.heir_of(driver, workspace_folder)
    assert driver.wait(10) == 0, drivers.last_words(driver)
    # "stuck": 0.6 s idle, then up to 2 s until the watchdog may act; generous for a busy machine.
    assert time.monotonic() - began < 20
    time.sleep(1.5)  # let the heir draw its page
    assert processes_of(workspace_folder) == [heir]
    assert_knows_nothing(heir)
    ws = open_workspace(workspace_folder, Password(vaults.USER, vaults.PASSWORD))
    assert ws.drafts.find("note:1") == Draft(CANARY, len(CANARY), "today")
    assert ws.value("programme", "SELECT count(*) FROM @.period") == 0
    assert verify(ws).ok
    ws.close()


def assert_knows_nothing(pid: int) -> None:
    memory = memory_of(pid)
    # Only root may read the memory of a process that has closed itself to others.
    assert len(memory) > 1_000_000 or os.geteuid() != 0
    for coding in ("utf-8", "utf-16-le"):
        assert CANARY.encode(coding) not in memory
        assert vaults.PASSWORD.encode(coding) not in memory


def kept(folder: Path) -> Draft | None:
    """Give the draft as whoever unlocks would get it."""
    ws = open_workspace(folder, Password(vaults.USER, vaults.PASSWORD))
    try:
        return ws.drafts.find("note:1")
    finally:
        ws.close()


def test_a_drive_that_takes_nothing_does_not_keep_it_open_and_loses_nothing(
    workspace_folder: Path, drivers: Drivers
) -> None:
    """LOCK-02: the next process holds what was typed, sealed, until the drive takes it."""
    driver = drivers.start(workspace_folder, "full")
    heir = drivers.heir_of(driver, workspace_folder)
    assert driver.wait(10) == 0, drivers.last_words(driver)
    time.sleep(1.5)
    assert list((workspace_folder / "drafts").glob("*.age")) == []
    assert_knows_nothing(heir)
    resource.prlimit(heir, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    end = time.monotonic() + 20
    while not list((workspace_folder / "drafts").glob("*.age")) and time.monotonic() < end:
        time.sleep(0.05)
    assert kept(workspace_folder) == Draft(CANARY, len(CANARY), "today")


def test_at_logout_what_is_typed_is_on_the_disk_and_nothing_stays_behind(
    workspace_folder: Path, drivers: Drivers
) -> None:
    """CRASH-22: within the five seconds that systems give."""
    driver = drivers.start(workspace_folder, "logout")
    began = time.monotonic()
    driver.terminate()
    assert driver.wait(20) == 0, drivers.last_words(driver)
    took = time.monotonic() - began
    assert took < 5, f"{took:.1f} s"
    assert processes_of(workspace_folder) == []
    assert kept(workspace_folder) == Draft(CANARY, len(CANARY), "today")


@pytest.mark.long
@pytest.mark.skipif(bool(missing()) and "CI" not in os.environ, reason="needs Xvfb and xdotool")
def test_lock_in_the_middle_of_a_drag(workspace_folder: Path, drivers: Drivers, tmp_path: Path) -> None:
    """LOCK-01: on a real display, where dragging is an event loop of the window system's own."""
    screen = Screen(tmp_path)
    try:
        drivers.display = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": screen.display}
        driver = drivers.start(workspace_folder, "drag")
        heir = drivers.heir_of(driver, workspace_folder)
        assert driver.wait(10) == 0, drivers.last_words(driver)
        assert processes_of(workspace_folder) == [heir]
        assert kept(workspace_folder) == Draft(CANARY, len(CANARY), "today")
    finally:
        drivers.end()
        screen.close()
