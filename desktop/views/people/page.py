"""People: a table with search and filters, one person beside it, enrolment of one or many, and the imports."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from desktop.models import people as model
from desktop.models.rows import Row, Rows
from desktop.services.language import say, say_many
from desktop.services.vault.types import Changes
from desktop.views import theme
from desktop.views.feature import Found, Hit
from desktop.views.page import Page
from desktop.views.people.forms import PersonSheet
from desktop.views.people.importing_door import Imports
from desktop.views.people.panel import PersonPanel
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Choice, SearchField
from desktop.views.widgets.labels import label
from desktop.views.widgets.table import TableView, in_card

_PAUSE = 120


class PeoplePage(Page):
    """Everybody of the school."""

    watches: ClassVar[tuple[str, ...]] = ("person", "participant", "free_period", "period", "wish", "pair", "note")
    scrolls: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("People"), say("Everybody of the school, and who takes part"))
        # Who is to be shown once the list is read: after adding, or because another page leads here.
        self._wanted = ""
        self._chosen: tuple[str, ...] = ()
        self._known: tuple[Row, ...] = ()
        self.imports = Imports(self)
        self.set_main_action(say("Add a person"), self.add_person, key="Ctrl+N", icon="account-plus-outline")
        self.add_action(Button(say("Import"), self.imports.choose, key="Ctrl+I", icon="file-import-outline"))
        self._make_filters()
        self._make_table()
        self._panel = PersonPanel(self)
        # Not letters alone: those find a name in the table.
        self.add_key("Ctrl+M", say("Enrol the chosen as {mentors}"), partial(self.enrol_chosen, "mentor"))
        self.add_key("Ctrl+E", say("Enrol the chosen as {mentees}"), partial(self.enrol_chosen, "mentee"))
        self.add_key("Ctrl+F", say("Search this list"), self._search.setFocus)

    def _make_filters(self) -> None:
        self._search = SearchField(say("Name, number or {form}"), say("Search people"))
        # With large text the filters give way to the person beside the list.
        self._search.setMinimumWidth(150)
        self._search.setMaximumWidth(theme.pixels(300))
        self._year = Choice(say("{Year}"), [("", say("All {years}"))])
        self._role = Choice(
            say("Role"),
            [
                ("", say("Everybody")),
                ("mentor", say("{Mentors}")),
                ("mentee", say("{Mentees}")),
                ("none", say("Not taking part")),
                ("left", say("Left the school")),
                ("archived", say("Archived")),
            ],
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(lambda: self.rows.search(self._search.text()))
        self._search.textChanged.connect(lambda _: self._pause.start())
        self._year.chosen.connect(lambda _: self._narrow())
        self._role.chosen.connect(lambda _: self._narrow())
        self._count = label("", "small", wrap=False)
        self._year.setMinimumWidth(100)
        self._role.setMinimumWidth(120)
        self.filters.addWidget(self._search, 4)
        self.filters.addWidget(self._year)
        self.filters.addWidget(self._role)
        self.filters.addWidget(self._count, 1)

    def _make_table(self) -> None:
        self.rows = Rows(model.columns(), self.session.tasks, parent=self)
        self._narrow()
        self.table = TableView(say("People"), self.rows, key="people", preferences=self.shell.preferences, several=True)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.edit_person)
        self.rows.arranged.connect(self._show_count)
        self.content.addWidget(in_card(self.table), 1)

    # reading

    def refresh(self) -> None:
        """Read everybody anew."""
        self.ask(model.load_everybody, done=self._on_loaded)

    def _on_loaded(self, everybody: model.Everybody) -> None:
        self._known = everybody.rows.rows
        if not self._known:
            self.show_empty(
                say("Nobody is here yet"),
                say("Import the list of students from your school's information system, or add people one by one."),
                Button(say("Import"), self.imports.choose, kind="filled", icon="file-import-outline"),
                "account-group-outline",
            )
            self._panel.close_panel()
            return
        self.show_content()
        self._year.set_options([("", say("All {years}")), *((y, say("{Year} {n}", n=y)) for y in everybody.years)])
        mentors = say_many("1 {mentor}", "{n} {mentors}", everybody.mentors)
        mentees = say_many("1 {mentee}", "{n} {mentees}", everybody.mentees)
        people = say_many("1 person", "{n} people", everybody.people)
        self.set_title(
            say("People"), say("{people}, {mentors}, {mentees}", people=people, mentors=mentors, mentees=mentees)
        )
        self.rows.show(everybody.rows)
        if self._wanted:
            self._show_wanted()
        elif len(self._chosen) == 1:
            self._panel.show_person(self._chosen[0])

    def _show_wanted(self) -> None:
        """Choose who is asked for; search and filters that would hide them are lifted."""
        wanted, self._wanted = self._wanted, ""
        if self.rows.row_of(wanted) < 0:
            row = next((row for row in self._known if row[model.UID] == wanted), None)
            archived = row is not None and row[model.STATE] == "archived"
            self._year.choose("")
            self._role.choose("archived" if archived else "")
            self._search.clear()
            self._pause.stop()
            self.rows.search("")
            self._narrow()
        self.table.choose(wanted)

    def _narrow(self) -> None:
        year, who = self._year.value(), self._role.value()
        self.rows.keep(lambda row: model.is_shown(row, year, who))

    def _show_count(self) -> None:
        shown = len(self.rows.shown)
        total = sum(row[model.STATE] != "archived" for row in self._known)
        self._count.setText("" if shown == total else say("{shown} of {total}", shown=shown, total=total))

    def _on_chosen(self, uids: tuple[str, ...]) -> None:
        self._chosen = uids
        if len(uids) == 1:
            self._panel.show_person(uids[0])
        elif uids:
            self._panel.show_several(uids)
        else:
            self._panel.close_panel()

    # gestures

    def add_person(self) -> None:
        """Open the form for a new person."""
        PersonSheet(self, None, self._on_added).open()

    def _on_added(self, changes: Changes) -> None:
        self._wanted = changes.uid
        self.shell.toast(say("Added."), undo=True)

    def edit_person(self, uid: str) -> None:
        """Open the form of a person."""
        self.ask(model.load_details, uid, done=lambda found: PersonSheet(self, found.person, self._on_edited).open())

    def _on_edited(self, _changes: Changes) -> None:
        self.shell.toast(say("Saved."), undo=True)

    def enrol_chosen(self, role: str) -> None:
        """Enrol whoever is chosen, as far as they are students and here."""
        if self._chosen:
            self.write(model.enrol, self._chosen, role, done=self._on_enrolled)
        else:
            self.shell.toast(say("Choose somebody in the list first."))

    def _on_enrolled(self, changes: Changes) -> None:
        if changes:
            self.shell.toast(say_many("1 enrolled.", "{n} enrolled.", int(changes.about or 1)), undo=True)
        else:
            self.shell.toast(say("Nobody to enrol: they are enrolled already, or no students of this school."))

    # the keyboard and places

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the list, not to the first button."""
        super().showEvent(event)
        QTimer.singleShot(0, self.table, self.table.setFocus)

    def place(self) -> dict[str, str]:
        """Say who is chosen and what is searched."""
        return {"person": self._chosen[0] if len(self._chosen) == 1 else "", "search": self._search.text()}

    def show_place(self, place: dict[str, str]) -> None:
        """Show a person."""
        if place.get("do") == "import":
            self.imports.choose_file()
        elif place.get("do") == "add":
            self.add_person()
        if "search" in place:
            self._search.setText(place["search"])
        self._wanted = place.get("person", "")
        if self._wanted and self._known:
            self._show_wanted()


def find(shell: Shell, text: str, found: Found) -> None:
    """Look people up for the search of everything."""

    def show(people: tuple[tuple[str, str, str], ...]) -> None:
        found(
            [
                Hit(name, detail, "account-outline", partial(shell.go, "people", person=uid))
                for uid, name, detail in people
            ]
        )

    shell.session.ask(shell.window_widget, model.find_people, text, done=show)
