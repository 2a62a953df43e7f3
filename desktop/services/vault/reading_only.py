"""Opening a workspace that may not be written: who refuses, and where its files can be read from all the same.

Nothing is written beside such files. What would have to be written first (a journal that a killed writer left, an
older schema) is done in a private copy of the file, which goes when the workspace is closed; it is encrypted too.
"""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop.services import files, places
from desktop.services.errors import KnownError
from desktop.services.vault import compartment, heads, rollback_journal
from desktop.services.vault.grants import Opened
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.reading_errors import MediumReadOnly, OnNetworkDrive, OpenElsewhere
from desktop.services.vault.schema import kind_of, newest

LOCK: Final = "in-use.lock"
_UNKNOWN: Final = "?"
_CHUNK: Final = 1 << 20


def claim(folder: Path, ring: Keyring, *, reading: bool) -> tuple[files.FileLock, KnownError | None]:
    """Take the workspace's lock; or, where `reading` will do, say why nothing may be written there.

    Errors: AlreadyOpen where this account has it open on this laptop. Unless `reading`: the reason itself, as
    AlreadyOpen, OnNetworkDrive, ReadOnlyMedium or NotPermitted.
    """
    lock = files.FileLock(folder / LOCK)
    try:
        if places.is_refused(folder):
            holder = lock.holder()
            if holder is not None and not holder.ours and holder.host != _UNKNOWN:
                raise files.AlreadyOpen(pid=holder.pid, host=holder.host, ours=False)
            raise OnNetworkDrive
        lock.acquire()
        _must_take_writes(folder, ring)
    except (files.AlreadyOpen, files.ReadOnlyMedium, files.NotPermitted, OnNetworkDrive) as error:
        lock.release()
        refusal = _reason(error)
        if not reading or refusal is None:
            raise
        return lock, refusal
    return lock, None


def _reason(error: KnownError) -> KnownError | None:
    """Say it as the reason for reading only; None where a person has it open in another window here."""
    if isinstance(error, OnNetworkDrive):
        return error
    if not isinstance(error, files.AlreadyOpen):
        return MediumReadOnly()
    host = str(error.values["host"])
    return None if error.values["ours"] or host == _UNKNOWN else OpenElsewhere(host=host)


def _must_take_writes(folder: Path, ring: Keyring) -> None:
    """Try whether the folder takes a new file, and see that its files may be written.

    Errors: ReadOnlyMedium, NotPermitted. A full disk is no reason: it may be freed at any time.
    """
    probe = files.temporary_name(folder / LOCK)
    try:
        files.create_file(probe).close()
    except (files.ReadOnlyMedium, files.NotPermitted):
        raise
    except files.FileRefused:
        pass
    with contextlib.suppress(files.FileRefused):  # a virus scanner may hold it; it is swept at the next opening
        files.remove_file(probe)
    paths = (folder / compartment.file_name(name) for name in ring.compartments)
    if any(os.access(path, os.R_OK) and not os.access(path, os.W_OK) for path in paths):
        raise files.NotPermitted


def left_by(lock: files.FileLock) -> str:
    """Name another computer on which the workspace was open last and not closed; "" for none."""
    left = lock.left
    return left.host if left is not None and left.host not in (platform.node(), _UNKNOWN) else ""


def needs_a_copy(path: Path, key: str, name: str, ring: Keyring, *, alone: bool) -> bool:
    """Say whether a file can only be read after something was written. `alone`: nobody else works in it.

    Errors: those of `compartment.check_opens`.
    """
    rollback_journal.look_at(path)
    if alone and any(_has_content(path.with_name(path.name + ending)) for ending in ("-journal", "-wal")):
        return True
    found = compartment.check_opens(path, key, workspace=ring.workspace, compartment=name, read_only=True)
    return found < newest(kind_of(name))


def _has_content(path: Path) -> bool:
    try:
        with files.open_file(path) as handle:
            while piece := handle.read(_CHUNK):
                if piece.strip(b"\0"):
                    return True
    except files.NoSuchFile:
        pass
    return False


def scratch_copy(path: Path, scratch: Path) -> Path:
    """Copy a compartment's file and what stands beside it into `scratch`; give the new path. Error: FileRefused."""
    files.private_folder(scratch)
    for one in (path, *(path.with_name(path.name + ending) for ending in ("-journal", "-wal"))):
        if one.exists():
            _copy(one, scratch / one.name)
    if not (scratch / heads.FILE).exists() and (path.parent / heads.FILE).exists():
        _copy(path.parent / heads.FILE, scratch / heads.FILE)
    return scratch / path.name


def _copy(source: Path, target: Path) -> None:
    with files.sentences(), files.open_file(source) as reading, files.create_file(target) as writing:
        while piece := reading.read(_CHUNK):
            writing.write(piece)


class Readable:
    """Finds, file by file, where a workspace can be read from; `prepare` brings a private copy up to date."""

    def __init__(self, folder: Path, ring: Keyring, opened: Opened, prepare: Callable[[Path, str], None]) -> None:
        """Begin with the files themselves; `scratch` is made when a copy is needed."""
        self._folder, self._ring, self._opened, self._prepare = folder, ring, opened, prepare
        self.scratch: Path | None = None

    def path(self, name: str, *, alone: bool) -> tuple[Path, bool]:
        """Give the path of a compartment's file, and whether it is the original, to be opened for reading only."""
        path = self._folder / compartment.file_name(name)
        if not needs_a_copy(path, self._opened.grants[name].key, name, self._ring, alone=alone):
            return path, True
        self.scratch = self.scratch or files.temp_home() / secrets.token_hex(8)
        copied = scratch_copy(path, self.scratch)
        self._prepare(self.scratch, name)
        return copied, False
