"""Who did what: entries in a table, narrowed by time, person and kind; checked, printed and saved from here."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import audit as model
from desktop.models.rows import Rows
from desktop.models.tasks import Task
from desktop.services.audit.types import Entry, Verdict
from desktop.services.language import say, say_many
from desktop.services.reports.types import Document
from desktop.views import theme
from desktop.views.again import BEFORE_FILE, BEFORE_PAPER
from desktop.views.page import Page
from desktop.views.reports.printing import ask_printer
from desktop.views.shell import Shell
from desktop.views.widgets import (
    Button,
    Choice,
    IconLabel,
    ProgressLine,
    SearchField,
    TableView,
    clear_layout,
    in_card,
    label,
    selectable,
)
from desktop.views.widgets.file_choice import ask_where_to_save
from desktop.views.widgets.nothing import Nothing

# The first bad entry of each chain; more sentences than these help nobody.
_MOST_PROBLEMS = 4
_LEAST_SIGNS = 9


class AuditPage(Page):
    """Every step and event of what the person's keys open; never a text, never a student's name."""

    scrolls: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Who did what"), say("Of what your password opens. No texts, no students' names."))
        self._wanted = model.Wanted()
        self._people: tuple[tuple[str, str], ...] = ()
        self._here = ""
        self._task: Task | None = None
        self._verify = self.set_main_action(say("Verify"), self.verify, key="V", icon="shield-outline")
        self.add_action(Button(say("Print"), self.print_list, key="Ctrl+P", icon="printer-outline", writes=True))
        self.add_action(Button(say("Save as CSV"), self.save, key="Ctrl+S", icon="file-delimited-outline", writes=True))
        self._make_filters()
        self._verdict = QVBoxLayout()
        self.content.addLayout(self._verdict)
        self.rows = Rows(model.columns(), self.session.tasks, parent=self)
        self.table = TableView(say("Who did what"), self.rows, key="audit", preferences=shell.preferences)
        self.table_says = Nothing(self.table)
        self.rows.arranged.connect(self._on_arranged)
        self.table.chosen.connect(self._on_chosen)
        self.content.addWidget(in_card(self.table), 1)
        self.add_key("Ctrl+F", say("Search the entries"), self.search.setFocus)
        self.add_key("F5", say("Read anew"), self.refresh)
        self.session.saved.connect(self._on_saved)

    def refresh(self) -> None:
        """Read the entries anew."""
        self.ask(model.device, done=self._on_device)
        self._load()

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew each time: what was read or printed on other pages is an entry too, and changes no table."""
        self._stale = True
        super().showEvent(event)

    def place(self) -> dict[str, str]:
        """Say what is asked for."""
        return {"days": self._wanted.days, "who": self._wanted.who, "kind": self._wanted.kind}

    def show_place(self, place: dict[str, str]) -> None:
        """Ask for what a place names."""
        self._when.choose(place.get("days", self._wanted.days))
        self._kind.choose(place.get("kind", ""))
        self._wanted = model.Wanted(self._when.value(), place.get("who", ""), self._kind.value())
        self._load()

    # the check

    def verify(self) -> None:
        """Check every entry of what is held."""
        if self._task is not None:
            return
        clear_layout(self._verdict)
        task = self.ask(model.check, done=self._on_checked, failed=self._on_failed)
        task.title = say("Checking every entry")
        self._task = task
        row = QHBoxLayout()
        row.addWidget(ProgressLine(task))
        row.addStretch(1)
        self._verdict.addLayout(row)
        task.finished.connect(self._on_check_ended)
        self._verify.setEnabled(False)

    def _on_checked(self, verdict: Verdict) -> None:
        clear_layout(self._verdict)
        icon, tone = ("check-circle-outline", "accent") if verdict.ok else ("alert-circle-outline", "danger")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel(icon, tone))
        said = label(model.verdict_words(verdict), "strong" if verdict.ok else "danger")
        head.addWidget(said, 1)
        head.addWidget(Button(say("Close"), partial(clear_layout, self._verdict), kind="quiet"))
        self._verdict.addLayout(head)
        for problem in verdict.problems[:_MOST_PROBLEMS]:
            self._verdict.addWidget(selectable(problem))
        if not verdict.ok:
            advice = say(
                "Somebody or something changed the files from outside. Nothing was changed now. Make a copy as it is, "
                "then look at the backups on the Transfer page."
            )
            self._verdict.addWidget(label(advice, "muted"))

    def _on_failed(self, error: Exception) -> None:
        clear_layout(self._verdict)
        self.shell.messages.show_error(error)

    def _on_check_ended(self) -> None:
        task, self._task = self._task, None
        self._verify.setEnabled(True)
        if task is not None and task.stop.is_set():
            clear_layout(self._verdict)

    # what leaves

    def print_list(self) -> None:
        """Ask for the password and the printer, and print what is shown."""
        if len(self.rows.shown) > model.MOST_ON_PAPER:
            words = say(
                "{n} entries are too many for paper. Nothing was printed. Narrow them first, or save them.",
                n=len(self.rows.shown),
            )
            self.shell.messages.show_words(words, "warning")
            return
        self.shell.ask_again(say(BEFORE_PAPER), self._print)

    def save(self) -> None:
        """Ask for the password and a place, and save what is shown."""
        self.shell.ask_again(say(BEFORE_FILE), self._ask_where)

    def _print(self) -> None:
        def go_on(document: Document) -> None:
            ask_printer(self.shell, document)

        self.ask(model.on_paper, self.rows.shown, self._asked(), self.rows.total, done=go_on)

    def _ask_where(self) -> None:
        name = model.file_name(self.session.clock.today())
        ask_where_to_save(self, say("Save as CSV"), name, "csv", self.save_to)

    def save_to(self, path: str) -> None:
        """Save what is shown; the session owns the work, wherever one goes meanwhile."""
        args = self.rows.shown, self._asked(), self.rows.total, path
        self.session.write(self.session, model.save_csv, *args, done=self._on_file, title=say("Saving the entries"))

    def _on_file(self, _changes: object) -> None:
        self.shell.messages.clear_errors()
        self.shell.toast(say("Saved as CSV and entered in the register."))

    def _asked(self) -> str:
        words = self.search.text().strip()
        return ", ".join(filter(None, (model.asked_words(self._wanted, self._people), words)))

    # reading

    def _make_filters(self) -> None:
        self.search = SearchField(say("Words of an entry"), say("Search the entries"))
        self.search.setMinimumWidth(100)
        self.search.setMaximumWidth(theme.pixels(300))
        self.search.searched.connect(lambda words: self.rows.search(words))
        self._when = Choice(say("Which days"), model.periods())
        self._when.choose(self._wanted.days)
        self._who = Choice(say("Who"), [("", say("Everybody"))])
        self._kind = Choice(say("Which kind"), model.kinds())
        self.filters.addWidget(self.search, 1)
        for choice in (self._when, self._who, self._kind):
            # Beside the panel there is little room: a long name gives way.
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(_LEAST_SIGNS)
            choice.chosen.connect(lambda _: self._on_narrowed())
            self.filters.addWidget(choice, 1)

    def _on_narrowed(self) -> None:
        self._wanted = model.Wanted(self._when.value(), self._who.value(), self._kind.value())
        self._load()

    def _load(self) -> None:
        self.ask(model.load, self._wanted, done=self._on_told)

    def _on_told(self, told: model.Told) -> None:
        if told.wanted != self._wanted:
            return
        self._people = told.people
        self._who.set_options([("", say("Everybody")), *told.people])
        self._who.choose(self._wanted.who)
        self.rows.show(told.rows)

    def _on_device(self, device: str) -> None:
        self._here = device

    def _on_saved(self, _changes: object) -> None:
        self._on_changed()

    def _on_arranged(self) -> None:
        shown, total = len(self.rows.shown), self.rows.total
        words = say_many("1 entry", "{n} entries", total)
        words = words if shown == total else say("{n} of {entries}", n=shown, entries=words)
        self.set_title(
            self.title, say("{entries} of what your password opens. No texts, no students' names.", entries=words)
        )
        self.table_says.show("" if shown else say("Nothing of this kind was done in this time."))

    def _on_chosen(self, uids: tuple[str, ...]) -> None:
        row = self.rows.at(self.rows.row_of(uids[0])) if uids else None
        if row is None:
            self.side.clear()
        else:
            self._show_entry(row[model.ENTRY])

    def _show_entry(self, entry: Entry) -> None:
        self.side.clear()
        self.side.body.addWidget(label(entry.deed[:1].upper() + entry.deed[1:], "heading"))
        for heading, text in model.details(entry, self._here):
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 4, 0, 0)
            column.setSpacing(0)
            column.addWidget(label(heading, "small"))
            column.addWidget(selectable(text))
            self.side.body.addWidget(part)
        self.side.body.addStretch(1)
        if entry.person:
            go = partial(self.shell.go, "people", person=entry.person)
            self.side.foot.addWidget(Button(say("Whom it is about"), go, icon="account-outline"))
            self.side.foot.addStretch(1)
        self.show_side()
