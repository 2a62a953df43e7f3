"""Writing a note: about whom, then who may read it, then the text, in the frame of its tier."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models import notes as model
from desktop.models.typed import shown_for_typing
from desktop.services.language import profile, say
from desktop.services.notes.types import PRIVATE
from desktop.services.vault.types import Changes
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.draft_text import DraftTextEdit
from desktop.views.widgets.labels import label
from desktop.views.widgets.tier import TierFrame

if TYPE_CHECKING:
    from desktop.views.notes.page import NotesPage


class NoteEditor(QWidget):
    """One note being written. `key` names its draft: note:<tier>:<person>:<note>."""

    def __init__(self, page: NotesPage, closed: Callable[[], object]) -> None:
        super().__init__()
        self._page, self._closed = page, closed
        self._people: dict[str, str] = {}
        self._about, self._tier, self._uid = "", 0, ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        self._readers = label("", "muted")
        column.addWidget(self._readers)
        self.frame = TierFrame(1)
        self.text = DraftTextEdit(say("Text of the note"), page.session.drafts, "note:0::", page="notes")
        self.text.text_paused.connect(lambda *_: self.frame.set_aside(say("draft kept")))
        self.frame.body.addWidget(self.text, 1)
        column.addWidget(self.frame, 1)
        column.addLayout(self._make_foot())

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        self.who = QLineEdit()
        self.who.setAccessibleName(say("About whom"))
        self.who.setPlaceholderText(say("About whom? Type a name or a number"))
        self.who.setMinimumWidth(300)
        self.who.textChanged.connect(self._on_who)
        options = [
            (str(t), model.tier_words(t)) for t in (1, 2, 4) if self._page.session.holds(model.compartment_of(t))
        ]
        self.tiers = Chips(say("Who may read it"), options)
        self.tiers.chosen.connect(lambda tier: self._choose_tier(int(str(tier))))
        self._day = QLineEdit()
        self._day.setAccessibleName(say("Happened on"))
        self._day.setMaximumWidth(130)
        head.addWidget(self.who, 1)
        head.addWidget(label(say("Who may read it"), "small", wrap=False))
        head.addWidget(self.tiers)
        head.addWidget(label(say("Happened on"), "small", wrap=False))
        head.addWidget(self._day)
        return head

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._hint = label("", "small")
        foot.addWidget(self._hint, 1)
        foot.addWidget(Button(say("Back"), self.leave, tip=say("What you typed is kept as a draft")))
        self.save_button = Button(say("Save"), partial(self.save, sign=False), key="Ctrl+S")
        self.sign_button = Button(say("Sign and lock"), partial(self.save, sign=True), key="Ctrl+Return", kind="filled")
        foot.addWidget(self.save_button)
        foot.addWidget(self.sign_button)
        return foot

    @property
    def key(self) -> str:
        """Name the draft of what is being written."""
        return f"note:{self._tier}:{self._about}:{self._uid}"

    def begin(self, about: str, tier: int, uid: str, text: str = "") -> None:
        """Start a new note, or go on with one; a kept draft comes back with its caret."""
        self._about, self._tier, self._uid = about, tier, uid
        self.who.setEnabled(not uid)
        self.tiers.setEnabled(not uid)
        today = self._page.session.clock.today().isoformat()
        self._day.setText(shown_for_typing(today, profile().date_order))
        self.tiers.choose(str(tier) if tier else "")
        self.text.set_key(self.key)
        if not self.text.restore() and text:
            self.text.setPlainText(text)
        self.frame.set_aside("")
        self._show_tier()
        self._page.session.ask(self, model.everybody, done=self._on_people)
        (self.text if tier and about else self.who).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_people(self, people: tuple[tuple[str, str], ...]) -> None:
        self._people = dict(people)
        completer = QCompleter([name for name, _ in people], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.who.setCompleter(completer)
        name = next((name for name, uid in people if uid == self._about), "")
        if name:
            self.who.setText(name)
            if not self._tier:
                self.tiers.setFocus()

    def _on_who(self, name: str) -> None:
        uid = self._people.get(name, "")
        if uid and uid != self._about:
            self._about = uid
            self._move_draft()
        self._allow()

    def _choose_tier(self, tier: int) -> None:
        self._tier = tier
        self._move_draft()
        self._show_tier()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_draft(self) -> None:
        """Keep what is typed under its new name, and forget the old one."""
        typed = self.text.toPlainText()
        if typed:
            self.text.settle()
        self.text.set_key(self.key)
        if typed:
            self.text.setPlainText(typed)

    def _show_tier(self) -> None:
        self.frame.setVisible(bool(self._tier))
        self._readers.setVisible(not self._tier)
        self._readers.setText(say("Choose who may read it; then write."))
        if self._tier:
            self.frame.set_tier(self._tier)
            self.text.setPlaceholderText(say("What was said, seen, done and agreed. Keep facts and opinions apart."))
            risk = say("What may put a child at risk belongs with the {lead}, not here.")
            self._hint.setText(risk if self._tier == PRIVATE else "")
        self._allow()

    def _allow(self) -> None:
        ready = bool(self._tier and self._about)
        self.save_button.setEnabled(ready)
        self.sign_button.setEnabled(ready)

    def save(self, *, sign: bool) -> None:
        """Save, and sign if asked; "Saved" is said after the commit."""
        text = self.text.toPlainText()
        today = self._page.session.clock.today().isoformat()
        happened = model.typed_day(self._day.text(), profile().date_order, today)
        self.save_button.setEnabled(False)
        self.sign_button.setEnabled(False)
        verb = model.save_and_sign if sign else model.save
        self._page.session.write(
            self,
            verb,
            self._tier,
            self._about,
            self._uid,
            text,
            happened,
            done=partial(self._done, sign),
            failed=self._failed,
        )

    def _done(self, sign: bool, _changes: Changes | tuple[Changes, ...]) -> None:
        self.text.settle()
        self._closed()
        self._page.shell.toast(say("Signed and saved.") if sign else say("Saved."), undo=True)

    def _failed(self, error: Exception) -> None:
        self._allow()
        self._page.shell.messages.show_error(error)

    def leave(self) -> None:
        """Go back; what is typed stays as a draft."""
        self.text.flush()
        self._closed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back without losing text."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
