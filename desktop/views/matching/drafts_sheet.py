"""The drafts that are kept: take one up, name it, discard it, compare it with the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from desktop.models import matching_drafts as model
from desktop.models.rows import Rows
from desktop.services.language import say
from desktop.services.vault.types import Changes
from desktop.views.matching.compare_sheet import CompareSheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.table import TableView, in_card

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class DraftsSheet(Sheet):
    """The list of drafts. It stays open while they are named or discarded; taking one up closes it."""

    def __init__(self, page: MatchingPage) -> None:
        purpose = say("Nothing of a draft is visible outside this page. One is worked on; the others wait aside.")
        super().__init__(page.shell.window_widget, say("Drafts"), purpose, width=940)
        self._page = page
        self.comes_back("drafts")
        self.wait_for_answer()
        self.rows = Rows(model.line_columns(), page.session.tasks, parent=self)
        preferences = page.shell.preferences
        self.table = TableView(say("Drafts"), self.rows, key="matching-drafts", preferences=preferences)
        self.setMinimumHeight(min(420, page.shell.window_widget.height() - 60))
        self._words = label("", "muted")
        self.name = QLineEdit()
        self.name.setAccessibleName(say("Name of the draft"))
        naming = QHBoxLayout()
        naming.addWidget(label(say("Name"), "strong", wrap=False))
        naming.addWidget(self.name, 1)
        self._rename = Button(say("Rename"), self.rename, writes=True)
        naming.addWidget(self._rename)
        self.body.addWidget(in_card(self.table), 1)
        self.body.addWidget(self._words)
        self.body.addLayout(naming)
        self._discard = self.add_button(Button(say("Discard"), self.discard, writes=True))
        self._compare = self.add_button(Button(say("Compare …"), self.compare))
        self.add_cancel(say("Close"))
        self.take_button = self.add_button(Button(say("Take up"), self.take_up, kind="filled", writes=True))
        self.table.chosen.connect(lambda _: self._on_chosen())
        self.table.opened.connect(lambda _: self.take_up())
        self.name.returnPressed.connect(self.rename)
        self._on_chosen()

    def start(self) -> DraftsSheet:
        """Show the sheet and read the drafts."""
        self.open()
        self._read()
        return self

    def take_up(self) -> None:
        """Work on the chosen draft; the present one is put aside for it."""
        line = self._line()
        if line is not None and line.aside is not None:
            self._page.write(model.take_up, line.uid, done=self._on_taken)
            self.accept()

    def _on_taken(self, _changes: Changes) -> None:
        self._page.shell.toast(say("This draft is worked on now."), undo=True)

    def rename(self) -> None:
        """Give the chosen draft the name that is typed."""
        line = self._line()
        if line is not None and self.name.text().strip() and self.name.text() != line.label:
            self._write(model.rename_draft, line.uid, self.name.text())

    def discard(self) -> None:
        """Throw the chosen draft away; Ctrl+Z brings it back."""
        line = self._line()
        if line is not None:
            self._write(model.discard, line.uid)
            self._page.shell.toast(say("The draft is discarded."), undo=True)

    def compare(self) -> None:
        """Lay the chosen draft beside the present one, or beside the next in the list."""
        line = self._line()
        others = [row[0] for row in self.rows.shown if line is None or row[0] != line.uid]
        if line is not None and others:
            CompareSheet(self._page, others[0], line.uid).start()
            self.accept()

    def beside(self) -> tuple[str, ...]:
        """Give which draft is chosen."""
        return self.table.chosen_uids()

    def put_back(self, beside: list[str]) -> None:
        """Choose the draft again."""
        if beside:
            self.table.choose(beside[0])

    def _write(self, verb: object, *args: object) -> None:
        self._page.session.write(self, verb, *args, done=lambda _: self._read(), failed=self._failed)  # type: ignore[arg-type]

    def _read(self) -> None:
        self._page.session.ask(self, model.drafts, done=self._on_read, failed=self._failed)

    def _on_read(self, lines: tuple[model.DraftLine, ...]) -> None:
        self.rows.show(model.line_rows(lines))
        none = say("There is no draft. Propose pairs, and put the draft aside with M to keep it while you try another.")
        one = say("Put the present draft aside, or propose otherwise and keep it, to have another to compare with.")
        self._words.setText(none if not lines else one if len(lines) == 1 else "")
        self._words.setVisible(len(lines) < 2)
        if lines and not self.table.chosen_uids():
            self.table.choose(lines[0].uid)
            self.table.setFocus()
        self._on_chosen()
        self.answered()

    def _line(self) -> model.DraftLine | None:
        uids = self.table.chosen_uids()
        row = self.rows.at(self.rows.row_of(uids[0])) if uids else None
        return row[model.LINE] if row else None

    def _on_chosen(self) -> None:
        line = self._line()
        self.name.setText(line.label if line else "")
        self.name.setEnabled(line is not None)
        self._rename.setEnabled(line is not None)
        self._discard.setEnabled(line is not None)
        self._compare.setEnabled(line is not None and self.rows.total > 1)
        self.take_button.setEnabled(line is not None and line.aside is not None)

    def _failed(self, error: Exception) -> None:
        self.accept()
        self._page.shell.messages.show_error(error)
