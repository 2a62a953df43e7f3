"""Files of another invented school, to try imports with: a roster, a OneRoster 1.2 set, a participants file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from desktop.services.files import write_whole
from desktop.services.programme.participants_file import COLUMNS
from desktop.services.sample.answers import Answers, draw_mentees, draw_mentors, period_labels, with_wishes
from desktop.services.sample.oneroster_set import csv_bytes, oneroster_zip
from desktop.services.sample.students import Student, draw_students
from desktop.services.styles import STYLE_FIELDS

SEED: Final = 4711
STUDENTS: Final = 120
SCHOOL_YEAR: Final = date(2026, 9, 2)
ROSTER_HEADINGS: Final = (
    "Student Number",
    "Legal Surname",
    "Forename",
    "Preferred Forename",
    "Date of Birth",
    "Year Group",
    "Tutor Group",
)


@dataclass(frozen=True)
class SampleFiles:
    """Where the files are. later: the roster a term later; pairs: two pairs as a list of names keeps them."""

    roster: Path
    oneroster: Path
    participants: Path
    later: Path
    pairs: Path


def write_sample_files(folder: Path, seed: int = SEED, students: int = STUDENTS) -> SampleFiles:
    """Write rosters, a OneRoster set, participants and pairs of one invented school into `folder`.

    All name the same students by the same numbers (the pairs by their names); the same seed writes the same bytes.
    In the later roster two are missing, one has another number, one is in another group, and one is new.
    Error: FileRefused.
    """
    rng = Random(seed)  # noqa: S311 - the same school each time, no secret
    school = draw_students(rng, students, SCHOOL_YEAR)
    answers = _participants(rng, school)
    names = ("roster.csv", "oneroster.zip", "participants.csv", "roster-later.csv", "pairs.csv")
    made = SampleFiles(*(folder / name for name in names))
    others = _others(school, answers)
    write_whole(made.roster, roster_csv(school))
    write_whole(made.oneroster, oneroster_zip(school))
    write_whole(made.participants, participants_csv(answers))
    write_whole(made.later, roster_csv(_a_term_later(school, others)))
    write_whole(made.pairs, pairs_csv(others[4:]))
    return made


def pairs_csv(others: Sequence[Student]) -> bytes:
    """Make a list of two pairs as somebody keeps them in a spreadsheet: names and the day they began."""
    elder = [one for one in others if one.index >= 4]
    younger = [one for one in others if one.index < 2]
    rows = [
        (_called(mentor), mentor.year, _called(mentee), mentee.year, day)
        for mentor, mentee, day in zip(elder, younger, ("14/09/2026", "21/09/2026"), strict=False)
    ]
    header = ("Mentor", "Mentor year", "Mentee", "Mentee year", "Since")
    return b"\xef\xbb\xbf" + csv_bytes(header, rows)


def roster_csv(students: Iterable[Student]) -> bytes:
    """Make a roster as British information systems export it: UTF-8 with its mark, dates with the day first."""
    return b"\xef\xbb\xbf" + csv_bytes(ROSTER_HEADINGS, roster_rows(students))


def roster_rows(students: Iterable[Student]) -> list[list[str]]:
    """Put students into the rows of a roster."""
    return [
        [s.number, s.family, s.given, s.preferred, s.birth_date.strftime("%d/%m/%Y"), s.year, s.form] for s in students
    ]


def participants_rows(answers: Iterable[Answers]) -> list[list[str]]:
    """Put answers into the rows of a participants file, header first."""
    rows = [list(COLUMNS)]
    for one in answers:
        lists = (one.interests, one.goals, one.languages, one.availability)
        cells = [";".join(words) for words in lists]
        places = str(one.places) if one.role == "mentor" else ""
        wishes = (one.wants, one.avoids, one.subjects, one.experiences)
        style = [str(place) if place else "" for place in one.style or (0,) * len(STYLE_FIELDS)]
        rows.append([one.student.number, one.role, *cells, places, *(";".join(words) for words in wishes), *style])
    return rows


def participants_csv(answers: Iterable[Answers]) -> bytes:
    """Make a participants file, UTF-8 with its mark."""
    header, *rows = participants_rows(answers)
    return b"\xef\xbb\xbf" + csv_bytes(header, rows)


def _participants(rng: Random, school: Sequence[Student]) -> list[Answers]:
    periods = period_labels((1, 2, 3, 4, 5))
    older = [s for s in school if s.index >= 3]
    younger = [s for s in school if s.index < 3]
    mentors = draw_mentors(rng, older, len(school) // 6, periods)
    mentees = draw_mentees(rng, younger, len(school) // 5, periods)
    return mentors + with_wishes(rng, mentees, mentors)


def _others(school: Sequence[Student], answers: Sequence[Answers]) -> list[Student]:
    """Give those who do not take part and share no name."""
    taking_part = {one.student.number for one in answers}
    names = Counter((one.given, one.family) for one in school)
    return [one for one in school if one.number not in taking_part and one.family and names[one.given, one.family] == 1]


def _a_term_later(school: Sequence[Student], others: Sequence[Student]) -> list[Student]:
    gone, renumbered, moved = others[:2], others[2], others[3]
    used = {one.number for one in school}
    width = len(renumbered.number)
    free = (
        number for number in (str(n).zfill(width) for n in range(10 ** (width - 1), 10**width)) if number not in used
    )
    there = {(one.given, one.family) for one in school}
    rng = Random(SEED + 1)  # noqa: S311 - as above
    stranger = next(one for one in draw_students(rng, 60, SCHOOL_YEAR) if (one.given, one.family) not in there)
    forms = sorted({one.form for one in school if one.year == moved.year and one.form != moved.form})
    changed = {
        renumbered.number: replace(renumbered, number=next(free)),
        moved.number: replace(moved, form=forms[0] if forms else f"{moved.year}Z"),
    }
    stayed = [changed.get(one.number, one) for one in school if one not in gone]
    return [*stayed, replace(stranger, number=next(free))]


def _called(student: Student) -> str:
    return f"{student.preferred or student.given} {student.family}"
