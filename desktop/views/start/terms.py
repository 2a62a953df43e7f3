"""Term dates, each on a line: what it is called, when it begins, when it ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models.dates import date_example, date_hint, read_date
from desktop.models.start import Term
from desktop.services.language import say, show_date
from desktop.views import theme
from desktop.views.widgets import Button, label


class TermsEditor(QWidget):
    """Edits terms; `terms()` gives them, or None after showing what is wrong. Dates are typed in `order`."""

    def __init__(self, terms: Sequence[Term], order: str) -> None:
        super().__init__()
        self._order = order
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        for place, words in enumerate((say("{Term}"), say("First day"), say("Last day"))):
            self._grid.addWidget(label(words, "strong"), 0, place)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        column.addLayout(self._grid)
        self._error = label("", "error")
        self._error.hide()
        column.addWidget(self._error)
        row = QHBoxLayout()
        row.addWidget(Button(say("Add a {term}"), self.add_line, kind="quiet", icon="plus"))
        row.addStretch(1)
        column.addLayout(row)
        self._lines: list[tuple[QLineEdit, QLineEdit, QLineEdit]] = []
        self._uids: list[str] = []
        for term in terms:
            self._add(term)
        if not terms:
            self.add_line()

    def terms(self) -> tuple[Term, ...] | None:
        """Give the terms; lines that are wholly empty are left out. None where a date cannot be read."""
        found: list[Term] = []
        fields_wrong = False
        for number, (line, uid) in enumerate(zip(self._lines, self._uids, strict=True), 1):
            name, *dates = (field.text().strip() for field in line)
            if not any((name, *dates)):
                continue
            first, last = (read_date(text, self._order) for text in dates)
            for field, day in zip(line[1:], (first, last), strict=True):
                theme.mark(field, "wrong", day is None)
            if first is None or last is None or last < first:
                fields_wrong = True
            else:
                found.append(Term(name or say("{Term} {number}", number=number), first, last, uid))
        self._error.setText(
            say(
                "A date cannot be read, or a {term} ends before it begins. Type dates as {hint}.",
                hint=date_hint(self._order),
            )
        )
        self._error.setVisible(fields_wrong)
        return None if fields_wrong else tuple(found)

    @property
    def lines(self) -> int:
        """How many terms there are, with empty ones."""
        return len(self._lines)

    def add_line(self) -> None:
        """Add an empty one and go to it."""
        self._add(None)
        self._lines[-1][0].setFocus()

    def _add(self, term: Term | None) -> None:
        row = len(self._lines) + 1
        name = QLineEdit(term.label if term else "")
        first, last = (QLineEdit(show_date(day)) for day in ((term.starts, term.ends) if term else ("", "")))
        for field, words in (
            (name, say("Name of {term} {n}", n=row)),
            (first, say("First day of {term} {n}", n=row)),
            (last, say("Last day of {term} {n}", n=row)),
        ):
            field.setAccessibleName(words)
        for place, field in enumerate((name, first, last)):
            self._grid.addWidget(field, row, place)
            if place:
                field.setPlaceholderText(date_example(self._order))
        self._lines.append((name, first, last))
        self._uids.append(term.uid if term else "")
