"""Real workspaces for tests: made once per run with a cheap key derivation, the folder copied per test."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from desktop.services import files
from desktop.services.clock import Clock
from desktop.services.vault import (
    Password,
    Workspace,
    add_user,
    change_password,
    load_keyring,
    make_workspace,
    open_workspace,
    sealing,
)
from desktop.services.vault.sealing import MIB, Cost

CHEAP = Cost(memory=19 * MIB, passes=2, lanes=1)
PASSWORD = "seven herons over water"  # noqa: S105 - invented
GIVEN = "first of all passwords"  # noqa: S105 - invented
USER = "Sample Counsellor"
SCHOOL = "Northfield School"


def found(ws: Workspace) -> None:
    """Write the founding step as the program does."""
    from desktop.services import programme

    programme.found(ws, SCHOOL, "uk", programme.propose_terms("uk", ws.clock.today()))


def make(folder: Path, clock: Clock, *, private: bool = True, words: tuple[str, ...] | None = None) -> Workspace:
    """Make a workspace as the wizard does, with the cheap derivation."""
    return make_workspace(
        folder,
        school=SCHOOL,
        user=USER,
        password=PASSWORD,
        private=private,
        found=found,
        words=words,
        cost=CHEAP,
        clock=clock,
    )


def colleague(folder: Path, clock: Clock, label: str, role: str, password: str) -> None:
    """Let somebody in as people do: a password is given by who made the workspace and replaced by their own."""
    ws = reopen(folder, clock)
    add_user(ws, label, role, GIVEN, cost=CHEAP)
    ws.close()
    ws = open_workspace(folder, Password(label, GIVEN), clock=clock)
    change_password(ws, GIVEN, password, cost=CHEAP)
    ws.close()


def copy(template: Path, folder: Path) -> Path:
    """Copy a closed workspace, as onto a laptop that has not seen it: copies of one must not know of each other."""
    shutil.copytree(template, folder)
    for record in (files.data_home() / "workspaces").glob(f"{load_keyring(folder).workspace}*"):
        record.unlink()
    return folder


_derived = cache(sealing.by_password)
_one_at_a_time = threading.RLock()


@contextlib.contextmanager
def keys_remembered() -> Iterator[None]:
    """While this lasts, a key that was derived once in this run is not derived again."""
    with _one_at_a_time:
        derive, sealing.by_password = sealing.by_password, _derived
        try:
            yield
        finally:
            sealing.by_password = derive


def reopen(folder: Path, clock: Clock, user: str = USER, password: str = PASSWORD) -> Workspace:
    """Open a test workspace by a password whose key is remembered."""
    with keys_remembered():
        return open_workspace(folder, Password(user, password), clock=clock)
