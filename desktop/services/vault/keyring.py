"""The keyring file: who may open what. Reading and writing it, its checksum and its signature.

It holds no secret in the clear and no name of a student. It knows nothing of databases.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
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
from desktop.services.vault.keyring_shape import check_shape

FORMAT: Final = 1
NAME: Final = "keyring.json"
SECOND: Final = "keyring.bak"
RECOVERY: Final = "recovery"
OWNER: Final = "owner"
_MOST = 4 * 1024 * 1024
_SIGNED = ("format", "workspace", "generation", "written", "owner", "users", "compartments", "grants", "devices")
# Left out where they are empty, so that the bytes and the signature of a keyring without them stay what they were.
_SIGNED_TOO: Final = ("recovery", "owners_before")
_OPTIONAL: Final = ("authors", "own", "owners_before", "recovery")
_PARTS: Final = {*_SIGNED, "signature", "slots"} - {"format"}
# Asked for each part of a keyring many times while a workspace opens; what is asked holds no secret.
_signed: Final = lru_cache(maxsize=256)(sealing.signed_text)


@dataclass
class Keyring:
    """The parsed file. Lists hold plain dictionaries exactly as in the file.

    shared: the compartments that the owner states, in the file "compartments". own: the private ones, each stated and
    signed by its author alone. authors: keys that users drew with a password of their own in place of a given one, or
    (`known`) of one that somebody may know, vouched for by those before. recovery: the recipient of the words.
    owners_before: former owner keys, each with its signature over the next.
    """

    workspace: str
    owner: str
    generation: int = 0
    written: str = ""
    users: list[dict[str, Any]] = field(default_factory=list)
    shared: dict[str, dict[str, Any]] = field(default_factory=dict)
    grants: list[dict[str, Any]] = field(default_factory=list)
    devices: list[dict[str, Any]] = field(default_factory=list)
    signature: str = ""
    slots: list[dict[str, Any]] = field(default_factory=list)
    recovery: str = ""
    owners_before: list[dict[str, Any]] = field(default_factory=list)
    own: list[dict[str, Any]] = field(default_factory=list)
    authors: list[dict[str, Any]] = field(default_factory=list)

    @property
    def compartments(self) -> dict[str, dict[str, Any]]:
        """Give every compartment that has a file here, with its epoch and recipient, whoever states it."""
        return self.shared | {one["compartment"]: one for one in self.own_parts()}

    def own_parts(self) -> list[dict[str, Any]]:
        """Give the private compartments whose statement holds: vouched for by a user's key and signed by its own."""
        return [one for one in self.own if self._holds(one)]

    def _holds(self, own: dict[str, Any]) -> bool:
        if own["compartment"] in self.shared or not self._vouched(own):
            return False
        signed = {name: value for name, value in own.items() if name != "signature"}
        content = canonical(["peerkeep own", self.workspace, signed])
        return _signed(own["verify"], own["signature"], content)

    def _vouched(self, said: dict[str, Any]) -> bool:
        """Say whether a present user's key vouches for the keys of an author."""
        user = next((user for user in self.users if user["user"] == said["user"]), None)
        if user is None or user.get("removed"):
            return False
        keys = (user, *former_keys(user), *self.drawn(said["user"]))
        return any(self._vouched_by(one["verify"], said) for one in keys)

    def _vouched_by(self, key: str, said: dict[str, Any]) -> bool:
        content = vouched_for(self.workspace, said["user"], said["verify"], said["reader"])
        return _signed(key, said["vouched"], content)

    def drawn(self, uid: str) -> list[dict[str, Any]]:
        """Give the keys that a user drew since the owner stated some, each vouched for by those before, newest last.

        What keys from before the stated ones vouch for is not among them. Error: KeyError.
        """
        key, found = self.user(uid)["verify"], list[dict[str, Any]]()
        left = [one for one in self.authors if one["user"] == uid]
        while one := next((one for one in left if self._vouched_by(key, one)), None):
            left.remove(one)
            found.append(one)
            key = one["verify"]
        return found

    def reader(self, uid: str) -> str:
        """Give the recipient that a user's grants are sealed to, which nobody else ever had. Error: KeyError."""
        return str([self.user(uid)["recipient"], *(one["reader"] for one in self.drawn(uid))][-1])

    def adopt(self) -> None:
        """State the keys that users drew as theirs; what those before vouch for is believed no more but for notes.

        Where somebody may know those before, every shared compartment of the user is owed a new key. Until the owner
        signs this, somebody with the keys of before could take the later ones out of the file unseen.
        """
        for user in (user for user in self.users if not user.get("removed")):
            for one in self.drawn(user["user"]):
                renew(user, one["reader"], one["verify"], own="first" in user)
                for name in self.held_by(user["user"]) if one.get("known") else ():
                    self.shared[name]["due"] = True
        self.authors = []

    def held_by(self, uid: str) -> list[str]:
        """Name the shared compartments that a user has a grant of."""
        epochs = {(one["compartment"], one["epoch"]) for one in self.grants if one["to"] == uid}
        return [name for name, stated in self.shared.items() if (name, stated["epoch"]) in epochs]

    def sign_own(self, own: dict[str, Any], private: bytes) -> None:
        """Sign the statement of a private compartment anew, as its author."""
        own["version"] += 1
        signed = {name: value for name, value in own.items() if name != "signature"}
        content = canonical(["peerkeep own", self.workspace, signed])
        own["signature"] = sealing.to_text(sealing.sign(private, content))

    def signed_part(self) -> bytes:
        """Give the bytes the owner signs: everything but slots, private compartments and checksum."""
        plain = self._plain()
        return canonical({name: plain[name] for name in (*_SIGNED, *_SIGNED_TOO) if name in plain})

    def _plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "format": FORMAT,
            "workspace": self.workspace,
            "generation": self.generation,
            "written": self.written,
            "owner": self.owner,
            "users": self.users,
            "compartments": self.shared,
            "grants": self.grants,
            "devices": self.devices,
            "signature": self.signature,
            "slots": self.slots,
        }
        for name in _OPTIONAL:
            if value := getattr(self, name):
                plain[name] = value
        return plain

    def continues(self, owner: str) -> bool:
        """Say whether this keyring's owner is `owner` or was named in a line of signatures that `owner` began."""
        line = [str(one["owner"]) for one in self.owners_before] + [self.owner]
        if owner not in line:
            return False
        at = line.index(owner)
        links = zip(line[at:], self.owners_before[at:], line[at + 1 :], strict=False)
        return all(
            sealing.signed_text(one, said["signature"], succession(self.workspace, following))
            for one, said, following in links
        )

    def hand_on(self, former: bytes, owner: str) -> None:
        """Put another owner key in place of the present one, in the former owner's name."""
        signature = sealing.to_text(sealing.sign(former, succession(self.workspace, owner)))
        self.owners_before.append({"owner": self.owner, "signature": signature})
        self.owner = owner

    def sign(self, owner_private: bytes) -> None:
        """Sign anew as the owner."""
        self.signature = sealing.to_text(sealing.sign(owner_private, self.signed_part()))

    def is_signed(self) -> bool:
        """Say whether the signature is the stated owner's."""
        return sealing.signed_text(self.owner, self.signature, self.signed_part())

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


