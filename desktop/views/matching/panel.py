"""Beside the draft: one mentee. With a mentor why, and who else; without one the cause, and what would change it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.models import matching as model
from desktop.models.rows import Row
from desktop.models.session import OPEN
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.services.matching.types import Applicant, Card, Draft, Unplaced
from desktop.services.vault.types import Changes
from desktop.views.matching.flow import Flow
from desktop.views.matching.groups_view import add_group, has_groups
from desktop.views.matching.pair_sheet import add_parts
from desktop.views.matching.robust_line import RobustLine
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import IconLabel, badge, label, rule

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

_PAUSE_MS = 150


class DraftPanel:
    """Fills the page's side panel with one row of the draft."""

    def __init__(self, page: MatchingPage) -> None:
        """Work on the side panel of `page`."""
        self._page = page
        self._robust = RobustLine(page)
        self._others: QVBoxLayout | None = None
        self._task: Task | None = None
        # Whoever walks through the table with the arrows asks about the row they stop at.
        self._pause = QTimer(page)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask_alternatives)
        self.mentee = ""
        self._first: Button | None = None
        self._shown: tuple[Row, Draft] | None = None

    def show_row(self, row: Row, board: model.Board) -> None:
        """Show one mentee of the draft."""
        draft, side = board.draft, self._page.side
        if draft is None or (self._shown == (row, draft) and side.isVisible() and self.mentee == row[model.UID]):
            return
        self._shown, self.mentee, self._others = (row, draft), row[model.UID], None
        self._stop_asking()
        side.clear()
        item = row[model.ITEM]
        if isinstance(item, Card):
            self._pair(item, row, board)
        else:
            self._unplaced(item, row)
        self._ruled_out(item.mentee, draft, board)
        side.body.addStretch(1)
        foot = self._buttons(item)
        self._first = foot.findChild(Button)
        side.foot.addWidget(foot, 1)
        self._page.show_side()

    def close_panel(self) -> None:
        """Forget who was shown; the page clears or fills the panel with something else."""
        self._stop_asking()
        self._shown, self._others, self.mentee, self._first = None, None, "", None

    def take_keyboard(self) -> None:
        """Go to the first button under what is shown."""
        first = self._first
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # a pair

    def _pair(self, card: Card, row: Row, board: model.Board) -> None:
        body = self._page.side.body
        body.addWidget(label(model.pair_title(card.mentee.name, card.mentor.name), "heading"))
        body.addWidget(label(" · ".join(filter(None, row[model.MENTEE_WHERE : model.MENTOR_WHERE + 1])), "small"))
        points = QHBoxLayout()
        points.addWidget(badge(say(card.band), model.band_tone(card.band)))
        if card.locked:
            points.addWidget(IconLabel("lock-outline", "accent", 16))
            points.addWidget(label(say("locked"), "small", wrap=False))
        points.addStretch(1)
        points.addWidget(label(say("{n} of 1,000 points", n=card.score), "small", wrap=False))
        body.addLayout(points)
        body.addWidget(self._robust.line(card.mentee.uid))
        self._warnings(card)
        add_parts(body, card.breakdown)
        if has_groups(board):
            body.addWidget(rule())
            add_group(body, board, card.mentee.uid)
        else:
            self._period(card)
        self._instead(say("Instead of {name}", name=card.mentor.name))
        self._people(card.mentee, card.mentor)

    def _people(self, mentee: Applicant, mentor: Applicant | None = None) -> None:
        """Lead to the people themselves."""
        links = Flow(4)
        for one, words in ((mentee, say("Open the {mentee}")), (mentor, say("Open the {mentor}"))):
            if one is not None:
                opening = partial(self._page.shell.go, "people", person=one.uid)
                button = Button(words, opening, kind="quiet", icon="account-outline")
                button.setAccessibleName(say("Open {name}", name=one.name))
                links.add(button)
        if mentor is not None:
            leave = partial(self._leave_out, mentee.uid)
            links.add(Button(say("Leave out"), leave, key="O", kind="quiet", icon="account-minus-outline", writes=True))
        self._page.side.body.addWidget(rule())
        self._page.side.body.addWidget(links)

    def _warnings(self, card: Card) -> None:
        for words in card.warnings:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(IconLabel("alert-outline", "warning", 16))
            line.addWidget(label(model.capital(words), "warning"), 1)
            self._page.side.body.addLayout(line)

    def _period(self, card: Card) -> None:
        shared = model.shared_labels(card)
        words = say("Would meet {period}.", period=card.period) if card.period else say("Would have no period yet.")
        if len(shared) > 1:
            both = say("Both are free {periods}; it can be changed once published.", periods=", ".join(shared))
            words = f"{words} {both}"
        self._page.side.body.addWidget(rule())
        self._page.side.body.addWidget(label(words))

    # nobody

    def _unplaced(self, item: Unplaced, row: Row) -> None:
        body = self._page.side.body
        body.addWidget(label(item.mentee.name, "heading"))
        body.addWidget(label(row[model.MENTEE_WHERE], "small"))
        state = QHBoxLayout()
        out = model.left_out(item)
        state.addWidget(badge(say("left out") if out else say("no place"), "quiet" if out else "danger"))
        state.addStretch(1)
        body.addLayout(state)
        body.addWidget(label(item.why))
        if item.change:
            body.addWidget(rule())
            body.addWidget(label(say("What would change it"), "strong"))
            body.addWidget(label(item.change))
        if not out:
            self._instead(say("Who could take {name}", name=item.mentee.name))
        self._people(item.mentee)

    # other mentors

    def _instead(self, title: str) -> None:
        """Ask what other mentors would cost; the answer comes a moment later."""
        self._others = QVBoxLayout()
        self._others.setSpacing(6)
        self._page.side.body.addWidget(rule())
        self._page.side.body.addWidget(label(title, "strong"))
        self._page.side.body.addLayout(self._others)
        self._pause.start()

    @property
    def waiting(self) -> bool:
        """Whether what other mentors would cost is still to come."""
        return self._pause.isActive() or (self._task is not None and self._task.running)

    def _ask_alternatives(self) -> None:
        if self._page.session.state == OPEN:
            self._task = self._page.ask(model.alternatives, self.mentee, done=self._on_alternatives)

    def _stop_asking(self) -> None:
        self._pause.stop()
        task, self._task = self._task, None
        if task is not None and task.running:
            task.cancel()

    def _on_alternatives(self, found: tuple[model.Choice, ...]) -> None:
        if self._others is None or not self._page.side.isVisible():
            return
        for choice in found:
            self._others.addLayout(self._alternative(choice))
        if not found:
            self._others.addWidget(label(say("Nobody else is allowed. S lists every {mentor} and why not."), "muted"))

    def _alternative(self, choice: model.Choice) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(choice.mentor.name, "strong"))
        words.addWidget(label(choice.sentence, "small"))
        row.addLayout(words, 1)
        take = Button(say("Take"), partial(self.place, self.mentee, choice.mentor.uid), writes=True)
        take.setAccessibleName(say("Take {name} instead", name=choice.mentor.name))
        row.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _ruled_out(self, mentee: Applicant, draft: Draft, board: model.Board) -> None:
        """List pairs the counsellor ruled out, each to be allowed again."""
        names = {load.mentor.uid: load.mentor.name for load in draft.loads}
        bans = [mentor for one, mentor in draft.bans if one == mentee.uid and mentor in names]
        body = self._page.side.body
        if bans:
            body.addWidget(rule())
            body.addWidget(label(say("Never in this draft"), "strong"))
        for mentor in bans:
            line = QHBoxLayout()
            line.addWidget(label(names[mentor]), 1)
            again = Button(say("Allow again"), partial(self._page.write, model.allow, mentee.uid, mentor), writes=True)
            again.setAccessibleName(say("Allow {name} again", name=names[mentor]))
            line.addWidget(again)
            body.addLayout(line)

    # gestures

    def _buttons(self, item: Card | Unplaced) -> Flow:
        foot, uid = Flow(), item.mentee.uid
        if isinstance(item, Card):
            unlock = partial(self._page.write, model.unlock, uid)
            if item.overridden:
                tip = say("The pair is taken apart: only a reason allows it")
                foot.add(Button(say("Take back"), unlock, key="L", tip=tip, writes=True))
            elif item.locked:
                foot.add(Button(say("Unlock"), unlock, key="L", writes=True))
            else:
                foot.add(Button(say("Lock"), partial(self._page.write, model.lock, uid), key="L", writes=True))
            tip = say("Rule this pair out in this draft")
            foot.add(Button(say("Never"), partial(self._ban, uid, item.mentor.uid), key="X", tip=tip, writes=True))
        tip = say("Choose a {mentor} by hand, with the cost of each")
        words = say("Swap") if isinstance(item, Card) else say("Choose")
        foot.add(Button(words, partial(self._page.choose_mentor, uid), key="S", tip=tip, writes=True))
        if model.left_out(item):
            foot.add(Button(say("Take back in"), partial(self._take_in, uid), key="O", writes=True))
        elif not isinstance(item, Card):
            foot.add(Button(say("Leave out"), partial(self._leave_out, uid), key="O", writes=True))
        return foot

    def place(self, mentee: str, mentor: str) -> None:
        """Give a mentee another mentor and lock the pair."""
        self._page.write(model.place, mentee, mentor, done=self._on_placed)

    def _on_placed(self, _changes: Changes) -> None:
        self._page.shell.toast(say("Changed, and the pair is locked."), undo=True)

    def _ban(self, mentee: str, mentor: str) -> None:
        words = say("Ruled out. Propose again (P) to find somebody else.")
        self._page.write(model.ban, mentee, mentor, done=lambda _: self._page.shell.toast(words, undo=True))

    def _leave_out(self, mentee: str) -> None:
        words = say("Left out of this draft.")
        self._page.write(model.leave_out, mentee, done=lambda _: self._page.shell.toast(words, undo=True))

    def _take_in(self, mentee: str) -> None:
        words = say("Back in. Propose again (P) to find a {mentor}.")
        self._page.write(model.unlock, mentee, done=lambda _: self._page.shell.toast(words, undo=True))
