"""People: everybody in one table with filters, one person or many beside it, and the imports."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from desktop.models import people as model
from desktop.models import people_filters as kept
from desktop.models import people_joining as joining
from desktop.models import people_rows as listed
from desktop.models.people_rows import Everybody
from desktop.models.people_rules import Rule, passes, rule_of
from desktop.models.rows import Rows
from desktop.models.tasks import Task
from desktop.services.language import say, say_many
from desktop.services.people.types import Person, SavedFilter
from desktop.services.vault.types import Changes
from desktop.views.feature import Found, Hit
from desktop.views.page import Page
from desktop.views.people import ways_back
from desktop.views.people.chosen import Chosen
from desktop.views.people.filters import FilterBar
from desktop.views.people.importing_door import Imports
from desktop.views.people.joining import LikelySheet
from desktop.views.people.naming import NameSheet
from desktop.views.people.panel import PersonPanel
from desktop.views.people.person_form import PersonSheet
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.column_choice import ColumnSheet, open_menu
from desktop.views.widgets.nothing import Nothing
from desktop.views.widgets.table import TableView, in_card

# Up to here the list is looked through for people who may be in it twice whenever it is read.
_FEW = 6_000


class PeoplePage(Page):
    """Everybody of the school."""

    watches: ClassVar[tuple[str, ...]] = (
        "person", "participant", "free_period", "period", "wish", "pair", "note", "guardian", "photo", "own_field",
        "own_value", "saved_filter",
    )  # fmt: skip
    scrolls: ClassVar[bool] = False
    sheets: ClassVar = ways_back.SHEETS

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("People"), say("Everybody of the school, and who takes part"))
        # Who is to be shown once the list is read: after adding, or because another page leads here.
        self._wanted = ""
        # A sheet about the list was open at the lock, and opens again once the list is read.
        self._once_listed: Callable[[], object] | None = None
        self.chosen: tuple[str, ...] = ()
        self.everybody: Everybody | None = None
        self._reading: Task | None = None
        self._searched: tuple[str, ...] = ()
        # Who was last said to read a list that left; forgotten with the page.
        self.audience = ""
        self.imports = Imports(self)
        self.deeds = Chosen(self)
        self.set_main_action(
            say("Add a person"), self.add_person, key="Ctrl+N", icon="account-plus-outline", writes=True
        )
        self.add_action(
            Button(say("Import"), self.imports.choose, key="Ctrl+I", icon="file-import-outline", writes=True)
        )
        self._make_filters()
        self._make_table()
        self._panel = PersonPanel(self)
        self._make_keys()

    def _make_filters(self) -> None:
        self.bar = FilterBar(self.filters)
        self.filters.addStretch(1)
        for words, act, key, icon in (
            (say("Choose the columns"), self.choose_columns, "Ctrl+Shift+C", "view-column-outline"),
            (say("Print or save this list"), self.deeds.hand_out, "Ctrl+P", "printer-outline"),
        ):
            self.filters.addWidget(Button(words, act, key=key, kind="icon", icon=icon, tone="text"))
        self.bar.changed.connect(self._on_rule)
        self.bar.save_wanted.connect(self.save_filter)
        self.bar.remove_wanted.connect(self.remove_filter)
        self.bar.likely_wanted.connect(self.show_likely)
        self.content.addWidget(self.bar)

    def _make_table(self) -> None:
        self.rows = Rows(listed.columns(), self.session.tasks, parent=self)
        self.rows.keep(passes(Rule()))
        self.table = TableView(say("People"), self.rows, key="people", preferences=self.shell.preferences, several=True)
        self.nothing = Nothing(self.table)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.edit_person)
        self.table.menu_wanted.connect(self.deeds.open_menu)
        self.table.columns_wanted.connect(lambda at: open_menu(self, self.table, self.rows, at))
        self.table.columns_changed.connect(self._on_columns)
        self.rows.arranged.connect(self._on_arranged)
        self.content.addWidget(in_card(self.table), 1)

    def _make_keys(self) -> None:
        # Not letters alone: those find a name in the table.
        for key, words, act in (
            ("Ctrl+Shift+E", say("Change the details of who is chosen"), self.deeds.edit),
            ("Ctrl+M", say("Enrol the chosen as {mentors}"), partial(self.deeds.enrol, "mentor")),
            ("Ctrl+E", say("Enrol the chosen as {mentees}"), partial(self.deeds.enrol, "mentee")),
            ("Ctrl+F", say("Search this list"), self.bar.search.setFocus),
            ("Ctrl+Shift+F", say("More filters"), self.bar.toggle_further),
            ("Ctrl+D", say("Look for people who are here twice"), self.show_likely),
            ("Ctrl+Shift+A", say("Choose nobody"), self.table.clearSelection),
            ("Ctrl+Shift+O", say("What people may say of themselves"), self.deeds.ask_own),
            ("Ctrl+Shift+I", say("Choose the others instead"), self.table.invert),
        ):
            self.add_key(key, words, act)
        self._keys.insert(0, ("Ctrl+A", say("Choose everybody who is shown")))
        self._keys.append(("Menu", say("What can be done with who is chosen")))

    # reading

    def refresh(self) -> None:
        """Read everybody anew."""
        if self.everybody is None:
            self.nothing.show(say("Reading the list \u2026"))
        if self._reading is not None:
            self._reading.cancel()  # what is being read has changed meanwhile
        self._searched = self._shown_and_searched()
        load = partial(listed.load_everybody, searched=self._searched)
        self._reading = self.ask(load, done=self._on_loaded, progress=self._on_progress)
        self.ask(kept.saved_filters, done=self._on_filters)

    def _shown_and_searched(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.table.shown_columns()) & listed.SEARCHED.keys()))

    def _on_columns(self) -> None:
        """Search in what is shown now, and no longer in what is not."""
        if self.everybody is not None and self._shown_and_searched() != self._searched:
            self.refresh()

    def _on_progress(self, done: int, total: int) -> None:
        if self.everybody is None and total:
            self.nothing.show(say("Reading the list \u2026 {percent} %", percent=100 * done // total))

    def _on_filters(self, saved: tuple[SavedFilter, ...]) -> None:
        self.bar.show_saved(saved)

    def _on_loaded(self, everybody: Everybody) -> None:
        self._reading, self.everybody = None, everybody
        if not everybody.rows.rows:
            self.show_empty(
                say("Nobody is here yet"),
                say("Import the list of students from your school's information system, or add people one by one."),
                Button(say("Import"), self.imports.choose, kind="filled", icon="file-import-outline", writes=True),
                "account-group-outline",
            )
            self._panel.close_panel()
            return
        self.show_content()
        self.bar.offer(everybody)
        mentors = say_many("1 {mentor}", "{n} {mentors}", everybody.mentors)
        mentees = say_many("1 {mentee}", "{n} {mentees}", everybody.mentees)
        people = say_many("1 person", "{n} people", everybody.people)
        self.set_title(
            say("People"), say("{people}, {mentors}, {mentees}", people=people, mentors=mentors, mentees=mentees)
        )
        self.rows.show(everybody.rows)
        self._look_for_likely(len(everybody.rows.rows))
        if not self._wanted and len(self.chosen) == 1:
            self._panel.show_person(self.chosen[0])

    def _look_for_likely(self, people: int) -> None:
        """Look by itself who may be here twice, where that takes a moment; in a large school when asked."""
        if people <= _FEW:
            failed = lambda _error: None  # noqa: E731 - nobody asked for it
            self.session.ask(self, joining.load_likely, done=self._on_likely, failed=failed)

    def _on_likely(self, likely: tuple[joining.Likely, ...]) -> None:
        self.bar.show_likely(len(likely))

    def _on_arranged(self) -> None:
        if self.everybody is None:
            return
        self.nothing.show("" if self.rows.shown else say("Nobody here fits what is asked for above."))
        self.bar.show_count(len(self.rows.shown), self.everybody)
        if self._wanted and self.rows.row_of(self._wanted) >= 0:
            wanted, self._wanted = self._wanted, ""
            self.table.choose(wanted)
        if self._once_listed is not None and self.rows.shown:
            act, self._once_listed = self._once_listed, None
            act()

    def when_listed(self, act: Callable[[], object]) -> None:
        """Do something once the list is read, at once where it is."""
        if self.everybody is not None and self.rows.shown:
            act()
        else:
            self._once_listed = act

    def show_wanted(self, uid: str) -> None:
        """Choose somebody as soon as they are in the list; search and filters that would hide them are lifted."""
        self._wanted = uid
        if self.everybody is None:
            return
        row = next((row for row in self.everybody.rows.rows if row[listed.UID] == uid), None)
        if row is None:
            return  # just added: the list is being read
        if not passes(self.bar.rule())(row) or self.rows.row_of(uid) < 0:
            archived, guardian = row[listed.STATE] == "archived", row[listed.KIND] == "guardian"
            self.bar.show_rule(Rule("guardian" if guardian else "", state="archived" if archived else ""))
        else:
            self._on_arranged()

    def _on_rule(self, rule: Rule) -> None:
        if rule.kind in listed.COLUMNS_OF:
            self.table.keep_as(f"people:{rule.kind}", listed.COLUMNS_OF[rule.kind])
        else:
            self.table.keep_as("people")
        self.rows.narrow(rule.text, passes(rule))

    def _on_chosen(self, uids: tuple[str, ...]) -> None:
        self.chosen = uids
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

        def show(person: Person) -> None:
            PersonSheet(self, person, self._on_edited).open()

        self.ask(model.load_person, uid, done=show)

    def _on_edited(self, _changes: Changes) -> None:
        self.shell.toast(say("Saved."), undo=True)

    def choose_columns(self) -> None:
        """Choose which columns are shown, and in which order."""
        ColumnSheet(self, self.table, self.rows).open()

    def show_likely(self) -> None:
        """Show who may be here twice."""
        LikelySheet(self).open()

    def save_filter(self) -> None:
        """Keep what is asked for under a name."""
        rule = self.bar.rule()
        sheet = NameSheet(self, rule.words(), partial(kept.save_filter, rule=rule))
        sheet.comes_back("name_filter", rule=rule.stored())
        sheet.open()

    def remove_filter(self, uid: str) -> None:
        """Take a filter away; who is shown stays."""
        self.write(kept.remove_filter, uid, done=lambda _: self.shell.toast(say("Filter removed."), undo=True))

    # the keyboard and places

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the list, not to the first button."""
        super().showEvent(event)
        QTimer.singleShot(0, self.table, self.table.setFocus)

    def place(self) -> dict[str, str]:
        """Say who is chosen and what is asked for."""
        return {"person": self.chosen[0] if len(self.chosen) == 1 else "", "rule": "1", **self.bar.rule().stored()}

    def show_place(self, place: dict[str, str]) -> None:
        """Show a person, or what was asked for before a lock."""
        if place.get("do") == "import":
            self.imports.choose_file()
        elif place.get("do") == "add":
            self.add_person()
        elif place.get("do") == "edit":
            self.edit_person(place["edited"])
        if place.get("rule"):
            self.bar.show_rule(rule_of({name: value for name, value in place.items() if name != "person"}))
        elif "search" in place:
            self.bar.show_rule(Rule(text=place["search"]))
        if place.get("person"):
            self.show_wanted(place["person"])


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
