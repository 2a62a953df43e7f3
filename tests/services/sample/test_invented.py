"""Invented names, students, answers and files: plausible, varied, and the same each time."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from desktop.services import matching, people, programme
from desktop.services.people.rules import check_draft, place_of_period, year_rank
from desktop.services.people.types import PersonDraft
from desktop.services.programme.importing import read_participants
from desktop.services.sample.answers import draw_mentees, draw_mentors, period_labels, with_wishes
from desktop.services.sample.files import write_sample_files
from desktop.services.sample.names import CULTURES
from desktop.services.sample.students import Student, draw_students
from desktop.services.vault import Workspace

STARTS = date(2026, 9, 2)


@pytest.fixture(scope="module")
def students() -> tuple[Student, ...]:
    return draw_students(Random(7), 300, STARTS)


def test_the_same_seed_gives_the_same_school(students: tuple[Student, ...]) -> None:
    assert draw_students(Random(7), 300, STARTS) == students
    assert draw_students(Random(8), 300, STARTS) != students


def test_students_fit_their_year(students: tuple[Student, ...]) -> None:
    for student in students:
        age = STARTS.year - student.birth_date.year - (student.birth_date.replace(year=STARTS.year) > STARTS)
        assert age == int(student.year) + 4
        assert student.form.startswith(student.year)
        draft = PersonDraft(
            student.number,
            student.family,
            student.given,
            student.preferred,
            student.birth_date.isoformat(),
            student.year,
        )
        assert check_draft(draft, STARTS) == {}
        assert year_rank(student.year) == int(student.year)
    assert set(Counter(student.year for student in students)) == {str(year) for year in range(7, 14)}
    assert max(Counter(student.form for student in students).values()) <= 26


def test_birth_dates_hold_on_a_leap_day() -> None:
    assert len(draw_students(Random(1), 50, date(2028, 2, 29))) == 50


def test_american_students_are_in_grades_6_to_12() -> None:
    assert {student.year for student in draw_students(Random(1), 100, STARTS, "us")} == {
        str(year) for year in range(6, 13)
    }


def test_numbers_are_unique_and_some_begin_with_zero(students: tuple[Student, ...]) -> None:
    assert len({student.number for student in students}) == 300
    assert len({len(student.number) for student in students}) == 1
    assert any(student.number.startswith("0") for student in students)


def test_names_are_of_many_kinds(students: tuple[Student, ...]) -> None:
    names = [f"{student.given} {student.family}".strip() for student in students]
    assert len({culture.language for culture in CULTURES}) >= 25
    assert len({student.language for student in students}) >= 25
    assert sum(not name.isascii() for name in names) > 60
    assert any("'" in name for name in names)
    assert any("-" in name for name in names)
    assert any(" " in student.family and student.family[0].islower() for student in students), "particles"
    assert any(not student.family for student in students), "one-word names"
    assert sum(bool(student.preferred) for student in students) >= 3
    assert all(unicodedata.normalize("NFC", name) == name for name in names)


def test_there_are_a_few_namesakes(students: tuple[Student, ...]) -> None:
    twins = [n for n, times in Counter((s.given, s.family) for s in students).items() if times > 1]
    assert 2 <= len(twins) <= 3
    assert any(len({s.year for s in students if (s.given, s.family) == twin}) == 1 for twin in twins)


def test_mentees_and_mentors_have_usable_answers(students: tuple[Student, ...]) -> None:
    periods = period_labels((1, 2, 3, 4, 5))
    mentors = draw_mentors(Random(1), [s for s in students if s.index >= 3], 45, periods)
    mentees = with_wishes(
        Random(2), draw_mentees(Random(3), [s for s in students if s.index < 3], 40, periods), mentors
    )
    assert all(len(one.availability) >= 4 and one.interests and one.goals for one in mentors + mentees)
    assert {place_of_period(label)[0] for one in mentees for label in one.availability} == {1, 2, 3, 4, 5}
    assert any(one.wants for one in mentees)
    assert any(one.avoids for one in mentees)
    assert all(not set(one.wants) & set(one.avoids) for one in mentees)
    assert any(not one.languages for one in mentees)
    assert {one.places for one in mentors} == {1, 2}


def test_the_week_may_have_a_saturday() -> None:
    assert period_labels((6, 1)) == ("Mon2", "Mon5", "MonLunch", "Sat2", "Sat5", "SatLunch")


def test_files_are_the_same_each_time_and_name_the_same_students(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    made, again = write_sample_files(tmp_path), write_sample_files(tmp_path / "again")
    assert made.roster.read_bytes() == again.roster.read_bytes()
    assert made.oneroster.read_bytes() == again.oneroster.read_bytes()
    assert made.participants.read_bytes() == again.participants.read_bytes()
    assert made.later.read_bytes() == again.later.read_bytes()
    assert made.pairs.read_bytes() == again.pairs.read_bytes()
    roster = list(csv.DictReader(io.StringIO(made.roster.read_text(encoding="utf-8-sig"))))
    numbers = {row["Student Number"] for row in roster}
    assert len(numbers) == 120
    file = read_participants(made.participants)
    assert file.problems == ()
    assert {row.number for row in file.rows} <= numbers
    assert {row.role for row in file.rows} == {"mentor", "mentee"}


def test_the_oneroster_set_is_closed(tmp_path: Path) -> None:
    with zipfile.ZipFile(write_sample_files(tmp_path).oneroster) as archive:
        tables = {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
        }
    manifest = {row["propertyName"]: row["value"] for row in tables.pop("manifest")}
    assert {name for name in tables if manifest[f"file.{name}"] == "bulk"} == set(tables)
    assert manifest["oneroster.version"] == "1.2"
    keys = {name: {row["sourcedId"] for row in rows} for name, rows in tables.items()}
    assert all(len(keys[name]) == len(rows) for name, rows in tables.items())
    assert all(not row["status"] and not row["dateLastModified"] for rows in tables.values() for row in rows)
    assert {row["userSourcedId"] for row in tables["roles"]} == keys["users"]
    assert {row["classSourcedId"] for row in tables["enrollments"]} == keys["classes"]
    assert {row["userSourcedId"] for row in tables["enrollments"]} <= keys["users"]
    assert keys["demographics"] <= keys["users"]
    assert Counter(row["role"] for row in tables["roles"])["student"] == 120


def test_both_rosters_bring_in_the_same_students_alike(workspace: Workspace, tmp_path: Path) -> None:
    made = write_sample_files(tmp_path)
    from_csv = people.plan_import(workspace, people.read_roster(made.roster))
    from_set = people.plan_import(workspace, people.read_roster(made.oneroster))
    assert [len(plan.new) for plan in (from_csv, from_set)] == [120, 120]
    assert {new.draft.number for new in from_csv.new} == {new.draft.number for new in from_set.new}
    assert from_csv.skipped == from_set.skipped == ()
    people.import_roster(workspace, from_set)
    plan = programme.plan_participants(workspace, read_participants(made.participants))
    assert (plan.new, plan.unknown, plan.problems) == (44, (), ())
    assert {problem.field for problem in (*from_csv.problems, *from_set.problems)} == {"family"}, "namesakes alone"


def test_the_later_roster_has_something_of_everything_to_decide(workspace: Workspace, tmp_path: Path) -> None:
    made = write_sample_files(tmp_path)
    people.import_roster(workspace, people.plan_import(workspace, people.read_roster(made.roster)))
    plan = people.plan_import(workspace, people.read_roster(made.later))
    assert len(plan.missing) == 3, "two, and the one under another number while nobody has said so"
    assert len(plan.alike) == 1
    assert len(plan.new) == 2, "one of them is the one under another number"
    assert [[field for field, _, _ in one.fields] for one in plan.changed] == [["form"]]


def test_the_pairs_are_found_by_their_names(workspace: Workspace, tmp_path: Path) -> None:
    made = write_sample_files(tmp_path)
    people.import_roster(workspace, people.plan_import(workspace, people.read_roster(made.roster)))
    plan = matching.plan_pairs(workspace, matching.read_pairs(made.pairs))
    assert (len(plan.new), plan.questions, plan.unknown) == (2, (), ())
