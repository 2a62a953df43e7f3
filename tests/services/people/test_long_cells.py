"""Cells longer than anything a person is called: nothing hangs, nothing is cut, and each is said."""

from __future__ import annotations

import time

from desktop.services.people.finding import Clue, Finder
from desktop.services.people.likeness import Faces
from tests.services.people.builders import TODAY, planned, read, roster, stored

LONG = "x" * 150_000


def test_a_row_whose_name_or_number_is_too_long_is_left_out_and_it_is_said() -> None:
    found = roster(f"1,{LONG},Ada,2012-05-04,9,9B", f"{LONG},Ng,Bo,2012-05-04,9,9B", "3,Roth,Cy,2012-05-04,9,9B")
    assert [row.number for row in found.students] == ["3"]
    assert [(one.row, one.field) for one in found.skipped] == [(2, "family"), (3, "number")]
    assert "longer than 200 characters; the row was left out" in found.skipped[0].message


def test_a_form_that_is_too_long_is_not_taken_and_the_person_is() -> None:
    found = roster(f"1,Ng,Ada,{LONG},9,{LONG}")
    assert [(row.form, row.birth, row.year) for row in found.students] == [("", "", "9")]
    assert [(one.row, one.field) for one in found.problems] == [(2, "form"), (2, "birth_date")]


def test_details_and_guardians_that_are_too_long_are_not_taken() -> None:
    mapping = {"G": "guardian_1_name", "P": "guardian_1_phone", "L": "languages", "N": "access_needs"}
    header = "Student Number,Surname,G,P,L,N"
    (row,) = read(f"1,Ng,{LONG},0777 111,{LONG},{'y' * 300}", header=header, mapping=mapping).students
    assert (row.guardians, row.languages, len(row.access_needs)) == ((), (), 300)


def test_long_names_that_are_stored_or_typed_are_compared_in_no_time() -> None:
    begun = time.perf_counter()
    known = [stored("1", family=LONG + "a"), stored("2", family="y" * 20_000 + "b")]
    assert planned(f"3,{'x' * 199},Ada,2012-05-04,9,9B", existing=known).new
    assert list(Faces([*known, stored("4", family=LONG + "b")]).pairs())
    assert Finder(known, TODAY).find(Clue(name=LONG)).person is None
    assert time.perf_counter() - begun < 5
