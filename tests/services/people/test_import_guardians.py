"""Guardians come in where somebody maps their columns: linked to the student, in the same step, each person once."""

from __future__ import annotations

import pytest

from desktop.services import people
from desktop.services.people import GuardianLink, PersonDraft
from desktop.services.people.guardians import RELATIONS
from desktop.services.people.plan_guardians import relation_of
from desktop.services.vault import Workspace, undo_last
from tests.services.people.builders import read

HEADER = "Number,Surname,Forename,Mum,Rel,Mum phone,Dad,Dad mail"
MAPPING = {
    "Mum": "guardian_1_name", "Rel": "guardian_1_relation", "Mum phone": "guardian_1_phone", "Dad": "guardian_2_name", "Dad mail": "guardian_2_email",
}  # fmt: skip
ADA = "1,Okafor,Ada,Ngozi Okafor,Mother,07700 900123,,"
CHIDI = "2,Okafor,Chidi,Ngozi Okafor,mum,+44 7700 900123,Emeka Okafor,e@x.org"


def bring(ws: Workspace, *rows: str) -> people.ImportPlan:
    plan = people.plan_import(ws, read(*rows, header=HEADER, mapping=MAPPING))
    people.import_roster(ws, plan)
    return plan


def family(ws: Workspace, number: str) -> list[tuple[str, str, int]]:
    found = people.guardians(ws, people.person_by_number(ws, number).uid)
    return [(people.display_name(one.person), one.link.relation, one.link.place) for one in found]


def all_guardians(ws: Workspace) -> list[people.Person]:
    return [one for one in people.list_people(ws) if one.kind == "guardian"]


def test_a_guardian_of_two_siblings_is_one_person(workspace: Workspace) -> None:
    plan = bring(workspace, ADA, CHIDI)
    assert (plan.students, len(plan.guardians)) == (2, 2)
    assert family(workspace, "1") == [("Ngozi Okafor", "mother", 1)]
    assert family(workspace, "2") == [("Ngozi Okafor", "mother", 1), ("Emeka Okafor", "other", 2)]
    assert [(one.number, one.phone, one.email) for one in all_guardians(workspace)] == [
        ("", "", "e@x.org"), ("", "+44 7700 900123", ""),
    ]  # fmt: skip


def test_the_same_file_again_adds_nobody(workspace: Workspace) -> None:
    bring(workspace, ADA, CHIDI)
    again = people.plan_import(workspace, read(ADA, CHIDI, header=HEADER, mapping=MAPPING))
    assert again.guardians == ()
    assert "The file holds nothing new." in again.notices


def test_students_who_are_here_get_guardians_and_it_is_one_undo(workspace: Workspace) -> None:
    student = people.add_person(workspace, PersonDraft("1", "Okafor", "Ada")).uid
    before = people.list_people(workspace)
    plan = bring(workspace, ADA)
    assert (plan.new, plan.changed, len(plan.guardians)) == ((), (), 1)
    assert family(workspace, "1") == [("Ngozi Okafor", "mother", 1)]
    undo_last(workspace)
    assert people.list_people(workspace) == before
    assert people.guardians(workspace, student) == ()


def test_a_new_phone_of_a_known_guardian_is_written_and_what_the_school_may_do_stays(workspace: Workspace) -> None:
    bring(workspace, ADA)
    (mother,) = all_guardians(workspace)
    student = people.person_by_number(workspace, "1").uid
    people.set_guardians(workspace, student, [GuardianLink(mother.uid, "mother", 1, contact="not_to_be_contacted")])
    bring(workspace, "1,Okafor,Ada,Ngozi Okafor,Aunt,0999 12345,,")
    (found,) = people.guardians(workspace, student)
    assert (found.person.uid, found.person.phone, found.link.relation, found.link.contact) == (
        mother.uid, "0999 12345", "mother", "not_to_be_contacted",
    )  # fmt: skip


def test_one_name_without_phone_or_address_is_two_people(workspace: Workspace) -> None:
    bring(workspace, "1,Okafor,Ada,Ngozi Okafor,,,,", "2,Roth,Bo,Ngozi Okafor,,,,")
    assert len(all_guardians(workspace)) == 2


def test_a_guardian_without_a_name_is_left_out_and_listed(workspace: Workspace) -> None:
    plan = bring(workspace, "1,Okafor,Ada,,,07700 900123,,")
    assert plan.guardians == ()
    assert [(p.row, p.field) for p in plan.problems] == [(2, "guardian_1_name")]


@pytest.mark.parametrize(
    ("words", "relation"),
    [("Mother", "mother"), ("Step-Father", "step_parent"), ("Legal guardian", "carer"), ("Nan", "grandparent"), ("Neighbour", "other"), ("", "other")],
)  # fmt: skip
def test_relations_are_read(words: str, relation: str) -> None:
    assert relation_of(words) == relation
    assert relation in RELATIONS
