"""Workspaces of every former schema open and lose nothing; a migration that fails leaves the old one (ENV-06 to 08)."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop.services import files
from desktop.services.vault import (
    Workspace,
    backups,
    compartment,
    make_workspace,
    open_workspace,
    schema,
    unlock,
    verify,
)
from tests import media, vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows
from tests.services.vault.opened import SECRET
from tests.services.vault.tampering import hashes

ROOT = Path(__file__).parents[3]
NEWEST = {kind: schema.newest(kind) for kind in ("programme", "counselling")}
# Every former schema of each kind at least once; those between the oldest and the last only in the long form.
PAIRS = [
    (min(number, NEWEST["programme"] - 1), min(number, NEWEST["counselling"] - 1))
    for number in range(1, max(NEWEST.values()))
]
FORMER = [pytest.param(*pair, marks=[pytest.mark.long] if pair in PAIRS[1:-1] else []) for pair in PAIRS]


@contextmanager
def program_of(programme: int, confidential: int) -> Iterator[None]:
    """Be the program that knew no later migrations than these."""
    known = schema.migrations

    def former(kind: str) -> tuple[tuple[int, str], ...]:
        return known(kind)[: programme if kind == "programme" else confidential]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "migrations", former)
        schema._made.cache_clear()
        yield
    schema._made.cache_clear()


def fill(ws: Workspace) -> None:
    """Write people and notes as far as that program had columns for them."""
    with ws.step("programme", "import_roster", about="3") as step:
        people = [
            step.insert(
                "person", number=str(n), source_key="", family="Okafor", given=f"Ada {n}", preferred="", year="9",
                form="9B", birth_date=None, status="present",
                **({"kind": "student"} if "kind" in ws.tables_of("programme")["person"].columns else {}),
            )
            for n in range(3)
        ]  # fmt: skip
    for tier in ("counselling", "private"):
        with ws.step(tier, "write_note") as step:
            rows.note(step, people[0], f"a text in {tier} " * 50)


def make(folder: Path, clock: FakeClock) -> None:
    ws = make_workspace(
        folder, school="Northfield School", user=vaults.USER, password=vaults.PASSWORD, private=True, found=fill,
        cost=vaults.CHEAP, clock=clock,
    )  # fmt: skip
    ws.close()


def content(ws: Workspace) -> dict[str, Any]:
    """Give what must be the same after a migration: counts, hashes of texts, chain heads, every entry."""
    said: dict[str, Any] = {"people": ws.rows("programme", "SELECT uid, number, given FROM @.person ORDER BY uid")}
    for tier in ws.compartments:
        said[f"steps {tier}"] = ws.rows(tier, "SELECT device, step, digest FROM @.step ORDER BY device, step")
        said[f"journal {tier}"] = ws.rows(
            tier, "SELECT device, step, n, digest FROM @.journal ORDER BY device, step, n"
        )
    for tier in ("counselling", "private"):
        texts = ws.rows(tier, "SELECT uid, text FROM @.note_text ORDER BY uid")
        said[tier] = [(uid, hashlib.sha256(text.encode()).hexdigest()) for uid, text in texts]
    return said


@pytest.mark.parametrize(("programme", "confidential"), FORMER)
def test_every_former_version_opens_and_loses_nothing(
    tmp_path: Path, clock: FakeClock, programme: int, confidential: int
) -> None:
    """ENV-07: counts, hashes of note texts and chains are equal, the check finds nothing, a verified backup stands."""
    folder = tmp_path / "Old.peerkeep"
    with program_of(programme, confidential):
        make(folder, clock)
        ws = vaults.reopen(folder, clock)
        before = content(ws)
        ws.close()
    ws = vaults.reopen(folder, clock)
    assert content(ws) == before
    assert verify(ws).ok
    kept = sorted(path.name for path in (folder / "backups").iterdir())
    former = {"programme": programme, "counselling": confidential}
    assert [n for n in kept if not n.startswith("private")] == sorted(
        f"{name}-schema-{n}.db" for name, n in former.items() if n < NEWEST[name]
    )
    for name in kept:
        key = ws.opened.grants[name.rpartition("-schema-")[0]].key
        assert compartment.opens(folder / "backups" / name, key)
    ws.close()


@pytest.fixture
def old(tmp_path: Path, clock: FakeClock) -> Path:
    """A closed workspace of the schema before the newest."""
    folder = tmp_path / "Old.peerkeep"
    with program_of(NEWEST["programme"] - 1, NEWEST["counselling"]):
        make(folder, clock)
    return folder


def still_opens(folder: Path, clock: FakeClock) -> dict[str, Any]:
    """Open it with the former program, as somebody would who cannot wait for a mended one."""
    with program_of(NEWEST["programme"] - 1, NEWEST["counselling"]):
        ws = vaults.reopen(folder, clock)
        try:
            assert verify(ws).ok
            return content(ws)
        finally:
            ws.close()


class Stopped(Exception):
    """What a test stops a migration with."""


def stopping(monkeypatch: pytest.MonkeyPatch, at: int, stop: Callable[[], object]) -> None:
    """Stop before the statement `at` of a migration; the triggers that follow count too."""
    counted = [0]
    real = schema.statements, schema.triggers

    def count(found: list[str]) -> Iterator[str]:
        for one in found:
            counted[0] += 1
            if counted[0] == at:
                stop()
            yield one

    monkeypatch.setattr(schema, "statements", lambda text: count(real[0](text)))
    monkeypatch.setattr(schema, "triggers", lambda table: count(real[1](table)))


def _stop() -> None:
    raise Stopped


def test_a_migration_that_fails_anywhere_leaves_the_old_one(
    old: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENV-08: a forced exception before each of the first statements, and at some later ones; then it works."""
    before = still_opens(old, clock)
    database = (old / "programme.db").read_bytes()
    schema._made("programme")
    for at in (1, 2, 8, 34):
        with monkeypatch.context() as patch:
            stopping(patch, at, _stop)
            with pytest.raises(Stopped):
                open_workspace(old, SECRET, clock=clock)
        assert (old / "programme.db").read_bytes() == database
    assert still_opens(old, clock) == before
    ws = vaults.reopen(old, clock)
    assert content(ws) == before
    assert verify(ws).ok
    ws.close()


