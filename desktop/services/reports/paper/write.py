"""From a document to the bytes of a PDF. Opens no file but the bundled fonts; nothing touches the disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.services.language import say
from desktop.services.reports.import_paper import title as import_title
from desktop.services.reports.matching_words import title as matching_title
from desktop.services.reports.paper import imported, matched, pack, people, register
from desktop.services.reports.paper.page import Progress, build
from desktop.services.reports.people_list import is_wide, title
from desktop.services.reports.types import Document, ImportPaper, MatchingPaper, PeopleList, StaffPack

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
    if isinstance(document, PeopleList):
        return build(
            people.story(document),
            document.edition,
            title(document.kind),
            wide=is_wide(document),
            numbers=numbers,
            progress=progress,
            expected=people.expected(document),
        )
    if isinstance(document, ImportPaper):
        return build(
            imported.story(document),
            document.edition,
            import_title(document.kind),
            wide=False,
            numbers=numbers,
            progress=progress,
            expected=imported.expected(document),
        )
    if isinstance(document, MatchingPaper):
        return build(
            matched.story(document),
            document.edition,
            matching_title(document.kind),
            wide=document.wide,
            numbers=numbers,
            progress=progress,
            expected=matched.expected(document),
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
