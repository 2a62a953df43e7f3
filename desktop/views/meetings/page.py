"""Meetings: pick a day, the pairs due are there; type what happened, save all of it at once."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout

from desktop.models import meetings as model
from desktop.models.dates import read_date
from desktop.models.drafts import Draft
from desktop.models.meeting_grid import MeetingGrid, all_topics, status_keys
from desktop.services.language import profile, say, say_many, show_date
from desktop.services.meetings.types import DueRow
from desktop.services.vault.types import Changes
from desktop.views.meetings.grid import GridView
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import Card, clear_layout
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

# How many of a pair's last meetings stand under the grid.
_SHOWN = 3


class MeetingsPage(Page):
    """The grid of a day."""

    watches: ClassVar[tuple[str, ...]] = ("meeting", "pair", "period", "person", "term", "closed_day")
    scrolls: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Meetings"), "")
        self._day = self.session.clock.today()
        self._loose: tuple[DueRow, ...] = ()
        self._pair = ""
        self._save = self.set_main_action(say("Save"), self.save, key="Ctrl+S", icon="content-save-outline")
        self.add_action(Button(say("Add a pair"), self.add_pair, key="Ctrl+N", icon="plus"))
        self._make_filters()
        self.grid = MeetingGrid(self)
        self.view = GridView(self.grid, shell.preferences)
        card = Card()
        card.body.setContentsMargins(6, 6, 6, 6)
        card.body.addWidget(self.view, 1)
        self.content.addWidget(card, 1)
        self.content.addWidget(label(self._legend(), "small"))
        self.content.addWidget(self._make_story())
        self.grid.edited.connect(self._on_edited)
        self.view.row_chosen.connect(self._on_row)
        self.add_key("Alt+Left", say("The school day before"), partial(self.step, -1))
        self.add_key("Alt+Right", say("The next school day"), partial(self.step, 1))
        self.add_key("Alt+T", say("Today"), lambda: self.show_day(self.session.clock.today()))

    def _make_story(self) -> Card:
        """Make the strip under the grid: the pair of the present row, and its last meetings."""
        self._story = Card()
        across = QHBoxLayout()
        across.setSpacing(24)
        self._about, self._met = QVBoxLayout(), QVBoxLayout()
        for column in (self._about, self._met):
            column.setAlignment(Qt.AlignmentFlag.AlignTop)
            column.setSpacing(4)
        across.addLayout(self._about, 2)
        across.addLayout(self._met, 3)
        self._story.body.addLayout(across)
        self._story.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._story.hide()
        return self._story

    def _make_filters(self) -> None:
        back = Button(say("The school day before"), partial(self.step, -1), kind="icon", icon="chevron-left")
        on = Button(say("The next school day"), partial(self.step, 1), kind="icon", icon="chevron-right")
        self._date = QLineEdit()
        self._date.setAccessibleName(say("Day"))
        self._date.setFixedWidth(self._date.fontMetrics().averageCharWidth() * 22)
        self._date.editingFinished.connect(self._on_date)
        today = Button(say("Today"), lambda: self.show_day(self.session.clock.today()))
        self._more = Button("", self._show_loose, icon="calendar-question-outline")
        self._more.hide()
        self._near = Button("", self._go_near, icon="arrow-right")
        self._near.hide()
        self._near_day = ""
        self._state = label("", "small", wrap=False)
        for widget in (back, self._date, on, today, self._more, self._near):
            self.filters.addWidget(widget)
        self.filters.addWidget(self._state, 1)

    def _legend(self) -> str:
        keys = " · ".join(f"{key} {words}" for key, words in status_keys())
        return say("{keys}. Tab goes on, Enter goes down, Escape takes a row back.", keys=keys)

    # reading

    def refresh(self) -> None:
        """Read the day anew; what is typed stays."""
        self.ask(model.load_day, self._day, done=self._on_loaded)

    def show_day(self, day: date) -> None:
        """Go to a day; what is typed on this one is kept as a draft."""
        self._day = day
        self.refresh()

    def step(self, by: int) -> None:
        """Go to the next or last school day."""
        self.ask(model.step_day, self._day, by, done=self.show_day)

    def _on_date(self) -> None:
        chosen = read_date(self._date.text(), profile().date_order)
        if chosen is not None and chosen != self._day:
            self.show_day(chosen)
        else:
            self._date.setText(show_date(self._day))

    def _on_loaded(self, found: model.Day) -> None:
        if found.day != self._day:
            return
        self._date.setText(show_date(found.day))
        self._loose = found.loose
        self._more.setVisible(bool(found.loose))
        n = len(found.loose)
        self._more.set_text(say_many("1 pair without a period", "{n} pairs without a period", n))
        if not found.pairs and not found.rows:
            self.show_empty(
                say("There are no pairs yet"),
                say("Once pairs are published, those who meet on a day stand here, and you type what happened."),
                Button(say("Go to matching"), partial(self.shell.go, "matching"), kind="filled"),
                "calendar-check-outline",
            )
            return
        self.show_content()
        self.grid.show(found.day, found.rows, self.session.clock.today())
        kept = self.session.drafts.find(self._key)
        if kept is not None:
            self._restore(kept.text)
        self._say_state(found)
        self._show_save()
        if found.rows:
            self.view.begin()

    def _restore(self, text: str) -> None:
        for due in self._loose:
            if due.pair in text:
                self.grid.add(due)
        self.grid.take_back(text)

    def _say_state(self, found: model.Day) -> None:
        recorded = sum(row.meeting is not None for row in found.rows)
        words = say_many("1 meeting, {done} recorded", "{n} meetings, {done} recorded", len(found.rows), done=recorded)
        self.set_title(show_date(found.day, weekday=True), words)
        nothing = ""
        self._near_day = found.after or found.before
        self._near.setVisible(not found.rows and bool(self._near_day))
        if not found.rows:
            nothing = say("Nobody meets on this day.") if found.school_day else say("This is no school day.")
            self._near.set_text(say("Go to {day}", day=show_date(self._near_day, weekday=True)))
        self._state.setText(nothing)

    def _go_near(self) -> None:
        self.show_day(date.fromisoformat(self._near_day))

    # typing

    @property
    def _key(self) -> str:
        return f"meetings:{self._day.isoformat()}"

    def _on_edited(self) -> None:
        text = self.grid.as_text()
        if text:
            self.session.drafts.note(self._key, Draft(text, page="meetings", record=self._day.isoformat()))
        else:
            self.session.drafts.drop(self._key)
        self._show_save()

    def _show_save(self) -> None:
        n = len(self.grid.unsaved())
        self._save.set_text(say_many("Save 1 meeting", "Save {n} meetings", n) if n else say("Nothing to save"))
        self._save.setEnabled(n > 0)

    def save(self) -> None:
        """Save everything that is typed, in one step."""
        wrong = self.grid.errors()
        if wrong:
            place, sentence = wrong[0]
            self.view.setCurrentIndex(self.grid.index(place, self.view.currentIndex().column()))
            self.shell.messages.show_words(say("Row {n}: {what}", n=place + 1, what=sentence), "warning")
            return
        rows = self.grid.unsaved()
        if rows:
            key = self._key
            self.write(model.save_day, self._day, rows, done=partial(self._on_saved, key))

    def _on_saved(self, key: str, changes: Changes) -> None:
        self.session.drafts.drop(key)
        self.grid.settle()
        self.refresh()
        n = int(changes.about or 0)
        self.shell.toast(say_many("1 meeting saved.", "{n} meetings saved.", n), undo=True)

    def _show_loose(self) -> None:
        for due in self._loose:
            self.grid.add(due)

    def add_pair(self) -> None:
        """Add a pair that did not have to meet on this day."""
        self.ask(model.active_pairs, done=lambda pairs: AddPairSheet(self, pairs).open())

    def add_row(self, due: DueRow | None) -> None:
        """Add a row and put the cursor into it."""
        if due is not None:
            place = self.grid.add(due)
            self.view.setCurrentIndex(self.grid.index(place, 2))
            self.view.setFocus()

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self._day

    # one pair

    def _on_row(self, place: int) -> None:
        if 0 <= place < len(self.grid.rows):
            pair = self.grid.rows[place].due.pair
            if pair != self._pair:
                self._pair = pair
                self.ask(model.load_story, pair, done=partial(self._on_story, pair))

    def _on_story(self, pair: str, story: model.PairStory | None) -> None:
        if pair != self._pair or story is None:
            return
        clear_layout(self._about)
        clear_layout(self._met)
        self._about.addWidget(label(story.title, "strong"))
        self._about.addWidget(label(" · ".join(f"{word} {value}" for word, value in story.facts), "small"))
        note = Button(say("New note"), partial(self.shell.go, "notes", about=story.mentee), icon="note-plus-outline")
        self._about.addWidget(note, 0, Qt.AlignmentFlag.AlignLeft)
        if not story.last:
            self._met.addWidget(label(say("They have not met yet."), "muted"))
        for day, words in story.last[:_SHOWN]:
            self._met.addWidget(label(say("{day}: {what}", day=day, what=words), "small"))
        self._story.show()

    # places

    def place(self) -> dict[str, str]:
        """Say which day is shown and where the cursor is."""
        here = self.view.currentIndex()
        return {"day": self._day.isoformat(), "row": str(here.row()), "column": str(here.column())}

    def show_place(self, place: dict[str, str]) -> None:
        """Go to a day."""
        if place.get("day") == "today":
            self.show_day(self.session.clock.today())
            return
        try:
            day = date.fromisoformat(place.get("day", ""))
        except ValueError:
            return
        if abs(day - self.session.clock.today()) < timedelta(days=4000):
            self.show_day(day)

    def keys(self) -> list[tuple[str, str]]:
        """Add the topics to the list of keys."""
        return [*super().keys(), (say("Topics"), ", ".join(all_topics()))]


class AddPairSheet(Sheet):
    """Choose a pair that met without being due."""

    def __init__(self, page: MeetingsPage, pairs: tuple[tuple[str, str], ...]) -> None:
        super().__init__(
            page.shell.window_widget, say("Add a pair"), say("A pair that met on this day though it was not due.")
        )
        self._page, self._pairs = page, dict(pairs)
        self.who = QLineEdit()
        self.who.setAccessibleName(say("Pair"))
        self.who.setPlaceholderText(say("Type a name"))
        completer = QCompleter(list(self._pairs), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.who.setCompleter(completer)
        self.body.addWidget(self.who)
        self.add_cancel()
        self.add_button(Button(say("Add"), self._add, kind="filled"))

    def _add(self) -> None:
        uid = self._pairs.get(self.who.text())
        if uid is not None:
            self._page.ask(model.row_of_pair, self._page.day, uid, done=self._page.add_row)
            self.accept()
