"""Rules of what waits, without a database. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from desktop.services.notes.types import NoteHead
from desktop.services.programme.calendar import previous_school_day
from desktop.services.programme.types import SchoolCalendar
from desktop.services.support.types import NO_COPY, NO_WORDS, OLD_COPY, WORDS_UNPROVEN

UNSIGNED_AFTER: Final = timedelta(hours=48)
COPY_EVERY: Final = timedelta(days=7)
SCHOOL_DAYS_BACK: Final = 5


def waits_for_signature(heads: Iterable[NoteHead], now: datetime) -> tuple[NoteHead, ...]:
    """Keep the notes that were written more than 48 hours ago."""
    return tuple(head for head in heads if now - datetime.fromisoformat(head.written) > UNSIGNED_AFTER)


def looking_back(day: date, calendar: SchoolCalendar) -> tuple[date, date] | None:
    """Give the first and the last of the five school days before `day`; None where there was none."""
    last = first = previous_school_day(day, calendar)
    for _ in range(SCHOOL_DAYS_BACK - 1):
        earlier = previous_school_day(first, calendar) if first else None
        first = earlier or first
    return (first, last) if first and last else None


def banners(
    now: datetime, founded: datetime | None, last_copy: datetime | None, *, has_words: bool, proven: bool
) -> tuple[str, ...]:
    """Name what endangers the workspace: no recovery words, words never proven, no copy for seven days.

    A workspace that is itself younger than seven days needs no copy yet.
    """
    found = [] if has_words else [NO_WORDS]
    if has_words and not proven:
        found.append(WORDS_UNPROVEN)
    since = last_copy or founded
    if since is not None and now - since > COPY_EVERY:
        found.append(OLD_COPY if last_copy else NO_COPY)
    return tuple(found)
