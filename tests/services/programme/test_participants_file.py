"""The participants file as a table, before any workspace."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.programme.errors import NotAParticipantsFile
from desktop.services.programme.headings import meaning
from desktop.services.programme.participants_file import COLUMNS, parse_participants, participants_template
from desktop.services.programme.types import ParticipantFile
from desktop.services.sheets.types import Row

HEADER = list(COLUMNS)


def parse_rows(rows: list[list[str]]) -> ParticipantFile:
    return parse_participants([Row(at, tuple(cells)) for at, cells in enumerate(rows, start=1) if any(cells)])


def parse(*rows: list[str]) -> ParticipantFile:
    return parse_rows([HEADER, *rows])


def test_a_row_is_read() -> None:
    [row] = parse(["00123", "Mentor", "Chess;Music", "confidence", "English", "Mon3;WedLunch", "2", "7;8", "9"]).rows
    assert (row.row, row.number, row.role, row.places) == (2, "00123", "mentor", 2)
    assert (row.interests, row.goals, row.languages) == (("Chess", "Music"), ("confidence",), ("English",))
    assert (row.availability, row.wants, row.avoids) == (("Mon3", "WedLunch"), ("7", "8"), ("9",))


def test_blank_cells_are_empty_lists_and_one_place() -> None:
    [row] = parse(["1", "mentor"]).rows
    assert row.places == 1
    assert row.interests == row.wants == row.availability == ()


def test_columns_that_are_missing_are_none_and_said() -> None:
    file = parse_rows([["Role", "Student Number"], ["mentor", "1"]])
    assert file.rows[0].interests is None
    assert file.rows[0].places is None
    assert "interests" in file.notices[-1]


def test_bad_rows_are_listed_and_left_out() -> None:
    file = parse(["1", "chief"], ["2", "mentor", "", "", "", "", "many"], ["", "mentee", "chess"], ["3", "mentee"])
    assert [row.number for row in file.rows] == ["3"]
    assert [(p.row, p.field) for p in file.problems] == [(2, "role"), (3, "places"), (4, "number")]


STYLE_ROW = ["1", "mentee", *[""] * 7]


def test_subjects_experiences_and_sliders_are_read() -> None:
    """What a mentee needs, what both share, and each slider by number or by the word of an end."""
    [row] = parse([*STYLE_ROW, "Maths;Art", "moved house", "1", "5.0", "quiet", "Many things at once", "", "-"]).rows
    assert (row.subjects, row.experiences) == (("Maths", "Art"), ("moved house",))
    assert row.style == (1, 5, 1, 5, 0, 0)


def test_what_is_no_place_on_a_slider_is_listed_and_takes_nothing_away() -> None:
    file = parse([*STYLE_ROW, "", "", "6", "often", "0", "2"])
    assert file.rows[0].style == (None, None, None, 2, 0, 0)
    assert [(p.row, p.field) for p in file.problems] == [(2, "style1"), (2, "style2"), (2, "style3")]
    assert "Talk things over" in file.problems[0].message


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Subjects", "subjects"),
        ("Which subjects could you offer?", "subjects"),
        ("Subjects you are good at", "subjects"),
        ("Shared experiences", "experiences"),
        ("Experiences I would like to share", "experiences"),
        ("style 3", "style3"),
        ("Style_4", "style4"),
        ("Style 2: plan ahead or go with the flow", "style2"),
        ("Quiet", "style3"),
        ("Think first / Try it out", "style5"),
        ("How do you like to work? [Plan ahead – Go with the flow]", "style2"),
        ("Subjects I need help with", "goals"),
        ("Subject", ""),
        ("Previous experience", ""),
        ("Style", ""),
    ],
)
def test_headings_of_the_further_answers(heading: str, field: str) -> None:
    """A school's own words are recognised, and no heading that meant something else before."""
    assert meaning(heading)[0] == field


def test_a_column_of_ticks_called_like_an_end_is_no_slider() -> None:
    file = parse_rows([["number", "role", "Chess", "Quiet", "Drama"], ["1", "mentor", "x", "x", "x"]])
    assert file.rows[0].style == (None,) * 6
    assert file.rows[0].interests == ("Chess", "Quiet", "Drama")


def test_who_is_both_needs_other_subjects_than_they_offer() -> None:
    rows = [["number", "role", "Subjects needed", "Subjects offered"], ["1", "both", "Maths", "Art;Music"]]
    found = {row.role: row.subjects for row in parse_rows(rows).rows}
    assert found == {"mentor": ("Art", "Music"), "mentee": ("Maths",)}


def test_places_of_a_mentee_mean_nothing() -> None:
    [row] = parse(["1", "mentee", "", "", "", "", "many"]).rows
    assert row.places is None


def test_a_student_may_be_both_but_not_twice_the_same() -> None:
    file = parse(["1", "mentor"], ["1", "mentee"], ["1", "Mentors", "chess"])
    assert [row.role for row in file.rows] == ["mentor", "mentee"]
    assert [p.row for p in file.problems] == [4]


def test_rows_above_the_header_and_empty_rows_are_skipped() -> None:
    file = parse_rows([["Our mentors"], [], HEADER, ["", ""], ["5", "mentee"]])
    assert file.rows[0].row == 5
    assert "2 rows above" in file.notices[0]


def test_a_table_without_header_is_refused() -> None:
    with pytest.raises(NotAParticipantsFile):
        parse_rows([["1", "mentor"], ["2", "mentee"]])
    with pytest.raises(NotAParticipantsFile):
        parse_rows([])


def test_the_template_holds_examples_that_nobody_imports() -> None:
    text = participants_template().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == HEADER
    assert all(len(row) in (1, len(HEADER)) for row in rows)
    file = parse_rows(rows)
    assert file.rows == ()
    assert file.problems == ()


def test_the_templates_examples_are_right_once_uncommented() -> None:
    rows = list(csv.reader(io.StringIO(participants_template().decode("utf-8-sig").replace("# 00", "00"))))
    file = parse_rows(rows)
    assert [(row.number, row.role) for row in file.rows] == [("00123", "mentor"), ("00456", "mentee")]
    assert file.problems == ()


@given(
    st.lists(st.lists(st.text(max_size=6) | st.sampled_from([*HEADER, "mentor", "mentee"]), max_size=10), max_size=8)
)
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    try:
        file = parse_rows([HEADER, *rows])
    except NotAParticipantsFile:
        pytest.fail("there is a header")
    assert len(file.rows) + len(file.problems) <= len(rows)
