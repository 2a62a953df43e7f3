"""Second versions of a workspace's files, as people read of them. Runs on the worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.services import transfer
from desktop.services.language import say, say_many, show_date
from desktop.services.vault import Changes, Workspace
from desktop.services.vault.strays import Stray

# What their being there means, for say().
FOUND = (
    "Beside the files of this workspace lie second versions of some, as programs make that keep folders in step when "
    "two computers write at once. None is lost; look at what they hold."
)


@dataclass(frozen=True)
class Version:
    """One line: the file's name, what it holds that is not here, and whether nothing would be missing without it."""

    name: str
    words: str
    needless: bool


def read_versions(ws: Workspace) -> tuple[Version, ...]:
    """Compare every second version with the workspace."""
    return tuple(Version(one.name, words(one), one.needless) for one in transfer.versions(ws))


def words(one: Stray) -> str:
    """Say what a second version holds that is not here, and the other way round."""
    if not one.compared:
        return say("A second version of {file}. Your keys do not open it, so it cannot be compared.", file=one.of)
    if not one.there:
        return say("A second version of {file}. It holds nothing that is not here.", file=one.of)
    there = say_many("1 step that is not here", "{n} steps that are not here", one.there)
    newest = say("the newest of {day}", day=show_date(one.at[:10]))
    here = say_many("it lacks 1 step of here", "it lacks {n} steps of here", one.here)
    return say(
        "A second version of {file}: {there}, {newest}; {here}.", file=one.of, there=there, newest=newest, here=here
    )


def set_aside(ws: Workspace, name: str) -> Changes:
    """Move one into the folder set-aside."""
    return transfer.set_aside(ws, name)


def open_version(ws: Workspace, name: str, folder: Path) -> None:
    """Make a workspace of its own of one."""
    transfer.open_version(ws, name, folder).close()


def propose_place(ws: Workspace) -> str:
    """Propose a folder beside the workspace that is not there yet."""
    base = ws.folder
    free = (base.with_name(f"{base.stem}-{n}{base.suffix}") for n in range(2, 1000))
    return str(next(one for one in free if not one.exists()))
