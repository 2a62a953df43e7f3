"""The imports of the People page: what a file would do, the questions it leaves open, and the import itself."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.models import people_imports as model
from desktop.models.rows import Rows
from desktop.models.tasks import Task
from desktop.services.language import say, say_many
from desktop.services.people.errors import DateOrderUnclear
from desktop.services.people.types import ImportPlan, Roster
from desktop.services.programme.errors import NotAParticipantsFile
from desktop.services.programme.types import ParticipantFile, ParticipantPlan
from desktop.services.vault.types import Changes
from desktop.views.messages import sentence_of
from desktop.views.people.columns import ColumnsPart
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import clear_layout
from desktop.views.widgets.labels import badge, label
from desktop.views.widgets.progress import ProgressLine
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.table import TableView, in_card

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_KINDS = ("look", "skipped", "new", "changed", "missing", "unchanged")
_EXAMPLES = 4


class _ImportSheet(Sheet):
    """What both imports share: reading in the background, the table of the dry run, one button that does it."""

    def __init__(self, page: PeoplePage, path: str, title: str, purpose: str) -> None:
        super().__init__(page.shell.window_widget, title, purpose, width=820)
        self.setMinimumHeight(min(560, page.shell.window_widget.height() - 60))
        self._page, self._path = page, path
        self._head = QHBoxLayout()
        self.words = label(say("Reading the file …"), "muted")
        self.body.addLayout(self._head)
        self.body.addWidget(self.words)
        self._answers = QHBoxLayout()  # below the words, which ask
        self.body.addLayout(self._answers)
        self.rows = Rows(model.plan_columns(), page.session.tasks, parent=self)
        self.table = TableView(say("What would happen"), self.rows, key="import", preferences=page.shell.preferences)
        self._card = in_card(self.table)
        self._card.hide()
        self.body.addWidget(self._card, 1)
        self.body.addStretch(0)
        self.cancel_button = self.add_cancel()
        self.go_button = self.add_button(Button(say("Import"), self.run_import, kind="filled"))
        self.go_button.setEnabled(False)

    def run_import(self) -> None:
        """Import what is shown; each of the two does it in its own way."""

    def _refuse(self, error: Exception) -> None:
        """Say why the file cannot be taken; there is nothing left to do here but to close."""
        clear_layout(self._head)
        clear_layout(self._answers)
        self._card.hide()
        self.go_button.hide()
        self.cancel_button.set_text(say("Close"))
        self.words.setText(self._sentence(error))
        self.words.show()

    def _sentence(self, error: Exception) -> str:
        return sentence_of(error)

    def _failed(self, error: Exception) -> None:
        """Say what went wrong with the import itself; what is shown stays."""
        self._refuse(error)

    def _show_progress(self, task: Task) -> None:
        """Show how far the import is, with its Cancel, inside the sheet: the window's own is out of reach."""
        self.go_button.setEnabled(False)
        self.cancel_button.setEnabled(False)
        self.buttons.insertWidget(0, ProgressLine(task))
        task.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self.cancel_button.setEnabled(True)
        self.go_button.setEnabled(True)  # it was cancelled, else the sheet is closed by now

    def _show_rows(self, rows: tuple[tuple[object, ...], ...], notices: tuple[str, ...]) -> None:
        clear_layout(self._head)
        clear_layout(self._answers)
        counts = Counter(str(row[model.PLAN_KIND]) for row in rows)
        options = [("", say("All"))] + [
            (kind, f"{model.plan_words(kind)} {counts[kind]}") for kind in _KINDS if counts.get(kind)
        ]
        chips = Chips(say("Show"), options)
        chips.choose("")
        chips.chosen.connect(lambda kind: self.rows.keep((lambda row: row[model.PLAN_KIND] == kind) if kind else None))
        self._head.addWidget(chips)
        self._head.addStretch(1)
        self.words.setText("\n".join(notices))
        self.words.setVisible(bool(notices))
        self.rows.show(rows)
        self._card.show()


