"""Matching: who is ready, the draft with its reasons, the published pairs.

Another module hooks in by one line each in registry.py: PARTS (a chip at the top left, its widget, its head), VIEWS
(another view of the same draft), MORE (a line of the menu "More" with its key) and SHEETS (what opens a sheet again
after a lock). parts.py says what a part and a view have to be able to do. What they may ask of this page: `board`,
`row(uid)` of a mentee of the draft, `part`, `draft_part.view`, `show_part`, `show_panel`, `when_read`, `choose_mentor`,
`panel.place(mentee, mentor)`, and as of every page `ask`, `write`, `side` and `shell`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from desktop.models import matching as model
from desktop.models import matching_pairs as pairs
from desktop.models.matching_drafts import Wish, propose_otherwise, set_aside
from desktop.models.rows import Row
from desktop.models.tasks import Task
from desktop.services.language import say, say_many
from desktop.services.vault.types import Changes
from desktop.views.feature import Found, Hit
from desktop.views.matching import registry
from desktop.views.matching.choosing import ChoosingSheet
from desktop.views.matching.draft_list import DraftList
from desktop.views.matching.draft_part import DraftPart
from desktop.views.matching.head import Head
from desktop.views.matching.more import More
from desktop.views.matching.panel import DraftPanel
from desktop.views.matching.parts import PagePart, Part
from desktop.views.matching.published_part import PublishedPart
from desktop.views.matching.why_not_sheet import ask_why_not
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button

# From so many mentees on, explaining a draft may take over a second, so that it is shown as work.
_MANY = 150


class MatchingPage(Page):
    """Proposes, explains, changes and publishes pairs."""

    watches: ClassVar[tuple[str, ...]] = (
        "round",
        "proposal",
        "pair",
        "participant",
        "person",
        "free_period",
        "period",
        "wish",
        "setting",
        "first_meeting",
        "starter_goal",
        "trial",
        "matching_settings",
        "block",
        "round_override",
        "round_team",
        "team",
        "meet_event",
        "badge",
    )
    scrolls: ClassVar[bool] = False
    sheets: ClassVar = registry.SHEETS

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Matching"), say("Who meets whom, and why"))
        self.board: model.Board | None = None
        self.rows: tuple[Row, ...] = ()
        self.part = ""
        self.draft_views = registry.VIEWS
        self._wanted: dict[str, str] = {}
        self._working: Task | None = None
        # What waits until something is read: sheets that were open at the lock.
        self._later: list[Callable[[], object]] = []
        self._parts: dict[str, Part] = {}
        self._fresh: set[str] = set()
        self.panel, self.more, self._head = DraftPanel(self), More(self, registry.MORE), Head(self)
        self._body = QStackedWidget()
        self.content.addWidget(self._body, 1)
        self.add_key("F6", say("Next view of the draft"), self._next_view)
        self.add_key("Ctrl+F", say("Search this list"), lambda: self._shown().seek())

    # parts

    @property
    def draft_part(self) -> DraftPart:
        """The part of the draft."""
        part = self._part_of("draft")
        assert isinstance(part, DraftPart)  # noqa: S101 - as registered
        return part

    @property
    def draft(self) -> DraftList:
        """The draft as a list; it is one of the views of the draft."""
        view = self.draft_part.view_of("list")
        assert isinstance(view, DraftList)  # noqa: S101 - as registered
        return view

    @property
    def pairs(self) -> PublishedPart:
        """The part of the published pairs."""
        part = self._part_of("pairs")
        assert isinstance(part, PublishedPart)  # noqa: S101 - as registered
        return part

    def _part_of(self, key: str) -> Part:
        """Give a part; it is made where it is asked for the first time."""
        if key not in self._parts:
            self._parts[key] = next(one for one in registry.PARTS if one.key == key).make(self)
            self._body.addWidget(self._parts[key])
        return self._parts[key]

    def _shown(self) -> Part:
        return self._part_of(self.part)

    def _there(self, board: model.Board) -> tuple[PagePart, ...]:
        return tuple(one for one in registry.PARTS if one.there(board))

    @property
    def waiting(self) -> bool:
        """Whether what is shown, or the panel, waits for an answer."""
        return self.panel.waiting or (bool(self.part) and self._shown().waiting)

    def row(self, mentee: str) -> Row | None:
        """Give the row of a mentee of the draft."""
        return next((row for row in self.rows if row[model.UID] == mentee), None)

    # reading

    def refresh(self) -> None:
        """Read everything anew."""
        many = self.board is None or self.board.readiness.mentees > _MANY
        title = say("Reading the pairs") if many and self.board is not None else ""
        task = self.ask(model.load_board, done=self._on_loaded, title=title)
        task.finished.connect(self._on_read)

    def _on_read(self) -> None:
        """Say what to do if the first reading was stopped."""
        if self.board is None:
            again = Button(say("Read them"), self.refresh, kind="filled")
            self.show_empty(say("The pairs are not read yet"), say("Reading was stopped or did not succeed."), again)

    def _on_loaded(self, board: model.Board) -> None:
        before, self.board, self.rows = self.board, board, model.draft_rows(board)
        focused = QApplication.focusWidget()
        self._fresh.clear()
        self._choose_part(before, board)
        if board.anybody:
            self.show_content()
            self._show_part()
            self._keep_focus(focused)
        else:
            self._head.show_nobody()
        later, self._later = self._later, []
        for act in later:
            act()

    def when_read(self, act: Callable[[], object]) -> None:
        """Do something now, or once the page has been read for the first time."""
        if self.board is None:
            self._later.append(act)
        else:
            act()

    def _keep_focus(self, before: QWidget | None) -> None:
        """Give the keyboard to the part where the button that had it is gone, and on arriving."""
        main = self._shown().keyboard()
        if main is not None and (before is None or before is self or not isValid(before) or not before.isVisible()):
            main.setFocus()

    def _choose_part(self, before: model.Board | None, board: model.Board) -> None:
        """Stay where the person is, but go to a draft that has just come, and leave a part that has gone."""
        parts = [one.key for one in self._there(board)]
        new = board.draft is not None and (before is None or before.draft is None)
        if (new and "draft" in parts) or (self.part not in parts and parts):
            self.part = parts[0]
        if self._wanted.get("part") in parts:
            self.part = self._wanted["part"]

    # showing

    def _show_part(self) -> None:
        assert self.board is not None  # noqa: S101 - parts are shown after reading only
        part = self._shown()
        if self.part not in self._fresh:
            self._fresh.add(self.part)
            part.show_board(self.board)
        self._body.setCurrentWidget(part)
        there = self._there(self.board)
        self._head.show(next(one for one in there if one.key == self.part), there, self.board)
        wanted, self._wanted = self._wanted, {}
        part.show_wanted(wanted)
        self.show_panel()

    def show_panel(self) -> None:
        """Show beside the part what is chosen in it."""
        if self.board is not None:
            self._shown().show_panel(self.board)

    def show_part(self, part: str) -> None:
        """Go to another part of the page."""
        if self.part:
            self._shown().leave()
        self.part = part
        self._show_part()

    def keys(self) -> list[tuple[str, str]]:
        """List every key of the page as it is, those of the menu too."""
        return [*super().keys(), *self.more.keys()]

    def _next_view(self) -> None:
        if self.part == "draft" and self.board is not None and self.board.anybody:
            self.draft_part.next_view()

    # gestures

    def propose(self) -> None:
        """Solve, or solve again; what is locked stays."""
        if self._working is None:
            self._working = self.write(self._solving(), done=self._on_proposed, title=say("Proposing pairs"))
            self._working.finished.connect(self._on_worked)

    def propose_otherwise(self, wish: Wish) -> None:
        """Propose for somebody else, in groups, or beside the present draft."""
        if self._working is None:
            self._working = self.write(propose_otherwise, wish, done=self._on_proposed, title=say("Proposing pairs"))
            self._working.finished.connect(self._on_worked)

    def set_aside(self) -> None:
        """Put the draft aside; it is taken up again in the list of drafts."""
        self.write(set_aside, done=lambda _: self.shell.toast(say("The draft is put aside."), undo=True))

    def _solving(self) -> Callable[..., Changes]:
        """Give what P does: a draft keeps whom it is for, and its groups."""
        return model.solve_again if self.board is not None and self.board.draft is not None else model.propose

    def _on_worked(self) -> None:
        self._working = None

    def _on_proposed(self, changes: Changes) -> None:
        n = int(changes.about or 0)
        self.shell.toast(say_many("1 pair is proposed.", "{n} pairs are proposed.", n), undo=True)

    def publish(self) -> None:
        """Make the pairs real. No question is asked: it can be undone."""
        self.write(model.publish, done=self._on_published)

    def _on_published(self, changes: Changes) -> None:
        n = int(changes.about or 0)
        self.shell.toast(say_many("1 pair is published.", "{n} pairs are published.", n), undo=True)

    def discard(self) -> None:
        """Throw the draft away."""
        self.write(model.discard, done=lambda _: self.shell.toast(say("The draft is discarded."), undo=True))

    def choose_mentor(self, mentee: str, mentor: str = "") -> None:
        """Open the list of mentors for a mentee of the draft, with one of them chosen."""
        row = self.row(mentee)
        if row is not None:
            ChoosingSheet(self, row[model.ITEM].mentee, mentor).start()

    # places

    def place(self) -> dict[str, str]:
        """Say which part is shown, what is chosen, searched and filtered."""
        return {"part": self.part, **(self._shown().place() if self.part else {})}

    def show_place(self, place: dict[str, str]) -> None:
        """Show a part, and in it a mentee of the draft or a published pair (by uid); or ask why not with `why_not`."""
        if place.get("why_not"):
            self.when_read(lambda: ask_why_not(self, place["why_not"]))
            return
        self._wanted = dict(place)
        if place.get("pair"):
            self._wanted = {"part": "pairs", "uid": place["pair"]}
        if self.board is not None and self.board.anybody:
            self._choose_part(self.board, self.board)
            self._show_part()


def find(shell: Shell, text: str, found: Found) -> None:
    """Look published pairs up for the search of everything."""

    def show(hits: tuple[tuple[str, str, str], ...]) -> None:
        found([Hit(title, slot, "link-variant", partial(shell.go, "matching", pair=uid)) for uid, title, slot in hits])

    shell.session.ask(shell.window_widget, pairs.find_pairs, text, done=show)
