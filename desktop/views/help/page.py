"""The help page: in plain words, by topics; half of the first is about what Peerkeep does not protect against."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from desktop.models.support_details import support_details
from desktop.services.language import fold, say
from desktop.views import theme
from desktop.views.feature import Found, Hit
from desktop.views.help.details import DetailsSheet
from desktop.views.help.shapes import Section
from desktop.views.help.topics import SAFETY, sections, topics
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets import Button, Card, Chips, Choice, IconLabel, clear_layout, label

# What the window has beside a page: the sidebar and the margins, at the usual size of text.
_BESIDE = 260


class HelpPage(Page):
    """Words, and the way to the keys."""

    sheets: ClassVar = {"details": lambda page: page.show_details()}

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Help"), say("What Peerkeep does with what you write, and how to get about."))
        self.set_main_action(say("The keys of every page"), shell.show_keys, "K", icon="keyboard-outline")
        self._topics, self._list = Chips(say("Topic"), topics()), Choice(say("Topic"), topics())
        for row in (self._topics, self._list):
            row.hide()
            row.chosen.connect(self.show_topic)
            self.filters.addWidget(row)
        self.filters.addStretch(1)
        self.show_topic(SAFETY)

    def show_topic(self, topic: str) -> None:
        """Show a topic of `topics`."""
        self._topics.choose(topic)
        self._list.choose(topic)
        clear_layout(self.content)
        for section in sections(topic):
            self.content.addWidget(_card(section))
        if topic == SAFETY:
            row = QHBoxLayout()
            row.addWidget(Button(say("A child may be at risk: whom to call"), self.shell.show_risk_card))
            row.addWidget(Button(say("Details for support"), self.show_details))
            row.addStretch(1)
            self.content.addLayout(row)
        self.content.addStretch(1)

    def show_details(self) -> None:
        """Show the details for who helps from outside."""
        self.ask(support_details, done=lambda text: DetailsSheet(self.shell, text).open())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the topics side by side where there is room for all of them, else as a list."""
        super().resizeEvent(event)
        room = self.window().width() - theme.pixels(_BESIDE)
        beside = self._topics.sizeHint().width() <= room
        self._topics.setVisible(beside)
        self._list.setVisible(not beside)

    def place(self) -> dict[str, str]:
        """Say which topic is shown."""
        return {"topic": self._topics.value()}

    def show_place(self, place: dict[str, str]) -> None:
        """Show a topic."""
        known = [key for key, _ in topics()]
        if place.get("topic") in known:
            self.show_topic(place["topic"])


def find(shell: Shell, text: str, found: Found) -> None:
    """Find topics by what they say."""
    wanted = fold(text).split()
    hits = []
    for key, title in topics():
        said = fold(" ".join([title, *(line for one in sections(key) for line in (one.title, *one.lines))]))
        if wanted and all(word in said for word in wanted):
            hits.append(Hit(title, say("Help"), "help-circle-outline", partial(shell.go, "help", topic=key)))
    found(hits)


def _card(section: Section) -> Card:
    card = Card(section.title)
    tone = "warning" if section.icon == "alert-outline" else "accent"
    for line in section.lines:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(section.icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(line), 1)
        card.body.addLayout(row)
    return card
