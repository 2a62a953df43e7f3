"""What can be done with whoever is chosen in the list: by key, from the menu, and from the panel of many."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.models import people as model
from desktop.models.leaving import ARCHIVED, LEFT
from desktop.services.language import say, say_many
from desktop.services.vault.types import Changes
from desktop.views.people import leaving
from desktop.views.people.bulk import BulkSheet
from desktop.views.people.handing_out import HandOutSheet
from desktop.views.people.joining import JoinSheet
from desktop.views.people.own_words import OwnFieldsSheet
from desktop.views.widgets.buttons import may_write

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

Deed = tuple[str, Callable[[], object], str]
_MINUS = "account-minus-outline"


class Chosen:
    """The deeds of a page; `page.chosen` says with whom."""

    def __init__(self, page: PeoplePage) -> None:
        """Work for a page."""
        self._page = page

    def deeds(self, uids: tuple[str, ...]) -> tuple[Deed, ...]:
        """List (words, what is done, icon) for people."""
        page = self._page
        two: tuple[Deed, ...] = ()
        if len(uids) == 2:
            two = ((say("Are these one person?"), partial(self.compare, *uids), "call-merge"),)
        return (
            *two,
            (say("Change a detail of all"), self.edit, "pencil-outline"),
            (say("Enrol as {mentors}"), partial(self.enrol, "mentor"), "plus"),
            (say("Enrol as {mentees}"), partial(self.enrol, "mentee"), "plus"),
            (say("Withdraw the {mentors}"), partial(leaving.withdraw, page, uids, "mentor"), _MINUS),
            (say("Withdraw the {mentees}"), partial(leaving.withdraw, page, uids, "mentee"), _MINUS),
            (say("Have left the school"), partial(leaving.let_go, page, uids, LEFT), "arrow-right"),
            (say("Archive"), partial(leaving.let_go, page, uids, ARCHIVED), "folder-move-outline"),
            (say("Are here again"), partial(leaving.bring_back, page, uids), "check"),
        )

    def open_menu(self, at: QPoint) -> None:
        """Open the menu of whoever is chosen."""
        uids = self._page.chosen
        if not uids:
            return
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(uids) == 1:
            self._add(menu, say("Change the details"), self.edit, writes=True)
            self._add(menu, say("New note"), partial(self._page.shell.go, "notes", about=uids[0]), writes=True)
        for words, act, _ in self.deeds(uids)[1 if len(uids) == 1 else 0 :]:
            self._add(menu, words, act, writes=True)
        menu.addSeparator()
        words = say("What people may say of themselves \u2026")
        self._add(menu, words, self.ask_own, writes=True)
        self._add(menu, say("Choose everybody who is shown"), self._page.table.selectAll)
        self._add(menu, say("Choose the others instead"), self._page.table.invert)
        menu.popup(at)

    def _add(self, menu: QMenu, words: str, act: Callable[[], object], *, writes: bool = False) -> None:
        action = QAction(words.replace("&", "&&"), menu)
        action.setEnabled(may_write() or not writes)
        action.triggered.connect(lambda _=False: act())
        menu.addAction(action)

    def edit(self) -> None:
        """Change one person, or one detail of many."""
        uids = self._page.chosen
        if len(uids) == 1:
            self._page.edit_person(uids[0])
        elif uids:
            BulkSheet(self._page, uids).open()
        else:
            self._page.shell.toast(say("Choose somebody in the list first."))

    def enrol(self, role: str) -> None:
        """Enrol whoever is chosen, as far as they are students and here."""
        if self._page.chosen:
            self._page.write(model.enrol, self._page.chosen, role, done=self._on_enrolled)
        else:
            self._page.shell.toast(say("Choose somebody in the list first."))

    def _on_enrolled(self, changes: Changes) -> None:
        if changes:
            self._page.shell.toast(say_many("1 enrolled.", "{n} enrolled.", int(changes.about or 1)), undo=True)
        else:
            words = say("Nobody to enrol: they are enrolled already, or no students of this school.")
            self._page.shell.toast(words)

    def compare(self, one: str, other: str) -> None:
        """Lay two people side by side."""
        JoinSheet.show_two(self._page, one, other)

    def ask_own(self) -> None:
        """Choose what people may say of themselves."""
        OwnFieldsSheet(self._page).open()

    def hand_out(self) -> None:
        """Print or save what is shown."""
        if self._page.rows.shown:
            HandOutSheet(self._page, self._page.chosen).open()
        else:
            self._page.shell.toast(say("The list is empty: there is nothing to print or save."))
