"""The forms of the People page: a person, answers of a participant, periods of the week."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from desktop.models import people as model
from desktop.models.dates import date_hint, typed_birth_date
from desktop.services.language import profile, say, show_date
from desktop.services.people.errors import NumberTaken
from desktop.services.people.types import Person, PersonDraft
from desktop.services.programme.types import Participant
from desktop.services.vault.types import Changes
from desktop.views.messages import sentence_of
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.count import Count
from desktop.views.widgets.fields import Choice, Form
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.page import Page

# As many mentees as somebody can have at once, with room to spare.
_MOST_PLACES = 30


class SavingSheet(Sheet):
    """A form with Cancel and Save. What cannot be saved is said here, and what was typed stays."""

    def __init__(self, page: Page, title: str, purpose: str = "", *, width: int, words: str = "") -> None:
        super().__init__(page.shell.window_widget, title, purpose, width=width)
        self._page = page
        self._error = label("", "error")
        self._error.hide()
        self._words = words or say("Save")

    def finish(self) -> None:
        """Put the line for errors and the buttons under the form."""
        self.body.addWidget(self._error)
        self.add_cancel()
        self.save_button = self.add_button(Button(self._words, self.save, kind="filled"))

    def save(self) -> None:
        """Check and save."""

    def show_error(self, error: Exception) -> None:
        """Say what went wrong; the form stays as it is."""
        self.save_button.setEnabled(True)
        self._error.setText(sentence_of(error))
        self._error.show()

    def begin_saving(self) -> None:
        """Say nothing any more, and take no second click."""
        self._error.hide()
        self.save_button.setEnabled(False)


class PersonSheet(SavingSheet):
    """A person's details; `person` None is a new one. `saved(changes)` is called after the commit."""

    def __init__(self, page: Page, person: Person | None, saved: Callable[[Changes], object]) -> None:
        super().__init__(page, say("Add a person") if person is None else say("Details"), width=640)
        self._person, self._saved = person, saved
        draft = model.draft_of(person) if person else PersonDraft()
        left, right = Form(), Form()
        self._forms = (left, right)
        hint = say("If it differs from the given name.")
        self.lines: dict[str, QLineEdit] = {
            "given": left.line("given", say("Given name"), text=draft.given),
            "family": left.line("family", say("Family name"), text=draft.family),
            "preferred": left.line("preferred", say("Goes by"), hint, draft.preferred),
            "number": right.line("number", say("Student number"), text=draft.number),
            "year": right.line("year", say("{Year}"), text=draft.year),
            "form": right.line("form", say("{Form}"), text=draft.form),
        }
        self.birth = left.line(
            "birth_date", say("Birth date"), date_hint(profile().date_order), show_date(draft.birth_date)
        )
        kinds = [
            ("student", say("Student")),
            ("staff", say("Staff")),
            ("guardian", say("Guardian")),
            ("helper", say("Helper")),
        ]
        self.kind = Choice(say("Kind"), kinds)
        self.kind.choose(draft.kind)
        right.add("kind", say("Kind"), self.kind)
        across = QHBoxLayout()
        across.setSpacing(20)
        for form in self._forms:
            across.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(across)
        self.finish()
        # Tab follows the eye: down the left side, then down the right.
        order = [*(self.lines[key] for key in ("given", "family", "preferred")), self.birth]
        order += [self.lines[key] for key in ("number", "year", "form")]
        for first, second in zip(order, [*order[1:], self.kind], strict=True):
            self.setTabOrder(first, second)
        self.lines["given"].setFocus()

    def draft(self) -> PersonDraft:
        """Give what is typed."""
        typed = {key: line.text().strip() for key, line in self.lines.items()}
        today = self._page.session.clock.today()
        birth = typed_birth_date(self.birth.text(), profile().date_order, today)
        return PersonDraft(
            typed["number"],
            typed["family"],
            typed["given"],
            typed["preferred"],
            birth,
            typed["year"],
            typed["form"],
            self.kind.value(),
        )

    def save(self) -> None:
        """Check and save; what is wrong is said under its field."""
        draft = self.draft()
        errors = model.draft_errors(draft, self._page.session.clock.today())
        self._show(errors)
        if errors:
            return
        self.begin_saving()
        write, done, failed = self._page.session.write, self._done, self._failed
        if self._person is None:
            write(self, model.add_person, draft, done=done, failed=failed)
        else:
            write(self, model.edit_person, self._person.uid, draft, done=done, failed=failed)

    def _show(self, errors: dict[str, str]) -> None:
        for form in reversed(self._forms):  # the last that has an error gets the keyboard: the left one
            form.show_errors(errors)

    def _done(self, changes: Changes) -> None:
        self.accept()
        self._saved(changes)

    def _failed(self, error: Exception) -> None:
        self.show_error(error)
        if isinstance(error, NumberTaken):
            self._error.hide()
            self._show({"number": sentence_of(error)})


class AnswersSheet(SavingSheet):
    """Interests, goals, languages and places of one participant."""

    def __init__(self, page: Page, part: Participant) -> None:
        purpose = say("Separate several by a semicolon.")
        super().__init__(page, say("What matters for matching"), purpose, width=460)
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
