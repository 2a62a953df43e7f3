"""Why a published pair was made: reasons, warnings and points as they were known then, a year later too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models import matching as model
from desktop.models import matching_beginnings as beginnings
from desktop.services.language import say, show_date
from desktop.services.matching.types import Card, Pair
from desktop.views.matching.pair_sheet import PairSheet, add_parts
from desktop.views.widgets.labels import badge, label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class WhySheet(PairSheet):
    """Reads, and changes nothing."""

    def __init__(self, page: MatchingPage, pair: Pair) -> None:
        title = model.pair_title(pair.mentee_name, pair.mentor_name)
        purpose = say("What was known when this pair was published, on {day}.", day=show_date(pair.since))
        super().__init__(page, pair, "why", title, purpose, 620)
        self.body.addWidget(self._error)
        self.add_cancel(say("Close")).setFocus()
        self.read(beginnings.why, self._on_loaded)

    def _on_loaded(self, card: Card) -> None:
        self.body.addWidget(badge(say(card.band), model.band_tone(card.band)))
        self.body.addWidget(label(say("{n} of 1,000 points", n=card.score), "strong"))
        for reason in card.reasons:
            self.body.addWidget(label(f"• {model.capital(reason)}"))
        for warning in card.warnings:
            self.body.addWidget(label(model.capital(warning), "warning"))
        add_parts(self.body, card.breakdown)
