"""The first meeting of a pair: planned, held with its checklist, or missed. Only a dated one makes the pair active."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QVBoxLayout

from desktop.models import matching_beginnings as model
from desktop.models.dates import date_hint, read_date
from desktop.services.language import say, show_date
from desktop.services.matching.types import Pair
from desktop.views import theme
from desktop.views.matching.pair_sheet import PairSheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Form, Tick
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class FirstMeetingSheet(PairSheet):
    """Filled in beside the two, or from the paper they signed."""

    def __init__(self, page: MatchingPage, pair: Pair) -> None:
        purpose = say("{mentee} and {mentor}", mentee=pair.mentee_name, mentor=pair.mentor_name)
        super().__init__(page, pair, "first-meeting", say("First meeting"), purpose, 860)
        self.wait_for_answer()
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self._make_left(), 1)
        row.addLayout(self._make_right(), 1)
        self.body.addLayout(row)
        words = say("The pair is active, and meetings are due, from the day on which the two met first.")
        self._about = label(words, "muted")
        self.body.addWidget(self._about)
        self.body.addWidget(self._error)
        self._back = self.add_button(Button(say("Take the day back"), self.take_back, kind="quiet", writes=True))
        self._back.hide()
        self._missed = self.add_button(Button(say("Somebody did not come"), self._open_absent, writes=True))
        self.add_cancel()
        self._plan = self.add_button(Button(say("Keep the plan"), self.plan, writes=True))
        self._hold = self.add_button(Button(say("They met"), self.hold, kind="filled", icon="check", writes=True))
        self.read(model.load_beginning, self._on_loaded)

    def _make_left(self) -> Form:
        self.form = Form()
        hint = date_hint(self._order)
        self.planned = self.form.line("planned", say("Planned for"), hint)
        self.held = self.form.line("held", say("Held on"), hint)
        self.adult = self.form.line("adult", say("Member of staff who is there"))
        self.goals = QPlainTextEdit()
        self.goals.setTabChangesFocus(True)
        self.goals.setFixedHeight(theme.pixels(84))
        self.form.add("goals", say("What they set out to do"), self.goals, say("One to three goals, each on its line"))
        self.following = self.form.line("next", say("Next meeting"), hint)
        return self.form

    def _make_right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(say("What the meeting is for"), "strong"))
        self.checks = {code: self._tick(column, words) for code, words in model.check_words()}
        column.addSpacing(8)
        column.addWidget(label(say("Who has signed the agreement"), "strong"))
        self.signed = {code: self._tick(column, words) for code, words in model.signer_words()}
        column.addStretch(1)
        return column

    def _tick(self, column: QVBoxLayout, words: str) -> Tick:
        tick = Tick(words)
        column.addWidget(tick)
        return tick

    def _on_loaded(self, found: tuple[model.Beginning, object]) -> None:
        first = found[0].first
        today = show_date(self._page.session.clock.today().isoformat())
        self.planned.setText(show_date(first.planned_on) if first.planned_on else "")
        self.held.setText(show_date(first.held_on) if first.held_on else today)
        self.adult.setText(first.adult)
        self.following.setText(show_date(first.next_on) if first.next_on else "")
        self.goals.setPlainText("\n".join(goal.words for goal in first.goals))
        for code, tick in (*self.checks.items(), *self.signed.items()):
            tick.setChecked(code in first.checks or code in first.signed)
        if first.held_on is not None:
            self._hold.setText(say("Save"))
            self._plan.hide()
            self._missed.hide()
            self._back.show()
        if first.absent:
            words = say(
                "The last time it was planned did not come: {who}.", who=dict(model.absent_words())[first.absent]
            )
            self._about.setText(words)
        self.answered()
        (self.held if first.planned_on else self.planned).setFocus()

    # what is done

    def plan(self) -> None:
        """Keep the day on which it is planned; the pair goes on waiting."""
        day, _ = self.day_in(self.form, "planned", self.planned)
        if day is not None:
            self.do(model.plan, day, self.adult.text(), words=say("The first meeting is planned."))

    def hold(self) -> None:
        """Record that they met."""
        day, _ = self.day_in(self.form, "held", self.held)
        if day is None:
            return
        following, fine = self.day_in(self.form, "next", self.following, may_be_empty=True)
        if not fine:
            return
        held = model.Held(
            tuple(code for code, tick in self.checks.items() if tick.isChecked()),
            tuple(code for code, tick in self.signed.items() if tick.isChecked()),
            self.adult.text(),
            tuple(line for line in self.goals.toPlainText().splitlines() if line.strip()),
            following,
        )
        self.do(model.hold, day, held, words=say("The pair is active."))

    def missed(self, absent: str) -> None:
        """Record who did not come, and when it is tried again where a day is given."""
        again = read_date(self.planned.text(), self._order) if self.planned.text().strip() else None
        if again is not None and again <= self._page.session.clock.today():
            again = None
        words = say("It is noted. The pair goes on waiting for its first meeting.")
        self.do(model.miss, absent, again, words=words)

    def take_back(self) -> None:
        """Take the day back: it was entered for the wrong pair."""
        self.do(model.take_back, words=say("The pair waits for its first meeting again."))

    def _open_absent(self) -> None:
        menu = QMenu(self)
        for code, words in model.absent_words():
            action = QAction(say("{who} did not come", who=words), menu)
            action.triggered.connect(partial(self.missed, code))
            menu.addAction(action)
        menu.popup(self._missed.mapToGlobal(QPoint(0, 0)))
