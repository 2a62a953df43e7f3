"""Which column of a file is which: asked where its headings do not say so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.models import people_imports as model
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.cards import scrolling
from desktop.views.widgets.fields import Choice, Tick
from desktop.views.widgets.labels import label


class ColumnsPart(QWidget):
    """The first cells of each column, with a choice beside them of what they are."""

    def __init__(self, rows: tuple[tuple[str, ...], ...]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.headings = Tick(say("The first row holds headings and is no student"))
        self.headings.setChecked(model.begins_with_headings(rows))
        column.addWidget(self.headings)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        self.choices: list[Choice] = []
        for at, (sample, guess) in enumerate(model.columns_of(rows)):
            words = label(sample, wrap=True)
            words.setToolTip(sample)
            choice = Choice(say("Column {n}: {sample}", n=at + 1, sample=sample), model.column_choices())
            choice.setMinimumWidth(theme.pixels(180))
            choice.choose(guess)
            grid.addWidget(words, at, 0)
            grid.addWidget(choice, at, 1, Qt.AlignmentFlag.AlignTop)
            self.choices.append(choice)
        grid.setRowStretch(len(self.choices), 1)
        column.addWidget(scrolling(inside), 1)

    def answer(self) -> tuple[tuple[str, ...], int]:
        """Give the names of the columns, - for those left out, and how many rows to leave out at the top."""
        return tuple(choice.value() or "-" for choice in self.choices), int(self.headings.isChecked())

    def problem(self) -> str:
        """Say what is missing or said twice; '' for nothing."""
        named = [choice.value() for choice in self.choices if choice.value()]
        if len(named) != len(set(named)):
            return say("Two columns are said to be the same. Choose each once, and leave the others out.")
        if "number" not in named:
            return say("Say which column holds the student number; it tells people of one name apart.")
        if not {"name", "family", "given"} & set(named):
            return say("Say which column holds the name.")
        return ""
