"""kill -9 at any moment of any writing: the workspace opens, is whole, and holds everything that was acknowledged.

Twenty kills of each operation here, two hundred by `python3 run.py test -m long tests/faults`.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services import backups, matching, people, programme
from desktop.services.clock import SystemClock
from desktop.services.vault import Password, Workspace, container, open_workspace, verify
from desktop.services.vault.copy_errors import CopyRefused
from desktop.services.vault.slots import open_person
from tests import vaults
from tests.faults.worker import OPERATIONS, PASSWORDS, opens

ROOT = Path(__file__).parents[2]
FORKS = hasattr(os, "fork")


class Writers:
    """Starts writers and reads what they acknowledge."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._server = self._start("serve") if FORKS else None
        if self._server:
            assert self._line(self._server) == "serving"

    def _start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", *words],
            cwd=ROOT, env={**os.environ, "PEERKEEP_HOME": str(self._home)}, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    @staticmethod
    def _line(process: subprocess.Popen[str]) -> str:
        assert process.stdout
        return process.stdout.readline().strip()

    def killed(self, folder: Path, operation: str, seed: int, delay: float) -> list[str]:
        """Let a writer write, kill it `delay` seconds after it was ready, and give what it acknowledged."""
        process = self._server or self._start(str(folder), operation, str(seed))
        if self._server:
            assert process.stdin
            process.stdin.write(f"{folder}\t{operation}\t{seed}\n")
            process.stdin.flush()
        pid = int(self._line(process).removeprefix("pid "))
        assert self._line(process) == "ready"
        time.sleep(delay)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        acknowledged = []
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


@pytest.fixture
def writers(own_home: Path) -> Iterator[Writers]:
    made = Writers(own_home)
    yield made
    made.close()


@pytest.fixture
def folder(workspace_folder: Path) -> Path:
    """A workspace with 24 people who can be paired."""
    ws = vaults.reopen(workspace_folder, SystemClock())
    lines = ["number,role,interests,goals,languages,availability,places,wants,avoids"]
    for number in range(24):
        year = 12 if number % 2 else 8
        people.add_person(ws, people.PersonDraft(str(number), f"Family{number}", f"Given{number}", year=str(year)))
        lines.append(f"{number},{'mentor' if number % 2 else 'mentee'},chess,maths,,Mon3;Tue1,1,,")
    path = workspace_folder.parent / "participants.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    programme.import_participants(ws, programme.read_participants(path))
    ws.close()
    return workspace_folder


def settings_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    there = {name for (name,) in ws.rows("programme", "SELECT name FROM @.setting")}
    assert {f"ack-{each}" for each in acknowledged} <= there


def notes_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    texts = {text.strip("x ").strip() for (text,) in ws.rows("counselling", "SELECT text FROM @.note_text")}
    assert set(acknowledged) <= texts
    assert ws.value("counselling", "SELECT 1 FROM @.note WHERE uid NOT IN (SELECT note FROM @.note_text)") is None


def imports_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    found: dict[str, int] = {}
    for (number,) in ws.rows("programme", "SELECT number FROM @.person WHERE number LIKE '%x%'"):
        mark = number.rpartition("x")[0]
        found[mark] = found.get(mark, 0) + 1
    assert set(found.values()) <= {90}
    assert set(acknowledged) <= set(found)


def rounds_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Either a draft and no pairs, or pairs and no draft; the last acknowledged state or the one after it."""
    pairs, draft = len(matching.pairs(ws)), matching.draft(ws)
    assert (pairs > 0) != (draft is not None) or (pairs == 0 and draft is None and not acknowledged)
    assert pairs in (0, 12)


def records_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Either two people as before, or one with the chosen name: never one without the other."""
    chosen = [one.uid for one in people.list_people(ws) if "x" in one.preferred]
    assert chosen == list(people.kept(ws).groups)
    assert len(people.list_people(ws)) == 24 - len(chosen)


