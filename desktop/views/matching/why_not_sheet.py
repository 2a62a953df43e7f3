"""Why not these two? Two people, every rule that stands between them, or what it would cost to place them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import matching_why_not as model
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.views import theme
from desktop.views.matching.reason_line import ReasonLine
from desktop.views.messages import sentence_of
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import clear_layout
from desktop.views.widgets.fields import Form
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.labels import IconLabel, label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

KEY = "why-not"


class WhyNotSheet(Sheet):
    """Answers as soon as both are named; `person` is taken for whichever of the two they can be."""

    def __init__(self, page: MatchingPage, person: str = "") -> None:
        purpose = say("Every rule that stands between the two, or what it would cost to place them together.")
        super().__init__(page.shell.window_widget, say("Why not these two?"), purpose, width=620)
        self.comes_back(KEY, person=person)
        self.wait_for_answer()
        self._page, self._person = page, person
        self._task: Task | None = None
        self._answer: model.Answer | None = None
        hint = say("Type a name or a number")
        self.mentee, self.mentor = Finder(say("{Mentee}"), hint), Finder(say("{Mentor}"), hint)
        form = Form()
        form.add("mentee", say("{Mentee}"), self.mentee)
        form.add("mentor", say("{Mentor}"), self.mentor)
        self.body.addWidget(form)
        inside = QWidget()
        inside.setMinimumHeight(theme.pixels(120))
        self._said = QVBoxLayout(inside)
        self._said.setContentsMargins(0, 8, 0, 0)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._said.setSpacing(8)
        self.body.addWidget(inside, 1)
        self.reason = ReasonLine()
        self.body.addWidget(self.reason)
        self._error = label("", "error")
        self._error.hide()
        self.body.addWidget(self._error)
        self.add_cancel(say("Close"))
        self.decide = self.add_button(Button(say("Override"), self.override, writes=True))
        self.put = self.add_button(Button(say("Place them all the same"), self.place, kind="filled", writes=True))
        for finder in (self.mentee, self.mentor):
            finder.found.connect(lambda _: self._ask())
        self.mentee.taken.connect(lambda _: self.mentor.setFocus())
        self._show_buttons()
        page.session.ask(self, model.load_sides, done=self._on_sides, failed=self._on_failed)

    def _on_sides(self, sides: model.Sides) -> None:
        self.mentee.set_findable(sides.mentees)
        self.mentor.set_findable(sides.mentors)
        if sides.has("mentee", self._person):
            self.mentee.choose(self._person)
        elif sides.has("mentor", self._person):
            self.mentor.choose(self._person)
        self.answered()
        (self.mentor if self.mentee.uid else self.mentee).setFocus(Qt.FocusReason.OtherFocusReason)

    # the answer

    def _ask(self) -> None:
        if self._task is not None and self._task.running:
            self._task.cancel()
        self._answer = None
        self._error.hide()
        clear_layout(self._said)
        if self.mentee.uid and self.mentor.uid:
            self._said.addWidget(label(say("Working out what it would mean …"), "muted"))
            self._task = self._page.session.ask(
                self,
                model.load_answer,
                self.mentee.uid,
                self.mentor.uid,
                done=self._on_answer,
                failed=self._on_failed,
            )
            self.finished.connect(self._task.cancel)
        self._show_buttons()

    def _on_answer(self, answer: model.Answer) -> None:
        self._answer = answer
        clear_layout(self._said)
        self._said.addWidget(label(answer.about, "strong"))
        for sentence in answer.rules:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(IconLabel("cancel", "danger", 16), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(sentence), 1)
            self._said.addLayout(line)
        if answer.words:
            self._said.addWidget(label(answer.words))
        self._show_buttons()
        self.fit()

    def _show_buttons(self) -> None:
        answer = self._answer
        decide = answer is not None and answer.may_decide
        self.reason.offer(decide)
        self.decide.setVisible(decide)
        self.put.setVisible(answer is not None and answer.can_place)

    def _on_failed(self, error: Exception) -> None:
        clear_layout(self._said)
        self._error.setText(sentence_of(error))
        self._error.show()

    # what is done

    def place(self) -> None:
        """Place the two together in the draft, and lock them."""
        self._page.panel.place(self.mentee.uid, self.mentor.uid)
        self._leave()

    def override(self) -> None:
        """Place the two although a rule forbids it, for the reason chosen."""
        self.reason.needed(self._decide)

    def _decide(self, reason: str) -> None:
        def done(_changes: object) -> None:
            self._page.shell.toast(say("Placed with a reason, and the pair is locked."), undo=True)
            self._leave()

        self._page.session.write(
            self, model.override, self.mentee.uid, self.mentor.uid, reason, done=done, failed=self._on_failed
        )

    def _leave(self) -> None:
        self.accept()
        self._page.shell.go("matching", part="draft", uid=self.mentee.uid)


def ask_why_not(page: MatchingPage, person: str = "") -> None:
    """Open the sheet, about the mentee who is chosen in the draft where nobody is named."""
    chosen = page.draft_part.uid if page.part == "draft" else ""
    WhyNotSheet(page, person or chosen).open()
