"""Why a workspace may only be read, one class and one sentence each; raised by whatever would write."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.errors import KnownError


class MediumReadOnly(KnownError):
    """A write to a workspace whose drive, folder or files cannot be written."""

    sentence: ClassVar[str] = (
        "This workspace is open for reading only, because its drive or folder cannot be written. Nothing was changed. "
        "To work in it, copy its folder to a place where you may write, and open it there."
    )


class OpenElsewhere(KnownError):
    """A write to a workspace in which somebody else works. Values: host."""

    sentence: ClassVar[str] = (
        "This workspace is open on {host}, so here it can only be read. Nothing was changed. "
        "Close it there, then open it here again."
    )


class OpenedOlder(KnownError):
    """A write to a workspace that is older than was last seen here, and was opened to be checked."""

    sentence: ClassVar[str] = (
        "This workspace is older than the one last seen here, so it was only looked at. Nothing was changed. "
        "Look for the newer one, or go on with this one."
    )
    option: ClassVar[str] = "--accept-older"


class OnNetworkDrive(KnownError):
    """A write to a workspace on a network drive, which nobody has allowed."""

    sentence: ClassVar[str] = (
        "This workspace is on a network drive, where a lost connection can damage it, so it is open for reading only. "
        "Nothing was changed. Move its folder to this laptop, or allow writing on network drives."
    )
    option: ClassVar[str] = "--allow-network"