def copies_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Whatever has its final name is whole."""
    opened = open_person(ws.keyring, Password(vaults.USER, vaults.PASSWORD))
    made = {path.name: path for path in ws.folder.parent.glob("*.peerkeep-copy")}
    assert set(acknowledged) <= set(made)
    for path in made.values():
        try:
            container.examine(path)
        except CopyRefused as error:
            raise AssertionError(path.name) from error
        path.unlink()
    assert opened.grants


def backups_are_known(ws: Workspace, acknowledged: list[str]) -> None:
    """Whatever has its final name is whole, and the newest that were acknowledged are there."""
    made = backups.check_backups(ws)
    assert all(one.whole for one in made), [one.fault for one in made]
    assert set(acknowledged[-9:]) <= {one.path.name for one in made}
    backups.back_up(ws)
    left = [path.name for path in (ws.folder / "backups").iterdir() if path.name.startswith(".")]
    assert left == []


KNOWN = {
    "step": settings_are_known,
    "note": notes_are_known,
    "import": imports_are_known,
    "publish": rounds_are_known,
    "merge": records_are_known,
    "copy": copies_are_known,
    "backup": backups_are_known,
}
# How long a writer writes at most, in seconds: about as long as a few of its writes take.
LONGEST = {"step": 0.08, "note": 0.12, "import": 0.5, "publish": 0.5, "merge": 0.1, "copy": 0.25, "backup": 0.25}


def kill_again_and_again(writers: Writers, folder: Path, operation: str, times: int) -> None:
    noise = random.Random(operation)
    device, everything = "", 0
    for seed in range(times):
        acknowledged = writers.killed(folder, operation, seed, noise.uniform(0, LONGEST[operation]))
        everything += len(acknowledged)
        began = time.perf_counter()
        ws = vaults.reopen(folder, SystemClock())
        took = time.perf_counter() - began
        try:
            report = verify(ws)
            assert report.ok, report.problems
            KNOWN[operation](ws, acknowledged)
            assert ws.notices == ()
            device = device or ws.device
            assert ws.device == device, "a kill is no reason for a new device"
        finally:
            ws.close()
        assert took < 3
        assert not [path.name for path in folder.iterdir() if path.name.endswith((".tmp", "-journal"))]
    assert everything > times // 4


@pytest.mark.parametrize("operation", OPERATIONS)
def test_twenty_kills(writers: Writers, folder: Path, operation: str) -> None:
    kill_again_and_again(writers, folder, operation, 20)


@pytest.mark.long
@pytest.mark.parametrize("operation", OPERATIONS)
def test_two_hundred_kills(writers: Writers, folder: Path, operation: str) -> None:
    kill_again_and_again(writers, folder, operation, 200)


def change_and_kill(writers: Writers, folder: Path, times: int) -> None:
    """AUTH-12: at any moment exactly one of the two passwords opens, and it is the acknowledged one or the next."""
    noise = random.Random("password")
    open_before, changed = PASSWORDS[0], 0
    for seed in range(times):
        acknowledged = writers.killed(folder, "password", seed, noise.uniform(0, 0.8))
        changed += len(acknowledged)
        last = acknowledged[-1] if acknowledged else open_before
        opening = [password for password in PASSWORDS if opens(folder, password)]
        assert len(opening) == 1, "exactly one opens"
        ws = open_workspace(folder, Password(vaults.USER, opening[0]), clock=SystemClock())
        try:
            assert verify(ws).ok
            assert (folder / "keyring.json").read_bytes() == (folder / "keyring.bak").read_bytes()
        finally:
            ws.close()
        if opening[0] != last:  # killed between the change and its acknowledgement
            changed += 1
        open_before = opening[0]
    assert changed > times // 4


def test_auth_12_twenty_kills_of_a_password_change(writers: Writers, workspace_folder: Path) -> None:
    change_and_kill(writers, workspace_folder, 20)


@pytest.mark.long
def test_auth_12_two_hundred_kills_of_a_password_change(writers: Writers, workspace_folder: Path) -> None:
    change_and_kill(writers, workspace_folder, 200)
