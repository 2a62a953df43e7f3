"""What can go wrong with backups; each sentence says that the workspace is as it was."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.errors import KnownError
from desktop.services.refusals import DiskFull


class NoRoomForBackup(DiskFull):
    """The drive is full. A `DiskFull`, with a sentence of its own."""

    sentence: ClassVar[str] = (
        "There is no room left on this drive. No backup was made; the workspace and all earlier backups are as they "
        "were. "
        "Free some space, then back up again."
    )


class NotABackup(KnownError):
    """The folder holds no backup."""

    sentence: ClassVar[str] = (
        "There is no Peerkeep backup in this folder. Nothing was changed. "
        "Choose the workspace's own folder, or one of the folders in its folder \u201cbackups\u201d."
    )


class BackupDamaged(KnownError):
    """The backup is not what was written."""

    sentence: ClassVar[str] = (
        "This backup is damaged: its files are not as they were written. Nothing was changed. Use the next older one."
    )


class NoWholeBackup(KnownError):
    """There are backups, and none is whole."""

    sentence: ClassVar[str] = (
        "None of the {n} backups here is whole. Nothing was changed. Use a copy from a stick or another folder."
    )


class BackupNotKept(KnownError):
    """What was read back is not what was written."""

    sentence: ClassVar[str] = (
        "The drive did not keep what was written to it. No backup was made; the workspace and all earlier backups are "
        "as they were. Make a copy on another drive, and do not trust this one."
    )


class BackupNewer(KnownError):
    """A later version wrote it."""

    sentence: ClassVar[str] = (
        "This backup was made by a newer version of Peerkeep. Nothing was changed. "
        "Install that version, then open it again."
    )


class NothingToSalvage(KnownError):
    """No record of any held compartment can be read."""

    sentence: ClassVar[str] = (
        "No record of this workspace can be read. Nothing was changed or made. Restore a backup or a copy."
    )
