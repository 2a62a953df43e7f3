"""Notes: headings in a table, the text of one on demand, the search over all, and the editor."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models import notes as model
from desktop.models.rows import Row, Rows, Snapshot
from desktop.services.language import say, say_many, show_date
from desktop.services.vault.types import Changes
from desktop.views.feature import Found, Hit
from desktop.views.notes.editor import NoteEditor
from desktop.views.notes.sheets import AddendumSheet, RefileSheet
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import clear_layout
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label, rule, selectable
from desktop.views.widgets.table import TableView, in_card
from desktop.views.widgets.tier import TierFrame

_PAUSE = 180


class NotesPage(Page):
    """All notes the person's keys open."""

    watches: ClassVar[tuple[str, ...]] = ("note", "note_text", "addendum", "person")
    scrolls: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Notes"), say("A text is shown when you ask for it, one at a time"))
        self._about = ""
        self._open: tuple[int, str] | None = None
        self._found: frozenset[str] | None = None
        self._new = self.set_main_action(say("New note"), self.new_note, key="N", icon="note-plus-outline")
        self._make_filters()
        self._views = QStackedWidget()
        self._views.addWidget(self._make_list())
        self.editor = NoteEditor(self, self._close_editor)
        self._views.addWidget(self.editor)
        self.content.addWidget(self._views, 1)
        self.add_key("Return", say("Show the chosen note"), lambda: None)
        self.session.ask(self, model.build_index, failed=lambda _: None)

    def _make_filters(self) -> None:
        self._search = SearchField(say("Words in the texts"), say("Search notes"))
        self._search.setMinimumWidth(240)
        self._tier = Chips(say("Who reads it"), [("", say("All")), *self._tiers()])
        self._tier.choose("")
        self._unsigned = Button(say("Not signed"), self._narrow, kind="chip")
        self._unsigned.setCheckable(True)
        self._person = Button(
            "", self._clear_about, kind="chip", icon="close", tip=say("Show the notes about everybody")
        )
        self._person.hide()
        self.filters.addWidget(self._search)
        self.filters.addWidget(self._tier)
        self.filters.addWidget(self._unsigned)
        self.filters.addWidget(self._person)
        self._count = label("", "small", wrap=False)
        self.filters.addWidget(self._count, 1)
        self._tier.chosen.connect(lambda _: self._narrow())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._run_search)
        self._search.textChanged.connect(lambda _: self._pause.start())

    def _tiers(self) -> list[tuple[str, str]]:
        return [(str(t), model.tier_words(t)) for t in (1, 2, 4) if self.session.holds(model.compartment_of(t))]

    def _make_list(self) -> QWidget:
        self.rows = Rows(model.columns(), self.session.tasks)
        self.table = TableView(say("Notes"), self.rows, key="notes", preferences=self.shell.preferences)
        self.table.opened.connect(self.show_note)
        self.table.chosen.connect(self._on_chosen)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._drafts = QVBoxLayout()
        column.addLayout(self._drafts)
        column.addWidget(in_card(self.table), 1)
        return inside

    # reading

    def refresh(self) -> None:
        """Read the headings anew."""
        self.ask(model.load_notes, self._about, done=self._on_loaded)
        self._show_drafts()

    def _on_loaded(self, rows: Snapshot) -> None:
        if (
            not rows.rows
            and not self._about
            and self._views.currentIndex() == 0
            and not self.session.drafts.keys("notes")
        ):
            self.show_empty(
                say("No notes yet"),
                say("Write what was said, seen, done and agreed. You choose who may read it before you type."),
                Button(say("New note"), self.new_note, kind="filled", icon="note-plus-outline"),
                "notebook-outline",
            )
            return
        self.show_content()
        self.rows.show(rows)
        waiting = sum(1 for row in rows.rows if not row[model.SIGNED])
        words = say_many("1 note", "{n} notes", len(rows.rows))
        if waiting:
            words = say("{notes}, {waiting} not signed yet", notes=words, waiting=waiting)
        self.set_title(say("Notes"), words)
        if self._open is not None:
            self._read(*self._open)

    def _narrow(self) -> None:
        """Show what the filters and the search leave; a search shows which notes, and no text of them."""
        tier, unsigned, found = self._tier.value(), self._unsigned.isChecked(), self._found

        def keep(row: Row) -> bool:
            if tier and row[model.TIER] != int(tier):
                return False
            if unsigned and row[model.SIGNED]:
                return False
            return found is None or row[model.UID] in found

        self.rows.keep(keep if tier or unsigned or found is not None else None)

    def _run_search(self) -> None:
        words = self._search.text().strip()
        if words:
            self.ask(model.search_notes, words, 500, done=partial(self._on_found, words))
        else:
            self._on_found("", None)

    def _on_found(self, words: str, hits: tuple[model.Found, ...] | None) -> None:
        if words != self._search.text().strip():
            return
        self._found = None if hits is None else frozenset(hit.uid for hit in hits)
        self._narrow()
        self._count.setText("" if hits is None else say_many("in 1 note", "in {n} notes", len(hits)))

    def _show_drafts(self) -> None:
        clear_layout(self._drafts)
        for key in self.session.drafts.keys("notes"):
            if key.startswith("note:") and not (self.editor.isVisible() and self.editor.key == key):
                row = QHBoxLayout()
                row.addWidget(label(say("A note you were writing is kept."), "strong"), 1)
                row.addWidget(Button(say("Go on writing"), partial(self._go_on, key)))
                row.addWidget(Button(say("Throw it away"), partial(self._throw, key)))
                self._drafts.addLayout(row)

    def _go_on(self, key: str) -> None:
        _, tier, about, uid = key.split(":", 3)
        self._edit(about, int(tier), uid)

    def _throw(self, key: str) -> None:
        self.session.drafts.drop(key)
        self._show_drafts()

    # one note

    def _on_chosen(self, uids: tuple[str, ...]) -> None:
        if not uids or (self._open and self._open[1] not in uids):
            self._open = None
            self.side.clear()
        if uids and self._open is None:
            self._offer(uids[0])

    def _offer(self, uid: str) -> None:
        """Offer to show a text, and say who reads it."""
        row = self.rows.at(self.rows.row_of(uid))
        if row is None:
            return
        self.side.clear()
        frame = TierFrame(row[model.TIER])
        frame.body.addWidget(label(say("About {name}", name=row[model.ABOUT]), "strong"))
        frame.body.addWidget(label(say("{day}, {who}", day=show_date(row[model.WHEN]), who=row[model.BY]), "small"))
        self.side.body.addWidget(frame)
        self.side.body.addStretch(1)
        self.side.foot.addWidget(Button(say("Show the text"), partial(self.show_note, uid), icon="eye-outline"))
        self.side.foot.addStretch(1)
        self.show_side()

    def show_note(self, uid: str) -> None:
        """Show the text of a note of the list."""
        row = self.rows.at(self.rows.row_of(uid))
        if row is not None:
            self._read(row[model.TIER], uid)

    def _read(self, tier: int, uid: str) -> None:
        self._open = (tier, uid)
        self.ask(model.load_note, tier, uid, done=self._on_read)

    def _on_read(self, opened: model.Opened) -> None:
        heading, content = opened.heading, opened.content
        if self._open != (heading.tier, heading.uid):
            return
        self.side.clear()
        frame = TierFrame(heading.tier)
        frame.set_aside(model.state_words(heading))
        frame.body.addWidget(label(say("About {name}", name=opened.about), "strong"))
        day = show_date(heading.happened_on)
        frame.body.addWidget(label(say("{day}, {who}", day=day, who=heading.author), "small"))
        if content is None:
            words = say("This note was re-filed to another record: {why}", why=opened.why_moved)
            frame.body.addWidget(label(words, "muted"))
        else:
            for trace in heading.traces:
                words = say("Re-filed here on {day} by {who}", day=show_date(trace.at), who=trace.by)
                frame.body.addWidget(label(words, "small"))
            frame.body.addWidget(selectable(content.text))
        for addendum in content.addenda if content else ():
            frame.body.addWidget(rule())
            words = say(
                "Added {day} by {who}: {why}", day=show_date(addendum.at), who=addendum.author, why=addendum.reason
            )
            frame.body.addWidget(label(words, "small"))
            frame.body.addWidget(selectable(addendum.text))
        self.side.body.addWidget(frame)
        self.side.body.addStretch(1)
        self._buttons(opened)
        self.show_side()

    def _buttons(self, opened: model.Opened) -> None:
        heading, foot = opened.heading, self.side.foot
        if opened.content is None:
            foot.addStretch(1)
            return
        if heading.signed:
            add = partial(self._add_to, opened)
            foot.addWidget(Button(say("Add to it"), add, icon="plus"))
        elif heading.mine:
            sign = partial(self.write, model.sign, heading.tier, heading.uid, done=self._on_signed)
            foot.addWidget(Button(say("Sign"), sign, icon="pen"))
            edit = partial(self._edit, heading.person, heading.tier, heading.uid, opened.content.text)
            foot.addWidget(Button(say("Edit"), edit, icon="pencil-outline"))
        foot.addWidget(Button(say("Re-file"), partial(self._refile, opened), icon="folder-move-outline"))
        foot.addStretch(1)

    def _on_signed(self, _changes: Changes) -> None:
        self.shell.toast(say("Signed. It cannot be changed any more, only added to."), undo=True)

    def _add_to(self, opened: model.Opened) -> None:
        AddendumSheet(self, opened.heading).open()

    def _refile(self, opened: model.Opened) -> None:
        self.ask(model.everybody, done=lambda people: RefileSheet(self, opened.heading, people).open())

    # writing

    def new_note(self) -> None:
        """Open the editor for a new note; the tier is chosen before typing."""
        self._edit(self._about, 0, "")

    def _edit(self, about: str, tier: int, uid: str, text: str = "") -> None:
        self.show_content()
        self._views.setCurrentIndex(1)
        self.filters_widget.hide()
        self.side.clear()
        self._new.hide()
        self.editor.begin(about, tier, uid, text)

    def _close_editor(self) -> None:
        self._views.setCurrentIndex(0)
        self.filters_widget.show()
        self._new.show()
        self.refresh()

    def _clear_about(self) -> None:
        self._about = ""
        self._person.hide()
        self.refresh()

    def _show_about(self, uid: str) -> None:
        self._about = uid
        self.ask(model.label_of, uid, done=self._on_label)
        self.refresh()

    def _on_label(self, name: str) -> None:
        self._person.set_text(say("About {name}", name=name))
        self._person.show()

    # places

    def place(self) -> dict[str, str]:
        """Say what is being written or read."""
        if self._views.currentIndex() == 1:
            return {"draft": self.editor.key}
        return {"person": self._about}

    def show_place(self, place: dict[str, str]) -> None:
        """Go to a person's notes, a note, or the editor."""
        if place.get("draft"):
            self._go_on(place["draft"])
        elif place.get("do") == "new":
            self.new_note()
        elif place.get("about"):
            self._edit(place["about"], 0, "")
        elif place.get("note"):
            self._read(int(place["tier"]), place["note"])
        elif place.get("person"):
            self._show_about(place["person"])


def find(shell: Shell, text: str, found: Found) -> None:
    """Look words up in the notes for the search of everything; no text is shown there."""

    def show(hits: tuple[model.Found, ...]) -> None:
        found(
            [
                Hit(
                    say("Note about {name}", name=hit.about),
                    say("{tier}, {day}", tier=model.tier_words(hit.tier), day=hit.when),
                    "note-text-outline",
                    partial(shell.go, "notes", note=hit.uid, tier=str(hit.tier)),
                )
                for hit in hits[:5]
            ]
        )

    shell.session.ask(shell.window_widget, model.search_notes, text, 5, done=show, failed=lambda _: None)
