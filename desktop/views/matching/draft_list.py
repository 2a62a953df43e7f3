"""The draft as a list: a row per mentee, those without a place first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.models import matching as model
from desktop.services.language import say
from desktop.views.matching.part import TablePart

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class DraftList(TablePart):
    """The list view of the draft."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(
            page,
            say("Draft of pairs"),
            "matching-draft",
            model.draft_columns(),
            model.DRAFT_FILTERS,
            model.draft_filter_words,
            model.row_words,
        )

    def tools(self) -> QWidget:
        """Give the search field."""
        return self.search

    def show_board(self, board: model.Board) -> None:
        """Show the rows of the draft."""
        self.show_rows(self.page.rows)
