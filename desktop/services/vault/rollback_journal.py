"""What a killed writer left beside a compartment: its rollback journal, settled before anything else reads the file.

SQLite plays back whatever journal lies beside a file, also one of another workspace or of an older copy. So
the outcome is compared with the file as it was, and where it is worse, the file is put back as it was.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.vault import compartment, journal
from desktop.services.vault.errors import CompartmentForeign, CompartmentTruncated
from desktop.services.vault.heads import Seen

_MOST = 1 << 33
_ASIDE = ".set-aside"
Soundness = tuple[bool, int, bool, bool]
SOUND: Soundness = (True, 0, True, True)


def settle(path: Path, key: str, seen: Seen | None) -> None:
    """Let SQLite play back the journal beside `path`, and undo that where it does not fit; `seen` is from heads.json.

    Errors: CompartmentForeign, files.FileRefused.
    """
    left = path.with_name(f"{path.name}-journal")
    try:
        _set_aside(path.with_name(f"{path.name}-wal"))
        rest = files.read_bounded(left, _MOST)
        before = files.read_bounded(path, _MOST)
    except files.NoSuchFile:
        return
    except files.NotAFile:
        raise CompartmentForeign(file=left.name) from None
    if not rest.strip(b"\0"):
        files.remove_file(left)
        return
    after = _soundness(path, key, seen)
    if after == SOUND:
        files.remove_file(left)  # SQLite removes what it played back; what is left now was never begun
        return
    trial = files.temporary_name(path)
    try:
        files.write_whole(trial, before)
        better = _soundness(trial, key, seen) > after
    finally:
        files.remove_file(trial)
        files.remove_file(trial.with_name(f"{trial.name}-journal"))
    if better:
        files.write_whole(path.with_name(left.name + _ASIDE), rest)
        files.remove_file(left)
        files.write_whole(path, before)


def look_at(path: Path) -> None:
    """Refuse a file that cannot be a compartment; one that a power cut tore while it grew is let pass to `settle`.

    Errors: those of `compartment.look_at`; CompartmentTruncated only where no journal lies beside it.
    """
    try:
        compartment.look_at(path)
    except CompartmentTruncated:
        left = path.with_name(f"{path.name}-journal")
        with contextlib.suppress(files.FileRefused):
            if files.read_bounded(left, _MOST).strip(b"\0"):
                return
        raise


def _set_aside(path: Path) -> None:
    """Rename a write-ahead log: compartments never have one, and SQLite would copy it into the file."""
    with contextlib.suppress(files.NoSuchFile):
        files.replace(path, path.with_name(path.name + _ASIDE))


def _soundness(path: Path, key: str, seen: Seen | None) -> Soundness:
    """Say how whole a file is: it opens, minus its bad pages, it is a database, it is not older than was seen."""
    connection = None
    try:
        connection = compartment.connect(path, key)
        compartment.settle(connection)
        connection.execute("SELECT count(*) FROM meta").fetchone()
        bad = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
        whole = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        now = journal.heads(connection, "main")
        behind = seen is not None and any(now.get(d, (0, ""))[0] < head[0] for d, head in seen.heads.items())
    except sqlite.DatabaseError:
        return (False, 0, False, False)
    finally:
        if connection is not None:
            connection.close()
    return (True, -bad, whole, not behind)
