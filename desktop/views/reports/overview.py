"""What the Reports page begins with: a card for each document, and the register of what was made."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from desktop.models import reports as model
from desktop.models.preferences import Preferences
from desktop.models.rows import Rows, Snapshot
from desktop.models.tasks import Tasks
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets import Button, Card, IconLabel, TableView, badge, label

# Below this width, times the size of text, two cards stand under each other.
_TWO_CARDS = 760
_ROWS_SHOWN = 12


class Overview(QWidget):
    """Cards above, the register below; `choose(kind)` is called with what a card stands for."""

    def __init__(self, tasks: Tasks, preferences: Preferences, choose: Callable[[str], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(12)
        self.buttons: dict[str, Button] = {}
        for place, report in enumerate(model.all_reports(), 1):
            self._cards.addWidget(self._card(report, str(place), choose), 1)
        column.addLayout(self._cards)
        column.addWidget(self._make_register(tasks, preferences))
        column.addStretch(1)

    def show_releases(self, releases: Snapshot) -> None:
        """Show the register, or say what will stand in it."""
        self.rows.show(releases)
        self._none.setVisible(not releases.rows)
        self.table.setVisible(bool(releases.rows))
        self.table.fit_height(_ROWS_SHOWN)

    def _card(self, report: model.Report, key: str, choose: Callable[[str], object]) -> Card:
        card = Card()
        head = card.head
        head.addWidget(IconLabel(report.icon, "accent", 22))
        head.addWidget(label(report.title, "heading"), 1)
        head.addWidget(badge(report.mark, "warning" if report.names else ""), 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        card.body.addWidget(label(report.purpose))
        card.body.addSpacing(4)
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(4)
        facts.setColumnStretch(1, 1)
        for line, (word, value) in enumerate(((say("Read by"), report.readers), (say("Holds"), report.holds))):
            facts.addWidget(label(word, "small", wrap=False), line, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(label(value, "muted"), line, 1)
        card.body.addLayout(facts)
        card.body.addStretch(1)
        card.body.addSpacing(6)
        button = Button(say("Prepare"), partial(choose, report.key), key=key, icon="eye-outline")
        button.setAccessibleName(say("Prepare: {title}", title=report.title))
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.buttons[report.key] = button
        return card

    def _make_register(self, tasks: Tasks, preferences: Preferences) -> Card:
        card = Card(say("What was printed and saved"))
        self.rows = Rows(model.columns(), tasks)
        self.table = TableView(say("What was printed and saved"), self.rows, key="releases", preferences=preferences)
        self._none = label(
            say("Nothing yet. Every document that is printed or saved is listed here, with its readers and copies."),
            "muted",
        )
        self.table.hide()
        card.body.addWidget(self._none)
        card.body.addWidget(self.table)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards beside or under each other."""
        super().resizeEvent(event)
        beside = self.width() >= theme.pixels(_TWO_CARDS)
        directions = QBoxLayout.Direction
        self._cards.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
