"""Undo and redo: each step back exactly, refused with both steps' words when something rests on it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from desktop.services.vault import (
    Workspace,
    add_user,
    continue_as_new_device,
    last_done,
    last_redoable,
    last_undoable,
    open_workspace,
    redo_last,
    steps,
    undo_last,
    undo_step,
    verify,
)
from desktop.services.vault.errors import NothingToRedo, NothingToUndo, UndoBlocked
from desktop.services.vault.slots import Password
from desktop.services.vault.types import StepRef
from desktop.services.vault.verbs import words_of
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows


@pytest.fixture
def student(workspace: Workspace) -> str:
    """A student whose adding is the first undoable step."""
    return rows.add_person(workspace, given="A")


def given(ws: Workspace, student: str) -> str | None:
    found = ws.value("programme", "SELECT given FROM @.person WHERE uid = ?", (student,))
    return None if found is None else str(found)


def ref(ws: Workspace, tier: str = "programme") -> StepRef:
    """Give the newest step."""
    return next(info.ref for info in steps(ws) if info.ref.compartment == tier)


def test_undo_and_redo_go_back_and_forth(workspace: Workspace, student: str) -> None:
    for name in "BCD":
        rows.edit(workspace, "person", student, given=name)
    seen = []
    for _ in range(4):
        undo_last(workspace)
        seen.append(given(workspace, student))
    assert seen == ["C", "B", "A", None]
    seen = []
    for _ in range(4):
        redo_last(workspace)
        seen.append(given(workspace, student))
    assert seen == ["A", "B", "C", "D"]
    with pytest.raises(NothingToRedo):
        redo_last(workspace)
    undo_last(workspace)
    redo_last(workspace)
    undo_last(workspace)
    assert given(workspace, student) == "C"
    assert verify(workspace).ok


def test_a_new_step_ends_redo(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, given="B")
    undo_last(workspace)
    assert last_redoable(workspace)
    rows.edit(workspace, "person", student, given="C")
    assert last_redoable(workspace) is None
    with pytest.raises(NothingToRedo):
        redo_last(workspace)


def test_an_event_does_not_end_redo(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, given="B")
    undo_last(workspace)
    workspace.event("counselling", "read_note")
    redo_last(workspace)
    assert given(workspace, student) == "B"


def test_nothing_to_undo(workspace: Workspace) -> None:
    """The founding is nobody's to take back, and it was another laptop's."""
    assert last_undoable(workspace) is None
    with pytest.raises(NothingToUndo):
        undo_last(workspace)
    workspace.event("programme", "export")
    with pytest.raises(NothingToUndo):
        undo_last(workspace)


def test_the_founding_is_never_undone(tmp_path: Path, clock: FakeClock) -> None:
    ws = vaults.make(tmp_path / "New.peerkeep", clock)
    assert last_undoable(ws) is None
    ws.close()


def test_an_import_is_one_undo(workspace: Workspace) -> None:
    before = rows.dump(workspace)
    with workspace.step("programme", "import_roster", about="300") as step:
        people = [rows.person(step, number=str(n)) for n in range(300)]
        for person in people[:20]:
            step.update("person", person, year="12")
    changes = undo_last(workspace)
    assert rows.dump(workspace) == before
    assert "300" in changes.about
    redo_last(workspace)
    assert workspace.value("programme", "SELECT count(*) FROM @.person WHERE year = '12'") == 20
    assert verify(workspace).ok


def test_a_row_made_changed_and_deleted_in_one_step(workspace: Workspace) -> None:
    before = rows.dump(workspace)
    with workspace.step("programme", "x") as step:
        one, other = rows.person(step), rows.person(step)
        step.update("person", one, given="B")
        rows.wish(step, one, other)
        step.delete("person", rows.person(step))
        step.update("person", one, given="C", year="11")
    after = rows.dump(workspace)
    undo_last(workspace)
    assert rows.dump(workspace) == before
    redo_last(workspace)
    assert rows.dump(workspace) == after


def test_rows_that_refer_come_back_in_order(workspace: Workspace) -> None:
    with workspace.step("programme", "x") as step:
        one, other = rows.person(step), rows.person(step)
        wish = rows.wish(step, one, other)
    before = rows.dump(workspace)
    with workspace.step("programme", "y") as step:
        step.delete("wish", wish)
        step.delete("person", other)
        step.delete("person", one)
    undo_last(workspace)
    assert rows.dump(workspace) == before


# blocked


def blocked(ws: Workspace, wanted: StepRef) -> str:
    before = rows.dump(ws)
    with pytest.raises(UndoBlocked) as error:
        undo_step(ws, wanted)
    assert rows.dump(ws) == before
    return str(error.value)


def test_a_later_change_of_the_same_cell_blocks_with_both_words(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, given="B")
    first = ref(workspace)
    with workspace.step("programme", "import_roster", about="7") as step:
        step.update("person", student, given="C")
    told = blocked(workspace, first)
    assert words_of("edit_person", "1") in told
    assert words_of("import_roster", "7") in told
    assert "Nothing was changed" in told


def test_a_later_change_of_another_cell_does_not_block(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, year="10")
    first = ref(workspace)
    rows.edit(workspace, "person", student, form="10C")
    undo_step(workspace, first)
    assert workspace.row("programme", "SELECT year, form FROM @.person WHERE uid = ?", (student,)) == ("9", "10C")


def test_a_group_is_one_cell(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, given="B")
    first = ref(workspace)
    rows.edit(workspace, "person", student, family="Kovač")
    blocked(workspace, first)


def test_undoing_an_adding_is_blocked_by_any_later_change(workspace: Workspace, student: str) -> None:
    made = ref(workspace)
    rows.edit(workspace, "person", student, year="11")
    blocked(workspace, made)


def test_undoing_an_adding_is_blocked_by_what_refers_to_it(workspace: Workspace, student: str) -> None:
    made = ref(workspace)
    with workspace.step("programme", "enrol_people", about="1") as step:
        rows.participant(step, student, rows.programme(workspace))
    workspace.event("programme", "export")
    rows.add_person(workspace)
    assert words_of("enrol_people", "1") in blocked(workspace, made)
    undo_step(workspace, next(i.ref for i in steps(workspace) if i.verb == "enrol_people"))
    undo_step(workspace, made)
    assert given(workspace, student) is None


def test_bringing_back_a_row_is_blocked_when_what_it_refers_to_is_gone(workspace: Workspace, student: str) -> None:
    with workspace.step("programme", "enrol_people") as step:
        participant = rows.participant(step, student, rows.programme(workspace))
    with workspace.step("programme", "withdraw_people") as step:
        step.delete("participant", participant)
    taken = ref(workspace)
    with workspace.step("programme", "remove_people", about="3") as step:
        step.delete("person", student)
    assert words_of("remove_people", "3") in blocked(workspace, taken)


def test_notes_of_any_tier_block_undoing_the_person(workspace: Workspace, student: str) -> None:
    """No foreign key spans two files; a note must not lose whom it is about."""
    made = ref(workspace)
    with workspace.step("private", "write_note", person=student) as step:
        rows.note(step, student)
    assert "note" in blocked(workspace, made)
    undo_step(workspace, ref(workspace, "private"))
    undo_step(workspace, made)


def test_a_step_is_undone_once(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, given="B")
    made = ref(workspace)
    undo_step(workspace, made)
    count = len(steps(workspace))
    with pytest.raises(NothingToUndo):
        undo_step(workspace, made)
    assert len(steps(workspace)) == count
    rows.edit(workspace, "person", student, given="B")
    with pytest.raises(NothingToUndo):
        undo_step(workspace, made)


def test_steps_may_be_undone_out_of_order_where_they_do_not_meet(workspace: Workspace) -> None:
    refs = []
    for n in range(5):
        rows.add_person(workspace, number=str(n))
        refs.append(ref(workspace))
    for n in (2, 0, 4, 1, 3):
        undo_step(workspace, refs[n])
    assert workspace.value("programme", "SELECT count(*) FROM @.person") == 0
    assert verify(workspace).ok


def test_an_undo_of_an_earlier_step_is_a_change_like_any_other(workspace: Workspace, student: str) -> None:
    """A to B, B to C, both taken back: bringing back the second alone would make C out of A."""
    rows.edit(workspace, "person", student, given="B")
    rows.edit(workspace, "person", student, given="C")
    undo_last(workspace)
    second_back = ref(workspace)
    undo_last(workspace)
    assert given(workspace, student) == "A"
    with pytest.raises(UndoBlocked):
        undo_step(workspace, second_back, verb="redo")
    assert given(workspace, student) == "A"


def test_a_step_and_its_undo_after_it_do_not_block(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, given="B")
    first = ref(workspace)
    rows.edit(workspace, "person", student, given="C")
    undo_last(workspace)
    redo_last(workspace)
    undo_last(workspace)
    undo_step(workspace, first)
    assert given(workspace, student) == "A"


def test_an_erased_step_cannot_be_undone(workspace: Workspace, student: str) -> None:
    made = ref(workspace)
    with workspace.step("programme", "erase", person=student, event=True) as step:
        step.run("UPDATE @.counter SET silent = 1")
        step.delete("person", student)
        step.run("UPDATE @.counter SET silent = 0")
        step.run("UPDATE @.journal SET change = NULL, salt = NULL WHERE person = ?", (student,))
    with pytest.raises(NothingToUndo):
        undo_step(workspace, made)
    assert last_undoable(workspace) is None
    assert verify(workspace).ok


def test_unknown_steps(workspace: Workspace) -> None:
    for wanted in (StepRef("programme", workspace.device, 99), StepRef("programme", "nobody", 1)):
        with pytest.raises(NothingToUndo):
            undo_step(workspace, wanted)


# confidential rows


def test_insert_only_rows_come_and_go(workspace: Workspace, student: str) -> None:
    with workspace.step("counselling", "write_note", person=student) as step:
        note = rows.note(step, student, "first")
    with workspace.step("counselling", "edit_note", person=student) as step:
        rows.wording(step, student, note, "second")
    after = rows.dump(workspace)
    for _ in range(2):
        undo_last(workspace)
    assert workspace.value("counselling", "SELECT count(*) FROM @.note_text") == 0
    for _ in range(2):
        redo_last(workspace)
    assert rows.dump(workspace) == after
    assert verify(workspace).ok


def test_undo_takes_the_newest_of_all_compartments(workspace: Workspace, student: str) -> None:
    for tier in ("counselling", "programme", "private"):
        if tier == "programme":
            rows.edit(workspace, "person", student, year="10")
        else:
            with workspace.step(tier, "write_note", person=student) as step:
                rows.note(step, student)
    assert [undo_last(workspace).compartment for _ in range(4)] == [
        "private", "programme", "counselling", "programme",
    ]  # fmt: skip


# whose steps


def test_only_ones_own_steps_of_this_laptop_are_offered(workspace_folder: Path, clock: FakeClock) -> None:
    ws, secret = vaults.reopen(workspace_folder, clock), Password("Other User", "two bridges in the fog")
    student = rows.add_person(ws)
    add_user(ws, secret.user, "coordinator", secret.password, cost=vaults.CHEAP)
    continue_as_new_device(ws)
    assert last_undoable(ws) is None
    rows.edit(ws, "person", student, given="B")
    ws.close()
    other = open_workspace(workspace_folder, secret, clock=clock)
    assert last_undoable(other) is None
    rows.edit(other, "person", student, year="10")
    assert undo_last(other)
    other.close()


# words


def test_steps_are_told_in_words(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, given="B")
    undo_last(workspace)
    redo_last(workspace)
    told = steps(workspace)
    words = words_of("edit_person", "1")
    assert [info.words for info in told[:3]] == [f"redo: {words}", f"undo: {words}", words]
    assert [info.undone for info in told[:3]] == [False, True, False]
    assert all(info.by for info in told)
    assert told[0].at >= told[-1].at


def test_what_was_undone_is_said(workspace: Workspace, student: str) -> None:
    rows.edit(workspace, "person", student, given="B")
    assert undo_last(workspace).about == words_of("edit_person", "1")
    assert redo_last(workspace).about == words_of("edit_person", "1")


def test_random_walks_of_steps_undos_and_redos(workspace: Workspace) -> None:
    """A stack of dumps is the model: undo goes down, redo up, a step cuts what is above."""
    noise = random.Random(5)
    people = [rows.add_person(workspace, given=str(n)) for n in range(4)]
    stack, at = [rows.dump(workspace)], 0
    floor = len(people)
    for turn in range(150):
        move = noise.random()
        if move < 0.4:
            tier = noise.choice(["programme", "counselling"])
            with workspace.step(tier, "x") as step:
                if tier == "counselling":
                    rows.note(step, noise.choice(people), f"text {turn}")
                else:
                    step.update("person", noise.choice(people), given=f"n{turn}", year=str(noise.randrange(7, 14)))
            stack = [*stack[: at + 1], rows.dump(workspace)]
            at += 1
        elif move < 0.75:
            if at == 0:
                assert len(stack) <= turn + floor
                continue
            undo_last(workspace)
            at -= 1
        elif at + 1 < len(stack):
            redo_last(workspace)
            at += 1
        assert rows.dump(workspace) == stack[at]
    assert verify(workspace).ok


def test_when_something_was_last_done(workspace: Workspace, clock: FakeClock) -> None:
    assert last_done(workspace, "print_nothing") is None
    for tier in ("counselling", "programme", "counselling"):
        clock.forward(seconds=60)
        workspace.event(tier, "read_note")
    assert last_done(workspace, "read_note") == clock.now().replace(microsecond=0)
