"""Handing in: to whom, about whom, the text; then the receipt, and the text is gone from here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.models import handing as model
from desktop.services.language import say
from desktop.views import theme
from desktop.views.messages import sentence_of
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import clear_layout
from desktop.views.widgets.draft_text import DraftTextEdit
from desktop.views.widgets.finder import Finder, Known
from desktop.views.widgets.labels import label, selectable
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.tier import TierFrame, tier_marks

if TYPE_CHECKING:
    from desktop.views.handing.page import HandingPage


def _labelled(words: str, field: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    above = label(words, "small", wrap=False)
    above.setBuddy(field)
    column.addWidget(above)
    column.addWidget(field)
    return column


class HandInSheet(Sheet):
    """One text on its way to who may read it. What is typed is a draft until it is handed in."""

    def __init__(self, page: HandingPage, open_to: tuple[int, ...], giving: model.Giving) -> None:
        purpose = say("It is sealed at once. You get a receipt, and cannot read it again yourself.")
        super().__init__(page.shell.window_widget, say("Hand in"), purpose, width=600)
        self.comes_back("hand_in")
        self._page, self._open_to = page, open_to
        self.receipt = ""
        kept = page.session.drafts.find(model.DRAFT)
        self.giving = model.giving_from(kept.record) if kept is not None else giving
        if self.giving.tier not in open_to:
            self.giving = replace(self.giving, tier=open_to[0] if len(open_to) == 1 else 0)
        self._make_head()
        self._make_text()
        self._error = label("", "error")
        self._error.hide()
        self.body.addWidget(self._error)
        # What is typed stays as a draft; the page offers it again.
        self.later = self.add_cancel(say("Later"))
        self.later.setToolTip(say("What you typed is kept, sealed to you alone"))
        self.throw = self.add_button(Button(say("Throw away"), self._throw_away))
        self.give = self.add_button(Button(say("Hand in"), self.hand_in, kind="filled", writes=True))
        self.finished.connect(self._on_finished)
        page.session.ask(self, model.everybody, done=self._on_people)
        self._show_tier()
        self._take_keyboard()

    def _make_head(self) -> None:
        if self._open_to and 3 not in self._open_to:
            words = say("No {lead} can unlock this workspace yet. What may put a child at risk: tell them in person.")
            self.body.addWidget(label(words, "warning"))
        options = [(str(tier), model.to_words(tier)) for tier in self._open_to]
        self.tiers = Chips(say("Who is to read it"), options, marks=tier_marks())
        self.tiers.choose(str(self.giving.tier))
        self.tiers.chosen.connect(lambda tier: self._choose(int(str(tier))))
        self.who = Finder(say("About whom"), say("Nobody, or type a name or a number"))
        self.who.choose(self.giving.about)
        self.who.found.connect(self._on_who)
        if self._open_to:
            self.body.addLayout(_labelled(say("Who is to read it"), self.tiers))
        self.body.addLayout(_labelled(say("About whom, if you wish; it is sealed with the text"), self.who))
        # A draft outlived whom it was for: its text is shown all the same, to be copied into a note.
        words = say("Choose who is to read it; then write.") if self._open_to else model.nobody_words()
        self._first = label(words, "muted" if self._open_to else "warning")
        self.body.addWidget(self._first)

    def _make_text(self) -> None:
        self.frame = TierFrame(2)
        self.text = DraftTextEdit(say("What you hand in"), self._page.session.drafts, model.DRAFT, page="handing")
        self.text.confidential = True
        self.text.setPlaceholderText(say("What was said and seen, when and where, in their own words. No opinions."))
        self.text.setMinimumHeight(theme.pixels(170))
        self._name_draft()
        if self.text.restore():
            self.frame.set_aside(say("your draft is back"))
        self.text.text_paused.connect(lambda *_: self._say_kept())
        self.frame.body.addWidget(self.text, 1)
        self.body.addWidget(self.frame, 1)

    def _on_people(self, people: tuple[tuple[str, str, str], ...]) -> None:
        self.who.set_known(Known(words, uid, more) for words, uid, more in people)

    def _take_keyboard(self) -> None:
        first = self.tiers.findChild(Button)
        if self.giving.tier or first is None:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    # what is being handed in

    def _choose(self, tier: int) -> None:
        self._take(replace(self.giving, tier=tier))
        self._show_tier()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_who(self, uid: str) -> None:
        self._take(replace(self.giving, about=uid))

    def _take(self, giving: model.Giving) -> None:
        self.giving = giving
        self._name_draft()
        if self.text.toPlainText():
            self.text.note_now()

    def _name_draft(self) -> None:
        """Let what it is about travel with the draft."""
        self.text.set_key(model.DRAFT, self.giving.as_text(), "hand-in")

    def _show_tier(self) -> None:
        tier = self.giving.tier
        self.frame.setVisible(bool(tier) or not self._open_to)
        self.give.setVisible(bool(self._open_to))
        self._first.setVisible(not tier)
        if tier:
            self.frame.set_tier(tier, model.to_words(tier))
        self.give.setEnabled(bool(tier))
        self.give.setToolTip("" if tier else say("Choose who is to read it."))

    def _say_kept(self) -> None:
        self.frame.set_aside(say("draft kept") if self.text.toPlainText() else "")

    def unkept(self) -> tuple[str, ...]:
        """Lose nothing: the draft keeps text and name. A name that fits nobody is no loss."""
        return ()

    # ending

    def hand_in(self) -> None:
        """Seal it; from then on nobody here can read it."""
        if self.who.text().strip() and not self.giving.about:
            self._say_error(say("Nobody is called that here. Choose a person from the list, or empty the field."))
            self.who.setFocus()
            return
        self._error.hide()
        self._busy(busy=True)
        self._page.session.write(
            self, model.hand_in, self.giving, self.text.toPlainText(), done=self._on_done, failed=self._failed
        )

    def _busy(self, *, busy: bool) -> None:
        self.text.setReadOnly(busy)  # what is typed while it is being sealed would be lost
        for widget in (self.give, self.throw, self.later, self.tiers, self.who):
            widget.setEnabled(not busy)

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        self._say_error(sentence_of(error))
        self.text.setFocus()

    def _say_error(self, words: str) -> None:
        self._error.setText(words)
        self._error.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _on_done(self, parts: tuple[object, ...]) -> None:
        """Show the receipt in place of what was typed, of which nothing stays: no draft, no undo."""
        self.receipt = str(parts[-1])
        self.text.settle()
        self.stays_away()  # after that: the steps of a text are noted as long as it has a draft
        clear_layout(self.body)
        clear_layout(self.buttons)
        self.buttons.addStretch(1)
        number = selectable(self.receipt, "title")
        number.setAccessibleName(say("Receipt {receipt}", receipt=self.receipt))
        self.body.addWidget(label(say("Handed in. Your receipt:"), "strong"))
        self.body.addWidget(number)
        words = say(
            "Whoever reads it sees this receipt too, so you can ask about it without saying what it is about. It stays "
            "in your list. If a child is in danger now, do not wait: tell the {lead} in person."
        )
        self.body.addWidget(label(words, "muted"))
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.body.addWidget(room, 1)
        close = self.add_button(Button(say("Close"), self.accept, kind="filled"))
        close.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, number.accessibleName()))
        self.setMinimumHeight(0)
        self.fit()

    def _throw_away(self) -> None:
        self.text.settle()
        self.accept()

    def _on_finished(self, _result: int) -> None:
        if not self.receipt:
            self.text.flush()
        if self._page.session.state == "open":  # else the window is closing, and the sheet with it
            self._page.on_sheet_closed()


def open_sheet(page: HandingPage, giving: model.Giving) -> None:
    """Ask to whom one can hand in, then show the sheet."""
    page.ask(model.open_to, done=partial(_show, page, giving))


def _show(page: HandingPage, giving: model.Giving, open_to: tuple[int, ...]) -> None:
    if open_to or page.session.drafts.find(model.DRAFT) is not None:
        page.show_sheet(HandInSheet(page, open_to, giving))
    else:
        page.say_nobody(giving.about)
