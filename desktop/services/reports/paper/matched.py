"""Which blocks each paper of matching is made of, and about how many pages it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from reportlab.platypus import Flowable

from desktop.services.reports.matching_types import (
    Badges,
    DraftPaper,
    EquityPaper,
    FirstForms,
    HeatPaper,
    MatchingPaper,
    TickSheets,
)
from desktop.services.reports.paper import badges, draft, equity, first, heat, ticks

# For each: what gives its blocks, and what guesses its pages.
_MAKERS: Final[dict[type[MatchingPaper], tuple[Callable[[Any], list[Flowable]], Callable[[Any], int]]]] = {
    Badges: (badges.story, badges.expected),
    TickSheets: (ticks.story, ticks.expected),
    DraftPaper: (draft.story, draft.expected),
    HeatPaper: (heat.story, heat.expected),
    FirstForms: (first.story, first.expected),
    EquityPaper: (equity.story, equity.expected),
}


def story(paper: MatchingPaper) -> list[Flowable]:
    """Give the blocks of a paper in order."""
    return _MAKERS[type(paper)][0](paper)


def expected(paper: MatchingPaper) -> int:
    """Guess the number of pages."""
    return _MAKERS[type(paper)][1](paper)
