"""The last page of an import: what was done, its report on paper, taking it back, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import people_imports as model
from desktop.models import reports
from desktop.models.people_imports_flow import ImportFlow
from desktop.models.people_imports_types import Done, Option
from desktop.services.errors import KnownError
from desktop.services.language import say, say_many
from desktop.services.reports.types import Document
from desktop.views.again import BEFORE_FILE, BEFORE_PAPER
from desktop.views.messages import log_unexpected, sentence_of
from desktop.views.people.importing_questions import OptionButton
from desktop.views.reports.printing import ask_printer
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import scrolling
from desktop.views.widgets.file_choice import ask_where_to_save
from desktop.views.widgets.labels import IconLabel, label

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage


def done_words(done: Done) -> str:
    """Say what was imported."""
    if done.mixed:
        return say_many("1 person imported.", "{n} people imported.", done.n)
    words = {
        "students": say_many("1 student imported.", "{n} students imported.", done.n),
        "staff": say_many("1 member of staff imported.", "{n} members of staff imported.", done.n),
        "participants": say_many("1 participant imported.", "{n} participants imported.", done.n),
        "pairs": say_many("1 pair imported.", "{n} pairs imported.", done.n),
    }
    return words[done.kind]


def next_steps(kind: str) -> tuple[Option, ...]:
    """Say what usually comes after an import of this kind."""
    participants = Option(
        "import", say("Import who takes part"), say("A sign-up list of {mentors} and {mentees}, by number or by name.")
    )
    pairs = Option("import", say("Import the pairs there are already"), say("They come in with the day they began."))
    matching = Option("matching", say("Match {mentors} and {mentees}"), say("Propose pairs from what they have said."))
    meetings = Option("meetings", say("Go to the meetings"), say("See who is due to meet."))
    return {
        "students": (participants, pairs),
        "staff": (),
        "participants": (matching, pairs),
        "pairs": (meetings, matching),
    }[kind]


class ReportRow(QWidget):
    """Print the report of an import, or save it; what came of it is said below. Signal `handed_out()`."""

    handed_out = Signal()

    def __init__(self, page: PeoplePage, uid: str, words: str, *more: Button) -> None:
        super().__init__()
        self._page, self._uid = page, uid
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(8)
        on_paper, as_file = partial(self._ask, BEFORE_PAPER, self._print), partial(self._ask, BEFORE_FILE, self._save)
        row.addWidget(Button(words, on_paper, key="Ctrl+P", icon="printer-outline"))
        row.addWidget(Button(say("Save it as PDF"), as_file, icon="download"))
        for button in more:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.said = label(say("The report names people. It is for those who run the {programme}."), "small")
        column.addWidget(self.said)

    def _ask(self, why: str, then: Callable[[Document], object]) -> None:
        make = partial(self._page.session.ask, self, model.report, self._uid, done=then, failed=self._refuse)
        self._page.shell.ask_again(say(why), make)

    def _print(self, document: Document) -> None:
        if ask_printer(self._page.shell, document) is None:
            # What the page behind says of it cannot be read from here.
            self._say(say("No printer is set up on this computer. Nothing was printed. You can save it as PDF."))
        else:
            self.handed_out.emit()

    def _save(self, document: Document) -> None:
        save = partial(self.save_as, document)
        ask_where_to_save(self, say("Save the report"), reports.file_name(document, reports.PDF), "pdf", save)

    def save_as(self, document: Document, path: str) -> None:
        """Save a report under a path, and enter it in the register."""
        args = document, reports.PDF, path
        self._page.session.write(
            self, reports.save, *args, done=self._on_saved, failed=self._refuse, title=say("Saving")
        )

    def _on_saved(self, _changes: object) -> None:
        self.handed_out.emit()
        self._say(say("The report is saved, and entered in the register."))

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            log_unexpected(error)
        self._say(sentence_of(error))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.said, words))


class DonePart(QWidget):
    """What was done; `go(value)` is called with the next step that was chosen."""

    def __init__(
        self, page: PeoplePage, flow: ImportFlow, go: Callable[[str], object], undo: Callable[[], object]
    ) -> None:
        super().__init__()
        assert flow.done is not None  # noqa: S101 - it is the last page
        done = flow.done
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        whole.addWidget(scrolling(inside, modest=True))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 8, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel("check-circle-outline", "accent", 28))
        head.addWidget(label(done_words(done), "title"), 1)
        column.addLayout(head)
        if done.lines:
            column.addWidget(label(" · ".join(f"{n} {words}" for words, n in done.lines if n), "muted"))
        self.handed_out = False
        back = Button(say("Undo this import"), undo, icon="undo")
        if done.report:
            self.report = ReportRow(page, done.report, say("Print the report of this import"), back)
            self.report.handed_out.connect(self._on_handed_out)
            column.addWidget(self.report)
        else:
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        steps = list(next_steps(done.kind))
        if flow.opened is not None and len(flow.opened.choices) > 1:
            others = ", ".join(one.name for one in flow.opened.choices if one.name != flow.opened.part)
            steps.insert(0, Option("another", say("Import another table of this file"), others))
        if steps:
            column.addSpacing(8)
            column.addWidget(label(say("What to do next"), "strong"))
            for option in steps:
                column.addWidget(OptionButton(option, partial(go, option.value), icon="arrow-right"))
        column.addStretch(1)

    def _on_handed_out(self) -> None:
        self.handed_out = True
