"""Under the grid: the pair of the present row and its last meetings. And the sheet that adds a row by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from desktop.models import meetings as model
from desktop.services.language import say, say_many
from desktop.services.meetings.types import DueRow
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import Card, clear_layout
from desktop.views.widgets.fields import Form
from desktop.views.widgets.finder import Finder, Known
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.meetings.page import MeetingsPage

# How many of a pair's last meetings stand under the grid.
_SHOWN = 3


class PairStrip(Card):
    """Who the present row is about, how often they met, and a way to a note beside the pair or the meeting."""

    def __init__(self, page: MeetingsPage) -> None:
        super().__init__()
        self._page = page
        self._due: DueRow | None = None
        self._story: model.PairStory | None = None
        self._tight = False
        across = QHBoxLayout()
        across.setSpacing(24)
        self._about, self._met, self._beside = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for column in (self._about, self._met, self._beside):
            column.setAlignment(Qt.AlignmentFlag.AlignTop)
            column.setSpacing(4)
        across.addLayout(self._about, 2)
        across.addLayout(self._met, 3)
        across.addLayout(self._beside)
        self.body.addLayout(across)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def forget(self) -> None:
        """Read the pair anew when it is shown next: something was written."""
        self._due = None

    def show_pair(self, due: DueRow | None) -> None:
        """Read and show the pair of a row; None shows nobody."""
        if due is None:
            self._due = None
            self.hide()
        elif due != self._due:
            self._due = due
            self._page.ask(model.load_story, due.pair, done=partial(self._on_story, due))

    def make_room(self, *, tight: bool) -> None:
        """Take one line where the grid needs the height: the pair, their last meeting, the way to a note."""
        if tight != self._tight:
            self._tight = tight
            self._fill()

    def _on_story(self, due: DueRow, story: model.PairStory | None) -> None:
        if due != self._due or story is None:
            return
        self._story = story
        self._fill()
        self.show()

    def _fill(self) -> None:
        story = self._story
        if story is None:
            return
        for column in (self._about, self._met, self._beside):
            clear_layout(column)
        self._about.addWidget(label(story.title, "strong"))
        if not self._tight:
            self._about.addWidget(label(" · ".join(f"{word} {value}" for word, value in story.facts), "small"))
        (self._beside if self._tight else self._about).addLayout(self._buttons(story))
        if not story.last:
            self._met.addWidget(label(say("They have not met yet."), "muted"))
        for day, words in story.last[: 1 if self._tight else _SHOWN]:
            self._met.addWidget(label(say("{day}: {what}", day=day, what=words), "small"))

    def _buttons(self, story: model.PairStory) -> QHBoxLayout:
        buttons = QHBoxLayout()
        meeting = self._due.meeting.uid if self._due and self._due.meeting else ""
        go = partial(self._page.shell.go, "notes", about=story.mentee, pair=story.pair, meeting=meeting)
        tip = say("Beside this meeting") if meeting else say("Beside this pair")
        buttons.addWidget(Button(say("New note"), go, icon="note-plus-outline", tip=tip, writes=True))
        if story.notes:
            words = say_many("1 note beside them", "{n} notes beside them", story.notes)
            beside = partial(self._page.shell.go, "notes", beside=story.pair)
            buttons.addWidget(Button(words, beside, kind="quiet", icon="notebook-outline"))
        buttons.addStretch(1)
        return buttons


class AddPairSheet(Sheet):
    """Choose a pair that met without being due."""

    def __init__(self, page: MeetingsPage, pairs: tuple[tuple[str, DueRow], ...]) -> None:
        super().__init__(
            page.shell.window_widget, say("Add a pair"), say("A pair that met on this day though it was not due.")
        )
        self.comes_back("add_pair", day=page.day.isoformat())
        self._page = page
        self._rows = {due.pair: due for _, due in pairs}
        self.who = Finder(say("Pair"), say("Type a name"))
        self.who.set_known(Known(words, due.pair) for words, due in pairs)
        self.who.taken.connect(lambda _: self.add())
        self.form = Form()
        self.form.add("who", say("Which pair met?"), self.who)
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_button(Button(say("Add"), self.add, kind="filled", writes=True))
        self.who.setFocus()

    def add(self) -> None:
        """Add the chosen pair's row."""
        due = self._rows.get(self.who.uid)
        if due is None:
            nobody = say("Nobody was a pair on this day.")
            self.form.show_errors({"who": say("Choose a pair from the list.") if self._rows else nobody})
            return
        self.accept()
        self._page.add_row(due)
