"""Making a workspace of files that came out of a copy or a backup: in a new folder to go on, or only to be looked at.

It knows nothing of where the files come from: `fill` puts them into a new private folder.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop.services import files, places, programme
from desktop.services.clock import Clock, SystemClock
from desktop.services.vault import Workspace, compartment, heads, keyring, new_uid, open_workspace, opening, rotation
from desktop.services.vault import sealing as seals
from desktop.services.vault.copy_errors import CopyChanged
from desktop.services.vault.errors import (
    KeyringDamaged,
    KeyringEmpty,
    KeyringForeign,
    KeyringRefused,
    WorkspaceExists,
)
from desktop.services.vault.grants import Opened, reopen
from desktop.services.vault.slots import Secret, open_person

_MOST_RECORD: Final = 4 << 20
Fill = Callable[[keyring.Keyring, Opened, Path], None]


def ring_of(content: bytes) -> keyring.Keyring:
    """Read the keyring of a copy. Raises `CopyChanged`."""
    try:
        return keyring.from_bytes(content)
    except (KeyringDamaged, KeyringEmpty) as error:
        raise CopyChanged from error


def must_be_free(folder: Path) -> None:
    """See that a new workspace can lie at `folder`.

    Raises `WorkspaceExists`, `files.NoSuchFile`, `files.BadName`, `NetworkPlace`.
    """
    with files.sentences():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WorkspaceExists
        if not folder.absolute().parent.is_dir():
            raise files.NoSuchFile
    places.must_be_allowed(folder)


def place(
    content: bytes, fill: Fill, folder: Path, secret: Secret | Opened, clock: Clock | None = None, *, verb: str
) -> Workspace:
    """Make a workspace at the new `folder`, to go on working there, and give it open, journalled as `verb`.

    `content` is its keyring. It goes on under a new device id. Raises what `must_be_free`, `open_person` and `fill`
    raise; then nothing is left at `folder` or beside it.
    """
    must_be_free(folder)
    part, placed = folder.with_name(f".{secrets.token_hex(6)}.part"), []
    notices: list[str] = []
    memory = Memory()

    def open_it(opened: Opened) -> Workspace:
        ring, name = keyring.load(part), secrets.token_hex(16)
        record = memory.begin(ring, opened, name)
        files.write_whole(part / heads.PLACE, json.dumps({"format": 1, "place": name}).encode())
        notices.extend(_complete(part, ring, opened, clock or SystemClock(), record, verb))
        if folder.exists():
            files.remove_empty_folder(folder)
        files.replace(part, folder)
        placed.append(folder)
        if isinstance(secret, Opened):
            lock = files.FileLock(folder / opening.LOCK)
            try:
                return opening.open_files(folder, ring, opened, lock, clock or SystemClock(), record, accept_older=True)
            except BaseException:
                lock.release()  # a medium that refuses to open it may refuse to take it away again too
                raise
        return open_workspace(folder, secret, clock=clock, accept_older=True)

    try:
        ws = _filled(content, fill, part, secret, open_it)
        ws.notices = tuple(dict.fromkeys((*notices, *ws.notices)))
        return ws
    except BaseException:
        for ours in placed:
            files.remove_folder(ours)
        memory.put_back()
        raise


def _complete(
    part: Path, ring: keyring.Keyring, opened: Opened, clock: Clock, record: heads.LaptopRecord, verb: str
) -> tuple[str, ...]:
    """Add what comes in no copy: the event, and the card of contacts. Then the workspace is whole, and gets its name.

    A process killed before leaves no workspace, and one killed after leaves nothing to be made up for. Gives the
    notices of this first opening, which the next one no longer has.
    """
    lock = files.FileLock(part / opening.LOCK)
    ws = opening.open_files(part, ring, opened, lock, clock, record, accept_older=True)
    try:
        ws.event("programme", verb, about="1")
        programme.refresh_card(ws)
        return ws.notices
    finally:
        ws.close()


def look(content: bytes, fill: Fill, secret: Secret | Opened, clock: Clock | None = None) -> Workspace:
    """Open for looking only, in a private temporary folder that goes when the workspace is closed. Raises as `place`.

    Every step is refused with `LookingOnly`. What is read waits on this laptop, to be journalled when the workspace
    that it is of is next unlocked; what cannot be noted there is refused too.
    """
    part = files.temp_home() / secrets.token_hex(8)

    def open_it(opened: Opened) -> Workspace:
        record = heads.LaptopRecord(part / "laptop.json", new_uid(), seals.to_text(seals.new_signing_key()))
        lock = files.FileLock(part / opening.LOCK)
        ring = keyring.load(part)
        ws = opening.open_files(part, ring, opened, lock, clock or SystemClock(), record, looking=True)
        ws.beside = heads.looked_record(ring.workspace)
        names = {tier: ws.compartment_name(tier) for tier in ws.compartments}
        ws.beside.open_with(ring.workspace, opened.grants, names)
        return ws

    return _filled(content, fill, part, secret, open_it)


def _filled(
    content: bytes, fill: Fill, part: Path, secret: Secret | Opened, then: Callable[[Opened], Workspace]
) -> Workspace:
    """Unlock, fill the new folder `part`, check that the keys open its files, and open it by `then`.

    Nothing is left of `part` when anything fails.
    """
    ring = ring_of(content)
    try:
        opened = reopen(ring, secret) if isinstance(secret, Opened) else open_person(ring, secret)
    except (KeyringDamaged, KeyringForeign, KeyringRefused) as error:
        raise CopyChanged from error
    try:
        fill(ring, opened, part)
        rotation.choose(part, ring, opened, settle=False)
        for name, grant in opened.grants.items():
            if name in ring.compartments and not compartment.opens(part / compartment.file_name(name), grant.key):
                raise CopyChanged
        for name in (keyring.NAME, keyring.SECOND):
            files.write_whole(part / name, content)
        return then(opened)
    except BaseException:
        files.remove_folder(part)
        raise


class Memory:
    """What this laptop remembers of the copied workspace, to be as it was if opening the copy fails.

    The opened copy is a history of its own, so it gets a record of its own beside the one of the workspace that may
    be on this laptop too: `place.json` in its folder names it.
    """

    def __init__(self) -> None:
        self._before: dict[Path, bytes | None] = {}

    def begin(self, ring: keyring.Keyring, opened: Opened, place: str) -> heads.LaptopRecord:
        """Remember what is known, and begin the record of a new device for the new place."""
        known = heads.laptop_record(ring.workspace)
        own = known.path.with_name(f"{ring.workspace}-{place}.json")
        self._before[known.path] = files.read_bounded(known.path, _MOST_RECORD) if known.path.exists() else None
        self._before[own] = None
        record = heads.LaptopRecord(own, new_uid(), seals.to_text(seals.new_signing_key()), ring.generation)
        # Of the slots that came along, not of the one that unlocked here today: the password may have changed since.
        counters = [int(slot["counter"]) for slot in ring.slots if slot["user"] == opened.user]
        record.counters[opened.user] = max(counters, default=opened.counter)
        record.words_proven, record.copied = known.words_proven, known.copied
        record.save()
        return record

    def put_back(self) -> None:
        """Make everything what it was."""
        for path, content in self._before.items():
            if content is None:
                files.remove_file(path)
            else:
                files.write_whole(path, content)
