"""Who waits how long, by group, as the window shows it. `load` runs on the worker; words are made here."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.models.rows import Column, Row
from desktop.services.language import say, say_many
from desktop.services.reports import equity
from desktop.services.reports.equity import EquityRow
from desktop.services.vault import Workspace

UID, ROW = range(2)


@dataclass(frozen=True)
class Waits:
    """The table by one thing: by what can be asked as (key, title), the table, and the rows as a list shows them."""

    groupings: tuple[tuple[str, str], ...]
    table: equity.Equity

    @property
    def taking_part(self) -> int:
        """How many are counted in the table."""
        return sum(row.taking_part for row in self.table.rows)


def load(ws: Workspace, by: str = "") -> Waits:
    """Read the table by a key of the groupings; by the first where that is gone. Error: NotFounded."""
    groupings = equity.groupings(ws)
    known = [key for key, _ in groupings]
    return Waits(groupings, equity.waiting(ws, by if by in known else known[0]))


def rows(waits: Waits) -> tuple[Row, ...]:
    """Give the rows of the list, in the order of the table."""
    return tuple((str(at), row) for at, row in enumerate(waits.table.rows))


def columns() -> tuple[Column, ...]:
    """Make the columns; "rate" is drawn as a bar with these words beside it."""
    return (
        Column("group", say("Groups taken together"), group_words, sort=_place, width=26, tip=group_words),
        Column(
            "part",
            say("Take part"),
            lambda row: str(row[ROW].taking_part),
            sort=lambda r: r[ROW].taking_part,
            width=8,
            numeric=True,
        ),
        Column("rate", say("Have a {mentor}"), rate_words, sort=lambda row: row[ROW].rate, width=30),
        Column(
            "wait",
            say("Wait"),
            lambda row: str(row[ROW].waiting),
            sort=lambda row: row[ROW].waiting,
            width=6,
            numeric=True,
        ),
        Column(
            "days_paired",
            say("Days until a pair"),
            lambda row: _days(row[ROW].days_paired),
            sort=lambda row: row[ROW].days_paired,
            width=14,
            numeric=True,
        ),
        Column(
            "days_waiting",
            say("Days waiting"),
            lambda row: _days(row[ROW].days_waiting),
            sort=lambda row: row[ROW].days_waiting,
            width=14,
            numeric=True,
        ),
    )


def _place(row: Row) -> int:
    return int(row[UID])


def _days(n: int) -> str:
    return say_many("1 day", "{n} days", n)


def group_words(row: Row) -> str:
    """Name the groups of a row."""
    return ", ".join(row[ROW].labels)


def rate_words(row: Row) -> str:
    """Say how many of how many have a {mentor}."""
    one: EquityRow = row[ROW]
    return say("{n} of {all}, {percent} %", n=one.paired, all=one.taking_part, percent=one.rate)


def counted_words(waits: Waits) -> str:
    """Say what is counted, with n."""
    paired = sum(row.paired for row in waits.table.rows)
    n = waits.taking_part
    return say("n = {n}: {paired} have a {mentor}, {waiting} wait.", n=n, paired=paired, waiting=n - paired)


def threshold_words(waits: Waits) -> str:
    """Say from how many on a row stands by itself."""
    return say(
        "Groups are put together until in each of them at least {n} have a {mentor} and at least {n} wait, so that "
        "nobody can be told from a row.",
        n=waits.table.threshold,
    )


def days_words() -> str:
    """Say what the days are."""
    return say("Days are the median: half of them waited no longer. Who waits is counted until today.")
