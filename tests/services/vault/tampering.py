"""What somebody can do who has the files, and what somebody can do who has the keys as well."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from desktop.services.vault import Password, compartment, keyring
from desktop.services.vault.canonical import canonical
from desktop.services.vault.schema import kind_of, tables, triggers
from desktop.services.vault.slots import open_person
from tests import vaults


def hashes(folder: Path) -> dict[str, str]:
    """Give the hash of every file of a workspace; the lock file is not content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "in-use.lock"
    }


def keys(folder: Path, user: str = vaults.USER, password: str = vaults.PASSWORD) -> dict[str, str]:
    """Give the raw key of each compartment by its name in the keyring."""
    opened = open_person(keyring.load(folder), Password(user, password))
    return {name: grant.key for name, grant in opened.grants.items()}


def name_of(folder: Path, tier: str) -> str:
    """Give a compartment's name in the keyring."""
    return next(name for name in keyring.load(folder).compartments if kind_of(name) == tier)


@contextlib.contextmanager
def raw(folder: Path, tier: str = "programme", *, awake: bool = False) -> Iterator[Any]:
    """Open one file as another program with the key would. The triggers are dropped and made again at the end."""
    name = name_of(folder, tier)
    connection = compartment.connect(folder / f"{name}.db", keys(folder)[name])
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    known = tables(connection).values()
    try:
        if not awake:
            for (trigger,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {trigger}")
        yield connection
        if not awake:
            for table in known:
                for statement in triggers(table):
                    connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        connection.close()


def rewrite_keyring(folder: Path, change: Callable[[dict[str, Any]], object], *, both: bool = False) -> None:
    """Change keyring.json and give it a checksum that fits."""
    path = folder / keyring.NAME
    plain = json.loads(path.read_bytes())
    plain.pop("checksum")
    change(plain)
    plain["checksum"] = hashlib.sha256(canonical(plain)).hexdigest()
    path.write_text(json.dumps(plain), encoding="utf-8")
    if both:
        (folder / keyring.SECOND).write_bytes(path.read_bytes())
