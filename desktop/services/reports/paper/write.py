"""From a document to the bytes of a PDF. Opens no file but the bundled fonts; nothing touches the disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.services.language import say
from desktop.services.reports.paper import pack, register
from desktop.services.reports.paper.page import Progress, build
from desktop.services.reports.types import Document, StaffPack

_ROWS_A_PAGE: Final = 11


def pdf(document: Document, numbers: Sequence[int], progress: Progress | None) -> bytes:
    """Give the PDF of the copies in `numbers`, one after the other; raises Cancelled."""
    if isinstance(document, StaffPack):
        return build(
            pack.story(document),
            document.edition,
            say("Staff meeting pack"),
            wide=False,
            numbers=numbers,
            progress=progress,
            expected=2,
        )
    expected = 1 + len(document.rows) // _ROWS_A_PAGE
    return build(
        register.story(document),
        document.edition,
        say("Pair register"),
        wide=True,
        numbers=numbers,
        progress=progress,
        expected=expected,
    )
