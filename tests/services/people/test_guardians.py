"""Who looks after a student, in a real workspace."""

from __future__ import annotations

import pytest

from desktop.services import people
from desktop.services.people.errors import LinkNotValid, NoSuchPerson, NotAStudent
from desktop.services.people.guardians import RELATIONS, relation_word
from desktop.services.people.types import GuardianLink, PersonDraft
from desktop.services.vault import Workspace, undo_last


def student(ws: Workspace, number: str = "0042", given: str = "Ada") -> str:
    return people.add_person(ws, PersonDraft(number, "Okafor", given, year="9")).uid


def guardian(ws: Workspace, given: str = "Ngozi", kind: str = "guardian") -> str:
    draft = PersonDraft(family="Okafor", given=given, kind=kind, phone="01632 960001", email="n@example.org")
    return people.add_person(ws, draft).uid


def test_a_guardian_needs_no_number_and_two_may_have_none(workspace: Workspace) -> None:
    one, other = guardian(workspace), guardian(workspace)
    found = people.person(workspace, one)
    assert (found.number, found.phone, found.email) == ("", "01632 960001", "n@example.org")
    assert len(set(people.labels(people.list_people(workspace)).values())) == 2
    with pytest.raises(NoSuchPerson):
        people.person_by_number(workspace, " ")
    assert other != one


def test_guardians_stand_in_the_order_in_which_they_are_asked(workspace: Workspace) -> None:
    ada, first, second = student(workspace), guardian(workspace), guardian(workspace, "Chidi", "staff")
    links = [
        GuardianLink(second, "father", place=7, contact="not_to_be_contacted"),
        GuardianLink(first, "mother", place=2, responsible=True, emergency=True),
    ]
    people.set_guardians(workspace, ada, links)
    found = people.guardians(workspace, ada)
    assert [(one.person.uid, one.link.place, one.link.may_contact) for one in found] == [
        (first, 1, True),
        (second, 2, False),
    ]
    assert (found[0].link.responsible, found[0].link.emergency, found[0].link.relation) == (True, True, "mother")
    assert [one.person.uid for one in people.students_of(workspace, first)] == [ada]
    assert people.students_of(workspace, first)[0].link.student == ada
    undo_last(workspace)
    assert people.guardians(workspace, ada) == ()


def test_links_are_changed_and_taken_away(workspace: Workspace) -> None:
    ada, first, second = student(workspace), guardian(workspace), guardian(workspace, "Chidi")
    people.set_guardians(workspace, ada, [GuardianLink(first), GuardianLink(second, "carer")])
    changes = people.set_guardians(workspace, ada, [GuardianLink(second, "carer"), GuardianLink(first, "mother")])
    assert {touched.person for touched in changes.touched} == {ada}
    assert [one.link.guardian for one in people.guardians(workspace, ada)] == [second, first]
    people.set_guardians(workspace, ada, [GuardianLink(second, "carer")])
    assert [one.link.guardian for one in people.guardians(workspace, ada)] == [second]
    assert not people.set_guardians(workspace, ada, [GuardianLink(second, "carer")])


@pytest.mark.parametrize("wrong", ["twice", "oneself", "relation", "contact", "unknown", "no student"])
def test_links_that_cannot_be_are_refused(workspace: Workspace, wrong: str) -> None:
    ada, first = student(workspace), guardian(workspace)
    links = {
        "twice": [GuardianLink(first), GuardianLink(first, "carer")],
        "oneself": [GuardianLink(ada)],
        "relation": [GuardianLink(first, "cousin")],
        "contact": [GuardianLink(first, contact="sometimes")],
        "unknown": [GuardianLink("nobody")],
        "no student": [],
    }[wrong]
    about = first if wrong == "no student" else ada
    with pytest.raises(NotAStudent if wrong == "no student" else (LinkNotValid, NoSuchPerson)):
        people.set_guardians(workspace, about, links)
    assert people.guardian_links(workspace) == ()


def test_a_guardian_all_of_whose_students_left_is_listed(workspace: Workspace) -> None:
    ada, ben = student(workspace), student(workspace, "0043", "Ben")
    parent, idle = guardian(workspace), guardian(workspace, "Chidi")
    people.set_guardians(workspace, ada, [GuardianLink(parent)])
    people.set_guardians(workspace, ben, [GuardianLink(parent)])
    people.mark_left(workspace, [ada])
    assert people.guardians_of_leavers(workspace) == ()
    people.archive_people(workspace, [ben])
    assert [one.uid for one in people.guardians_of_leavers(workspace)] == [parent]
    people.archive_people(workspace, [parent])
    assert people.guardians_of_leavers(workspace) == ()
    assert people.person(workspace, idle).status == "present"


def test_every_relation_has_a_word(workspace: Workspace) -> None:
    ada, parent = student(workspace), guardian(workspace)
    for relation in RELATIONS:
        people.set_guardians(workspace, ada, [GuardianLink(parent, relation)])
        assert people.guardians(workspace, ada)[0].link.relation == relation
        assert relation_word(relation)
    assert relation_word("godparent") == "godparent"


def test_students_who_would_have_nobody_to_call_are_named(workspace: Workspace) -> None:
    ada, ben = student(workspace), student(workspace, "0043", "Ben")
    parent, other, barred = guardian(workspace), guardian(workspace, "Chidi", "staff"), guardian(workspace, "Obi")
    away = GuardianLink(barred, "father", contact="not_to_be_contacted")
    people.set_guardians(workspace, ada, [GuardianLink(parent), away])
    people.set_guardians(workspace, ben, [GuardianLink(parent), GuardianLink(other)])
    assert [one.uid for one in people.left_without(workspace, [parent])] == [ada]
    assert people.left_without(workspace, [other, barred]) == ()
    assert {one.uid for one in people.left_without(workspace, [parent, other])} == {ada, ben}
    assert people.left_without(workspace, [parent, ada]) == ()
    people.mark_left(workspace, [ada])
    assert people.left_without(workspace, [parent]) == ()
