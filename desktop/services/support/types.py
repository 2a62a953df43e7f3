"""What the Today page shows. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.services.handing.types import HandedIn
from desktop.services.meetings.types import DueRow
from desktop.services.notes.types import NoteHead

NO_COPY = "no_copy"
OLD_COPY = "old_copy"
WORDS_UNPROVEN = "words_unproven"
NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True)
class Today:
    """What waits on a day.

    school_day: whether there is school; due: the meetings of the day, with what is recorded; unrecorded: what was due
    on the last five school days before it and has no entry; unsigned: one's own notes older than 48 hours, oldest
    first; waiting: mentees enrolled without a mentor; last_copy: the day of the last copy made, None for never;
    banners: keys among the constants above, most urgent first; handed: what came in to the compartments one holds and
    nobody has read, oldest first.
    """

    day: date
    school_day: bool
    due: tuple[DueRow, ...]
    unrecorded: tuple[DueRow, ...]
    unsigned: tuple[NoteHead, ...]
    waiting: int
    last_copy: date | None
    banners: tuple[str, ...]
    handed: tuple[HandedIn, ...] = ()

    @property
    def nothing_waits(self) -> bool:
        """Whether there is nothing to do."""
        recorded = all(row.meeting is not None for row in self.due)
        return recorded and not (self.unrecorded or self.unsigned or self.handed or self.waiting or self.banners)
