"""The draft by mentor: a row each with places and mentees, beside it the mentor with each pair."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.models import matching as matches
from desktop.models import matching_load as model
from desktop.services.language import say
from desktop.views.matching.part import TablePart
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import RecordRow
from desktop.views.widgets.labels import badge, label, rule

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class MentorsView(TablePart):
    """The view of the draft by mentor. What it chooses for the other views is a mentee of the mentor."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(
            page,
            say("{Mentors} of the draft"),
            "matching-mentors",
            model.load_columns(),
            model.LOAD_FILTERS,
            model.load_filter_words,
            model.row_words,
            spare=("left",),
        )
        self._first: Button | None = None
        self._shown: tuple[object, ...] = ()

    def tools(self) -> QWidget:
        """Give the search field."""
        return self.search

    def show_board(self, board: matches.Board) -> None:
        """Show a row for each mentor."""
        self.show_rows(model.load_rows(board))

    def show_panel(self, board: matches.Board) -> None:
        """Show the chosen mentor with each pair."""
        row = self.row(next(iter(self.table.chosen_uids()), ""))
        if row is None:
            self._shown = ()
            super(TablePart, self).show_panel(board)
            return
        if self._shown == (row, board.draft) and self.page.side.isVisible():
            return
        self.page.panel.close_panel()
        self._shown = (row, board.draft)
        self._fill(row[model.LOAD], row[model.WHERE])

    def _fill(self, load: model.MentorLoad, where: str) -> None:
        side = self.page.side
        side.clear()
        side.body.addWidget(label(load.mentor.name, "heading"))
        side.body.addWidget(label(where, "small"))
        side.body.addWidget(badge(model.used_words(load), "warning" if load.left < 0 else ""))
        side.body.addWidget(label(model.period_words(load), "warning" if load.twice else "muted"))
        side.body.addWidget(rule())
        self._first = None
        for card in load.cards:
            show = Button(say("Show"), partial(self.page.draft_part.show_view, "list", card.mentee.uid))
            show.setAccessibleName(say("Show {name}", name=card.mentee.name))
            self._first = self._first or show
            side.body.addWidget(RecordRow(card.mentee.name, model.card_detail(card), button=show))
        if not load.cards:
            side.body.addWidget(label(say("Nobody is placed with this {mentor} in this draft."), "muted"))
        side.body.addStretch(1)
        opening = partial(self.page.shell.go, "people", person=load.mentor.uid)
        link = Button(say("Open the {mentor}"), opening, kind="quiet", icon="account-outline")
        link.setAccessibleName(say("Open {name}", name=load.mentor.name))
        self._first = self._first or link
        side.foot.addWidget(link)
        side.foot.addStretch(1)
        self.page.show_side()

    def leave(self) -> None:
        """Forget what is shown beside."""
        self._shown = ()

    def choose(self, uid: str) -> None:
        """Choose the mentor a mentee is with."""
        mentor = next((row[0] for row in self._all if uid in _mentees(row[model.LOAD])), "")
        if mentor:
            super().choose(mentor)
        elif not self.table.chosen_uids():
            self.choose_first()

    def chosen_uid(self) -> str:
        """Give a mentee of the chosen mentor: the one chosen in another view, else the first."""
        row = self.row(next(iter(self.table.chosen_uids()), ""))
        mentees = _mentees(row[model.LOAD]) if row else ()
        present = self.page.draft_part.uid
        return present if present in mentees else next(iter(mentees), "")

    def place(self) -> dict[str, str]:
        """Say which mentor is chosen too: one may have no mentee."""
        return {**super().place(), "mentor": next(iter(self.table.chosen_uids()), "")}

    def show_wanted(self, wanted: dict[str, str]) -> None:
        """Choose a mentor, or the one of a mentee."""
        super().show_wanted(wanted)
        if wanted.get("mentor"):
            super().choose(wanted["mentor"])

    def _on_row_chosen(self, uid: str) -> None:
        self.chosen.emit(self.chosen_uid())

    def _on_row_opened(self, _uid: str) -> None:
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)


def _mentees(load: model.MentorLoad) -> tuple[str, ...]:
    return tuple(card.mentee.uid for card in load.cards)
