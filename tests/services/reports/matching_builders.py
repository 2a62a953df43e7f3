"""Papers of matching with plain values, for tests to vary."""

from __future__ import annotations

from dataclasses import replace

from desktop.services.matching.types import BANDS
from desktop.services.reports.matching_types import (
    BadgeLine,
    Badges,
    DraftPaper,
    DraftPart,
    DraftRow,
    EquityPaper,
    FirstForm,
    FirstForms,
    HeatPaper,
    NoPlace,
    TickSheets,
    WaitRow,
)
from desktop.services.reports.types import PersonLine
from tests.services.reports.builders import NAMES, edition, person

SCHOOL = "Northfield School", "Peer mentoring"
BAND_NAMES = tuple(name for name, _ in BANDS)


def badge_lines(mentees: int = 80, mentors: int = 40, names: tuple[str, ...] = NAMES) -> tuple[BadgeLine, ...]:
    """Give badges of so many; the first word of a name is what somebody is called."""
    roles = [("mentor", at) for at in range(mentors)] + [("mentee", at) for at in range(mentees)]
    return tuple(
        BadgeLine(
            f"{role}{at}",
            role,
            f"M{at + 1}" if role == "mentor" else str(at + 1),
            names[at % len(names)].split()[0] if at < len(names) else f"{names[at % len(names)].split()[0]}{at}",
            names[at % len(names)],
            str(7 + at % 6),
        )
        for role, at in roles
    )


def badges(people: tuple[BadgeLine, ...] | None = None, **values: object) -> Badges:
    """Make the badges of 80 {mentees} and 40 {mentors}."""
    made = Badges(edition(copies=1), *SCHOOL, "2026-10-01", "October", badge_lines() if people is None else people)
    return replace(made, **values)


def ticks(people: tuple[BadgeLine, ...] | None = None, **values: object) -> TickSheets:
    """Make the tick sheets of 80 {mentees} and 40 {mentors}."""
    shown = badge_lines() if people is None else people
    return replace(TickSheets(edition(copies=1), *SCHOOL, "2026-10-01", "", shown, 3, "Ms Okafor"), **values)


def draft_row(at: int, mentee: str, mentor: str, **values: object) -> DraftRow:
    """Make a proposed pair of the draft."""
    made = DraftRow(
        person(2 * at, mentee, order=mentee),
        person(2 * at + 1, mentor, order=mentor),
        ("Mon3", "WedLunch", "")[at % 3],
        (720, 510, 300, 120)[at % 4],
        BAND_NAMES[at % 4],
        ("both chose chess, football", "the same goal: read better", "3 years apart")[: 1 + at % 3],
        ("only one free period in common",) if at % 3 == 1 else (),
        (("locked",), ("by_hand",), (), ("overridden", "locked"), ("stays",))[at % 5],
    )
    return replace(made, **values)


def draft(count: int = 80, names: tuple[str, ...] = NAMES, waiting: int = 3, **values: object) -> DraftPaper:
    """Make the list of a draft."""
    rows = [draft_row(at, names[at % len(names)], names[(at * 7 + 3) % len(names)]) for at in range(count)]
    parts = (DraftPart(band, tuple(row for row in rows if row.band == band)) for band in BAND_NAMES)
    made = DraftPaper(
        edition(),
        *SCHOOL,
        "2026-10-02",
        tuple(part for part in parts if part.rows),
        tuple(
            NoPlace(
                person(900 + at, names[at % len(names)]),
                "No mentor is free Mon3 or Tue1.",
                "Being free WedLunch as well would place this student." if at % 2 else "",
            )
            for at in range(waiting)
        ),
        "Weak" if count > 3 else "",
        ("Changed by hand: proposing again would change more.",) if count else (),
    )
    return replace(made, **values)


def heat(mentees: int = 80, mentors: int = 40, names: tuple[str, ...] = NAMES, **values: object) -> HeatPaper:
    """Make a map; every fifth pair is forbidden, and each {mentee} is with one {mentor}."""
    bands = ("", *BAND_NAMES)

    def people(count: int, first: int) -> tuple[PersonLine, ...]:
        return tuple(person(first + at, f"{names[at % len(names)]} {at}") for at in range(count))

    made = HeatPaper(
        edition(),
        *SCHOOL,
        "2026-10-02",
        people(mentees, 0),
        people(mentors, 1000),
        tuple(tuple(bands[(i * 3 + j * 7) % 5] for j in range(mentors)) for i in range(mentees)),
        frozenset((i, (i * 3 + 1) % mentors) for i in range(mentees)) if mentors else frozenset(),
    )
    return replace(made, **values)


def first(names: tuple[tuple[str, str], ...] = (("Amina Yusuf", "Ben O'Brien"),), **values: object) -> FirstForms:
    """Make forms for first meetings."""
    from desktop.services.language import say
    from desktop.services.matching.beginnings import CHECKS, SIGNERS

    forms = tuple(
        FirstForm(
            person(2 * at, mentor), person(2 * at + 1, mentee), "WedLunch", "2026-11-25" if at % 2 else "", "Mr Grant"
        )
        for at, (mentor, mentee) in enumerate(names)
    )
    checks, signers = (tuple(say(words) for words in of.values()) for of in (CHECKS, SIGNERS))
    return replace(FirstForms(edition(copies=1), *SCHOOL, checks, signers, 3, forms), **values)


def equity(**values: object) -> EquityPaper:
    """Make the table of who waits how long."""
    rows = (WaitRow(("7", "8"), 22, 14, 8, 12, 40), WaitRow(("9", "10", "11"), 31, 26, 5, 1, 66))
    return replace(EquityPaper(edition(), *SCHOOL, "School year", rows, 5, ""), **values)
