"""Printing and saving the list that is shown: first who will read it and what is in it, then the register."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.models import people_paper as model
from desktop.models import reports
from desktop.models.session import Verb
from desktop.models.tasks import Done
from desktop.services.language import say, say_many
from desktop.services.reports.types import Document
from desktop.views.again import BEFORE_FILE, BEFORE_PAPER
from desktop.views.reports.printing import ask_printer
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.count import Count
from desktop.views.widgets.fields import Choice, Form
from desktop.views.widgets.file_choice import ask_where_to_save
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_LONGEST_AUDIENCE = 120
_MOST_COPIES = 200
_MANY = 2_000


class HandOutSheet(Sheet):
    """For whom, which paper, and in which form."""

    def __init__(self, page: PeoplePage, chosen: Sequence[str]) -> None:
        purpose = say("What leaves Peerkeep is entered in the register on the Reports page: what, for whom, and when.")
        super().__init__(page.shell.window_widget, say("Print or save this list"), purpose, width=680)
        self._page = page
        self.comes_back("hand_out", chosen=chosen)
        self._rows, self._chosen = page.rows.shown, set(chosen)
        self._rule = page.bar.rule().words()
        self._keys = page.table.shown_columns()
        shown = say_many("1 person", "{n} people", len(self._rows))
        self.form = Form()
        whom = [("shown", say("Everybody who is shown: {people}", people=shown))]
        if len(self._chosen) > 1:
            whom.insert(0, ("chosen", say("Only the {n} who are chosen", n=len(self._chosen))))
        self.whom = Choice(say("Who is on it"), whom)
        self.audience = self.form.line("audience", say("Who will read it?"), say("This stands on every copy."))
        self.audience.setMaxLength(_LONGEST_AUDIENCE)
        self.audience.setText(page.audience)
        self.audience.selectAll()
        self.form.add("whom", say("Who is on it"), self.whom)
        self.body.addWidget(self.form)
        if self._rule:
            self.body.addWidget(label(say("Narrowed to: {filter}", filter=self._rule), "small"))
        self.body.addWidget(label(say("Columns: {columns}", columns=model.headings(self._keys)), "small"))
        self._make_paper()
        self._make_buttons()
        self.audience.setFocus()

    def _make_paper(self) -> None:
        self.copies = Count(say("Numbered copies on paper"), 1, 1, _MOST_COPIES)
        self.paper = Choice(say("Paper"), [("a4", say("A4")), ("letter", say("Letter"))])
        self.paper.choose(model.usual_paper())
        row = QHBoxLayout()
        row.addWidget(label(say("Numbered copies on paper"), "strong", wrap=False))
        row.addWidget(self.copies)
        row.addWidget(self.paper)
        row.addStretch(1)
        self.body.addLayout(row)
        if len(self._rows) > _MANY:
            words = say("A list as long as this makes many pages. Narrow it first, or save it for a spreadsheet.")
            self.body.addWidget(label(words, "warning"))

    def _make_buttons(self) -> None:
        self.add_cancel()
        for words, form, icon in (
            (say("Save as CSV"), reports.CSV, "file-delimited-outline"),
            (say("Save for Excel"), reports.XLSX, "table-large"),
            (say("Save as PDF"), reports.PDF, "download"),
        ):
            self.add_button(Button(words, partial(self.save, form), icon=icon))
        self.add_button(Button(say("Print"), self.print_list, kind="filled", icon="printer-outline"))

    def wanted(self) -> model.Wanted:
        """Give what is asked for."""
        rows, asked = self._rows, self._rule
        if self.whom.value() == "chosen":
            rows = tuple(row for row in rows if row[0] in self._chosen)
            asked = ", ".join(filter(None, (asked, say("chosen by hand"))))
        paper = "letter" if self.paper.value() == "letter" else "a4"
        total = self._page.everybody.people if self._page.everybody else len(rows)
        return model.Wanted(
            rows,
            self._keys,
            asked,
            total,
            self.audience.text().strip(),
            self.copies.value(),
            paper,  # type: ignore[arg-type]  # one of the two
        )

    def save(self, form: str) -> None:
        """Ask for the password, make it, ask where to, and save it."""
        make = model.on_paper if form == reports.PDF else model.in_file
        if self._complete():
            self._page.shell.ask_again(
                say(BEFORE_FILE), partial(self._make, make, partial(_ask_where, self._page, form))
            )

    def print_list(self) -> None:
        """Ask for the password, make it and ask for the printer."""
        if self._complete():
            self._page.shell.ask_again(
                say(BEFORE_PAPER), partial(self._make, model.on_paper, partial(_print, self._page))
            )

    def _make(self, make: Verb, done: Done) -> None:
        self._page.ask(make, self.wanted(), done=done, title=say("Making the list"))
        self.accept()

    def _complete(self) -> bool:
        missing = not self.audience.text().strip()
        self.form.show_errors(
            {"audience": say("Say who will read it: a person, a meeting, a purpose.")} if missing else {}
        )
        if not missing:
            self._page.audience = self.audience.text().strip()
        return not missing


def _print(page: PeoplePage, document: Document) -> None:
    ask_printer(page.shell, document)


def _ask_where(page: PeoplePage, form: str, document: Document) -> None:
    titles = {reports.PDF: say("Save as PDF"), reports.CSV: say("Save as CSV"), reports.XLSX: say("Save for Excel")}
    name = reports.file_name(document, form)
    ask_where_to_save(page, titles[form], name, form, partial(save_to, page, form, document))


def save_to(page: PeoplePage, form: str, document: Document, path: str) -> None:
    """Save a list and enter it in the register; the session owns the work, wherever one goes meanwhile."""
    words = {
        reports.PDF: say("Saved as PDF and entered in the register."),
        reports.CSV: say("Saved as CSV and entered in the register."),
        reports.XLSX: say("Saved for Excel and entered in the register."),
    }

    def done(_changes: object) -> None:
        page.shell.messages.clear_errors()
        page.shell.toast(words[form])

    page.session.write(page.session, reports.save, document, form, path, done=done, title=say("Saving the list"))
