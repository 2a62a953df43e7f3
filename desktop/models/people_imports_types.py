"""What the import's window shows and asks: plain values, made on the worker and read by the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.models.rows import Row, Snapshot
from desktop.services.people.roster_types import ColumnExample, PartChoice
from desktop.services.vault.types import StepRef

KINDS = ("students", "staff", "participants", "pairs")

# (what is asked, about whom or which cell): left, back, same, who.
AskKey = tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """A file or folder that was read once. book: what the services made of it; nothing here looks inside.

    kind: one of KINDS, "" where the file leaves it open. part: the table that is meant, "" where it must be asked
    among `choices`. examples: the columns of that table.
    """

    path: str
    book: Any
    digest: str
    kind: str
    source: str
    why: str
    part: str
    choices: tuple[PartChoice, ...] = ()
    examples: tuple[ColumnExample, ...] = ()


@dataclass(frozen=True)
class Reading:
    """How a file is to be read, as far as somebody or an earlier import has said so.

    kind and part: "" for what was recognised. mapping: heading to field, None for what was recognised; first_is_data:
    the first row is no header. order: dmy, mdy or ymd. role: mentor or mentee, where the file says it of nobody.
    """

    kind: str = ""
    part: str = ""
    mapping: Mapping[str, str] | None = None
    first_is_data: bool = False
    order: str = ""
    role: str = ""


@dataclass(frozen=True)
class HalfMapped:
    """What the columns are taken for while somebody says it, before going on. mapping: heading to field."""

    mapping: Mapping[str, str]
    first_is_data: bool = False


@dataclass(frozen=True)
class Option:
    """One answer to a question: its value, what it is called, and what it would mean for this file."""

    value: str
    words: str
    meaning: str = ""


@dataclass(frozen=True)
class Question:
    """What the file does not prove. key: kind, part, order or role."""

    key: str
    words: str
    why: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What can be decided about one row of a dry run. options: (value, words); usual: the value without an answer.

    open: the import would rather have an answer. counts: the answers that add somebody to what is written.
    row: the row of the file that the answer "out" leaves out, 0 for none.
    """

    key: AskKey
    words: str
    options: tuple[tuple[str, str], ...]
    usual: str = ""
    open: bool = False
    counts: tuple[str, ...] = ()
    row: int = 0

    def weight(self, value: str) -> int:
        """Give how many rows an answer adds to what is written."""
        return int(value in self.counts)

    def words_of(self, value: str) -> str:
        """Say an answer."""
        return dict(self.options).get(value, "")


@dataclass(frozen=True)
class Look:
    """A dry run. rows: as `people_imports_rows` lays them out; counts: how many of each kind of row.

    asks: those of the rows. plan: what the services made. writes: how many rows the import would write without any
    decision.
    """

    rows: tuple[Row, ...]
    snapshot: Snapshot
    notices: tuple[str, ...]
    writes: int
    plan: Any
    order: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class Done:
    """What an import did. lines: (words, figure) of what was written; report: its uid, "" without one.

    step: to take it back. mixed: n counts guardians too.
    """

    kind: str
    n: int
    lines: tuple[tuple[str, int], ...]
    report: str = ""
    step: StepRef | None = None
    mixed: bool = False
