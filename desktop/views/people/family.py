"""The part of the panel that says who looks after a student, whom a guardian looks after, and what people say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import people as model
from desktop.models import people_family as family
from desktop.models.people_family import Near
from desktop.services.language import say
from desktop.views import theme
from desktop.views.people.guardians import GuardiansSheet
from desktop.views.people.own_words import OwnWordsSheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import RecordRow
from desktop.views.widgets.labels import IconLabel, label, rule

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_WORD = 88


def fact(word: str, value: str) -> QHBoxLayout:
    """Make a line of a word and what it is."""
    line = QHBoxLayout()
    line.setSpacing(10)
    first = label(word, "small")
    first.setFixedWidth(theme.pixels(_WORD))
    line.addWidget(first, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(value), 1)
    return line


class FamilyPart:
    """Fills its part of the panel of a page."""

    def __init__(self, page: PeoplePage) -> None:
        """Work on the side panel of `page`."""
        self._page = page

    def show(self, found: model.Details) -> None:
        """Show guardians or students, and what the person says of themselves."""
        body = self._page.side.body
        if found.person.kind == "student":
            self._section(say("Guardians"), partial(self._change_guardians, found), say("Change the guardians"))
            if not found.family.guardians:
                body.addWidget(label(say("nobody named"), "muted"))
            for near in found.family.guardians:
                body.addWidget(self._guardian(near))
        elif found.family.students:
            self._section(say("Looks after"))
            for near in found.family.students:
                body.addWidget(self._student(near))
        if found.family.asked:
            self._own(found)

    def _section(self, words: str, act: Callable[[], object] | None = None, name: str = "") -> None:
        body = self._page.side.body
        body.addWidget(rule())
        head = QHBoxLayout()
        head.addWidget(label(words, "strong"), 1)
        if act is not None:
            change = Button(say("Change"), act, kind="quiet", writes=True)
            change.setAccessibleName(name)
            head.addWidget(change)
        body.addLayout(head)

    def _guardian(self, near: Near) -> QWidget:
        """Say at one glance who it is and how they are reached, or that they must not be."""
        around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(1)
        head = QHBoxLayout()
        head.addWidget(label(near.label, "strong"), 1)
        words = say("Show {name}", name=near.label)
        show = partial(self._page.shell.go, "people", person=near.person.uid)
        head.addWidget(Button(words, show, kind="icon", icon="arrow-right"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        said = family.link_words(near.link)
        column.addWidget(label(said[:1].upper() + said[1:], "small"))
        if not near.link.may_contact:
            column.addLayout(_barred())
            return around
        reached = [reach for reach in (near.person.phone, near.person.email) if reach]
        for reach in reached:
            column.addWidget(label(reach))
        if not reached:
            column.addWidget(label(say("no phone or email"), "muted"))
        return around

    def _student(self, near: Near) -> QWidget:
        words = family.link_words(near.link)
        detail = words if near.link.may_contact else say("{words}. Not to be contacted.", words=words)
        act = partial(self._page.shell.go, "people", person=near.person.uid)
        icon = "account-outline" if near.link.may_contact else "phone-off-outline"
        tone = "muted" if near.link.may_contact else "danger"
        return RecordRow(near.label, detail[:1].upper() + detail[1:], icon=icon, tone=tone, act=act)

    def _own(self, found: model.Details) -> None:
        act = partial(self._change_own, found)
        self._section(say("In their own words"), act, say("Change what they say of themselves"))
        for word, value in found.family.own:
            self._page.side.body.addLayout(fact(word, value))
        if not found.family.own:
            self._page.side.body.addWidget(label(say("nothing said"), "muted"))

    def _change_guardians(self, found: model.Details) -> None:
        GuardiansSheet(self._page, found.person, found.label).open()

    def _change_own(self, found: model.Details) -> None:
        OwnWordsSheet(self._page, found.person.uid, found.label).open()


def _barred() -> QHBoxLayout:
    """Say that somebody must not be contacted, with a symbol and in words."""
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(IconLabel("phone-off-outline", "danger", 18))
    line.addWidget(label(say("Not to be contacted"), "danger"), 1)
    return line
