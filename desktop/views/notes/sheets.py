"""Adding to a signed note, and re-filing one to another person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models import notes as model
from desktop.services.language import say
from desktop.services.notes.types import NoteHead
from desktop.services.vault.types import Changes
from desktop.views.messages import sentence_of
from desktop.views.notes.text import NoteField
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import Form
from desktop.views.widgets.finder import Finder, Known
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet
from desktop.views.widgets.tier import TierFrame

if TYPE_CHECKING:
    from desktop.views.notes.page import NotesPage


class AddendumSheet(Sheet):
    """A dated addendum with its reason; the signed text stays as it is."""

    def __init__(self, page: NotesPage, heading: NoteHead) -> None:
        purpose = say("The signed note stays as it is; what you add stands below it with today's date.")
        super().__init__(page.shell.window_widget, say("Add to a signed note"), purpose, width=560)
        self._page, self._heading = page, heading
        self.comes_back("addendum", note=heading.uid)
        self.form = Form()
        self.reason = self.form.line(
            "reason", say("Why is something added?"), say("For example: a correction, or later news.")
        )
        self.body.addWidget(self.form)
        frame = TierFrame(heading.tier)
        self._key = f"addendum:{heading.uid}"
        self.text = NoteField(say("What is added"), page.session.drafts, self._key, page="notes")
        self.text.set_tier(heading.tier)
        draft = page.session.drafts.find(self._key)
        if draft is not None:
            self.reason.setText(draft.record.split("|", 2)[-1])
        self._name_draft()
        self.text.restore()
        self.reason.textChanged.connect(lambda _: self._keep_reason())
        self.text.setMinimumHeight(140)
        frame.body.addWidget(self.text)
        self.body.addWidget(frame, 1)
        self._error = label("", "error")
        self.body.addWidget(self._error)
        # What is typed stays as a draft; the list of notes offers it again.
        self.add_cancel(say("Later"))
        self.add_button(Button(say("Throw away"), self._throw_away))
        self.save_button = self.add_button(Button(say("Add"), self.save, kind="filled", writes=True))
        self.finished.connect(self._on_finished)
        (self.text if self.text.toPlainText() else self.reason).setFocus()

    @property
    def key(self) -> str:
        """The key of the draft."""
        return self._key

    def _name_draft(self) -> None:
        """Let the reason travel with the draft of the text."""
        self.text.set_key(self._key, f"{self._heading.tier}|{self._heading.uid}|{self.reason.text()}")
        self.text.typed_beside = bool(self.reason.text().strip())

    def _keep_reason(self) -> None:
        self._name_draft()
        self.text.note_now()

    def unkept(self) -> tuple[str, ...]:
        """Lose nothing: the draft keeps the reason, with its text or without."""
        return ()

    def _on_finished(self, _result: int) -> None:
        self.text.flush()
        if self._page.session.state == "open":  # else the window is closing, and the sheet with it
            self._page.table.setFocus()  # the button that opened this goes with the panel
            self._page.refresh()

    def _throw_away(self) -> None:
        self.text.settle()
        self.accept()

    def save(self) -> None:
        """Save it."""
        if not self.reason.text().strip():
            self.form.show_errors({"reason": say("Say why something is added.")})
            return
        self.form.show_errors({})
        self.save_button.setEnabled(False)
        self._page.session.write(
            self,
            model.add_addendum,
            self._heading.tier,
            self._heading.uid,
            self.reason.text(),
            self.text.toPlainText(),
            done=self._done,
            failed=self._failed,
        )

    def _done(self, _changes: Changes) -> None:
        self.text.settle()
        self.accept()
        self._page.shell.toast(say("Added."), undo=True)

    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self._error.setText(sentence_of(error))


class RefileSheet(Sheet):
    """Move a note that was filed under the wrong person; both records keep a trace."""

    def __init__(self, page: NotesPage, heading: NoteHead, people: tuple[tuple[str, str, str], ...]) -> None:
        purpose = say(
            "The note moves to the right record. The wrong one keeps only a line that something was moved, and why."
        )
        super().__init__(page.shell.window_widget, say("Re-file a note"), purpose, width=520)
        self._page, self._heading = page, heading
        self.comes_back("refile", note=heading.uid)
        self.form = Form()
        self.who = Finder(say("About whom is it?"), say("Type a name or a number"))
        self.who.set_known(Known(words, uid, more) for words, uid, more in people if uid != heading.person)
        self.form.add("who", say("About whom is it?"), self.who)
        self.why = self.form.line("why", say("Why is it moved?"), text=say("Filed under the wrong person"))
        self.body.addWidget(self.form)
        self.add_cancel()
        self.add_button(Button(say("Re-file"), self.save, kind="filled", writes=True))
        self.who.taken.connect(lambda _: self.why.setFocus())
        self.who.setFocus()

    def save(self) -> None:
        """Move it."""
        uid = self.who.uid
        if not uid:
            self.form.show_errors({"who": say("Choose a person from the list.")})
            return
        self._page.session.write(
            self,
            model.refile,
            self._heading.tier,
            self._heading.uid,
            uid,
            self.why.text(),
            done=self._done,
            failed=self._failed,
        )

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.table.setFocus()
        self._page.shell.toast(say("Re-filed."), undo=True)

    def _failed(self, error: Exception) -> None:
        self.form.show_errors({"why": sentence_of(error)})
