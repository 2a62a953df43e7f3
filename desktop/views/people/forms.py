"""Smaller forms of the People page: answers of a participant, periods of the week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from desktop.models import people as model
from desktop.services.language import say
from desktop.services.programme.types import STYLES, Participant
from desktop.services.vault.types import Changes
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.count import Count
from desktop.views.widgets.fields import Form
from desktop.views.widgets.labels import label
from desktop.views.widgets.scale import Scale

if TYPE_CHECKING:
    from desktop.views.page import Page

# As many mentees as somebody can have at once, with room to spare.
_MOST_PLACES = 30


class AnswersSheet(SavingSheet):
    """What one participant gave: interests, goals, languages, places; subjects, experiences and the sliders."""

    def __init__(self, page: Page, part: Participant) -> None:
        purpose = say("Separate several by a semicolon. What nobody answers counts neither for nor against a pair.")
        super().__init__(page, say("What matters for matching"), purpose, width=880)
        self.comes_back("answers", person=part.person, part=part.uid)
        self._part = part
        self.form, further = Form(), Form()
        self.lines = {
            "interests": self.form.line("interests", say("Interests"), text="; ".join(part.interests)),
            "goals": self.form.line("goals", say("Goals"), text="; ".join(part.goals)),
            "languages": self.form.line("languages", say("Languages"), text="; ".join(part.languages)),
            "subjects": self._subjects(self.form),
            "experiences": further.line(
                "experiences",
                say("Experiences"),
                say("Only what they chose to share, such as moving house."),
                "; ".join(part.experiences),
            ),
        }
        for line in self.lines.values():
            line.home(False)
        self.places = Count(say("Places"), part.places, 0, max(_MOST_PLACES, part.places))
        if part.role == "mentor":
            self.form.add("places", say("Places"), self.places, say("How many {mentees} at once."))
        held = (*part.style, *[0] * (len(STYLES) - len(part.style)))
        self.scales = tuple(Scale((say(a), say(b)), at) for (a, b), at in zip(STYLES, held, strict=True))
        beside = QVBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(further)
        beside.addWidget(label(say("Style"), "strong"))
        beside.addLayout(scales_grid(self.scales))
        beside.addWidget(label(say("A digit from 1 to 5 chooses, the Delete key takes an answer back."), "small"))
        beside.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addWidget(self.form, 5, Qt.AlignmentFlag.AlignTop)
        columns.addLayout(beside, 6)
        self.body.addLayout(columns)
        self.finish()
        self.lines["interests"].setFocus()

    def _subjects(self, form: Form) -> QLineEdit:
        words = say("Subjects they can help in") if self._part.role == "mentor" else say("Subjects they need help in")
        return form.line("subjects", words, text="; ".join(self._part.subjects))

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
            tuple(scale.value() for scale in self.scales),
            done=self._done,
            failed=self.show_error,
        )

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.shell.toast(say("Saved."), undo=True)


def scales_grid(scales: Sequence[Scale]) -> QGridLayout:
    """Put scales under each other, each between its ends, with the answer in words for whoever cannot see dots."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(2)
    for line, scale in enumerate(scales):
        first, last = label(scale.ends[0], "small"), label(scale.ends[1], "small")
        first.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(first, line, 0)
        grid.addWidget(scale, line, 1)
        grid.addWidget(last, line, 2, Qt.AlignmentFlag.AlignVCenter)
    for column, share in enumerate((3, 4, 3)):
        grid.setColumnStretch(column, share)
    return grid


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
