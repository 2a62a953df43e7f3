"""What the operating system refuses, one class and one sentence per situation.

Sentences name no path: paths hold names of people and schools, and sentences reach logs and pictures.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from desktop.services.errors import KnownError


class FileRefused(KnownError):
    """The system refused for a reason that has no class of its own."""

    sentence = "The file could not be used ({code}). Nothing was changed. Try another place, or ask your IT staff."


class DiskFull(FileRefused):
    """No room is left on the medium, or a quota or a size limit is reached."""

    sentence = "There is no room left on this drive. Nothing was saved. Free some space, then save again."


class NoRoomForCopy(DiskFull):
    """A `DiskFull` while a copy is made. This and the next say of their verb what was not done; see `no_room`."""

    sentence = "There is no room left on this drive. No copy was made. Free some space, then copy again."


class NoRoomToOpen(DiskFull):
    """A `DiskFull` while a copy or a backup is unpacked."""

    sentence = (
        "There is no room left on this drive to unpack this. Nothing was opened, and no workspace was made. "
        "Free some space, then open it again."
    )


class NoRoomToRestore(DiskFull):
    """A `DiskFull` while a backup becomes a workspace."""

    sentence = (
        "There is no room left on this drive. Nothing was restored; the backup is as it was. "
        "Free some space, then restore again, or restore to another drive."
    )


class NoRoomToSalvage(DiskFull):
    """A `DiskFull` while a damaged workspace is salvaged."""

    sentence = (
        "There is no room left on this drive. Nothing was salvaged; the damaged workspace is as it was. "
        "Free some space, then salvage again, or salvage to another drive."
    )


class NotPermitted(FileRefused):
    """The user account may not do this here."""

    sentence = (
        "Your account may not use this file or folder. Nothing was changed. "
        "Choose another place, or ask your IT staff for access."
    )


class ReadOnlyMedium(FileRefused):
    """The medium is mounted read-only or has its switch on."""

    sentence = "This drive can be read but not written. Nothing was changed. Choose another drive or folder."


class HomeUnusable(FileRefused):
    """The account's own folder for Peerkeep, or the one that PEERKEEP_HOME names, cannot be made or written."""

    sentence = (
        "Peerkeep cannot write in its own folder of this account. Nothing was changed. Let the variable PEERKEEP_HOME "
        "name a folder in which you may write, or ask your IT staff."
    )


class NoSuchFile(FileRefused):
    """Nothing is there."""

    sentence = "There is no such file or folder. Nothing was changed. Check that the drive is plugged in."


class AlreadyThere(FileRefused):
    """A new file was asked for, and something has its name."""

    sentence = "Something of this name is already there. It was left as it is. Choose another name."


class NotAFile(FileRefused):
    """A folder, pipe, device or a loop of links stands where a file was expected."""

    sentence = "This is not an ordinary file. Nothing was read. Choose a file."


class TooLarge(FileRefused):
    """More bytes than the caller is ready to read."""

    sentence = (
        "This file is larger than anything Peerkeep would read here. Nothing was read. Check that it is the right file."
    )


class MediumGone(FileRefused):
    """The drive answers with errors or was pulled out."""

    sentence = "The drive stopped answering. What was being written there is not complete. Plug it in again and repeat."


class GoneWhileReading(MediumGone):
    """The drive or network share went away before the file was read to its end."""

    sentence = (
        "The drive or network folder stopped answering before the file was read to its end. Nothing was changed. "
        "Plug it in or connect again and repeat, or copy the file to this computer first."
    )


class ChangedWhileRead(FileRefused):
    """Another program wrote to the file during the reading."""

    sentence = (
        "This file changed while it was being read: another program is still writing it. Nothing was changed. "
        "Wait until it is saved or copied completely, close it there, and try again."
    )


class BadName(FileRefused):
    """The name is too long, or holds a character which this system cannot store."""

    sentence = "This file name cannot be used on this system. Nothing was changed. Choose a shorter, simpler name."


class HeldElsewhere(FileRefused):
    """Another program keeps the file open or locked (on Windows this may be the virus scanner)."""

    sentence = "Another program is using this file. Nothing was changed. Close the other program and try again."


class AlreadyOpen(FileRefused):
    """Another Peerkeep holds the lock. Values: pid, host, ours (this account on this host)."""

    sentence = (
        "This is already open in another Peerkeep (process {pid} on {host}). Nothing was changed. "
        "Go on in the other window, or close it first."
    )


_BY_NUMBER: dict[int, type[FileRefused]] = {
    errno.ENOSPC: DiskFull,
    errno.EFBIG: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EACCES: NotPermitted,
    errno.EPERM: NotPermitted,
    errno.EROFS: ReadOnlyMedium,
    errno.ENOENT: NoSuchFile,
    errno.ENOTDIR: NoSuchFile,
    errno.EEXIST: AlreadyThere,
    errno.ENOTEMPTY: AlreadyThere,
    errno.EISDIR: NotAFile,
    errno.ELOOP: NotAFile,
    errno.ENXIO: NotAFile,
    errno.EIO: MediumGone,
    errno.ENODEV: MediumGone,
    errno.ESTALE: MediumGone,
    errno.ENOTCONN: MediumGone,
    errno.EHOSTDOWN: MediumGone,
    errno.EHOSTUNREACH: MediumGone,
    errno.ENETUNREACH: MediumGone,
    errno.ENETDOWN: MediumGone,
    errno.ETIMEDOUT: MediumGone,
    errno.ENAMETOOLONG: BadName,
    errno.EINVAL: BadName,
    errno.EILSEQ: BadName,
    errno.EBUSY: HeldElsewhere,
    errno.ETXTBSY: HeldElsewhere,
}

# Windows reports these as EACCES or EINVAL; only its own number tells what happened.
_BY_WINDOWS_NUMBER: dict[int, type[FileRefused]] = {
    19: ReadOnlyMedium,
    21: MediumGone,
    53: MediumGone,
    55: MediumGone,
    59: MediumGone,
    64: MediumGone,
    67: MediumGone,
    121: MediumGone,
    32: HeldElsewhere,
    33: HeldElsewhere,
    39: DiskFull,
    112: DiskFull,
    433: MediumGone,
    1006: MediumGone,
    1117: MediumGone,
    1167: MediumGone,
    1231: MediumGone,
}


def as_known(error: OSError) -> FileRefused:
    """Return the sentence-bearing error for one of the system's own."""
    windows_number = getattr(error, "winerror", None)
    kind = _BY_WINDOWS_NUMBER.get(windows_number or 0) or _BY_NUMBER.get(error.errno or 0)
    if kind is not None:
        return kind()
    return FileRefused(code=errno.errorcode.get(error.errno or 0, "unknown"))


@contextlib.contextmanager
def sentences() -> Iterator[None]:
    """Turn every OSError raised inside into a `FileRefused`; a NUL in a name (ValueError) counts as `BadName`."""
    try:
        yield
    except OSError as error:
        raise as_known(error) from error
    except ValueError as error:
        if "null" not in str(error):
            raise
        raise BadName from error


@contextlib.contextmanager
def no_room(kind: type[DiskFull]) -> Iterator[None]:
    """Let a full drive be told in the words of the verb around which this stands, or which it decorates."""
    try:
        yield
    except DiskFull as error:
        raise kind() from error
