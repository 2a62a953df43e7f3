"""How far each compartment was last seen: `heads.json` beside the files, and the record this laptop keeps.

Both are advisory. They catch an older file put in place of a newer one. What they say of a compartment is sealed with
that compartment's key: how often it is written is nothing for who does not hold it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.services import files
from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical, padded
from desktop.services.vault.grants import Grant
from desktop.services.vault.waiting_events import Kept, open_events, seal_events

FILE = "heads.json"
PLACE = "place.json"
_LOOKED = "-looked-"


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


_NONCE = 12


def _key(key: str, workspace: str) -> bytes:
    return sealing.by_secret(bytes.fromhex(key), workspace.encode(), "peerkeep heads")


def _sealed(key: str, workspace: str, name: str, one: Seen) -> str:
    """Seal what is said of one compartment, with its key."""
    plain, nonce = padded(canonical(one.plain())), secrets.token_bytes(_NONCE)  # not to tell how many devices there are
    return sealing.to_text(nonce + sealing.wrap(_key(key, workspace), nonce, plain, canonical([name])))


def _unsealed(key: str, workspace: str, name: str, sealed: object) -> Seen | None:
    """Open what `_sealed` sealed; None for anything else."""
    try:
        content = sealing.from_text(str(sealed))
        nonce, wrapped = content[:_NONCE], content[_NONCE:]
        return Seen.read(json.loads(sealing.unwrap(_key(key, workspace), nonce, wrapped, canonical([name]))))
    except (sealing.Unopened, KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


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
        if name not in beside or not one.same_place(beside[name]):
            entries[name] = _sealed(keys[name], workspace, name, one)
    files.write_whole(folder / FILE, canonical(entries), durable=durable)


def read_heads(folder: Path, workspace: str, keys: dict[str, str]) -> tuple[dict[str, Seen], tuple[str, ...]]:
    """Read the entries of held compartments; the second value names those that their key does not open."""
    entries = _entries(folder)
    found = {name: _unsealed(keys[name], workspace, name, entry) for name, entry in entries.items() if name in keys}
    return {name: one for name, one in found.items() if one}, tuple(name for name, one in found.items() if not one)


def stated(folder: Path) -> dict[str, object]:
    """Give the sealed entries of every compartment, held or not: they differ where anything was written in between."""
    return {name: entry for name, entry in _entries(folder).items() if name != "workspace"}


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


@dataclass
class LaptopRecord:
    """What this laptop remembers of one workspace; losing it costs a new device id. counters: newest slot by user.

    copied: when a copy last left this laptop, ISO, "" for never.
    words_used: they set a password, and nobody said since that they are still nobody else's. tries: by user, "" for
    names that nobody has. untold: failed tries that no journal tells of yet, by as whom they were made:
    how many, and the moment of the last.
    kept: events that wait for the next step that is written, oldest first. owner: the owner key last seen.
    seen and kept tell of compartments: on the disk they are sealed (but for events of the programme, among them failed
    tries, for which there is no key), and `open_with` opens those that a person's keys open. labels: under which
    name events wait, by tier.
    """

    path: Path
    device: str = ""
    signing: str = field(default="", repr=False)
    generation: int = 0
    counters: dict[str, int] = field(default_factory=dict)
    words_proven: bool = True
    copied: str = ""
    words_used: bool = False
    tries: dict[str, Tried] = field(default_factory=dict)
    untold: dict[str, tuple[int, str]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    seen: dict[str, Seen] = field(default_factory=dict)
    owner: str = ""
    workspace: str = ""
    keys: dict[str, Grant] = field(default_factory=dict, repr=False)
    closed_seen: dict[str, object] = field(default_factory=dict)
    closed_kept: list[tuple[str, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    _recipients: dict[str, str] = field(default_factory=dict, repr=False)
    _sealed_kept: dict[str, tuple[list[Kept], str]] = field(default_factory=dict, repr=False)

    def open_with(self, workspace: str, keys: dict[str, Grant], names: dict[str, str]) -> None:
        """Open what these grants (by compartment) open, and seal with them from now on; the rest stays closed.

        names: of the compartments by their tiers, as they are held.
        """
        self.workspace, self.keys = workspace, keys
        # Somebody else's private notes are lent: what is read of them is told by the reader, not by their author.
        self.labels = {t: f"{t}-{name}" if t == "lent" else name for t, name in names.items() if t != "programme"}
        opening = {label: keys[names[tier]].identities for tier, label in self.labels.items()}
        self._recipients = {label: sealing.recipient_of(opening[label][0]) for label in sorted(opening)}
        for name in self.closed_seen.keys() & keys.keys():
            seen = _unsealed(keys[name].key, workspace, name, self.closed_seen.pop(name))
            if seen is not None:
                self.seen[name] = seen
        for label, sealed in [one for one in self.closed_kept if one[0] in opening]:
            kept = open_events(opening[label], sealed)
            if kept is not None:
                self.closed_kept.remove((label, sealed))
                self.kept += kept

    def forget_seen(self) -> None:
        """Forget how far every compartment was seen."""
        self.seen.clear()
        self.closed_seen.clear()

    def _close_kept(self) -> list[list[str] | list[str | None]]:
        """Seal the events of each confidential compartment to those who hold it, all of one compartment in one."""
        waiting: dict[str, list[Kept]] = {label: [] for label in self._recipients}
        told: list[list[str | None]] = []
        for one in self.kept:
            label = self.labels.get(one.compartment, "")
            waiting[label].append(one) if label else told.append(one.plain())
        for label, events in waiting.items():
            if label not in self._sealed_kept or self._sealed_kept[label][0] != events:
                self._sealed_kept[label] = events, seal_events(self._recipients[label], events)
        closed = [list(one) for one in self.closed_kept]
        return [*closed, *([label, self._sealed_kept[label][1]] for label in waiting), *told]

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
            "untold": {user: list(one) for user, one in self.untold.items()},
            "kept": self._close_kept(),
            "seen": self.closed_seen
            | {
                name: _sealed(self.keys[name].key, self.workspace, name, seen)
                for name, seen in self.seen.items()
                if name in self.keys
            },
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
    return _read(LaptopRecord(own if own.exists() else home / f"{workspace}.json"))


def looked_record(workspace: str) -> LaptopRecord:
    """Begin a record of what is read in a copy of a workspace: it waits beside the record of the workspace itself."""
    home = files.private_folder(files.data_home() / "workspaces")
    return LaptopRecord(home / f"{workspace}{_LOOKED}{secrets.token_hex(8)}.json")


def take_looked(record: LaptopRecord, workspace: str) -> None:
    """Put what was read in copies among the events of `record` that wait; their files go once that is saved.

    Error: a FileRefused; then nothing is lost, and at worst an entry is told twice.
    """
    home = files.private_folder(files.data_home() / "workspaces")
    found = [(path, _read(LaptopRecord(path))) for path in sorted(home.glob(f"{workspace}{_LOOKED}*.json"))]
    for _, looked in found:
        record.kept += looked.kept
        record.closed_kept += looked.closed_kept
    if found:
        record.save()
    for path, _ in found:
        files.remove_file(path)


def _read(record: LaptopRecord) -> LaptopRecord:
    try:
        plain = json.loads(files.read_bounded(record.path, 4 * 1024 * 1024))
        record.device, record.signing = str(plain["device"]), str(plain["signing"])
        record.generation = int(plain["generation"])
        record.counters = {str(user): int(counter) for user, counter in plain["counters"].items()}
        record.words_proven, record.copied = bool(plain["words_proven"]), str(plain.get("copied", ""))
        record.words_used = bool(plain.get("words_used", False))
        tries = plain.get("tries", {}).items()
        record.tries = {str(user): Tried(*(max(0, int(number)) for number in one)) for user, one in tries}
        untold = plain.get("untold", {}).items()
        record.untold = {str(user): (max(1, int(number)), str(at)) for user, (number, at) in untold}
        kept = list(plain.get("kept", []))
        record.kept = [Kept.read(one) for one in kept if len(one) != 2]
        record.closed_kept = [(str(one[0]), str(one[1])) for one in kept if len(one) == 2]
        record.closed_seen = dict(plain["seen"])
        record.owner = str(plain.get("owner", ""))
    except (files.FileRefused, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        return LaptopRecord(record.path)
    return record
