"""Published pairs as the window shows them: the table, when a pair meets, how it ends.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop.models import matching_beginnings as beginnings
from desktop.models.matching import ITEM, MENTEE_WHERE, MENTOR_WHERE, Board, pair_title
from desktop.models.rows import Column, Row
from desktop.services import matching
from desktop.services.language import fold, say, show_date
from desktop.services.matching.types import END_REASONS, Pair, PeriodChoice
from desktop.services.vault import Workspace

BEGINS = 6


def pair_rows(board: Board) -> tuple[Row, ...]:
    """Lay the published pairs out, the active ones first, by the mentee's name."""
    rows = [
        (
            pair.uid,
            pair,
            board.where.get(pair.mentee, ""),
            board.where.get(pair.mentor, ""),
            board.sort.get(pair.mentee, ""),
            board.sort.get(pair.mentor, ""),
            board.beginnings.get(pair.uid),
        )
        for pair in board.pairs
    ]
    return tuple(sorted(rows, key=lambda row: (row[ITEM].state != "active", row[4])))


def pair_columns() -> tuple[Column, ...]:
    """Make the columns of the published pairs."""
    return (
        Column(
            "mentee",
            say("{Mentee}"),
            lambda row: f"{row[ITEM].mentee_name}\n{row[MENTEE_WHERE]}",
            sort=lambda row: row[4],
            width=19,
            tip=lambda row: str(row[ITEM].mentee_name),
        ),
        Column(
            "mentor",
            say("{Mentor}"),
            lambda row: f"{row[ITEM].mentor_name}\n{row[MENTOR_WHERE]}",
            sort=lambda row: row[5],
            width=19,
            tip=lambda row: str(row[ITEM].mentor_name),
        ),
        Column("fit", say("Fit"), lambda row: say(row[ITEM].band), sort=lambda row: -(row[ITEM].score or 0), width=9),
        Column(
            "slot",
            say("Meets"),
            slot_words,
            width=17,
            tone=lambda row: "warning" if row[ITEM].clash or not row[ITEM].slot else "",
            icon=lambda row: "alert-outline" if row[ITEM].clash else "",
            tip=slot_words,
        ),
        Column(
            "since", say("Since"), lambda row: show_date(row[ITEM].since), sort=lambda row: row[ITEM].since, width=14
        ),
        Column(
            "state",
            say("State"),
            row_state,
            sort=lambda row: _STATES.index(state_of(row)),
            width=18,
            tone=lambda row: "warning" if state_of(row) in ("waits", "review") else "",
            tip=row_state,
        ),
    )


def slot_words(row: Row) -> str:
    """Say when a pair meets, and a clash."""
    pair: Pair = row[ITEM]
    if pair.state != "active":
        return pair.slot or "–"
    if not pair.slot:
        return say("no period yet")
    return say("{period}\ntwice for the {mentor}", period=pair.slot) if pair.clash else pair.slot


# In the order of what is to be done.
_STATES = ("review", "waits", "trial", "active", "ended")


def state_of(row: Row) -> str:
    """Give the key of a pair's state: one of _STATES."""
    pair: Pair = row[ITEM]
    return beginnings.state_of(pair, row[BEGINS]) if pair.state == "active" else "ended"


def row_state(row: Row) -> str:
    """Say how far a pair is, or when and why it ended."""
    pair: Pair = row[ITEM]
    return beginnings.state_words(pair, row[BEGINS]) if pair.state == "active" else state_words(pair)


def state_words(pair: Pair) -> str:
    """Say whether a pair meets, or when and why it ended."""
    if pair.state == "active":
        return say("active")
    ended = say("ended {day}", day=show_date(pair.ended))
    return f"{ended}\n{say(END_REASONS[pair.reason])}" if pair.reason else ended


PAIR_FILTERS: Mapping[str, Callable[[Row], bool]] = {
    "": lambda row: row[ITEM].state == "active",
    "waits": lambda row: state_of(row) == "waits",
    "review": lambda row: state_of(row) == "review",
    "trial": lambda row: state_of(row) == "trial",
    "clash": lambda row: row[ITEM].clash,
    "open": lambda row: row[ITEM].state == "active" and not row[ITEM].slot,
    "ended": lambda row: row[ITEM].state != "active",
}


def pair_filter_words(rows: tuple[Row, ...]) -> tuple[tuple[str, str], ...]:
    """Name the filters of the published pairs, each with its count."""
    counts = {key: sum(map(test, rows)) for key, test in PAIR_FILTERS.items()}
    begins = (
        ("waits", say("First meeting {n}", n=counts["waits"])),
        ("review", say("Review due {n}", n=counts["review"])),
        ("trial", say("On trial {n}", n=counts["trial"])),
    )
    return (
        ("", say("All {n}", n=counts[""])),
        *((key, words) for key, words in begins if counts[key]),
        ("clash", say("Clashes {n}", n=counts["clash"])),
        ("open", say("No period {n}", n=counts["open"])),
        ("ended", say("Ended {n}", n=counts["ended"])),
    )


def period_words(choice: PeriodChoice) -> str:
    """Name a period for a pair, and that the mentor already meets somebody then."""
    return say("{period}, taken already", period=choice.label) if choice.taken else choice.label


def end_reasons() -> tuple[tuple[str, str], ...]:
    """Give the reasons for which a pair can end, as (code, words)."""
    return tuple((code, say(words)) for code, words in END_REASONS.items())


def find_pairs(ws: Workspace, text: str, limit: int = 6) -> tuple[tuple[str, str, str], ...]:
    """Find active pairs by either name or number: (uid, title, detail)."""
    words, found = fold(text).split(), []
    for pair in matching.pairs(ws):
        hay = fold(f"{pair.mentee_name} {pair.mentor_name} {pair.mentee_number} {pair.mentor_number}")
        if all(word in hay for word in words):
            found.append((pair.uid, pair_title(pair.mentee_name, pair.mentor_name), pair.slot))
    return tuple(found[:limit])


def row_words(row: Row) -> str:
    """Give the text that search looks in: names, numbers, years, forms, the period."""
    pair: Pair = row[ITEM]
    named = (pair.mentee_name, pair.mentor_name, pair.mentee_number, pair.mentor_number, pair.slot)
    return " ".join((*named, row[MENTEE_WHERE], row[MENTOR_WHERE]))


set_period = matching.set_period
end_pair = matching.end_pair
period_choices = matching.period_choices
