"""Notes: headings in a table, the text of one on demand, the search over all, and the editor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.models import notes as model
from desktop.models.handing import open_to
from desktop.models.rows import Row, Rows, Snapshot
from desktop.services.language import say, say_many
from desktop.services.notes.types import NoteHead
from desktop.views import theme
from desktop.views.feature import Found, Hit
from desktop.views.notes.editor import NoteEditor
from desktop.views.notes.reading import NotePanel
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button, Chips
from desktop.views.widgets.cards import clear_layout
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label
from desktop.views.widgets.nothing import Nothing
from desktop.views.widgets.table import TableView, in_card

_PAUSE = 180
_MOST_FOUND = 500
# How many kept drafts stand above the list.
_MOST_DRAFTS = 3


class NotesPage(Page):
    """All notes the person's keys open."""

    watches: ClassVar[tuple[str, ...]] = ("note", "note_text", "addendum", "person")
    scrolls: ClassVar[bool] = False
    sheets: ClassVar = {
        "addendum": lambda page, note: page.open_about(note, page.panel.add_to),
        "refile": lambda page, note: page.open_about(note, page.panel.refile),
    }

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Notes"), say("A text is shown when you ask for it, one at a time"))
        self._about, self._beside = "", ""
        self._wanted = self._typed = ""
        self._found: frozenset[str] | None = None
        self.panel = NotePanel(self)
        self._new = self.set_main_action(say("New note"), self.new_note, key="N", icon="note-plus-outline", writes=True)
        words = say("To who may read it; sealed, for a receipt")
        self._give = Button(say("Hand in"), self._hand_in, icon="inbox-arrow-down-outline", tip=words, writes=True)
        self._give.hide()  # until it is known that there is somebody to hand in to
        self.add_action(self._give)
        self._make_filters()
        self._views = QStackedWidget()
        self._views.addWidget(self._make_list())
        self.editor = NoteEditor(self, self._on_closed)
        self._views.addWidget(self.editor)
        self._show_view(0)
        self.content.addWidget(self._views, 1)
        self.add_key("Ctrl+F", say("Search the texts"), self._search.setFocus)
        self._index(1)

    def _index(self, left: int) -> None:
        """Index the texts slice by slice, so that other questions are answered in between."""
        if left:
            self.session.ask(self, model.index_slice, done=self._index, failed=lambda _: None)

    def _make_filters(self) -> None:
        self._search = SearchField(say("Words in the texts"), say("Search notes"))
        self._search.setMinimumWidth(100)
        self._search.setMaximumWidth(theme.pixels(300))
        tiers = [(str(t), model.tier_words(t)) for t in model.TIERS if self.session.holds(model.compartment_of(t))]
        self._tier = Chips(say("Who reads it"), [("", say("All")), *tiers])
        self._tier.choose("")
        self._unsigned = Button(say("Not signed"), self._narrow, kind="chip")
        self._unsigned.setCheckable(True)
        everybody = say("Show the notes about everybody")
        self._person = Button("", self._show_everybody, kind="chip", icon="close", tip=everybody)
        self._person.hide()
        self._count = label("", "small", wrap=False)
        self.filters.addWidget(self._search, 4)
        for widget in (self._tier, self._unsigned, self._person):
            self.filters.addWidget(widget)
        self.filters.addWidget(self._count, 1)
        self._tier.chosen.connect(lambda _: self._narrow())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._run_search)
        self._search.textChanged.connect(lambda _: self._pause.start())

    def _make_list(self) -> QWidget:
        self.rows = Rows(model.columns(), self.session.tasks, parent=self)
        self.table = TableView(say("Notes"), self.rows, key="notes", preferences=self.shell.preferences)
        self.table_says = Nothing(self.table)
        self.rows.arranged.connect(self._say_nothing)
        self.table.opened.connect(self.show_note)
        self.table.chosen.connect(self._on_chosen)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._drafts = QVBoxLayout()
        column.addLayout(self._drafts)
        column.addWidget(in_card(self.table), 1)
        return inside

    # reading

    def refresh(self) -> None:
        """Read the headings anew."""
        self.ask(model.load_notes, self._about, self._beside, done=self._on_loaded)
        self._read_drafts()
        self.session.ask(self._give, open_to, done=lambda tiers: self._give.setVisible(bool(tiers)))
        if self._found is not None:
            self._run_search()

    def _on_loaded(self, rows: Snapshot) -> None:
        narrowed = self._about or self._beside
        if not rows.rows and not narrowed and not self.writing and not self._kept_drafts():
            self.show_empty(
                say("No notes yet"),
                say("Write what was said, seen, done and agreed. You choose who may read it before you type."),
                Button(say("New note"), self.new_note, kind="filled", icon="note-plus-outline", writes=True),
                "notebook-outline",
            )
            self.panel.clear()
            return
        self.show_content()
        self.filters_widget.setVisible(not self.writing)
        self.rows.show(rows)
        waiting = sum(1 for row in rows.rows if not row[model.SIGNED])
        words = say_many("1 note", "{n} notes", len(rows.rows))
        if waiting:
            words = say("{notes}, {waiting} not signed yet", notes=words, waiting=waiting)
        self.set_title(say("Notes"), words)
        if self._wanted:
            self.table.choose(self._wanted)
            self._wanted = ""
        if self.panel.open is not None and not self.writing:
            if any(row[model.UID] == self.panel.open[1] for row in rows.rows):
                self.panel.read(*self.panel.open)
            else:
                self.panel.clear()  # an undo took it back

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
        if found is not None:
            self._count.setText(say_many("in 1 note", "in {n} notes", len(self.rows.shown)))
        else:
            self._count.setText("")

    def _say_nothing(self) -> None:
        """Say in words that nothing is found; before the list is read there is nothing to say."""
        words = say("No note has these words.") if self._found is not None else say("No note is like this.")
        self.table_says.show(words if self.rows.total and not self.rows.shown else "")

    def _run_search(self) -> None:
        words = self._search.text().strip()
        if words:
            self.ask(model.search_notes, words, _MOST_FOUND, done=partial(self._on_found, words))
        else:
            self._on_found("", None)

    def _on_found(self, words: str, hits: tuple[model.Found, ...] | None) -> None:
        if words == self._search.text().strip():
            self._found = None if hits is None else frozenset(hit.uid for hit in hits)
            self._narrow()

    def _end_search(self) -> None:
        """Show all notes again: who asks for one from elsewhere has done with the words typed here."""
        if self._search.text():
            self._search.clear()
            self._pause.stop()
            self._on_found("", None)

    # drafts

    def _kept_drafts(self) -> tuple[tuple[str, str], ...]:
        """Give (key, record) of what is kept and not open now."""
        keeper = self.session.drafts
        found = ((key, keeper.find(key)) for key in keeper.keys("notes"))
        return tuple(
            (key, draft.record)
            for key, draft in found
            if draft is not None and key.startswith(("note:", "addendum:")) and key != self.editor.key
        )

    def _read_drafts(self) -> None:
        kept = self._kept_drafts()
        if kept:
            self.ask(model.drafts_shown, kept, done=self._show_drafts)
        else:
            clear_layout(self._drafts)

    def _show_drafts(self, shown: tuple[tuple[str, str], ...]) -> None:
        clear_layout(self._drafts)
        there = {key for key, _ in self._kept_drafts()}
        standing = [one for one in reversed(shown) if one[0] in there]
        ways = (say("Go on writing"), self._go_on, "G"), (say("Throw it away"), self._throw, "Shift+Delete")
        for at, (key, words) in enumerate(standing[:_MOST_DRAFTS]):
            row = QHBoxLayout()
            row.addWidget(label(say("Draft. {what}", what=words), "strong"), 1)
            for button_words, act, letter in ways:
                button = Button(button_words, partial(act, key), key="" if at else letter)
                button.setAccessibleName(f"{button_words}: {words}")
                row.addWidget(button)
            self._drafts.addLayout(row)
        if len(standing) > _MOST_DRAFTS:
            more = len(standing) - _MOST_DRAFTS
            self._drafts.addWidget(label(say_many("And 1 more draft", "And {n} more drafts", more), "small"))

    def _go_on(self, key: str) -> None:
        draft = self.session.drafts.find(key)
        if draft is None:
            return
        if key.startswith("addendum:"):
            self.open_about(key.removeprefix("addendum:"), self.panel.add_to)
            return
        self.ask(model.resumed, draft.record, done=partial(self._write_on, key))

    def _write_on(self, key: str, writing: model.Writing) -> None:
        if not writing.uid:
            self.write_note(writing, key)
            return
        done = partial(self._on_saved_text, writing, key)
        self.ask(model.load_note, writing.tier, writing.uid, done=done)

    def _on_saved_text(self, writing: model.Writing, key: str, opened: model.Opened) -> None:
        self.write_note(writing, key, opened.content.text if opened.content else "")

    def open_about(self, uid: str, act: Callable[[NoteHead], object]) -> None:
        """Open a sheet about a note, if it is there."""

        def on_read(heading: NoteHead | None) -> None:
            if heading is not None:
                act(heading)

        self.ask(model.heading_of, uid, done=on_read)

    def _throw(self, key: str) -> None:
        self.session.drafts.drop(key)
        self.refresh()

    # one note

    def _on_chosen(self, uids: tuple[str, ...]) -> None:
        opened = self.panel.open
        if opened and opened[1] in uids:
            return
        row = self.rows.at(self.rows.row_of(uids[0])) if uids else None
        if row is not None:
            self.panel.offer(row)
        else:
            self.panel.clear()

    def show_note(self, uid: str) -> None:
        """Show the text of a note of the list."""
        row = self.rows.at(self.rows.row_of(uid))
        if row is not None:
            self.panel.read(row[model.TIER], uid)

    # writing

    @property
    def writing(self) -> bool:
        """Whether the editor is shown."""
        return self._views.currentIndex() == 1

    def new_note(self) -> None:
        """Open the editor for a new note; the tier is chosen before typing."""
        self.write_note(model.Writing(about=self._about))

    def _hand_in(self) -> None:
        self.shell.go("handing", do="hand-in", about=self._about)

    def write_note(self, writing: model.Writing, key: str = "", text: str = "") -> None:
        """Open the editor; what was being written there before is kept as a draft."""
        if self.writing and self.editor.put_away():
            self.shell.toast(say("What you were writing is kept as a draft."))
        self.show_content()
        self._show_view(1)
        self.filters_widget.hide()
        self.panel.clear()
        self._new.hide()
        self.editor.begin(writing, key, text)
        if self._typed:
            self.editor.type_again(self._typed)
            self._typed = ""

    def _on_closed(self, uid: str) -> None:
        """Show the list again, with the note that was saved."""
        self._show_view(0)
        self.filters_widget.show()
        self._new.show()
        self._wanted = uid
        self.table.setFocus()
        self.refresh()

    def _show_view(self, index: int) -> None:
        """Show the list (0) or the editor (1); the hidden one takes no room from the panel below."""
        self._views.setCurrentIndex(index)
        for at in range(self._views.count()):
            policy = QSizePolicy.Policy.Preferred if at == index else QSizePolicy.Policy.Ignored
            widget = self._views.widget(at)
            if widget is not None:
                widget.setSizePolicy(policy, policy)

    def _leave_editor(self) -> None:
        if self.writing:
            self.editor.leave()

    # narrowing

    def _show_everybody(self) -> None:
        self._show_only("", "")

    def _show_only(self, about: str, beside: str) -> None:
        self._about, self._beside = about, beside
        self._person.setVisible(bool(about or beside))
        if about or beside:
            self.ask(model.narrowed_to, about, beside, done=self._person.set_text)
        self.refresh()

    # the keyboard and places

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the list or to the text, not to the first button."""
        super().showEvent(event)
        if self.writing:
            self.filters_widget.hide()  # the page shows it with its list, and the list is not there
            QTimer.singleShot(0, self.editor, self.editor.take_keyboard)
        else:
            QTimer.singleShot(0, self.table, self.table.setFocus)

    def place(self) -> dict[str, str]:
        """Say what is being written or listed."""
        if self.writing:
            self.editor.text.flush()
            writing = self.editor.writing.as_text()
            return {"draft": self.editor.key, "writing": writing, "typed": self.editor.typed()}
        return {"person": self._about, "beside": self._beside}

    def show_place(self, place: dict[str, str]) -> None:
        """Go to the notes of a person or a pair, to a note, or to the editor."""
        self._typed = place.get("typed", "")
        if place.get("draft") and self.session.drafts.find(place["draft"]):
            self._go_on(place["draft"])
        elif place.get("writing"):
            writing = model.writing_from(place["writing"])
            if not writing.uid:
                self.write_note(writing)
        elif place.get("do") == "new":
            self.new_note()
        elif place.get("about"):
            pair, meeting = place.get("pair", ""), place.get("meeting", "")
            self.write_note(model.Writing(about=place["about"], pair=pair, meeting=meeting))
        elif place.get("note"):
            self._leave_editor()
            self._end_search()
            self._wanted = place["note"]
            self.panel.read(int(place["tier"]), place["note"])
            self.table.choose(place["note"])
        elif place.get("person") or place.get("beside"):
            self._leave_editor()
            self._show_only(place.get("person", ""), place.get("beside", ""))


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