def renew(user: dict[str, Any], reader: str, verify: str, *, own: bool) -> None:
    """State a user's new keys. own: those of before were nobody else's either, when they were made."""
    if "first" in user:
        user.setdefault("before", []).append(user["first"])
    user["first"] = {"recipient": user["recipient"], "verify": user["verify"]} | ({"own": True} if own else {})
    user["recipient"], user["verify"] = reader, verify


def former_keys(user: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the keys that the owner stated of a user before those of now: `own` where they were nobody else's."""
    return [*user.get("before", ()), *([user["first"]] if "first" in user else [])]


def vouched_for(workspace: str, user: str, verify: str, reader: str) -> bytes:
    """Give the bytes by which a user's key vouches for the keys of a private compartment."""
    return canonical(["peerkeep author", workspace, user, verify, reader])


def succession(workspace: str, owner: str) -> bytes:
    """Give the bytes by which an owner key names the next one."""
    return canonical(["peerkeep owner", workspace, owner])


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
        if plain.pop("format") != FORMAT or plain.keys() - {*_OPTIONAL} != _PARTS:
            raise KeyringDamaged
        plain["shared"] = plain.pop("compartments")
        check_shape(plain)
        ring = Keyring(**plain)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeyringDamaged from None
    return ring


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


def stamp(folder: Path) -> tuple[int, ...]:
    """Give what differs once the keyring was replaced, without reading it; () where it is not there."""
    with contextlib.suppress(OSError):
        found = (folder / NAME).stat()
        return found.st_mtime_ns, found.st_size, found.st_ino
    return ()


def save(folder: Path, ring: Keyring) -> None:
    """Write the keyring and, after it, the same content as its second copy; opening mends a copy that failed here."""
    content = ring.to_bytes()
    files.write_whole(folder / NAME, content)
    with contextlib.suppress(files.FileRefused):
        files.write_whole(folder / SECOND, content)


def must_be_signed(ring: Keyring, owner_public: str) -> None:
    """Check that the owner is the one the slot knows, or in line with that, and signed the file.

    Errors: KeyringForeign, KeyringDamaged.
    """
    if not ring.continues(owner_public):
        raise KeyringForeign
    if not ring.is_signed():
        raise KeyringDamaged
