"""Birth dates as schools write them, settled from the whole column. Pure; the day of today is given.

What one cell leaves open, another proves: a day above 12, a year of four digits in front, the name of a month.
Where nothing proves the order, nobody guesses: DateOrderUnclear makes the caller ask.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.services.language import fold
from desktop.services.people.roster_errors import DateOrderUnclear, UnknownDateOrder

ORDERS: Final = ("dmy", "mdy", "ymd")
YOUNGEST, OLDEST = 3, 25

# Excel counts days from here (its 29 February 1900 never was, which only dates before March 1900 notice).
_SERIAL_START: Final = date(1899, 12, 30)
_SERIALS: Final = (7_000, 80_000)

_CLOCK: Final = re.compile(
    r"[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$"
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,2})\.?$")
_TOGETHER: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})$")
_THREE: Final = re.compile(r"(\d{1,2})\s*[-/.,\s]\s*(\d{1,2})\s*[-/.,\s]\s*(\d{4}|\d{2})\.?$")
_SERIAL: Final = re.compile(r"(\d{4,5})(?:[.,]\d+)?$")
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")

_MONTH_NAMES: Final = (
    "january jan januar janvier janv enero ene gennaio gen janeiro",
    "february feb februar fevrier fevr fev febrero febbraio fevereiro",
    "march mar marz mrz maerz mars marzo marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug aout agosto ago",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dicembre dezembro",
)
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class Settled:
    """Birth dates read from a column. days: one per text, None for a blank or unreadable one.

    order: dmy, mdy or ymd where it mattered, else None. serials: the column held a spreadsheet's day numbers.
    """

    days: tuple[date | None, ...]
    order: str | None
    serials: bool = False


def settle(texts: Sequence[str], today: date, order: str | None = None, stated: str = "") -> Settled:
    """Read a column of dates. `order` is what a person chose, `stated` what the heading says.

    The choice counts as soon as one date can be read so; those that cannot are None.

    Raises DateOrderUnclear where neither they nor the dates prove the order, UnknownDateOrder for a wrong word.
    """
    if order is not None and order not in ORDERS:
        raise UnknownDateOrder
    filled = [text for text in texts if text]
    if filled and all(_serial(text, today) for text in filled):
        return Settled(tuple(_serial(text, today) for text in texts), None, serials=True)
    parsed = {text: _parse(text, today, order) for text in set(filled)}
    open_texts = [text for text in filled if isinstance(parsed[text], dict)]
    fitting = order if any(order in reading for reading in parsed.values() if isinstance(reading, dict)) else None
    chosen = fitting or (_proven(open_texts, parsed, today, stated) if open_texts else None)
    days = tuple(_day(parsed.get(text), chosen) for text in texts)
    return Settled(days, chosen if open_texts else None)


_Reading = date | dict[str, date] | None


def _day(reading: _Reading, order: str | None) -> date | None:
    if isinstance(reading, dict):
        return reading.get(order or "")
    return reading


def _parse(text: str, today: date, order: str | None) -> _Reading:
    """Read one text: a day, the days it may mean by order of its parts, or None where it is no date."""
    text = _CLOCK.sub("", text.strip())
    found = _YEAR_FIRST.match(text) or _TOGETHER.match(text)
    if found:
        year, month, day = map(int, found.groups())
        return _date(year, month, day)
    found = _THREE.match(text)
    if found:
        return _open_date(found.groups(), today, year_first="-" in text or order == "ymd")
    return _with_month_name(text, today)


def _open_date(parts: tuple[str, ...], today: date, *, year_first: bool) -> _Reading:
    first, second, third = map(int, parts)
    year = third if len(parts[2]) == 4 else _full_year(third, today)
    readings = {"dmy": _date(year, second, first), "mdy": _date(year, first, second)}
    if len(parts[2]) == 2 and (year_first or not any(readings.values())):
        # With slashes or dots a short year in front is so rare that it is believed only where nothing else fits, or
        # where a person says so.
        readings["ymd"] = _date(_full_year(first, today), second, third)
    days = {order: day for order, day in readings.items() if day}
    return days or None


def _with_month_name(text: str, today: date) -> date | None:
    words = [str(word) for word in _WORDS.findall(fold(text))]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or len(numbers) != 2 or len(words) > 6:
        return None
    first, second = numbers
    if len(first) == 4:
        first, second = second, first
    year = int(second) if len(second) == 4 else _full_year(int(second), today) if len(second) == 2 else 0
    return _date(year, months[0], int(first)) if len(first) <= 2 else None


def _full_year(two_digits: int, today: date) -> int:
    year = today.year // 100 * 100 + two_digits
    return year if year <= today.year else year - 100


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None


def _serial(text: str, today: date) -> date | None:
    found = _SERIAL.match(text)
    if not found or not _SERIALS[0] <= int(found.group(1)) <= _SERIALS[1]:
        return None
    return _SERIAL_START + timedelta(days=int(found.group(1)))


def _proven(texts: list[str], parsed: dict[str, _Reading], today: date, stated: str) -> str:
    """Find the one order in which the dates make sense. Raises DateOrderUnclear."""
    readings = [reading for text in texts if isinstance(reading := parsed[text], dict)]
    if stated and all(stated in reading for reading in readings):
        return stated
    fits = Counter(order for reading in readings for order in reading)
    possible = [order for order in ORDERS if fits[order] == len(readings)]
    possible = _without_unlikely_years(possible, readings, today)
    if len(possible) == 1 or _all_the_same(possible, readings):
        return possible[0]
    if not possible:
        # Some rows contradict the others: a clear majority decides, and the rest is listed as unreadable.
        ranked = fits.most_common(2)
        misfits = [len(readings) - count for _, count in ranked]
        if misfits[1] >= 2 * misfits[0]:
            return ranked[0][0]
    raise DateOrderUnclear(tuple(possible) or ("dmy", "mdy"), tuple(dict.fromkeys(texts))[:5])


def _without_unlikely_years(possible: list[str], readings: list[dict[str, date]], today: date) -> list[str]:
    """Where years have two digits, drop the orders that make somebody no age for a school, if others do not."""
    likely = [order for order in possible if all(likely_age(reading[order], today) for reading in readings)]
    return likely if likely and "ymd" in possible else possible


def _all_the_same(orders: list[str], readings: list[dict[str, date]]) -> bool:
    return bool(orders) and all(len({reading[order] for order in orders}) == 1 for reading in readings)


def age_on(born: date, today: date) -> int:
    """Count full years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def likely_age(born: date, today: date) -> bool:
    """Say whether somebody born then may be at school."""
    return born <= today and YOUNGEST <= age_on(born, today) <= OLDEST
