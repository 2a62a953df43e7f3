"""Planning a meet-and-greet: its day and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models import matching_meet as model
from desktop.models.dates import date_hint, read_date
from desktop.services.language import profile, say, say_many, show_date
from desktop.services.vault.types import Changes
from desktop.views.messages import sentence_of
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Form
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

KEY = "plan-meet"


class MeetSheet(Sheet):
    """Everybody who takes part gets a badge when it is planned; who comes later gets one of the next numbers."""

    def __init__(self, page: MatchingPage) -> None:
        purpose = say("Everybody who takes part gets a badge with a number. Who joins later can be given one too.")
        super().__init__(page.shell.window_widget, say("Plan a meet-and-greet"), purpose)
        self.comes_back(KEY)
        self._page, self._order = page, profile().date_order
        self.form = Form()
        today = show_date(page.session.clock.today().isoformat())
        self.day = self.form.line("day", say("Day"), date_hint(self._order), today)
        self.label = self.form.line("label", say("What it is called"), say("May stay empty: the day is enough."))
        self.label.setMaxLength(80)
        self.body.addWidget(self.form)
        self._error = label("", "error")
        self._error.hide()
        self.body.addWidget(self._error)
        self.add_cancel()
        self.main = self.add_button(Button(say("Plan it"), self.plan, kind="filled", icon="check", writes=True))
        self.day.selectAll()
        self.day.setFocus()

    def plan(self) -> None:
        """Plan it, and go to it."""
        day = read_date(self.day.text(), self._order)
        if day is None:
            words = say("This is no day. Write it as {example}.", example=date_hint(self._order))
            self.form.show_errors({"day": words})
            return
        self._page.session.write(
            self, model.plan, day, self.label.text(), done=self._on_planned, failed=self._on_failed
        )

    def _on_planned(self, changes: Changes) -> None:
        self.accept()
        n = int(changes.about or 0)
        words = say_many("Planned, with 1 badge.", "Planned, with {n} badges.", n)
        self._page.shell.toast(words, undo=True)
        self._page.show_place({"part": "meet", "meet": changes.uid})

    def _on_failed(self, error: Exception) -> None:
        self._error.setText(sentence_of(error))
        self._error.show()


def plan_meet(page: MatchingPage) -> None:
    """Ask for the day of a meet-and-greet."""
    MeetSheet(page).open()
