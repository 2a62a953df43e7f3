"""What counts in matching: the weight of every criterion in words, and the measures of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import matching_counts as model
from desktop.services.language import say
from desktop.views import theme
from desktop.views.messages import sentence_of
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import scrolling
from desktop.views.widgets.count import Count
from desktop.views.widgets.fields import Choice, Tick
from desktop.views.widgets.labels import label, rule
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

KEY = "what-counts"


class WhatCountsSheet(Sheet):
    """Filled in where the criteria are known; everything is saved at once, and taken back at once."""

    def __init__(self, page: MatchingPage) -> None:
        purpose = say("A score says how much of what counts here two people share. It is no forecast.")
        super().__init__(page.shell.window_widget, say("What counts"), purpose, width=1120)
        self.comes_back(KEY)
        self.wait_for_answer()
        self.setMinimumHeight(min(theme.pixels(690), page.shell.window_widget.height() - 60))
        self._page = page
        self._counts: model.Counts | None = None
        self._base: model.Settings | None = None
        self.weights: dict[str, Choice] = {}
        self.measures: dict[str, Count | Tick] = {}
        inside = QWidget()
        self._columns = QHBoxLayout(inside)
        self._columns.setContentsMargins(0, 0, 8, 0)
        self._columns.setSpacing(32)
        self.body.addWidget(scrolling(inside), 1)
        words = say("Drafts keep what they were made with. Propose again to take this in.")
        self.body.addWidget(label(words, "muted"))
        self._error = label("", "error")
        self._error.hide()
        self.body.addWidget(self._error)
        self.usual = self.add_button(Button(say("Back to the usual"), self.show_usual, kind="quiet", writes=True))
        self.add_cancel()
        self.again: Button | None = None
        if page.board is not None and page.board.draft is not None:
            self.again = self.add_button(Button(say("Save and propose again"), self.save_and_propose, writes=True))
        self.keep = self.add_button(Button(say("Save"), self.save, kind="filled", writes=True))
        page.session.ask(self, model.load_counts, done=self._on_loaded, failed=self._on_failed)

    # made once it is read

    def _on_loaded(self, counts: model.Counts) -> None:
        self._counts, self._base = counts, counts.settings
        self._columns.addLayout(self._make_criteria(counts), 1)
        self._columns.addLayout(self._make_measures(counts), 1)
        first = next(iter(self.weights.values()))
        # Not before it is in sight; what a lock kept is put back after it.
        QTimer.singleShot(0, first, lambda: first.setFocus(Qt.FocusReason.OtherFocusReason))
        self.answered()
        self.fit()

    def _make_criteria(self, counts: model.Counts) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(say("How much each criterion weighs"), "strong"))
        asked = [one for one in counts.criteria if not model.is_own(one)]
        own = [one for one in counts.criteria if model.is_own(one)]
        column.addLayout(self._make_weights(asked))
        column.addWidget(rule())
        column.addWidget(label(say("Fields of your school"), "strong"))
        words = say("Nothing about who somebody is weighs, unless your school decides so here.")
        column.addWidget(label(words, "small"))
        if own:
            column.addLayout(self._make_weights(own))
        else:
            column.addWidget(label(say("Your school has added no field of its own."), "muted"))
        column.addStretch(1)
        return column

    def _make_weights(self, criteria: list[model.Criterion]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for at, one in enumerate(criteria):
            choice = Choice(one.title, model.weight_options(one.weight))
            choice.setMinimumWidth(theme.pixels(140))
            choice.choose(str(one.weight))
            said = model.answered_words(one)
            choice.setAccessibleDescription(said)
            self.weights[one.key] = choice
            grid.addLayout(_about(one.title, said), at, 0)
            grid.addWidget(choice, at, 1, Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _make_measures(self, counts: model.Counts) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(say("What the rules ask for"), "strong"))
        values = model.values_of(counts.settings)
        for measure in model.measures():
            if measure.least is None:
                tick = Tick(measure.title)
                tick.setChecked(bool(values[measure.key]))
                tick.setAccessibleDescription(measure.sentence)
                self.measures[measure.key] = tick
                beside = QVBoxLayout()
                beside.setSpacing(0)
                beside.addWidget(tick)
                beside.addWidget(label(measure.sentence, "small"))
                column.addLayout(beside)
                continue
            count = Count(measure.title, int(values[measure.key]), measure.least, measure.most)
            count.field.setAccessibleDescription(measure.sentence)
            self.measures[measure.key] = count
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addLayout(_about(measure.title, measure.sentence), 1)
            row.addWidget(count, 0, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(row)
        column.addStretch(1)
        return column

    # what is done

    def show_usual(self) -> None:
        """Fill in what a programme of this kind begins with; nothing is saved yet."""
        if self._counts is None:
            return
        usual = self._base = self._counts.usual
        for key, choice in self.weights.items():
            choice.choose(str(usual.weight(key)))
        for key, value in model.values_of(usual).items():
            field = self.measures[key]
            if isinstance(field, Tick):
                field.setChecked(bool(value))
            else:
                field.set_value(value)
        self._error.hide()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Keep it all as one step."""
        self._save(propose=False)

    def save_and_propose(self) -> None:
        """Keep it, and solve the draft again with it."""
        self._save(propose=True)

    def _save(self, *, propose: bool) -> None:
        if self._base is None:
            return
        weights = {key: int(choice.value()) for key, choice in self.weights.items()}
        values = {
            key: field.isChecked() if isinstance(field, Tick) else field.value() for key, field in self.measures.items()
        }
        self._error.hide()

        def done(_changes: object) -> None:
            self.accept()
            if propose:
                self._page.propose()
            else:
                self._page.shell.toast(say("What counts is saved."), undo=True)

        self._page.session.write(self, model.save, self._base, weights, values, done=done, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._error.setText(sentence_of(error))
        self._error.show()


def _about(title: str, sentence: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(label(title))
    column.addWidget(label(sentence, "small"))
    return column


def show_what_counts(page: MatchingPage) -> None:
    """Open the sheet."""
    WhatCountsSheet(page).open()
