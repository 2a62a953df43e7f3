"""What somebody with a password, all files, our sources and a Python prompt can do: everything that is tried.

Every key a person can come by is tried on every lock there is. What opens is given as bytes; a test looks for a note in
it. The same attack by somebody who may read the note finds it: so it is a real one.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from desktop.services.vault import Password, keyring, sealing
from desktop.services.vault.passwords import normal_form
from desktop.services.vault.slots import _bound, open_person

_HEX = re.compile(rb"[0-9a-f]{64}")
_AGE = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+")
_PURPOSES = ("peerkeep heads", "peerkeep recovery", "")


class Loot:
    """Keys found so far (32 raw bytes each), age identities, and every byte that opened."""

    def __init__(self) -> None:
        self.keys: set[bytes] = set()
        self.identities: set[str] = set()
        self.plain: list[bytes] = []
        self.opened: set[str] = set()

    def take(self, content: bytes) -> None:
        """Keep what opened, and every key that stands in it in any of the ways keys are written."""
        self.plain.append(content)
        text = content.decode("utf-8", "replace")
        self.identities |= set(_AGE.findall(text))
        self.keys |= {bytes.fromhex(found.decode()) for found in _HEX.findall(content)}
        for piece in re.findall(r"[A-Za-z0-9+/]{43}=", text):
            self.keys.add(base64.b64decode(piece))


def everything(folder: Path, secret: Password) -> Loot:
    """Attack all files of a workspace with what `secret` opens, again with what that opened, until nothing new opens."""
    loot = Loot()
    ring = keyring.load(folder)
    person = open_person(ring, secret)
    loot.take(repr([vars(person), {n: vars(g) for n, g in person.grants.items()}]).encode())
    loot.identities |= set(person.identities)
    loot.keys |= {person.signing, *(bytes.fromhex(grant.key) for grant in person.grants.values())}
    if person.owner:
        loot.keys.add(person.owner)
    for path in sorted(folder.rglob("*.json")):  # what stands in the clear, and what is derived from it
        loot.take(path.read_bytes())
    before = -1
    while before != len(loot.keys) + len(loot.identities) + len(loot.opened):
        before = len(loot.keys) + len(loot.identities) + len(loot.opened)
        _slots(ring, secret, loot)
        _sealed(folder, ring, loot)
        _databases(folder, loot)
    return loot


def _candidates(loot: Loot, salts: list[bytes]) -> Iterator[bytes]:
    yield from tuple(loot.keys)
    for key in tuple(loot.keys):
        for salt in salts:
            for purpose in _PURPOSES:
                yield sealing.by_secret(key, salt, purpose)


def _slots(ring: keyring.Keyring, secret: Password, loot: Loot) -> None:
    """Try the password, and every key, on every slot."""
    salts = [sealing.from_text(slot["kdf"]["salt"]) for slot in ring.slots]
    for slot in ring.slots:
        if slot["id"] in loot.opened:
            continue
        keys = list(_candidates(loot, salts))
        if slot["kdf"]["name"] == "argon2id":
            salt = sealing.from_text(slot["kdf"]["salt"])
            keys.append(sealing.by_password(normal_form(secret.password), salt, sealing.as_cost(slot["kdf"])))
        for key in keys:
            with contextlib.suppress(sealing.Unopened):
                nonce, wrapped = sealing.from_text(slot["nonce"]), sealing.from_text(slot["wrapped"])
                loot.take(sealing.unwrap(key, nonce, wrapped, _bound(ring, slot)))
                loot.opened.add(slot["id"])
                break


def _sealed(folder: Path, ring: keyring.Keyring, loot: Loot) -> None:
    """Try every identity on everything sealed by age: grants, drafts, what opened databases hold."""
    blobs = {one["sealed"]: sealing.from_text(one["sealed"]) for one in ring.grants}
    blobs |= {one["sealed"]: sealing.from_text(one["sealed"]) for own in ring.own for one in own["grants"]}
    blobs |= {path.name: path.read_bytes() for path in folder.rglob("*.age")}
    for content in loot.plain:
        for piece in re.findall(rb"YWdlLWVuY3J5cHRpb24[A-Za-z0-9+/]+={0,2}", content):
            blobs[piece.decode()] = base64.b64decode(piece + b"=" * (-len(piece) % 4))
    for name, blob in blobs.items():
        if name not in loot.opened and loot.identities:
            with contextlib.suppress(sealing.Unopened):
                loot.take(sealing.open_with(tuple(sorted(loot.identities)), blob))
                loot.opened.add(name)


def _databases(folder: Path, loot: Loot) -> None:
    """Try every key as a raw key and as a passphrase on every database, also on those in backups."""
    for path in sorted(folder.rglob("*.db")):
        if str(path) in loot.opened:
            continue
        for key in sorted(loot.keys):
            if _dump(path, f"x'{key.hex()}'", loot):
                loot.opened.add(str(path))
                break


def _dump(path: Path, key: str, loot: Loot) -> bool:
    with contextlib.closing(sqlite.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            connection.execute(f'PRAGMA key="{key}"')
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for name in names:
                for row in connection.execute(f"SELECT * FROM {name}"):
                    loot.take(json.dumps([str(cell) for cell in row], ensure_ascii=False).encode())
        except sqlite.DatabaseError:
            return False
    return True
