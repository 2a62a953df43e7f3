"""The menu "More" of the page, and the keys of its lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from desktop.services.language import say
from desktop.views.matching.parts import Entry
from desktop.views.widgets.buttons import Button, shown_key

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class More:
    """Offers what is done now and then."""

    def __init__(self, page: MatchingPage, entries: tuple[Entry, ...]) -> None:
        """Work for a page; each key works from now on wherever its line is there."""
        self._page, self._entries = page, entries
        self._menu: QMenu | None = None
        for entry in entries:
            if entry.key:
                QShortcut(QKeySequence(entry.key), page).activated.connect(partial(self._do, entry))

    def there(self) -> tuple[Entry, ...]:
        """Give the lines of the part that is shown; none where nobody takes part."""
        board = self._page.board
        if board is None or not board.anybody:
            return ()
        return tuple(entry for entry in self._entries if entry.there(self._page))

    def keys(self) -> list[tuple[str, str]]:
        """List (key, what it does) for F1."""
        return [(entry.key, entry.words()) for entry in self.there() if entry.key]

    def button(self) -> Button:
        """Make the button that opens the menu."""
        made = Button(say("More"), key="M", icon="chevron-down", tip=say("What else can be done here"))
        made.clicked.connect(lambda: self.open_menu(made))
        return made

    def open_menu(self, under: Button) -> QMenu:
        """Open the menu under its button."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self.there():
            words = entry.words().replace("&", "&&")
            action = QAction(f"{words}\t{shown_key(entry.key)}" if entry.key else words, menu)
            action.setEnabled(entry.usable(self._page))
            action.triggered.connect(partial(self._do, entry))
            menu.addAction(action)
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))
        return menu

    def _do(self, entry: Entry, _checked: object = None) -> None:
        if entry.usable(self._page):
            entry.act(self._page)
