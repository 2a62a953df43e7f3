"""What reading a list collects on its way: people, rows left out, what is odd, and what to say of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.services.people.roster_types import Problem, RosterRow


@dataclass
class Findings:
    """What a reading collects on its way.

    others, sums: how many rows were of other people, or summed the list up. titles: by row, what stood before the names
    of staff; french: their titles are, so that "M." is one.
    """

    students: list[RosterRow] = field(default_factory=list)
    skipped: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    others: int = 0
    sums: int = 0
    titles: dict[int, str] = field(default_factory=dict)
    staff: bool = False
    french: bool = False

    def note(self, row: int, name: str, message: str) -> None:
        """List a suspicious value."""
        self.problems.append(Problem(row, name, message))

    def skip(self, row: int, name: str, message: str) -> None:
        """List a row that is left out."""
        self.skipped.append(Problem(row, name, message))
