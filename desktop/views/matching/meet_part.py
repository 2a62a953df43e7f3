"""A meet-and-greet: planned, its papers, who named whom, entered by number at the event, and closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.models import matching as matching_model
from desktop.models import matching_meet as model
from desktop.models import matching_paper as paper
from desktop.services.language import say, say_many
from desktop.services.vault.types import Changes
from desktop.views import theme
from desktop.views.matching.flow import Flow
from desktop.views.matching.head import Head
from desktop.views.matching.meet_entry import MeetEntry
from desktop.views.matching.meet_sheet import plan_meet
from desktop.views.matching.part import TablePart
from desktop.views.matching.parts import Entry, Part
from desktop.views.matching.print_sheet import open_paper
from desktop.views.widgets.buttons import Button, may_write
from desktop.views.widgets.cards import EmptyState
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import badge, label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

# A choice as wide as the longest label would push everything beside it into the next line.
_WIDEST = 420


class MeetPart(Part):
    """The part of the meet-and-greets; one of them is shown."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(page)
        self.room: model.Room | None = None
        self._event = ""
        self._wanted: dict[str, str] = {}
        self._asked = self._saving = 0
        self._ticked = False
        self.entry = MeetEntry()
        self.entry.named.connect(self._save)
        self._make_list()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_room())
        self._stack.addWidget(self._make_empty())
        self._stack.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        page.session.bus.watch(self, ("tick",), self._on_ticked)

    def _make_empty(self) -> QWidget:
        planning = partial(plan_meet, self.page)
        self.plan = Button(say("Plan one"), planning, kind="filled", icon="calendar-check-outline", writes=True)
        words = say(
            "All {mentors} and {mentees} talk with each other for a few minutes, wearing badges with a number. "
            "Then each writes down up to three they enjoyed talking to, and that counts when pairs are proposed."
        )
        return EmptyState(say("No meet-and-greet yet"), words, self.plan, "account-group-outline")

    def _make_list(self) -> None:
        self.list = TablePart(
            self.page,
            say("Who is there, and whom they named"),
            "matching-meet",
            model.room_columns(),
            model.ROOM_FILTERS,
            model.room_filter_words,
            model.search_words,
        )
        self.list.search.setPlaceholderText(say("Search numbers and names"))
        self.list.search.setAccessibleName(say("Search numbers and names"))
        self.list.opened.connect(self.edit)

    def _make_room(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._title, self._count = label("", "heading", wrap=False), badge("")
        self.which = Choice(say("Which meet-and-greet"))
        self.which.setMaximumWidth(theme.pixels(_WIDEST))
        self.which.settled.connect(self._go_to)
        papers = (("B", say("Print badges"), 0), ("T", say("Print tick sheets"), 1))
        prints = [Button(words, partial(self._print, at), key=key, icon="printer-outline") for key, words, at in papers]
        self.more = Button("", self._add_badges, icon="plus", writes=True)
        self.closing = Button("", self._close, key="Ctrl+E", writes=True)
        strip = Flow()
        strip.add(self._title, self.which, self._count, *prints, self.more, self.closing)
        column.addWidget(strip)
        self._closed = label("", "muted")
        column.addWidget(self._closed)
        column.addWidget(self.entry)
        column.addWidget(self.list, 1)
        return made

    # reading

    @property
    def waiting(self) -> bool:
        """Whether a reading or a saving is on its way."""
        return bool(self._asked or self._saving)

    def show_board(self, board: matching_model.Board) -> None:
        """Read the meet-and-greet that is shown; the newest at first."""
        known = [one.uid for one in board.meets]
        if self._wanted.get("meet") in known:
            self._event = self._wanted["meet"]
        if self._event not in known:
            self._event = known[0] if known else ""
        self.which.set_options([(one.uid, model.day_words(one)) for one in board.meets])
        self.which.choose(self._event)
        self.which.setVisible(len(known) > 1)
        self._title.setVisible(len(known) == 1)
        if known:
            self._ask()
        else:
            self.room = None
            self._stack.setCurrentIndex(1)
            self._stack.show()

    def _ask(self) -> None:
        self._asked += 1
        task = self.page.ask(model.load_room, self._event, done=self._on_read)
        task.finished.connect(self._on_answered)

    def _on_answered(self) -> None:
        self._asked -= 1

    def _on_read(self, room: model.Room | None) -> None:
        # While something is on its way to be saved, what was read is older than what stands here; it is read again.
        if room is not None and room.meet.uid == self._event and not self._saving:
            first = self.room is None
            self._show(room)
            self._stack.setCurrentIndex(0)
            self._stack.show()
            if self._wanted.get("meet", self._event) == self._event:
                wanted, self._wanted = self._wanted, {}
                self._go_back(wanted)
            if first and self.page.part == "meet" and not self._holds_keyboard():
                self.keyboard().setFocus()
            board = self.page.board
            if board is not None and room.latest and any_named(board) is not (room.meet.answered > 0):
                self.page.refresh()  # the head offers to propose, or no longer

    def _holds_keyboard(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and here.isVisible() and self.isAncestorOf(here)

    def _show(self, room: model.Room) -> None:
        self.room = room
        meet, entering = room.meet, room.meet.open and may_write()
        self._title.setText(model.day_words(meet))
        self._count.setText(model.answered_words(meet))
        self.more.set_text(model.more_words(room), say("For who came later; nobody's number changes"))
        self.more.setVisible(room.lacking > 0)
        self.closing.set_icon("lock-outline" if meet.open else "lock-open-outline", "muted")
        self.closing.set_text(say("Close") if meet.open else say("Open again"))
        self._closed.setText(_why_closed(room))
        self._closed.setVisible(bool(self._closed.text()))
        self.entry.setVisible(entering)
        self.entry.show_room(room)
        self.list.show_rows(model.room_rows(room))

    def _on_ticked(self) -> None:
        """Read again whom people named; the rest of the page only once somebody looks at it."""
        if self.page.part != "meet":
            self.page.refresh()
            return
        self._ticked = True
        if self.room is not None and not self._saving:
            self._ask()

    def leave(self) -> None:
        """Let the page read what was entered."""
        if self._ticked:
            self._ticked = False
            self.page.refresh()

    # gestures

    def edit(self, code: str) -> None:
        """Show in the entry what somebody named, to be changed."""
        if self.entry.isVisible():
            self.entry.edit(code)
        elif self.room is not None:
            self.page.shell.toast(_why_closed(self.room))

    def _save(self, who: model.Badge, said: tuple[model.Said, ...]) -> None:
        room = self.room
        if room is None:
            return
        named = model.wanted(room, who, said)
        if named == who.named:
            return
        words = model.saved_words(who, said)
        self._show(model.with_named(room, who.person, named))
        self._point_at(who.code)
        self._saving += 1
        task = self.page.write(
            model.set_named,
            room.meet.uid,
            who.person,
            named,
            done=lambda _: self.page.shell.toast(words, undo=True),
        )
        task.finished.connect(self._on_saved)

    def _point_at(self, code: str) -> None:
        """Show in the list what was just entered, where the filter lets it."""
        self.list.table.choose(code)
        at = self.list.rows.row_of(code)
        if at >= 0:
            self.list.table.scrollTo(self.list.rows.index(at, 0), self.list.table.ScrollHint.PositionAtCenter)

    def _on_saved(self) -> None:
        self._saving -= 1
        if not self._saving:
            self._ask()

    def _add_badges(self) -> None:
        def done(changes: Changes) -> None:
            words = say_many(
                "1 badge is added. No number has changed.",
                "{n} badges are added. No number has changed.",
                int(changes.about or 0),
            )
            self.page.shell.toast(words, undo=True)

        if self.room is not None:
            self.page.write(model.add_badges, self.room.meet.uid, done=done)

    def _close(self) -> None:
        if self.room is None:
            return
        again = not self.room.meet.open
        words = say("The entry is open again.") if again else say("The entry is closed.")
        verb = partial(model.close, again=again)
        self.page.write(verb, self.room.meet.uid, done=lambda _: self.page.shell.toast(words, undo=True))

    def _print(self, at: int) -> None:
        if self.room is not None:
            open_paper(self.page, paper.of_event(self.room.meet.uid)[at])

    def _go_to(self, event: str) -> None:
        self._event = event
        self._ask()

    # places

    def place(self) -> dict[str, str]:
        """Say which meet-and-greet is shown, what is chosen, searched, filtered, and typed halfway."""
        if self.room is None:
            return dict(self._wanted)
        return {"meet": self._event, **self.list.place(), **self.entry.typed()}

    def show_wanted(self, wanted: dict[str, str]) -> None:
        """Go back to what `place` said, at once or when it is read."""
        wanted = {key: value for key, value in wanted.items() if key != "part" and value}
        if not wanted:
            return
        self._wanted = wanted
        if wanted.get("meet", self._event) != self._event and self.page.board is not None:
            self.show_board(self.page.board)
        elif self.room is not None and not self._asked:
            self._wanted = {}
            self._go_back(wanted)

    def _go_back(self, wanted: dict[str, str]) -> None:
        if set(wanted) & {"uid", "search", "filter"}:
            self.list.show_wanted(wanted)
        if "badge" in wanted and self.entry.isVisibleTo(self):
            self.entry.type_again(wanted)
            self.entry.line().setFocus()

    def keyboard(self) -> QWidget:
        """Give the line to type in, the list of a closed one, or the button that plans."""
        if self._stack.currentIndex() == 1:
            return self.plan
        return self.entry.line() if self.entry.isVisibleTo(self) else self.list.table

    def seek(self) -> None:
        """Go to the search field."""
        self.list.seek()


def _why_closed(room: model.Room) -> str:
    words = []
    if not may_write():
        words.append(say("Nothing can be entered: this workspace is open for reading only."))
    elif not room.meet.open:
        words.append(say("The entry is closed: what people named stays as it is. Open it again to change something."))
    if not room.latest:
        words.append(say("Only the newest meet-and-greet counts when pairs are proposed."))
    return " ".join(words)


def meet_head(head: Head, board: matching_model.Board) -> None:
    """Fill the head for the meet-and-greet."""
    page = head.page
    head.set_title(say("Matching"), say("Everybody meets everybody, and names up to three they enjoyed talking to."))
    ticked = any_named(board)
    words = say("Propose again") if board.draft is not None else say("Propose pairs")
    if head.new("meet", words if ticked else "", *(entry.words() for entry in page.more.there())):
        if ticked:
            page.set_main_action(words, page.propose, key="P", icon="link-variant", writes=True)
            head.add_more()
        else:
            head.clear_actions()


def any_named(board: matching_model.Board) -> bool:
    """Whether anybody has named somebody at the newest meet-and-greet."""
    return any(one.answered for one in board.meets[:1])


def has_meet(board: matching_model.Board) -> bool:
    """Whether the part is there: both roles take part, or there is a meet-and-greet."""
    return board.both or bool(board.meets)


def _may_plan_another(page: MatchingPage) -> bool:
    return page.part == "meet" and page.board is not None and bool(page.board.meets)


PLAN_ANOTHER = Entry(lambda: say("Plan another meet-and-greet …"), plan_meet, there=_may_plan_another, writes=True)
