"""The trial of a pair: what the two answered in private, and whether the pair goes on or changes without blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from desktop.models import matching_beginnings as model
from desktop.models.dates import date_hint
from desktop.services.language import say, show_date
from desktop.services.matching.types import Pair
from desktop.views.matching.pair_sheet import PairSheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Choice, Form
from desktop.views.widgets.labels import label
from desktop.views.widgets.tier import TierFrame

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class TrialSheet(PairSheet):
    """Slips are kept as they are chosen; the review itself is the main action."""

    def __init__(self, page: MatchingPage, pair: Pair) -> None:
        purpose = say("{mentee} and {mentor}", mentee=pair.mentee_name, mentor=pair.mentor_name)
        super().__init__(page, pair, "trial", say("Review of a trial"), purpose, 600)
        self.wait_for_answer()
        self._when = label("", "muted")
        self.body.addWidget(self._when)
        self.frame = TierFrame(2)
        self._make_slips()
        self.body.addWidget(self.frame)
        self.form = Form()
        self.day: QLineEdit = self.form.line("day", say("Look at it on another day"), date_hint(self._order))
        self.body.addWidget(self.form)
        words = say("A change is nobody's fault: the pair ends, its record stays, and both can be paired with others.")
        self.body.addWidget(label(words, "muted"))
        self.body.addWidget(self._error)
        self.add_cancel(say("Close"))
        self.later = self.add_button(Button(say("Move the day"), self.move_day, writes=True))
        self.change = self.add_button(Button(say("Change without blame"), self.end_it, writes=True))
        self.goes_on = self.add_button(Button(say("The pair goes on"), self.go_on, kind="filled", writes=True))
        self.read(model.load_beginning, self._on_loaded)

    def _make_slips(self) -> None:
        pair = self._pair
        self.slips: dict[str, Choice] = {}
        words = say("Asked in private, each alone: would you like to go on as this pair?")
        self.frame.body.addWidget(label(words))
        form = Form()
        for role, name in (("mentee", pair.mentee_name), ("mentor", pair.mentor_name)):
            choice = Choice(name, model.answer_words())
            choice.chosen.connect(lambda answer, role=role: self._on_answer(role, answer))
            form.add(role, name, choice)
            self.slips[role] = choice
        self.frame.body.addWidget(form)

    def _on_loaded(self, found: tuple[model.Beginning, dict[str, tuple[str, str]] | None]) -> None:
        beginning, answers = found
        trial = beginning.trial
        self.frame.setVisible(answers is not None)
        for role, (answer, _) in (answers or {}).items():
            self.slips[role].choose(answer)
        if trial is None:
            self._when.setText(say("This pair is not on trial: the trial begins with the first meeting."))
            for button in (self.later, self.change, self.goes_on):
                button.setEnabled(False)
        else:
            self._when.setText(say("To be looked at on {day}.", day=show_date(trial.review_on)))
        self.answered()

    def _on_answer(self, role: str, answer: str) -> None:
        if answer:
            self._page.session.write(self, model.set_slip, self._pair.uid, role, answer, failed=self._on_failed)

    def go_on(self) -> None:
        """End the trial: the pair goes on."""
        self.do(model.review, "go_on", words=say("The pair goes on."))

    def end_it(self) -> None:
        """End the pair without blame."""
        self.do(model.review, "change", words=say("The pair has ended without blame. Both can be paired anew."))

    def move_day(self) -> None:
        """Look at the pair on another day."""
        day, _ = self.day_in(self.form, "day", self.day)
        if day is not None:
            words = say("The pair is looked at on {day}.", day=show_date(day.isoformat()))
            self.do(model.move_review, day, words=words)
