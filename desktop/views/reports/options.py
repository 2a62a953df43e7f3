"""The side panel of one document: for whom, how many copies, what paper; and what the document says to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import reports as model
from desktop.models.drafts import DraftKeeper
from desktop.services.language import say, show_date
from desktop.services.reports.types import Document
from desktop.views import theme
from desktop.views.widgets import Choice, DraftTextEdit, Form, clear_layout, label
from desktop.views.widgets.count import Count

_MOST_COPIES = 200
_LONGEST_AUDIENCE = 120
_MOST_NEEDS = 12
# Typing an audience makes one new preview, not one for each letter.
_PAUSE_MS = 350


class OptionsPanel(QWidget):
    """Fields of `Options`; `changed(options)` is called a moment after the last change."""

    def __init__(self, options: model.Options, drafts: DraftKeeper, changed: Callable[[model.Options], object]) -> None:
        super().__init__()
        self.options = options
        self._changed = changed
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self._changed(self.options))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.form = Form()
        self._make_fields()
        column.addWidget(self.form)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(3)
        column.addLayout(self._facts)
        if options.kind == model.PACK:
            column.addWidget(self._make_needs(drafts))
        column.addStretch(1)

    @property
    def waiting(self) -> bool:
        """Whether a change has not been told yet."""
        return self._pause.isActive()

    def show_document(self, document: Document) -> None:
        """Say which copies this document would be, and what is in it."""
        edition = document.edition
        which = model.copies_words(edition.first_copy, edition.copies)
        self._copies_words.setText(say("{which}, to shred by {day}", which=which, day=show_date(edition.shred_by)))
        clear_layout(self._facts)
        self._facts.addWidget(label(say("What is in it"), "strong"))
        for line in model.contents(document):
            self._facts.addWidget(label(f"\u2022 {line}"))

    def _make_fields(self) -> None:
        kind = self.options.kind
        self.audience = self.form.line("audience", say("Who will read it?"), text=self.options.audience)
        self.audience.setMaxLength(_LONGEST_AUDIENCE)
        self.audience.textChanged.connect(lambda text: self._set(audience=text))
        self.copies = Count(say("Numbered copies"), self.options.copies, 1, _MOST_COPIES)
        self.copies.changed.connect(lambda copies: self._set(copies=copies))
        self.paper = Choice(say("Paper"), [("a4", say("A4")), ("letter", say("Letter"))])
        self.paper.choose(self.options.paper)
        self.paper.chosen.connect(lambda paper: self._set(paper=paper))
        self._copies_words = label("", "small")
        both = QHBoxLayout()
        both.addWidget(self.copies, 1)
        both.addWidget(self.paper)
        self.form.add("copies", say("Numbered copies"), _stacked(self.copies, both, self._copies_words))
        self.goes = Choice(
            say("Where does it go?"),
            [(model.INSIDE, say("It stays in the school")), (model.OUTSIDE, say("It leaves the school"))],
        )
        self.goes.choose(self.options.goes)
        self.goes.chosen.connect(self._on_goes)
        self._goes_words = label(model.goes_words(kind, self.options.goes), "small")
        self.form.add("goes", say("Where does it go?"), _stacked(self.goes, self.goes, self._goes_words))
        self.form.show_field("goes", model.asks_where(kind))

    def _make_needs(self, drafts: DraftKeeper) -> Form:
        form = Form()
        self.needs = DraftTextEdit(say("What you ask of the staff"), drafts, "report:needs", page="reports")
        self.needs.setFixedHeight(self.needs.fontMetrics().lineSpacing() * 3 + theme.pixels(16))
        self.needs.restore()
        self.options = replace(self.options, needs=_lines(self.needs.toPlainText()))
        self.needs.text_paused.connect(lambda text, _caret: self._set(needs=_lines(text)))
        form.add("needs", say("What you ask of the staff"), self.needs, say("One request to a line. No names."))
        return form

    def _on_goes(self, goes: str) -> None:
        self._goes_words.setText(model.goes_words(self.options.kind, goes))
        self._set(goes=goes)

    def _set(self, **values: object) -> None:
        options = replace(self.options, **values)  # type: ignore[arg-type]  # the fields give what the names say
        if options != self.options:
            self.options = options
            self._pause.start()


def _stacked(focus: QWidget, *parts: QWidget | QHBoxLayout) -> QWidget:
    around = QWidget()
    column = QVBoxLayout(around)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for part in parts:
        if isinstance(part, QHBoxLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    around.setFocusProxy(focus)
    return around


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.splitlines())))[:_MOST_NEEDS]
