"""Several verbs as one step: done whole or not at all, and taken back in one go."""

from __future__ import annotations

import pytest

from desktop.services import people
from desktop.services.errors import BugError
from desktop.services.people.errors import NoSuchPerson
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace, last_undoable, undo_last


def add(ws: Workspace, number: str) -> str:
    return people.add_person(ws, PersonDraft(number, "Roth", "Sam")).uid


def test_what_is_done_inside_is_one_step_and_one_undo(workspace: Workspace) -> None:
    uids = [add(workspace, "1"), add(workspace, "2")]
    with workspace.together("programme", "mark_left", about="2") as step:
        people.edit_person(workspace, uids[0], PersonDraft("1", "Roth", "Samuel"))
        people.mark_left(workspace, uids)
    assert (step.changes.verb, step.changes.about, step.changes.count) == ("mark_left", "2", 2)
    newest = last_undoable(workspace)
    assert newest is not None
    assert newest.words == "leaving of 2 people"
    undo_last(workspace)
    assert people.person(workspace, uids[0]).given == "Sam"
    assert {people.person(workspace, uid).status for uid in uids} == {"present"}


def test_what_fails_inside_leaves_nothing_behind(workspace: Workspace) -> None:
    uid = add(workspace, "1")
    with pytest.raises(NoSuchPerson):
        both(workspace, uid)
    assert people.person(workspace, uid).status == "present"
    people.mark_left(workspace, [uid])  # and the workspace works on
    assert people.person(workspace, uid).status == "left"


def both(ws: Workspace, uid: str) -> None:
    with ws.together("programme", "mark_left"):
        people.mark_left(ws, [uid])
        people.mark_left(ws, ["nobody"])


def test_nothing_done_is_no_step(workspace: Workspace) -> None:
    add(workspace, "1")
    with workspace.together("programme", "mark_left") as step:
        pass
    assert not step.changes


def test_another_compartment_and_a_plain_step_inside_a_step_are_refused(workspace: Workspace) -> None:
    with pytest.raises(BugError), workspace.together("programme", "mark_left"), workspace.step("counselling", "x"):
        pass
    with pytest.raises(BugError), workspace.step("programme", "a"), workspace.step("programme", "b"):
        pass
    with pytest.raises(BugError), workspace.together("programme", "mark_left"):
        workspace.event("programme", "read_note")