KILLED = """
import os, sys
from pathlib import Path
from desktop.services.vault import Password, open_workspace, schema
from tests import vaults
from tests.services.vault.test_migrating import stopping
import pytest
schema._made("programme")
stopping(pytest.MonkeyPatch(), int(sys.argv[2]), lambda: os._exit(9))
open_workspace(Path(sys.argv[1]), Password(vaults.USER, vaults.PASSWORD))
"""


def killed(folder: Path, at: int) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, folder, str(at)], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 9


def test_a_killed_migration_leaves_the_old_one(old: Path, clock: FakeClock) -> None:
    """ENV-08: killed in the middle, the old program opens it, and so does the new one."""
    before = still_opens(old, clock)
    killed(old, 30)
    assert still_opens(old, clock) == before
    ws = vaults.reopen(old, clock)
    assert content(ws) == before
    ws.close()


@pytest.mark.long
@pytest.mark.parametrize("at", range(1, 90, 4))
def test_a_migration_killed_anywhere_leaves_the_old_one(old: Path, clock: FakeClock, at: int) -> None:
    """ENV-08, long: at every fourth statement."""
    before = still_opens(old, clock)
    killed(old, at)
    assert still_opens(old, clock) == before


def test_no_room_for_the_backup_before_a_migration(
    old: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENV-08: a full disk stops it before anything is changed, and no half backup stays."""
    before = hashes(old)
    real = files.write_whole

    def full(path: Path, data: bytes, *, durable: bool = True) -> None:
        if path.parent.name == backups.FOLDER:
            raise files.DiskFull
        real(path, data, durable=durable)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", full)
        with pytest.raises(files.DiskFull):
            open_workspace(old, SECRET, clock=clock)
    after = hashes(old)
    assert {name: digest for name, digest in after.items() if "lock" not in name} == {
        name: digest for name, digest in before.items() if "lock" not in name
    }
    assert still_opens(old, clock)


def test_a_disk_that_fills_up_during_a_migration(old: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENV-08: the sentence of a full disk; the old program opens what is there."""
    before = still_opens(old, clock)
    real = compartment.settle

    def settle(connection: Any, name: str = "main") -> None:  # noqa: ANN401 - a connection
        real(connection, name)
        (pages,) = connection.execute(f"PRAGMA {name}.page_count").fetchone()
        connection.execute(f"PRAGMA {name}.max_page_count={pages}")

    with monkeypatch.context() as patch:
        patch.setattr(compartment, "settle", settle)
        with pytest.raises(files.DiskFull):
            open_workspace(old, SECRET, clock=clock)
    assert still_opens(old, clock) == before


def test_an_older_workspace_on_a_read_only_medium_is_migrated_in_a_copy(
    old: Path, tmp_path: Path, clock: FakeClock
) -> None:
    """ENV-07, CRASH-15: it is read by the new program, and stays what it was."""
    with media.mounted(tmp_path / "medium") as place:
        folder = Path(shutil.copytree(old, place / "Old.peerkeep"))
        media.protect(place)
        before = hashes(folder)
        ws = unlock(folder, SECRET, clock=clock)
        assert ws.read_only
        assert ws.value("programme", "PRAGMA main.user_version") == NEWEST["programme"]
        assert len(ws.rows("programme", "SELECT uid FROM @.person")) == 3
        ws.close()
        assert hashes(folder) == before
