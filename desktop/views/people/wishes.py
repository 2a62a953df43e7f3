"""Whom somebody would like to be with, and with whom they must not be paired."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import people as model
from desktop.models.findable import Findable
from desktop.services.language import joined, say
from desktop.services.vault.types import Changes
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import clear_layout
from desktop.views.widgets.fields import Form
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.page import Page


class _Named(QWidget):
    """A field that finds people, and those found so far under it, each with a way to take it out again."""

    def __init__(self, name: str, named: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._named = dict(named)
        self._known = Findable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.finder = Finder(name, say("Type a name or a number, then Enter"))
        self.finder.taken.connect(self._on_taken)
        column.addWidget(self.finder)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        self.setFocusProxy(self.finder)
        self._show()

    def uids(self) -> tuple[str, ...]:
        """Give who stands there."""
        return tuple(self._named)

    def named(self) -> list[list[str]]:
        """Give (uid, name) of those found so far."""
        return [[uid, words] for uid, words in self._named.items()]

    def put_back(self, named: list[list[str]]) -> None:
        """Name these."""
        self._named = {uid: words for uid, words in named}
        self._show()

    def set_known(self, people: Findable) -> None:
        """Say who can be found."""
        self._known = people
        self.finder.set_findable(people)

    def _on_taken(self, uid: str) -> None:
        self._named[uid] = self._known.words[self._known.places[uid]]
        self.finder.choose("")
        self._show()

    def _remove(self, uid: str) -> None:
        self._named.pop(uid, None)
        self._show()
        self.finder.setFocus()

    def _show(self) -> None:
        clear_layout(self._list)
        for uid, words in self._named.items():
            row = QHBoxLayout()
            row.addWidget(label(words), 1)
            remove = Button(say("Take out"), partial(self._remove, uid), kind="icon", icon="close", tone="text")
            remove.setAccessibleName(say("Take out {name}", name=words))
            row.addWidget(remove)
            self._list.addLayout(row)


class WishesSheet(SavingSheet):
    """The wishes of one person; an avoid binds the matching in either direction."""

    def __init__(self, page: Page, details: model.Details) -> None:
        purpose = say("A wish counts when pairs are proposed. An avoid always holds, whichever of the two has it.")
        super().__init__(page, say("Wishes of {name}", name=details.label), purpose, width=520)
        self._uid = details.person.uid
        self.comes_back("wishes", person=self._uid)
        self.wants = _Named(say("Would like to be with"), details.wants)
        self.avoids = _Named(say("Not to be paired with"), details.avoids)
        form = Form()
        form.add("wants", say("Would like to be with"), self.wants)
        form.add("avoids", say("Not to be paired with"), self.avoids)
        self.body.addWidget(form)
        if details.avoided_by:
            names = joined(details.avoided_by)
            words = say("{names} must not be paired with {name} either.", names=names, name=details.label)
            self.body.addWidget(label(words, "small"))
        self.finish()
        page.session.ask(self, model.others, self._uid, done=self._on_people)
        self.wants.setFocus()

    def _on_people(self, people: Findable) -> None:
        self.wants.set_known(people)
        self.avoids.set_known(people)

    def beside(self) -> list[list[list[str]]]:
        """Give who is named in both lists."""
        return [self.wants.named(), self.avoids.named()]

    def put_back(self, beside: list[list[list[str]]]) -> None:
        """Name them again."""
        for field, named in zip((self.wants, self.avoids), beside, strict=True):
            field.put_back(named)

    def save(self) -> None:
        """Save both lists as one step."""
        self.begin_saving()
        wants, avoids = self.wants.uids(), self.avoids.uids()
        self._page.session.write(
            self, model.save_wishes, self._uid, wants, avoids, done=self._done, failed=self.show_error
        )

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.shell.toast(say("Saved."), undo=True)
