"""One encrypted file: making it, telling what is wrong with it, connecting to it, attaching it.

The raw key is used directly; SQLCipher derives nothing. The cipher parameters are written down here and checked.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
import struct
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.vault import cushion, schema
from desktop.services.vault.errors import (
    CompartmentDamaged,
    CompartmentEmpty,
    CompartmentForeign,
    CompartmentMissing,
    CompartmentTruncated,
    SchemaChanged,
)
from desktop.services.vault.sqlite_words import sentences
from desktop.services.vault.staff_errors import KeyNotChanged
from desktop.services.vault.unfit_errors import CompartmentUnknown

Connection = Any
PAGE: Final = 4096
_LOOKED_AT: Final = 256
_NOISE: Final = 200  # different bytes on a page: encrypted ones have all but some of 256, text has half as many
CIPHER: Final = {
    "cipher_page_size": "4096",
    "cipher_hmac_algorithm": "HMAC_SHA512",
    "cipher_use_hmac": "1",
    "cipher_kdf_algorithm": "PBKDF2_HMAC_SHA512",
    "kdf_iter": "256000",
}
_EVERY: Final = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON")
_ONCE: Final = (
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cache_size=-64000",
)


def new_key() -> str:
    """Draw a raw key, as 64 hex digits."""
    return secrets.token_hex(32)


def file_name(compartment: str) -> str:
    """Give the file name of a compartment."""
    return f"{compartment}.db"


def _uri(path: Path, mode: str) -> str:
    return f"{path.resolve().as_uri()}?mode={mode}"


def _raw(key: str) -> str:
    if len(key) != 64:
        raise ValueError("a raw key has 64 hex digits")
    return f"x'{bytes.fromhex(key).hex()}'"


def connect(path: Path, key: str, *, read_only: bool = False) -> Connection:
    """Connect to one file with its raw key; the file must exist.

    Error: sqlite.DatabaseError, often already where the key does not fit.
    """
    mode = "ro" if read_only else "rw"
    connection = sqlite.connect(_uri(path, mode), uri=True, isolation_level=None, check_same_thread=False, timeout=2.0)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f'PRAGMA key="{_raw(key)}"')
        for pragma in _ONCE:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def settle(connection: Connection, name: str = "main") -> None:
    """Set and check the parameters of one attached file."""
    for pragma in _EVERY:
        connection.execute(f"PRAGMA {name}.{pragma}")
    for parameter in (
        "cipher_page_size",
        "cipher_hmac_algorithm",
        "cipher_use_hmac",
        "cipher_kdf_algorithm",
        "kdf_iter",
    ):
        found = connection.execute(f"PRAGMA {name}.{parameter}").fetchone()
        if found is not None and str(found[0]) != CIPHER[parameter]:
            raise CompartmentForeign(file=name)


def attach(connection: Connection, path: Path, key: str, name: str, *, read_only: bool = False) -> None:
    """Attach a file under `name`; the key goes as a bound value."""
    connection.execute("ATTACH ? AS " + name + " KEY ?", (_uri(path, "ro" if read_only else "rw"), _raw(key)))
    settle(connection, name)


def connect_all(folder: Path, names: dict[str, str], keys: dict[str, str]) -> Connection:
    """Connect to the programme and attach the other files; `names` maps tiers to names, `keys` names to raw keys.

    Error: sqlite.DatabaseError.
    """
    connection = connect(folder / file_name("programme"), keys["programme"])
    try:
        settle(connection)
        for tier, name in names.items():
            if tier != "programme":
                attach(connection, folder / file_name(name), keys[name], tier)
    except BaseException:
        connection.close()
        raise
    return connection


def change_key(path: Path, key: str, new: str) -> None:
    """Encrypt a file anew with another raw key, all of it or nothing; nothing else may have it open.

    SQLCipher does not say when this fails, so the file is asked. Errors: files.FileRefused, KeyNotChanged.
    """
    with sentences(path.name, path.parent), contextlib.closing(connect(path, key)) as connection:
        settle(connection)
        try:
            connection.execute(f'PRAGMA rekey="{_raw(new)}"')
        except sqlite.OperationalError as error:
            if "rekey" in str(error):  # its only word for whatever the drive refused
                raise KeyNotChanged(file=path.name) from None
            raise
    if not opens(path, new):
        raise KeyNotChanged(file=path.name)


def create(path: Path, key: str, *, workspace: str, compartment: str) -> None:
    """Make a new compartment file with the present schema, readable by this account alone, as its journals will be."""
    files.create_file(path).close()
    with sentences(path.name, path.parent), contextlib.closing(connect(path, key)) as connection:
        settle(connection)
        schema.make(connection, schema.kind_of(compartment))
        connection.executemany(
            "INSERT INTO meta (name, value) VALUES (?, ?)",
            [("workspace", workspace), ("compartment", compartment), ("epoch", "1")],
        )
        if schema.kind_of(compartment) != "programme":
            cushion.fill_up(connection, "main")
    with files.open_file(path) as made:
        if made.read(16).startswith(b"SQLite format 3"):
            raise CompartmentForeign(file=path.name)
    files.sync_folder(path.parent)


def look_at(path: Path) -> None:
    """Refuse a file that cannot be a compartment, before any key is tried.

    Errors: CompartmentMissing, CompartmentEmpty, CompartmentTruncated, CompartmentForeign.
    """
    name = path.name
    try:
        with files.open_file(path) as handle:
            start = handle.read(16)
            size = handle.seek(0, 2)
    except files.NoSuchFile:
        raise CompartmentMissing(file=name) from None
    except (files.NotAFile, files.NotPermitted):
        raise CompartmentForeign(file=name) from None
    if size < 16:
        raise CompartmentEmpty(file=name)
    if start.startswith((b"SQLite format 3", b"PK\3\4", b"%PDF")):
        raise CompartmentForeign(file=name)
    if size % PAGE or size < 2 * PAGE:
        raise CompartmentTruncated(file=name)


def check_opens(path: Path, key: str, *, workspace: str, compartment: str, read_only: bool = False) -> int:
    """Open the file alone, compare what it says of itself, give its schema version.

    Errors: those of `look_at`, CompartmentDamaged, CompartmentForeign, SchemaChanged, NewerWorkspace, HeldElsewhere.
    """
    look_at(path)
    connection = None
    try:
        connection = connect(path, key, read_only=read_only)
        settle(connection)
        stated = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        if stated.get("workspace") != workspace or stated.get("compartment") != compartment:
            raise CompartmentForeign(file=path.name)
        if not schema.pending(connection, schema.kind_of(compartment)) and schema.departures(
            connection, "main", schema.kind_of(compartment)
        ):
            raise SchemaChanged(file=path.name)
        return schema.version(connection)
    except sqlite.OperationalError as error:
        if "readonly" in str(error) or "unable to open" in str(error):
            raise files.ReadOnlyMedium from None
        if "locked" in str(error):
            raise files.HeldElsewhere from None
        raise _why_unreadable(path, key) from None
    except sqlite.DatabaseError:
        raise _why_unreadable(path, key) from None
    finally:
        if connection is not None:
            connection.close()


def opens(path: Path, key: str) -> bool:
    """Say whether `key` opens the file."""
    connection = None
    try:
        connection = connect(path, key, read_only=True)
        return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone())
    except sqlite.DatabaseError:
        return False
    finally:
        if connection is not None:
            connection.close()


def _why_unreadable(path: Path, key: str) -> CompartmentDamaged | CompartmentForeign:
    """Tell what was never encrypted (foreign), ours with bad pages (damaged), and noise that no key of ours opens."""
    with files.open_file(path) as handle:
        content = handle.read(_LOOKED_AT * PAGE)
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    noise = [len(set(page)) >= _NOISE for page in pages]
    if not any(noise):
        return CompartmentForeign(file=path.name)
    # The first page holds the salt, without which not one of the others can be told to be ours.
    mac_key = hashlib.pbkdf2_hmac("sha512", bytes.fromhex(key), bytes(byte ^ 0x3A for byte in content[:16]), 2, 32)
    ours = not noise[0] or any(_is_sealed(page, n, mac_key) for n, page in enumerate(pages[1:], 2))
    return CompartmentDamaged(file=path.name) if ours else CompartmentUnknown(file=path.name)


def _is_sealed(page: bytes, number: int, mac_key: bytes) -> bool:
    """Say whether a page (from 2) authenticates under its number, as SQLCipher 4 does it."""
    found = hmac.digest(mac_key, page[:-64] + struct.pack("<I", number), "sha512")
    return hmac.compare_digest(found, page[-64:])


def bring_up_to_date(path: Path, key: str, compartment: str) -> None:
    """Migrate one file; the caller made a verified backup. Errors: files.FileRefused, CompartmentDamaged."""
    with sentences(path.name, path.parent), contextlib.closing(connect(path, key)) as connection:
        settle(connection)
        schema.migrate(connection, schema.kind_of(compartment))
