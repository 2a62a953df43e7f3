"""Writing a note: about whom, then who may read it, then the text, in the frame of its tier."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.models import notes as model
from desktop.models.dates import date_hint, read_date
from desktop.services.language import profile, say
from desktop.services.notes.errors import DayToCome, NoSuchDay
from desktop.services.notes.types import PRIVATE
from desktop.services.vault.types import Changes
from desktop.views import theme
from desktop.views.notes.text import NoteField
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.finder import Finder, Known
from desktop.views.widgets.labels import label
from desktop.views.widgets.left_fields import fill_fields, read_fields
from desktop.views.widgets.tier import TierFrame, tier_marks

if TYPE_CHECKING:
    from desktop.views.notes.page import NotesPage


def _labelled(words: str, field: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    above = label(words, "small", wrap=False)
    above.setBuddy(field)
    column.addWidget(above)
    column.addWidget(field)
    return column


class NoteEditor(QWidget):
    """One note being written. `key` names its draft; `writing` says what it is about and travels with the draft."""

    def __init__(self, page: NotesPage, closed: Callable[[str], object]) -> None:
        super().__init__()
        self._page, self._closed = page, closed
        self.key = ""
        self.writing = model.Writing()
        self._before = ""
        self._caret = 0
        self._besides: dict[str, model.Beside] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        self._readers = label(say("Choose who may read it; then write."), "muted")
        column.addWidget(self._readers)
        self.frame = TierFrame(1)
        self.text = NoteField(say("Text of the note"), page.session.drafts, "note:", page="notes")
        self.text.text_paused.connect(lambda *_: self._say_kept())
        self.text.setPlaceholderText(say("What was said, seen, done and agreed. Keep facts and opinions apart."))
        self.frame.body.addWidget(self.text, 1)
        column.addWidget(self.frame, 1)
        self._room = QWidget()
        self._room.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column.addWidget(self._room, 1)
        column.addLayout(self._make_foot())

    def _make_head(self) -> QVBoxLayout:
        self.who = Finder(say("About whom"), say("Type a name or a number"))
        self.who.found.connect(self._on_who)
        # Later: the list that closes gives the keyboard back to the field first.
        self.who.taken.connect(lambda _: QTimer.singleShot(0, self, self._go_on))
        self.beside = Choice(say("Beside"), [("", say("the person alone"))])
        self.beside.chosen.connect(self._on_beside)
        options = [
            (str(t), model.tier_words(t)) for t in model.TIERS if self._page.session.holds(model.compartment_of(t))
        ]
        self.tiers = Chips(say("Who may read it"), options, marks=tier_marks())
        self.tiers.chosen.connect(lambda tier: self._choose_tier(int(str(tier))))
        self.day = QLineEdit()
        self.day.setAccessibleName(say("Happened on"))
        self.day.setToolTip(date_hint(profile().date_order))
        self.day.setFixedWidth(theme.pixels(130))
        self.day.textEdited.connect(self._on_day)
        above, below = QHBoxLayout(), QHBoxLayout()
        for line in (above, below):
            line.setSpacing(16)
        above.addLayout(_labelled(say("About whom"), self.who), 1)
        above.addLayout(_labelled(say("Beside"), self.beside), 1)
        below.addLayout(_labelled(say("Who may read it"), self.tiers))
        below.addLayout(_labelled(say("Happened on"), self.day))
        below.addStretch(1)
        head = QVBoxLayout()
        head.setSpacing(10)
        head.addLayout(above)
        head.addLayout(below)
        return head

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._hint = label("", "small")
        foot.addWidget(self._hint, 1)
        self._drop = Button(say("Throw away"), self.throw_away, tip=say("Forget what you typed here"))
        foot.addWidget(self._drop)
        foot.addWidget(Button(say("Back"), self.leave, tip=say("What you typed is kept as a draft")))
        self.save_button = Button(say("Save"), partial(self.save, sign=False), key="Ctrl+S", writes=True)
        self.sign_button = Button(
            say("Sign and lock"), partial(self.save, sign=True), key="Ctrl+Return", kind="filled", writes=True
        )
        foot.addWidget(self.save_button)
        foot.addWidget(self.sign_button)
        return foot

    # beginning

    def begin(self, writing: model.Writing, key: str = "", text: str = "") -> None:
        """Start a new note, or go on with one; a kept draft comes back with its caret, in place of `text`."""
        self.key = key or model.draft_key(writing.uid)
        self.writing, self._before, self._caret = writing, text, 0
        if not writing.day:
            self.writing = replace(writing, day=model.day_shown(self._page.session.clock.today().isoformat()))
        new = not writing.uid
        for field in (self.who, self.tiers, self.beside):
            field.setEnabled(new)
        self.who.choose(writing.about)
        self.day.setText(self.writing.day)
        self._mark_day()
        self.tiers.choose(str(writing.tier) if writing.tier else "")
        self.text.set_key(self.key, self.writing.as_text())
        back = self.text.restore()
        if not back:
            self.text.show_text(text)
        self.frame.set_aside(say("your draft is back") if back else "")
        self._drop.setVisible(back)
        self._show_tier()
        self._page.session.ask(self, model.everybody, done=self._on_people)
        self._read_besides()
        self.take_keyboard()

    def typed(self) -> str:
        """Say where the keyboard is, and what the draft does not know: a name that is not yet anybody's."""
        return json.dumps(read_fields(self, only_typed=True))

    def type_again(self, typed: str) -> None:
        """Put back what `typed` gave, once the editor is shown: showing it gives the keyboard to its text."""
        QTimer.singleShot(0, self, lambda: self._fill(json.loads(typed)))

    def _fill(self, kept: dict[str, Any]) -> None:
        # Somebody who was chosen is shown by uid: the record may have another name by now.
        fields = {name: one for name, one in kept["fields"].items() if not isinstance(one, list) or not one[0]}
        fill_fields(self, kept | {"fields": fields})
        self._caret = int(kept["caret"])
        self._put_caret()

    def _on_people(self, people: tuple[tuple[str, str, str], ...]) -> None:
        self.who.set_known(Known(words, uid, more) for words, uid, more in people)
        self._put_caret()

    def _put_caret(self) -> None:
        """Put the caret back into a name that was shown again, where nobody has typed meanwhile."""
        if self._caret and self.who.uid and self.who.text():
            if self.who.hasFocus() and not self.who.isModified():
                self.who.setCursorPosition(self._caret)
            self._caret = 0

    def take_keyboard(self) -> None:
        """Go to the text where one is being written; else to the first thing that is still to be said."""
        if self.writing.tier and self.text.toPlainText():
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.writing.about:
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.writing.tier:
            first = self.tiers.findChild(Button)
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        if not self.writing.tier or not self.text.toPlainText():
            self.take_keyboard()

    # what it is about

    def _on_who(self, uid: str) -> None:
        self._take(self.writing.about_person(uid))
        self._read_besides()

    def _on_beside(self, key: str) -> None:
        chosen = self._besides.get(key, model.Beside())
        self._take(replace(self.writing, pair=chosen.pair, meeting=chosen.meeting))

    def _on_day(self, text: str) -> None:
        self._mark_day()
        self._take(replace(self.writing, day=text))

    def _mark_day(self) -> None:
        text = self.day.text()
        theme.mark(self.day, "wrong", bool(text.strip()) and read_date(text, profile().date_order) is None)

    def _choose_tier(self, tier: int) -> None:
        self._take(replace(self.writing, tier=tier))
        self._show_tier()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, writing: model.Writing) -> None:
        """Remember what the note is about, with what is typed so far."""
        self.writing = writing
        self.text.set_key(self.key, writing.as_text())
        if self.text.changed_from(self._before):
            self.text.note_now()
        self._allow()

    def _read_besides(self) -> None:
        about = self.writing.about
        self._page.session.ask(self, model.beside_choices, about, done=partial(self._on_besides, about))

    def _on_besides(self, about: str, found: tuple[model.Beside, ...]) -> None:
        if about != self.writing.about:
            return
        self._besides = {one.key: one for one in found}
        self.beside.set_options([("", say("the person alone")), *((one.key, one.words) for one in found)])
        wanted = model.Beside(self.writing.pair, self.writing.meeting).key
        self.beside.choose(wanted if wanted in self._besides else "")
        self.beside.setEnabled(not self.writing.uid and bool(found))

    def _show_tier(self) -> None:
        tier = self.writing.tier
        self.frame.setVisible(bool(tier))
        self._readers.setVisible(not tier)
        self._room.setVisible(not tier)
        self._hint.setText(
            say("What may put a child at risk belongs with the {lead}, not here.") if tier == PRIVATE else ""
        )
        if tier:
            self.frame.set_tier(tier)
            self.text.set_tier(tier)
        self._allow()

    def _allow(self) -> None:
        ready = bool(self.writing.tier and self.writing.about)
        self.save_button.setEnabled(ready)
        self.sign_button.setEnabled(ready)
        tip = "" if ready else say("Choose a person from the list, and who may read it.")
        self.save_button.setToolTip(tip)
        self.sign_button.setToolTip(tip)

    def _say_kept(self) -> None:
        self.frame.set_aside(say("draft kept") if self.text.toPlainText() else "")
        self._drop.setVisible(self.text.changed_from(self._before))

    # ending

    def save(self, *, sign: bool) -> None:
        """Save, and sign if asked; "Saved" is said after the commit."""
        self.save_button.setEnabled(False)
        self.sign_button.setEnabled(False)
        self.text.setReadOnly(True)  # what is typed while it is being saved would be lost
        verb = model.save_and_sign if sign else model.save
        text = self.text.toPlainText()
        done, key = partial(self._done, sign), self.key
        self._page.session.write(
            self, verb, self.writing, text, done=partial(done, key), failed=partial(self._failed, key)
        )

    def _done(self, sign: bool, key: str, changes: Changes | tuple[Changes, ...]) -> None:
        self._page.session.drafts.drop(key)
        self._page.shell.toast(say("Signed and saved.") if sign else say("Saved."), undo=True)
        if key == self.key:
            self.text.setReadOnly(False)
            self.text.settle()
            self.key = ""
            self._closed(model.newest_uid(changes))

    def _failed(self, key: str, error: Exception) -> None:
        self._page.shell.messages.show_error(error)
        if key == self.key:
            self.text.setReadOnly(False)
            self._allow()
            about_day = isinstance(error, NoSuchDay | DayToCome)
            theme.mark(self.day, "wrong", about_day)
            (self.day if about_day else self.text).setFocus()

    def throw_away(self) -> None:
        """Forget what is typed, and go back."""
        self.text.settle()
        self.key = ""
        self._closed("")

    def put_away(self) -> bool:
        """Keep what is typed as a draft, without going back; says whether there was something to keep."""
        kept = bool(self.key) and self.text.changed_from(self._before)
        if kept:
            self.text.flush()
            self.text.note_now()
        elif self.key:
            self.text.settle()  # nothing differs from what is saved: no draft
        self.key = ""
        return kept

    def leave(self) -> None:
        """Go back; what is typed stays as a draft."""
        self.put_away()
        self._closed("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back without losing text."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
