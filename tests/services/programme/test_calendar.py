"""School days: counted, found and numbered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.programme.calendar import (
    is_school_day,
    make_calendar,
    next_school_day,
    previous_school_day,
    propose_terms,
    school_days,
    school_days_between,
    school_week,
    term_of,
    week_of_term,
)
from desktop.services.programme.rules import check_terms
from desktop.services.programme.types import Term

AUTUMN = Term("Autumn", date(2026, 9, 2), date(2026, 12, 18))
SPRING = Term("Spring", date(2027, 1, 5), date(2027, 4, 2))
HALF_TERM = [date(2026, 10, 26) + timedelta(days=n) for n in range(5)]
CALENDAR = make_calendar([SPRING, AUTUMN], [*HALF_TERM, date(2026, 11, 20)])

DAYS = st.dates(date(2026, 8, 1), date(2027, 5, 1))


def test_school_day_needs_term_weekday_and_open_school() -> None:
    assert is_school_day(date(2026, 11, 18), CALENDAR)
    assert not is_school_day(date(2026, 11, 21), CALENDAR), "Saturday"
    assert not is_school_day(date(2026, 11, 20), CALENDAR), "closed"
    assert not is_school_day(date(2026, 12, 28), CALENDAR), "holidays"


def test_terms_include_both_ends() -> None:
    assert is_school_day(AUTUMN.starts, CALENDAR)
    assert is_school_day(AUTUMN.ends, CALENDAR)
    assert term_of(date(2026, 12, 19), CALENDAR) is None


def test_without_terms_every_open_weekday_counts() -> None:
    bare = make_calendar([], [date(2026, 12, 25)])
    assert is_school_day(date(2026, 12, 24), bare)
    assert not is_school_day(date(2026, 12, 25), bare)
    assert next_school_day(date(2026, 12, 24), bare) == date(2026, 12, 28)


def test_school_may_have_another_week() -> None:
    sunday_to_thursday = make_calendar([AUTUMN], [], (7, 1, 2, 3, 4))
    assert is_school_day(date(2026, 9, 6), sunday_to_thursday)
    assert not is_school_day(date(2026, 9, 4), sunday_to_thursday)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 18), date(2026, 11, 18), 0),
        (date(2026, 11, 17), date(2026, 11, 18), 1),
        (date(2026, 11, 13), date(2026, 11, 16), 1),
        (date(2026, 10, 23), date(2026, 11, 2), 1),
        (date(2026, 12, 18), date(2027, 1, 5), 1),
        (date(2026, 11, 18), date(2026, 11, 17), -1),
        (date(1900, 1, 1), date(2026, 9, 2), 1),
    ],
)
def test_school_days_between(start: date, end: date, days: int) -> None:
    assert school_days_between(start, end, CALENDAR) == days


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(a: date, b: date, c: date) -> None:
    there = school_days_between(a, b, CALENDAR) + school_days_between(b, c, CALENDAR)
    assert there == school_days_between(a, c, CALENDAR)


@given(DAYS)
def test_next_and_previous_are_neighbours(day: date) -> None:
    later = next_school_day(day, CALENDAR)
    if later is not None:
        assert is_school_day(later, CALENDAR)
        assert school_days_between(day, later, CALENDAR) == 1
        assert previous_school_day(later, CALENDAR) == (
            day if is_school_day(day, CALENDAR) else previous_school_day(day, CALENDAR)
        )


def test_ends_of_what_is_known() -> None:
    assert next_school_day(SPRING.ends, CALENDAR) is None
    assert previous_school_day(AUTUMN.starts, CALENDAR) is None


def test_overlapping_terms_count_a_day_once() -> None:
    doubled = make_calendar([AUTUMN, Term("Again", AUTUMN.starts, date(2026, 10, 1))], [])
    assert len(list(school_days(date(2026, 9, 7), date(2026, 9, 11), doubled))) == 5


def test_week_of_term_leaves_out_half_term() -> None:
    assert week_of_term(date(2026, 9, 2), CALENDAR) == 1
    assert week_of_term(date(2026, 9, 6), CALENDAR) == 1, "the Sunday belongs to the week that began on Monday"
    assert week_of_term(date(2026, 9, 7), CALENDAR) == 2
    assert week_of_term(date(2026, 10, 23), CALENDAR) == 8
    assert week_of_term(date(2026, 10, 27), CALENDAR) is None
    assert week_of_term(date(2026, 11, 2), CALENDAR) == 9
    assert week_of_term(date(2026, 12, 24), CALENDAR) is None


def test_weeks_begin_on_sunday_in_the_us() -> None:
    american = make_calendar([Term("Fall", date(2026, 8, 17), date(2026, 12, 18))], [], profile="us")
    assert week_of_term(date(2026, 8, 22), american) == 1
    assert week_of_term(date(2026, 8, 23), american) == 2


@given(st.sampled_from(["uk", "us"]), st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_proposed_terms_fit_together(profile: str, today: date) -> None:
    terms = propose_terms(profile, today)
    assert len(terms) == (3 if profile == "uk" else 2)
    assert check_terms(terms) == {}
    assert today <= terms[-1].ends
    assert (terms[0].starts - today).days < 100
    for term in terms:
        assert term.starts.isoweekday() in school_week(profile)
        assert term.ends.isoweekday() == 5


def test_proposed_uk_terms() -> None:
    autumn, spring, summer = propose_terms("uk", date(2026, 3, 10))
    assert (autumn.starts, autumn.ends) == (date(2025, 9, 2), date(2025, 12, 19))
    assert (spring.starts, spring.ends) == (date(2026, 1, 5), date(2026, 3, 27))
    assert (summer.starts, summer.ends) == (date(2026, 4, 13), date(2026, 7, 17))


def test_summer_proposes_the_next_year() -> None:
    assert propose_terms("uk", date(2026, 8, 2))[0].starts == date(2026, 9, 2)
    assert propose_terms("us", date(2026, 7, 1))[0].starts == date(2026, 8, 17)


def test_nothing_is_guessed_elsewhere() -> None:
    assert propose_terms("other", date(2026, 8, 2)) == ()
