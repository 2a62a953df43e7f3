"""What the papers of matching are called, who reads them, what is in them; and the draft for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.reports.matching_types import (
    BADGES,
    DRAFT,
    EQUITY,
    FIRST,
    HEAT,
    TICKS,
    Badges,
    DraftPaper,
    DraftRow,
    EquityPaper,
    FirstForms,
    HeatPaper,
    MatchingPaper,
    TickSheets,
)
from desktop.services.reports.spreadsheet import safe
from desktop.services.reports.types import PersonLine

MATCHING: Final = (DRAFT, HEAT, BADGES, TICKS, FIRST, EQUITY)


def title(kind: str) -> str:
    """Give the title of a paper of matching."""
    return {
        DRAFT: say("Draft of pairs"),
        HEAT: say("Map of the draft"),
        BADGES: say("Badges"),
        TICKS: say("Tick sheets"),
        FIRST: say("First meeting"),
        EQUITY: say("Who waits how long"),
    }[kind]


def usual_readers(kind: str) -> str:
    """Say who usually reads such a paper."""
    return {
        BADGES: say("those who come to the meet-and-greet"),
        TICKS: say("students at the meet-and-greet, then staff"),
        FIRST: say("the pair, their parents or guardians, and staff"),
        EQUITY: say("those who plan the {programme}"),
    }.get(kind) or say("those who run the {programme}")


def contents(paper: MatchingPaper) -> tuple[str, ...]:
    """Say what is in a paper, for whoever is about to print it."""
    if isinstance(paper, EquityPaper):
        return (
            say("Groups in which at least {n} have a {mentor} and {n} wait", n=paper.threshold),
            say("No names and no notes"),
        )
    if isinstance(paper, FirstForms):
        return (
            say_many("1 form", "{n} forms", len(paper.forms_of)),
            say("Full names, with {year} and {form}"),
            say("What was agreed is written by hand"),
        )
    if isinstance(paper, Badges | TickSheets):
        people = say_many("1 person", "{n} people", len(paper.people))
        if isinstance(paper, Badges):
            return people, say("First names, badge numbers and {years}")
        return people, say("Everybody's own full name, and first names and badge numbers of the others")
    if isinstance(paper, HeatPaper):
        n = say("{n} by {m}", n=len(paper.mentees), m=len(paper.mentors))
        return n, say("Short names"), say("How each two fit, and not why")
    assert isinstance(paper, DraftPaper)  # noqa: S101 - the last of them
    pairs = say_many("1 pair", "{n} pairs", len(paper.rows))
    without = say("{n} without a place", n=len(paper.waiting))
    return pairs, without, say("Full names, with {year} and {form}"), say("Reasons; nothing told in confidence")


def mark_words(marks: Sequence[str]) -> tuple[str, ...]:
    """Say what was decided for a pair of the draft."""
    words = {
        "overridden": say("Overridden"),
        "locked": say("Locked"),
        "by_hand": say("By hand"),
        "stays": say("Stays"),
    }
    return tuple(words[mark] for mark in marks)


def totals(paper: DraftPaper) -> tuple[str, ...]:
    """Count what the head of the list says."""
    rows, said = paper.rows, []
    said.append(say("{n} of {all} placed", n=len(rows), all=len(rows) + len(paper.waiting)))
    if paper.weakest:
        said.append(say("weakest pair: {band}", band=say(paper.weakest).lower()))
    noted = sum(bool(row.notes) for row in rows)
    if noted:
        said.append(say_many("{n} to look at twice", "{n} to look at twice", noted))
    for mark, one, many in (
        ("overridden", "{n} overridden", "{n} overridden"),
        ("locked", "{n} locked", "{n} locked"),
        ("by_hand", "{n} by hand", "{n} by hand"),
        ("stays", "{n} stays as published", "{n} stay as published"),
    ):
        n = sum(mark in row.marks for row in rows)
        if n:
            said.append(say_many(one, many, n))
    return tuple(said)


def draft_csv(paper: DraftPaper) -> bytes:
    """Give the draft as CSV: UTF-8 with a byte-order mark, formula-safe; those without a place at the end."""
    heads = (
        *_heads(say("{Mentee}"), say("{Mentee} number"), say("{Mentee} {year}"), say("{Mentee} {form}")),
        *_heads(say("{Mentor}"), say("{Mentor} number"), say("{Mentor} {year}"), say("{Mentor} {form}")),
        *_heads(say("Meets"), say("Fit"), say("Points"), say("Why"), say("To look at"), say("Marks")),
    )
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(head) for head in heads])
    for row in paper.rows:
        writer.writerow([safe(cell) for cell in _cells(row)])
    for one in paper.waiting:
        cells = (*_person(one.mentee), *[""] * 5, say("No place"), "", one.why, one.change, "")
        writer.writerow([safe(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _heads(*heads: str) -> tuple[str, ...]:
    return heads


def _cells(row: DraftRow) -> tuple[str, ...]:
    return (
        *_person(row.mentee),
        *_person(row.mentor),
        row.period,
        say(row.band),
        str(row.score),
        "; ".join(row.reasons),
        "; ".join(row.notes),
        ", ".join(mark_words(row.marks)),
    )


def _person(person: PersonLine) -> tuple[str, str, str, str]:
    return person.name, person.number, person.year, person.form
