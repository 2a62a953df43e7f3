"""The last page of an import: what was done, its report on paper, taking it back, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.people_imports_types import Done, Option
from desktop.services.language import say, say_many
from desktop.views.people.importing_questions import OptionButton
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import IconLabel, label


def done_words(done: Done) -> str:
    """Say what was imported."""
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


class DonePart(QWidget):
    """What was done; `go(value)` is called with the next step that was chosen."""

    def __init__(
        self, done: Done, go: Callable[[str], object], undo: Callable[[], object], report: Callable[[], object] | None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel("check-circle-outline", "accent", 28))
        head.addWidget(label(done_words(done), "title"), 1)
        column.addLayout(head)
        if done.lines:
            column.addWidget(label(" · ".join(f"{n} {words}" for words, n in done.lines if n), "muted"))
        row = QHBoxLayout()
        row.setSpacing(8)
        if report is not None:
            words = say("Print the report of this import")
            row.addWidget(Button(words, report, key="Ctrl+P", icon="printer-outline"))
        row.addWidget(Button(say("Undo this import"), undo, icon="undo"))
        row.addStretch(1)
        column.addLayout(row)
        steps = next_steps(done.kind)
        if steps:
            column.addSpacing(8)
            column.addWidget(label(say("What to do next"), "strong"))
            for option in steps:
                column.addWidget(OptionButton(option, partial(go, option.value), icon="arrow-right"))
        column.addStretch(1)
