"""Verified copies of one compartment file inside the workspace's `backups` folder, and what is inside such a copy."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.vault import compartment, journal
from desktop.services.vault.errors import CompartmentDamaged
from desktop.services.vault.heads import Seen
from desktop.services.vault.keyring import Keyring

FOLDER = "backups"


def before_migration(path: Path, key: str, version: int) -> Path:
    """Copy a file at rest before its schema changes, and check that the copy opens whole. Error: CompartmentDamaged."""
    folder = files.private_folder(path.parent / FOLDER)
    kept = folder / f"{path.stem}-schema-{version}.db"
    files.write_whole(kept, files.read_bounded(path, 1 << 33))
    connection = compartment.connect(kept, key, read_only=True)
    try:
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise CompartmentDamaged(file=path.name)
    finally:
        connection.close()
    return kept


def fault_inside(path: Path, key: str, name: str, ring: Keyring, seen: Seen | None) -> str:
    """Open one file of a backup for reading and compare it with what its heads state; "" where nothing is wrong.

    Says "closed" (the key does not open it, or it is of another workspace), "pages" (pages that do not
    authenticate), "heads" (its counter or chain heads are not the stated ones).
    """
    try:
        with contextlib.closing(compartment.connect(path, key, read_only=True)) as connection:
            stated = dict(connection.execute("SELECT name, value FROM meta").fetchall())
            if (stated.get("workspace"), stated.get("compartment")) != (ring.workspace, name):
                return "closed"
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                return "pages"
            (commits,) = connection.execute("SELECT commits FROM counter").fetchone()
            if seen is None or (commits, journal.heads(connection, "main")) != (seen.commits, seen.heads):
                return "heads"
    except sqlite.DatabaseError:
        return "closed"
    return ""


def first_damaged(places: Iterable[tuple[Path, str]]) -> str:
    """Give the name of the first file, of those at (path, key), with pages that do not authenticate; "" for none.

    Looks at every page: only for saying which file it is, where reading several on one connection failed.
    """
    for path, key in places:
        try:
            with contextlib.closing(compartment.connect(path, key, read_only=True)) as connection:
                if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                    return path.name
        except sqlite.DatabaseError:
            return path.name
    return ""
