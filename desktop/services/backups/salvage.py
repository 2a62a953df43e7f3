"""Salvage: every record that can still be read from a damaged workspace, in a new one, with a list of what was lost.

The damaged workspace is only read. The new one has the same keyring, so the same passwords open it, and a new device
id.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from pathlib import Path
from typing import Any, Final

from desktop.services import files, people, programme
from desktop.services.backups import shelf
from desktop.services.backups.errors import NothingToSalvage
from desktop.services.backups.types import Lost, Salvaged
from desktop.services.clock import Clock, SystemClock
from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.services.programme import contacts
from desktop.services.refusals import NoRoomToSalvage, no_room
from desktop.services.transfer import placing
from desktop.services.vault import Workspace, compartment, heads, keyring, opening, verify
from desktop.services.vault.errors import NoRecovery, NoSuchUser, WhoAreYou, WrongPassword, WrongWords
from desktop.services.vault.packing import Progress, Ticker
from desktop.services.vault.rebuilding import Rebuilt
from desktop.services.vault.salvaging import (
    key_of,
    own_parts,
    people_in,
    read_file,
    rebuild_file,
    write_down,
)
from desktop.services.vault.slots import Opened, Secret
from desktop.services.vault.tries import open_guarded
from desktop.services.vault.workspace import DRAFTS

_MOST_KEYRING: Final = 4 << 20
_MOST_DRAFT: Final = 64 << 20
_ROOM: Final = 4 << 20


@no_room(NoRoomToSalvage)
def salvage(
    folder: Path, out: Path, secret: Secret | Opened, progress: Progress | None = None, clock: Clock | None = None
) -> Salvaged:
    """Make a workspace at the new `out` of everything readable in the damaged one at `folder`, which stays as it is.

    Errors: WorkspaceExists, NothingToSalvage, files.AlreadyOpen, files.DiskFull, Cancelled, those of the keyring and of
    unlocking; then nothing is left at `out`.
    """
    placing.must_be_free(out)
    clock = clock or SystemClock()
    found = _keyrings_of(folder)
    with _kept_out(folder, secret):
        for content, ring in found[:-1]:
            with contextlib.suppress(NothingToSalvage, WrongPassword, WrongWords, NoSuchUser, WhoAreYou, NoRecovery):
                return _by(folder, out, content, ring, secret, clock).run(progress)
        return _by(folder, out, *found[-1], secret, clock).run(progress)


def _by(
    folder: Path, out: Path, content: bytes, ring: keyring.Keyring, secret: Secret | Opened, clock: Clock
) -> _Salvage:
    """Begin a salvage with one keyring. Errors: those of unlocking."""
    if not isinstance(secret, Opened):
        secret = open_guarded(ring, secret, heads.laptop_record(ring.workspace, folder), clock)
    return _Salvage(folder, out, content, ring, secret, clock)


def who_may_salvage(folder: Path) -> tuple[tuple[str, ...], bool]:
    """Give the names of those who can unlock, and whether recovery words can. Errors: those of the keyring."""
    _, ring = _keyrings_of(folder)[0]
    names = tuple(str(user["label"]) for user in ring.users if not user.get("removed"))
    return names, any(slot["kind"] == keyring.RECOVERY for slot in ring.slots)


@contextlib.contextmanager
def _kept_out(folder: Path, secret: Secret | Opened) -> Any:  # noqa: ANN401 - a context manager
    """Keep other programs out meanwhile, where the medium lets us; whoever is unlocked here holds the lock already."""
    lock = files.FileLock(folder / opening.LOCK)
    if not isinstance(secret, Opened):
        with contextlib.suppress(files.ReadOnlyMedium, files.NotPermitted):
            lock.acquire()
    try:
        yield
    finally:
        if not isinstance(secret, Opened):
            lock.release()


def _keyrings_of(folder: Path) -> list[tuple[bytes, keyring.Keyring]]:
    """Read the keyring, or its second copy where the first is missing, damaged or, as heads.json says, of other files.

    Where the two are of different workspaces and nothing says which is right, both. Errors: those of `keyring.load`.
    """
    second: list[tuple[bytes, keyring.Keyring]] = []
    with contextlib.suppress(KnownError):
        content = files.read_bounded(folder / keyring.SECOND, _MOST_KEYRING)
        second = [(content, keyring.from_bytes(content))]
    try:
        ring = keyring.load(folder)
        first = files.read_bounded(folder / keyring.NAME, _MOST_KEYRING), ring
    except KnownError:
        if not second:
            raise
        return second
    if not second or second[0][1].workspace == ring.workspace:
        return [first]
    both = [first, *second]
    return [one for one in both if one[1].workspace == heads.workspace_of(folder)] or both


class _Salvage:
    """One salvage: a folder beside `out` is filled, opened, written to, checked, and gets its name last."""

    def __init__(
        self, folder: Path, out: Path, content: bytes, ring: keyring.Keyring, opened: Opened, clock: Clock
    ) -> None:
        self._folder, self._out, self._content = folder, out, content
        self._ring, self._opened, self._clock = ring, opened, clock
        self._part = out.with_name(f".{secrets.token_hex(6)}.part")
        self._lost: list[Lost] = []
        self._rebuilt: dict[str, Rebuilt] = {}
        self._held = own_parts(ring, opened)
        self._pages = self._bad = self._unread = 0

    def run(self, progress: Progress | None) -> Salvaged:
        """Do all of it. Errors: as `salvage`."""
        size = sum(_size(self._folder / compartment.file_name(name)) for name in self._ring.compartments)
        if size + _ROOM > files.free_space(self._out.absolute().parent):
            raise files.DiskFull
        ticker = Ticker(3 * (size // compartment.PAGE) + 1, progress)
        memory = placing.Memory()
        files.private_folder(self._part)
        try:
            for name in self._held:
                self._rebuild(name, ticker)
            if not any(sum(one.counts.values()) for one in self._rebuilt.values()):
                raise NothingToSalvage
            self._copy_others(ticker)
            drafts = self._copy_drafts()
            self._copy_contacts()
            found = self._finish(memory, drafts, ticker)
            files.remove_file(self._part / opening.LOCK)
            if self._out.exists():
                files.remove_empty_folder(self._out)
            files.replace(self._part, self._out)
        except BaseException:
            files.remove_folder(self._part)
            memory.put_back()
            raise
        ticker.finish()
        return found

    @staticmethod
    def _goes_on(ticker: Ticker) -> bool:
        """Ask whether to go on; raises `Cancelled` if not."""
        ticker.add(1)
        return True

    def _rebuild(self, name: str, ticker: Ticker) -> None:
        """Gather one compartment and make it anew."""
        path = self._folder / compartment.file_name(name)
        key = key_of(path, self._opened, name)
        seen = heads.read_heads(self._folder, self._ring.workspace, {name: key})[0].get(name)
        gathered = read_file(path, key, name, seen, self._salts(path.name), ticker.add)
        if gathered.nothing:
            self._lost.append(Lost(_tier(name), "file", path.name))
        self._pages, self._bad = self._pages + gathered.pages, self._bad + gathered.bad
        self._rebuilt[name] = rebuild_file(self._part / path.name, key, self._ring, name, gathered, seen, stand_in)
        ticker.add(gathered.pages)

    def _salts(self, name: str) -> list[bytes]:
        """Give the salts that the backups have for a file: it keeps its own for life."""
        found = []
        for backup in shelf.all_in(shelf.shelf_of(self._folder)):
            with contextlib.suppress(files.FileRefused, OSError), files.open_file(backup.path / name) as handle:
                found.append(handle.read(16))
        return [salt for salt in dict.fromkeys(found) if len(salt) == 16]

    def _copy_others(self, ticker: Ticker) -> None:
        """Take along what these keys do not open, as it is: whoever holds it can look."""
        for name in self._ring.compartments:
            if name in self._held:
                continue
            path = self._folder / compartment.file_name(name)
            try:
                for one in (path, path.with_name(f"{path.name}-journal")):
                    if one == path or one.is_file():
                        shelf.copy_file(one, self._part / one.name, Ticker(1, None))
                self._unread += 1
                ticker.add(_size(path) // compartment.PAGE)
            except files.FileRefused as error:
                if isinstance(error, files.DiskFull):
                    raise
                self._lost.append(Lost("another", "file", path.name))

    def _copy_drafts(self) -> int:
        """Take the sealed drafts along, each for its author; give how many."""
        count = 0
        place = self._folder / DRAFTS
        for path in sorted(place.glob("*.age")) if place.is_dir() else ():
            with contextlib.suppress(files.NoSuchFile, files.NotAFile, files.TooLarge, files.NotPermitted):
                content = files.read_bounded(path, _MOST_DRAFT)
                files.write_whole(files.private_folder(self._part / DRAFTS) / path.name, content)
                count += 1
        return count

    def _copy_contacts(self) -> None:
        """Take the card of contacts along: the programme, where it can be read, puts it right."""
        with contextlib.suppress(files.NoSuchFile, files.NotAFile, files.TooLarge, files.NotPermitted):
            content = files.read_bounded(self._folder / contacts.FILE_NAME, contacts.MOST_BYTES)
            files.write_whole(self._part / contacts.FILE_NAME, content)

    def _finish(self, memory: placing.Memory, drafts: int, ticker: Ticker) -> Salvaged:
        """Open what was made, write down what happened, and check all of it."""
        for name in (keyring.NAME, keyring.SECOND):
            files.write_whole(self._part / name, self._content)
        place = secrets.token_hex(16)
        record = memory.begin(self._ring, self._opened, place)
        files.write_whole(self._part / heads.PLACE, json.dumps({"format": 1, "place": place}).encode())
        lock = files.FileLock(self._part / opening.LOCK)
        ws = opening.open_files(self._part, self._ring, self._opened, lock, self._clock, record, accept_older=True)
        try:
            return self._write_down(ws, drafts, ticker)
        finally:
            ws.close()

    def _tiers(self, ws: Workspace) -> list[str]:
        """Give the tiers that were made anew; what somebody lends came along as it is."""
        return [tier for tier in ws.compartments if ws.compartment_name(tier) in self._rebuilt]

    def _of(self, ws: Workspace, tier: str) -> Rebuilt:
        return self._rebuilt[ws.compartment_name(tier)]

    def _write_down(self, ws: Workspace, drafts: int, ticker: Ticker) -> Salvaged:
        ws.notices = ()
        counts: dict[str, int] = {}
        numbers = {uid: one.number for one in people.list_people(ws) for uid in (one.uid, *one.records)}
        unknown = sorted(people_in(ws) - numbers.keys())
        stood_in = 0
        for tier in self._tiers(ws):
            done = self._of(ws, tier)
            made_up = [("person", uid, nobody(uid)) for uid in unknown] if tier == "programme" else []
            write_down(ws, tier, done, made_up)
            stood_in += len(done.stood_in) + len(made_up)
            for (table, uid), person in done.lost.items():
                self._lost.append(Lost(tier, table, uid, numbers.get(person or "", "")))
            for table, count in done.counts.items():
                counts[table] = counts.get(table, 0) + count
        with contextlib.suppress(KnownError):
            programme.refresh_card(ws)
        found = verify(ws, lambda _done, _total: self._goes_on(ticker))
        return Salvaged(
            self._out,
            counts,
            tuple(self._lost),
            tuple((tier, name) for tier in self._tiers(ws) for name in self._of(ws, tier).unsure),
            sum(one.rebuilt for one in self._rebuilt.values()),
            stood_in,
            self._pages,
            self._bad,
            drafts,
            len(found.problems),
            self._unread,
        )


def stand_in(table: str, uid: str, _other: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """Make up the record that others refer to: a note without its heading, a person without details."""
    if table == "person":
        return nobody(uid)
    if table == "note" and {"person", "author", "at"} <= row.keys():
        day = str(row["at"])
        own = {"person": row["person"], "author": row["author"], "written": day, "happened_on": day[:10]}
        return {**own, "moved_why": ""}
    return None


def nobody(uid: str) -> dict[str, Any]:
    """Make up a person without details."""
    empty = dict.fromkeys(("number", "source_key", "preferred", "year", "form"), "")
    return {**empty, "family": say("Lost record"), "given": uid[-6:], "kind": "student", "status": "present"}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _tier(name: str) -> str:
    return name.partition("-")[0]
