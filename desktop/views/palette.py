"""The search for everything (Ctrl+K): pages, actions, and what the capabilities find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from desktop.services.language import fold, say
from desktop.views import icons
from desktop.views.feature import Found, Hit
from desktop.views.widgets import SearchField, Sheet

Provider = Callable[[str, Found], None]

_ASK_AFTER_MS = 120
_MOST_SHOWN = 40


class Palette(Sheet):
    """`fixed` are pages and actions, always at hand; each provider is asked for what was typed."""

    def __init__(self, parent: QWidget, fixed: Sequence[Hit], providers: Sequence[Provider]) -> None:
        super().__init__(parent, say("Search everything"), width=640)
        self.comes_back("show_palette")
        self._fixed, self._providers = tuple(fixed), tuple(providers)
        self._found: dict[int, tuple[Hit, ...]] = {}
        self._shown: list[Hit] = []
        self.field = SearchField(say("A name, a word in a note, a page, an action"), say("Search everything"))
        self.list = QListWidget()
        self.list.setAccessibleName(say("What was found"))
        self.list.setMinimumHeight(340)
        self.body.addWidget(self.field)
        self.body.addWidget(self.list, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self.field.searched.connect(self._on_searched)
        self.list.itemActivated.connect(lambda _: self.choose())
        self.list.itemClicked.connect(lambda _: self.choose())
        self._show()

    def choose(self) -> None:
        """Open what is marked."""
        place = self.list.currentRow()
        if 0 <= place < len(self._shown):
            hit = self._shown[place]
            self.accept()
            hit.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list while one types; Enter opens."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and self._shown:
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        else:
            super().keyPressEvent(event)

    def _on_searched(self, _text: str) -> None:
        self._found = {}
        self._timer.start()
        self._show()

    def _ask(self) -> None:
        text = self.field.text().strip()
        for place, provider in enumerate(self._providers if text else ()):
            provider(text, partial(self._on_found, text, place))
        if not self._shown:
            self._show()

    def _on_found(self, text: str, place: int, hits: Sequence[Hit]) -> None:
        # Whoever looks things up does so for the window; the sheet may be gone when the answer comes.
        if isValid(self) and text == self.field.text().strip():
            self._found[place] = tuple(hits)
            self._show()

    def _show(self) -> None:
        """Show pages and actions whose names begin as typed, then what was found, then the other actions.

        Whoever types "meetings" wants the page; a note in which the word stands would show itself to whoever looks on.
        """
        words = fold(self.field.text()).split()
        fixed = [
            hit for hit in self._fixed if all(word in fold(f"{hit.title} {hit.detail} {hit.words}") for word in words)
        ]
        found = [hit for place in sorted(self._found) for hit in self._found[place]]
        begun = " ".join(words)
        first = [hit for hit in fixed if begun and fold(hit.title).startswith(begun)]
        others = [hit for hit in fixed if hit not in first]
        self._shown = [*first, *found, *others][:_MOST_SHOWN]
        self.list.clear()
        for hit in self._shown:
            text = f"{hit.title}\u2003\u2013\u2003{hit.detail}" if hit.detail else hit.title
            self.list.addItem(QListWidgetItem(icons.icon(hit.icon, "muted"), text))
        self.list.setCurrentRow(0 if self._shown else -1)
        if not self._shown and not self._timer.isActive():
            self._say_nothing()

    def _say_nothing(self) -> None:
        """Say that nothing was found, as a line that cannot be chosen."""
        nothing = QListWidgetItem(say("Nothing found"))
        nothing.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(nothing)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, nothing.text()))
