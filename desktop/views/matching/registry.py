"""What the page Matching consists of: the one list to add a part, a view of the draft, a menu line or a sheet to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from desktop.models.matching import Board
from desktop.services.language import say
from desktop.services.matching.types import Pair
from desktop.views.matching import head
from desktop.views.matching.blocks_sheet import BlocksSheet, show_blocks
from desktop.views.matching.board import BoardView
from desktop.views.matching.compare_sheet import CompareSheet
from desktop.views.matching.draft_list import DraftList
from desktop.views.matching.draft_part import DraftPart
from desktop.views.matching.drafts_sheet import DraftsSheet
from desktop.views.matching.equity_part import EquityPart, equity_head
from desktop.views.matching.first_meeting import FirstMeetingSheet
from desktop.views.matching.groups_view import GroupsView, has_groups
from desktop.views.matching.heat import HeatView
from desktop.views.matching.meet_part import PLAN_ANOTHER, MeetPart, has_meet, meet_head
from desktop.views.matching.meet_sheet import KEY as MEET_SHEET
from desktop.views.matching.meet_sheet import MeetSheet
from desktop.views.matching.mentors import MentorsView
from desktop.views.matching.parts import DraftView, Entry, PagePart, in_draft
from desktop.views.matching.print_sheet import PrintSheet, print_paper
from desktop.views.matching.propose_sheet import ProposeSheet
from desktop.views.matching.published_part import PublishedPart
from desktop.views.matching.readiness import ReadyPart
from desktop.views.matching.trial_sheet import TrialSheet
from desktop.views.matching.what_counts_sheet import WhatCountsSheet, show_what_counts
from desktop.views.matching.why_not_sheet import WhyNotSheet, ask_why_not
from desktop.views.matching.why_sheet import WhySheet
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


def _has(part: str) -> Callable[[Board], bool]:
    return lambda board: part in board.parts


# In the order of the chips; the first that is there is shown on arriving.
PARTS: Final[tuple[PagePart, ...]] = (
    PagePart("draft", lambda _: say("Draft"), DraftPart, head.draft_head, _has("draft")),
    PagePart(
        "pairs",
        lambda board: say("Published {n}", n=len(board.active)),
        PublishedPart,
        head.pairs_head,
        _has("pairs"),
    ),
    PagePart(
        "ready", lambda board: say("Waiting {n}", n=board.readiness.mentees), ReadyPart, head.ready_head, _has("ready")
    ),
    PagePart("meet", lambda _: say("Meet-and-greet"), MeetPart, meet_head, has_meet),
    PagePart("waits", lambda _: say("Who waits"), EquityPart, equity_head, lambda board: board.mentees),
)

VIEWS: Final[tuple[DraftView, ...]] = (
    DraftView("list", lambda: say("List"), DraftList),
    DraftView("groups", lambda: say("Groups"), GroupsView, has_groups),
    DraftView("board", lambda: say("Board"), BoardView),
    DraftView("heat", lambda: say("Heat map"), HeatView),
    DraftView("mentors", lambda: say("{Mentors}"), MentorsView),
)

MORE: Final[tuple[Entry, ...]] = (
    Entry(lambda: say("What counts …"), show_what_counts),
    Entry(lambda: say("Why not these two? …"), ask_why_not, "W"),
    Entry(lambda: say("Keep apart …"), show_blocks),
    Entry(lambda: say("What a score is, and is not"), lambda page: page.shell.go("help", topic="scores")),
    Entry(lambda: say("Print …"), print_paper, "Ctrl+P"),
    Entry(lambda: say("Propose otherwise …"), lambda page: ProposeSheet(page).open(), "Ctrl+Shift+P", writes=True),
    Entry(lambda: say("Put the draft aside"), lambda page: page.set_aside(), "", in_draft, writes=True),
    Entry(lambda: say("Drafts …"), lambda page: DraftsSheet(page).start(), "D"),
    Entry(lambda: say("Compare two drafts …"), lambda page: CompareSheet(page).start(), "", in_draft),
    PLAN_ANOTHER,
    Entry(lambda: say("Discard draft"), lambda page: page.discard(), "Ctrl+D", in_draft, writes=True),
)


# What opens a sheet again after a lock, by the key of its `comes_back`. `page.when_read` waits for the first reading.
def _of_pair(sheet: Callable[[MatchingPage, Pair], Sheet]) -> Callable[..., object]:
    """Open a sheet about a published pair again; not about one that is gone."""

    def again(page: MatchingPage, pair: str) -> None:
        def show() -> None:
            found = next((one for one in page.board.pairs if one.uid == pair), None) if page.board else None
            if found is not None:
                sheet(page, found).open()

        page.when_read(show)

    return again


SHEETS: Final[Mapping[str, Callable[..., object]]] = {
    "print-paper": lambda page: PrintSheet(page).open(),
    "first-meeting": _of_pair(FirstMeetingSheet),
    "why-not": lambda page, person: page.when_read(lambda: WhyNotSheet(page, person).open()),
    "blocks": lambda page: page.when_read(lambda: BlocksSheet(page).open()),
    "what-counts": lambda page: page.when_read(lambda: WhatCountsSheet(page).open()),
    "trial": _of_pair(TrialSheet),
    "why": _of_pair(WhySheet),
    "propose": lambda page: page.when_read(lambda: ProposeSheet(page).open()),
    "drafts": lambda page: page.when_read(lambda: DraftsSheet(page).start()),
    "compare": lambda page, first, second: page.when_read(lambda: CompareSheet(page, first, second).start()),
    MEET_SHEET: lambda page: page.when_read(lambda: MeetSheet(page).open()),
    "choosing": lambda page, mentee: page.when_read(lambda: page.choose_mentor(mentee)),
}
