"""Beside the published pairs: one pair, when it meets, and how it ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from desktop.models import matching as model
from desktop.models import matching_pairs as pairs
from desktop.models.matching_beginnings import GOAL_STATES, Beginning, missing_words
from desktop.models.rows import Row
from desktop.services.language import say, show_date
from desktop.services.matching.types import Pair, PeriodChoice
from desktop.views.matching.first_meeting import FirstMeetingSheet
from desktop.views.matching.flow import Flow
from desktop.views.matching.trial_sheet import TrialSheet
from desktop.views.matching.why_sheet import WhySheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import IconLabel, badge, label, rule

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class PairPanel:
    """Fills the page's side panel with one published pair."""

    def __init__(self, page: MatchingPage) -> None:
        """Work on the side panel of `page`."""
        self._page = page
        self.pair: Pair | None = None
        self._period: Choice | None = None
        self._reason: Choice | None = None

    def show_row(self, row: Row) -> None:
        """Show a pair."""
        pair: Pair = row[model.ITEM]
        self.pair, self._period, self._reason = pair, None, None
        side = self._page.side
        side.clear()
        side.body.addWidget(label(model.pair_title(pair.mentee_name, pair.mentor_name), "heading"))
        side.body.addWidget(label(" · ".join(filter(None, row[model.MENTEE_WHERE : model.MENTOR_WHERE + 1])), "small"))
        self._fit(pair)
        if pair.state == "active":
            self._begins(row)
            self._meets(pair)
            self._end(pair)
        else:
            side.body.addWidget(rule())
            side.body.addWidget(label(model.capital(pairs.state_words(pair))))
            side.foot.addWidget(self._why_button())
            side.foot.addStretch(1)
        self._people(pair)
        side.body.addStretch(1)
        self._page.show_side()

    def focus_period(self) -> None:
        """Go to the choice of the period."""
        if self._period is not None and isValid(self._period):
            self._period.setFocus()

    def end(self) -> None:
        """End the pair shown, for the reason chosen."""
        if self.pair is not None and self._reason is not None:
            words = say("The pair has ended.")
            self._page.write(
                pairs.end_pair,
                self.pair.uid,
                self._reason.value(),
                done=lambda _: self._page.shell.toast(words, undo=True),
            )

    def _people(self, pair: Pair) -> None:
        """Lead to the people themselves."""
        links = Flow(4)
        people = (
            (pair.mentee, pair.mentee_name, say("Open the {mentee}")),
            (pair.mentor, pair.mentor_name, say("Open the {mentor}")),
        )
        for uid, name, words in people:
            opening = partial(self._page.shell.go, "people", person=uid)
            button = Button(words, opening, kind="quiet", icon="account-outline")
            button.setAccessibleName(say("Open {name}", name=name))
            links.add(button)
        self._page.side.body.addWidget(rule())
        self._page.side.body.addWidget(links)

    def _fit(self, pair: Pair) -> None:
        line = QHBoxLayout()
        if pair.band:
            line.addWidget(badge(say(pair.band)))
        line.addStretch(1)
        line.addWidget(label(say("since {day}", day=show_date(pair.since)), "small", wrap=False))
        self._page.side.body.addLayout(line)
        if pair.score is not None:
            words = say("{n} of 1,000 points when it was published", n=pair.score)
            self._page.side.body.addWidget(label(words, "small"))

    def _begins(self, row: Row) -> None:
        """Say how far the pair is, and lead to what is next."""
        beginning: Beginning | None = row[pairs.BEGINS]
        if beginning is None:
            return
        body, state = self._page.side.body, pairs.state_of(row)
        body.addWidget(rule())
        tone = "warning" if state in ("waits", "review") else "strong"
        body.addWidget(label(model.capital(pairs.row_state(row).replace("\n", " ")), tone))
        if beginning.first.held_on:
            body.addWidget(label(say("First met on {day}", day=show_date(beginning.first.held_on)), "small"))
            missing = missing_words(beginning.first)
            if missing:
                body.addWidget(label(missing, "small"))
        for goal in beginning.first.goals:
            done = "" if goal.state == "open" else f" ({say(GOAL_STATES[goal.state]).lower()})"
            body.addWidget(label(f"• {goal.words}{done}", "small"))
        buttons = Flow(4)
        kind = "" if state == "waits" else "quiet"
        buttons.add(Button(say("First meeting"), self.first_meeting, key="F", kind=kind, icon="calendar-check-outline"))
        if beginning.trial is not None:
            kind = "" if state == "review" else "quiet"
            buttons.add(Button(say("Review"), self.review, key="R", kind=kind, icon="eye-outline"))
        buttons.add(self._why_button())
        body.addWidget(buttons)

    def first_meeting(self) -> None:
        """Plan or record the first meeting of the pair shown."""
        if self.pair is not None:
            FirstMeetingSheet(self._page, self.pair).open()

    def review(self) -> None:
        """Look at the pair shown, which is on trial."""
        if self.pair is not None:
            TrialSheet(self._page, self.pair).open()

    def why(self) -> None:
        """Show why the two were paired, as it was known then."""
        if self.pair is not None:
            WhySheet(self._page, self.pair).open()

    def _why_button(self) -> Button:
        return Button(say("Why this pair?"), self.why, key="Y", kind="quiet", icon="help-circle-outline")

    def _meets(self, pair: Pair) -> None:
        body = self._page.side.body
        body.addWidget(rule())
        body.addWidget(label(say("Meets weekly"), "strong"))
        self._period = Choice(say("Weekly period"), [(pair.period or "", pair.slot or say("no period yet"))])
        self._period.chosen.connect(partial(self._set_period, pair.uid))
        body.addWidget(self._period)
        if pair.clash:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(IconLabel("alert-outline", "warning", 16))
            words = say("{name} meets somebody else in this period too.", name=pair.mentor_name)
            line.addWidget(label(words, "warning"), 1)
            body.addLayout(line)
        self._page.ask(pairs.period_choices, pair.uid, done=partial(self._on_choices, pair))

    def _on_choices(self, pair: Pair, found: tuple[PeriodChoice, ...]) -> None:
        if self.pair is None or self.pair.uid != pair.uid or self._period is None:
            return
        options = [(one.uid, pairs.period_words(one)) for one in found]
        if pair.period and pair.period not in {one.uid for one in found}:
            options.insert(0, (pair.period, say("{period}, no longer free for both", period=pair.slot)))
        self._period.set_options([("", say("no period yet")), *options])
        self._period.choose(pair.period or "")

    def _set_period(self, uid: str, period: str) -> None:
        self._page.write(
            pairs.set_period,
            uid,
            period or None,
            done=lambda _: self._page.shell.toast(say("Saved."), undo=True),
        )

    def _end(self, pair: Pair) -> None:
        body = self._page.side.body
        body.addWidget(rule())
        body.addWidget(label(say("End this pair"), "strong"))
        self._reason = Choice(say("Why it ends"), pairs.end_reasons())
        body.addWidget(self._reason)
        body.addWidget(label(say("Its record stays, and the {mentor} has a place again."), "small"))
        foot: QWidget = Button(say("End this pair"), self.end, key="Ctrl+E", icon="link-variant-off", writes=True)
        self._page.side.foot.addWidget(foot)
        self._page.side.foot.addStretch(1)
