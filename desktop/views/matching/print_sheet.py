"""Choosing what of matching goes on paper; the Reports page shows it before it is printed or saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.models import matching_paper as model
from desktop.services.language import say
from desktop.views.start.welcome import BigButton, Way
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

KEY = "print-paper"


class PrintSheet(Sheet):
    """The papers that can be made now, one button each."""

    def __init__(self, page: MatchingPage) -> None:
        purpose = say("You see the pages first, and say for whom they are. Nothing is printed by choosing.")
        super().__init__(page.shell.window_widget, say("Print"), purpose, width=660)
        self.comes_back(KEY)
        self.wait_for_answer()
        self._page = page
        self._waits = label(say("Looking what there is …"), "muted")
        self.body.addWidget(self._waits)
        self.cancel_button = self.add_cancel()
        page.session.ask(self, model.papers, done=self._on_loaded)

    def _on_loaded(self, papers: tuple[model.Paper, ...]) -> None:
        self._waits.hide()
        self.ways = tuple(
            BigButton(Way(paper.title, paper.holds, paper.icon, partial(self.show_paper, paper))) for paper in papers
        )
        for way in self.ways:
            self.body.addWidget(way)
            way.show()  # what is not in sight yet cannot take the keyboard
        self.ways[0].setFocus()
        self.fit()
        self.answered()

    def show_paper(self, paper: model.Paper) -> None:
        """Close, and show the pages of a paper."""
        self.accept()
        open_paper(self._page, paper)


def print_paper(page: MatchingPage) -> None:
    """Offer what can be printed."""
    PrintSheet(page).open()


def open_paper(page: MatchingPage, paper: model.Paper) -> None:
    """Show the pages of a paper, with print and save beside them."""
    page.shell.go("reports", **paper.place)
