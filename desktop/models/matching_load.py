"""The draft by mentor: places, how many are used, by whom, when, and periods that are taken twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.models.matching import Board, capital
from desktop.models.rows import Column, Row
from desktop.services.language import say
from desktop.services.matching.types import Applicant, Card

LOAD, WHERE, SORT = 1, 2, 3


@dataclass(frozen=True)
class MentorLoad:
    """A mentor of the draft with the cards of their mentees, and the periods in which they would meet two."""

    mentor: Applicant
    cards: tuple[Card, ...]
    twice: tuple[str, ...]

    @property
    def used(self) -> int:
        """How many places the draft takes."""
        return len(self.cards)

    @property
    def left(self) -> int:
        """How many places it leaves; below zero where it was given more by hand."""
        return self.mentor.places - self.used


def load_rows(board: Board) -> tuple[Row, ...]:
    """Lay the mentors of the draft out, by family name."""
    if board.draft is None:
        return ()
    held: dict[str, list[Card]] = {}
    for card in board.draft.cards:
        held.setdefault(card.mentor.uid, []).append(card)
    rows = [
        (
            load.mentor.uid,
            _load(load.mentor, tuple(held.get(load.mentor.uid, ()))),
            board.where.get(load.mentor.uid, ""),
            board.sort.get(load.mentor.uid, ""),
        )
        for load in board.draft.loads
    ]
    return tuple(sorted(rows, key=lambda row: row[SORT]))


def _load(mentor: Applicant, cards: tuple[Card, ...]) -> MentorLoad:
    """Find the periods taken twice: by two of the draft, or by one and a pair that meets already."""
    counts = Counter([*(card.period for card in cards if card.period), *mentor.taken])
    used = {card.period for card in cards}
    return MentorLoad(mentor, cards, tuple(label for label, count in counts.items() if count > 1 and label in used))


def load_columns() -> tuple[Column, ...]:
    """Make the columns of the mentors."""
    return (
        Column("mentor", say("{Mentor}"), _mentor, sort=lambda row: row[SORT], width=18, tip=_mentor),
        Column("places", say("Places"), lambda row: str(row[LOAD].mentor.places), sort=_places, width=8, numeric=True),
        Column(
            "used",
            say("Used"),
            lambda row: str(row[LOAD].used),
            sort=lambda row: -row[LOAD].used,
            width=7,
            numeric=True,
        ),
        Column("left", say("Left"), left_words, sort=lambda row: -row[LOAD].left, width=9, tone=_left_tone),
        Column("mentees", say("{Mentees}"), _mentees, width=30, tip=_mentees),
        Column("periods", say("Meets"), _periods, width=15, tone=_twice_tone, icon=_twice_icon, tip=_periods),
    )


def _mentor(row: Row) -> str:
    return f"{row[LOAD].mentor.name}\n{row[WHERE]}"


def _places(row: Row) -> int:
    return -int(row[LOAD].mentor.places)


def takes_part(load: MentorLoad) -> bool:
    """Whether a mentor has a place in this draft at all: published pairs may have taken all of them."""
    return load.mentor.places > 0 or load.used > 0


def left_words(row: Row) -> str:
    """Say how many places are left."""
    left = row[LOAD].left
    if not takes_part(row[LOAD]):
        return say("none")
    return say("{n} free", n=left) if left > 0 else say("full") if not left else say("{n} too many", n=-left)


def _left_tone(row: Row) -> str:
    left = row[LOAD].left
    return "warning" if left < 0 else "" if left else "muted"


def _mentees(row: Row) -> str:
    return ", ".join(card.mentee.name for card in row[LOAD].cards) or say("nobody")


def _periods(row: Row) -> str:
    said = ", ".join(dict.fromkeys(card.period for card in row[LOAD].cards if card.period)) or "–"
    twice = row[LOAD].twice
    return say("{periods}\ntwice {twice}", periods=said, twice=", ".join(twice)) if twice else said


def _twice_tone(row: Row) -> str:
    return "warning" if row[LOAD].twice else ""


def _twice_icon(row: Row) -> str:
    return "alert-outline" if row[LOAD].twice else ""


LOAD_FILTERS: Mapping[str, Callable[[Row], bool]] = {
    "": lambda row: True,
    "free": lambda row: row[LOAD].left > 0,
    "full": lambda row: row[LOAD].left <= 0 and takes_part(row[LOAD]),
    "nobody": lambda row: not row[LOAD].cards and takes_part(row[LOAD]),
    "twice": lambda row: bool(row[LOAD].twice),
}


def load_filter_words(rows: tuple[Row, ...]) -> tuple[tuple[str, str], ...]:
    """Name the filters, each with its count."""
    counts = {key: sum(map(test, rows)) for key, test in LOAD_FILTERS.items()}
    return (
        ("", say("All {n}", n=counts[""])),
        ("free", say("With places {n}", n=counts["free"])),
        ("full", say("Full {n}", n=counts["full"])),
        ("nobody", say("With nobody {n}", n=counts["nobody"])),
        ("twice", say("Clashes {n}", n=counts["twice"])),
    )


def row_words(row: Row) -> str:
    """Give the text that search looks in: names, numbers, year, form, periods."""
    load: MentorLoad = row[LOAD]
    named = [word for one in (load.mentor, *(card.mentee for card in load.cards)) for word in (one.name, one.number)]
    return " ".join((*named, row[WHERE], *(card.period for card in load.cards)))


def used_words(load: MentorLoad) -> str:
    """Say how many places are used."""
    if not takes_part(load):
        return say("no place in this draft")
    return say("{n} of {all} places used", n=load.used, all=load.mentor.places)


def card_detail(card: Card) -> str:
    """Say how well a mentee fits, when they would meet, and what to know."""
    said = [say(card.band), card.period or say("no period yet"), *map(capital, card.warnings)]
    return " · ".join([*said, *([say("locked")] if card.locked else [])])


def period_words(load: MentorLoad) -> str:
    """Say when the mentor is free, and what is taken twice."""
    free = ", ".join(load.mentor.periods) or say("no period given")
    words = say("Free: {periods}.", periods=free)
    return (
        f"{words} {say('Would meet two students {periods}.', periods=', '.join(load.twice))}" if load.twice else words
    )
