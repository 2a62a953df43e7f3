"""What importing would do: new, changed, unchanged, missing, and what is listed (IMP-10, IMP-11)."""

from __future__ import annotations

import pytest

from desktop.services.people.plan import plan
from desktop.services.people.types import Decisions, ImportPlan
from tests.services.people.builders import TODAY, planned, roster, stored

ADA = "0042,Okafor,Ada,2012-05-04,9,9B"


def listed(found: ImportPlan, field: str = "number") -> list[int]:
    return [problem.row for problem in found.problems if problem.field == field]


def test_an_unknown_student_is_new() -> None:
    found = planned(ADA)
    assert [(n.row, n.draft.number, n.draft.birth_date, n.draft.year, n.draft.form) for n in found.new] == [
        (2, "0042", "2012-05-04", "9", "9B")
    ]
    assert (found.students, found.changed, found.missing, found.problems) == (1, (), (), ())


def test_imp_10_a_known_student_is_unchanged_and_it_is_said() -> None:
    found = planned(ADA, existing=[stored()])
    assert (len(found.new), len(found.changed), len(found.unchanged)) == (0, 0, 1)
    assert "The file holds nothing new." in found.notices


def test_what_differs_is_shown_with_old_and_new() -> None:
    (changed,) = planned("0042,Okafor-Lee,Ada,2012-05-05,10,10B", existing=[stored()]).changed
    assert changed.fields == (
        ("family", "Okafor", "Okafor-Lee"), ("birth_date", "2012-05-04", "2012-05-05"), ("year", "9", "10"), ("form", "9B", "10B"),
    )  # fmt: skip


@pytest.mark.parametrize("year", ["09", "Year 9", "9th Grade", "Yr 9"])
def test_another_spelling_of_the_year_is_no_change(year: str) -> None:
    assert planned(f"0042,Okafor,Ada,2012-05-04,{year},9B", existing=[stored()]).changed == ()


def test_a_blank_cell_clears_nothing_and_it_is_said() -> None:
    found = planned("0042,Okafor,,,,", existing=[stored()])
    assert len(found.unchanged) == 1
    assert any("4 blank cells were passed over" in notice for notice in found.notices)


def test_a_column_that_is_absent_clears_nothing() -> None:
    assert len(planned("0042,Okafor", header="number,family", existing=[stored()]).unchanged) == 1


def test_missing_students_are_listed_and_nobody_else() -> None:
    others = [stored("1"), stored("2", status="archived"), stored("3", kind="staff"), stored("4", status="left")]
    assert [p.number for p in planned(ADA, existing=[stored(), *others]).missing] == ["1"]


def test_the_sources_key_goes_before_the_number() -> None:
    header = "sourcedId,identifier,familyName,givenName"
    known = [stored("1", source_key="k1"), stored("2", source_key="k2", given="Bo")]
    found = planned("k1,2,Okafor,Ada", "k2,1,Okafor,Bo", header=header, existing=known)
    assert [(c.person.number, c.fields) for c in found.changed] == [
        ("1", (("number", "1", "2"),)),
        ("2", (("number", "2", "1"),)),
    ]
    assert found.new == ()


def test_a_student_known_by_number_gets_the_sources_key() -> None:
    (changed,) = planned(
        "k1,0042,Okafor,Ada", header="sourcedId,identifier,familyName,givenName", existing=[stored()]
    ).changed
    assert changed.fields == (("source_key", "", "k1"),)


def test_an_archived_student_stays_archived_and_is_listed() -> None:
    found = planned(ADA, existing=[stored(status="archived")])
    assert (len(found.unchanged), listed(found, "")) == (1, [2])


def test_staff_of_the_same_number_are_not_the_student() -> None:
    assert len(planned(ADA, existing=[stored(kind="staff")]).new) == 1