class RosterSheet(_ImportSheet):
    """A roster: who is new, changed, missing; then one transaction and one undo."""

    def __init__(self, page: PeoplePage, path: str) -> None:
        purpose = say("This is a dry run: nothing is changed until you import. Whoever is missing in the file stays.")
        super().__init__(page, path, say("Import a roster"), purpose)
        self._roster: Roster | None = None
        self._plan: ImportPlan | None = None
        self.columns: ColumnsPart | None = None

    def start(self) -> None:
        """Show the sheet and read the file."""
        self.open()
        self._page.session.tasks.compute(
            self, model.read_roster, self._path, done=self._on_read, failed=self._on_unread
        )

    def _sentence(self, error: Exception) -> str:
        """Say it for a window: the errors' own sentences name options of the command line."""
        if model.asks_columns(error):
            return say(
                "The columns of this list are not recognised. Nothing was changed. Name them in its first row, such as "
                "number, family name, given name, and choose it again."
            )
        return super()._sentence(error)

    def _on_read(self, roster: Roster) -> None:
        self._roster = roster
        self._plan_with(None)

    def _on_unread(self, error: Exception) -> None:
        if model.asks_columns(error):
            done = partial(self._ask_columns, error)
            failed = lambda _: self._refuse(error)  # noqa: E731 - one use
            self._page.session.tasks.compute(self, model.first_rows, self._path, done=done, failed=failed)
        else:
            self._refuse(error)

    # which column is which

    def _ask_columns(self, error: Exception, rows: tuple[tuple[str, ...], ...]) -> None:
        """Ask which column is which; a file for the participants is sent to where it belongs."""
        if not rows:
            self._refuse(error)
            return
        self.words.setText(say("The columns of this file are not all recognised. Say what they are; then go on."))
        self.columns = ColumnsPart(rows)
        self.body.insertWidget(2, self.columns, 1)
        self.go_button.set_text(say("Go on"))
        self.go_button.setEnabled(True)
        self._other = Button(say("It is a list of participants"), self._as_participants, kind="quiet")
        self.buttons.insertWidget(0, self._other)

    def _as_participants(self) -> None:
        self.accept()
        self._page.imports.open_participants(self._path)

    def _read_named(self) -> None:
        assert self.columns is not None  # noqa: S101 - only called where it is shown
        wrong = self.columns.problem()
        if wrong:
            self.words.setText(wrong)
            return
        names, skip = self.columns.answer()
        self.go_button.setEnabled(False)
        self._page.session.tasks.compute(
            self, model.read_named, self._path, names, skip, done=self._on_named, failed=self._on_misnamed
        )

    def _on_named(self, roster: Roster) -> None:
        if self.columns is not None:
            self.columns.hide()
            self.columns = None
            self._other.hide()
        self._on_read(roster)

    def _on_misnamed(self, error: Exception) -> None:
        self.words.setText(sentence_of(error))
        self.go_button.setEnabled(True)

    # the order of dates

    def _plan_with(self, order: str | None) -> None:
        self._page.session.ask(
            self, model.plan_roster, self._roster, order, done=self._on_planned, failed=self._ask_order
        )

    def _ask_order(self, error: Exception) -> None:
        if not isinstance(error, DateOrderUnclear):
            self._refuse(error)
            return
        clear_layout(self._head)
        examples = ", ".join(error.examples[:_EXAMPLES])
        why = say("The birth dates in this file can be read in more than one way, for example {texts}.", texts=examples)
        asked = say("In which order are they written?")
        self.words.setText(f"{why} {asked}" if examples else asked)
        words_of = {"dmy": say("day, month, year"), "mdy": say("month, day, year"), "ymd": say("year, month, day")}
        chips = Chips(say("Order of dates"), [(order, words_of[order]) for order in error.orders])
        chips.chosen.connect(lambda order: self._plan_with(str(order)))
        clear_layout(self._answers)
        self._answers.addWidget(chips)
        self._answers.addStretch(1)
        first = chips.findChild(Button)
        if first is not None:
            first.setFocus()

    # the dry run

    def _on_planned(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._show_rows(model.plan_rows(plan), plan.notices)
        n = len(plan.new) + len(plan.changed)
        self.go_button.set_text(
            say_many("Import 1 student", "Import {n} students", n) if n else say("Nothing to import")
        )
        self.go_button.setEnabled(n > 0)
        if n:
            self.go_button.setFocus()
        elif plan.students:
            self._head.addWidget(badge(say("Everything in this file is here already"), "accent"))
        else:
            self._head.addWidget(badge(say("No student was found in this file"), "warning"))

    def run_import(self) -> None:
        """Import in one step; before that, take the answer to which column is which."""
        if self.columns is not None:
            self._read_named()
            return
        title = say("Importing students")
        self._show_progress(
            self._page.session.write(
                self, model.import_roster, self._plan, done=self._done, failed=self._failed, title=title
            )
        )

    def _done(self, changes: Changes) -> None:
        self.accept()
        n = int(changes.about or 0)
        self._page.shell.toast(say_many("1 student imported.", "{n} students imported.", n), undo=True)


class ParticipantsSheet(_ImportSheet):
    """A participants file: who takes part, with interests, goals, languages, free periods, places and wishes."""

    def __init__(self, page: PeoplePage, path: str) -> None:
        purpose = say("This is a dry run: nothing is changed until you import. Students must be in the roster already.")
        super().__init__(page, path, say("Import participants"), purpose)
        self._file: ParticipantFile | None = None

    def start(self) -> None:
        """Show the sheet and read the file."""
        self.open()
        self._page.session.tasks.compute(
            self, model.read_participants, self._path, done=self._on_read, failed=self._on_unread
        )

    def _on_read(self, file: ParticipantFile) -> None:
        self._file = file
        self._page.session.ask(self, model.plan_participants, file, done=self._on_planned, failed=self._refuse)

    def _on_unread(self, error: Exception) -> None:
        self._refuse(error)
        if isinstance(error, NotAParticipantsFile):
            self.buttons.insertWidget(0, Button(say("Save a template"), self._save_template, icon="download"))

    def _save_template(self) -> None:
        self.accept()
        self._page.imports.save_template()

    def _on_planned(self, plan: ParticipantPlan) -> None:
        self._file = plan.file
        rows = model.participant_rows(plan)
        notices = list(plan.notices)
        if plan.new_periods:
            notices.append(say("New periods: {labels}", labels=", ".join(plan.new_periods)))
        summary = say(
            "{new} new, {changed} changed, {unchanged} unchanged",
            new=plan.new,
            changed=plan.changed,
            unchanged=plan.unchanged,
        )
        self._show_rows(rows, (summary, *notices))
        self._card.setVisible(bool(rows))
        if not rows:
            clear_layout(self._head)
        n = plan.new + plan.changed
        self.go_button.set_text(
            say_many("Import 1 participant", "Import {n} participants", n) if n else say("Nothing to import")
        )
        self.go_button.setEnabled(n > 0)
        if n:
            self.go_button.setFocus()

    def run_import(self) -> None:
        """Import in one step."""
        title = say("Importing participants")
        self._show_progress(
            self._page.session.write(
                self, model.import_participants, self._file, done=self._done, failed=self._failed, title=title
            )
        )

    def _done(self, changes: Changes | tuple[object, ...]) -> None:
        self.accept()
        written = next((one for one in _parts(changes) if isinstance(one, Changes)), None)
        n = int(written.about) if written is not None and written.about.isdigit() else 0
        self._page.shell.toast(say_many("1 participant imported.", "{n} participants imported.", n), undo=True)


def _parts(result: Changes | tuple[object, ...]) -> tuple[object, ...]:
    return result if isinstance(result, tuple) else (result,)
