"""What the command line says of the place of a workspace, on standard error: answers stay as they are."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.models import reading_only
from desktop.services.language import say
from desktop.services.vault import Workspace

_LEFT = (
    "This workspace was open on {host} and was not closed there. If it is still open there, close one of the two: what "
    "both save cannot be put together yet."
)


def warn(folder: Path) -> None:
    """Say what is wrong with a place, before a workspace is made there."""
    _print(reading_only.place_words(folder))


def tell(ws: Workspace) -> None:
    """Say what is to be known of an open workspace: of its place, why it can only be read, a lock left elsewhere."""
    kind, service = reading_only.place_in(ws.notices)
    if ws.read_only:
        _print(str(ws.refusal))
    elif kind:
        _print(say(reading_only.PLACES[kind], service=service))
    if left := reading_only.left_on(ws.notices):
        _print(say(_LEFT, host=left))


def _print(words: str) -> None:
    if words:
        print(words, file=sys.stderr)
