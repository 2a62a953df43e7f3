"""Documents with plain values, for tests to vary."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from desktop.services.reports.suppression import bands
from desktop.services.reports.types import (
    Band,
    Edition,
    Group,
    Headcount,
    PairRegister,
    PairRow,
    PersonLine,
    StaffPack,
    Week,
)

MONDAY = date(2026, 9, 7)
NAMES = (
    "Amina Yusuf",
    "Ben O'Brien",
    "Zoë Łukasz",
    "Nguyễn Thị Hà",
    "Đorđe Šimić",
    "محمد (علي) أحمد",
    "דוד בן-גוריון",
    "王小明",
    "김민준",
    "山田 太郎",
    "Елена Петрова",
    "Ελένη Παππά",
    "Aoife Ní Bhriain",
    "José Ñúñez",
    "Tāne Māhuta",
    "Chidi Okafor",
)


def edition(**values: object) -> Edition:
    """Make an edition of four copies for a staff meeting."""
    plain = Edition("the staff meeting", "Ms R. Okafor", "2026-11-20", copies=4, shred_by="2026-11-27")
    return replace(plain, **values)


def pack(**values: object) -> StaffPack:
    """Make a pack of a programme in its eleventh week."""
    random.seed(4)
    weeks = tuple(
        Week((MONDAY + timedelta(weeks=n)).isoformat(), 20 + n - random.randint(0, 6), 21 + n) for n in range(11)
    )
    held, planned = sum(w.held for w in weeks), sum(w.planned for w in weeks)
    plain = StaffPack(
        edition(),
        "Northfield School",
        "Peer mentoring",
        "2026-09-07",
        "2026-11-20",
        38,
        2,
        held,
        planned,
        planned - held,
        25 * held,
        Headcount(34, 34),
        Headcount(38, 42),
        by_year((0, 0, 0, 3, 6, 14, 11)),
        by_year((17, 10, 3, 8, 0, 0, 0)),
        5,
        weeks,
        ("Mon3", "WedLunch", "Thu2"),
        (
            "Two quiet rooms on Wednesday lunchtimes until the end of term.",
            "Names of students in years 7 and 8 who might like a mentor, handed to the counsellor in person.",
        ),
        ("3 meetings have no minutes; the minutes are those of the others.",),
    )
    return replace(plain, **values)


def by_year(counts: tuple[int, ...]) -> tuple[Band, ...]:
    """Band counts of years 7 and up."""
    return bands([Group(str(7 + at), 7 + at, n) for at, n in enumerate(counts)])


def person(at: int, name: str, **values: object) -> PersonLine:
    """Make a student of the register."""
    return replace(PersonLine(f"p{at}", name, f"{at:05}", str(7 + at % 6), f"{7 + at % 6}{'ABC'[at % 3]}"), **values)


def register(count: int = 40, names: tuple[str, ...] = NAMES, **values: object) -> PairRegister:
    """Make a register of `count` pairs."""
    rows = tuple(
        PairRow(
            person(2 * at, names[at % len(names)]),
            person(2 * at + 1, names[(at * 7 + 3) % len(names)]),
            (MONDAY + timedelta(days=at % 5)).isoformat(),
            ("Mon3", "WedLunch", "Thu2", "")[at % 4],
            at % 11,
            "2026-11-18" if at % 11 else "",
            "ended" if at % 13 == 12 else "active",
        )
        for at in range(count)
    )
    return replace(PairRegister(edition(), "Northfield School", "Peer mentoring", rows), **values)
