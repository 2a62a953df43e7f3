"""Second versions of a workspace's files, which programs that keep folders in step put beside them (ENV-05).

Two computers wrote at once; neither version may be lost. Finding looks at names only, comparing opens the file.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.vault import compartment, heads, keyring
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.workspace import Workspace

_MARKS: Final = " (._-~["
_MOST: Final = 1 << 33


@dataclass(frozen=True)
class Stray:
    """A file beside the workspace's own. of: the name of the file it is a version of.

    compared: it could be read. there, here: how many steps only it or only the workspace holds. at: when the newest of
    those only there was made, ISO, "" for none.
    """

    name: str
    of: str
    compared: bool = False
    there: int = 0
    here: int = 0
    at: str = ""

    @property
    def needless(self) -> bool:
        """Whether nothing would be missing without it."""
        return self.compared and not self.there


def find(folder: Path, ring: Keyring) -> tuple[Stray, ...]:
    """Find such files by their names: the whole name of ours, a mark, and something more, with the same ending."""
    ours = [*(compartment.file_name(name) for name in ring.compartments), keyring.NAME, keyring.SECOND, heads.FILE]
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return ()
    return tuple(Stray(name, of) for name in names if name not in ours and (of := _version_of(name, ours)))


def _version_of(name: str, ours: list[str]) -> str:
    for own in ours:
        stem, dot, ending = own.rpartition(".")
        rest = name.removeprefix(stem)
        if rest != name and rest[:1] in _MARKS and rest.endswith(dot + ending) and len(rest) > len(dot + ending):
            return own
    return ""


def compare(ws: Workspace) -> tuple[Stray, ...]:
    """Find them and say what each holds that the workspace does not. What cannot be read stays not compared."""
    return tuple(_compared(ws, one) for one in find(ws.folder, ws.keyring))


def _compared(ws: Workspace, stray: Stray) -> Stray:
    tier = next((tier for tier in ws.compartments if ws.file_of(tier) == stray.of), "")
    if not tier:
        return _same_bytes(ws.folder, stray)
    key = ws.opened.grants[ws.compartment_name(tier)].key
    here = set(ws.rows(tier, "SELECT device, step, digest FROM @.step"))
    try:
        with contextlib.closing(compartment.connect(ws.folder / stray.name, key, read_only=True)) as connection:
            rows = connection.execute("SELECT device, step, digest, at FROM step").fetchall()
    except sqlite.DatabaseError:
        return stray
    there = {tuple(row[:3]): str(row[3]) for row in rows}
    more = there.keys() - here
    newest = max((there[one] for one in more), default="")
    return Stray(stray.name, stray.of, compared=True, there=len(more), here=len(here - there.keys()), at=newest)


def _same_bytes(folder: Path, stray: Stray) -> Stray:
    """Of a file without steps, or of a compartment that is not held, only equality can be told."""
    with contextlib.suppress(files.FileRefused):
        if files.read_bounded(folder / stray.name, _MOST) == files.read_bounded(folder / stray.of, _MOST):
            return Stray(stray.name, stray.of, compared=True)
    return stray
