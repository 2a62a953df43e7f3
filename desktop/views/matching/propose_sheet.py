"""Proposing otherwise: for whom, with the present draft kept aside or not, in pairs or in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import matching_drafts as model
from desktop.services.language import say
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.count import Count
from desktop.views.widgets.fields import Choice, Tick
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

_LARGEST = 40


class ProposeSheet(Sheet):
    """Asks how to propose, and does."""

    def __init__(self, page: MatchingPage) -> None:
        purpose = say("A draft again: nothing is visible outside this page until it is published.")
        super().__init__(page.shell.window_widget, say("Propose otherwise"), purpose)
        assert page.board is not None  # noqa: S101 - it is opened once the page is read
        self._page = page
        self.comes_back("propose")
        wish = model.usual_wish(page.board)
        self.scope = Choice(say("For whom"), model.scope_options())
        self.scope.choose(wish.scope)
        self.scope.chosen.connect(lambda _: self._show_sentence())
        self._sentence = label("", "small")
        self.body.addWidget(label(say("For whom"), "strong"))
        self.body.addWidget(self.scope)
        self.body.addWidget(self._sentence)
        self.keep = Tick(say("Keep the present draft aside, to compare the two"))
        self.keep.setChecked(wish.keep)
        self.keep.setVisible(page.board.draft is not None)
        self.body.addWidget(self.keep)
        self.groups = Tick(say("In groups, not in pairs"))
        self.groups.setChecked(wish.groups)
        self.groups.toggled.connect(lambda _: self._show_sentence())
        self.body.addWidget(self.groups)
        self.body.addWidget(self._make_sizes(wish))
        self.add_cancel()
        self.add_button(Button(say("Propose"), self.propose, kind="filled", writes=True))
        self._show_sentence()

    def wish(self) -> model.Wish:
        """Give what is asked for."""
        return model.Wish(
            self.scope.value(),
            self.keep.isChecked() and self._page.board is not None and self._page.board.draft is not None,
            self.groups.isChecked(),
            self.least.value(),
            max(self.least.value(), self.most.value()),
            int(self.leaders.value()),
            prove=self.prove.isChecked(),
        )

    def propose(self) -> None:
        """Propose so."""
        self._page.propose_otherwise(self.wish())
        self.accept()

    def _make_sizes(self, wish: model.Wish) -> QWidget:
        self._sizes = QWidget()
        column = QVBoxLayout(self._sizes)
        column.setContentsMargins(0, 0, 0, 0)
        self.least = Count(say("Smallest group"), wish.least, 1, _LARGEST)
        self.most = Count(say("Largest group"), wish.most, 1, _LARGEST)
        self.leaders = Choice(say("{Mentors} in a group"), [("1", say("one {mentor}")), ("2", say("two {mentors}"))])
        self.leaders.choose(str(wish.leaders))
        sizes = ((say("At least"), self.least), (say("at most"), self.most), (say("{mentees}"), None))
        for line in (sizes, ((say("led by"), self.leaders),)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for words, field in line:
                row.addWidget(label(words, wrap=False))
                if field is not None:
                    row.addWidget(field)
            row.addStretch(1)
            column.addLayout(row)
        self.prove = Tick(say("Look for groups that are certainly the best"))
        column.addWidget(self.prove)
        words = say("Worth it in a small school. In a large one it may take minutes, or end without a proof.")
        column.addWidget(label(words, "small"))
        return self._sizes

    def _show_sentence(self) -> None:
        self._sentence.setText(model.scope_sentence(self.scope.value()))
        self._sizes.setVisible(self.groups.isChecked())
