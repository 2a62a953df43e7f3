"""Text being typed, kept as files sealed to their author (formats.md, "Drafts and locking").

Keeping one needs the author's recipient only: no database, no secret, and any thread may do it, also the
watchdog while the window is stuck. So there is no lock: each file appears whole under its name, and where
two writers met, the newest draft of a key counts.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desktop.services.errors import KnownError
from desktop.services.files import FileRefused, private_folder, read_bounded, remove_file, sweep_leftovers, write_whole
from desktop.services.vault import sealing
from desktop.services.vault.canonical import padded
from desktop.services.vault.copy_errors import DraftTooLong

_ENDING: Final = ".age"
FOLDER: Final = "drafts"
_MOST: Final = 16 << 20
_FORMAT: Final = 1


@dataclass(frozen=True)
class Draft:
    """What a multi-line field held: text, caret position, and the page, record and dialog it stood in."""

    text: str
    caret: int = 0
    page: str = ""
    record: str = ""
    dialog: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Kept:
    path: Path
    key: str
    at: int
    draft: Draft


class Drafts:
    """The drafts of one author in one folder. Any of the identities reads; with none, drafts are kept and not read."""

    def __init__(self, folder: Path, recipient: str, identity: str | tuple[str, ...] = "", author: str = "") -> None:
        self._folder = folder
        self._recipient = recipient
        self._identities = tuple(filter(None, (identity,) if isinstance(identity, str) else identity))
        self._author = author
        self._places: dict[str, Path] = {}
        self._last = 0

    def for_keys(self, recipient: str, identities: tuple[str, ...]) -> Drafts:
        """Seal to an author's new keys from now on, also what is there already, and give itself.

        The window holds on to what it was given at the unlock: were these others, it would go on to seal what is typed
        to keys that nobody has at the next one.
        """
        self._identities = (*identities, *self._identities)
        self._recipient = recipient
        for key, draft in self.all().items():
            with contextlib.suppress(KnownError):  # the new keys are in force, whether or not the drive takes a draft
                self.keep(key, draft)
        return self

    def keep(self, key: str, draft: Draft) -> None:
        """Put `draft` on the disk in place of the last one of this key; durable on return.

        Raises `DraftTooLong` or a `FileRefused`; then the one before still stands.
        """
        content = self.sealed(key, draft)
        path = self._places.setdefault(key, self._folder / f"{secrets.token_hex(16)}{_ENDING}")
        private_folder(self._folder)
        write_whole(path, content)

    def sealed(self, key: str, draft: Draft) -> bytes:
        """Return what the file of a draft would hold, written by nobody yet. Raises `DraftTooLong`."""
        return seal(self._recipient, self._author, key, draft, self._now())

    def opened(self, content: bytes) -> tuple[str, Draft] | None:
        """Read what `sealed` gave, None where it is not this author's or another draft of its key is newer."""
        kept = self._open_content(Path(), content)
        if kept is None or any(other.key == kept.key and other.at > kept.at for other in self._read()):
            return None
        self._last = max(self._last, kept.at)
        return kept.key, kept.draft

    def _now(self) -> int:
        """Give nanoseconds of the wall clock that grow with each draft, whatever the clock does meanwhile."""
        self._last = max(self._last + 1, time.time_ns())
        return self._last

    def find(self, key: str) -> Draft | None:
        """Return the newest draft of this key, or None."""
        return self.all().get(key)

    def all(self) -> dict[str, Draft]:
        """Return the newest draft of each key. Drafts of other authors and damaged ones are passed over."""
        newest = {}
        for kept in sorted(self._read(), key=lambda kept: kept.at):
            newest[kept.key] = kept
            self._last = max(self._last, kept.at)
        self._places |= {key: kept.path for key, kept in newest.items()}
        return {key: kept.draft for key, kept in newest.items()}

    def moment_of(self, key: str) -> datetime | None:
        """Say when the newest draft of this key was kept, by the wall clock; None where there is none."""
        moments = [kept.at for kept in self._read() if kept.key == key]
        return datetime.fromtimestamp(max(moments) // 10**9).astimezone() if moments else None

    def drop(self, key: str) -> None:
        """Remove every draft of this key, once what replaces it is committed. Raises a `FileRefused`."""
        for kept in self._read():
            if kept.key == key:
                remove_file(kept.path)
        place = self._places.pop(key, None)
        if place is not None:
            remove_file(place)

    def sweep(self) -> None:
        """Remove what writers killed half-way left; only for who holds the workspace's lock."""
        sweep_leftovers(self._folder)

    def _read(self) -> list[_Kept]:
        found = []
        with contextlib.suppress(OSError):
            for path in sorted(self._folder.glob(f"*{_ENDING}")):
                kept = self._open(path)
                if kept is not None:
                    found.append(kept)
        return found

    def _open(self, path: Path) -> _Kept | None:
        try:
            return self._open_content(path, read_bounded(path, _MOST))
        except FileRefused:
            return None

    def _open_content(self, path: Path, content: bytes) -> _Kept | None:
        if not self._identities:
            return None
        try:
            what = json.loads(sealing.open_with(self._identities, content))
            return _Kept(path, str(what["key"]), int(what["at"]), Draft(**what["draft"]))
        except (sealing.Unopened, ValueError, KeyError, TypeError):
            return None


def keep_sealed(folder: Path, content: bytes) -> None:
    """Write a draft that is sealed already into the drafts of a workspace's folder. Raises a `FileRefused`."""
    place = private_folder(folder / FOLDER)
    write_whole(place / f"{secrets.token_hex(16)}{_ENDING}", content)


def seal(recipient: str, author: str, key: str, draft: Draft, at: int) -> bytes:
    """Return the content of a draft's file; `at` orders drafts of one key. Raises `DraftTooLong`."""
    said = {
        "format": _FORMAT,
        "author": author,
        "key": key,
        "at": at,
        "draft": {
            "text": draft.text,
            "caret": draft.caret,
            "page": draft.page,
            "record": draft.record,
            "dialog": draft.dialog,
            "extra": dict(draft.extra),
        },
    }
    plain = json.dumps(said).encode()
    if len(plain) > _MOST - 4096:
        raise DraftTooLong
    return sealing.seal_to(recipient, padded(plain))
