"""Columns by their headings and by what a person says of them; a file's columns are the same in any order."""

from __future__ import annotations

import pytest

from desktop.services.people.columns import PUBLIC_FIELDS, field_of, known_columns, named_field, same_columns, titles
from desktop.services.people.mappings import column_examples
from desktop.services.people.roster_errors import (
    ColumnNamedTwice,
    NoNameColumn,
    NoNumberColumn,
    RosterRefused,
    UnknownField,
    UnknownHeading,
)
from desktop.services.people.roster_types import GuardianCell
from desktop.services.sheets.text import read_table
from tests.services.people.builders import csv_text, read


def test_headings_are_unique() -> None:
    assert titles(("Name", " name ", "", "NAME", "Year")) == ("Name", "name (2)", "#3", "NAME (3)", "Year")


def test_the_same_columns_in_any_order_and_case_are_the_same() -> None:
    assert same_columns(("Surname", "Année", "No")) == same_columns(("no", "surname", "annee"))
    assert same_columns(("Surname", "No")) != same_columns(("Surname", "No", "Year"))


@pytest.mark.parametrize("heading", ["Email", "Phone", "Job title", "Ethnicity", "Password", "Home Language", "SEN"])
def test_what_nobody_needs_is_not_recognised_of_students(heading: str) -> None:
    assert field_of(heading) is None


