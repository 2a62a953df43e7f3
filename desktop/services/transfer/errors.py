"""What can go wrong with copies beyond what a container says of itself (vault.copy_errors)."""

from __future__ import annotations

from desktop.services.errors import KnownError


class InsideWorkspace(KnownError):
    """A copy was to be written into the workspace it is of."""

    sentence = (
        "A copy inside the workspace's own folder would be lost with it. No copy was made. "
        "Choose a USB stick or another folder."
    )


class LookingOnly(KnownError):
    """A write to a copy that was opened for looking."""

    sentence = (
        "You are only looking at a copy, so nothing can be saved here. Nothing was changed. "
        "To work in it, open the copy again and choose to go on working."
    )
