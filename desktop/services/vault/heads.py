"""How far each compartment was last seen: `heads.json` beside the files, and the record this laptop keeps.

Both are advisory and hold nothing personal. They catch an older file put in place of a newer one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.services import files
from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical

FILE = "heads.json"
PLACE = "place.json"


@dataclass(frozen=True)
class Seen:
    """How far one compartment had come: its commit counter, its devices' last steps and digests, and when."""

    commits: int
    heads: dict[str, tuple[int, str]]
    at: str

    def plain(self) -> dict[str, Any]:
        """Give a JSON value."""
        return {"commits": self.commits, "heads": {d: list(h) for d, h in sorted(self.heads.items())}, "at": self.at}

    def same_place(self, other: Seen | None) -> bool:
        """Say whether `other` had come exactly as far, whenever that was looked at."""
        return other is not None and (self.commits, self.heads) == (other.commits, other.heads)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Seen:
        """Read a JSON value. Errors: KeyError, TypeError, ValueError."""
        return cls(
            int(plain["commits"]), {d: (int(h[0]), str(h[1])) for d, h in plain["heads"].items()}, str(plain["at"])
        )


def _mac_key(key: str, workspace: str) -> bytes:
    return sealing.by_secret(bytes.fromhex(key), workspace.encode(), "peerkeep heads")


def write_heads(
    folder: Path, workspace: str, seen: dict[str, Seen], keys: dict[str, str], *, durable: bool = True
) -> None:
    """Write `heads.json`, keeping the entries of compartments this user does not hold.

    Where nothing went on since it was written, the file stays as it is: looking changes nothing in the folder.
    """
    beside, _ = read_heads(folder, workspace, keys)
    if workspace_of(folder) == workspace and all(one.same_place(beside.get(name)) for name, one in seen.items()):
        return
    entries = _entries(folder)
    entries["workspace"] = workspace
    for name, one in seen.items():
        plain = one.plain()
        entries[name] = plain | {"mac": sealing.mac(_mac_key(keys[name], workspace), canonical([name, plain]))}
    files.write_whole(folder / FILE, canonical(entries), durable=durable)


def read_heads(folder: Path, workspace: str, keys: dict[str, str]) -> tuple[dict[str, Seen], tuple[str, ...]]:
    """Read the entries of held compartments; the second value names those whose mac does not fit."""
    found, bad = {}, []
    for name, entry in _entries(folder).items():
        if name not in keys:
            continue
        try:
            plain = dict(entry)
            stated = str(plain.pop("mac"))
            if sealing.same(stated, sealing.mac(_mac_key(keys[name], workspace), canonical([name, plain]))):
                found[name] = Seen.read(plain)
                continue
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            pass
        bad.append(name)
    return found, tuple(bad)


def stated(folder: Path) -> dict[str, tuple[object, object]]:
    """Give what the heads here say of every compartment, held or not: its counter and chain heads; no key is needed."""
    entries = ((name, entry) for name, entry in _entries(folder).items() if isinstance(entry, dict))
    return {name: (entry.get("commits"), entry.get("heads")) for name, entry in entries}


def workspace_of(folder: Path) -> str:
    """Say which workspace the heads here are of; '' where they do not say."""
    return str(_entries(folder).get("workspace", ""))


def _entries(folder: Path) -> dict[str, Any]:
    try:
        plain = json.loads(files.read_bounded(folder / FILE, 16 * 1024 * 1024))
    except (files.FileRefused, ValueError):
        return {}
    return plain if isinstance(plain, dict) else {}


def _place(folder: Path) -> str:
    """Read the name of an opened copy's own record, '' where there is none."""
    try:
        place = str(json.loads(files.read_bounded(folder / PLACE, 4096))["place"])
    except (files.FileRefused, ValueError, KeyError, TypeError):
        return ""
    return place if len(place) == 32 and place.isalnum() and place.isascii() else ""


@dataclass(frozen=True)
class Tried:
    """Wrong tries of one person in a row. at: of the last one, in milliseconds of the clock that nobody sets."""

    count: int = 0
    at: int = 0


@dataclass(frozen=True)
class Kept:
    """An event that waits to be journalled: what `Workspace.event` would have written, by whom and when (ISO 8601)."""

    compartment: str
    verb: str
    about: str
    person: str | None
    user: str
    at: str

    @classmethod
    def read(cls, plain: list[Any]) -> Kept:
        """Read a JSON value. Errors: TypeError, ValueError."""
        compartment, verb, about, person, user, at = plain
        return cls(str(compartment), str(verb), str(about), str(person) if person else None, str(user), str(at))


@dataclass
class LaptopRecord:
    """What this laptop remembers of one workspace; losing it costs a new device id. counters: newest slot by user.

    copied: when a copy last left this laptop, ISO, "" for never.
    words_used: they set a password, and nobody said since that they are still nobody else's. tries: by user, "" for
    names that nobody has. untold: failed tries, of whomever, that no journal tells of yet.
    kept: events that wait for the next step that is written, oldest first. owner: the owner key last seen.
    """

    path: Path
    device: str = ""
    signing: str = ""
    generation: int = 0
    counters: dict[str, int] = field(default_factory=dict)
    words_proven: bool = True
    copied: str = ""
    words_used: bool = False
    tries: dict[str, Tried] = field(default_factory=dict)
    untold: int = 0
    kept: list[Kept] = field(default_factory=list)
    seen: dict[str, Seen] = field(default_factory=dict)
    owner: str = ""

    def save(self, *, durable: bool = True) -> None:
        """Write the record."""
        plain = {
            "device": self.device,
            "signing": self.signing,
            "generation": self.generation,
            "counters": self.counters,
            "words_proven": self.words_proven,
            "copied": self.copied,
            "words_used": self.words_used,
            "tries": {user: [one.count, one.at] for user, one in self.tries.items()},
            "untold": self.untold,
            "kept": [[k.compartment, k.verb, k.about, k.person, k.user, k.at] for k in self.kept],
            "seen": {name: seen.plain() for name, seen in self.seen.items()},
            "owner": self.owner,
        }
        files.write_whole(self.path, canonical(plain), durable=durable)


def laptop_record(workspace: str, folder: Path | None = None) -> LaptopRecord:
    """Read this laptop's record of a workspace; an empty one where there is none or it cannot be read.

    A copy that was opened on this laptop is a history of its own beside the workspace it is of: its `folder` names its
    own record, which counts only if it was begun here, so that nobody escapes the record by putting such a name in.
    """
    home = files.private_folder(files.data_home() / "workspaces")
    own = home / f"{workspace}-{_place(folder)}.json" if folder else home / f"{workspace}.json"
    record = LaptopRecord(own if own.exists() else home / f"{workspace}.json")
    try:
        plain = json.loads(files.read_bounded(record.path, 4 * 1024 * 1024))
        record.device, record.signing = str(plain["device"]), str(plain["signing"])
        record.generation = int(plain["generation"])
        record.counters = {str(user): int(counter) for user, counter in plain["counters"].items()}
        record.words_proven, record.copied = bool(plain["words_proven"]), str(plain.get("copied", ""))
        record.words_used = bool(plain.get("words_used", False))
        tries = plain.get("tries", {}).items()
        record.tries = {str(user): Tried(*(max(0, int(number)) for number in one)) for user, one in tries}
        record.untold = max(0, int(plain.get("untold", 0)))
        record.kept = [Kept.read(one) for one in plain.get("kept", [])]
        record.seen = {name: Seen.read(seen) for name, seen in plain["seen"].items()}
        record.owner = str(plain.get("owner", ""))
    except (files.FileRefused, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        return LaptopRecord(record.path)
    return record
