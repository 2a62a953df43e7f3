"""Days as people type them, in the order of each profile."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.dates import date_example, date_hint, read_birth_date, read_date, typed_birth_date
from desktop.services.language import show_date

TODAY = date(2026, 11, 18)
ORDERS = ("dmy", "mdy", "ymd")


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(ORDERS))
def test_a_day_that_is_shown_is_read_back(day: date, order: str) -> None:
    assert read_date(show_date(day), order) == day
    assert read_date(day.isoformat(), order) == day


@pytest.mark.parametrize("order", ORDERS)
def test_the_examples_can_be_typed(order: str) -> None:
    assert read_date(date_example(order), order) == date(2026, 4, 3)
    assert date_example(order) in date_hint(order)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [("3.4.12", "dmy", "2012-04-03"), ("3/4/12", "mdy", "2012-03-04"), ("3 4 98", "dmy", "1998-04-03"), ("29.2.00", "dmy", "2000-02-29"),
     ("18/11/26", "dmy", "2026-11-18"), ("19/11/26", "dmy", "1926-11-19"), ("3 Apr 12", "ymd", "2012-04-03"), ("2012-04-03", "mdy", "2012-04-03")],
)  # fmt: skip
def test_two_digits_of_a_birthday_are_of_the_last_hundred_years(text: str, order: str, day: str) -> None:
    assert typed_birth_date(text, order, TODAY) == day


def test_a_birthday_in_the_future_stays_to_be_refused() -> None:
    assert read_birth_date("1/1/2030", "dmy", TODAY) == date(2030, 1, 1)
    assert typed_birth_date("31/2/2012", "dmy", TODAY) == "31/2/2012"
    assert typed_birth_date("  ", "dmy", TODAY) is None


@given(st.text(max_size=30), st.sampled_from(ORDERS))
def test_nothing_typed_breaks_it(text: str, order: str) -> None:
    found = read_date(text, order)
    assert found is None or isinstance(found, date)
