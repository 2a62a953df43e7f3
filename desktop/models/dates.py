"""Dates as people type them: in the order of their country, with any marks between, or with a month's name."""

from __future__ import annotations

import re
from datetime import date

from desktop.services.language import fold, say, show_date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read_date(text: str, order: str) -> date | None:
    """Read a day; `order` is dmy, mdy or ymd. A year first or a month's name needs no order. None if it is no day.

    Two digits of a year are of this century: these are dates of school life, not birthdays.
    """
    parts = re.findall(r"\d+|[^\W\d_]+", fold(text))
    months = [fold(say(name)) for name in _MONTHS]
    named = [next((n for n, name in enumerate(months, 1) if part.startswith(name)), 0) for part in parts]
    if any(named):
        numbers = [int(part) for part in parts if part.isdigit()]
        return _day(numbers, next(filter(None, named)))
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    if len(parts[0]) == 4:
        order = "ymd"
    found = dict(zip(order, map(int, parts), strict=True))
    return _make(found["y"], found["m"], found["d"])


def read_birth_date(text: str, order: str, today: date) -> date | None:
    """Read a birthday as `read_date` does; two digits of a year are of the last hundred years."""
    found = read_date(text, order)
    if found is not None and found > today and not re.search(r"\d{4}", text):
        return _make(found.year - 100, found.month, found.day)
    return found


def typed_birth_date(text: str, order: str, today: date) -> str | None:
    """Give YYYY-MM-DD for a typed birthday, None for nothing; what cannot be read stays, for the check to refuse."""
    text = text.strip()
    found = read_birth_date(text, order, today)
    return found.isoformat() if found else text or None


def date_example(order: str) -> str:
    """Show the third of April as it is typed."""
    return {"dmy": "3/4/2026", "mdy": "4/3/2026", "ymd": "2026-04-03"}[order]


def date_hint(order: str) -> str:
    """Say in two examples how a date is typed."""
    return say("{example} or {words}", example=date_example(order), words=show_date(date(2026, 4, 3)))


def _day(numbers: list[int], month: int) -> date | None:
    if len(numbers) != 2:
        return None
    day, year = (numbers[1], numbers[0]) if numbers[0] > 31 else (numbers[0], numbers[1])
    return _make(year, month, day)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
