"""The published pairs: a table, beside it the chosen pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models import matching as model
from desktop.models import matching_pairs as pairs
from desktop.services.language import say
from desktop.views.matching.part import TablePart
from desktop.views.matching.published import PairPanel

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class PublishedPart(TablePart):
    """The part of the published pairs."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(
            page,
            say("Published pairs"),
            "matching-pairs",
            pairs.pair_columns(),
            pairs.PAIR_FILTERS,
            pairs.pair_filter_words,
            pairs.row_words,
        )
        self.panel = PairPanel(page)
        self.chosen.connect(lambda uid: page.show_panel())
        self.opened.connect(lambda uid: self.panel.focus_period())

    def show_board(self, board: model.Board) -> None:
        """Show every published pair."""
        self.show_rows(pairs.pair_rows(board))

    def show_panel(self, board: model.Board) -> None:
        """Show the chosen pair beside the table."""
        self.page.panel.close_panel()
        row = self.row(self.chosen_uid())
        if row is None:
            self.page.side.clear()
        else:
            self.panel.show_row(row)