def test_of_staff_the_job_and_the_address_are_recognised_and_no_birth_date() -> None:
    assert [(found := field_of(h, "staff")) and found[0] for h in ("Staff Code", "Job Title", "Work email", "DOB", "Mobile")] == [
        "number", "job", "email", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("name", PUBLIC_FIELDS)
def test_every_public_field_can_be_named(name: str) -> None:
    assert named_field(name.replace("_", " ").title())


def test_a_mapping_goes_before_recognition_and_leaves_out() -> None:
    found = read(
        "7,Roth,Bo,Bobby,9,x", header="Number,Surname,Forename,Rufname,Kurs,Form",
        mapping={"Rufname": "preferred", "kurs": "year", "Form": "-"},
    )  # fmt: skip
    (row,) = found.students
    assert (row.number, row.family, row.given, row.preferred, row.year, row.form) == (
        "7",
        "Roth",
        "Bo",
        "Bobby",
        "9",
        "",
    )
    assert found.headings == ("Number", "Surname", "Forename", "Rufname", "Kurs", "Form")
    assert dict(found.mapping) == {"Rufname": "preferred", "kurs": "year", "Form": "-"}


def test_a_mapping_takes_a_field_from_the_column_that_would_have_had_it() -> None:
    found = read("1,2,Roth,Bo", header="Number,Code,Surname,Forename", mapping={"Code": "number"})
    assert found.students[0].number == "2"


def test_a_mapping_finds_its_header_below_other_rows() -> None:
    found = read("Wer,Nr", "Bo Roth,7", header="Klasse 9b,", mapping={"Nr": "number", "Wer": "name"})
    assert [(row.row, row.number, row.family, row.given) for row in found.students] == [(3, "7", "Roth", "Bo")]
    assert found.header_row == 2


def test_a_second_column_of_one_name_and_one_without_can_be_meant() -> None:
    found = read(
        "7,Roth,Bo,9", header="Number,Name,Name,", mapping={"Name": "family", "Name (2)": "given", "#4": "year"}
    )
    assert [(row.family, row.given, row.year) for row in found.students] == [("Roth", "Bo", "9")]


def test_columns_by_place_alone_mean_that_there_is_no_header() -> None:
    found = read("7,x,Roth", header="8,y,Ng", mapping={"#1": "number", "#3": "family"})
    assert [(row.row, row.number, row.family) for row in found.students] == [(1, "8", "Ng"), (2, "7", "Roth")]
    assert read("7,Roth", header="a list", mapping={"#1": "number", "#2": "family"}, skip=1).students[0].row == 2


@pytest.mark.parametrize(
    ("mapping", "error"),
    [
        ({"Shoe": "number"}, UnknownHeading), ({"Surname": "shoe"}, UnknownField), ({"Surname": "given", "Forename": "given"}, ColumnNamedTwice),
        ({"Number": "-"}, NoNumberColumn), ({"Surname": "-", "Forename": ""}, NoNameColumn),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_is_refused_by_name(mapping: dict[str, str], error: type[RosterRefused]) -> None:
    with pytest.raises(error) as refused:
        read("7,Roth,Bo", header="Number,Surname,Forename", mapping=mapping)
    assert "Nothing was changed." in str(refused.value)
    if error is UnknownHeading:
        assert '"Shoe"' in str(refused.value)


def test_details_come_in_only_where_they_are_mapped() -> None:
    header = "Number,Surname,Forename,Email,Phone,Languages,Needs,Mum,Mum phone,Dad,Dad mail,Ethnicity"
    cells = "7,Roth,Bo,b@x.org,0123,French; Polish,large print,Ida Roth,0777 1,Al Roth,a@x.org,canary"
    plain = read(cells, header=header).students[0]
    assert (plain.email, plain.phone, plain.languages, plain.access_needs, plain.guardians) == ("", "", (), "", ())
    mapping = {
        "Email": "email", "Phone": "phone", "Languages": "languages", "Needs": "access needs", "Mum": "guardian_1_name",
        "Mum phone": "guardian_1_phone", "Dad": "guardian_2_name", "Dad mail": "Guardian 2 email",
    }  # fmt: skip
    full = read(cells, header=header, mapping=mapping).students[0]
    assert (full.email, full.phone, full.languages, full.access_needs) == (
        "b@x.org",
        "0123",
        ("French", "Polish"),
        "large print",
    )
    assert full.guardians == (
        GuardianCell(name="Ida Roth", phone="0777 1", place=1), GuardianCell(name="Al Roth", email="a@x.org", place=2),
    )  # fmt: skip


def test_staff_need_no_number_and_students_among_them_are_left_out() -> None:
    found = read(
        "Roth,Bo,b@x.org,Teacher", "Ng,Cy,,Student", "Abe,Al,,Parent", "Lee,Di,,", header="Surname,Forename,Email,Role", kind="staff"
    )  # fmt: skip
    assert [(row.family, row.email, row.job, row.number) for row in found.students] == [
        ("Roth", "b@x.org", "Teacher", ""), ("Lee", "", "", ""),
    ]  # fmt: skip
    assert found.notices == ("2 rows are of people who are not staff and were left out.",)


def test_examples_show_a_few_different_values_and_a_guess() -> None:
    text = csv_text("7,Roth,Bo,x", "8,Roth,Cy,", "9,Ng,Di,y", header="Number,Surname,Forename,Zzz")
    found = column_examples(list(read_table(text.encode(), known_columns).rows), 2)
    assert [(one.heading, one.values, one.guess) for one in found] == [
        ("Number", ("7", "8"), "number"), ("Surname", ("Roth", "Ng"), "family"), ("Forename", ("Bo", "Cy"), "given"), ("Zzz", ("x", "y"), ""),
    ]  # fmt: skip


def test_examples_of_a_file_without_a_header_are_by_place() -> None:
    found = column_examples(list(read_table(b"7,Roth\n8,Ng\n", known_columns).rows))
    assert [(one.heading, one.values) for one in found] == [("#1", ("7", "8")), ("#2", ("Roth", "Ng"))]
    strange = column_examples(list(read_table(b"Kennung,Wer\n8,Ng\n", known_columns).rows))
    assert [one.heading for one in strange] == ["Kennung", "Wer"]


def test_examples_show_no_passwords() -> None:
    found = column_examples(list(read_table(b"Number,Surname,Password\n7,Roth,canary\n", known_columns).rows))
    assert [(one.heading, one.values) for one in found] == [
        ("Number", ("7",)),
        ("Surname", ("Roth",)),
        ("Password", ()),
    ]
