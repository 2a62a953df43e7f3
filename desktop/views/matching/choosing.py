"""Choosing another mentor by hand: every mentor with what it would mean, or with every rule that forbids it.

What only rules forbid that may be decided otherwise can be chosen with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.models import matching as model
from desktop.models import matching_why_not as deciding
from desktop.models.rows import Rows
from desktop.services.language import say
from desktop.services.matching.types import Applicant
from desktop.views.matching.reason_line import ReasonLine
from desktop.views.matching.table import PairTable
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.table import in_card

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class ChoosingSheet(Sheet):
    """The mentors for one mentee of the draft, the cheapest first. Choosing locks the pair."""

    def __init__(self, page: MatchingPage, mentee: Applicant, mentor: str = "") -> None:
        title = say("Another {mentor} for {name}", name=mentee.name)
        purpose = say("What each would mean for the whole draft. The pair you choose is locked.")
        super().__init__(page.shell.window_widget, title, purpose, width=860)
        self._page, self._mentee, self._first = page, mentee, mentor
        self.comes_back("choosing", mentee=mentee.uid)
        self.wait_for_answer()
        self.setMinimumHeight(min(600, page.shell.window_widget.height() - 60))
        self.rows = Rows(
            model.choice_columns(),
            page.session.tasks,
            search=lambda row: (
                f"{row[model.CHOICE].mentor.name} {row[model.CHOICE_WHERE]} {row[model.CHOICE].sentence}"
            ),
            parent=self,
        )
        self.table = PairTable(
            say("{Mentors} to choose from"),
            self.rows,
            key="matching-choices",
            preferences=page.shell.preferences,
            names=("mentor",),
        )
        self.search = SearchField(say("Name, {form} or reason"), say("Search {mentors}"))
        self.search.searched.connect(self.rows.search)
        self._words = label(say("Working out what each would mean …"), "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        for widget in (self.search, in_card(self.table), self._words):
            self.body.addWidget(widget, 1 if widget not in (self.search, self._words) else 0)
        self.reason = ReasonLine()
        self.body.addWidget(self.reason)
        self._again = self.add_button(Button(say("Allow again"), self._allow, writes=True))
        self._again.hide()
        self.add_cancel()
        self.decide = self.add_button(Button(say("Override"), self.take, writes=True))
        self.decide.hide()
        self.take_button = self.add_button(Button(say("Take this {mentor}"), self.take, kind="filled", writes=True))
        self.take_button.setEnabled(False)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _: self.take())

    def start(self) -> None:
        """Show the sheet and work out the costs."""
        self.open()
        self._read()

    def take(self) -> None:
        """Give the mentee the chosen mentor; where rules forbid it that may be decided otherwise, with a reason."""
        choice = self._choice()
        if choice is not None and model.can_choose(choice):
            self._page.panel.place(self._mentee.uid, choice.mentor.uid)
            self.accept()
        elif choice is not None and choice.overridable:
            self.reason.needed(lambda reason: self._decide(choice.mentor.uid, reason))

    def _decide(self, mentor: str, reason: str) -> None:
        def done(_changes: object) -> None:
            self.accept()
            self._page.shell.toast(say("Placed with a reason, and the pair is locked."), undo=True)

        self._page.session.write(
            self, deciding.override, self._mentee.uid, mentor, reason, done=done, failed=self._failed
        )

    def _read(self) -> None:
        uid = self._mentee.uid
        title = say("Working out choices")
        task = self._page.session.ask(
            self,
            model.load_choices,
            uid,
            done=self._on_loaded,
            failed=self._failed,
            progress=self._on_progress,
            title=title,
        )
        self.finished.connect(task.cancel)

    def _on_progress(self, done: int, total: int) -> None:
        self._words.setText(say("Working out what each would mean: {done} of {total}", done=done, total=total))

    def _on_loaded(self, choices: model.Choices) -> None:
        self.rows.show(choices.rows)
        self._words.setText("")
        able = [row for row in choices.rows if model.can_choose(row[model.CHOICE])]
        first = next(iter(able or [row for row in choices.rows if row[model.CHOICE].overridable]), None)
        if first is not None or self.rows.row_of(self._first) >= 0:
            self.table.choose(self._first if self.rows.row_of(self._first) >= 0 or first is None else str(first[0]))
            self.table.setFocus()
        elif choices.rows:
            self._words.setText(say("No {mentor} is allowed; each line says why."))
        else:
            self._words.setText(say("No {mentor} takes part in this round."))
        self.answered()

    def beside(self) -> tuple[str, ...]:
        """Give which mentor is chosen."""
        return self.table.chosen_uids()

    def put_back(self, beside: list[str]) -> None:
        """Choose the mentor again."""
        if beside:
            self.table.choose(beside[0])

    def _choice(self) -> model.Choice | None:
        uids = self.table.chosen_uids()
        row = self.rows.at(self.rows.row_of(uids[0])) if uids else None
        return row[model.CHOICE] if row else None

    def _on_chosen(self, _uids: object) -> None:
        choice = self._choice()
        overridable = choice is not None and choice.overridable
        self.take_button.setEnabled(choice is not None and model.can_choose(choice))
        self.take_button.setVisible(not overridable)
        self.decide.setVisible(overridable)
        self.reason.offer(overridable)
        self._again.setVisible(choice is not None and model.was_ruled_out(choice))
        if choice is not None:
            self.take_button.setAccessibleName(say("Take {name}", name=choice.mentor.name))
            self.decide.setAccessibleName(say("Override for {name}", name=choice.mentor.name))
            self._words.setText(f"{choice.mentor.name}\n{model.choice_words(choice)}")

    def _allow(self) -> None:
        choice = self._choice()
        if choice is not None:
            self._page.session.write(
                self, model.allow, self._mentee.uid, choice.mentor.uid, done=lambda _: self._read(), failed=self._failed
            )

    def _failed(self, error: Exception) -> None:
        self.accept()
        self._page.shell.messages.show_error(error)
