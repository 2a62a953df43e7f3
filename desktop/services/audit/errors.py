"""What the audit refuses."""

from __future__ import annotations

from desktop.services.errors import KnownError


class NobodyCalled(KnownError):
    """Entries of somebody whom the workspace does not know were asked for. Value: name."""

    sentence = "Nobody called {name} can unlock or ever could. Nothing was changed. Choose one of: {known}."
