"""Backups on the disk: a folder each in the workspace's `backups`, the files in it as they are, and a list of them.

`backup.json` states every file's length and SHA-256 and is written once; `checked.json` holds what the last check
found. No key is needed here. A folder under a temporary name is what a killed writer left.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from desktop.services import files
from desktop.services.backups.errors import BackupNewer, NotABackup
from desktop.services.backups.types import Backup
from desktop.services.vault import heads, keyring
from desktop.services.vault.backups import FOLDER
from desktop.services.vault.canonical import canonical
from desktop.services.vault.packing import Ticker

FORMAT: Final = 1
LIST: Final = "backup.json"
CHECKED: Final = "checked.json"
_MOST: Final = 1 << 20
_MEMBER: Final = re.compile(
    r"((programme|counselling|safeguarding|private-[0-9a-f]{1,64})\.db(-journal)?|heads\.json|keyring\.json)"
)
_CHUNK: Final = 1 << 20


def shelf_of(folder: Path) -> Path:
    """Give the folder in which a workspace's backups lie."""
    return folder / FOLDER


def all_in(shelf: Path) -> tuple[Backup, ...]:
    """List the backups of a `backups` folder, newest first; what is no backup is passed over."""
    found = []
    with contextlib.suppress(OSError):
        for path in shelf.iterdir():
            if not path.name.startswith(".") and path.is_dir():
                with contextlib.suppress(NotABackup, BackupNewer):
                    found.append(read(path))
    return tuple(sorted(found, key=lambda one: (one.clock, one.made, one.path.name), reverse=True))


def read(path: Path) -> Backup:
    """Read what a backup says of itself, and see that its files have their lengths. Errors: NotABackup, BackupNewer."""
    stated = _stated(path)
    checked: dict[str, Any] = {}
    with contextlib.suppress(files.FileRefused, ValueError, TypeError):
        checked = dict(json.loads(files.read_bounded(path / CHECKED, _MOST)))
    fault = str(checked.get("fault", ""))
    for name, (length, _) in stated["members"].items():
        try:
            fault = fault or ("" if (path / name).stat().st_size == length else "length")
        except OSError:
            fault = fault or "missing"
    size = sum(length for length, _ in stated["members"].values())
    return Backup(path, stated["made"], stated["why"], size, str(checked.get("verified", "")), fault, stated["clock"])


def members(path: Path) -> dict[str, tuple[int, str]]:
    """Give each file's length and SHA-256 in hex, by its name. Errors: NotABackup, BackupNewer."""
    found: dict[str, tuple[int, str]] = _stated(path)["members"]
    return found


def workspace_of(path: Path) -> str:
    """Say of which workspace it is. Errors: NotABackup, BackupNewer."""
    return str(_stated(path)["workspace"])


def _stated(path: Path) -> dict[str, Any]:
    """Read `backup.json`, taking nothing for granted."""
    try:
        plain = json.loads(files.read_bounded(path / LIST, _MOST))
        if int(plain["format"]) > FORMAT:
            raise BackupNewer
        found = {name: (int(one[0]), str(one[1])) for name, one in plain["members"].items() if _MEMBER.fullmatch(name)}
        if len(found) != len(plain["members"]) or not {heads.FILE, keyring.NAME} <= found.keys():
            raise NotABackup
        texts = {name: str(plain[name])[:100] for name in ("workspace", "made", "why")}
        return texts | {"clock": int(plain["clock"]), "members": found}
    except (files.FileRefused, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise NotABackup from None


def write_list(path: Path, stated: dict[str, object]) -> None:
    """Write `backup.json` of a new backup."""
    files.write_whole(path / LIST, canonical({"format": FORMAT, **stated}))


def note(path: Path, verified: str, fault: str) -> None:
    """Keep what a check found; where it cannot be written, nothing is lost."""
    with contextlib.suppress(files.FileRefused):
        files.write_whole(path / CHECKED, canonical({"verified": verified, "fault": fault}))


def fault_outside(path: Path, tick: Callable[[int], object]) -> str:
    """Read every file past the cache and compare it with the list; "" where all are as they were written."""
    for name, (length, digest) in members(path).items():
        try:
            found = (path / name).stat().st_size
            if found != length:
                return "length"
            if hash_of(path / name, tick) != digest:
                return "content"
        except (files.FileRefused, OSError):
            return "missing"
    return ""


def hash_of(path: Path, tick: Callable[[int], object]) -> str:
    """Give the SHA-256 of a file as its medium returns it, in hex."""
    digest = hashlib.sha256()
    pieces = files.read_past_cache(path)
    try:
        for piece in pieces:
            digest.update(piece)
            tick(len(piece))
    finally:
        pieces.close()  # type: ignore[attr-defined]  # a generator; Windows removes no file that one holds open
    return digest.hexdigest()


def copy_file(source: Path, target: Path, ticker: Ticker) -> tuple[int, str]:
    """Copy a file onto the medium; give its length and SHA-256 in hex. Raises a `FileRefused`, `Cancelled`."""
    digest, length = hashlib.sha256(), 0
    with files.sentences(), files.open_file(source) as from_, files.create_file(target) as to:
        while piece := from_.read(_CHUNK):
            to.write(piece)
            digest.update(piece)
            length += len(piece)
            ticker.add(len(piece))
        files.flush_file(to)
    return length, digest.hexdigest()
