"""The frame of the sheets about one published pair, and the parts of a score as bars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from desktop.models.dates import date_hint, read_date
from desktop.services.language import profile, say
from desktop.services.matching.types import Breakdown, Pair
from desktop.views.messages import sentence_of
from desktop.views.widgets.fields import Form
from desktop.views.widgets.labels import label
from desktop.views.widgets.progress import Meter
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage


class PairSheet(Sheet):
    """One pair: read for the sheet alone, changed as one step with words of what was done. `key`: for `comes_back`."""

    def __init__(self, page: MatchingPage, pair: Pair, key: str, title: str, purpose: str, width: int) -> None:
        super().__init__(page.shell.window_widget, title, purpose, width=width)
        self.comes_back(key, pair=pair.uid)
        self._page, self._pair = page, pair
        self._order = profile().date_order
        self._error = label("", "error")
        self._error.hide()

    def read(self, verb: Callable[..., object], done: Callable[..., object]) -> None:
        """Read something of the pair; a sheet that is closed meanwhile hears nothing."""
        self._page.session.ask(self, verb, self._pair.uid, done=done, failed=self._on_failed)

    def do(self, verb: Callable[..., object], *what: object, words: str) -> None:
        """Change the pair, close, and say so."""
        self._error.hide()

        def done(_changes: object) -> None:
            self.accept()
            self._page.shell.toast(words, undo=True)

        self._page.session.write(self, verb, self._pair.uid, *what, done=done, failed=self._on_failed)

    def day_in(self, form: Form, key: str, field: QLineEdit, *, may_be_empty: bool = False) -> tuple[date | None, bool]:
        """Give the day in a field, and whether it can be taken; else say under it how a day is written."""
        found = read_date(field.text(), self._order)
        fine = found is not None or (may_be_empty and not field.text().strip())
        words = say("This is no day. Write it as {example}.", example=date_hint(self._order))
        form.show_errors({} if fine else {key: words})
        return found, fine

    def _on_failed(self, error: Exception) -> None:
        self._error.setText(sentence_of(error))
        self._error.show()


def add_parts(body: QVBoxLayout, breakdown: Breakdown) -> None:
    """Show each part of a score with its words and points."""
    for part in breakdown.parts:
        words = say("{criterion}: {evidence}", criterion=part.title, evidence=part.evidence or say("nothing in common"))
        body.addWidget(Meter(words, part.points, part.of, say("{n} of {most}", n=part.points, most=part.of)))
