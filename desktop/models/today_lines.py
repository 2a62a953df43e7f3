"""One line of the first page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One thing to look at: what, a sentence, and where to go: a page and a place there."""

    title: str
    detail: str
    icon: str
    tone: str
    words: str
    page: str
    place: tuple[tuple[str, str], ...] = ()
