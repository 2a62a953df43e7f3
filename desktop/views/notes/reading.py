"""Beside the list: whose note it is and who reads it; its text when somebody asks for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.models import notes as model
from desktop.models.rows import Row
from desktop.services.language import say, show_date
from desktop.services.notes.types import NoteHead
from desktop.views.notes.sheets import AddendumSheet, RefileSheet
from desktop.views.notes.text import shown_text
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import label, rule
from desktop.views.widgets.tier import TierFrame

if TYPE_CHECKING:
    from desktop.views.notes.page import NotesPage


class NotePanel:
    """Fills the page's side panel with one note. `open` is (tier, uid) of the note whose text is shown."""

    def __init__(self, page: NotesPage) -> None:
        """Work on the side panel of `page`."""
        self._page = page
        self.open: tuple[int, str] | None = None

    def clear(self) -> None:
        """Show no note."""
        self.open = None
        self._page.side.clear()

    def offer(self, row: Row) -> None:
        """Offer to show a text, and say who reads it."""
        side = self._page.side
        self.clear()
        frame = TierFrame(row[model.TIER], lent=row[model.LENT])
        frame.set_aside(row[model.STATE])
        frame.body.addWidget(label(say("About {name}", name=row[model.ABOUT]), "strong"))
        if row[model.BESIDE]:
            frame.body.addWidget(label(say("Beside {pair}", pair=row[model.BESIDE]), "small"))
        frame.body.addWidget(label(say("{day}, {who}", day=show_date(row[model.WHEN]), who=row[model.BY]), "small"))
        side.body.addWidget(frame)
        side.body.addStretch(1)
        show = Button(say("Show the text"), partial(self._page.show_note, row[model.UID]), key="T", icon="eye-outline")
        side.foot.addWidget(show)
        side.foot.addStretch(1)
        self._page.show_side()

    def read(self, tier: int, uid: str) -> None:
        """Read and show a text."""
        self.open = (tier, uid)
        self._page.ask(model.load_note, tier, uid, done=self._on_read, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self.clear()
        self._page.shell.messages.show_error(error)

    def _on_read(self, opened: model.Opened) -> None:
        heading, content = opened.heading, opened.content
        if self.open != (heading.tier, heading.uid) or self._page.writing:
            return
        side = self._page.side
        side.clear()
        frame = TierFrame(heading.tier, lent=heading.lent)
        frame.set_aside(model.state_words(heading))
        frame.body.addWidget(label(say("About {name}", name=opened.about), "strong"))
        if opened.beside:
            frame.body.addWidget(label(opened.beside[:1].upper() + opened.beside[1:], "small"))
        day = show_date(heading.happened_on)
        frame.body.addWidget(label(say("{day}, {who}", day=day, who=heading.author), "small"))
        if content is None:
            words = say("This note was re-filed to another record: {why}", why=opened.why_moved)
            frame.body.addWidget(label(words, "muted"))
        else:
            for trace in heading.traces:
                words = say("Re-filed here on {day} by {who}", day=show_date(trace.at), who=trace.by)
                frame.body.addWidget(label(words, "small"))
            frame.body.addWidget(shown_text(content.text, heading.tier))
        for addendum in content.addenda if content else ():
            frame.body.addWidget(rule())
            words = say(
                "Added {day} by {who}: {why}", day=show_date(addendum.at), who=addendum.author, why=addendum.reason
            )
            frame.body.addWidget(label(words, "small"))
            frame.body.addWidget(shown_text(addendum.text, heading.tier))
        side.body.addWidget(frame)
        side.body.addStretch(1)
        self._buttons(opened)
        self._page.show_side()

    def _buttons(self, opened: model.Opened) -> None:
        heading, foot = opened.heading, self._page.side.foot
        if opened.content is None or heading.lent:
            foot.addStretch(1)
            return
        if heading.signed:
            foot.addWidget(Button(say("Add to it"), partial(self.add_to, heading), key="A", icon="plus", writes=True))
        elif heading.mine:
            sign = partial(self._page.write, model.sign, heading.tier, heading.uid, done=self._on_signed)
            foot.addWidget(Button(say("Sign"), sign, icon="pen", writes=True))
            writing = model.Writing(
                heading.tier,
                heading.person,
                heading.uid,
                heading.pair or "",
                heading.meeting or "",
                model.day_shown(heading.happened_on),
            )
            edit = partial(self._page.write_note, writing, text=opened.content.text)
            foot.addWidget(Button(say("Edit"), edit, key="E", icon="pencil-outline", writes=True))
        refile = partial(self.refile, heading)
        foot.addWidget(Button(say("Re-file"), refile, key="R", icon="folder-move-outline", writes=True))
        foot.addStretch(1)

    def _on_signed(self, _changes: object) -> None:
        self._page.shell.toast(say("Signed. It cannot be changed any more, only added to."), undo=True)

    def add_to(self, heading: NoteHead) -> None:
        """Open the sheet for an addendum."""
        AddendumSheet(self._page, heading).open()

    def refile(self, heading: NoteHead) -> None:
        """Open the sheet for moving a note to another person."""
        self._page.ask(model.everybody, done=lambda people: RefileSheet(self._page, heading, people).open())
