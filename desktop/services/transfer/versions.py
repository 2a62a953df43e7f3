"""What becomes of a second version of a file (vault/strays.py): opened as a workspace of its own, or set aside."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from desktop.services import files
from desktop.services.transfer import placing
from desktop.services.transfer.errors import NoSuchVersion
from desktop.services.vault import Changes, Workspace, compartment, keyring, strays
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.slots import Opened
from desktop.services.vault.strays import Stray

ASIDE: Final = "set-aside"
_MOST: Final = 1 << 33
_MOST_KEYRING: Final = 4 << 20


def versions(ws: Workspace) -> tuple[Stray, ...]:
    """List the second versions in the workspace's folder, each compared with the workspace."""
    return strays.compare(ws)


def open_version(ws: Workspace, name: str, folder: Path) -> Workspace:
    """Make a workspace at the new `folder` with the second version in its file's place, and give it open.

    Nothing here changes. Errors: NoSuchVersion, those of `placing.place`.
    """
    found = _named(ws, name)

    def fill(ring: Keyring, _opened: Opened, part: Path) -> None:
        files.private_folder(part)
        for own in map(compartment.file_name, ring.compartments):
            taken = found.name if own == found.of else own
            files.write_whole(part / own, files.read_bounded(ws.folder / taken, _MOST))

    content = files.read_bounded(ws.folder / (found.name if found.of == keyring.NAME else keyring.NAME), _MOST_KEYRING)
    return placing.place(content, fill, folder, ws.opened, ws.clock, verb="open_version")


def set_aside(ws: Workspace, name: str) -> Changes:
    """Move a second version into the folder `set-aside` of the workspace; nothing is ever removed.

    Errors: NoSuchVersion, why the workspace is read-only, what the system refuses.
    """
    ws.must_write()
    found = _named(ws, name)
    place = files.private_folder(ws.folder / ASIDE)
    with ws.step("programme", "set_aside_version", about="1", event=True) as step:
        files.replace(ws.folder / found.name, place / f"{secrets.token_hex(4)}-{found.of}")
    ws.notices = tuple(notice for notice in ws.notices if notice != f"stray:{found.name}")
    return step.changes


def _named(ws: Workspace, name: str) -> Stray:
    found = next((one for one in strays.find(ws.folder, ws.keyring) if one.name == name), None)
    if found is None:
        raise NoSuchVersion
    return found
