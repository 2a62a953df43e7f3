"""Today: what cannot wait, what to look at, who meets."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from desktop.models import today as model
from desktop.models.today_lines import Line
from desktop.services.language import say
from desktop.views import theme
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import Card, EmptyState, RecordRow, clear_layout
from desktop.views.widgets.labels import badge, label

# Below this width of the page two columns of cards are too narrow to read.
_NARROW = 860


class TodayPage(Page):
    """The first page."""

    tells_of_words: ClassVar[bool] = True
    watches: ClassVar[tuple[str, ...]] = (
        "meeting",
        "pair",
        "first_meeting",
        "trial",
        "participant",
        "note",
        "note_text",
        "handed_in",
        "period",
        "term",
        "closed_day",
        "person",
        "setting",
    )

    def __init__(self, shell: Shell) -> None:
        self._columns: QBoxLayout | None = None
        self._half: tuple[tuple[str, str], ...] = ()
        super().__init__(shell, say("Today"))
        self.set_main_action(
            say("New note"), partial(shell.go, "notes", do="new"), key="N", icon="note-plus-outline", writes=True
        )

    def refresh(self) -> None:
        """Read what waits."""
        self._half = model.half_written(self.session.drafts)
        self.ask(model.load_today, self._half, done=self._on_loaded)

    def _on_loaded(self, found: model.Today) -> None:
        self.set_title(found.title, found.purpose)
        clear_layout(self.content)
        self._columns = None
        if found.empty and not found.urgent:
            self.show_empty(*self._beginning())
            return
        self.show_content()
        if found.sample:
            line = label(say("This is the sample school: everybody in it is invented."), "muted")
            self.content.addWidget(line)
        if found.urgent:
            self.content.addWidget(self._card(say("Cannot wait"), len(found.urgent), "danger", found.urgent))
        if found.empty:
            self.content.addWidget(EmptyState(*self._beginning()), 1)
            return
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
            self._columns.addLayout(column, 1)
        if found.meetings:
            card = self._card(say("Meetings today"), found.due, "accent", found.meetings)
            enter = partial(self.shell.go, "meetings", day="today")
            card.head.addWidget(Button(say("Enter the register"), enter, key="R"))
            left.addWidget(card)
        elif not found.groups and not found.urgent:
            left.addWidget(badge(say("Nothing waits. Nobody meets today."), "accent"))
        for at, (title, n, lines) in enumerate(found.groups):
            (right if found.meetings or at % 2 else left).addWidget(self._card(title, n, "warning", lines))
        left.addStretch(1)
        right.addStretch(1)
        self.content.addLayout(self._columns)
        self.content.addStretch(1)
        self._turn()

    def _beginning(self) -> tuple[str, str, Button, str]:
        """Say what comes first in a new school."""
        return (
            say("Nothing is set up yet"),
            say("Bring in the school's students, say who takes part, and propose the first pairs."),
            Button(say("Go to people"), partial(self.shell.go, "people"), kind="filled"),
            "white-balance-sunny",
        )

    def _turn(self) -> None:
        """Put the columns under each other in a narrow window."""
        if self._columns is not None:
            directions = QBoxLayout.Direction
            narrow = self.width() < _NARROW * theme.points() / 10.5
            self._columns.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew what was begun elsewhere meanwhile: no commit tells of it."""
        self._stale = self._stale or model.half_written(self.session.drafts) != self._half
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the columns with the width."""
        super().resizeEvent(event)
        self._turn()

    def _card(self, title: str, n: int, tone: str, lines: tuple[Line, ...]) -> Card:
        card = Card(title, count=str(n), tone=tone)
        for line in lines:
            go = partial(self.shell.go, line.page, **dict(line.place))
            button = Button(line.words, go)
            button.setAccessibleName(say("{act}: {what}", act=line.words, what=line.title))
            card.body.addWidget(
                RecordRow(line.title, line.detail, icon=line.icon, tone=line.tone, act=go, button=button)
            )
        return card
