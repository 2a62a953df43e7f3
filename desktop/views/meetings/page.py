"""Meetings: pick a day, the pairs due are there; type what happened, save all of it at once."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit

from desktop.models import meetings as model
from desktop.models.dates import date_hint, read_date
from desktop.models.drafts import Draft
from desktop.models.meeting_cells import STATUS, all_topics, status_keys
from desktop.models.meeting_grid import MeetingGrid, kept_rows, pairs_of
from desktop.services.language import profile, say, say_many, show_date
from desktop.services.meetings.types import DueRow
from desktop.services.vault.types import Changes
from desktop.views import theme
from desktop.views.meetings.grid import GridView
from desktop.views.meetings.strip import AddPairSheet, PairStrip
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import Card
from desktop.views.widgets.labels import label

_DRAFT = "meetings:"
# Below this height of the page (at the usual size of text) the grid would have few rows beside the whole strip.
_LOW = 560


class MeetingsPage(Page):
    """The grid of a day."""

    watches: ClassVar[tuple[str, ...]] = ("meeting", "pair", "period", "person", "term", "closed_day", "note")
    scrolls: ClassVar[bool] = False
    sheets: ClassVar = {"add_pair": lambda page, day: page.add_again(date.fromisoformat(day))}

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Meetings"), "")
        self._day = self.session.clock.today()
        self._loose: tuple[DueRow, ...] = ()
        # What arrives while a cell is open waits until it is closed: a table made anew would close it.
        self._late: model.Day | None = None
        self._shown: date | None = None
        self._cell: tuple[int, int] | None = None
        self._save = self.set_main_action(
            say("Save"), self.save, key="Ctrl+S", icon="content-save-outline", writes=True
        )
        self._add = self.add_action(Button(say("Add a pair"), self.add_pair, key="Ctrl+N", icon="plus", writes=True))
        self._make_filters()
        self.grid = MeetingGrid(self)
        self.view = GridView(self.grid, shell.preferences)
        card = Card()
        card.body.setContentsMargins(6, 6, 6, 6)
        card.body.addWidget(self.view, 1)
        self.content.addWidget(card, 1)
        self._hint = label("", "small")
        self.content.addWidget(self._hint)
        self.strip = PairStrip(self)
        self.content.addWidget(self.strip)
        self.grid.edited.connect(self._on_edited)
        self.view.moved.connect(self._on_moved)
        self.view.closed.connect(self._on_closed)
        self.view.ended.connect(self._on_end)
        self.add_key("Alt+Left", say("The school day before"), partial(self.step, -1))
        self.add_key("Alt+Right", say("The next school day"), partial(self.step, 1))
        self.add_key("Alt+T", say("Today"), self._go_today)

    def _make_filters(self) -> None:
        back = Button(say("The school day before"), partial(self.step, -1), kind="icon", icon="chevron-left")
        on = Button(say("The next school day"), partial(self.step, 1), kind="icon", icon="chevron-right")
        self._date = QLineEdit()
        self._date.setAccessibleName(say("Day"))
        self._date.setAccessibleDescription(date_hint(profile().date_order))
        self._date.setToolTip(date_hint(profile().date_order))
        self._date.setFixedWidth(self._date.fontMetrics().averageCharWidth() * 18)
        self._date.editingFinished.connect(self._on_date)
        self._date.textEdited.connect(lambda _: theme.mark(self._date, "wrong", False))
        today = Button(say("Today"), self._go_today)
        self._more = Button("", self._show_loose, icon="calendar-question-outline")
        self._near = Button("", self._go_near, icon="arrow-right")
        self._other = Button("", self._go_other, icon="pencil-outline", tone="warning")
        for button in (self._more, self._near, self._other):
            button.hide()
        self._near_day = self._other_day = ""
        self._state = label("", "small", wrap=False)
        for widget in (back, self._date, on, today, self._more, self._near, self._other):
            self.filters.addWidget(widget)
        self.filters.addWidget(self._state, 1)

    # reading

    def refresh(self) -> None:
        """Read the day anew; what is typed stays."""
        kept = self.session.drafts.find(self._key)
        extra = pairs_of(kept_rows(kept.text, self._day)) if kept else ()
        self.ask(model.load_day, self._day, extra, done=self._on_loaded)

    def show_day(self, day: date) -> None:
        """Go to a day; what is typed on this one is kept as a draft."""
        self.view.close_cell()
        self._day = day
        self.refresh()

    def step(self, by: int) -> None:
        """Go to the next or last school day."""
        self.view.close_cell()
        self.ask(model.step_day, self._day, by, done=self.show_day)

    def _go_today(self) -> None:
        self.show_day(self.session.clock.today())

    def _on_date(self) -> None:
        chosen = read_date(self._date.text(), profile().date_order)
        theme.mark(self._date, "wrong", chosen is None)
        if chosen is None:
            self._state.setText(say("Type a day such as {hint}.", hint=date_hint(profile().date_order)))
        elif chosen != self._day:
            self.show_day(chosen)
        else:
            self._date.setText(show_date(self._day))

    def _on_loaded(self, found: model.Day) -> None:
        if found.day != self._day:
            return
        if self.view.editing:
            self._late = found
            return
        self._late = None
        self._date.setText(show_date(found.day))
        theme.mark(self._date, "wrong", False)
        self._show_more(found.loose)
        for button in (self._add, self._save):
            button.setVisible(bool(found.pairs))
        if not found.pairs:
            self.show_empty(
                say("There are no pairs yet"),
                say("Once pairs are published, those who meet on a day stand here, and you type what happened."),
                Button(say("Go to matching"), partial(self.shell.go, "matching"), kind="filled"),
                "calendar-check-outline",
            )
            return
        self.show_content()
        self._fill(found)
        self._say_state(found)
        self._on_edited()

    def _fill(self, found: model.Day) -> None:
        """Put the rows in, what was typed, and the cursor where it was or where typing starts."""
        here, same = self.view.currentIndex(), self._shown == found.day
        place = self._cell or ((here.row(), here.column()) if same and here.isValid() else None)
        added = [row.due for row in self.grid.rows if row.due.meeting is None and not row.due.planned] if same else []
        self.grid.show(found.day, found.rows, self.session.clock.today())
        for due in (*found.extra, *added):
            self.grid.add(due)
        kept = self.session.drafts.find(self._key)
        if kept is not None and not same:
            self.grid.take_back(kept.text)
        self._shown, self._cell = found.day, None
        if place is not None and place[0] < len(self.grid.rows):
            self.view.setCurrentIndex(self.grid.index(*place))
            if not same:
                self.view.setFocus()
        elif not same or not self.view.currentIndex().isValid():
            self.view.begin()
        self.strip.forget()
        self._on_moved()

    def _say_state(self, found: model.Day) -> None:
        recorded = sum(row.meeting is not None for row in found.rows)
        words = say_many("1 meeting, {done} recorded", "{n} meetings, {done} recorded", len(found.rows), done=recorded)
        self.set_title(show_date(found.day, weekday=True), words if found.rows else "")
        empty = not self.grid.rows
        self._near_day = found.near
        self._near.setVisible(empty and bool(found.near))
        nothing = say("Nobody meets on this day.") if found.school_day else say("This is no school day.")
        self.view.nothing.show(nothing if empty else "")
        self._near.set_text(say("Go to {day}", day=show_date(found.near, weekday=True)))
        to_come = found.day > self.session.clock.today() and not empty
        self._state.setText(say("A day to come: held and missed cannot be entered yet.") if to_come else "")
        days = sorted(key.removeprefix(_DRAFT) for key in self.session.drafts.keys("meetings"))
        self._other_day = next((day for day in days if day != found.day.isoformat()), "")
        self._other.setVisible(bool(self._other_day))
        self._other.set_text(say("Not saved: {day}", day=show_date(self._other_day)))

    def _show_more(self, loose: tuple[DueRow, ...]) -> None:
        self._loose = loose
        self._more.setVisible(bool(loose))
        self._more.set_text(say_many("1 pair without a period", "{n} pairs without a period", len(loose)))

    def _go_near(self) -> None:
        self.show_day(date.fromisoformat(self._near_day))

    def _go_other(self) -> None:
        self.show_day(date.fromisoformat(self._other_day))

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self._day

    # typing

    @property
    def _key(self) -> str:
        return f"{_DRAFT}{self._day.isoformat()}"

    def _on_edited(self) -> None:
        if self.grid.day != self._day:
            return  # another day is on its way; what was typed on the one before is noted already
        text = self.grid.as_text()
        if text:
            self.session.drafts.note(self._key, Draft(text, page="meetings", record=self._day.isoformat()))
        else:
            self.session.drafts.drop(self._key)
        n = len(self.grid.unsaved())
        # A cell that is open is not counted yet; saving takes it first.
        nothing = say("Save") if text else say("Nothing to save")
        self._save.set_text(say_many("Save 1 meeting", "Save {n} meetings", n) if n else nothing)
        self._save.setEnabled(bool(text))

    def _on_moved(self) -> None:
        here = self.view.currentIndex()
        words, wrong = self.grid.hint(here.row(), max(0, here.column()), self.view.typed)
        self._hint.setText(words)
        theme.role(self._hint, "error" if wrong else "small")
        row = self.grid.rows[here.row()] if 0 <= here.row() < len(self.grid.rows) else None
        self.strip.show_pair(row.due if row else None)

    def _on_closed(self) -> None:
        late, self._late = self._late, None
        if late is not None:
            self.refresh()

    def _on_end(self) -> None:
        self._hint.setText(say("This was the last pair. Ctrl+S saves what is typed."))

    def save(self) -> None:
        """Save everything that is typed, in one step."""
        self.view.close_cell()
        wrong = self.grid.errors()
        if wrong:
            place, column, sentence = wrong[0]
            self.view.show_cell(place, column)
            words = say("Row {n}: {what} Nothing was saved yet.", n=place + 1, what=sentence)
            self.shell.messages.show_words(words, "warning")
            return
        rows = self.grid.unsaved()
        if rows:
            self._save.setEnabled(False)
            self.write(model.save_day, self._day, rows, done=self._on_saved, failed=self._on_failed)

    def step_typing(self, *, back: bool) -> bool:
        """Take back the cell that was typed last and is not saved, or type it again."""
        self.view.close_cell()
        place = self.grid.step_typing(back=back)
        if place is None:
            return False
        self.view.show_cell(place, max(STATUS, self.view.currentIndex().column()))
        self._on_moved()
        return True

    def _on_saved(self, changes: Changes) -> None:
        # The rows themselves are read anew by the change bus; what was typed meanwhile stays.
        self.shell.messages.clear_errors()
        n = int(changes.about or 0)
        self.shell.toast(say_many("1 meeting saved.", "{n} meetings saved.", n), undo=True)

    def _on_failed(self, error: Exception) -> None:
        self._on_edited()
        self.shell.messages.show_error(error)

    def _show_loose(self) -> None:
        for due in self._loose:
            self.grid.add(due)
        if self._loose:
            self.add_row(self._loose[0])
        self._more.hide()

    def add_pair(self) -> None:
        """Add a pair that did not have to meet on this day."""
        self.view.close_cell()
        self.ask(model.pairs_on, self._day, done=lambda pairs: AddPairSheet(self, pairs).open())

    def add_again(self, day: date) -> None:
        """Ask again for a pair of a day, after a lock."""
        if day != self._day:
            self.show_day(day)
        self.add_pair()

    def add_row(self, due: DueRow) -> None:
        """Add a row and put the cursor into it."""
        self.view.show_cell(self.grid.add(due), STATUS)
        self._near.hide()
        self.view.nothing.show("")

    # places

    def place(self) -> dict[str, str]:
        """Say which day is shown and where the cursor is; the lock asks, so the open cell is taken first."""
        self.view.close_cell()
        here = self.view.currentIndex()
        return {"day": self._day.isoformat(), "row": str(here.row()), "column": str(here.column())}

    def show_place(self, place: dict[str, str]) -> None:
        """Go to a day, and to a cell of it."""
        if place.get("day") == "today":
            self._go_today()
            return
        try:
            day = date.fromisoformat(place.get("day", ""))
            row, column = int(place.get("row", -1)), int(place.get("column", -1))
        except ValueError:
            return
        if abs(day - self.session.clock.today()) < timedelta(days=4000):
            self._cell = (row, column) if row >= 0 and column >= 0 else None
            self.show_day(day)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the open cell when another page is shown."""
        self.view.close_cell()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the height to the grid where there is little of it: a small screen, or large text."""
        super().resizeEvent(event)
        self.strip.make_room(tight=self.height() < theme.pixels(_LOW))

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the grid, not to the first button."""
        super().showEvent(event)
        QTimer.singleShot(0, self.view, self.view.setFocus)

    def keys(self) -> list[tuple[str, str]]:
        """Add the keys of the grid and the topics to the list."""
        grid = [
            *status_keys(),
            ("Space", say("Held, and on to the next pair")),
            ("Tab", say("The next cell")),
            ("Return", say("The pair below")),
            ("Escape", say("Take a row back")),
            ("Delete", say("Empty a cell")),
        ]
        return [*super().keys(), *grid, (say("Topics"), "; ".join(all_topics()))]
