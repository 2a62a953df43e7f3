"""Today is a school day in week 9, whatever day it is; history is written by a clock that never goes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.programme.calendar import is_school_day, week_of_term
from desktop.services.programme.rules import check_terms
from desktop.services.sample.moments import in_the_past, timeline
from desktop.services.vault import Workspace
from tests.fakes.clock import FakeClock


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.sampled_from(["uk", "us", "other"]))
def test_today_is_a_school_day_in_week_9(today: date, profile: str) -> None:
    laid = timeline(today, profile)
    assert is_school_day(today, laid.calendar)
    assert week_of_term(today, laid.calendar) == 9
    assert len(laid.terms) == 2
    assert check_terms(laid.terms) == {}
    assert laid.before < laid.starts < today < laid.terms[0].ends
    assert not is_school_day(laid.closed[0].day, laid.calendar)
    assert 39 <= len(laid.past_school_days()) <= 53


def test_only_the_weekend_makes_a_longer_week() -> None:
    monday = date(2026, 11, 16)
    for ahead in range(7):
        week = timeline(monday + timedelta(days=ahead), "uk").calendar.weekdays
        assert week == {1, 2, 3, 4, 5} | ({ahead + 1} if ahead > 4 else set())


def test_the_clock_of_the_past_never_goes_back(workspace: Workspace, clock: FakeClock) -> None:
    with in_the_past(workspace, date(2026, 9, 1)) as past:
        assert workspace.clock.today() == date(2026, 9, 1)
        past.put(date(2026, 9, 3), 15)
        past.put(date(2026, 9, 2), 15)
        assert workspace.clock.today() == date(2026, 9, 3)
        assert past.wall_ms() < past.wall_ms()
    assert workspace.clock is clock


def test_the_past_ends_when_something_fails(workspace: Workspace, clock: FakeClock) -> None:
    with pytest.raises(RuntimeError):
        _fail_in_the_past(workspace)
    assert workspace.clock is clock


def _fail_in_the_past(workspace: Workspace) -> None:
    with in_the_past(workspace, date(2026, 9, 1)):
        raise RuntimeError
