"""Files of another invented school, to try imports with: a roster, a OneRoster 1.2 set, a participants file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from desktop.services.files import write_whole
from desktop.services.programme.participants_file import COLUMNS
from desktop.services.sample.answers import Answers, draw_mentees, draw_mentors, period_labels, with_wishes
from desktop.services.sample.oneroster_set import csv_bytes, oneroster_zip
from desktop.services.sample.students import Student, draw_students

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
    """Where the files are."""

    roster: Path
    oneroster: Path
    participants: Path


def write_sample_files(folder: Path, seed: int = SEED, students: int = STUDENTS) -> SampleFiles:
    """Write roster.csv, oneroster.zip and participants.csv of one invented school into `folder`.

    All three name the same students by the same numbers; the same seed writes the same bytes. Error: FileRefused.
    """
    rng = Random(seed)  # noqa: S311 - the same school each time, no secret
    school = draw_students(rng, students, SCHOOL_YEAR)
    answers = _participants(rng, school)
    made = SampleFiles(folder / "roster.csv", folder / "oneroster.zip", folder / "participants.csv")
    write_whole(made.roster, roster_csv(school))
    write_whole(made.oneroster, oneroster_zip(school))
    write_whole(made.participants, participants_csv(answers))
    return made


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
        rows.append([one.student.number, one.role, *cells, places, ";".join(one.wants), ";".join(one.avoids)])
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
