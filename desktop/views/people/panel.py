"""Beside the table: one person with details, week, notes and history; or what can be done with several."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.models import people as model
from desktop.models.handing import open_to
from desktop.models.leaving import ARCHIVED, LEFT
from desktop.models.people_history import history_lines, part_again
from desktop.models.people_rows import kind_words, role_words, status_words
from desktop.services.language import joined, say, say_many, show_date
from desktop.services.matching.types import Pair
from desktop.services.programme.types import Participant
from desktop.views import icons
from desktop.views.people import leaving
from desktop.views.people.family import FamilyPart, fact
from desktop.views.people.forms import AnswersSheet, PeriodsSheet
from desktop.views.people.photo import PhotoButton
from desktop.views.people.wishes import WishesSheet
from desktop.views.widgets.buttons import Button, Chips, may_write
from desktop.views.widgets.cards import RecordRow
from desktop.views.widgets.labels import badge, label, rule
from desktop.views.widgets.tier import tier_of, tier_word
from desktop.views.widgets.week_grid import WeekGrid

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage


class PersonPanel:
    """Fills the page's side panel; keeps the part that was looked at, the place in it, and the keyboard."""

    def __init__(self, page: PeoplePage) -> None:
        """Work on the side panel of `page`."""
        self._page = page
        self._part = "details"
        self.uid = ""
        # Cells of the week that are being saved: until they are, the week is not drawn anew under the hand.
        self._saving = 0
        self.family = FamilyPart(page)

    def show_person(self, uid: str) -> None:
        """Read and show a person."""
        self.uid = uid
        rows = self._page.everybody.rows.rows if self._page.everybody else ()
        self._page.ask(model.load_details, uid, rows, done=self._on_loaded, failed=lambda _: self.close_panel())

    def close_panel(self) -> None:
        """Show nobody."""
        self.uid = ""
        self._page.side.clear()

    def show_several(self, uids: tuple[str, ...]) -> None:
        """Offer what can be done with all who are chosen."""
        self.uid = ""
        side, n = self._page.side, len(uids)
        side.clear()
        side.body.addWidget(label(say("{n} people are chosen", n=n), "heading"))
        side.body.addWidget(label(say("What you do here is done for all of them, and undone in one go."), "muted"))
        for words, act, icon in self._page.deeds.deeds(uids):
            side.body.addWidget(Button(words, act, icon=icon, writes=True), 0, Qt.AlignmentFlag.AlignLeft)
        side.body.addStretch(1)
        self._page.show_side()

    # one person

    def _on_loaded(self, found: model.Details) -> None:
        if found.person.uid != self.uid or self._saving:
            return
        side = self._page.side
        place, name = _scroll_of(side), _focused_in(side)
        side.clear()
        head, words = self._head(found)
        side.body.addLayout(head)
        chips = Chips(say("What to show"), self._parts(found))
        if self._part == "free" and found.person.kind != "student":
            self._part = "details"
        chips.choose(self._part)
        chips.chosen.connect(lambda part: self._go(str(part), found))
        if side.beside:
            side.body.addWidget(chips)
        else:
            words.addWidget(chips)  # every line counts where the panel is low
        words.addStretch(1)
        fill = {"details": self._details, "free": self._free, "notes": self._notes, "history": self._history}
        fill[self._part](found)
        side.body.addStretch(1)
        self._foot(found, side.foot if side.beside else head)
        self._page.show_side()
        QTimer.singleShot(0, side, partial(_go_back, side, place, name))

    def _head(self, found: model.Details) -> tuple[QHBoxLayout, QVBoxLayout]:
        """Show the photo, the name, and what somebody is here; give the line, and the column beside the photo."""
        head, words, line = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        words.setSpacing(4)
        person = found.person
        photo = PhotoButton(self._page, person.uid, found.label, found.family.photo)
        head.addWidget(photo, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(label(found.label, "heading"))
        for role in person.roles:
            line.addWidget(badge(role_words(role), "accent"))
        if person.kind != "student":
            line.addWidget(badge(kind_words(person.kind), "quiet"))
        if person.status != "present":
            line.addWidget(badge(status_words(person.status), "warning"))
        line.addStretch(1)
        if line.count() > 1:
            words.addLayout(line)
        head.addLayout(words, 1)
        return head, words

    def _parts(self, found: model.Details) -> list[tuple[str, str]]:
        n = len(found.notes) + len(found.handed)
        week = [("free", say("Week"))] if found.person.kind == "student" else []
        return [
            ("details", say("Details")),
            *week,
            ("notes", say("Notes {n}", n=n) if n else say("Notes")),
            ("history", say("History")),
        ]

    def _foot(self, found: model.Details, foot: QHBoxLayout) -> None:
        person, top = found.person, Qt.AlignmentFlag.AlignTop
        edit = Button(say("Edit"), partial(self._page.edit_person, person.uid), icon="pencil-outline", writes=True)
        note = partial(self._page.shell.go, "notes", about=person.uid)
        if foot is not self._page.side.foot:
            foot.addStretch(1)  # the words beside the photo take no more than they need
        for button in (edit, Button(say("New note"), note, icon="note-plus-outline", writes=True)):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            foot.addWidget(button, 0, top)
        if foot is self._page.side.foot:
            foot.addStretch(1)

    def _go(self, part: str, found: model.Details) -> None:
        self._part = part
        self._on_loaded(found)

    def _details(self, found: model.Details) -> None:
        across = 1 if self._page.side.beside else 2
        for at in range(0, len(found.facts), across):
            line = QHBoxLayout()
            for word, value in found.facts[at : at + across]:
                line.addLayout(fact(word, value), 1)
            if len(found.facts[at:]) < across:
                line.addStretch(1)
            self._page.side.body.addLayout(line)
        self.family.show(found)
        for role in ("mentor", "mentee"):
            part = next((p for p in found.parts if p.role == role), None)
            if part is not None:
                self._participation(part)
        if found.parts or found.wants or found.avoids or found.avoided_by:
            self._wishes(found)
        for pair in found.pairs:
            self._pair(found, pair)
        self._deeds(found)

    def _participation(self, part: Participant) -> None:
        body = self._page.side.body
        body.addWidget(rule())
        title = say("Takes part as {mentor}") if part.role == "mentor" else say("Takes part as {mentee}")
        body.addWidget(label(title, "strong"))
        if part.role == "mentor":
            self._fact(say("Places"), say_many("1 {mentee}", "{n} {mentees}", part.places))
        for word, values in (
            (say("Interests"), part.interests),
            (say("Goals"), part.goals),
            (say("Languages"), part.languages),
        ):
            self._fact(word, joined(values) or say("not said yet"))
        for word, value in (
            (say("Can help in") if part.role == "mentor" else say("Needs help in"), joined(part.subjects)),
            (say("Shares"), joined(part.experiences)),
            (say("Style"), model.style_words(part.style)),
        ):
            if value:
                self._fact(word, value)
        line = QHBoxLayout()
        change = Button(
            say("Change"), lambda: AnswersSheet(self._page, part).open(), icon="pencil-outline", writes=True
        )
        change.setAccessibleName(say("Change: {what}", what=title))
        act = partial(leaving.withdraw, self._page, (self.uid,), part.role)
        withdraw = Button(say("Withdraw"), act, icon=_MINUS, writes=True)
        withdraw.setAccessibleName(say("Withdraw: {what}", what=title))
        line.addWidget(change)
        line.addWidget(withdraw)
        line.addStretch(1)
        body.addLayout(line)
        ask = partial(self._page.shell.go, "matching", why_not=self.uid)
        body.addWidget(Button(say("Why not with …?"), ask, kind="quiet", icon="help-circle-outline"), 0, _LEFT)

    def _wishes(self, found: model.Details) -> None:
        body = self._page.side.body
        body.addWidget(rule())
        head = QHBoxLayout()
        head.addWidget(label(say("Wishes"), "strong"), 1)
        change = Button(say("Change"), lambda: WishesSheet(self._page, found).open(), kind="quiet", writes=True)
        change.setAccessibleName(say("Change the wishes"))
        head.addWidget(change)
        body.addLayout(head)
        names = {"wants": joined(n for _, n in found.wants), "avoids": joined(n for _, n in found.avoids)}
        self._fact(say("Would like"), names["wants"] or say("nobody named"))
        self._fact(say("Not with"), names["avoids"] or say("nobody named"))
        if found.avoided_by:
            self._fact(say("Avoided by"), joined(found.avoided_by))

    def _pair(self, found: model.Details, pair: Pair) -> None:
        mentee = pair.mentee == found.person.uid
        other = pair.mentor_name if mentee else pair.mentee_name
        since = say("since {day}", day=show_date(pair.since))
        ended = say("ended {day}", day=show_date(pair.ended))
        detail = ended if pair.state == "ended" else ", ".join(filter(None, (pair.slot, since)))
        note = partial(self._page.shell.go, "notes", about=found.person.uid, pair=pair.uid)
        words = say("Note beside the pair with {name}", name=other)
        button = Button(words, note, kind="icon", icon="note-plus-outline", writes=True)
        act = partial(self._page.shell.go, "people", person=pair.mentor if mentee else pair.mentee)
        title = say("{Mentor}: {name}", name=other) if mentee else say("{Mentee}: {name}", name=other)
        self._page.side.body.addWidget(rule())
        self._page.side.body.addWidget(RecordRow(title, detail, icon="link-variant", act=act, button=button))

    def _deeds(self, found: model.Details) -> None:
        """Offer what changes who somebody is here: enrolling, leaving, archiving, coming back."""
        column = QVBoxLayout()
        column.setSpacing(6)
        if found.can_take_part:
            for role in ("mentor", "mentee"):
                if all(part.role != role for part in found.parts):
                    words = say("Enrol as {mentor}") if role == "mentor" else say("Enrol as {mentee}")
                    column.addWidget(Button(words, partial(self._enrol, role), icon="plus", writes=True), 0, _LEFT)
        uids = (found.person.uid,)
        if found.person.status == "present" and found.person.kind != "guardian":
            left = Button(
                say("Has left the school"), partial(leaving.let_go, self._page, uids, LEFT), kind="quiet", writes=True
            )
            column.addWidget(left, 0, _LEFT)
        elif found.person.status != "present":
            column.addWidget(
                Button(say("Is here again"), partial(leaving.bring_back, self._page, uids), writes=True), 0, _LEFT
            )
        if found.person.status != "archived":
            archive = Button(
                say("Archive"), partial(leaving.let_go, self._page, uids, ARCHIVED), kind="quiet", writes=True
            )
            column.addWidget(archive, 0, _LEFT)
        self._page.side.body.addWidget(rule())
        self._page.side.body.addLayout(column)

    def _fact(self, word: str, value: str) -> None:
        self._page.side.body.addLayout(fact(word, value))

    def _enrol(self, role: str) -> None:
        done = lambda _: self._page.shell.toast(say("Enrolled."), undo=True)  # noqa: E731 - one use
        self._page.write(model.enrol, (self.uid,), role, done=done)

    # the week

    def _free(self, found: model.Details) -> None:
        body = self._page.side.body
        if not found.week:
            body.addWidget(
                label(say("The school's week has no periods yet. Add them as they are called here."), "muted")
            )
        else:
            body.addWidget(label(say("Choose the periods in which this person can meet."), "muted"))
            grid = WeekGrid(found.week, found.free, editable=may_write())
            grid.changed.connect(partial(self._on_free, found.person.uid))
            body.addWidget(grid)
        body.addWidget(
            Button(say("Add periods"), lambda: PeriodsSheet(self._page).open(), icon="plus", writes=True), 0, _LEFT
        )

    def _on_free(self, uid: str, free: frozenset[str]) -> None:
        self._saving += 1
        self._page.write(model.set_availability, uid, tuple(free), done=self._on_free_saved, failed=self._on_not_saved)

    def _on_free_saved(self, _changes: object) -> None:
        self._saving -= 1
        if not self._saving and self.uid:
            self.show_person(self.uid)

    def _on_not_saved(self, error: Exception) -> None:
        self._on_free_saved(None)
        self._page.shell.messages.show_error(error)

    # notes and history

    def _notes(self, found: model.Details) -> None:
        body = self._page.side.body
        if not found.notes and not found.handed:
            body.addWidget(label(say("No note you can read is about this person."), "muted"))
        for item in found.handed:
            tier = tier_of(item.compartment)
            came = say("{day}, {who}", day=show_date(item.at), who=item.by or say("from whom cannot be told"))
            row = RecordRow(
                say("Handed in: {tier}", tier=tier_word(tier)),
                came,
                icon=icons.TIER_ICONS[tier],
                tone=f"tier{tier}",
                aside="" if item.read else say("not read yet"),
                act=partial(self._page.shell.go, "handing", item=item.uid),
            )
            body.addWidget(row)
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
        if len(found.notes) > 1:
            listed = partial(self._page.shell.go, "notes", person=found.person.uid)
            body.addWidget(Button(say("All in the list of notes"), listed, kind="quiet"), 0, _LEFT)
        give = partial(self._page.shell.go, "handing", do="hand-in", about=found.person.uid)
        words = say("To who may read it; sealed, for a receipt")
        hand = Button(say("Hand in something"), give, icon="inbox-arrow-down-outline", tip=words, writes=True)
        hand.hide()  # until it is known that there is somebody to hand in to
        body.addWidget(hand, 0, _LEFT)
        self._page.session.ask(hand, open_to, done=lambda tiers: hand.setVisible(bool(tiers)))

    def _history(self, found: model.Details) -> None:
        body = self._page.side.body
        for uid, words in found.joined:
            body.addWidget(label(say("Joined with this record"), "strong"))
            body.addWidget(label(words))
            part = Button(say("Part them again"), partial(self._part_again, uid), icon="undo", writes=True)
            part.setAccessibleName(say("Part again: {record}", record=words))
            body.addWidget(part, 0, _LEFT)
            body.addWidget(rule())
        for what, when in history_lines(found.history):
            body.addWidget(label(what))
            body.addWidget(label(when, "small"))

    def _part_again(self, gone: str) -> None:
        self._page.write(part_again, gone, done=lambda _: self._page.shell.toast(say("Two records again."), undo=True))


_MINUS = "account-minus-outline"
_LEFT = Qt.AlignmentFlag.AlignLeft


def _scroll_of(side: QWidget) -> int:
    area = side.findChild(QScrollArea)
    return area.verticalScrollBar().value() if isinstance(area, QScrollArea) else 0


def _focused_in(side: QWidget) -> str:
    """Name the widget of the panel that has the keyboard, '' for none."""
    here: QWidget | None = side.window().focusWidget()
    return here.accessibleName() if here is not None and side.isAncestorOf(here) else ""


def _go_back(side: QWidget, place: int, name: str) -> None:
    """Give the keyboard to the widget of that name in the panel made anew, and scroll to where it was."""
    area = side.findChild(QScrollArea)
    if area is not None:
        area.verticalScrollBar().setValue(place)
    if not name:
        return
    there = [w for w in side.findChildren(QWidget) if w.isVisibleTo(side) and w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    exact = next((w for w in there if w.accessibleName() == name), None)
    # A cell of the week says in its name whether it is free, which has just changed.
    alike = next((w for w in there if name.partition(":")[0] == w.accessibleName().partition(":")[0]), None)
    found = exact or alike or next(iter(there), None)
    if found is not None:
        found.setFocus(Qt.FocusReason.OtherFocusReason)
