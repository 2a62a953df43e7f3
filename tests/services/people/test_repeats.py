"""One number or one name in two rows of a file: whose row was not taken, and why."""

from __future__ import annotations

import pytest

from desktop.services import people
from desktop.services.vault import Workspace
from tests.services.people.builders import planned, read

ADA = "1001,Ames,Bo,2012-04-03,7,7A"
STAFF = "Surname,Forename,Born,Position"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ADA, "The person of this row stands in row 2 already"),
        ("1001,Ames,Bo Lee,,7,7A", "The person of this row stands in row 2 already"),
        ("1001,Other,Kid,2011-01-01,9,9A", "Row 2 has the same number under another name; this row was not taken"),
        ("1001,Ames,Cy,2012-04-03,7,7A", "Row 2 has the same number under another name; this row was not taken"),
        ("1001,Ames,Bo,2011-04-03,7,7A", "Row 2 has the same number and name, but another birth date"),
    ],
)
def test_a_number_twice(row: str, why: str) -> None:
    found = planned(ADA, row)
    assert (len(found.new), [one.row for one in found.skipped]) == (1, [3])
    assert found.skipped[0].message.startswith(why)
    assert found.skipped[0] in found.problems


def test_a_key_twice_under_another_name() -> None:
    (left_out,) = planned("k1,1,Ng,Ada", "k1,2,Roth,Cy", header="sourcedId,identifier,familyName,givenName").skipped
    assert "same key of the source under another name" in left_out.message


def test_namesakes_of_staff_with_other_birth_dates_are_two_and_stay_two(workspace: Workspace) -> None:
    rows = ("Lee,Ann,1980-01-02,Teacher", "Lee,Ann,1990-03-04,Teacher", "Lee,Ann,,Teacher")
    roster = read(*rows, header=STAFF, mapping={"Born": "birth_date"}, kind="staff")
    plan = people.plan_import(workspace, roster)
    assert (len(plan.new), [one.row for one in plan.skipped]) == (2, [4])
    people.import_roster(workspace, plan)
    again = people.plan_import(workspace, roster)
    assert (again.new, again.changed, len(again.unchanged)) == ((), (), 2)


def test_namesakes_whose_birth_dates_are_not_taken_are_said_to_be_two() -> None:
    rows = ("Lee,Ann,1980-01-02,Teacher", "Lee,Ann,1990-03-04,Teacher", "Lee,Ann,1980-01-02,Teacher")
    roster = read(*rows, header=STAFF, kind="staff")
    plan = planned(kind="staff", students=roster.students)
    assert [one.row for one in plan.skipped] == [3, 4]
    assert "nothing that is taken of staff tells the two apart" in plan.skipped[0].message
    assert "stands in row 2 already" in plan.skipped[1].message
