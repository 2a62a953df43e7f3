"""A workspace with a coordinator beside the counsellor, and what it takes to be the one or the other."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from desktop.services.vault import Password, Workspace, add_user, open_workspace
from tests import vaults
from tests.fakes.clock import FakeClock

COORDINATOR = "Sample Coordinator"
SECRET = "four otters in a boat"


def invite(folder: Path, clock: FakeClock, label: str = COORDINATOR, role: str = "coordinator") -> None:
    """Let somebody else unlock."""
    ws = vaults.reopen(folder, clock)
    add_user(ws, label, role, SECRET, cost=vaults.CHEAP)
    ws.close()


@contextlib.contextmanager
def at(folder: Path, clock: FakeClock, label: str = COORDINATOR) -> Iterator[Workspace]:
    """Work as the coordinator, or as another who was invited."""
    ws = open_workspace(folder, Password(label, SECRET), clock=clock)
    try:
        yield ws
    finally:
        ws.close()


@contextlib.contextmanager
def counselling(folder: Path, clock: FakeClock) -> Iterator[Workspace]:
    """Work as the counsellor."""
    ws = vaults.reopen(folder, clock)
    try:
        yield ws
    finally:
        ws.close()
