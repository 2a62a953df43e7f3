"""The draft as a board: four bands and "No place". Cards are walked over, opened, and swapped by keyboard or mouse.

A card that is picked up (Space, or dragged) is swapped with the one it is put on; what that would cost is said below
the board before it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.models import matching as matches
from desktop.models import matching_board as model
from desktop.services.language import say
from desktop.views import theme
from desktop.views.matching.carrying import CarryingView
from desktop.views.matching.lane import Lane
from desktop.views.page import SIDE_BY_SIDE
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

_BETWEEN = 8
_NARROW_SEARCH = 168
# So many cards are in sight in a narrow column; with more it is given more width, if this is left for the others.
_FEW = 5
_READABLE = 160


class BoardView(CarryingView):
    """The board view of the draft."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(page)
        self._quiet = False
        self.lanes.update({key: Lane(self, key) for key in model.LANES})
        self._heads = {key: label("", "strong", wrap=False) for key in model.LANES}
        self.search = SearchField(say("Search"), say("Search pairs"))
        self.search.setMinimumWidth(theme.pixels(_NARROW_SEARCH))
        self._pause = self.timer(lambda: self._narrow(self.search.text()))
        self.search.textChanged.connect(lambda _: self._pause.start())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._make_lanes(), 1)
        column.addWidget(self.status)
        self.say_idle()
        for lane in self.lanes.values():
            lane.selectionModel().currentChanged.connect(lambda *_, lane=lane: self._on_current(lane))

    def _make_lanes(self) -> QScrollArea:
        """Set the columns side by side; where the text is large they scroll sideways."""
        inside = QWidget()
        theme.role(inside, "inside")
        self._columns = QHBoxLayout(inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(_BETWEEN)
        for key, lane in self.lanes.items():
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(self._heads[key])
            column.addWidget(lane, 1)
            column.addStretch(0)  # takes the height where the column is empty and hidden
            self._columns.addLayout(column, 1)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self._area

    @property
    def waiting(self) -> bool:
        """Whether a cost is still to come, or a search still to be made."""
        return super().waiting or self._pause.isActive()

    # the page's view

    def show_board(self, board: matches.Board) -> None:
        """Deal the cards anew; who is chosen stays so."""
        uid = self.page.draft_part.uid
        self.put_back()
        for key, rows in model.lanes(self.page.rows).items():
            self.lanes[key].rows.show(rows)
        self._show_heads()
        self.say_idle()
        self.choose_quietly(uid)

    def choose(self, uid: str) -> None:
        """Choose a card, lifting the search where it hides it."""
        if self.page.row(uid) is not None and self.lane_of(uid) is None:
            self.search.clear()
            self._narrow("")
        self.choose_quietly(uid)
        self.chosen.emit(self.chosen_uid())

    def choose_first(self) -> None:
        """Choose the first card of the first column that has any."""
        first = next((lane for lane in self.lanes.values() if lane.rows.shown), None)
        if first is not None:
            first.go_to(0)

    def chosen_uid(self) -> str:
        """Give whose card is chosen."""
        return next((lane.current_uid() for lane in self.lanes.values() if lane.currentIndex().isValid()), "")

    def place(self) -> dict[str, str]:
        """Say what is chosen and searched."""
        return {"uid": self.chosen_uid(), "search": self.search.text()}

    def show_wanted(self, wanted: dict[str, str]) -> None:
        """Search and choose."""
        if wanted.get("search"):
            self.search.setText(wanted["search"])
        if wanted.get("uid"):
            self.choose(wanted["uid"])
        elif not self.chosen_uid() and self.window().width() >= SIDE_BY_SIDE:
            self.choose_first()

    def keyboard(self) -> QWidget:
        """Give the column of the chosen card."""
        filled = [lane for lane in self.lanes.values() if lane.rows.shown] or list(self.lanes.values())
        return next((lane for lane in filled if lane.currentIndex().isValid()), filled[0])

    def tools(self) -> QWidget:
        """Give the search field."""
        return self.search

    def seek(self) -> None:
        """Go to the search field."""
        self.search.setFocus()

    def leave(self) -> None:
        """Put back what is picked up."""
        self.put_back()

    # choosing

    def enter(self, uid: str) -> None:
        """Open a card, or put the one that is picked up on it."""
        if self.carried:
            self.drop(uid)
        elif uid:
            self.opened.emit(uid)

    def step(self, lane: Lane, step: int, height: int) -> None:
        """Go to the next column that has cards, at about the same height."""
        keys = [key for key, one in self.lanes.items() if one.rows.shown or one is lane]
        at = keys.index(lane.key) + step
        if 0 <= at < len(keys):
            other = self.lanes[keys[at]]
            index = other.indexAt(QPoint(4, max(height, 4)))
            other.go_to(index.row() if index.isValid() else other.rows.rowCount() - 1)
            other.setFocus()
            self._area.ensureWidgetVisible(other, 0, 0)

    def _on_current(self, lane: Lane) -> None:
        """Let one card only be chosen on the board."""
        if self._quiet or not lane.currentIndex().isValid():
            return
        self._clear_others(lane)
        uid = lane.current_uid()
        if self.carried and not self.dragging:
            self.aim(uid)
        else:
            self.chosen.emit(uid)

    def _clear_others(self, lane: Lane | None) -> None:
        self._quiet = True
        for other in self.lanes.values():
            if other is not lane:
                other.selectionModel().clear()
        self._quiet = False

    def choose_quietly(self, uid: str) -> None:
        """Choose a card without a signal; the keyboard follows where it was on the board."""
        lane = self.lane_of(uid)
        if lane is None:
            self._clear_others(None)
            return
        had = any(one.hasFocus() for one in self.lanes.values())
        self._quiet = True
        lane.go_to(lane.rows.row_of(uid))
        self._quiet = False
        self._clear_others(lane)
        if had:
            lane.setFocus()

    def _narrow(self, text: str) -> None:
        uid = self.chosen_uid()
        for lane in self.lanes.values():
            lane.rows.search(text)
        self._show_heads()
        self.choose_quietly(uid)

    def _show_heads(self) -> None:
        """Name each column with its count; one without cards gives its room to the others."""
        for key, lane in self.lanes.items():
            words = f"{model.lane_title(key)} {model.count_words(len(lane.rows.shown), lane.rows.total)}"
            self._heads[key].setText(words)
            lane.setAccessibleName(words)
            lane.setVisible(bool(lane.rows.total))
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Give columns with many cards more of the width, as long as the others can be read."""
        counts = [lane.rows.total for lane in self.lanes.values()]
        filled = [count for count in counts if count]
        bare = (head.sizeHint().width() + _BETWEEN for head in self._heads.values())
        room = self.width() - sum(width for width, count in zip(bare, counts, strict=True) if not count)
        for share in (3, 2, 1):
            parts = sum(share if count > _FEW else 1 for count in filled)
            if not parts or room // parts >= theme.pixels(_READABLE):
                break
        for at, count in enumerate(counts):
            self._columns.setStretch(at, 1 if not filled else 0 if not count else share if count > _FEW else 1)
