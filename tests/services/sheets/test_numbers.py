"""Numbers as a person sees them in the cell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.services.sheets.numbers import moment, plain, shower


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (42.0, "42"), (0.1 + 0.2, "0.3"), (-5.0, "-5"), (1234567.5, "1234567.5"), (1e15, "1000000000000000"), (123456789012.0, "123456789012"),
        (1e300, "1e+300"), (float("nan"), ""), (float("inf"), ""), (-0.0, "0"), (4.2e-10, "4.2e-10"),
    ],
)  # fmt: skip
def test_plain_numbers(number: float, text: str) -> None:
    assert plain(number) == text


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("00000", 42, "00042"), ("00000", 123456, "123456"), ("00000", 4.5, "4.5"), ("00000", -4, "-4"), ("000-000", 12345, "012-345"),
        ('"S"0000', 42, "S0042"), ("000\\-00\\-0000", 12345678, "012-34-5678"), ("[$-809]0000", 42, "0042"), ("0000_)", 42, "0042"),
        ("0", 42, "42"), ("0.00", 42, "42"), ("#,##0", 4200, "4200"), ("0%", 0.5, "0.5"), ("General", 42, "42"), ("@", 42, "42"), ("", 42, "42"),
        ("0000;-0000", 42, "0042"), ('"Year "0', 9, "Year 9"), ("0.00E+00", 42, "42"), ("[Red]0000", 42, "0042"), ("0 0 0", 123, "1 2 3"),
        ("yyyy\\-mm\\-dd", 40606, "2011-03-04"), ("d/m/yy", 40606, "2011-03-04"), ("[$-409]mmmm d, yyyy;@", 40606, "2011-03-04"),
        ("dd/mm/yyyy hh:mm", 40606.5, "2011-03-04 12:00"), ("dd/mm/yyyy hh:mm", 40606, "2011-03-04"), ("dd/mm/yyyy", 40606.75, "2011-03-04"),
        ("h:mm AM/PM", 0.375, "09:00"), ("[h]:mm", 1.5, "36:00"), ("mm:ss", 0.5, "12:00"), ("mmm", 40606, "2011-03-04"), ("m", 40606, "2011-03-04"),
        ("yyyy-mm-dd", -1, "-1"), ("yyyy-mm-dd", 3e6, "3000000"), ("yyyy-mm-dd", 1e300, "1e+300"), ('"day "0', 3, "day 3"), ("0" * 500, 3, "0" * 254 + "3"),
    ],
)  # fmt: skip
def test_formats(code: str, value: float, text: str) -> None:
    assert shower(164, code, False)(value) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(14, "2011-03-04"), (22, "2011-03-04"), (20, "974544:00"), (1, "40606"), (0, "40606"), (49, "40606")],
)
def test_built_in_formats(number: int, text: str) -> None:
    assert shower(number, "", False)(40606) == text


def test_days_are_counted_from_1900_or_from_1904() -> None:
    for day in (date(1900, 3, 1), date(1999, 12, 31), date(2011, 3, 4), date(9999, 12, 31)):
        number = (day - date(1899, 12, 30)) / timedelta(days=1)
        assert moment(number, day=True, time=False, from_1904=False) == day.isoformat()
    assert moment(1, day=True, time=False, from_1904=False) == "1900-01-01"
    assert moment(59, day=True, time=False, from_1904=False) == "1900-02-28"
    assert moment(39144, day=True, time=False, from_1904=True) == "2011-03-04"
    assert moment(2958465, day=True, time=False, from_1904=True) == ""
