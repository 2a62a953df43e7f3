"""When things happened in the sample school: its terms around today, and the clock its history is written by.

Today, whatever day it is, is a school day in week 9 of the first term. On a Saturday or Sunday the school has
lessons on that day of the week too, so that the lists of today are never empty; weekdays are the usual five.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from desktop.services.clock import Clock
from desktop.services.language import say
from desktop.services.programme.calendar import make_calendar, school_days, school_week, week_begin
from desktop.services.programme.types import ClosedDay, SchoolCalendar, Term
from desktop.services.vault import Workspace

WEEK: Final = 9
_ONE_WEEK: Final = timedelta(weeks=1)
_MONDAY: Final = 1


@dataclass(frozen=True)
class Timeline:
    """The dates of the sample school. `calendar` holds them as the functions of calendar.py ask."""

    today: date
    terms: tuple[Term, ...]
    closed: tuple[ClosedDay, ...]
    calendar: SchoolCalendar

    @property
    def starts(self) -> date:
        """The first day of the school year."""
        return self.terms[0].starts

    @property
    def before(self) -> date:
        """A day before the year, on which the roster came in."""
        return self.starts - timedelta(days=5)

    def past_school_days(self) -> tuple[date, ...]:
        """The school days of this term before today."""
        return tuple(school_days(self.starts, self.today - timedelta(days=1), self.calendar))


def timeline(today: date, profile: str) -> Timeline:
    """Lay the school year around `today`."""
    weekdays = tuple(sorted({*school_week(profile), today.isoweekday()}))
    bare = make_calendar((), (), weekdays, profile)
    begin = week_begin(today, bare) - (WEEK - 1) * _ONE_WEEK
    monday = begin + timedelta(days=(_MONDAY - begin.isoweekday()) % 7)
    # A week that begins on a Sunday with lessons has its first school day before its Monday.
    first = begin if begin.isoweekday() in weekdays else monday
    second = monday + 16 * _ONE_WEEK
    terms = (
        Term(say("First term"), first, monday + 13 * _ONE_WEEK + timedelta(days=4)),
        Term(say("Second term"), second, second + 11 * _ONE_WEEK + timedelta(days=4)),
    )
    closed = (ClosedDay(monday + 5 * _ONE_WEEK + timedelta(days=4), say("Staff training")),)
    calendar = make_calendar(terms, (day.day for day in closed), weekdays, profile)
    return Timeline(today, terms, closed, calendar)


class PastClock:
    """A clock that stands where it is put, and moves on a second each time it is read, as people's doings do."""

    def __init__(self, now: datetime) -> None:
        """Begin at `now`, which knows its offset."""
        self._now = now

    def put(self, day: date, hour: int, minute: int = 0) -> None:
        """Move to a time of day, never back."""
        self._now = max(self._now, datetime.combine(day, time(hour, minute), self._now.tzinfo))

    def now(self) -> datetime:
        """Give the time it stands at."""
        return self._now

    def today(self) -> date:
        """Give the day it stands at."""
        return self._now.date()

    def wall_ms(self) -> int:
        """Give milliseconds since 1970."""
        self._now += timedelta(seconds=1)
        return int(self._now.timestamp() * 1000)

    def monotonic(self) -> float:
        """Give seconds that never go backwards."""
        return self._now.timestamp()


@contextmanager
def in_the_past(ws: Workspace, day: date) -> Iterator[PastClock]:
    """Let the workspace's clock stand in the past, from 8 o'clock on `day`; its own clock is back at the end."""
    own: Clock = ws.clock
    past = PastClock(datetime.combine(day, time(8), own.now().tzinfo))
    ws.clock = past
    try:
        yield past
    finally:
        ws.clock = own
