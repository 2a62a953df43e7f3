"""Which column is which, and which rows are students."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.people import first_rows
from desktop.services.people.roster import read_csv
from desktop.services.people.roster_errors import (
    ColumnNamedTwice,
    NoHeader,
    NoNameColumn,
    NoNumberColumn,
    UnknownColumn,
)
from desktop.services.people.roster_types import Roster, RosterRow
from tests.services.people.builders import roster


def read(text: str, no_header: str = "") -> Roster:
    return read_csv(text.encode(), no_header.split(",") if no_header else None)


def student(text: str) -> RosterRow:
    (found,) = read(text).students
    return found


HEADERS = {
    "keys": ("number,given,family,preferred,birth_date,year,form,kind,roles", "0042,Ada,Okafor,Addy,2012-05-04,9,9B,student,mentee"),
    "SIMS": ("Adno,UPN,Legal Surname,Legal Forename,Preferred Forename,DOB,Year Group,Reg Group", "0042,H801200001001,Okafor,Ada,Addy,2012-05-04,9,9B"),
    "Arbor": ("Admission Number,Forename,Surname,Preferred First Name,Date of birth,NC Year,Registration Form", "0042,Ada,Okafor,Addy,2012-05-04,9,9B"),
    "Bromcom": ("Admission No.,Legal Last Name,Legal First Name,Preferred Name,Date Of Birth,Year,Tutor Group", "0042,Okafor,Ada,Addy,2012-05-04,9,9B"),
    "PowerSchool": ("Student_Number,Last_Name,First_Name,Nickname,DOB,Grade_Level,Home_Room", "0042,Okafor,Ada,Addy,2012-05-04,9,9B"),
    "Infinite Campus": ("student.studentNumber,Last Name,First Name,Known As,Birthdate,Grade,Homeroom", "0042,Okafor,Ada,Addy,2012-05-04,9,9B"),
    "Skyward": ("Student ID,Student Last Name,Student First Name,Goes By,Student Birthdate,Grade Level,Advisory", "0042,Okafor,Ada,Addy,2012-05-04,9,9B"),
    "shouting": ("LOCAL ID;LAST NAME;FIRST NAME;PREFERRED NAME;BIRTH DATE;GR;HR", "0042;Okafor;Ada;Addy;2012-05-04;9;9B"),
    "name": ("SIS ID,Name,Preferred,D.O.B.,Yr,Form", '0042,"Okafor, Ada",Addy,2012-05-04,9,9B'),
    "one users.csv": ("sourcedId,identifier,familyName,givenName,preferredGivenName,birthDate,grades,homeroom", "k1,0042,Okafor,Ada,Addy,2012-05-04,9,9B"),
    "noisy": ("﻿ Student  Number (local) ,Surname*,First Name:,Preferred Name,Date of Birth (YYYY-MM-DD),Year Gp,Reg", "0042,Okafor,Ada,Addy,2012-05-04,9,9B"),
}  # fmt: skip


@pytest.mark.parametrize("key", HEADERS)
def test_the_usual_spellings_are_known(key: str) -> None:
    found = student("\n".join(HEADERS[key]))
    assert (found.number, found.family, found.given, found.preferred) == ("0042", "Okafor", "Ada", "Addy")
    assert (found.birth, found.year, found.form) == ("2012-05-04", "9", "9B")


def test_the_header_is_the_first_row_with_two_known_columns() -> None:
    found = read("Northfield School\nStudents of Year 9,,\n,Printed 3/4/2026,\n\nAdno,Surname,Forename\n1,A,B\n")
    assert [s.row for s in found.students] == [6]
    assert any("3 rows above the header" in notice for notice in found.notices)


@pytest.mark.parametrize("text", ["1,Ada,Okafor\n2,Bo,Roth\n", "just one line", "number\n1\n2\n", "a,b,c\n1,2,3\n"])
def test_no_header_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(NoHeader) as refusal:
        read(text)
    assert "--no-header" in refusal.value.option


def test_no_number_or_no_name_is_refused() -> None:
    with pytest.raises(NoNumberColumn) as refusal:
        read("Surname,Forename,Year\nA,B,9\n")
    assert "--map FILE" in refusal.value.option
    assert "--no-header" not in refusal.value.option
    with pytest.raises(NoNameColumn):
        read("Adno,Year\n1,9\n")


def test_columns_can_be_named_by_position() -> None:
    found = read("0042;Ada;x;Okafor\n0043;Bo;x;Roth\n", "number,given,-,family")
    assert [(s.row, s.number, s.given, s.family) for s in found.students] == [
        (1, "0042", "Ada", "Okafor"),
        (2, "0043", "Bo", "Roth"),
    ]
    with pytest.raises(UnknownColumn) as refusal:
        read("1,A,B\n", "number,givn,family")
    assert refusal.value.values["position"] == 2
    with pytest.raises(ColumnNamedTwice):
        read("1,A,B\n", "number,family,surname")
    with pytest.raises(NoNumberColumn):
        read("A,B\n", "given,family")


@pytest.mark.parametrize(
    ("header", "row", "number"),
    [
        ("State ID,Student ID,Student Number,Surname", "S1,I1,N1,A", "N1"), ("UPN,Admission Number,Surname", "U1,A1,A", "A1"),
        ("SSID,Local ID,Surname", "S1,L1,A", "L1"), ("ID,UPN,Surname", "I1,U1,A", "I1"), ("State ID,SIS ID,Surname", "S1,I1,A", "I1"),
        ("UPN,Surname", "U1,A", "U1"),
    ],
)  # fmt: skip
def test_the_schools_own_number_goes_first(header: str, row: str, number: str) -> None:
    found = read(f"{header}\n{row}\n")
    assert found.students[0].number == number
    assert bool(found.notices and "was taken, not" in found.notices[0]) == (header.count(",") > 1)


def test_a_number_column_that_is_empty_is_passed_over() -> None:
    assert [s.number for s in read("Adno,UPN,Surname\n,U1,A\n,U2,B\n7,U3,C\n,U4,D\n").students] == [
        "U1",
        "U2",
        "U3",
        "U4",
    ]


def test_a_column_of_calendar_years_is_no_year_group() -> None:
    assert student("Adno,Surname,Year,Grade\n1,A,2025-26,09\n").year == "09"


def test_only_a_row_without_key_or_name_is_left_out() -> None:
    found = read("number,family,given,year\n,A,B,9\n1,,,9\n2,C,,9\n3,,D,9\n")
    assert [(p.row, p.field) for p in found.skipped] == [(2, "number"), (3, "family")]
    assert [s.number for s in found.students] == ["2", "3"]


def test_a_blank_number_falls_back_to_the_sources_key() -> None:
    found = student("sourcedId,identifier,familyName,givenName\nk1,,A,B\n")
    assert (found.number, found.source_key) == ("k1", "k1")


@pytest.mark.parametrize(
    ("name", "parts", "sure"),
    [
        ("Okafor, Ada", ("Ada", "Okafor"), True), ("Ada Okafor", ("Ada", "Okafor"), True), ("Maria da Silva", ("Maria da", "Silva"), False),
        ("Ada", ("Ada", ""), False), ("Smith, Jr., John", ("Jr. John", "Smith"), False),
        ("DUPONT Léa", ("Léa", "DUPONT"), True), ("DE LA TOUR Jean-Luc", ("Jean-Luc", "DE LA TOUR"), True), ("Ada OKAFOR HALE", ("Ada", "OKAFOR HALE"), True),
        ("ADA OKAFOR", ("ADA", "OKAFOR"), True), ("J. Smith", ("J.", "Smith"), True), ("NG Léa", ("Léa", "NG"), False), ("Ada MAC Roth", ("Ada MAC", "Roth"), False),
    ],
)  # fmt: skip
def test_a_full_name_is_split_and_listed_where_unsure(name: str, parts: tuple[str, str], sure: bool) -> None:
    found = read(f'Student ID,Student Name\n1,"{name}"\n')
    assert (found.students[0].given, found.students[0].family) == parts
    assert any(p.field == "family" for p in found.problems) != sure


def test_a_heading_can_say_that_the_family_name_comes_first() -> None:
    found = student("Pupil No,Surname Forename\n1,Okafor Ada\n")
    assert (found.given, found.family) == ("Ada", "Okafor")


def test_headings_of_other_countries_and_with_signs_are_known() -> None:
    found = read("Matricola;Cognome e nome;Data di nascita;Classe\n0042;Okafor Ada;14/05/2012;3B\n").students[0]
    assert (found.number, found.family, found.given, found.form) == ("0042", "Okafor", "Ada", "3B")
    assert student("Student #,Last,First\n0042,A,B\n").number == "0042"
    assert student("Student#,Student ID,Last,First\n7,0042,A,B\n").number == "0042"
    with pytest.raises(NoNumberColumn):
        read("#,Last,First\n1,A,B\n")


def test_name_beside_a_given_name_is_the_family_name() -> None:
    assert student("Nummer,Number,Name,Vorname\nx,1,Roth,Bo\n").family == "Roth"
    assert student("Number,Name,First Name\n1,Bo Roth,Bo\n").family == "Roth"


def test_people_of_other_kinds_are_counted_and_left_out() -> None:
    found = read(
        "number,family,given,kind\n1,A,B,student\n2,C,D,Staff\n3,E,F,\n4,G,H,parent\n5,I,J,Day pupil\n6,K,L,student;teacher\n"
    )
    assert [s.number for s in found.students] == ["1", "3", "5", "6"]
    assert any("2 rows are of people who are not students" in notice for notice in found.notices)


def test_parents_names_are_not_the_students() -> None:
    found = student(
        "Student ID,Parent First Name,Parent Last Name,First Name,Last Name,Mother's Name\n1,Eve,Xu,Ada,Okafor,Eve Xu\n"
    )
    assert (found.given, found.family) == ("Ada", "Okafor")


def test_columns_that_are_not_mapped_are_not_read() -> None:
    found = read("Student ID,Last Name,First Name,Password,Phone,Ethnicity,Address\n1,A,B,hunter2,555,none,Elm St\n")
    assert "hunter2" not in repr(found)
    assert "555" not in repr(found)
    assert "Elm" not in repr(found)


def test_a_row_with_more_cells_than_the_header_is_listed() -> None:
    found = read("number,family,given\n1,A,B,C\n2,D,E,,\n")
    assert [(p.row, p.field) for p in found.problems] == [(2, "")]


def test_a_file_with_a_header_only_holds_nobody() -> None:
    assert read("number,family,given\n").students == ()


def test_a_row_of_facts_above_the_header_is_not_the_header() -> None:
    found = read("Form:,9B,Year:,9\nAdno,Surname,Forename,Year\n1,A,B,9\n")
    assert [s.row for s in found.students] == [3]


def test_a_header_repeated_on_every_page_is_no_student() -> None:
    found = read("Adno,Surname,Forename\n1,A,B\nAdno,Surname,Forename\n2,C,D\nTotal,,\n")
    assert [s.row for s in found.students] == [2, 4]
    assert found.skipped == ()
    assert any("1 repeated header" in notice for notice in found.notices)


@pytest.mark.parametrize("nothing", ["", "-", "NULL", "n/a", "#N/A", "NaN"])
def test_a_word_for_nothing_is_no_number(nothing: str) -> None:
    assert [p.field for p in read(f"Adno,Surname\n{nothing},A\n").skipped] == ["number"]


def test_a_heading_can_state_the_order_of_dates() -> None:
    assert read("Adno,Surname,DOB (dd/mm/yyyy)\n1,A,03/04/2010\n").stated_order == "dmy"
    assert read("Adno,Surname,Birthdate MM-DD-YY\n1,A,03-04-10\n").stated_order == ""
    assert read("Adno,Surname,Birthdate (MM-DD-YY)\n1,A,03-04-10\n").stated_order == "mdy"


def test_columns_named_by_hand_leave_out_the_headings_at_the_top() -> None:
    text = "Schulnr;Wer;Wann\n0042;Ada Okafor;2012-05-04\n0043;Bo Roth;2012-06-01\n"
    found = read_csv(text.encode(), ["number", "name", "birth_date"], skip=1)
    assert [(one.row, one.number, one.given) for one in found.students] == [(2, "0042", "Ada"), (3, "0043", "Bo")]


def test_first_rows_are_shown_to_ask_for_the_columns(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Schulnr;Wer\n0042;Ada\u202e Okafor\n\n0043;Bo\n", "utf-8")
    assert first_rows(file, 2) == (("Schulnr", "Wer"), ("0042", "Ada Okafor"))


@pytest.mark.parametrize(
    "footer", ["Total,5,,,,", "Count: 5,,,,,", "Summe,,,,,", "Grand total:,,5,,,", ",Total,,,,", "TOTAL,5.0,5,,,"]
)
def test_a_row_that_sums_the_list_up_is_nobody(footer: str) -> None:
    found = roster("0042,Okafor,Ada,2012-05-04,9,9B", footer)
    assert ([row.number for row in found.students], found.skipped) == (["0042"], ())
    assert "1 row that sums up the list was left out." in found.notices


def test_somebody_who_is_called_like_a_sum_is_a_student() -> None:
    found = roster("0042,Total,Ada,2012-05-04,9,9B", "0043,Count,,,,", "Total,Okafor,Ben,,,")
    assert [row.family for row in found.students] == ["Total", "Count", "Okafor"]
