"""Copies of the workspace, as the Transfer page and the first page use them: where to, made, checked, opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject, Signal

from desktop.models.copy_age import last_copy_words
from desktop.models.start import documents
from desktop.services import backups, files, transfer, vault
from desktop.services.drives import Drive
from desktop.services.errors import Cancelled, KnownError
from desktop.services.language import say, show_date
from desktop.services.transfer import CopyMade, CopySeen
from desktop.services.vault import Password, Words, Workspace

__all__ = ["CopyMade", "CopySeen", "Drive"]

ENDING = "peerkeep-copy"
_WORKSPACE_ENDING = ".peerkeep"

Progress = Callable[[int, int], bool]
Secret = Password | Words


class OpeningCancelled(KnownError):
    """The person stopped the opening of a copy."""

    sentence: ClassVar[str] = "Opening the copy was cancelled. Nothing was changed."


@dataclass(frozen=True)
class About:
    """What the page says of copies: bytes that one needs, the day of the last one ("" for none), who can open one."""

    needed: int
    last: str
    last_words: str
    old: bool
    users: tuple[str, ...]
    words: bool


def load_about(ws: Workspace) -> About:
    """Read what the page says."""
    done = vault.last_done(ws, "make_copy")
    last = done.isoformat() if done else ""
    words, old = last_copy_words(last, ws.clock.today())
    users = tuple(user.label for user in vault.users(ws))
    needed = transfer.describe_place(ws, ws.folder).needed
    return About(needed, last, words, old, users, vault.has_recovery(ws))


def drives() -> tuple[Drive, ...]:
    """List the removable drives that are plugged in."""
    return tuple(files.removable_drives())


def fits(drive: Drive, about: About) -> bool:
    """Say whether a drive can take a copy, as far as is known before."""
    return drive.free >= about.needed and (drive.most is None or drive.most >= about.needed)


def too_small_words(drive: Drive, about: About) -> str:
    """Say why a drive cannot take a copy."""
    if drive.free < about.needed:
        free = say("{size} free", size=size_words(drive.free))
        return say("{free}: too little, a copy needs {size}", free=free, size=size_words(about.needed))
    most = size_words(drive.most or 0)
    return say(
        "It is formatted for files of at most {most}; a copy needs {size}. Use exFAT or NTFS.",
        most=most,
        size=size_words(about.needed),
    )


def copy_to_drive(ws: Workspace, folder: str, progress: Progress | None = None) -> CopyMade:
    """Copy the workspace to a drive or folder, under a name that says only the day. Errors: those of `copy_out`."""
    return transfer.copy_out(ws, Path(folder) / transfer.propose_name(ws), progress)


def copy_to_file(ws: Workspace, path: str, progress: Progress | None = None) -> CopyMade:
    """Copy the workspace to a file that the person chose; the file dialog has asked before one is replaced."""
    return transfer.copy_out(ws, Path(path), progress, replace=True)


propose_name = transfer.propose_name


def check(path: str, progress: Progress | None = None) -> CopySeen:
    """Read a copy through; needs no password. Errors: one class for each way in which it is not whole.

    Of a folder, the newest whole backup in it.
    """
    if not Path(path).is_dir():
        return transfer.inspect(Path(path), progress)
    found = backups.find_backup(Path(path), progress)
    one = found.backup
    return CopySeen(one.path, found.users, found.words, one.size, one.made, len(found.damaged))


def moment_words(made: str) -> str:
    """Say a moment (ISO) by its day and minute."""
    return say("{day}, {time}", day=show_date(made), time=made[11:16])


def size_words(size: int) -> str:
    """Say a size in the unit that fits."""
    for unit, bytes_ in ((say("GB"), 10**9), (say("MB"), 10**6)):
        if size >= bytes_:
            return say(
                "{size} {unit}", size=round(size / bytes_, 1) if size < 10 * bytes_ else size // bytes_, unit=unit
            )
    return say("{size} kB", size=max(size // 1000, 1))


def folder_beside(path: Path, place: Path | None = None) -> Path:
    """Propose a folder for the workspace that a copy becomes: in the documents, and not there yet."""
    stem = path.name.removesuffix(f".{ENDING}")
    base = place or (documents() if documents().is_dir() else Path.home())
    names = (f"{stem}{number}{_WORKSPACE_ENDING}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(base / name for name in names if not (base / name).exists())


def by_password(user: str, password: str) -> Secret:
    """Take a name and a password as what opens a copy."""
    return Password(user, password)


def by_words(text: str) -> Secret:
    """Take the recovery words as what opens a copy."""
    return Words(text)


class CopyOpener(QObject):
    """Opens a copy when called, on the worker: with a folder to go on working there, without one only to look.

    `Session.unlock` takes it as its opener. Signal `progressed(done, total)`; `stop` makes it raise
    `OpeningCancelled`, since the session has to hear of every end.
    """

    progressed = Signal(int, int)

    def __init__(self, path: Path, secret: Secret, folder: Path | None) -> None:
        super().__init__()
        self._path, self._secret, self._folder = path, secret, folder
        self._stopped = False

    def stop(self) -> None:
        """Give up as soon as possible; nothing is left behind."""
        self._stopped = True

    def __call__(self) -> Workspace:
        """Open it. Errors: those of `open_copy`, OpeningCancelled."""
        try:
            if self._path.is_dir():
                if self._folder is None:
                    return backups.look_at_backup(self._path, self._secret, self._tell)
                return backups.open_backup(self._path, self._folder, self._secret, self._tell)
            if self._folder is None:
                return transfer.look_at_copy(self._path, self._secret, self._tell)
            return transfer.open_copy(self._path, self._folder, self._secret, self._tell)
        except Cancelled as stopped:
            raise OpeningCancelled from stopped

    def _tell(self, done: int, total: int) -> bool:
        self.progressed.emit(done, total)
        return not self._stopped
