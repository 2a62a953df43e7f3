"""The imports of the People page: what a file would do, the questions it leaves open, and the import itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.models import people as model
from desktop.models.rows import Rows
from desktop.services.errors import KnownError
from desktop.services.language import say, say_many
from desktop.services.people.errors import DateOrderUnclear
from desktop.services.people.types import ImportPlan, Roster
from desktop.services.programme.types import ParticipantFile, ParticipantPlan
from desktop.services.vault.types import Changes
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import clear_layout
from desktop.views.widgets.labels import badge, label
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.table import TableView, in_card

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_KINDS = ("look", "skipped", "new", "changed", "missing", "unchanged")


class _ImportSheet(Sheet):
    """What both imports share: reading in the background, the table of the dry run, one button that does it."""

    def __init__(self, page: PeoplePage, path: str, title: str, purpose: str) -> None:
        super().__init__(page.shell.window_widget, title, purpose, width=820)
        self.setMinimumHeight(min(560, page.shell.window_widget.height() - 60))
        self._page, self._path = page, path
        self._head = QHBoxLayout()
        self._words = label(say("Reading the file …"), "muted")
        self.body.addLayout(self._head)
        self.body.addWidget(self._words)
        self.rows = Rows(model.plan_columns(), page.session.tasks)
        self.table = TableView(say("What would happen"), self.rows, key="import", preferences=page.shell.preferences)
        self._card = in_card(self.table)
        self._card.hide()
        self.body.addWidget(self._card, 1)
        self.body.addStretch(0)
        self.add_cancel()
        self.go_button = self.add_button(Button(say("Import"), self.run_import, kind="filled"))
        self.go_button.setEnabled(False)

    def run_import(self) -> None:
        """Import what is shown; each of the two does it in its own way."""

    def _refuse(self, error: Exception) -> None:
        clear_layout(self._head)
        self._card.hide()
        self.go_button.hide()
        known = isinstance(error, KnownError)
        self._words.setText(str(error) if known else say("This file could not be read. Nothing was changed."))
        if not known:
            self._page.shell.messages.show_error(error)

    def _failed(self, error: Exception) -> None:
        self.accept()
        self._page.shell.messages.show_error(error)

    def _show_rows(
        self, rows: tuple[tuple[object, ...], ...], counts: dict[str, int], notices: tuple[str, ...]
    ) -> None:
        clear_layout(self._head)
        options = [("", say("All"))] + [
            (kind, f"{model.plan_words(kind)} {counts[kind]}") for kind in _KINDS if counts.get(kind)
        ]
        chips = Chips(say("Show"), options)
        chips.choose("")
        chips.chosen.connect(lambda kind: self.rows.keep((lambda row: row[model.PLAN_KIND] == kind) if kind else None))
        self._head.addWidget(chips)
        self._head.addStretch(1)
        self._words.setText("\n".join(notices))
        self._words.setVisible(bool(notices))
        self.rows.show(rows)
        self._card.show()


class RosterSheet(_ImportSheet):
    """A roster: who is new, changed, missing; then one transaction and one undo."""

    def __init__(self, page: PeoplePage, path: str) -> None:
        purpose = say("This is a dry run: nothing is changed until you import. Whoever is missing in the file stays.")
        super().__init__(page, path, say("Import a roster"), purpose)
        self._roster: Roster | None = None
        self._plan: ImportPlan | None = None

    def start(self) -> None:
        """Show the sheet and read the file."""
        self.open()
        self._page.session.tasks.compute(self, model.read_roster, self._path, done=self._on_read, failed=self._refuse)

    def _on_read(self, roster: Roster) -> None:
        self._roster = roster
        self._plan_with(None)

    def _plan_with(self, order: str | None) -> None:
        self._page.session.ask(
            self, model.plan_roster, self._roster, order, done=self._on_planned, failed=self._ask_order
        )

    def _ask_order(self, error: Exception) -> None:
        if not isinstance(error, DateOrderUnclear):
            self._refuse(error)
            return
        clear_layout(self._head)
        self._words.setText(
            say("The birth dates in this file can be read in more than one way. In which order are they written?")
        )
        orders = [("dmy", say("day, month, year")), ("mdy", say("month, day, year")), ("ymd", say("year, month, day"))]
        chips = Chips(say("Order of dates"), orders)
        chips.chosen.connect(lambda order: self._plan_with(str(order)))
        self._head.addWidget(chips)
        self._head.addStretch(1)

    def _on_planned(self, plan: ImportPlan) -> None:
        self._plan = plan
        counts = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "unchanged": len(plan.unchanged),
            "missing": len(plan.missing),
            "skipped": len(plan.skipped),
            "look": len(plan.problems) - len(plan.skipped),
        }
        self._show_rows(model.plan_rows(plan), counts, plan.notices)
        n = len(plan.new) + len(plan.changed)
        self.go_button.set_text(
            say_many("Import 1 student", "Import {n} students", n) if n else say("Nothing to import")
        )
        self.go_button.setEnabled(n > 0)
        if not n:
            self._head.addWidget(badge(say("Everything in this file is here already"), "accent"))

    def run_import(self) -> None:
        """Import in one step."""
        self.go_button.setEnabled(False)
        title = say("Importing students")
        self._page.write(model.import_roster, self._plan, done=self._done, failed=self._failed, title=title)

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
            self, model.read_participants, self._path, done=self._on_read, failed=self._refuse
        )

    def _on_read(self, file: ParticipantFile) -> None:
        self._file = file
        self._page.session.ask(self, model.plan_participants, file, done=self._on_planned, failed=self._refuse)

    def _on_planned(self, plan: ParticipantPlan) -> None:
        self._file = plan.file
        rows: list[tuple[object, ...]] = [
            (f"p{at}", "look", problem.row, "", problem.message) for at, problem in enumerate(plan.problems)
        ]
        rows += [(f"u{n}", "skipped", 0, n, say("Not in the roster; left out.")) for n in plan.unknown]
        notices = list(plan.notices)
        if plan.new_periods:
            notices.append(say("New periods: {labels}", labels=", ".join(plan.new_periods)))
        summary = say(
            "{new} new, {changed} changed, {unchanged} unchanged",
            new=plan.new,
            changed=plan.changed,
            unchanged=plan.unchanged,
        )
        counts = {"look": len(plan.problems), "skipped": len(plan.unknown)}
        self._show_rows(tuple(rows), counts, (summary, *notices))
        self._card.setVisible(bool(rows))
        n = plan.new + plan.changed
        self.go_button.set_text(
            say_many("Import 1 participant", "Import {n} participants", n) if n else say("Nothing to import")
        )
        self.go_button.setEnabled(n > 0)

    def run_import(self) -> None:
        """Import in one step."""
        self.go_button.setEnabled(False)
        title = say("Importing participants")
        self._page.write(model.import_participants, self._file, done=self._done, failed=self._failed, title=title)

    def _done(self, changes: Changes) -> None:
        self.accept()
        n = int(changes.about) if changes.about.isdigit() else changes.count
        self._page.shell.toast(say_many("1 participant imported.", "{n} participants imported.", n), undo=True)
