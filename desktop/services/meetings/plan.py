"""Who was to meet when: pairs, their weekly periods and the school calendar, read once and asked often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.services import matching, people, programme
from desktop.services.matching.types import Pair
from desktop.services.meetings.rules import days_due, were_pair
from desktop.services.meetings.types import DueRow, Meeting
from desktop.services.people.types import Period
from desktop.services.programme.calendar import is_school_day
from desktop.services.programme.types import SchoolCalendar
from desktop.services.vault import Workspace


@dataclass(frozen=True)
class Plan:
    """All pairs ever published, by uid in their order; the periods by uid; the calendar."""

    pairs: dict[str, Pair]
    periods: dict[str, Period]
    calendar: SchoolCalendar

    def period_of(self, pair: Pair) -> Period | None:
        """Give the weekly period of a pair; None where it has none or the period has no weekday."""
        period = self.periods.get(pair.period or "")
        return period if period is not None and period.weekday is not None else None

    def meets_on(self, pair: Pair, day: date) -> bool:
        """Say whether a pair was to meet on a day."""
        period = self.period_of(pair)
        return (
            period is not None
            and period.weekday == day.isoweekday()
            and were_pair(pair.since, pair.ended, day)
            and is_school_day(day, self.calendar)
        )

    def days_of(self, pair: Pair, since: date, until: date) -> tuple[date, ...]:
        """List the days in a stretch on which a pair was to meet, and somebody could have recorded it.

        Of a pair that waits for its first meeting nothing is due; the first meeting is no weekly one.
        """
        if pair.begins is not None and pair.first_met is None:
            return ()
        began = max(pair.counted_from or pair.since, pair.first_met or "")
        first = max(since, date.fromisoformat(began[:10]))
        last = min(until, date.fromisoformat(pair.ended[:10])) if pair.ended else until
        return days_due(self.period_of(pair), first, last, self.calendar)

    def row(self, pair: Pair, day: date, meeting: Meeting | None = None) -> DueRow:
        """Make the row of a pair on a day."""
        planned = self.meets_on(pair, day)
        uid = meeting.period if meeting else pair.period if planned else None
        slot = self.periods[uid].label if uid in self.periods else ""
        return DueRow(
            day.isoformat(), pair.uid, pair.mentor, pair.mentee, pair.mentor_name, pair.mentee_name, uid, slot, planned,
            meeting, pair.waits,
        )  # fmt: skip

    def place(self, row: DueRow) -> tuple[int, str, str, str]:
        """Give the order of rows: by period as the school's day goes, then by name; unplanned ones last."""
        period = self.periods.get(row.period or "")
        return period.position if period else 1 << 30, row.mentor_name, row.mentee_name, row.pair


def read_plan(ws: Workspace) -> Plan:
    """Read the plan."""
    return Plan(
        {pair.uid: pair for pair in matching.pairs(ws, ended=True)},
        {period.uid: period for period in people.periods(ws)},
        programme.school_calendar(ws),
    )
