"""People and periods entered by hand, in a real workspace."""

from __future__ import annotations

import pytest

from desktop.services import people, programme
from desktop.services.people import availability
from desktop.services.people.errors import (
    DraftNotValid,
    NoSuchPeriod,
    NoSuchPerson,
    NumberNotUnique,
    NumberTaken,
    PeriodNotValid,
)
from desktop.services.people.rules import label_key
from desktop.services.vault import Workspace, undo_last

ADA = people.PersonDraft("0042", "Okafor", "Ada", birth_date="2012-05-04", year="9", form="9B")


def add(ws: Workspace, draft: people.PersonDraft = ADA) -> str:
    return people.add_person(ws, draft).uid


def test_somebody_added_is_listed_cleanly(workspace: Workspace) -> None:
    uid = add(workspace, people.PersonDraft(" 0042 ", "  Van  Dyk", "Zoe\u0308", kind="staff"))
    found = people.person(workspace, uid)
    assert (found.number, found.family, found.given, found.kind, found.birth_date, found.status) == (
        "0042",
        "Van Dyk",
        "Zoë",
        "staff",
        None,
        "present",
    )
    assert people.list_people(workspace) == (found,)


def test_people_are_listed_by_name_with_accents_folded(workspace: Workspace) -> None:
    for number, family in (("1", "Zed"), ("2", "Łaski"), ("3", "Émile"), ("4", "adams")):
        add(workspace, people.PersonDraft(number, family, "X"))
    assert [person.family for person in people.list_people(workspace)] == ["adams", "Émile", "Łaski", "Zed"]


def test_editing_keeps_the_person_and_can_be_undone(workspace: Workspace) -> None:
    uid = add(workspace)
    changes = people.edit_person(workspace, uid, people.PersonDraft("0042", "Okafor-Lee", "Ada", year="10"))
    assert {touched.person for touched in changes.touched} == {uid}
    assert people.person(workspace, uid).family == "Okafor-Lee"
    undo_last(workspace)
    assert people.person(workspace, uid).family == "Okafor"


def test_what_cannot_be_stored_is_refused(workspace: Workspace) -> None:
    uid = add(workspace)
    with pytest.raises(DraftNotValid, match="number"):
        add(workspace, people.PersonDraft("", "Roth"))
    with pytest.raises(NumberTaken):
        add(workspace, people.PersonDraft("0042", "Roth"))
    other = add(workspace, people.PersonDraft("0043", "Roth"))
    with pytest.raises(NumberTaken):
        people.edit_person(workspace, other, people.PersonDraft("0042", "Roth"))
    with pytest.raises(NoSuchPerson):
        people.edit_person(workspace, "nobody", ADA)
    assert [p.uid for p in people.list_people(workspace)] == [uid, other]


def test_people_are_found_by_number(workspace: Workspace) -> None:
    uid = add(workspace)
    assert people.person_by_number(workspace, " 0042 ").uid == uid
    for number in ("42", "", "'; --"):
        with pytest.raises(NoSuchPerson):
            people.person_by_number(workspace, number)


def test_archived_people_stay_and_give_way(workspace: Workspace) -> None:
    uid = add(workspace)
    assert people.archive_people(workspace, [uid]).count == 1
    assert people.person_by_number(workspace, "0042").status == "archived"
    with pytest.raises(NoSuchPerson):
        people.archive_people(workspace, [uid, "nobody"])


def test_who_left_stays_known_and_can_come_back(workspace: Workspace) -> None:
    uid, other = add(workspace), add(workspace, people.PersonDraft("0043", "Roth", "Bo"))
    assert people.mark_left(workspace, [uid, other]).about == "2"
    assert people.person(workspace, uid).status == "left"
    assert not people.mark_left(workspace, [uid])
    people.bring_back(workspace, [uid])
    assert people.person(workspace, uid).status == "present"
    undo_last(workspace)
    undo_last(workspace)
    assert {one.status for one in people.list_people(workspace)} == {"present"}
    with pytest.raises(NoSuchPerson):
        people.bring_back(workspace, ["nobody"])


def test_two_of_one_number_are_not_guessed(workspace: Workspace) -> None:
    add(workspace)
    with workspace.step("programme", "add_person") as step:
        step.insert(
            "person", number="0042", source_key="", kind="student", family="Roth", given="Bo", preferred="", birth_date=None, year="",
            form="", status="present",
        )  # fmt: skip
    with pytest.raises(NumberNotUnique):
        people.person_by_number(workspace, "0042")


def test_periods_stand_in_the_weeks_order_and_once(workspace: Workspace) -> None:
    uids = {
        label: people.add_period(workspace, label).uid for label in ("TueLunch", "Tue1", "Mon2", "Assembly", "Mon1")
    }
    assert [period.label for period in people.periods(workspace)] == ["Mon1", "Mon2", "Tue1", "TueLunch", "Assembly"]
    again = people.add_period(workspace, " mon 1 ")
    assert (bool(again), again.uid) == (False, uids["Mon1"])
    for label in ("", " - ", "x" * 41):
        with pytest.raises(PeriodNotValid):
            people.add_period(workspace, label)


def test_availability_is_set_and_taken_back(workspace: Workspace) -> None:
    uid = add(workspace)
    monday, tuesday, friday = (people.add_period(workspace, label).uid for label in ("Mon1", "Tue1", "Fri1"))
    people.set_availability(workspace, uid, [friday, monday])
    assert people.person(workspace, uid).periods == ("Mon1", "Fri1")
    changes = people.set_availability(workspace, uid, [monday, tuesday])
    assert changes.count == 2
    assert people.list_people(workspace)[0].periods == ("Mon1", "Tue1")
    assert not people.set_availability(workspace, uid, [monday, tuesday])
    with pytest.raises(NoSuchPeriod):
        people.set_availability(workspace, uid, ["nowhere"])
    with pytest.raises(NoSuchPerson):
        people.set_availability(workspace, "nobody", [monday])
    undo_last(workspace)
    assert people.person(workspace, uid).periods == ("Mon1", "Fri1")


def test_listing_everybody_takes_six_queries(workspace: Workspace) -> None:
    asked: list[str] = []
    workspace.connection.set_trace_callback(asked.append)
    people.list_people(workspace)
    workspace.connection.set_trace_callback(None)
    assert len(asked) == 6


def test_roles_are_those_enrolled_now(workspace: Workspace) -> None:
    uid = add(workspace)
    programme.enrol(workspace, [uid], "mentor")
    programme.enrol(workspace, [uid], "mentee")
    assert people.person(workspace, uid).roles == ("mentee", "mentor")
    mentor = next(part.uid for part in programme.participants(workspace) if part.role == "mentor")
    programme.withdraw(workspace, [mentor])
    assert people.person(workspace, uid).roles == ("mentee",)
    assert [person.roles for person in people.list_people(workspace)] == [("mentee",)]


def test_another_areas_step_can_write_when_people_are_free(workspace: Workspace) -> None:
    uid, there = add(workspace), people.add_period(workspace, "Mon1").uid
    people.set_availability(workspace, uid, [there])
    with workspace.step("programme", "import_participants") as step:
        availability.add_periods(step, {label_key("Tue2"): "Tue2"})
    tuesday = next(period for period in people.periods(workspace) if period.label == "Tue2")
    assert tuesday.weekday == 2
    assert not people.add_period(workspace, "tue 2").count
    present = availability.free_rows(workspace)[uid]
    assert present.keys() == {there}
    with workspace.step("programme", "import_participants") as step:
        availability.set_free(step, uid, present, [tuesday.uid])
    assert people.person(workspace, uid).periods == ("Tue2",)