def test_imp_11_the_same_number_twice_is_one_student_and_listed() -> None:
    found = planned(ADA, "0042,Roth,Bo,2011-01-01,10,10A", ADA)
    assert [new.draft.family for new in found.new] == ["Okafor"]
    assert listed(found) == [3, 4]
    assert [problem.row for problem in found.skipped] == [3, 4]


def test_imp_11_two_keys_with_one_number_are_two_students_and_listed() -> None:
    found = planned("k1,1,A,B", "k2,1,C,D", "k1,1,A,B", header="sourcedId,identifier,familyName,givenName")
    assert [new.source_key for new in found.new] == ["k1", "k2"]
    assert listed(found) == [3, 4]


def test_imp_11_two_students_of_one_name_are_both_kept_and_listed() -> None:
    found = planned(ADA, "0043,okafor,Áda,2012-05-04,9,9C", "0044,Okafor,Ada,2013-01-01,8,8A")
    assert len(found.new) == 3
    assert listed(found) == [3]
    assert listed(found, "family") == [4]


def test_somebody_known_under_another_number_is_listed_and_new() -> None:
    found = planned("77,Okafor,Ada,2012-05-04,9,9B", existing=[stored()])
    assert (len(found.new), len(found.missing), listed(found)) == (1, 1, [2])


def test_numbers_that_differ_by_leading_zeros_are_two_students_and_listed() -> None:
    found = planned(ADA, "42,Roth,Bo,2011-01-01,10,10A", existing=[stored("00042", birth_date=None)])
    assert len(found.new) == 2
    assert listed(found) == [2, 3, 3]
    again = planned(ADA, "42,Roth,Bo,2011-01-01,10,10A", existing=[stored(), stored("42", birth_date=None)])
    assert listed(again) == [3]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("1.23E+05,A,B,2012-05-04,9,9B", "number"), ("12345.0,A,B,2012-05-04,9,9B", "number"), ("1,A,B,2027-01-01,9,9B", "birth_date"), ("1,A,B,2025-01-01,9,9B", "birth_date"),
        ("1,A,B,1990-01-01,9,9B", "birth_date"), ("1,A,B,2012-02-31,9,9B", "birth_date"), ("1,A,B,soon,9,9B", "birth_date"),
        ("1,A,B,2012-05-04,,9B", "year"), ('1,A,B,2012-05-04,"09,10",9B', "year"), ("1,A,B,2012-05-04,Oak,9B", "year"),
        ("1,A2,B,2012-05-04,9,9B", "family"), ("1,A,B,2012-05-04,9,=1+1", "form"), ("1,A,,2012-05-04,9,9B", "given"),
        ("1,,B,2012-05-04,9,9B", "family"), ("1,?,B,2012-05-04,9,9B", "family"), ("-x,A,B,2012-05-04,9,9B", "number"),
    ],
)  # fmt: skip
def test_imp_11_what_is_odd_is_listed_and_taken_as_it_stands(row: str, field: str) -> None:
    found = planned(row)
    assert len(found.new) == 1
    assert [(p.row, p.field) for p in found.problems] == [(2, field)]


def test_an_unreadable_date_leaves_the_student_without_one() -> None:
    assert planned("1,A,B,31/02/2012,9,9B").new[0].draft.birth_date is None


def test_problems_hold_no_values_of_the_file() -> None:
    found = planned("7.7E+9,Zyx4,Qwv,1987-06-05,Oak,=Elm", "7.7E+9,Zyx4,Qwv,1987-06-05,Oak,=Elm")
    text = " ".join(problem.message for problem in found.problems)
    assert not any(value in text for value in ("7.7", "Zyx", "Qwv", "1987", "Oak", "Elm"))


def test_rows_left_out_stand_among_the_problems_too() -> None:
    found = planned(ADA, ",Roth,Bo,,9,9B")
    assert (len(found.skipped), found.students, listed(found)) == (1, 1, [3])


def test_no_year_column_is_said_once() -> None:
    found = planned("1,A,B", "2,C,D", header="number,family,given")
    assert found.problems == ()
    assert any("no column for the year" in notice for notice in found.notices)


