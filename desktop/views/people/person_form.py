"""The form of one person, with the fields that fit the kind of person, and a guard against adding somebody twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models import people as model
from desktop.models import people_rows as listed
from desktop.models.dates import date_hint, typed_birth_date
from desktop.services.language import profile, say, show_date
from desktop.services.people.errors import NumberTaken
from desktop.services.people.types import Alike, Person, PersonDraft
from desktop.services.vault.types import Changes
from desktop.views.messages import sentence_of
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import clear_layout, scrolling
from desktop.views.widgets.fields import Form
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.page import Page

# What is asked of whom; what is not asked of a kind stays as it is stored, but for year and form.
_ASKED = {
    "student": ("birth_date", "number", "year", "form", "phone", "email", "languages", "access_needs"),
    "staff": ("number", "job", "phone", "email", "languages", "access_needs"),
    "guardian": ("phone", "email", "job", "languages", "access_needs"),
    "helper": ("job", "phone", "email", "number", "languages", "access_needs"),
}
_OF_ALL = ("given", "family", "preferred")
_ONLY_STUDENTS = ("year", "form")
_MOST_ALIKE = 3
# What the frame of the area takes, so that nothing scrolls where all has room.
_SPARE = 10


class PersonSheet(SavingSheet):
    """A person's details; `person` None is a new one. `saved(changes)` is called after the commit.

    `kind` is what a new person is at first; `fixed` that it cannot be changed.
    """

    def __init__(
        self, page: Page, person: Person | None, saved: Callable[[Changes], object], kind: str = "student"
    ) -> None:
        super().__init__(page, say("Add a person") if person is None else say("Details"), width=680)
        self._person, self._saved = person, saved
        if person is None:
            self.comes_back("new_person")
        else:
            self.comes_back("person", person=person.uid)
        # For whom it was said that they are nobody who is here already.
        self._sure_of: PersonDraft | None = None
        draft = model.draft_of(person) if person else PersonDraft(kind=kind)
        self.kind = Chips(say("Kind"), [(kind, _kinds()[kind]) for kind in listed.KINDS])
        self.kind.choose(draft.kind)
        self.kind.chosen.connect(lambda _: self._show_kind())
        self.body.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines: dict[str, QLineEdit] = {}
        self._in: dict[str, Form] = {}
        self._make_fields(draft)
        self._alike = QVBoxLayout()
        self._alike.setSpacing(4)
        self.body.addLayout(self._alike)
        self.finish()
        self._show_kind()
        self.lines["given"].setFocus()

    def _make_fields(self, draft: PersonDraft) -> None:
        """Put who it is above and what else is known below, each in two columns."""
        usual = say("If it differs from the given name.")
        several = say("Separate several by a semicolon.")
        helps = say("What helps at meetings, in a few words.")
        born = date_hint(profile().date_order)
        first, second, third, fourth = self._forms = (Form(), Form(), Form(), Form())
        fields = (
            (first, "given", say("Given name"), "", draft.given),
            (first, "family", say("Family name"), "", draft.family),
            (first, "preferred", say("Goes by"), usual, draft.preferred),
            (first, "birth_date", say("Birth date"), born, show_date(draft.birth_date)),
            (second, "number", say("Number"), "", draft.number),
            (second, "year", say("{Year}"), "", draft.year),
            (second, "form", say("{Form}"), "", draft.form),
            (second, "job", say("Job or organisation"), "", draft.job),
            (third, "phone", say("Phone"), "", draft.phone),
            (third, "email", say("Email"), "", draft.email),
            (fourth, "languages", say("Languages"), several, "; ".join(draft.languages)),
            (fourth, "access_needs", say("Access needs"), helps, draft.access_needs),
        )
        for form, key, words, hint, text in fields:
            self.lines[key] = form.line(key, words, hint, text)
            self._in[key] = form
        # With large text the fields scroll, and the buttons stay in sight.
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for left, right in ((first, second), (third, fourth)):
            across = QHBoxLayout()
            across.setSpacing(20)
            for form in (left, right):
                across.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(across)
        column.addStretch(1)
        self._area = scrolling(self._inside, modest=True)
        self.body.addWidget(self._area, 1)
        self.birth = self.lines["birth_date"]
        # Tab follows the eye: down the left side, then down the right.
        for one, other in pairwise(self.lines.values()):
            self.setTabOrder(one, other)

    def wanted_height(self) -> int:
        """Have room for every field."""
        layout, width = self._inside.layout(), self._area.viewport().width()
        around = super().wanted_height() - self._area.sizeHint().height()
        return around + _SPARE + (layout.totalHeightForWidth(width) if layout is not None else 0)

    def _show_kind(self) -> None:
        asked = _ASKED[self.kind.value()]
        for key, form in self._in.items():
            form.show_field(key, key in _OF_ALL or key in asked)

    def draft(self) -> PersonDraft:
        """Give what is typed."""
        typed = {key: line.text().strip() for key, line in self.lines.items()}
        kind = self.kind.value()
        if kind != "student":
            typed.update(dict.fromkeys(_ONLY_STUDENTS, ""))
        today = self._page.session.clock.today()
        birth = typed_birth_date(self.birth.text(), profile().date_order, today)
        languages = model.words_in(typed.pop("languages"))
        typed.pop("birth_date")
        return PersonDraft(**typed, birth_date=birth, kind=kind, languages=languages)

    def save(self) -> None:
        """Check and save; what is wrong is said under its field, and who may be here already is asked about."""
        draft = self.draft()
        errors = model.draft_errors(draft, self._page.session.clock.today())
        self._show(errors)
        if errors:
            return
        self.begin_saving()
        if self._asks_about(draft):
            uid = self._person.uid if self._person else ""
            checked = partial(self._on_checked, draft)
            self._page.session.ask(self, model.look_alikes, draft, uid, done=checked, failed=self.show_error)
        else:
            self._write(draft)

    def _asks_about(self, draft: PersonDraft) -> bool:
        """Say whether this could be somebody who is here already: new, or under another name or birth date."""
        if self._sure_of == draft:
            return False
        if self._person is None:
            return True
        was = self._person
        return (was.given, was.family, was.birth_date) != (draft.given, draft.family, draft.birth_date)

    def _on_checked(self, draft: PersonDraft, found: tuple[Alike, ...]) -> None:
        # A number that is taken is said under its field.
        alike = [one for one in found if one.person.number != draft.number or not draft.number]
        if not alike:
            self._write(draft)
            return
        self._sure_of = draft
        clear_layout(self._alike)
        self._alike.addWidget(label(say("Somebody who is here may be this person:"), "warning"))
        for one in alike[:_MOST_ALIKE]:
            self._alike.addLayout(self._alike_row(one))
        self.save_button.set_text(say("Add all the same") if self._person is None else say("Save all the same"))
        self.save_button.setEnabled(True)
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _alike_row(self, one: Alike) -> QHBoxLayout:
        row, person = QHBoxLayout(), one.person
        born = show_date(person.birth_date)
        known = (person.number, person.year and say("{Year} {n}", n=person.year), person.form, born)
        said = say("{name}: {details}. {why}", name=f"{person.given} {person.family}".strip(),
                   details=", ".join(filter(None, known)) or listed.kind_words(person.kind), why=one.why)  # fmt: skip
        row.addWidget(label(said), 1)
        show = Button(say("Open them instead"), partial(self._open, person.uid))
        show.setAccessibleName(say("Open {name}", name=said))
        row.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _open(self, uid: str) -> None:
        self.reject()
        self._page.shell.go("people", person=uid)

    def _write(self, draft: PersonDraft) -> None:
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


def _kinds() -> dict[str, str]:
    return {
        "student": say("Student"),
        "staff": say("Staff"),
        "guardian": say("Guardian"),
        "helper": say("Helper"),
    }
