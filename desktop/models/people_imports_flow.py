"""One file on its way in: what is known of it, what has to be asked, and what was decided. Knows no widget.

The window shows `stage` and answers with the methods; everything slow runs on the workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.models import people_imports as model
from desktop.models import people_imports_asking as asking
from desktop.models import people_imports_opening as opening
from desktop.models.drafts import Draft
from desktop.models.people_imports_kept import DRAFT_KEY, packed, unpacked, unpacked_columns
from desktop.models.people_imports_rows import OUT, answered
from desktop.models.people_imports_types import KINDS, Ask, AskKey, Done, HalfMapped, Look, Opened, Question, Reading
from desktop.models.rows import Row
from desktop.models.session import Session
from desktop.models.tasks import Task
from desktop.services.matching.errors import LooksLikeParticipants
from desktop.services.people.roster_errors import DateOrderUnclear, NoHeader, SheetUnclear
from desktop.services.programme.errors import LooksLikePairs, RoleMissing

READING: Final = "reading"
ASKING: Final = "asking"
COLUMNS: Final = "columns"
LOOKING: Final = "looking"
WORKING: Final = "working"
DONE: Final = "done"
REFUSED: Final = "refused"


sentence_for_window = model.sentence_for_window


class ImportFlow(QObject):
    """Signals: `moved(stage)` when another page is to be shown; `decided()` when an answer about a row changed."""

    moved = Signal(str)
    decided = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.stage = READING
        self.path = ""
        self.opened: Opened | None = None
        self.reading = Reading()
        self.material: model.Material | None = None
        self.look: Look | None = None
        self.question: Question | None = None
        self.error: Exception | None = None
        self.done: Done | None = None
        self.unasked = False  # the columns are asked for because something is not recognised
        self.half: HalfMapped | None = None  # columns that are being said, and not gone on with yet
        self._mapped = False  # somebody said in this import what the columns are
        self.answers: dict[AskKey, str] = {}
        self.joined: set[str] = set()
        self._task: Task | None = None
        self._digest = ""
        self._another = False
        self._counted: int | None = None
        self.cancelled = False  # while the dry run comes back after a cancelled import
        self.changed_since = False  # the file is another than the one about which something was decided

    @property
    def name(self) -> str:
        """The name of the file or folder."""
        return Path(self.path).name

    @property
    def why(self) -> str:
        """What it was recognised as and why; "" while that is not known."""
        return self.opened.why if self.opened else ""

    @property
    def kind(self) -> str:
        """What the file holds, as far as it is known."""
        return self.reading.kind or (self.opened.kind if self.opened else "")

    # reading

    def start(self, path: str, kind: str = "", *, another: bool = False) -> None:
        """Read a file or folder; `another`: ask which of its tables, for one is in already."""
        self.path, self.reading, self._another = path, Reading(kind=kind), another
        self._open()

    def take_up(self, kept: Draft) -> None:
        """Go on where a lock or the end of the program came between."""
        self.path, self.reading, self.answers, self._digest = unpacked(kept)
        self.half, self._mapped = unpacked_columns(kept)
        self._note_joined()
        self._open()

    def again(self) -> None:
        """Read the same path again, with what was said so far: after a drive was put back in."""
        self._open()

    def answer(self, value: str) -> None:
        """Answer the question that is asked."""
        if self.question is None:
            return
        key, self.question = self.question.key, None
        if key == "order":
            self.reading = replace(self.reading, order=value)
            self._compare()
        elif key == "role":
            self.reading = replace(self.reading, role=value)
            self._read()
        elif key == "part":
            self.reading = replace(self.reading, part=value, mapping=None)
            self.half, self._mapped = None, False
            # What was said of people holds; what was said of rows was about another table.
            self.answers = {key: said for key, said in self.answers.items() if key[0] not in ("same", "who", "without")}
            self._note_joined()
            self.look = None
            self._open()
        else:
            self.choose_kind(value)

    def choose_kind(self, kind: str) -> None:
        """Take the file for something else."""
        if kind != self.kind:
            self.half, self._mapped = None, False
        self.reading, self.look = Reading(kind=kind, part=self.reading.part), None
        self._open()

    def map_columns(self, mapping: dict[str, str], *, first_is_data: bool) -> None:
        """Say which column is which."""
        self.reading = replace(self.reading, mapping=mapping, first_is_data=first_is_data)
        self.half, self._mapped = None, True
        self._keep()
        self._read()

    def note_columns(self, mapping: Mapping[str, str], *, first_is_data: bool) -> None:
        """Keep what the columns are taken for while somebody says it: a lock may come at any moment."""
        self.half = HalfMapped(dict(mapping), first_is_data)
        self._keep()

    def loses_columns(self) -> bool:
        """Say whether closing would lose what somebody said of the columns."""
        return self.stage != DONE and (self.half is not None or self._mapped)

    def ask_columns(self) -> None:
        """Show the columns, to change what they are taken for."""
        self.unasked = False
        self.error = None
        self._go(COLUMNS)

    def ask_part(self) -> None:
        """Ask again which table is meant."""
        if self.opened is not None:
            self._ask(asking.which_part(self.opened))

    def ask_kind(self) -> None:
        """Ask what the file holds."""
        if self.opened is not None:
            self._ask(asking.which_kind(self.opened))

    def ask_order(self) -> None:
        """Ask again how dates are written."""
        self._ask(asking.which_order(self.material, ()))

    def back(self) -> None:
        """Leave a question or the columns as they were."""
        self.question = self.half = None
        if self.look is not None:
            self._go(LOOKING)

    def _open(self) -> None:
        self._begin(READING)
        compute = self._session.tasks.compute
        args = self.path, self.reading.kind, self.reading.part
        self._task = compute(self, opening.open_file, *args, done=self._on_opened, failed=self._refuse)

    def _on_opened(self, opened: Opened) -> None:
        self.opened = opened
        if self._digest not in ("", opened.digest):
            self.changed_since = bool(self.answers)
            self._forget()  # what was decided was about another file
        self._digest = opened.digest
        another, self._another = self._another and len(opened.choices) > 1, False
        if another or (opened.kind and not opened.part and opened.choices):
            self._ask(asking.which_part(opened))
        elif self.reading.mapping is None and opened.examples:
            self._task = self._session.ask(
                self, model.remembered, opened, self._kinds(opened), done=self._on_remembered, failed=self._refuse
            )
        elif opened.kind:
            self._read()
        else:
            self._ask(asking.which_kind(opened))

    def _kinds(self, opened: Opened) -> tuple[str, ...]:
        """Give the kinds for which columns may have been mapped: the one that was chosen, or any."""
        return (opened.kind,) if self.reading.kind else tuple(filter(None, dict.fromkeys((opened.kind, *KINDS))))

    def _on_remembered(self, found: tuple[str, Mapping[str, str] | None] | None) -> None:
        if self.opened is None or (found is None and not self.opened.kind):
            if self.opened is not None:
                self._ask(asking.which_kind(self.opened))
            return
        if found is None:
            self._read()
            return
        kind, mapping = found
        self.reading = replace(self.reading, kind=kind, part=self.opened.part, mapping=mapping)
        if kind == self.opened.kind:
            self._read()
        else:
            self._open()

    def _read(self) -> None:
        self._begin(READING)
        compute = self._session.tasks.compute
        self._task = compute(self, model.read, self.opened, self.reading, done=self._on_read, failed=self._on_unread)

    def _on_read(self, material: model.Material) -> None:
        self.material = material
        self._compare()

    def _on_unread(self, error: Exception) -> None:
        if isinstance(error, RoleMissing):
            self._ask(asking.which_role())
        elif isinstance(error, LooksLikePairs | LooksLikeParticipants) and not self.reading.kind:
            self.choose_kind("pairs" if isinstance(error, LooksLikePairs) else "participants")
        elif isinstance(error, SheetUnclear) and self.opened is not None:
            self.opened = replace(self.opened, choices=error.choices)
            self._ask(asking.which_part(self.opened))
        elif self.opened is not None and self.opened.examples and model.asks_columns(error):
            self.error, self.unasked = error, True
            self._go(COLUMNS)
        else:
            self._refuse(error)

    def _compare(self) -> None:
        self._begin(READING)
        ask = self._session.ask
        self._task = ask(self, model.look, self.material, self.reading, done=self._on_look, failed=self._on_unlike)

    def _on_look(self, look: Look) -> None:
        self.look, self._counted = look, None
        if self.half is not None and self.opened is not None and self.opened.examples:
            self.ask_columns()  # a lock came while they were being changed
        else:
            self._go(LOOKING)
        if self._counts_anew(ask for ask in look.asks if ask.key in self.answers):
            self._count()

    def _on_unlike(self, error: Exception) -> None:
        if isinstance(error, DateOrderUnclear):
            self._ask(asking.which_order(self.material, error.orders, error.examples))
        else:
            self._refuse(error)

    # deciding

    def decide(self, asks: Iterable[Ask], value: str) -> None:
        """Answer what is asked about one row or many; the same answer again takes it back."""
        found = [ask for ask in asks if value in dict(ask.options)]
        again = all(self.answers.get(ask.key) == value for ask in found)
        for ask in found:
            if again:
                self.answers.pop(ask.key, None)
            else:
                self.answers[ask.key] = value
                self._only(ask.key, value)
        self._note_joined()
        self._keep()
        if self._counts_anew(found):
            self._count()
        self.decided.emit()

    def _counts_anew(self, asks: Iterable[Ask]) -> bool:
        """Say whether the services have to count: who is meant, or what else a row that stays out would bring."""
        more = self.kind in ("participants", "pairs") or bool(self.look and self.look.plan.guardians)
        return more and any(ask.key[0] == "who" or ask.row for ask in asks)

    def _only(self, chosen: AskKey, value: str) -> None:
        """Let a row be one person at most, and a person one row; a row that stays out is nobody."""
        if chosen[0] != "same" or value not in ("same", OUT):
            return
        for key, said in [(key, said) for key, said in self.answers.items() if key[0] == "same" and key != chosen]:
            same_row, same_person = key[1] == chosen[1], key[2] == chosen[2]
            clash = same_row if value == OUT else same_row != same_person
            if (said == "same" and clash) or (said == OUT and value != OUT and same_row):
                del self.answers[key]

    def _count(self) -> None:
        """Count anew what would be written: that hangs on who is meant."""
        self._session.ask(
            self,
            model.count,
            self.material,
            self.reading,
            self._asked(),
            self.look,
            done=self._on_counted,
            failed=self._refuse,
        )

    def _on_counted(self, n: int) -> None:
        self._counted = n
        self.decided.emit()

    def answer_of(self, row: Row) -> tuple[str, str]:
        """Give the words and the tone of what is decided about a row."""
        return answered(self.answers, self.joined, row)

    def finish(self) -> None:
        """End it: nothing of it is kept, and nothing goes on."""
        self._session.drafts.drop(DRAFT_KEY)
        if self._task is not None:
            self._task.cancel()

    def mapping(self) -> Mapping[str, str] | None:
        """Give which column is taken for what now: as somebody said, as it was read, or None for a guess."""
        if self.half is not None:
            return self.half.mapping
        if self.reading.mapping is not None:
            return self.reading.mapping
        return model.mapping_of(self.material)

    def asks_header(self) -> bool:
        """Say whether the file leaves open that its first row holds headings."""
        return self.unasked and isinstance(self.error, NoHeader)

    def has_headings(self) -> bool:
        """Say whether the first row is taken for headings."""
        if self.half is not None:
            return not self.half.first_is_data
        if self.reading.first_is_data:
            return False
        return self.opened is not None and any(not one.heading.startswith("#") for one in self.opened.examples)

    def undecided(self) -> int:
        """Count the rows that would rather have an answer and have none."""
        asks = self.look.asks if self.look else ()
        return sum(1 for ask in asks if ask.open and ask.key not in self.answers)

    def writes(self) -> int:
        """Count what importing would write with what is decided now."""
        if self.look is None:
            return 0
        return asking.writes(self.look, self.answers) if self._counted is None else self._counted

    def go_words(self) -> str:
        """Say what importing would do now."""
        return asking.go_words(self.look, self.kind, self.writes()) if self.look else ""

    # importing

    def run(self, title: str) -> Task:
        """Import, with progress and cancel; the task says how far it is."""
        self._go(WORKING)
        args = self.material, self.reading, self.look, self._asked()
        task = self._session.write(self, model.bring_in, *args, done=self._on_done, failed=self._on_failed, title=title)
        task.finished.connect(self._on_finished)
        return task

    def _asked(self) -> dict[AskKey, str]:
        """Give the answers to what this dry run asks: the file may have been taken for something else before."""
        keys = {ask.key for ask in self.look.asks} if self.look else set()
        return {key: said for key, said in self.answers.items() if key in keys}

    def _on_done(self, result: tuple[object, ...]) -> None:
        self.done = next(one for one in result if isinstance(one, Done))
        self._go(DONE)

    def _on_failed(self, error: Exception) -> None:
        self.error = error
        self._go(REFUSED)

    def _on_finished(self) -> None:
        if self.stage == WORKING:
            self.cancelled = True
            self._go(LOOKING)
            self.cancelled = False

    # inside

    def _begin(self, stage: str) -> None:
        if self._task is not None:
            self._task.cancel()
        self._go(stage)

    def _ask(self, question: Question) -> None:
        self.question = question
        self._go(ASKING)

    def _refuse(self, error: Exception) -> None:
        self.error = error
        self._go(REFUSED)

    def _note_joined(self) -> None:
        self.joined = {key[2] for key, chosen in self.answers.items() if key[0] == "same" and chosen == "same"}

    def _keep(self) -> None:
        kept = packed(self.path, self.reading, self.answers, self._digest, self.half, mapped=self._mapped)
        self._session.drafts.note(DRAFT_KEY, kept)

    def _forget(self) -> None:
        self.answers, self.joined, self.look, self.half = {}, set(), None, None

    def _go(self, stage: str) -> None:
        self.stage = stage
        if stage == DONE:
            self._session.drafts.drop(DRAFT_KEY)
        elif stage not in (READING, WORKING):
            self._keep()
        self.moved.emit(stage)
