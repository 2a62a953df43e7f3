"""Two drafts side by side: who is with somebody else, and what counts differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.models import matching_drafts as model
from desktop.models.rows import Rows
from desktop.services.language import say
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.table import TableView, in_card

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class CompareSheet(Sheet):
    """Compares any two drafts; `first` and `second` are uids, "" for the present one and the newest other."""

    def __init__(self, page: MatchingPage, first: str = "", second: str = "") -> None:
        purpose = say("Points tell of what two people share by what counts in each draft; look at the people too.")
        super().__init__(page.shell.window_widget, say("Compare two drafts"), purpose, width=900)
        self._page, self._wanted = page, (first, second)
        self.comes_back("compare", first=first, second=second)
        self.wait_for_answer()
        self.setMinimumHeight(min(560, page.shell.window_widget.height() - 60))
        self.first, self.second = Choice(say("First draft")), Choice(say("Second draft"))
        choices = QHBoxLayout()
        for words, choice in ((say("First"), self.first), (say("Second"), self.second)):
            choices.addWidget(label(words, "strong", wrap=False))
            choices.addWidget(choice, 1)
            choice.chosen.connect(lambda _: self._compare())
        self.rows = Rows(model.difference_columns(), page.session.tasks, parent=self)
        preferences = page.shell.preferences
        self.table = TableView(
            say("Who is with somebody else"), self.rows, key="matching-compare", preferences=preferences
        )
        self.words, self.settings = label("", "muted"), label("")
        self.body.addLayout(choices)
        for widget in (self.words, self.settings):
            self.body.addWidget(widget)
        self.body.addWidget(in_card(self.table), 1)
        self.add_cancel(say("Close"))
        self.take_button = self.add_button(Button(say("Take the second up"), self.take_up, kind="filled", writes=True))
        self.take_button.setEnabled(False)
        self._lines: dict[str, model.DraftLine] = {}

    def start(self) -> CompareSheet:
        """Show the sheet and read."""
        self.open()
        self._page.session.ask(self, model.drafts, done=self._on_drafts, failed=self._failed)
        return self

    def take_up(self) -> None:
        """Work on the second draft."""
        self._page.write(model.take_up, self.second.value(), done=lambda _: self._on_taken())
        self.accept()

    def _on_taken(self) -> None:
        self._page.shell.toast(say("This draft is worked on now."), undo=True)

    def _on_drafts(self, lines: tuple[model.DraftLine, ...]) -> None:
        self._lines = {line.uid: line for line in lines}
        options = [(line.uid, model.choice_words(line)) for line in lines]
        for at, choice in enumerate((self.first, self.second)):
            choice.set_options(options)
            usual = lines[min(at, len(lines) - 1)].uid if lines else ""
            choice.choose(self._wanted[at] if self._wanted[at] in self._lines else usual)
        if len(lines) < 2:
            self.words.setText(
                say(
                    "Two drafts are needed. Propose otherwise and keep the present draft aside; then compare them here."
                )
            )
        else:
            self._compare()
        self.answered()

    def _compare(self) -> None:
        first, second = self.first.value(), self.second.value()
        line = self._lines.get(second)
        self.take_button.setEnabled(line is not None and line.aside is not None)
        if len(self._lines) > 1:
            self._page.session.ask(self, model.compare, first, second, done=self._on_compared, failed=self._failed)

    def _on_compared(self, found: model.Comparison) -> None:
        if (found.first.uid, found.second.uid) != (self.first.value(), self.second.value()):
            return
        self.words.setText(model.summary_words(found))
        self.settings.setText(" ".join(found.settings))
        self.settings.setVisible(bool(found.settings))
        self.rows.show(model.difference_rows(found))

    def _failed(self, error: Exception) -> None:
        self.accept()
        self._page.shell.messages.show_error(error)
