"""What can go wrong with copies beyond what a container says of itself (vault.copy_errors)."""

from __future__ import annotations

from desktop.services.errors import KnownError


class InsideWorkspace(KnownError):
    """A copy was to be written into the workspace it is of."""

    sentence = (
        "A copy inside the workspace's own folder would be lost with it. No copy was made. "
        "Choose a USB stick or another folder."
    )
