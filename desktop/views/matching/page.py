"""Matching: who is ready, the draft with its reasons, the published pairs."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from desktop.models import matching as model
from desktop.models import matching_pairs as pairs
from desktop.models.tasks import Task
from desktop.services.language import say, say_many
from desktop.services.vault.types import Changes
from desktop.views.feature import Found, Hit
from desktop.views.matching.choosing import ChoosingSheet
from desktop.views.matching.head import Head
from desktop.views.matching.panel import DraftPanel
from desktop.views.matching.part import TablePart
from desktop.views.matching.published import PairPanel
from desktop.views.matching.readiness import ReadyPart
from desktop.views.page import SIDE_BY_SIDE, Page
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
    )
    scrolls: ClassVar[bool] = False
    sheets: ClassVar = {"choosing": lambda page, mentee: page.choose_again(mentee)}

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Matching"), say("Who meets whom, and why"))
        self.board: model.Board | None = None
        self.part = ""
        self._wanted: dict[str, str] = {}
        self._working: Task | None = None
        # For whom the list of mentors was open at the lock; it opens again once the draft is read.
        self._choosing = ""
        self._head = Head(self)
        self._make_parts()
        self.add_key("Ctrl+F", say("Search this list"), self._find)

    def _make_parts(self) -> None:
        self.draft = TablePart(
            self,
            say("Draft of pairs"),
            "matching-draft",
            model.draft_columns(),
            model.DRAFT_FILTERS,
            model.draft_filter_words,
            model.row_words,
        )
        self.pairs = TablePart(
            self,
            say("Published pairs"),
            "matching-pairs",
            pairs.pair_columns(),
            pairs.PAIR_FILTERS,
            pairs.pair_filter_words,
            pairs.row_words,
        )
        self.ready = ReadyPart(self)
        self.panel, self.pair_panel = DraftPanel(self), PairPanel(self)
        self.draft.chosen.connect(lambda uid: self._show_panel())
        self.pairs.chosen.connect(lambda uid: self._show_panel())
        self.draft.opened.connect(self.choose_mentor)
        self.pairs.opened.connect(lambda uid: self.pair_panel.focus_period())
        self._body = QStackedWidget()
        self._places = {"draft": self.draft, "pairs": self.pairs, "ready": self.ready}
        for place in self._places.values():
            self._body.addWidget(place)
        self.content.addWidget(self._body, 1)

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
        before, self.board = self.board, board
        focused = QApplication.focusWidget()
        self._choose_part(before, board)
        if not board.anybody:
            self._head.show_nobody()
            return
        self.show_content()
        self.draft.show_rows(model.draft_rows(board))
        self.pairs.show_rows(pairs.pair_rows(board))
        outdated = board.draft is not None and board.draft.outdated
        words = say("People or answers have changed since this draft was made. Propose again to take that in.")
        self.draft.show_notice(words if outdated else "")
        self.ready.show_readiness(board)
        self._show_part()
        self._keep_focus(focused)
        if self._choosing:
            self.choose_again(self._choosing)

    def _keep_focus(self, before: QWidget | None) -> None:
        """Give the keyboard to the table where the button that had it is gone, and on arriving."""
        table = self._table()
        if table is not None and (before is None or before is self or not isValid(before) or not before.isVisible()):
            table.table.setFocus()

    def _choose_part(self, before: model.Board | None, board: model.Board) -> None:
        """Stay where the person is, but go to a draft that has just come, and leave a part that has gone."""
        parts = board.parts
        new = board.draft is not None and (before is None or before.draft is None)
        if (new and "draft" in parts) or self.part not in parts:
            self.part = parts[0]
        if self._wanted.get("part") in parts:
            self.part = self._wanted["part"]

    # showing

    def _show_part(self) -> None:
        assert self.board is not None  # noqa: S101 - parts are shown after reading only
        self._body.setCurrentWidget(self._places[self.part])
        self._head.show(self.part, self.board)
        self._show_wanted()
        self._show_panel()

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, {}
        table = self._table()
        if table is None:
            return
        if wanted.get("search"):
            table.search.setText(wanted["search"])
        if wanted.get("filter"):
            table.narrow(wanted["filter"])
        if wanted.get("uid"):
            table.choose(wanted["uid"])
        elif not table.table.chosen_uids() and self.window().width() >= SIDE_BY_SIDE:
            table.choose_first()

    def _show_panel(self) -> None:
        table = self._table()
        uids = table.table.chosen_uids() if table else ()
        row = table.row(uids[0]) if table and uids else None
        if row is None or self.board is None:
            self.panel.close_panel()
            self.side.clear()
        elif self.part == "draft":
            self.panel.show_row(row, self.board)
        else:
            self.panel.close_panel()
            self.pair_panel.show_row(row)

    def _table(self) -> TablePart | None:
        return {"draft": self.draft, "pairs": self.pairs}.get(self.part)

    def show_part(self, part: str) -> None:
        """Go to another part of the page."""
        self.part = part
        self._show_part()

    def _find(self) -> None:
        table = self._table()
        if table is not None:
            table.search.setFocus()

    # gestures

    def propose(self) -> None:
        """Solve, or solve again; what is locked stays."""
        if self._working is None:
            self._working = self.write(model.propose, done=self._on_proposed, title=say("Proposing pairs"))
            self._working.finished.connect(self._on_worked)

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

    def choose_mentor(self, mentee: str) -> None:
        """Open the list of mentors for a mentee of the draft."""
        row = self.draft.row(mentee)
        if row is not None:
            ChoosingSheet(self, row[model.ITEM].mentee).start()

    def choose_again(self, mentee: str) -> None:
        """Open that list again after a lock."""
        self._choosing = mentee if self.board is None else ""
        if self.board is not None:
            self.choose_mentor(mentee)

    # places

    def place(self) -> dict[str, str]:
        """Say which part is shown, what is chosen, searched and filtered."""
        table = self._table()
        if table is None:
            return {"part": self.part}
        uids = table.table.chosen_uids()
        return {
            "part": self.part,
            "uid": uids[0] if uids else "",
            "search": table.search.text(),
            "filter": table.filter(),
        }

    def show_place(self, place: dict[str, str]) -> None:
        """Show a part, and in it a mentee of the draft or a published pair (by uid)."""
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
