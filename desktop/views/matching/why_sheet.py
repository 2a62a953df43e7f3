"""Why a published pair was made: reasons, warnings and points as they were known then, a year later too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models import matching as model
from desktop.models import matching_beginnings as beginnings
from desktop.services.language import say, show_date
from desktop.services.matching.types import Card, Pair
from desktop.views.messages import sentence_of
from desktop.views.widgets.labels import badge, label
from desktop.views.widgets.progress import Meter
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class WhySheet(Sheet):
    """Reads, and changes nothing."""

    def __init__(self, page: MatchingPage, pair: Pair) -> None:
        title = model.pair_title(pair.mentee_name, pair.mentor_name)
        purpose = say("What was known when this pair was published, on {day}.", day=show_date(pair.since))
        super().__init__(page.shell.window_widget, title, purpose, width=620)
        self.comes_back("why", pair=pair.uid)
        self._error = label("", "muted")
        self._error.hide()
        self.body.addWidget(self._error)
        self.add_cancel(say("Close")).setFocus()
        page.session.ask(self, beginnings.why, pair.uid, done=self._on_loaded, failed=self._on_failed)

    def _on_loaded(self, card: Card) -> None:
        self.body.addWidget(badge(say(card.band), model.band_tone(card.band)))
        self.body.addWidget(label(say("{n} of 1,000 points", n=card.score), "strong"))
        for reason in card.reasons:
            self.body.addWidget(label(f"• {model.capital(reason)}"))
        for warning in card.warnings:
            self.body.addWidget(label(model.capital(warning), "warning"))
        for part in card.breakdown.parts:
            words = say(
                "{criterion}: {evidence}", criterion=part.title, evidence=part.evidence or say("nothing in common")
            )
            self.body.addWidget(Meter(words, part.points, part.of, say("{n} of {most}", n=part.points, most=part.of)))

    def _on_failed(self, error: Exception) -> None:
        self._error.setText(sentence_of(error))
        self._error.show()
