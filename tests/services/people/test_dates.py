"""Birth dates settled from the whole column: what the file proves, and where it must be asked."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.services.people.dates import settle
from desktop.services.people.roster_errors import DateOrderUnclear, UnknownDateOrder
from tests.services.people.builders import TODAY

APRIL, MARCH = date(2010, 4, 3), date(2010, 3, 4)


def days(*texts: str, order: str | None = None, stated: str = "") -> list[date | None]:
    return list(settle(texts, TODAY, order, stated).days)


@pytest.mark.parametrize(
    "text",
    [
        "2010-04-03", "2010/4/3", "2010.04.03", "20100403", "2010-04-03T00:00:00Z", "2010-04-03 00:00:00.000", "3 Apr 2010", "Apr 3, 2010",
        "03-Apr-10", "3 April 2010", "Sat 3 Apr 2010", "3. April 2010", "3 avril 2010", "3 de abril de 2010", "2010 April 3", "3rd April 2010",
    ],
)  # fmt: skip
def test_one_text_is_proof_enough(text: str) -> None:
    assert days(text) == [APRIL]


def test_a_day_above_twelve_anywhere_settles_the_column() -> None:
    assert days("03/04/2010", "25/12/2009") == [APRIL, date(2009, 12, 25)]
    assert days("03/04/2010", "12/25/2009") == [MARCH, date(2009, 12, 25)]
    assert days("3.4.2010", "25.12.2009 00:00") == [APRIL, date(2009, 12, 25)]


def test_nothing_proven_is_asked_with_examples() -> None:
    with pytest.raises(DateOrderUnclear) as refusal:
        days("03/04/2010", "05/06/2011")
    assert refusal.value.orders == ("dmy", "mdy")
    assert refusal.value.examples == ("03/04/2010", "05/06/2011")
    assert "--date-order" in refusal.value.option
    assert "2010" not in str(refusal.value)


@pytest.mark.parametrize(("order", "day"), [("dmy", APRIL), ("mdy", MARCH)])
def test_the_answer_or_the_heading_settles_it(order: str, day: date) -> None:
    assert days("03/04/2010", order=order) == [day]
    assert days("03/04/2010", stated=order) == [day]


def test_dates_that_read_alike_either_way_need_no_question() -> None:
    assert days("03/03/2010", "") == [date(2010, 3, 3), None]


def test_two_digit_years_are_the_latest_that_can_be() -> None:
    assert days("25/12/08", "03/04/10") == [date(2008, 12, 25), APRIL]
    assert days("12/25/08") == [date(2008, 12, 25)]
    assert days("25/12/98", order="dmy") == [date(1998, 12, 25)]


def test_short_years_may_come_first() -> None:
    assert days("09-12-25", "10-04-03", "10-04-30") == [date(2009, 12, 25), APRIL, date(2010, 4, 30)]
    assert days("10-04-03", order="ymd") == [APRIL]


def test_a_contradiction_leaves_the_odd_one_out() -> None:
    assert days("25/12/2009", "13/01/2010", "04/30/2010", "03/04/2010") == [
        date(2009, 12, 25),
        date(2010, 1, 13),
        None,
        APRIL,
    ]
    assert days("25/12/2009", "04/30/2010", order="mdy") == [None, date(2010, 4, 30)]


def test_an_even_contradiction_is_asked() -> None:
    with pytest.raises(DateOrderUnclear):
        days("25/12/2009", "04/30/2010")


@pytest.mark.parametrize(
    "text", ["31/02/2010", "2010-02-30", "n/a", "00/00/0000", "soon", "3/4", "13/13/2010", "2010", "99 Apr 2010"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert days(text, "25/12/2009") == [None, date(2009, 12, 25)]


def test_a_whole_column_of_day_numbers_is_a_spreadsheets() -> None:
    found = settle(["40271", "", "40179.0"], TODAY)
    assert found.days == (APRIL, None, date(2010, 1, 1))
    assert found.serials
    assert days("40271", "25/12/2009") == [None, date(2009, 12, 25)]


def test_an_order_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownDateOrder):
        days("03/04/2010", order="ydm")


def test_a_choice_that_fits_no_date_does_not_lose_them_all() -> None:
    assert days("25/12/2009", "03/04/2010", order="ymd") == [date(2009, 12, 25), APRIL]
    with pytest.raises(DateOrderUnclear):
        days("03/04/2010", order="ymd")


def test_a_choice_of_the_year_first_counts_for_short_years_with_slashes() -> None:
    """Nothing in the file can prove it, so the choice must."""
    assert days("10/04/03", "09/05/06", order="ymd") == [APRIL, date(2009, 5, 6)]
    with pytest.raises(DateOrderUnclear):
        days("10/04/03", "09/05/06")


def test_dates_that_disprove_their_heading_are_believed() -> None:
    assert days("25/12/2009", "03/04/2010", stated="mdy") == [date(2009, 12, 25), APRIL]
