"""The draft as a board: a column of cards for each band, and one for whoever has no place.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.models.matching import ITEM, MENTEE_WHERE, capital, left_out, pair_title, row_words, where_words
from desktop.models.rows import Column, Row
from desktop.services.language import say, say_many
from desktop.services.matching import exchanging
from desktop.services.matching.types import BANDS, Applicant, Card

# The key of the column for those without a mentor; the others are the untranslated names of the bands.
NOBODY: Final = "nobody"
LANES: Final = (*(name for name, _ in BANDS), NOBODY)

__all__ = ["LANES", "NOBODY", "Exchange", "Lines", "exchange", "exchange_price", "row_words"]

Exchange = exchanging.Exchange
exchange = exchanging.exchange
exchange_price = exchanging.exchange_price


@dataclass(frozen=True)
class Lines:
    """What stands on a card: two people, their short years or forms with the period, a reason, and the marks."""

    mentee: str
    mentor: str
    where: str
    reason: str
    locked: bool
    warned: bool
    tone: str


def lane_of(row: Row) -> str:
    """Say in which column a row of the draft belongs."""
    return row[ITEM].band if isinstance(row[ITEM], Card) else NOBODY


def lanes(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Give the rows of each column, in the order they come."""
    found: dict[str, list[Row]] = {key: [] for key in LANES}
    for row in rows:
        found[lane_of(row)].append(row)
    return {key: tuple(some) for key, some in found.items()}


def lane_title(key: str) -> str:
    """Name a column."""
    return say("No place") if key == NOBODY else say(key)


def count_words(shown: int, total: int) -> str:
    """Say how many cards a column has, and how many of them a search leaves."""
    return str(total) if shown == total else say("{n} of {all}", n=shown, all=total)


def lines_of(row: Row) -> Lines:
    """Give what stands on the card of a row."""
    item = row[ITEM]
    if isinstance(item, Card):
        where = " · ".join(filter(None, (_short(item.mentee), _short(item.mentor), item.period)))
        reason = capital("".join(item.reasons[:1]))
        return Lines(item.mentee.name, item.mentor.name, where, reason, item.locked, bool(item.warnings), "")
    out = left_out(item)
    nobody = say("left out") if out else say("no place")
    tone = "muted" if out else "danger"
    return Lines(item.mentee.name, nobody, _short(item.mentee), item.why, out, warned=False, tone=tone)


def _short(one: Applicant) -> str:
    return one.form or where_words(one.year, "")


def card_columns() -> tuple[Column, ...]:
    """Make the one column of a lane: all of a card, as it is read aloud and found by its first letters."""
    return (Column("card", say("Pair"), card_words, tip=card_words),)


def card_words(row: Row) -> str:
    """Say all that a card shows, and its warnings."""
    item = row[ITEM]
    if not isinstance(item, Card):
        nobody = say("left out") if left_out(item) else say("no place")
        return f"{item.mentee.name}, {row[MENTEE_WHERE]}: {nobody}. {item.why}"
    said = [f"{pair_title(item.mentee.name, item.mentor.name)}, {say(item.band)}, {_short(item.mentee)}"]
    said += [item.period, *map(capital, item.reasons[:1])]
    said += [say("locked")] if item.locked else []
    said += [say_many("1 warning", "{n} warnings", len(item.warnings))] if item.warnings else []
    return ". ".join(filter(None, said))


def carried_words(row: Row) -> str:
    """Say that a card is picked up, and what to do with it."""
    name = row[ITEM].mentee.name
    return say("{name} is picked up. Go to another card, Enter swaps, Escape puts back.", name=name)


def exchange_title(one: Row, other: Row) -> str:
    """Name an exchange."""
    return say("{name} with the place of {other}:", name=one[ITEM].mentee.name, other=other[ITEM].mentee.name)


def exchange_words(one: Row, other: Row, found: Exchange) -> str:
    """Say what an exchange would cost, or why it cannot be."""
    return f"{exchange_title(one, other)} {found.sentence}"
