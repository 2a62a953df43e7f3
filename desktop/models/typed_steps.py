"""What was typed into a grid, cell by cell, so that the last of it can be taken back before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.services.meetings.types import MeetingDraft

_MOST = 200


@dataclass(frozen=True)
class Typed:
    """A row at one moment: its key (pair, period), what was typed, and what could not be read, by field."""

    key: tuple[str, str]
    draft: MeetingDraft | None
    raw: dict[str, str] = field(default_factory=dict)


class TypedSteps:
    """Two stacks of rows as they were: behind the present state, and ahead of it after a step back."""

    def __init__(self) -> None:
        self._behind: list[Typed] = []
        self._ahead: list[Typed] = []

    def note(self, before: Typed) -> None:
        """Note how a row is, before it changes."""
        self._behind = [*self._behind[1 - _MOST :], before]
        self._ahead = []

    def forget(self) -> None:
        """Forget everything: it is saved, or another day is shown."""
        self._behind, self._ahead = [], []

    def move(self, rows: dict[tuple[str, str], Typed], *, back: bool) -> Typed | None:
        """Give the row as it has to become, None where nothing is left; `rows` says how they are now.

        A row that is not there any more is passed over.
        """
        source, target = (self._behind, self._ahead) if back else (self._ahead, self._behind)
        while source:
            wanted = source.pop()
            if wanted.key in rows:
                target.append(rows[wanted.key])
                return wanted
        return None
