"""The vault's side of a salvage: one damaged file read, made anew, and what happened written down in the new one."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.errors import KnownError
from desktop.services.vault import keyring, rollback_journal, schema
from desktop.services.vault.chains import SALVAGE
from desktop.services.vault.errors import NewerWorkspace
from desktop.services.vault.gathering import Gathered, Values, gather, shapes
from desktop.services.vault.grants import Opened
from desktop.services.vault.heads import Seen
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.pages import Pages
from desktop.services.vault.rebuilding import Rebuilt, StandIn, rebuild
from desktop.services.vault.workspace import Workspace, private_name

_MOST: Final = 1 << 33
_MOST_KEYRING: Final = 4 << 20
_ASIDE: Final = ".set-aside"
TIERS: Final = ("programme", "counselling", "safeguarding")


def own_parts(ring: Keyring, opened: Opened) -> tuple[str, ...]:
    """Name the compartments that are this person's to open, programme first; not what others lend."""
    held = {*opened.grants, *opened.pending}
    own = private_name(ring, opened)
    return tuple(name for name in (*TIERS, own) if name and name in held and name in ring.compartments)


def key_of(path: Path, opened: Opened, name: str) -> str:
    """Give the key of a file; while new keys are being made, whichever of the two opens any of its pages."""
    known = [grants[name].key for grants in (opened.grants, opened.pending, opened.former) if name in grants]
    if len(known) > 1:
        with contextlib.suppress(files.FileRefused):
            content = files.read_bounded(path, _MOST)
            return next((key for key in known if Pages(content, key).sealed), known[0])
    return known[0]


def read_file(
    path: Path, key: str, name: str, seen: Seen | None, salts: Sequence[bytes], tick: Callable[[int], object]
) -> Gathered:
    """Gather what can be read of one compartment file; nothing, where there is none. Error: NewerWorkspace."""
    kind = schema.kind_of(name)
    made = sqlite.connect(":memory:", isolation_level=None)
    try:
        schema.make(made, kind)
        wanted = shapes(made, schema.tables(made))
    finally:
        made.close()
    try:
        content = _content(path, key, seen)
    except (files.NoSuchFile, files.NotAFile, files.NotPermitted):
        return Gathered()
    found = gather(Pages(content, key, salts), wanted, tick)
    if found.version > schema.newest(kind):
        raise NewerWorkspace(found=found.version, known=schema.newest(kind))
    return found


def _content(path: Path, key: str, seen: Seen | None) -> bytes:
    """Read a file; where a killed writer left a journal beside it, a copy of it in which that is played back."""
    left = path.with_name(f"{path.name}-journal")
    if not left.is_file():
        return files.read_bounded(path, _MOST)
    work = files.private_folder(files.temp_home() / secrets.token_hex(8))
    try:
        for one in (path, left):
            files.write_whole(work / one.name, files.read_bounded(one, _MOST), durable=False)
        with contextlib.suppress(KnownError, sqlite.DatabaseError):
            rollback_journal.settle(work / path.name, key, seen)
        return files.read_bounded(work / path.name, _MOST)
    finally:
        files.remove_folder(work)


def rebuild_file(
    path: Path, key: str, ring: Keyring, name: str, gathered: Gathered, seen: Seen | None, stand_in: StandIn
) -> Rebuilt:
    """Make the new file of a compartment. Errors: files.FileRefused."""
    return rebuild(
        path,
        key,
        workspace=ring.workspace,
        name=name,
        epoch=int(ring.compartments[name]["epoch"]),
        gathered=gathered,
        seen={device: head[0] for device, head in seen.heads.items()} if seen else {},
        stand_in=stand_in,
    )


def people_in(ws: Workspace) -> set[str]:
    """Give the uids of the people whom rows of the other compartments are about."""
    found: set[str] = set()
    for tier in ws.compartments:
        for table in ws.tables_of(tier).values() if tier != TIERS[0] else ():
            if table.person:
                rows = ws.rows(tier, f"SELECT DISTINCT {table.person} FROM @.{table.name}")
                found |= {str(person) for (person,) in rows if person}
    return found


def write_down(ws: Workspace, tier: str, done: Rebuilt, stand_ins: Sequence[tuple[str, str, Values]]) -> None:
    """Write the salvage step of one compartment: the steps that are not whole, and rows their journal does not tell.

    stand_ins: (table, uid, values) of rows to be made up.
    """
    with ws.step(tier, SALVAGE, about=str(sum(done.counts.values())), event=True) as step:
        for table, row, person, op, change in done.entries:
            step.run(
                "INSERT INTO @.journal (tbl, row, person, op, change) VALUES (?, ?, ?, ?, ?)",
                (table, row, person, op, change),
            )
        for table, uid, values in stand_ins:
            step.insert(table, uid, **values)


def second_keyring_is_good(folder: Path) -> bool:
    """Say whether the keyring's second copy could take its place."""
    try:
        return keyring.from_bytes(files.read_bounded(folder / keyring.SECOND, _MOST_KEYRING)).is_signed()
    except KnownError:
        return False


def put_back_keyring(folder: Path) -> None:
    """Put the second copy of the keyring in the place of the first, which is set aside.

    Errors: those of `keyring.from_bytes`, files.FileRefused.
    """
    content = files.read_bounded(folder / keyring.SECOND, _MOST_KEYRING)
    keyring.from_bytes(content)
    with contextlib.suppress(files.NoSuchFile):
        files.replace(folder / keyring.NAME, folder / f"{keyring.NAME}{_ASIDE}")
    files.write_whole(folder / keyring.NAME, content)
