"""What can go wrong with copies beyond what a container says of itself (vault.copy_errors)."""

from __future__ import annotations

from desktop.services.errors import KnownError


class InsideWorkspace(KnownError):
    """A copy was to be written into the workspace it is of."""

    sentence = (
        "A copy inside the workspace's own folder would be lost with it. No copy was made. "
        "Choose a USB stick or another folder."
    )


class NoSuchVersion(KnownError):
    """A second version of a file that is not there (any more)."""

    sentence = (
        "There is no such second version of a file in this workspace. Nothing was changed. Look at the list again."
    )
