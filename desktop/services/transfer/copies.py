"""A copy of the workspace on a stick or in a folder, and opening one: formats.md, "Copy and bundle".

The keyring travels as it is and lets the password or the words open the rest; every compartment's file travels
as it is, inside one age part to the programme compartment's recipient. So a copy holds what the workspace holds,
and whoever opens it sees of it what his or her keys open.
"""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from typing import Final

from desktop.services import files
from desktop.services.clock import Clock
from desktop.services.errors import BugError
from desktop.services.refusals import NoRoomForCopy, NoRoomToOpen, no_room
from desktop.services.transfer import placing, store
from desktop.services.transfer.errors import InsideWorkspace
from desktop.services.transfer.types import CopyMade, CopySeen, Place
from desktop.services.vault import Workspace, compartment, container, heads, keyring, last_clock
from desktop.services.vault.copy_errors import CopyChanged, CopyForOthers
from desktop.services.vault.errors import CompartmentDamaged
from desktop.services.vault.looking_back import last_done
from desktop.services.vault.packing import Manifest, Origin, Progress
from desktop.services.vault.slots import Opened, Secret

ENDING: Final = ".peerkeep-copy"
_PART: Final = "programme"
_MOST_KEYRING: Final = 4 << 20
_ROOM: Final = 8 << 20


def propose_name(ws: Workspace) -> str:
    """Propose a file name that says nothing but the day."""
    return f"{ws.clock.today().isoformat()}-{secrets.token_hex(3)}{ENDING}"


def describe_place(ws: Workspace, folder: Path) -> Place:
    """Tell what a person should know of a folder before a copy is written there."""
    needed = sum(path.stat().st_size for path in _files_of(ws)) + _ROOM
    return Place(describe_drive(folder), files.free_space(folder), needed)


def describe_drive(path: Path) -> str:
    """Give the label of the removable drive that `path` is on; "" for any other place."""
    at = path.absolute()
    return next((drive.label for drive in files.removable_drives() if at.is_relative_to(drive.path)), "")


@no_room(NoRoomForCopy)
def copy_out(ws: Workspace, path: Path, progress: Progress | None = None, *, replace: bool = False) -> CopyMade:
    """Write a copy of the whole workspace to `path`, read it back, and only then give it its name.

    `replace` takes the place of an earlier copy, and of nothing else. Raises `InsideWorkspace`, `files.AlreadyThere`
    unless `replace`, `NotOurCopy`, `CompartmentDamaged` where the workspace itself is
    not whole, `Cancelled`, and what `container.write` raises; then no copy is made and none is lost.
    """
    if ws.connection.in_transaction:
        raise BugError("a copy inside a step")
    if path.resolve().is_relative_to(ws.folder.resolve()):
        raise InsideWorkspace
    for tier in ws.compartments:
        if not store.pages_whole(ws, tier):
            raise CompartmentDamaged(file=compartment.file_name(ws.compartment_name(tier)))
    # What cannot be recorded is not done: the journal says so before a byte leaves, and again when the copy is whole.
    ws.event("programme", "begin_copy", about="1")
    # Outside a step the files are at rest, whole and without a journal beside them; and this thread alone opens steps.
    ws.remember(durable=True)
    ring = files.read_bounded(ws.folder / keyring.NAME, _MOST_KEYRING)
    origin = Origin("copy", ws.id, ws.device, last_clock(ws))
    part = container.Sealed(_PART, ws.keyring.compartments["programme"]["recipient"], _files_of(ws))
    size = container.write(path, origin, {container.KEYRING: ring}, [part], progress, over=replace)
    ws.event("programme", "make_copy", about="1")
    made = CopyMade(path, size, ws.clock.now().isoformat(timespec="seconds"), describe_drive(path))
    if made.drive or files.on_another_medium(path, ws.folder):
        ws.record.copied = made.made
        with contextlib.suppress(files.FileRefused):  # the copy is made; only the reminder comes early
            ws.record.save()
    return made


def _files_of(ws: Workspace) -> tuple[Path, ...]:
    """List the files that a copy holds beside the keyring. Errors: those of `compartment.look_at`."""
    paths = [ws.folder / compartment.file_name(name) for name in ws.keyring.compartments]
    for path in paths:
        compartment.look_at(path)
    return (*paths, ws.folder / heads.FILE)


def inspect(path: Path, progress: Progress | None = None) -> CopySeen:
    """Read a copy through and say who may unlock it. Errors: those of `container.examine`."""
    found = container.examine(path, progress=progress)
    ring = placing.ring_of(found.clear.get(container.KEYRING, b""))
    users = tuple(str(user["label"]) for user in ring.users if not user.get("removed"))
    return CopySeen(path, users, any(slot["kind"] == keyring.RECOVERY for slot in ring.slots), found.length)


@no_room(NoRoomToOpen)
def open_copy(
    path: Path, folder: Path, secret: Secret, progress: Progress | None = None, clock: Clock | None = None
) -> Workspace:
    """Make a workspace of a copy at the new `folder`, to go on working there, and give it open.

    It goes on under a new device id. Raises `WorkspaceExists`, what `container.examine` and `container.unpack_part`
    raise, `WrongPassword`, `WrongWords`, `NoRecovery`, `WhoAreYou`; then nothing is left at `folder` or beside it.
    """
    placing.must_be_free(folder)
    content, fill = _source(path, progress)
    return placing.place(content, fill, folder, secret, clock, verb="open_copy")


@no_room(NoRoomToOpen)
def look_at_copy(path: Path, secret: Secret, progress: Progress | None = None, clock: Clock | None = None) -> Workspace:
    """Open a copy for looking only (see `placing.look`). Errors as `open_copy`."""
    content, fill = _source(path, progress)
    return placing.look(content, fill, secret, clock)


def _source(path: Path, progress: Progress | None) -> tuple[bytes, placing.Fill]:
    """Read a copy through; give its keyring, and how its files get into a folder."""
    found = container.examine(path, progress=progress)

    def fill(ring: keyring.Keyring, opened: Opened, part: Path) -> None:
        _check(_unpack(found, opened, part, progress), ring)

    return found.clear.get(container.KEYRING, b""), fill


def _unpack(found: container.Container, opened: Opened, part: Path, progress: Progress | None) -> Manifest:
    """Unpack with the identity of whichever epoch fits."""
    grant = opened.grants.get("programme")
    for identity in grant.identities if grant else ():
        try:
            return container.unpack_part(found, _PART, identity, part, progress)
        except CopyForOthers:
            continue
    raise CopyForOthers


def _check(manifest: Manifest, ring: keyring.Keyring) -> None:
    """Check that the copy is of the keyring's workspace and complete. Raises `CopyChanged`."""
    wanted = {compartment.file_name(name) for name in ring.compartments}
    if manifest.origin.workspace != ring.workspace or {one.name for one in manifest.members} != wanted | {heads.FILE}:
        raise CopyChanged


def copied_at(ws: Workspace) -> str:
    """Say when the newest copy was begun (ISO), "" for never: of what was opened from a copy, how old that is."""
    return last_done(ws, "begin_copy")
