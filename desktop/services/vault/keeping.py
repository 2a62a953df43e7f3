"""Writing a changed keyring: journalled and replaced as one, so that neither stands without the other.

The file is replaced whole. A process killed between the two leaves the new keyring without its event, never an event
of what did not happen.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from desktop.services import files
from desktop.services.vault import keyring, private, staff
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.staff_errors import OwnerOnly
from desktop.services.vault.types import Changes
from desktop.services.vault.workspace import Workspace

_MOST: Final = 1 << 23


def owner_of(ws: Workspace) -> bytes:
    """Give the owner's private key. Errors: OwnerOnly; why nothing may be written here."""
    ws.must_write()
    if ws.opened.owner is None:
        raise OwnerOnly
    return ws.opened.owner


def sign(ws: Workspace, ring: Keyring, owner: bytes) -> None:
    """State a new generation of the keyring, with the keys that users drew since, and sign it."""
    ring.adopt()
    ring.generation += 1
    ring.written = ws.clock.now().isoformat(timespec="seconds")
    ring.sign(owner)


def keep(
    ws: Workspace, ring: Keyring, verb: str, *, about: str = "", tiers: tuple[str, ...] = ("programme",)
) -> Changes:
    """Journal the event in the first of `tiers` and replace the keyring, both or neither; then tell the other tiers.

    Errors: those of files and of `Workspace.step`; then the former keyring stands.
    """
    former, path = ws.keyring, ws.folder / keyring.NAME
    # Written before anything changes: to put it back needs no room on the drive.
    spare = files.temporary_name(path)
    files.write_whole(spare, former.to_bytes())
    try:
        with ws.step(tiers[0], verb, about=about, event=True) as step:
            keyring.save(ws.folder, ring)
    except BaseException:
        if files.read_bounded(path, _MOST) != former.to_bytes():
            _put_back(ws, ring, spare)
        raise
    finally:
        with contextlib.suppress(files.FileRefused):
            files.remove_file(spare)
    know(ws, ring)
    for tier in tiers[1:]:
        ws.event(tier, verb, about=about)
    return step.changes


def _put_back(ws: Workspace, ring: Keyring, spare: Path) -> None:
    """Let the former keyring stand again; where the drive refuses even that, `ring` stands, and is known here."""
    try:
        files.replace(spare, ws.folder / keyring.NAME)
    except files.FileRefused:
        know(ws, ring)
        return
    with contextlib.suppress(files.FileRefused):  # opening mends the second copy
        files.write_whole(ws.folder / keyring.SECOND, ws.keyring.to_bytes())


def save(ws: Workspace, ring: Keyring) -> None:
    """Replace the keyring without an event: a step on the way to what was or will be journalled."""
    keyring.save(ws.folder, ring)
    know(ws, ring)


def know(ws: Workspace, ring: Keyring) -> None:
    """Let the open workspace and this laptop's record know the keyring that stands now."""
    ws.keyring = ring
    ws.labels |= {user["user"]: str(user["label"]) for user in ring.users}
    mine = next((user for user in ring.users if user["user"] == ws.user.uid), None)
    if mine:
        ws.user = staff.described(ring, mine)
    ws.record.generation, ws.record.owner = ring.generation, ring.owner
    for slot in ring.slots:
        if slot["user"] in ws.record.counters:
            ws.record.counters[slot["user"]] = max(slot["counter"], ws.record.counters[slot["user"]])
    ws.record.counters |= private.versions(ring)
    with contextlib.suppress(files.FileRefused):  # the keyring stands; the record can be made anew
        ws.record.save()
