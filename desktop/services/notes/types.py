"""What the notes area hands out. Frozen values; a heading holds no text of a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PROGRAMME: Final = 1
COUNSELLING: Final = 2
PRIVATE: Final = 4
TIERS: Final = (PROGRAMME, COUNSELLING, PRIVATE)


@dataclass(frozen=True, slots=True)
class Trace:
    """What is left in two records of a note that was re-filed.

    way: "away" in the record it left, "here" in the one it came to; note and person are those of the other record,
    person "" where that is not known here. why: the reason that was given; at, by: when, and the label of who did it.
    """

    way: str
    note: str
    person: str
    why: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class NoteHead:
    """A note without its text. person, pair, meeting are uids; author is the label of who wrote it.

    written: when, ISO with offset; happened_on: YYYY-MM-DD; signed: when it was locked, or None. mine: whether the
    present user wrote it. addenda: how many there are. A note with a trace "away" has no text any more. lent: a
    private note of somebody else, lent to be read only.
    """

    uid: str
    tier: int
    person: str
    pair: str | None
    meeting: str | None
    author: str
    written: str
    happened_on: str
    signed: str | None
    mine: bool
    addenda: int = 0
    traces: tuple[Trace, ...] = ()
    lent: bool = False

    @property
    def moved_away(self) -> bool:
        """Whether the note was re-filed to another record and only its trace is here."""
        return any(trace.way == "away" for trace in self.traces)


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to a signed note: reason, text, label of the author, when (ISO with offset)."""

    uid: str
    reason: str
    text: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note with its text as it stands, its addenda in order, and how often it was saved."""

    head: NoteHead
    text: str
    addenda: tuple[Addendum, ...]
    wordings: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that a search found.

    snippet: the place in its text or in an addendum, on one line; marks: (start, end) of what was looked for in it;
    place: the compartment it is in.
    """

    note: str
    tier: int
    person: str
    happened_on: str
    author: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    place: str = ""
