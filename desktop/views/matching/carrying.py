"""Picking a card of the board up and putting it on another: by keyboard or mouse, the cost said before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel

from desktop.models import matching as matches
from desktop.models import matching_board as model
from desktop.models.session import OPEN
from desktop.models.tasks import Task
from desktop.services.language import say, say_many
from desktop.services.vault.types import Changes
from desktop.views import theme
from desktop.views.matching.lane import Lane
from desktop.views.matching.parts import View
from desktop.views.widgets.buttons import may_write
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

_PAUSE_MS = 120
_LINES = 2


class CarryingView(View):
    """A view of cards in lanes of which one can be picked up. A subclass makes the lanes and shows `status`."""

    # The subclass chooses a card without a signal.
    choose_quietly: Callable[[str], None]

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(page)
        # Whose card is picked up, by keyboard or mouse, and the card it would be put on.
        self.carried = self.target = ""
        self.dragging = False
        self.lanes: dict[str, Lane] = {}
        self._priced: model.Exchange | None = None
        self._task: Task | None = None
        self._asking = self.timer(self._ask_price)
        self.status = label("", "muted")
        self.status.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._ghost = QLabel(self)
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ghost.hide()

    def timer(self, act: Callable[[], object]) -> QTimer:
        """Make a timer that acts after a short pause."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(_PAUSE_MS)
        timer.timeout.connect(act)
        return timer

    def lane_of(self, uid: str) -> Lane | None:
        """Give the lane that shows a mentee's card."""
        return next((lane for lane in self.lanes.values() if uid and lane.rows.row_of(uid) >= 0), None)

    # picking up, by keyboard

    def pick_or_drop(self, uid: str) -> None:
        """Pick a card up, or put the one that is picked up on this one."""
        if self.carried:
            self.drop(uid)
        elif uid and may_write():
            self._pick_up(uid)

    def _pick_up(self, uid: str) -> None:
        self.carried = uid
        row = self.page.row(uid)
        if row is not None:
            self._say(model.carried_words(row), announce=True)
        self._repaint()

    def aim(self, uid: str) -> None:
        """Ask what putting the card here would cost; the answer comes after a pause."""
        if uid == self.target:
            return
        self._stop_asking()
        self.target = "" if uid == self.carried else uid
        one, other = self.page.row(self.carried), self.page.row(self.target)
        if one is not None and other is not None:
            self._say(f"{model.exchange_title(one, other)} {say('working out the cost …')}")
            self._asking.start()
        elif one is not None:
            self._say(model.carried_words(one))
        self._repaint()

    def drop(self, uid: str) -> None:
        """Swap the card that is picked up with this one; back on itself it is put down again."""
        one, other = self.page.row(self.carried), self.page.row(uid)
        priced = self._priced
        self.put_back()
        if one is None or other is None or one[matches.UID] == uid:
            return
        if priced is not None and priced.cost is None:
            self._say(model.exchange_words(one, other, priced), announce=True)
            return
        self.page.draft_part.uid = str(one[matches.UID])
        lost = priced.cost.left_out if priced is not None and priced.cost is not None else 0
        words = say("Swapped, and the pair is locked.")
        if lost > 0:
            words = say_many(
                "Swapped. {n} more student has no {mentor} now.",
                "Swapped. {n} more students have no {mentor} now.",
                lost,
            )
        self.page.write(model.exchange, one[matches.UID], uid, done=lambda changes: self._on_swapped(changes, words))

    def _on_swapped(self, _changes: Changes, words: str) -> None:
        self.page.shell.toast(words, undo=True)

    def put_back(self) -> None:
        """Let go of the card without doing anything."""
        self._stop_asking()
        carried, self.carried, self.target, self.dragging = self.carried, "", "", False
        self._ghost.hide()
        if carried:
            self.say_idle()
            self.choose_quietly(carried)
            self.chosen.emit(carried)
        self._repaint()

    # dragging, with the mouse

    def drag(self, uid: str, at: QPoint) -> None:
        """Take the card along; say what letting it go here would cost."""
        if not self.dragging:
            if not may_write() or self.carried:
                return
            self.dragging = True
            self._show_ghost(uid)
            self._pick_up(uid)
        self._ghost.move(self.mapFromGlobal(at) + QPoint(10, 6))
        under = ""
        for lane in self.lanes.values():
            here = lane.viewport().mapFromGlobal(at)
            if lane.isVisible() and lane.viewport().rect().contains(here):
                lane.scroll_near(here)
                under = lane.uid_at(here)
        self.aim(under)

    def let_go(self) -> None:
        """Put the dragged card on the one it is over; beside every card it goes back."""
        self.drop(self.target) if self.target else self.put_back()

    def _show_ghost(self, uid: str) -> None:
        lane = self.lane_of(uid)
        if lane is not None:
            rect = lane.visualRect(lane.rows.index(lane.rows.row_of(uid), 0))
            self._ghost.setPixmap(lane.viewport().grab(rect.intersected(lane.viewport().rect())))
            self._ghost.adjustSize()
            self._ghost.show()
            self._ghost.raise_()

    # the cost

    @property
    def waiting(self) -> bool:
        """Whether a cost is still to come."""
        return self._asking.isActive() or (self._task is not None and self._task.running)

    def _ask_price(self) -> None:
        if self.carried and self.target and self.page.session.state == OPEN:
            self._task = self.page.ask(model.exchange_price, self.carried, self.target, done=self._on_priced)

    def _on_priced(self, found: model.Exchange) -> None:
        one, other = self.page.row(self.carried), self.page.row(self.target)
        if one is not None and other is not None and (found.mentee, found.other) == (self.carried, self.target):
            self._priced = found
            self._say(model.exchange_words(one, other, found), announce=True)

    def _stop_asking(self) -> None:
        self._asking.stop()
        task, self._task, self._priced = self._task, None, None
        if task is not None and task.running:
            task.cancel()

    # words

    def say_idle(self) -> None:
        """Say what can be done on the board."""
        if not self.page.rows:
            self._say(say("Nobody is in this draft. Propose again once {mentees} are enrolled."))
            return
        self._say(say("Enter lists other {mentors}. Space picks a card up, to swap it with another; or drag it there."))

    def _say(self, words: str, *, announce: bool = False) -> None:
        self.status.setText(words)
        self.status.setMinimumHeight(_LINES * self.status.fontMetrics().lineSpacing())
        theme.role(self.status, "" if self.carried else "muted")
        if announce:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _repaint(self) -> None:
        for lane in self.lanes.values():
            lane.viewport().update()
