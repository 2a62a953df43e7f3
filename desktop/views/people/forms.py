"""The forms of the People page: a person, answers of a participant, periods of the week."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox

from desktop.models import people as model
from desktop.models.typed import shown_for_typing, typed_date
from desktop.services.language import profile, say
from desktop.services.people.types import Person, PersonDraft
from desktop.services.programme.types import Participant
from desktop.services.vault.types import Changes
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Choice, Form
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.page import Page


class PersonSheet(Sheet):
    """A person's details; `person` None is a new one. `saved(changes)` is called after the commit."""

    def __init__(self, page: Page, person: Person | None, saved: Callable[[Changes], object]) -> None:
        title = say("Add a person") if person is None else say("Details")
        super().__init__(page.shell.window_widget, title, width=640)
        self._page, self._person, self._saved = page, person, saved
        draft = model.draft_of(person) if person else PersonDraft()
        left, right = Form(), Form()
        self._forms = (left, right)
        hint = say("If it differs from the given name.")
        self._lines: dict[str, QLineEdit] = {
            "given": left.line("given", say("Given name"), text=draft.given),
            "family": left.line("family", say("Family name"), text=draft.family),
            "preferred": left.line("preferred", say("Goes by"), hint, draft.preferred),
            "number": right.line("number", say("Student number"), text=draft.number),
            "year": right.line("year", say("{Year}"), text=draft.year),
            "form": right.line("form", say("{Form}"), text=draft.form),
        }
        self._birth = left.line(
            "birth_date", say("Birth date"), _date_hint(), shown_for_typing(draft.birth_date, profile().date_order)
        )
        kinds = [
            ("student", say("Student")),
            ("staff", say("Staff")),
            ("guardian", say("Guardian")),
            ("helper", say("Helper")),
        ]
        self._kind = Choice(say("Kind"), kinds)
        self._kind.choose(draft.kind)
        right.add("kind", say("Kind"), self._kind)
        across = QHBoxLayout()
        across.setSpacing(20)
        for form in self._forms:
            across.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(across)
        self.add_cancel()
        self.save_button = self.add_button(Button(say("Save"), self.save, kind="filled"))
        self._lines["given"].setFocus()

    def draft(self) -> PersonDraft:
        """Give what is typed."""
        typed = {key: line.text().strip() for key, line in self._lines.items()}
        birth = typed_date(self._birth.text(), profile().date_order)
        return PersonDraft(birth_date=birth, kind=self._kind.value(), **typed)

    def save(self) -> None:
        """Check and save; what is wrong is said under its field."""
        draft = self.draft()
        errors = model.draft_errors(draft)
        for form in self._forms:
            form.show_errors(errors)
        if errors:
            return
        if self._person is None:
            self._page.session.write(self, model.add_person, draft, done=self._done, failed=self._failed)
        else:
            self._page.session.write(
                self, model.edit_person, self._person.uid, draft, done=self._done, failed=self._failed
            )

    def _done(self, changes: Changes) -> None:
        self.accept()
        self._saved(changes)

    def _failed(self, error: Exception) -> None:
        self.accept()
        self._page.shell.messages.show_error(error)


def _date_hint() -> str:
    shown = {"dmy": say("day.month.year, such as 3.4.2012"), "mdy": say("month/day/year, such as 4/3/2012")}
    return shown.get(profile().date_order, say("year-month-day, such as 2012-04-03"))


class AnswersSheet(Sheet):
    """Interests, goals, languages and places of one participant."""

    def __init__(self, page: Page, part: Participant) -> None:
        super().__init__(
            page.shell.window_widget,
            say("What matters for matching"),
            say("Separate several by a semicolon."),
            width=460,
        )
        self._page, self._part = page, part
        self.form = Form()
        self._lines = {
            "interests": self.form.line("interests", say("Interests"), text="; ".join(part.interests)),
            "goals": self.form.line("goals", say("Goals"), text="; ".join(part.goals)),
            "languages": self.form.line("languages", say("Languages"), text="; ".join(part.languages)),
        }
        self._places = QSpinBox()
        self._places.setRange(0, 30)
        self._places.setValue(part.places)
        if part.role == "mentor":
            self.form.add("places", say("Places"), self._places, say("How many {mentees} at once."))
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_button(Button(say("Save"), self.save, kind="filled"))

    def save(self) -> None:
        """Save the answers."""
        typed = {
            key: tuple(filter(None, (word.strip() for word in line.text().split(";"))))
            for key, line in self._lines.items()
        }
        self._page.session.write(
            self, model.save_answers, self._part.uid, typed, self._places.value(), done=self._done, failed=self._failed
        )

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.shell.toast(say("Saved."), undo=True)

    def _failed(self, error: Exception) -> None:
        self.accept()
        self._page.shell.messages.show_error(error)


class PeriodsSheet(Sheet):
    """New cells of the school's week, by their labels."""

    def __init__(self, page: Page) -> None:
        purpose = say("As the school calls them, such as Mon3; WedLunch. Separate several by a semicolon.")
        super().__init__(page.shell.window_widget, say("Add periods"), purpose, width=460)
        self._page = page
        self.form = Form()
        self._labels = self.form.line("labels", say("Periods"))
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_button(Button(say("Add"), self.save, kind="filled"))

    def save(self) -> None:
        """Add them."""
        labels = tuple(filter(None, (word.strip() for word in self._labels.text().split(";"))))
        if not labels:
            self.form.show_errors({"labels": say("Type at least one label.")})
            return
        self._page.session.write(self, model.add_periods, labels, done=lambda _: self.accept(), failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.form.show_errors({"labels": str(error)})
