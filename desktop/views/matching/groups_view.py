"""The draft of groups: a row per member, ordered by group; the panel tells of the group, and moves who is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import matching as matches
from desktop.models import matching_groups as model
from desktop.services.language import say
from desktop.views.matching.part import TablePart
from desktop.views.widgets.labels import IconLabel, label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class GroupsView(TablePart):
    """The view of groups; it is there for a draft of groups only."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(
            page,
            say("Draft of groups"),
            "matching-groups",
            model.group_columns(),
            matches.DRAFT_FILTERS,
            matches.draft_filter_words,
            matches.row_words,
        )

    def tools(self) -> QWidget:
        """Give the search field."""
        return self.search

    def show_board(self, board: matches.Board) -> None:
        """Show the members of each group."""
        self.show_rows(model.group_rows(board.draft, self.page.rows))


def has_groups(board: matches.Board) -> bool:
    """Whether the draft is of groups."""
    return board.draft is not None and board.draft.grouping is not None


def add_group(body: QVBoxLayout, board: matches.Board, mentee: str) -> None:
    """Tell in the panel of the group a mentee is in: who leads, when, who is in it, and what to know."""
    group = model.group_of(board.draft, mentee) if board.draft is not None else None
    if group is None or board.draft is None:
        return
    body.addWidget(label(model.title(group), "strong"))
    body.addWidget(label(model.member_words(group)))
    for words in group.reasons:
        body.addWidget(label(matches.capital(words), "small"))
    for words in group.warnings:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(IconLabel("alert-outline", "warning", 16))
        line.addWidget(label(matches.capital(words), "warning"), 1)
        body.addLayout(line)
    body.addWidget(label(model.proof_words(board.draft), "small"))
