"""Beside the map of scores: two people who are not together. What forbids it, or what it would cost, and doing it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.models import matching as matches
from desktop.models import matching_heat as model
from desktop.models.session import OPEN
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.services.matching.types import Applicant, Draft
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import IconLabel, badge, label, rule

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

_PAUSE_MS = 150


class CellPanel:
    """Fills the page's side panel with a cell of the map that the draft has not."""

    def __init__(self, page: MatchingPage) -> None:
        """Work on the side panel of `page`."""
        self._page = page
        self._shown: tuple[str, str, Draft] | None = None
        self._answer: QVBoxLayout | None = None
        self._task: Task | None = None
        # The button that does it, once it is known whether it can be done.
        self.main: Button | None = None
        self._focus_wanted = False
        self._pause = QTimer(page)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    @property
    def waiting(self) -> bool:
        """Whether the answer is still to come."""
        return self._pause.isActive() or (self._task is not None and self._task.running)

    def show_cell(self, mentee: Applicant, mentor: Applicant, cell: model.Cell, draft: Draft) -> None:
        """Show two people; the answer comes a moment later."""
        side = self._page.side
        if self._shown == (mentee.uid, mentor.uid, draft) and side.isVisible():
            return
        self.close()
        self._page.panel.close_panel()
        self._shown = (mentee.uid, mentor.uid, draft)
        side.clear()
        side.body.addWidget(label(matches.pair_title(mentee.name, mentor.name), "heading"))
        where = self._page.board.where if self._page.board else {}
        words = " · ".join(filter(None, (where.get(mentee.uid, ""), where.get(mentor.uid, ""))))
        side.body.addWidget(label(words, "small"))
        line = QHBoxLayout()
        tone = matches.band_tone(cell.band) if cell.band else "danger"
        line.addWidget(badge(say(cell.band) if cell.band else say("not allowed"), tone))
        line.addWidget(label(say("not in this draft"), "small", wrap=False))
        line.addStretch(1)
        if cell.band:
            line.addWidget(label(say("{n} of 1,000 points", n=cell.score), "small", wrap=False))
        side.body.addLayout(line)
        side.body.addWidget(rule())
        self._answer = QVBoxLayout()
        self._answer.setSpacing(8)
        self._answer.addWidget(label(say("Working out what it would mean …"), "muted"))
        side.body.addLayout(self._answer)
        side.body.addStretch(1)
        self._page.show_side()
        self._pause.start()

    def close(self) -> None:
        """Forget whom it is about."""
        self._pause.stop()
        task, self._task = self._task, None
        if task is not None and task.running:
            task.cancel()
        self._shown, self._answer, self.main, self._focus_wanted = None, None, None, False

    def take_keyboard(self) -> None:
        """Go to the button that does it, now or when it is there."""
        if self.main is not None:
            self.main.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.waiting:
            self._focus_wanted = True

    def _ask(self) -> None:
        if self._shown is not None and self._page.session.state == OPEN:
            mentee, mentor, draft = self._shown
            groups = draft.grouping is not None
            self._task = self._page.ask(model.load_cell, mentee, mentor, groups, done=self._on_answer)

    def _on_answer(self, found: model.Choice) -> None:
        if self._answer is None or self._shown is None:
            return
        mentee, mentor, _ = self._shown
        while (item := self._answer.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for sentence in model.rules_words(found):
            self._rule(sentence)
        cost = model.cost_words(found)
        if cost:
            self._answer.addWidget(label(cost))
        if model.can_place(found):
            self._button(say("Place them together"), partial(self._page.panel.place, mentee, mentor))
        elif model.may_decide(found):
            self._button(say("Choose with a reason …"), partial(self._page.choose_mentor, mentee, mentor))
        if self._focus_wanted:
            self._focus_wanted = False
            self.take_keyboard()

    def _rule(self, sentence: str) -> None:
        assert self._answer is not None  # noqa: S101 - asked for while it is shown only
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(IconLabel("cancel", "danger", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(sentence), 1)
        self._answer.addLayout(line)

    def _button(self, words: str, act: object) -> None:
        self.main = Button(words, act, icon="check", writes=True)  # type: ignore[arg-type]
        foot = self._page.side.foot
        foot.addWidget(self.main)
        foot.addStretch(1)
