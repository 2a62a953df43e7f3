"""Smaller forms of the People page: answers of a participant, periods of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models import people as model
from desktop.services.language import say
from desktop.services.programme.types import Participant
from desktop.services.vault.types import Changes
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.count import Count
from desktop.views.widgets.fields import Form

if TYPE_CHECKING:
    from desktop.views.page import Page

# As many mentees as somebody can have at once, with room to spare.
_MOST_PLACES = 30


class AnswersSheet(SavingSheet):
    """Interests, goals, languages and places of one participant."""

    def __init__(self, page: Page, part: Participant) -> None:
        purpose = say("Separate several by a semicolon.")
        super().__init__(page, say("What matters for matching"), purpose, width=460)
        self.comes_back("answers", person=part.person, part=part.uid)
        self._part = part
        self.form = Form()
        self.lines = {
            "interests": self.form.line("interests", say("Interests"), text="; ".join(part.interests)),
            "goals": self.form.line("goals", say("Goals"), text="; ".join(part.goals)),
            "languages": self.form.line("languages", say("Languages"), text="; ".join(part.languages)),
        }
        self.places = Count(say("Places"), part.places, 0, max(_MOST_PLACES, part.places))
        if part.role == "mentor":
            self.form.add("places", say("Places"), self.places, say("How many {mentees} at once."))
        self.body.addWidget(self.form)
        self.finish()
        self.lines["interests"].setFocus()

    def save(self) -> None:
        """Save the answers."""
        self.begin_saving()
        typed = {
            key: tuple(filter(None, (word.strip() for word in line.text().split(";"))))
            for key, line in self.lines.items()
        }
        self._page.session.write(
            self,
            model.save_answers,
            self._part.uid,
            typed,
            self.places.value(),
            done=self._done,
            failed=self.show_error,
        )

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.shell.toast(say("Saved."), undo=True)


class PeriodsSheet(SavingSheet):
    """New cells of the school's week, by their labels."""

    def __init__(self, page: Page) -> None:
        purpose = say("As the school calls them, such as Mon3; WedLunch. Separate several by a semicolon.")
        super().__init__(page, say("Add periods"), purpose, width=460, words=say("Add"))
        self.comes_back("periods")
        self.form = Form()
        self.labels = self.form.line("labels", say("Periods"))
        self.body.addWidget(self.form)
        self.finish()
        self.labels.setFocus()

    def save(self) -> None:
        """Add them."""
        labels = tuple(filter(None, (word.strip() for word in self.labels.text().replace("\n", ";").split(";"))))
        if not labels:
            self.form.show_errors({"labels": say("Type at least one label.")})
            return
        self.form.show_errors({})
        self.begin_saving()
        self._page.session.write(self, model.add_periods, labels, done=self._done, failed=self.show_error)

    def _done(self, changes: tuple[Changes, ...]) -> None:
        self.accept()
        if any(changes):
            self._page.shell.toast(say("Added."), undo=True)
        else:
            self._page.shell.toast(say("They are in the week already."))
