"""School days: which days count, how many lie between two, which week of term it is (D4). Pure.

Every due date and every silence in Peerkeep counts in school days, so that a holiday never turns a pair red.
Weeks A and B are not known yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from desktop.services.language import PROFILES, say
from desktop.services.programme.types import SchoolCalendar, Term

_DAY: Final = timedelta(days=1)
_MONDAY: Final = 1
_FRIDAY: Final = 5
# Without terms nothing bounds a search for a school day; a year of closed days is a mistake, not a school.
_FAR: Final = 400


def school_week(profile: str) -> tuple[int, ...]:
    """Give the usual school days of `profile` as ISO weekdays; a school may set its own."""
    return {"us": (1, 2, 3, 4, 5), "uk": (1, 2, 3, 4, 5)}.get(profile, (1, 2, 3, 4, 5))


def make_calendar(
    terms: Iterable[Term], closed: Iterable[date], weekdays: Iterable[int] = (1, 2, 3, 4, 5), profile: str = "uk"
) -> SchoolCalendar:
    """Put a calendar together, terms in order of time."""
    ordered = tuple(sorted(terms, key=lambda term: (term.starts, term.ends, term.label)))
    return SchoolCalendar(ordered, frozenset(closed), frozenset(weekdays), PROFILES[profile].week_starts)


def term_of(day: date, calendar: SchoolCalendar) -> Term | None:
    """Find the term that `day` lies in, or None in the holidays."""
    return next((term for term in calendar.terms if term.starts <= day <= term.ends), None)


def is_school_day(day: date, calendar: SchoolCalendar) -> bool:
    """Tell whether there is school on `day`. Without any terms every open weekday counts."""
    if day.isoweekday() not in calendar.weekdays or day in calendar.closed:
        return False
    return not calendar.terms or term_of(day, calendar) is not None


def school_days(first: date, last: date, calendar: SchoolCalendar) -> Iterator[date]:
    """Run through the school days from `first` to `last`, both included."""
    if calendar.terms:
        first = max(first, calendar.terms[0].starts)
        last = min(last, max(term.ends for term in calendar.terms))
    day = first
    while day <= last:
        if is_school_day(day, calendar):
            yield day
        day += _DAY


def school_days_between(start: date, end: date, calendar: SchoolCalendar) -> int:
    """Count the school days after `start` up to and including `end`; negative where `end` is earlier.

    So a meeting yesterday was one school day ago if today is a school day, and a meeting today none.
    """
    if end < start:
        return -school_days_between(end, start, calendar)
    return sum(1 for _ in school_days(start + _DAY, end, calendar))


def next_school_day(day: date, calendar: SchoolCalendar) -> date | None:
    """Find the first school day after `day`; None where the terms that are known have ended."""
    return next(school_days(day + _DAY, _horizon(day, calendar), calendar), None)


def previous_school_day(day: date, calendar: SchoolCalendar) -> date | None:
    """Find the last school day before `day`; None where the terms that are known had not begun."""
    floor = calendar.terms[0].starts if calendar.terms else day - timedelta(days=_FAR)
    current = day - _DAY
    while current >= floor:
        if is_school_day(current, calendar):
            return current
        current -= _DAY
    return None


def week_begin(day: date, calendar: SchoolCalendar) -> date:
    """Give the first day of the week that `day` is in."""
    return day - timedelta(days=(day.isoweekday() - calendar.week_starts) % 7)


def week_of_term(day: date, calendar: SchoolCalendar) -> int | None:
    """Number the week of term that `day` is in, from 1; None in holidays.

    Weeks without one school day (half-term) are not counted, and a day in such a week has no number.
    """
    term = term_of(day, calendar)
    if term is None:
        return None
    begin = week_begin(day, calendar)
    weeks = {week_begin(open_day, calendar) for open_day in school_days(term.starts, term.ends, calendar)}
    return sum(1 for week in weeks if week <= begin) if begin in weeks else None


def propose_terms(profile: str, today: date) -> tuple[Term, ...]:
    """Guess the terms of the school year that `today` is in, or of the next one in the summer.

    A start for the wizard, to be corrected there: usual dates of state schools, no local holidays. Nothing is
    guessed for other countries, since a wrong calendar is worse than an empty one.
    """
    makers = {"uk": _uk_terms, "us": _us_terms}
    if profile not in makers:
        return ()
    for year in (today.year - 1, today.year):
        terms = makers[profile](year)
        if today <= terms[-1].ends:
            return terms
    return makers[profile](today.year + 1)


def _uk_terms(year: int) -> tuple[Term, ...]:
    spring_ends = _on_or_after(date(year + 1, 3, 27), _FRIDAY)
    return (
        Term(say("Autumn term"), _weekday_from(date(year, 9, 2)), _on_or_before(date(year, 12, 20), _FRIDAY)),
        Term(say("Spring term"), _weekday_from(date(year + 1, 1, 5)), spring_ends),
        Term(say("Summer term"), spring_ends + timedelta(days=17), _on_or_before(date(year + 1, 7, 23), _FRIDAY)),
    )


def _us_terms(year: int) -> tuple[Term, ...]:
    return (
        Term(
            say("Fall semester"), _on_or_after(date(year, 8, 15), _MONDAY), _on_or_before(date(year, 12, 20), _FRIDAY)
        ),
        Term(
            say("Spring semester"),
            _on_or_after(date(year + 1, 1, 3), _MONDAY),
            _on_or_before(date(year + 1, 6, 7), _FRIDAY),
        ),
    )


def _weekday_from(day: date) -> date:
    return day if day.isoweekday() <= _FRIDAY else _on_or_after(day, _MONDAY)


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def _on_or_before(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.isoweekday() - weekday) % 7)


def _horizon(day: date, calendar: SchoolCalendar) -> date:
    return max(term.ends for term in calendar.terms) if calendar.terms else day + timedelta(days=_FAR)
