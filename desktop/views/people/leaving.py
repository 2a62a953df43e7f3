"""Withdrawing, leaving, archiving: done at once where nothing hangs on it, else asked once what becomes of pairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.models import leaving as model
from desktop.services.language import say, say_many
from desktop.services.vault.types import Changes
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.fields import Choice, Form, Tick
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_BOTH = ("mentor", "mentee")
_SHOWN = 6


def withdraw(page: PeoplePage, uids: tuple[str, ...], role: str) -> None:
    """Take people out of a role."""
    _ask(page, uids, (role,), "")


def let_go(page: PeoplePage, uids: tuple[str, ...], to: str) -> None:
    """Mark people as left or archived."""
    _ask(page, uids, _BOTH, to)


def bring_back(page: PeoplePage, uids: tuple[str, ...]) -> None:
    """Say that people are here again."""
    page.write(model.bring_back, uids, done=lambda _: page.shell.toast(say("Here again."), undo=True))


def ask_again(page: PeoplePage, uids: tuple[str, ...], roles: tuple[str, ...], to: str) -> None:
    """Ask once more what a lock left open; where nothing hangs on it any more, nothing is done."""
    _ask(page, uids, roles, to, again=True)


def _ask(page: PeoplePage, uids: tuple[str, ...], roles: tuple[str, ...], to: str, *, again: bool = False) -> None:
    def on_found(found: model.Hanging) -> None:
        if found.pairs or (to and found.parts):
            sheet = LeavingSheet(page, uids, to, found)
            sheet.comes_back("leaving", people=uids, roles=roles, to=to)
            sheet.open()
        elif not again:
            page.write(model.take_out, uids, to, found.parts, (), "", done=_teller(page, to))

    page.ask(model.hanging, uids, roles, done=on_found)


def _words(to: str) -> str:
    return {model.LEFT: say("Has left the school"), model.ARCHIVED: say("Archive")}.get(to, say("Withdraw"))


def _teller(page: PeoplePage, to: str) -> Callable[[Changes], None]:
    """Say what was done, and that it can be taken back."""

    def tell(changes: Changes) -> None:
        words = {model.LEFT: say("Marked as left."), model.ARCHIVED: say("Archived.")}.get(to, say("Withdrawn."))
        page.shell.toast(words if changes else say("That was so already."), undo=bool(changes))

    return tell


class LeavingSheet(SavingSheet):
    """Says which pairs and enrolments are left hanging, and offers to end them in the same go."""

    def __init__(self, page: PeoplePage, uids: tuple[str, ...], to: str, found: model.Hanging) -> None:
        titles = {model.LEFT: say("Somebody has left the school"), model.ARCHIVED: say("Archive")}
        title = titles.get(to, say("Withdraw from the {programme}"))
        purpose = say_many("One pair is still active.", "{n} pairs are still active.", len(found.pairs))
        super().__init__(page, title, purpose if found.pairs else "", width=520, words=_words(to))
        self._people, self._uids, self._to, self._found = page, uids, to, found
        for _, words in found.pairs[:_SHOWN]:
            self.body.addWidget(label(words, "strong"))
        if len(found.pairs) > _SHOWN:
            self.body.addWidget(label(say("and {n} more", n=len(found.pairs) - _SHOWN), "small"))
        self.withdraw = Tick(say("Withdraw from the {programme}, too"))
        self.withdraw.setChecked(True)
        self.withdraw.setVisible(bool(to and found.parts))
        words = say_many("End the pair today", "End the {n} pairs today", len(found.pairs))
        self.end = Tick(words)
        self.end.setChecked(True)
        self.reason = Choice(say("Why the pair ends"), model.end_reasons())
        self.reason.choose("left" if to else "")
        form = Form()
        form.add("reason", say("Why the pair ends"), self.reason)
        self.end.toggled.connect(form.setEnabled)
        self.body.addWidget(self.withdraw)
        if found.pairs:
            self.body.addWidget(self.end)
            self.body.addWidget(form)
            stays = say("Meetings and notes of a pair that ended stay. If you do not end it, it goes on.")
            self.body.addWidget(label(stays, "small"))
        else:
            self.end.hide()
        self.finish()

    def save(self) -> None:
        """Do what is ticked."""
        self.begin_saving()
        pairs = tuple(uid for uid, _ in self._found.pairs) if self.end.isChecked() else ()
        parts = self._found.parts if not self._to or self.withdraw.isChecked() else ()
        self._people.session.write(
            self,
            model.take_out,
            self._uids,
            self._to,
            parts,
            pairs,
            self.reason.value(),
            done=self._done,
            failed=self.show_error,
        )

    def _done(self, changes: Changes) -> None:
        self.accept()
        _teller(self._people, self._to)(changes)
