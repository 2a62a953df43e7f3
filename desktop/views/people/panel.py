"""One person beside the table: details, what they take part as, free periods, history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.models import people as model
from desktop.services.language import say, say_many, show_date
from desktop.services.programme.types import Participant
from desktop.views import icons
from desktop.views.people.forms import AnswersSheet, PeriodsSheet
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import RecordRow
from desktop.views.widgets.labels import badge, label, rule
from desktop.views.widgets.tier import tier_word
from desktop.views.widgets.week_grid import WeekGrid

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage


class PersonPanel:
    """Fills the page's side panel with one person; keeps the part that was looked at."""

    def __init__(self, page: PeoplePage) -> None:
        """Work on the side panel of `page`."""
        self._page = page
        self._part = "details"
        self.uid = ""

    def show_person(self, uid: str) -> None:
        """Read and show a person."""
        self.uid = uid
        self._page.ask(model.load_details, uid, done=self._on_loaded)

    def close_panel(self) -> None:
        """Show nobody."""
        self.uid = ""
        self._page.side.clear()

    def _on_loaded(self, found: model.Details) -> None:
        if found.person.uid != self.uid:
            return
        side = self._page.side
        side.clear()
        side.body.addWidget(label(found.label, "heading"))
        line = QHBoxLayout()
        for role in found.person.roles:
            line.addWidget(badge(model.role_words(role), "accent"))
        line.addStretch(1)
        side.body.addLayout(line)
        parts = [
            ("details", say("Details")),
            ("free", say("Week")),
            ("notes", say("Notes {n}", n=len(found.notes)) if found.notes else say("Notes")),
            ("history", say("History")),
        ]
        chips = Chips(say("What to show"), parts)
        chips.choose(self._part)
        chips.chosen.connect(lambda part: self._go(str(part), found))
        side.body.addWidget(chips)
        fill = {"details": self._details, "free": self._free, "notes": self._notes, "history": self._history}
        fill[self._part](found)
        side.body.addStretch(1)
        side.foot.addWidget(
            Button(say("Edit"), partial(self._page.edit_person, found.person.uid), icon="pencil-outline")
        )
        side.foot.addWidget(
            Button(
                say("New note"), partial(self._page.shell.go, "notes", about=found.person.uid), icon="note-plus-outline"
            )
        )
        side.foot.addStretch(1)
        self._page.show_side()

    def _go(self, part: str, found: model.Details) -> None:
        self._part = part
        self._on_loaded(found)

    def _details(self, found: model.Details) -> None:
        body = self._page.side.body
        for word, value in found.facts:
            self._fact(word, value)
        for role in ("mentor", "mentee"):
            part = next((p for p in found.parts if p.role == role), None)
            body.addWidget(rule())
            if part is None:
                words = say("Enrol as {mentor}") if role == "mentor" else say("Enrol as {mentee}")
                body.addWidget(Button(words, partial(self._enrol, role), icon="plus"))
            else:
                self._participation(part)
        self._pairs(found)
        if found.wants or found.avoids:
            body.addWidget(rule())
        if found.wants:
            self._fact(say("Would like to be with"), ", ".join(found.wants))
        if found.avoids:
            self._fact(say("Not to be paired with"), ", ".join(found.avoids))

    def _pairs(self, found: model.Details) -> None:
        for pair in found.pairs:
            other = pair.mentor_name if pair.mentee == found.person.uid else pair.mentee_name
            since = say("since {day}", day=show_date(pair.since))
            ended = say("ended {day}", day=show_date(pair.ended))
            aside = ended if pair.state == "ended" else ", ".join(filter(None, (pair.slot, since)))
            self._fact(say("Paired with"), f"{other}, {aside}")

    def _participation(self, part: Participant) -> None:
        body = self._page.side.body
        title = say("Takes part as {mentor}") if part.role == "mentor" else say("Takes part as {mentee}")
        body.addWidget(label(title, "strong"))
        if part.role == "mentor":
            self._fact(say("Places"), say_many("1 {mentee}", "{n} {mentees}", part.places))
        for word, values in (
            (say("Interests"), part.interests),
            (say("Goals"), part.goals),
            (say("Languages"), part.languages),
        ):
            self._fact(word, ", ".join(values) or say("not said yet"))
        line = QHBoxLayout()
        line.addWidget(Button(say("Change"), partial(self._change, part), icon="pencil-outline"))
        line.addWidget(Button(say("Withdraw"), partial(self._withdraw, part.role), icon="account-minus-outline"))
        line.addStretch(1)
        body.addLayout(line)

    def _fact(self, word: str, value: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        first = label(word, "small")
        first.setFixedWidth(96)
        line.addWidget(first)
        line.addWidget(label(value), 1)
        self._page.side.body.addLayout(line)

    def _enrol(self, role: str) -> None:
        self._page.write(
            model.enrol, (self.uid,), role, done=lambda _: self._page.shell.toast(say("Enrolled."), undo=True)
        )

    def _withdraw(self, role: str) -> None:
        done = lambda _: self._page.shell.toast(say("Withdrawn."), undo=True)  # noqa: E731 - one use
        self._page.write(model.withdraw_people, (self.uid,), role, done=done)

    def _change(self, part: Participant) -> None:
        AnswersSheet(self._page, part).open()

    def _free(self, found: model.Details) -> None:
        body = self._page.side.body
        if not found.week:
            body.addWidget(
                label(say("The school's week has no periods yet. Add them as they are called here."), "muted")
            )
        else:
            body.addWidget(label(say("Choose the periods in which this person can meet."), "muted"))
            grid = WeekGrid(found.week, found.free)
            grid.changed.connect(lambda free: self._page.write(model.set_availability, self.uid, tuple(free)))
            body.addWidget(grid)
        body.addWidget(Button(say("Add periods"), lambda: PeriodsSheet(self._page).open(), icon="plus"))

    def _notes(self, found: model.Details) -> None:
        body = self._page.side.body
        if not found.notes:
            body.addWidget(label(say("No note you can read is about this person."), "muted"))
        for head in found.notes:
            act = partial(self._page.shell.go, "notes", note=head.uid, tier=str(head.tier))
            day = say("{day}, {who}", day=show_date(head.happened_on), who=head.author)
            row = RecordRow(
                tier_word(head.tier),
                day,
                icon=icons.TIER_ICONS[head.tier],
                tone=f"tier{head.tier}",
                aside="" if head.signed else say("not signed"),
                act=act,
            )
            body.addWidget(row)

    def _history(self, found: model.Details) -> None:
        for what, when in model.history_lines(found.history):
            self._page.side.body.addWidget(label(what))
            self._page.side.body.addWidget(label(when, "small"))
