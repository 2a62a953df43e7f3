"""Before proposing: how many there are, and who lacks what, each leading to the person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import matching as model
from desktop.services.language import say, say_many
from desktop.views import theme
from desktop.views.matching.flow import Flow
from desktop.views.matching.parts import Part
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import Card, RecordRow, clear_layout, scrolling
from desktop.views.widgets.labels import IconLabel, badge, label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

# Nobody works through more than this at one sitting; the rest is counted.
_MOST = 60
# A line as wide as a screen is hard to read.
_WIDEST = 860


class ReadyPart(Part):
    """Who is ready for a round."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(page)
        inside = QWidget()
        inside.setMaximumWidth(theme.pixels(_WIDEST))
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(14)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(inside))

    def show_board(self, board: model.Board) -> None:
        """Show the counts and what is lacking."""
        clear_layout(self._body)
        found = board.readiness
        self._body.addWidget(self._counts(found))
        if found.silent:
            self._body.addWidget(self._silent(found))
        for must, title in ((True, say("Without this there is no place")), (False, say("Would help"))):
            lacks = [lack for lack in found.lacks if lack.must is must]
            if lacks:
                self._body.addWidget(self._card(title, lacks, "warning" if must else "quiet"))
        if not found.lacks and found.mentors and found.mentees:
            self._body.addWidget(self._all_well())
        self._body.addWidget(self._how())
        self._body.addStretch(1)

    def _counts(self, found: model.Readiness) -> Card:
        card = Card(say("Who takes part in the next round"))
        line = Flow()
        mentors = say_many("1 {mentor}", "{n} {mentors}", found.mentors)
        places = say_many("1 free place", "{n} free places", found.places)
        mentees = say_many("1 {mentee} who waits", "{n} {mentees} who wait", found.mentees)
        line.add(
            badge(say("{mentors} with {places}", mentors=mentors, places=places), "" if found.places else "warning")
        )
        line.add(badge(mentees, "" if found.mentees else "warning"))
        card.body.addWidget(line)
        if found.mentees > found.places:
            words = say_many(
                "There is 1 {mentee} more than there are places: not everybody can be placed.",
                "There are {n} {mentees} more than there are places: not everybody can be placed.",
                found.mentees - found.places,
            )
            card.body.addWidget(label(words, "warning"))
        return card

    def _silent(self, found: model.Readiness) -> Card:
        """Say what counts and was not answered; a round goes ahead without it."""
        card = Card(say("Counts, and nobody answered"))
        for words in found.silent:
            card.body.addWidget(label(words))
        hint = say("This blocks nothing: a pair is compared by what both gave. Ask for it, or let it not count.")
        card.body.addWidget(label(hint, "muted"))
        return card

    def _card(self, title: str, lacks: list[model.Lack], tone: str) -> Card:
        card = Card(title, count=str(len(lacks)), tone=tone)
        for lack in lacks[:_MOST]:
            opening = partial(self.page.shell.go, "people", person=lack.who.uid)
            button = Button(say("Open"), opening)
            button.setAccessibleName(say("Open {name}", name=lack.who.name))
            card.body.addWidget(RecordRow(model.applicant_words(lack.who), lack.words, button=button))
        if len(lacks) > _MOST:
            card.body.addWidget(label(say("and {n} more", n=len(lacks) - _MOST), "muted"))
        return card

    def _how(self) -> Card:
        """Say what a proposal does, for whoever distrusts computers."""
        card = Card(say("How pairs are proposed"))
        for title, words in (
            (
                say("Never broken"),
                say(
                    "A free period and a language in common, the {mentor} in a higher {year}, nobody with somebody "
                    "they must be kept apart from, no more {mentees} than places, and what you lock or rule out."
                ),
            ),
            (
                say("Then, in this order"),
                say(
                    "As many {mentees} as possible get a place. The weakest pair is as good as it can be. "
                    "All pairs together have as much as possible in common of what counts here: see More, What counts."
                ),
            ),
            (
                say("What it is not"),
                say("A score says how much two people share. It is no forecast; you know them, so look and decide."),
            ),
        ):
            card.body.addWidget(label(title, "strong"))
            card.body.addWidget(label(words, "muted"))
        about = partial(self.page.shell.go, "help", topic="scores")
        more = Button(say("What a score is, and is not"), about, kind="quiet", icon="help-circle-outline")
        card.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _all_well(self) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(4, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(IconLabel("check-circle-outline", "accent"))
        line.addWidget(label(say("Everybody has given what matching needs.")), 1)
        return box
