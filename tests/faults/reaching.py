"""Opening a workspace again after a fault, and the full check of what is there: as strict each time, and no work twice.

A campaign opens the same keyring and checks the same bytes thousands of times. A key that was derived once is not
derived again, and a file that passed the full check is not checked again while not one of its bytes is another.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

from desktop.services import media
from desktop.services.clock import Clock, SystemClock
from desktop.services.vault import Password, Workspace, check, load_keyring, open_workspace, sealing, tries
from desktop.services.vault import keyring as keyrings
from desktop.services.vault.errors import WrongPassword
from desktop.services.vault.slots import Opened, Secret, open_person
from desktop.services.vault.sqlite_words import sentences
from tests import vaults

PASSWORDS = (vaults.PASSWORD, "four otters by the weir")
_passwords: dict[bytes, str] = {}
_derived = functools.cache(sealing.by_password)
_medium = functools.lru_cache(media.linux_medium)
# Of each file that passed the full check: its name and the digest of its bytes.
_whole: set[tuple[str, bytes]] = set()


def remember_people() -> Callable[[], None]:
    """Derive each password's key once, open each keyring once with each, read a mount table once. Give what ends that."""
    known: dict[str, Opened] = {}
    derive, before, medium = sealing.by_password, tries.open_person, media.linux_medium

    def remembered(ring: keyrings.Keyring, secret: Secret) -> Opened:
        words = repr((vars(secret), hashlib.sha256(ring.to_bytes()).hexdigest()))
        if words not in known:
            known[words] = open_person(ring, secret)
        return copy.deepcopy(known[words])

    def forget() -> None:
        tries.open_person, sealing.by_password, media.linux_medium = before, derive, medium

    tries.open_person, sealing.by_password, media.linux_medium = remembered, _derived, _medium
    return forget


def end(process: subprocess.Popen[str]) -> None:
    """End a process that ends by itself when nothing more is asked of it."""
    try:
        process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def opens(folder: Path, password: str) -> bool:
    """Say whether a password opens the keyring as it is, without counting it as a try."""
    try:
        open_person(load_keyring(folder), Password(vaults.USER, password))
    except WrongPassword:
        return False
    return True


def password_of(folder: Path) -> str:
    """Say which of the two passwords opens a workspace now; the same keyring is asked once."""
    content = (folder / "keyring.json").read_bytes()
    if content not in _passwords:
        _passwords[content] = next(one for one in PASSWORDS if opens(folder, one))
    return _passwords[content]


def reach(folder: Path, clock: Clock | None = None) -> Workspace:
    """Open a workspace by whichever of the two passwords it has now."""
    return open_workspace(folder, Password(vaults.USER, password_of(folder)), clock=clock or SystemClock())


def problems(ws: Workspace) -> list[check.Problem]:
    """Do what `verify` does, but for compartments whose bytes passed it before, and give what it found.

    Error: KnownError where a compartment cannot be read to its end.
    """
    found: list[check.Problem] = []
    for tier in ws.compartments:
        path = ws.folder / ws.file_of(tier)
        journal = path.with_name(f"{path.name}-journal")
        mark = None if journal.exists() else (path.name, hashlib.sha256(path.read_bytes()).digest())
        if mark in _whole:
            continue
        here: list[check.Problem] = []
        with sentences(path.name):
            check._look_at(ws, tier, check._Ticker(1, None), here, {})
        if mark and not here:
            _whole.add(mark)
        found += here
    return [*found, *check._other_files(ws), *check._noticed(ws)]


def assert_whole(ws: Workspace) -> bool:
    """Check that the workspace is whole and that nothing alarms; say whether a small file had to be made anew.

    What is written without waiting for the disk can be lost by a power cut, is made anew, and is said once.
    """
    small = {"found:heads.json", "found:keyring.bak"}
    lost = bool(small & set(ws.notices))
    assert set(ws.notices) <= small, ws.notices
    ws.notices = ()
    found = problems(ws)
    assert not found, found
    return lost
