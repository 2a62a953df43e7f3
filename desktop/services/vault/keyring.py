"""The keyring file: who may open what. Reading and writing it, its checksum and its signature.

It holds no secret in the clear and no name of a student. It knows nothing of databases.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from desktop.services import files
from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical
from desktop.services.vault.errors import (
    EmptyFolder,
    KeyringDamaged,
    KeyringEmpty,
    KeyringForeign,
    KeyringMissing,
    NewerWorkspace,
    NoSuchFolder,
    NotAFolder,
    NotAWorkspace,
)

FORMAT: Final = 1
NAME: Final = "keyring.json"
SECOND: Final = "keyring.bak"
RECOVERY: Final = "recovery"
_MOST = 4 * 1024 * 1024
_SIGNED = ("format", "workspace", "generation", "written", "owner", "users", "compartments", "grants", "devices")
_PARTS: Final = {*_SIGNED, "signature", "slots"} - {"format"}


@dataclass
class Keyring:
    """The parsed file. Lists hold plain dictionaries exactly as in the file."""

    workspace: str
    owner: str
    generation: int = 0
    written: str = ""
    users: list[dict[str, Any]] = field(default_factory=list)
    compartments: dict[str, dict[str, Any]] = field(default_factory=dict)
    grants: list[dict[str, Any]] = field(default_factory=list)
    devices: list[dict[str, Any]] = field(default_factory=list)
    signature: str = ""
    slots: list[dict[str, Any]] = field(default_factory=list)

    def signed_part(self) -> bytes:
        """Give the bytes the owner signs: everything but slots and checksum."""
        return canonical({name: self._plain()[name] for name in _SIGNED})

    def _plain(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "workspace": self.workspace,
            "generation": self.generation,
            "written": self.written,
            "owner": self.owner,
            "users": self.users,
            "compartments": self.compartments,
            "grants": self.grants,
            "devices": self.devices,
            "signature": self.signature,
            "slots": self.slots,
        }

    def sign(self, owner_private: bytes) -> None:
        """Sign anew as the owner."""
        self.signature = sealing.to_text(sealing.sign(owner_private, self.signed_part()))

    def is_signed(self) -> bool:
        """Say whether the signature is the stated owner's."""
        try:
            return sealing.signed_by(
                sealing.from_text(self.owner), sealing.from_text(self.signature), self.signed_part()
            )
        except ValueError:
            return False

    def to_bytes(self) -> bytes:
        """Give the file's content, with its checksum."""
        plain = self._plain()
        plain["checksum"] = hashlib.sha256(canonical(plain)).hexdigest()
        return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False).encode()

    def user(self, uid: str) -> dict[str, Any]:
        """Give the user of this uid. Error: KeyError."""
        for user in self.users:
            if user["user"] == uid:
                return user
        raise KeyError(uid)


def from_bytes(content: bytes) -> Keyring:
    """Read a keyring. Errors: KeyringEmpty, KeyringDamaged, NewerWorkspace."""
    if not content.strip(b"\0 \r\n"):
        raise KeyringEmpty
    try:
        plain = json.loads(content)
        stated = plain.pop("checksum")
        if isinstance(plain["format"], int) and plain["format"] > FORMAT:
            raise NewerWorkspace(found=plain["format"], known=FORMAT)
        if stated != hashlib.sha256(canonical(plain)).hexdigest():
            raise KeyringDamaged
        if plain.pop("format") != FORMAT or plain.keys() != _PARTS:
            raise KeyringDamaged
        ring = Keyring(**plain)
        _check_shape(ring)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeyringDamaged from None
    return ring


def _check_shape(ring: Keyring) -> None:
    """Refuse a keyring whose parts are not of the stated kinds. Errors: KeyError, TypeError."""
    for user in ring.users:
        _texts(user, "user", "label", "recipient", "verify")
        user["roles"] = [str(role) for role in user["roles"]]
    for compartment in ring.compartments.values():
        _texts(compartment, "recipient")
        int(compartment["epoch"])
    for grant in ring.grants:
        _texts(grant, "compartment", "to", "sealed")
    for slot in ring.slots:
        _texts(slot, "id", "user", "kind", "nonce", "wrapped")
        int(slot["counter"])
        dict(slot["kdf"])


def _texts(part: dict[str, Any], *names: str) -> None:
    for name in names:
        if not isinstance(part[name], str):
            raise TypeError(name)


def load(folder: Path) -> Keyring:
    """Read `folder`'s keyring. Errors: NotAWorkspace, KeyringMissing, files.FileRefused, those of `from_bytes`."""
    path = folder / NAME
    with files.sentences():
        if not folder.is_dir():
            raise NotAFolder if folder.exists() else NoSuchFolder
        if not path.exists() and not path.is_symlink():
            if (folder / SECOND).exists() or (folder / "programme.db").exists():
                raise KeyringMissing
            raise NotAWorkspace if any(folder.iterdir()) else EmptyFolder
    try:
        return from_bytes(files.read_bounded(path, _MOST))
    except files.NotAFile:
        raise NotAWorkspace from None
    except files.TooLarge:
        raise KeyringDamaged from None


def save(folder: Path, ring: Keyring) -> None:
    """Write the keyring and, after it, the same content as its second copy; opening mends a copy that failed here."""
    content = ring.to_bytes()
    files.write_whole(folder / NAME, content)
    with contextlib.suppress(files.FileRefused):
        files.write_whole(folder / SECOND, content)


def must_be_signed(ring: Keyring, owner_public: str) -> None:
    """Check that the file's owner is the one the slot knows and signed it. Errors: KeyringForeign, KeyringDamaged."""
    if ring.owner != owner_public:
        raise KeyringForeign
    if not ring.is_signed():
        raise KeyringDamaged
