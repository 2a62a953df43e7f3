"""Verified copies of one compartment file inside the workspace's `backups` folder."""

from __future__ import annotations

from pathlib import Path

from desktop.services import files
from desktop.services.vault import compartment
from desktop.services.vault.errors import CompartmentDamaged

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
