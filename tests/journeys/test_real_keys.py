"""The program as it is started, with keys from outside: lock, come back, and a process killed in mid-sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.clock import SystemClock
from desktop.services.vault import Password, open_workspace
from tests import vaults
from tests.journeys.screen import Screen, end, missing, wait_until
from tests.journeys.test_lock import memory_of, processes_of
from tests.views import school

ROOT = Path(__file__).parents[2]
CANARY = "zqxjsecretofthenote"
# .ci/run installs the tools, so there a lack of them fails instead of passing unseen.
# Real keys on a real display depend on how busy the machine is: by name, not at every change.
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        sys.platform != "linux" or (bool(missing()) and "CI" not in os.environ), reason="needs Xvfb and xdotool"
    ),
]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    assert missing() == [], f"not installed: {missing()}"
    made = Screen(tmp_path)
    yield made
    made.close()


class Program:
    """`python -m desktop WORKSPACE` on a screen; knows its processes."""

    def __init__(self, screen: Screen, folder: Path, home: Path) -> None:
        self.screen, self.folder = screen, folder
        given = {**os.environ, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb", "PEERKEEP_HOME": str(home)}
        self._settings = {key: value for key, value in given.items() if key != "WAYLAND_DISPLAY"}

    def start(self) -> int:
        """Start it; gives the process id when the unlock page stands."""
        dark = self.screen.settle(0.1)
        command = [sys.executable, "-P", "-m", "desktop", str(self.folder)]
        self.started = subprocess.Popen(command, cwd=ROOT, env={**self._settings, "PYTHONPATH": str(ROOT)})
        wait_until(lambda: not self.screen.shows(dark, 0.5), 30, "a window")
        self.screen.focus()
        self.screen.settle()
        return self.started.pid

    def pids(self) -> list[int]:
        """Give the processes that have the workspace in their command."""
        return processes_of(self.folder)

    def unlock(self) -> None:
        """Type the password and wait until the workspace is shown."""
        self.screen.type(vaults.PASSWORD)
        page = self.screen.settle(0.3)
        self.screen.key("Return")
        wait_until(lambda: not self.screen.shows(page, 0.9), 30, "the workspace to be open")
        self.screen.settle()


@pytest.fixture
def program(screen: Screen, template: Path, tmp_path: Path) -> Iterator[Program]:
    folder = school.make(template, tmp_path / "Quarry.peerkeep")
    made = Program(screen, folder, tmp_path / "account")
    yield made
    for pid in made.pids():
        end(pid)
    made.started.wait()


def write_half_a_note(screen: Screen) -> bytes:
    """Go to Notes, choose a tier, type; gives the screen as it is then."""
    screen.key("alt+5")
    screen.settle()
    screen.key("n")
    screen.settle()
    screen.key("Tab", "Tab")  # past who it is about and beside what, to who may read it
    screen.key("space")
    screen.settle()
    screen.type(CANARY)
    return screen.settle(1.5)


def test_lock_ends_the_process_and_unlocking_brings_everything_back(program: Program, screen: Screen) -> None:
    first = program.start()
    program.unlock()
    before = write_half_a_note(screen)
    assert CANARY.encode() in memory_of(first) or CANARY.encode("utf-16-le") in memory_of(first), "the scan can see it"
    screen.key("ctrl+l")
    wait_until(lambda: program.pids() and first not in program.pids(), 20, "another process")
    program.started.wait()
    screen.settle()
    screen.focus()
    screen.settle()
    second = program.pids()[0]
    assert not screen.shows(before, 0.9)
    memory = memory_of(second)
    assert len(memory) > 1_000_000
    assert all(CANARY.encode(coding) not in memory for coding in ("utf-8", "utf-16-le"))
    screen.type(vaults.PASSWORD)
    screen.key("Return")
    entered = time.monotonic()
    wait_until(lambda: screen.shows(before), 30, "the screen as it was before the lock")
    took = time.monotonic() - entered
    print(f"from Enter to the old screen: {took:.2f} s, the test's cheap key derivation included")
    assert took < 10
    assert program.pids() == [second]


def test_a_killed_process_loses_no_sentence(program: Program, screen: Screen) -> None:
    first = program.start()
    program.unlock()
    write_half_a_note(screen)
    time.sleep(2)  # the promise: what is typed is sealed within two seconds
    end(first)
    program.started.wait()
    ws = open_workspace(program.folder, Password(vaults.USER, vaults.PASSWORD), clock=SystemClock())
    assert CANARY in [draft.text for draft in ws.drafts.all().values()]
    ws.close()
    assert program.start() != first
    program.unlock()
