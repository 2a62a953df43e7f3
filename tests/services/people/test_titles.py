"""Titles of staff and guardians are no names."""

from __future__ import annotations

import pytest

from desktop.services import people
from desktop.services.people.likeness import Faces
from desktop.services.people.spelled import read_name
from desktop.services.people.titles import part_title, split_titled
from desktop.services.vault import Workspace
from tests.services.people.builders import planned, read, stored


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr Jones", ("Mr", "", "Jones")), ("Ms. Kay", ("Ms.", "", "Kay")), ("Dr Ann Lee", ("Dr", "Ann", "Lee")),
        ("Jones, Mr Tim", ("Mr", "Tim", "Jones")), ("Jones, Ms", ("Ms", "", "Jones")),
        ("Prof. Dr. Max Braun", ("Prof. Dr.", "Max", "Braun")), ("Mr E Jones", ("Mr", "E", "Jones")),
        ("Mr and Mrs Okafor", ("Mr and Mrs", "", "Okafor")), ("Miss A. B. Cee", ("Miss", "A. B.", "Cee")),
        ("M. Dupont", ("", "M.", "Dupont")), ("Madonna", ("", "Madonna", "")), ("Drake Ng", ("", "Drake", "Ng")),
        ("Pan Li", ("", "Pan", "Li")), ("Sra. Ana Cruz", ("Sra.", "Ana", "Cruz")), ("Dr", ("", "Dr", "")),
        ("Dr.Ann Lee", ("Dr.", "Ann", "Lee")),
    ],
)  # fmt: skip
def test_a_title_is_parted_from_the_name(text: str, name: tuple[str, str, str]) -> None:
    assert split_titled(text)[:3] == name


def test_m_is_a_title_where_the_list_is_french() -> None:
    rows = read("1,M. Dupont", "2,Mme Curie", header="Staff ID,Name", kind="staff").students
    assert [(row.given, row.family) for row in rows] == [("", "Dupont"), ("", "Curie")]
    assert part_title("M. Dupont", french=True) == ("M.", "Dupont")


def test_titles_in_any_column_of_staff_are_taken_off_and_students_keep_theirs() -> None:
    parts = read("1,Mr Tim,Jones", "2,Mrs,Ng", "3,Ann,Dr. Lee", header="Staff ID,First name,Last name", kind="staff")
    assert [(row.given, row.family) for row in parts.students] == [("Tim", "Jones"), ("", "Ng"), ("Ann", "Lee")]
    (student,) = read("1,Prof,Ng", header="Student ID,First name,Last name").students
    assert student.given == "Prof"


def test_whom_only_the_title_tells_apart_stay_two_and_a_second_import_finds_them(workspace: Workspace) -> None:
    roster = read("Mr Jones,PE", "Mrs Jones,Art", "Ms Kay,Art", header="Name,Position", kind="staff")
    assert [(row.given, row.family) for row in roster.students] == [("Mr", "Jones"), ("Mrs", "Jones"), ("", "Kay")]
    people.import_roster(workspace, people.plan_import(workspace, roster))
    again = people.plan_import(workspace, roster)
    assert (again.new, len(again.unchanged)) == ((), 3)


def test_guardians_lose_their_titles_and_are_known_with_and_without() -> None:
    mapping = {"G": "guardian_1_name", "P": "guardian_1_phone"}
    roster = read("1,Ng,Ada,Mrs Ida Ng,0777 111 222", "2,Ng,Bo,Ida Ng,0777 111 222", header="Number,Family,Given,G,P", mapping=mapping)  # fmt: skip
    (one,) = planned(students=roster.students).guardians
    assert (one.draft.given, one.draft.family, len(one.links)) == ("Ida", "Ng", 2)


def test_a_stored_title_is_no_given_name_for_who_is_alike() -> None:
    one = stored("T1", kind="staff", given="Dr Ann", family="Lee", birth_date=None, email="a@x.org")
    other = stored("T2", kind="staff", given="Ann", family="Lee", birth_date=None, email="a@x.org")
    assert [why for *_, why in Faces([one, other]).pairs()] == ["They have the same name and e-mail address."]


@pytest.mark.parametrize("typed", ["Frau Dr. Ann Lee", "Mme Ann Lee", "Prof. Ann Lee"])
def test_titles_in_a_typed_name_do_not_matter(typed: str) -> None:
    assert read_name(typed).words == ("ann", "lee")
