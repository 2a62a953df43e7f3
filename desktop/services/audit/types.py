"""What the audit tells: entries without note text and without anybody's name but those who may unlock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did.

    at: ISO 8601 with offset, by the clock of who did it. who: a label, empty for names that nobody has; user: the uid.
    what: in words. kind: a key of `rules.KINDS`. record: the id of what it was about, empty for none; person: the id of
    whom that is about. device: the id of the laptop. step: its number in that laptop's chain.
    """

    at: str
    who: str
    what: str
    kind: str
    compartment: str
    record: str
    device: str
    person: str
    user: str
    verb: str
    step: int

    @property
    def uid(self) -> str:
        """Give a name for this entry that no other has."""
        return f"{self.compartment}:{self.device}:{self.step}"


@dataclass(frozen=True)
class Verdict:
    """What the check of the chains found.

    entries: how many were checked; problems: sentences, the first bad entry of each chain, none where all is well.
    """

    entries: int
    compartments: tuple[str, ...]
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Say whether every entry is there and as it was written."""
        return not self.problems

    @property
    def problem(self) -> str:
        """Give the first problem as a sentence, empty for none."""
        return self.problems[0] if self.problems else ""
