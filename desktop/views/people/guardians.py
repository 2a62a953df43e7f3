"""Who looks after a student: the form that adds, orders and removes them, and says who must not be contacted."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import people as reading
from desktop.models import people_family as model
from desktop.models.findable import Findable
from desktop.models.people_family import Near
from desktop.services.language import say
from desktop.services.people.types import GuardianLink, Person
from desktop.services.vault.types import Changes
from desktop.views import theme
from desktop.views.matching.flow import Flow
from desktop.views.people.person_form import PersonSheet
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import scrolling
from desktop.views.widgets.fields import Choice, Tick
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.page import Page

_HEIGHT, _AROUND = 300, 290


class GuardianCard(QFrame):
    """One guardian with what the school may do."""

    def __init__(self, near: Near) -> None:
        super().__init__()
        theme.role(self, "card")
        self.near = near
        name = near.label
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 10)
        column.setSpacing(4)
        self.head = QHBoxLayout()
        self.head.setSpacing(2)
        self.head.addWidget(label(name, "strong"), 1)
        column.addLayout(self.head)
        reach = model.reach_words(near.person)
        if reach:
            column.addWidget(label(reach, "small"))
        self.relation = Choice(say("{name} is the student's", name=name), model.relations())
        self.relation.choose(near.link.relation)
        ticks = Flow(14)
        self.responsible = self._tick(say("Parental responsibility"), name, near.link.responsible)
        self.emergency = self._tick(say("Emergency contact"), name, near.link.emergency)
        self.barred = self._tick(say("Not to be contacted about this student"), name, not near.link.may_contact)
        ticks.add(self.relation, self.responsible, self.emergency, self.barred)
        column.addWidget(ticks)
        self.barred.toggled.connect(self._show_barred)
        self._show_barred(self.barred.isChecked())

    def _tick(self, words: str, name: str, on: bool) -> Tick:
        tick = Tick(words)
        tick.setAccessibleName(say("{name}: {what}", name=name, what=words))
        tick.setChecked(on)
        return tick

    def _show_barred(self, barred: bool) -> None:
        self.emergency.setEnabled(not barred)
        theme.mark(self, "tone", "danger" if barred else "")

    def link(self) -> GuardianLink:
        """Give what is ticked."""
        barred = self.barred.isChecked()
        return replace(
            self.near.link,
            guardian=self.near.person.uid,
            relation=self.relation.value(),
            responsible=self.responsible.isChecked(),
            emergency=self.emergency.isChecked() and not barred,
            contact="not_to_be_contacted" if barred else "allowed",
        )


class GuardiansSheet(SavingSheet):
    """The guardians of one student, in the order in which they are asked."""

    def __init__(self, page: Page, student: Person, name: str) -> None:
        purpose = say("In the order in which they are called. Who must not be contacted stays here, and it says so.")
        super().__init__(page, say("Guardians of {name}", name=name), purpose, width=640)
        self._student = student
        self.comes_back("guardians", person=student.uid, name=name)
        self.wait_for_answer()
        self.cards: list[GuardianCard] = []
        self._known = Findable()
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        area = scrolling(inside, modest=True)
        area.setMinimumHeight(min(theme.pixels(_HEIGHT), page.window().height() - theme.pixels(_AROUND)))
        self.body.addWidget(area, 1)
        adding = QHBoxLayout()
        self.finder = Finder(say("Add somebody who is here"), say("Add somebody who is here: name, then Enter"))
        self.finder.taken.connect(self._on_taken)
        adding.addWidget(self.finder, 1)
        adding.addWidget(Button(say("Add somebody new"), self.add_new, icon="account-plus-outline"))
        self.body.addLayout(adding)
        self.finish()
        self.save_button.setEnabled(False)
        page.session.ask(self, model.load_guardians, student.uid, done=self._on_loaded)
        page.session.ask(self, model.grown_ups, done=self._on_known)

    def _on_loaded(self, found: tuple[Near, ...]) -> None:
        self.cards = [GuardianCard(near) for near in found]
        self.save_button.setEnabled(True)
        self._lay_out()
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answered()

    def beside(self) -> list[list[Any]]:
        """Give whose cards there are, in their order: some are new, and some are gone."""
        return [[asdict(card.near.person), asdict(card.link()), card.near.label] for card in self.cards]

    def put_back(self, beside: list[list[Any]]) -> None:
        """Lay out these cards; their fields are filled then."""
        self.cards = [
            GuardianCard(Near(Person(**person), GuardianLink(**link), words)) for person, link, words in beside
        ]
        self._lay_out()

    def _on_known(self, people: Findable) -> None:
        self._known = people
        self.finder.set_findable(people)

    def _on_taken(self, uid: str) -> None:
        self.finder.choose("")
        if all(card.near.person.uid != uid for card in self.cards):
            self._page.session.ask(self, reading.load_person, uid, done=self._add)

    def add_new(self) -> None:
        """Ask for somebody who is not here yet."""
        sheet = PersonSheet(self._page, None, self._on_added, kind="guardian")
        sheet.comes_back("new_guardian")
        sheet.open()

    def _on_added(self, changes: Changes) -> None:
        self._page.session.ask(self, reading.load_person, changes.uid, done=self._add)

    def _add(self, person: Person) -> None:
        emergency = not self.cards
        card = GuardianCard(Near(person, GuardianLink(person.uid, emergency=emergency), self._name(person)))
        self.cards.append(card)
        self._lay_out()
        card.relation.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self, person: Person) -> str:
        at = self._known.places.get(person.uid)
        known = "" if at is None else self._known.words[at].partition(" \u00b7 ")[0]
        return known or f"{person.preferred or person.given} {person.family}".strip()

    def _lay_out(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, GuardianCard):
                widget.setParent(None)
            elif widget is not None:
                widget.deleteLater()
        if not self.cards:
            words = say("Nobody yet. Find somebody who is here already, as a parent of a brother, or add somebody new.")
            self._list.addWidget(label(words, "muted"))
        for at, card in enumerate(self.cards):
            self._list.addWidget(card)
            self._head(card, at)
        self._list.addStretch(1)

    def _head(self, card: GuardianCard, at: int) -> None:
        """Put the buttons of the present place at the card's head."""
        while card.head.count() > 1:
            item = card.head.takeAt(1)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        name = card.near.label
        for words, icon, act, able in (
            (say("Call {name} earlier", name=name), "arrow-up", partial(self._move, card, -1), at > 0),
            (say("Call {name} later", name=name), "arrow-down", partial(self._move, card, 1), at < len(self.cards) - 1),
            (say("Take {name} out", name=name), "close", partial(self._remove, card), True),
        ):
            button = Button(words, act, kind="icon", icon=icon, tone="text")
            button.setEnabled(able)
            card.head.addWidget(button)

    def _move(self, card: GuardianCard, step: int) -> None:
        at = self.cards.index(card)
        self.cards.insert(at + step, self.cards.pop(at))
        self._lay_out()

    def _remove(self, card: GuardianCard) -> None:
        self.cards.remove(card)
        card.setParent(None)
        card.deleteLater()
        self._lay_out()
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Save all of them as one step."""
        self.begin_saving()
        links = tuple(card.link() for card in self.cards)
        self._page.session.write(
            self, model.save_guardians, self._student.uid, links, done=self._done, failed=self.show_error
        )

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.shell.toast(say("Saved."), undo=True)
