"""What of a file is not taken is said: columns, a second list beside the first, and what a list rather is."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.people import read_roster
from desktop.services.people.not_taken import column_letters
from desktop.services.people.plan import plan
from tests.services.people.builders import TODAY, folder, read, set_1_1


def file(at: Path, *lines: str) -> Path:
    path = at / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_columns_that_are_not_taken_are_named(tmp_path: Path) -> None:
    roster = read_roster(file(tmp_path, "Student ID,Surname,Notes,,Year,Mobile,ID", "1,Ng,x,y,9,0777,7"))
    assert roster.left_out == ("Notes", "Mobile", "ID")
    assert 'Not taken: "Notes", "Mobile", "ID".' in roster.notices
    assert plan(roster, [], TODAY).left_out == roster.left_out


def test_of_many_columns_it_is_said_how_many_more(tmp_path: Path) -> None:
    names = ",".join(f"Mark {n}" for n in range(22))
    roster = read_roster(file(tmp_path, f"Student ID,Surname,Year,{names}", "1,Ng,9"))
    assert roster.notices[-1].endswith('"Mark 19", and 2 more columns.')


def test_of_a_set_the_columns_that_hold_it_together_are_not_named(tmp_path: Path) -> None:
    roster = read_roster(folder(tmp_path / "set", set_1_1()))
    assert roster.left_out == ("username", "password")


def test_with_a_mapping_the_reason_is_what_was_said(tmp_path: Path) -> None:
    path = file(tmp_path, "Wer,Wie,Mehr", "1,Ng,9")
    roster = read_roster(path, mapping={"Wer": "number", "Wie": "family"})
    assert roster.why == "A table, by what was said of its columns."
    assert roster.left_out == ("Mehr",)
    assert read_roster(path, no_header=("number", "family", "-"), skip=1).why == roster.why


def test_the_reason_names_all_columns_that_tell(tmp_path: Path) -> None:
    roster = read_roster(file(tmp_path, "Student ID,Last,First,Preferred name,DOB,Grade,Homeroom,Type", "1,Ng,A,,,9,,"))
    assert roster.why.count('"') == 2 * 8

    twice = read_roster(file(tmp_path, "Student ID,Last,First,,Student ID,Last,First", "1,Ames,Bo,,3,Cole,Di"))
    assert twice.why == 'A list of students, by its columns "Student ID", "Last", "First".'


def test_a_second_list_beside_the_first_is_said_with_its_columns() -> None:
    roster = read("1,Ames,Bo,,3,Cole,Di", header="Student ID,Last,First,,Student ID,Last,First")
    assert [row.number for row in roster.students] == ["1"]
    assert any("second list beside the first, in columns E to G: it was not read" in one for one in roster.notices)
    assert any('"Student ID" (column A) was taken, not "Student ID" (column E).' in one for one in roster.notices)


@pytest.mark.parametrize(
    "header", ["Student ID,Last,First,Student ID", "Student ID,Name,Year,Name", "ID,Student ID,Last"]
)
def test_one_column_twice_is_no_second_list(header: str) -> None:
    assert not any("second list" in one for one in read("1,2,3,4", header=header).notices)


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_students_read_as_staff_are_warned_of(tmp_path: Path) -> None:
    students = file(tmp_path, "Student Number,Surname,Forename,DOB,Year Group", "1,Ng,Ada,2012-05-04,9")
    assert "This looks like a list of students" in read_roster(students, kind="staff").notices[0]
    staff = file(tmp_path, "Name,Position,Year", "Ada Ng,Teacher,9")
    assert not any("looks like" in one for one in read_roster(staff, kind="staff").notices)
