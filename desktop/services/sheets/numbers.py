"""Numbers of a workbook as the text a person sees in the cell: dates, leading zeros, whole numbers.

Sources: ECMA-376 part 1, 18.8.30 (number formats, built-in ones by number) and 18.17.4 (dates as day numbers).
Knows no file format: XLSX and XLS number alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

Show = Callable[[float], str]

_BUILT_IN_DATES: Final = frozenset({14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59)})
_BUILT_IN_MOMENTS: Final = frozenset({22})
_BUILT_IN_TIMES: Final = frozenset({18, 19, 20, 21, 32, 33, 45, 46, 47})
_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_PIECE: Final = re.compile(r'"([^"]*)"|\\(.)|(\[[^\]]*\])|([_*].)|(0+)|([-/ ()#.,?%EeGg@]|[^0])', re.DOTALL)
_MOST_FORMAT: Final = 255
_LAST_DAY: Final = 2_958_466  # the day after 9999-12-31
_START_1900: Final = datetime(1899, 12, 30)
_START_1904: Final = datetime(1904, 1, 1)
_WHOLE: Final = 1e17


def plain(number: float) -> str:
    """Give a number without the noise of binary fractions: 42 for 42.0, 0.1 for 0.1000000000000000056."""
    if number != number or number in (float("inf"), float("-inf")):
        return ""
    if number == int(number) and abs(number) < _WHOLE:
        return str(int(number))
    return f"{number:.15g}"


def moment(number: float, *, day: bool, time: bool, from_1904: bool) -> str:
    """Give a day number as ISO date, date and time, or time alone, as its format shows it; "" where it is none."""
    if not 0 <= number < _LAST_DAY:
        return ""
    seconds = round(number * 86400)
    if time and (number < 1 or not day):
        hours, rest = divmod(seconds, 3600)
        return f"{hours:02}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    start = _START_1904 if from_1904 else _START_1900
    # 1900 was no leap year, but the first spreadsheet programs thought so.
    early = timedelta(days=1) if number < 60 and not from_1904 else timedelta()
    try:
        found = start + early + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    return iso(found) if time else found.date().isoformat()


def iso(found: datetime | date) -> str:
    """Give a date as YYYY-MM-DD, with the time only where it is not midnight."""
    if not isinstance(found, datetime):
        return found.isoformat()
    if not (found.hour or found.minute or found.second):
        return found.date().isoformat()
    return found.strftime("%Y-%m-%d %H:%M" + (":%S" if found.second else "")).rjust(16, "0")


@lru_cache(maxsize=4000)
def shower(number: int, code: str, from_1904: bool) -> Show:
    """Give the function that shows values of a number format; `code` is "" for the built-in ones."""
    day, time = _is_moment(number, code)
    if day or time:

        def show_moment(value: float) -> str:
            return moment(value, day=day, time=time, from_1904=from_1904) or plain(value)

        return show_moment
    template = _template(code)
    return plain if template is None else lambda value: _padded(value, template)


def _is_moment(number: int, code: str) -> tuple[bool, bool]:
    if not code:
        moments = number in _BUILT_IN_MOMENTS
        return number in _BUILT_IN_DATES or moments, number in _BUILT_IN_TIMES or moments
    shown = _NOT_SHOWN.sub("", code[:_MOST_FORMAT].split(";")[0]).lower()
    if "general" in shown or re.search(r"[0#?]", re.sub(r"s\.0+", "s", shown)):
        return False, False
    time = bool(re.search(r"[hs]", shown)) or "[m" in shown
    return bool(re.search(r"[ydeg]|mmm", shown)) or ("m" in shown and not time), time


_Template = tuple[tuple[str, ...], int]


def _template(code: str) -> _Template | None:
    """Take apart a format of zeros and fixed signs, such as 00000, 000-000 or "S"0000; None for any other."""
    pieces: list[str] = []
    zeros = 0
    signs = False
    for quoted, escaped, bracket, blank, digits, other in _PIECE.findall(_first_section(code[:_MOST_FORMAT])):
        if digits:
            pieces.append(digits)
            zeros += len(digits)
        elif quoted or escaped or other in ("-", "/", " ", "(", ")"):
            sign = quoted or escaped or other
            if any(c.isdigit() for c in sign):
                return None
            pieces.append(sign)
            signs = signs or bool(sign.strip())
        elif not (bracket or blank) and other:
            return None
    return (tuple(pieces), zeros) if zeros > 1 or (zeros and signs) else None


def _first_section(code: str) -> str:
    quoted = False
    for position, c in enumerate(code):
        if c == '"':
            quoted = not quoted
        elif c == ";" and not quoted:
            return code[:position]
    return code


def _padded(value: float, template: _Template) -> str:
    pieces, zeros = template
    if not 0 <= value < _WHOLE or value != int(value):
        return plain(value)
    digits = str(int(value)).rjust(zeros, "0")
    shown: list[str] = []
    spare = len(digits) - zeros  # what does not fit stands before the first zero
    for piece in pieces:
        if piece[0] == "0" and piece.strip("0") == "":
            length = len(piece) + spare
            shown.append(digits[:length])
            digits, spare = digits[length:], 0
        else:
            shown.append(piece)
    return "".join(shown).strip()
