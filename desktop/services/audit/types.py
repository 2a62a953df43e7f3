"""What the audit tells: entries without note text and without anybody's name but those who may unlock."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.language import say


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did.

    at: ISO 8601 with offset, by the clock of who did it. who: a label, empty for names that nobody has; user: the uid.
    deed: in words; whom: the label of whom it was done to, who may or could unlock. kind: a key of `rules.KINDS`.
    record: the id of what it was about, empty for none; person: the id of whom that is about. device: the id of the
    laptop. step: its number in that laptop's chain. roles: (before, after) of a changed role, as the keyring says them.
    """

    at: str
    who: str
    deed: str
    whom: str
    kind: str
    compartment: str
    record: str
    device: str
    person: str
    user: str
    verb: str
    step: int
    roles: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """Say what was done, and to whom."""
        return say("{what}: {name}", what=self.deed, name=self.whom) if self.whom else self.deed

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