def test_day_numbers_are_said() -> None:
    found = planned("1,A,B,40271,9,9B")
    assert found.new[0].draft.birth_date == "2010-04-03"
    assert any("day numbers" in notice for notice in found.notices)


def test_ten_thousand_students_are_compared_quickly() -> None:
    rows = [f"{n:05},Family{n % 900},Given{n % 70},2012-05-04,9,9B" for n in range(10_000)]
    file = roster(*rows)
    existing = [stored(f"{n:05}", family="X") for n in range(5_000)]
    found = plan(file, existing, TODAY)
    assert (len(found.new), len(found.changed)) == (5_000, 5_000)


def test_a_number_taken_by_somebody_else_and_a_changed_key_are_listed() -> None:
    header = "sourcedId,identifier,familyName,givenName"
    moved = planned("k1,2,Okafor,Ada", header=header, existing=[stored("1", source_key="k1"), stored("2", given="Bo")])
    assert (len(moved.changed), listed(moved)) == (1, [2])
    rekeyed = planned("k9,1,Okafor,Ada", header=header, existing=[stored("1", source_key="k1")])
    assert (rekeyed.changed[0].fields, listed(rekeyed)) == ((("source_key", "k1", "k9"),), [2])


def test_every_row_is_either_a_student_or_left_out() -> None:
    found = planned("1,Adams,Ann,,7,", "1,Brown,Bob,,8,", "2,Cole,Cy,,Year 77,", ",Drew,Di,,9,")
    assert found.students + len(found.skipped) == 4
    assert [problem.row for problem in found.skipped] == [3, 5]
    assert [(p.row, p.field) for p in found.problems if "No school has this year" in p.message] == [(4, "year")]


def test_a_file_of_nobody_says_nothing_about_anybody() -> None:
    everybody = Decisions(left=frozenset({stored().uid}))
    found = planned(existing=[stored()], decisions=everybody)
    assert (found.missing, found.leavers) == ((), ())
    assert "This file holds nobody below its header, so nobody counts as missing from it." in found.notices
    unreadable = planned(",Okafor,Ada,,,", existing=[stored()])
    assert unreadable.missing == ()
    assert "Nobody in this file could be taken, so nobody counts as missing from it." in unreadable.notices


def test_numbers_that_are_none_are_listed() -> None:
    found = planned(ADA, "Yes,Ng,Bo,2012-05-04,9,9B", "=A2+1,Roth,Cy,2012-05-05,9,9B", "0043,Wu,Di,2012-05-06,9,9B")
    assert [row for row in listed(found) if row] == [3, 4]
    everybody = planned("abc,Okafor,Ada,2012-05-04,9,9B", "abd,Ng,Bo,2012-05-05,9,9B")
    assert listed(everybody) == []


@pytest.mark.parametrize("text", ["2026-03-07", "2026-03-07 00:00", "7-Mar", "Mar-07", "07-Mar-26"])
def test_a_form_that_a_spreadsheet_made_a_date_of_is_listed(text: str) -> None:
    found = planned(f"0042,Okafor,Ada,2012-05-04,9,{text}", f"0043,Ng,Bo,2012-05-04,{text},9B")
    assert [(one.row, one.field) for one in found.problems] == [(2, "form"), (3, "year")]
    assert all("has made a date of this" in one.message for one in found.problems)


def test_names_exchanged_throughout_are_said() -> None:
    known = [stored("1", family="Ames", given="Bo"), stored("2", family="Bell", given="Cy"), stored("3")]
    rows = ("1,Bo,Ames,2012-05-04,9,9B", "2,Cy,Bell,2012-05-04,9,9B", "3,Okafor,Ada,2012-05-04,9,9B")
    assert any("family and given names exchanged" in one for one in planned(*rows, existing=known).notices)
    assert not any("exchanged" in one for one in planned(rows[0], rows[2], existing=known).notices)
