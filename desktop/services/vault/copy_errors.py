"""What can be wrong with a copy, a bundle or a draft: one class, one sentence per situation."""

from __future__ import annotations

from desktop.services.errors import KnownError


class CopyRefused(KnownError):
    """Any reason for which a container is not opened; raised only as one of the classes below."""


class TooLargeForDrive(KnownError):
    """The drive's file system bounds the length of one file. Values: drive_most, in gigabytes."""

    sentence = (
        "This drive cannot hold a file of more than {drive_most} GB, and the copy needs more. No copy was made. "
        "Use a drive that is formatted as exFAT or NTFS."
    )


class NotACopy(CopyRefused):
    """The file does not begin as a Peerkeep container does, or it is one of another kind."""

    sentence = (
        "This file is not a Peerkeep copy. Nothing was read from it and nothing was changed. "
        "Choose a file whose name ends in .peerkeep-copy."
    )


class CopyTruncated(CopyRefused):
    """The file ends before what it announces."""

    sentence = (
        "This copy is not complete: the end of the file is missing. Nothing was changed. "
        "Copy the file again from where it came, or use another copy."
    )


class CopyChanged(CopyRefused):
    """The bytes are not those that were written, by damage or by hand."""

    sentence = (
        "This copy is damaged or was changed after it was made. Nothing from it was used and nothing was changed. "
        "Use another copy."
    )


class CopyNewer(CopyRefused):
    """A later version of Peerkeep wrote it."""

    sentence = (
        "This copy was made by a newer version of Peerkeep (format {format}). Nothing was changed. "
        "Install that version, then open the copy again."
    )


class CopyForOthers(CopyRefused):
    """No key that is at hand opens it."""

    sentence = "This copy is not for the keys at hand. Nothing was read from it and nothing was changed."


class CopyNotWhole(CopyRefused):
    """What was read back from the drive is not what was written there."""

    sentence = (
        "The drive did not keep what was written to it. No copy was made; the workspace is unchanged. "
        "Do not trust this drive: use another one."
    )


class NotOurCopy(CopyRefused):
    """What a copy was to replace is no copy."""

    sentence = "The file of this name is not a Peerkeep copy. It was left as it is. Choose another name for the copy."


class WorkspaceMoved(CopyRefused):
    """A file changed while it was being copied."""

    sentence = "The workspace changed while it was being copied. No copy was made. Try again."


class DraftTooLong(KnownError):
    """More text than a draft can hold."""

    sentence = "This text is too long to be kept as a draft. It is still on the screen. Shorten it or save it in parts."
