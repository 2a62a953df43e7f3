"""What opening says of a workspace, and whether it touched anything."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault import (
    Password,
    Workspace,
    open_workspace,
    verify,
)
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows
from tests.services.vault.tampering import hashes

SECRET = Password(vaults.USER, vaults.PASSWORD)


def refused(folder: Path) -> KnownError:
    """Try to open; check that it took less than a second and changed no file; give the refusal."""
    before = hashes(folder) if folder.is_dir() else {}
    names = neighbours(folder)
    began = time.perf_counter()
    with pytest.raises(KnownError) as error:
        open_workspace(folder, SECRET, clock=FakeClock())
    assert time.perf_counter() - began < 1
    assert (hashes(folder) if folder.is_dir() else {}) == before
    assert neighbours(folder) == names
    return error.value


def neighbours(folder: Path) -> list[str]:
    """Give the names beside a workspace; home is this laptop's own folder."""
    return sorted(path.name for path in folder.parent.iterdir() if path.name != "home")


def state(folder: Path) -> dict[str, object] | None:
    """Open a workspace and give what it holds where the full check finds nothing; None where anything is noticed."""
    try:
        ws = vaults.reopen(folder, FakeClock())
    except KnownError:
        return None
    try:
        return rows.dump(ws) if verify(ws).ok else None  # type: ignore[return-value]  # any equal value will do
    except KnownError:
        return None
    finally:
        ws.close()


def fill(ws: Workspace) -> None:
    """Write people and notes, and close."""
    with ws.step("programme", "import_roster", about="200") as step:
        people = [rows.person(step, given=f"Person {n}") for n in range(200)]
    for tier in ("counselling", "private"):
        with ws.step(tier, "write_note") as step:
            rows.note(step, people[0], "a text of some length " * 200)
    ws.close()
