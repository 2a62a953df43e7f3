"""Enrolling, withdrawing, answers and wishes against a real workspace."""

from __future__ import annotations

import pytest

from desktop.services import people, programme
from desktop.services.people.errors import NoSuchPerson
from desktop.services.programme.errors import BadPlaces, NoSuchParticipant
from desktop.services.programme.types import Wish
from desktop.services.vault import Workspace, last_undoable, new_uid, undo_last
from tests.fakes.clock import FakeClock
from tests.services.programme.builders import dump, students


def test_one_or_many_are_enrolled_in_one_step(workspace: Workspace, clock: FakeClock) -> None:
    uids = students(workspace, "001", "002", "003")
    before = dump(workspace)
    changes = programme.enrol(workspace, list(uids.values()), "mentee")
    assert changes.count == 3
    found = programme.participants(workspace)
    assert {one.person for one in found} == set(uids.values())
    assert {(one.role, one.places, one.status, one.since) for one in found} == {
        ("mentee", 1, "enrolled", clock.today())
    }
    last = last_undoable(workspace)
    assert last is not None
    assert last.words == "enrolment of 3 students"
    undo_last(workspace)
    assert dump(workspace) == before


def test_who_is_enrolled_stays_as_they_are(workspace: Workspace) -> None:
    uids = students(workspace, "001", "002")
    programme.enrol(workspace, [uids["001"]], "mentor")
    assert not programme.enrol(workspace, [uids["001"], uids["001"]], "mentor")
    assert programme.enrol(workspace, list(uids.values()), "mentor").count == 1


def test_one_may_be_both_and_people_know_it(workspace: Workspace) -> None:
    uid = students(workspace, "001")["001"]
    programme.enrol(workspace, [uid], "mentor")
    programme.enrol(workspace, [uid], "mentee")
    assert [one.role for one in programme.participants(workspace)] == ["mentor", "mentee"]
    assert set(people.person(workspace, uid).roles) == {"mentor", "mentee"}


def test_nobody_unknown_is_enrolled(workspace: Workspace) -> None:
    uid = students(workspace, "001")["001"]
    with pytest.raises(NoSuchPerson):
        programme.enrol(workspace, [uid, new_uid()], "mentor")
    with pytest.raises(ValueError, match="role"):
        programme.enrol(workspace, [uid], "chief")
    assert programme.participants(workspace) == ()


def test_withdrawing_keeps_the_answers_for_a_return(workspace: Workspace, clock: FakeClock) -> None:
    uid = students(workspace, "001")["001"]
    made = programme.enrol(workspace, [uid], "mentor").uid
    programme.set_answers(workspace, made, interests=["chess"], places=2)
    assert programme.withdraw(workspace, [made, made]).count == 1
    assert not programme.withdraw(workspace, [made])
    assert programme.participants(workspace) == ()
    assert [one.status for one in programme.participants(workspace, withdrawn=True)] == ["withdrawn"]
    clock.forward(days=7)
    assert programme.enrol(workspace, [uid], "mentor").uid == made
    [back] = programme.participants(workspace)
    assert (back.interests, back.places, back.since) == (("chess",), 2, clock.today())


def test_answers_are_cleaned_and_only_those_given_change(workspace: Workspace) -> None:
    uid = students(workspace, "001")["001"]
    made = programme.enrol(workspace, [uid], "mentor").uid
    programme.set_answers(
        workspace, made, interests=[" Chess ", "chess", ""], goals=["confidence"], languages=["Polish"]
    )
    programme.set_answers(workspace, made, goals=[])
    [one] = programme.participants(workspace)
    assert (one.interests, one.goals, one.languages, one.places) == (("Chess",), (), ("Polish",), 1)
    assert not programme.set_answers(workspace, made, interests=["Chess"])


def test_places_and_enrolments_that_cannot_be_are_refused(workspace: Workspace) -> None:
    uid = students(workspace, "001")["001"]
    made = programme.enrol(workspace, [uid], "mentor").uid
    for places in (-1, 100):
        with pytest.raises(BadPlaces):
            programme.set_answers(workspace, made, places=places)
    with pytest.raises(NoSuchParticipant):
        programme.set_answers(workspace, new_uid(), places=1)
    with pytest.raises(NoSuchParticipant):
        programme.withdraw(workspace, [made, new_uid()])
    assert programme.participants(workspace)[0].status == "enrolled"


def test_wishes_replace_those_before(workspace: Workspace) -> None:
    uids = students(workspace, "1", "2", "3", "4")
    one, two, three, four = (uids[number] for number in "1234")
    programme.set_wishes(workspace, one, wants=[two, three, one], avoids=[four])
    assert set(programme.wishes(workspace)) == {
        Wish(one, two, "want"),
        Wish(one, three, "want"),
        Wish(one, four, "avoid"),
    }
    programme.set_wishes(workspace, one, wants=[three])
    assert set(programme.wishes(workspace)) == {Wish(one, three, "want"), Wish(one, four, "avoid")}
    programme.set_wishes(workspace, one, avoids=[])
    assert set(programme.wishes(workspace)) == {Wish(one, three, "want")}
    programme.set_wishes(workspace, one, wants=[four], avoids=[four])
    assert set(programme.wishes(workspace)) == {Wish(one, four, "avoid")}


def test_a_lifted_avoid_stays_as_a_row(workspace: Workspace) -> None:
    """A merge can then see that it was lifted, and by an edit that knew of it."""
    uids = students(workspace, "1", "2")
    programme.set_wishes(workspace, uids["1"], avoids=[uids["2"]])
    programme.set_wishes(workspace, uids["1"], avoids=[])
    assert workspace.rows("programme", "SELECT state FROM @.wish") == [("lifted",)]
    assert not programme.set_wishes(workspace, uids["1"], avoids=[])
    programme.set_wishes(workspace, uids["1"], avoids=[uids["2"]])
    assert len(programme.wishes(workspace)) == 1


def test_wishes_about_nobody_are_refused(workspace: Workspace) -> None:
    uids = students(workspace, "1")
    with pytest.raises(NoSuchPerson):
        programme.set_wishes(workspace, uids["1"], wants=[new_uid()])
