"""Since when a pair of a file is one, and until when: read from the whole column, like birth dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.services.language import fold, say
from desktop.services.matching.errors import PairDatesUnclear
from desktop.services.matching.pairs_types import PairLine
from desktop.services.people.dates import settle
from desktop.services.people.roster_errors import DateOrderUnclear

_OLDEST_YEARS: Final = 20
_SHORT_YEAR: Final = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2'?(\d{2})\.?$")
# "Oct-25" and "Oct '25" are months of a year; "Oct 25" may be a day, and is not guessed at.
_MONTH: Final = re.compile(
    r"(?:([^\W\d]+)\.?(?:[\s,'-]+(?=\d{4})|\s?['\u2019-])(\d{4}|\d{2})|(\d{1,2})/(\d{4})|(\d{4})-(\d{1,2}))$"
)


@dataclass(frozen=True, slots=True)
class PairDays:
    """The days of a line, and what is wrong with them: (field, sentence), or None. undated: the file names no day.

    remarks: (field, sentence) of what was taken otherwise than it stands. own: since is a day that the file names.
    month: of a day the file names the month only.
    """

    since: date
    ended: date | None = None
    wrong: tuple[str, str] | None = None
    undated: bool = False
    remarks: tuple[tuple[str, str], ...] = ()
    own: bool = False
    month: bool = False


def read_days(
    lines: Sequence[PairLine], today: date, order: str | None, stated: str
) -> tuple[list[PairDays], str | None]:
    """Read the days of all lines, and give the order that was used where it mattered.

    A pair without a day, or with one that lies ahead, counts from today. Raises PairDatesUnclear, UnknownDateOrder.
    """
    texts = [_plain(text, today) for line in lines for text in (line.since, line.ended)]
    try:
        settled = settle(texts, today, order, stated)
    except DateOrderUnclear as error:
        raise PairDatesUnclear(error.orders, error.examples) from None
    days = iter(settled.days)
    return [_days(line, next(days), next(days), today) for line in lines], settled.order


def _plain(text: str, today: date) -> str:
    """Write out a short year, which no pair has in another century, and a month alone, which begins with its first."""
    bare = " ".join(text.split())
    short = _SHORT_YEAR.match(bare)
    if short:
        return f"{short[1]}{short[2]}{short[3]}{short[2]}20{short[4]}"
    month = _MONTH.match(bare)
    if not month:
        return bare
    name, year, number, its_year, year_first, then = month.groups()
    if name:
        return f"1 {fold(name)} {year if len(year) == 4 else '20' + year}"
    return f"{its_year or year_first}-{int(number or then):02}-01"


def _days(line: PairLine, since: date | None, ended: date | None, today: date) -> PairDays:
    found = PairDays(since or today, ended if ended is None or ended <= today else None, None, not line.since)
    wrong: tuple[str, str] | None = None
    if line.since and since is None:
        wrong = ("since", say("The day since when they are a pair cannot be read as a date."))
    elif line.ended and ended is None:
        wrong = ("ended", say("The day on which the pair ended cannot be read as a date."))
    elif since and (since.year < today.year - _OLDEST_YEARS or (since - today).days > 366):
        wrong = ("since", say("The day since when they are a pair lies too far from today."))
    elif ended and since and ended < since:
        wrong = ("ended", say("The pair would have ended before it began."))
    elif ended and not since:
        wrong = ("since", say("The pair has ended, but it does not say since when it was one."))
    remarks = () if wrong else tuple(_remarks(line, since, ended, today))
    own = since is not None and since <= today
    month = _is_month(line.since) or _is_month(line.ended)
    begun = found.since if wrong else min(found.since, today)
    return PairDays(begun, found.ended, wrong, found.undated, remarks, own, month)


def _remarks(line: PairLine, since: date | None, ended: date | None, today: date) -> Iterator[tuple[str, str]]:
    """Say what is taken otherwise than it stands, because it lies ahead."""
    if since and since > today:
        yield "since", say("The day since when they are a pair lies ahead; the pair counts from today.")
    if ended and ended > today:
        yield "ended", say("The day on which the pair ends lies ahead; the pair goes on until somebody ends it.")


def _is_month(text: str) -> bool:
    bare = " ".join(text.split())
    return bool(_MONTH.match(bare)) and not _SHORT_YEAR.match(bare)
