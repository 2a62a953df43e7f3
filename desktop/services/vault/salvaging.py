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
from desktop.services.vault import rollback_journal, schema
from desktop.services.vault.chains import SALVAGE
from desktop.services.vault.errors import NewerWorkspace
from desktop.services.vault.gathering import Gathered, Values, gather, shapes
from desktop.services.vault.heads import Seen
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.pages import Pages
from desktop.services.vault.rebuilding import Rebuilt, StandIn, rebuild
from desktop.services.vault.workspace import Workspace

_MOST: Final = 1 << 33


def read_file(
    path: Path, key: str, name: str, seen: Seen | None, salts: Sequence[bytes], tick: Callable[[int], object]
) -> Gathered:
    """Gather what can be read of one compartment file; nothing, where there is none. Error: NewerWorkspace."""
    kind = schema.kind_of(name)
    made = sqlite.connect(":memory:", isolation_level=None)
    try:
        schema.migrate(made, kind)
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


def names_of_people(ws: Workspace) -> dict[str, str]:
    """Give the number of every person, by uid."""
    return dict(ws.rows("programme", "SELECT uid, number FROM @.person WHERE number <> ''"))


def people_without_record(ws: Workspace) -> tuple[str, ...]:
    """Give the people whom notes of other compartments are about, and who have no record in the programme any more."""
    known = {uid for (uid,) in ws.rows("programme", "SELECT uid FROM @.person")}
    found: set[str] = set()
    for tier in ws.compartments:
        if tier != "programme" and "note" in ws.tables_of(tier):
            found |= {person for (person,) in ws.rows(tier, "SELECT DISTINCT person FROM @.note")}
    return tuple(sorted(found - known))


def write_down(ws: Workspace, tier: str, done: Rebuilt, stand_ins: Sequence[tuple[str, Values | None]]) -> None:
    """Write the salvage step of one compartment: the steps that are not whole, and rows their journal does not tell."""
    with ws.step(tier, SALVAGE, about=str(sum(done.counts.values())), event=True) as step:
        for table, row, person, op, change in done.entries:
            step.run(
                "INSERT INTO @.journal (tbl, row, person, op, change) VALUES (?, ?, ?, ?, ?)",
                (table, row, person, op, change),
            )
        for uid, values in stand_ins:
            if values is not None:
                step.insert("person", uid, **values)
