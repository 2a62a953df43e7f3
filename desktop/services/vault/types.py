"""What the vault tells the layers above; plain values, no database and no keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


class StepRef(NamedTuple):
    """One step of the journal: its compartment, device and number."""

    compartment: str
    device: str
    step: int


class Touched(NamedTuple):
    """One row that a step wrote, and the person it is about."""

    table: str
    row: str
    person: str | None


@dataclass(frozen=True)
class Changes:
    """What a write did. `count` rows were touched; `step` is None where nothing differed; `uid` is the row it made."""

    compartment: str
    verb: str
    touched: tuple[Touched, ...] = ()
    step: StepRef | None = None
    about: str = ""
    uid: str = ""

    @property
    def count(self) -> int:
        """Give the number of rows touched."""
        return len({(t.table, t.row) for t in self.touched})

    @property
    def tables(self) -> frozenset[str]:
        """Give the names of the tables touched."""
        return frozenset(t.table for t in self.touched)

    def __bool__(self) -> bool:
        """Say whether anything was written."""
        return self.step is not None


@dataclass(frozen=True)
class StepInfo:
    """One step as people read it: `words` is what was done, `at` when, `by` the label of who did it."""

    ref: StepRef
    verb: str
    words: str
    at: str
    by: str
    about: str
    undone: bool


@dataclass(frozen=True)
class HistoryEntry:
    """One change of one row: op is I, U or D; values maps a column to its old and new value."""

    at: str
    by: str
    verb: str
    op: str
    values: dict[str, tuple[object, object]]


@dataclass(frozen=True)
class Written:
    """One row that a step wrote: op is I, U or D; values maps a column to its old and new value."""

    table: str
    row: str
    op: str
    values: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class User:
    """Somebody who may unlock. `label` is the name given at set-up.

    role: coordinator, counsellor or lead, "" for who came by the recovery words. owner: may manage users. private: has
    private notes. given: still has the password that another person chose.
    """

    uid: str
    label: str
    roles: tuple[str, ...]
    role: str = ""
    owner: bool = False
    private: bool = False
    given: bool = False


@dataclass(frozen=True)
class Lending:
    """Private notes that their author lets a substitute read, until and with a day.

    mine: the author is who unlocked. running: that day is not over.
    """

    owner: str
    owner_label: str
    to: str
    to_label: str
    until: date
    mine: bool
    running: bool


@dataclass(frozen=True)
class Problem:
    """One thing a check found wrong: in which compartment, where, and what; pages: numbers of the file's bad pages."""

    compartment: str
    where: str
    what: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True)
class CheckReport:
    """The answer of a full check. uncounted: tables of which some part could not be read, so that no count is true."""

    files: int
    chains: int
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    uncounted: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        """Say whether nothing was found wrong."""
        return not self.problems
