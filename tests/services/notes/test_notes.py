"""Notes: written, changed until signed, added to, re-filed, read. On a real workspace with three compartments."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.services import notes, people
from desktop.services.notes import errors
from desktop.services.people.errors import NoSuchPerson
from desktop.services.people.types import PersonDraft
from desktop.services.vault import (
    Password,
    Workspace,
    add_user,
    new_uid,
    open_workspace,
    redo_last,
    steps,
    undo_last,
    verify,
)
from tests import vaults
from tests.fakes.clock import FakeClock

TIERS = pytest.mark.parametrize("tier", notes.TIERS)
ROOM = {1: "programme", 2: "counselling", 4: "private"}


@pytest.fixture
def ada(workspace: Workspace) -> str:
    return add_ada(workspace)


def add_ada(ws: Workspace) -> str:
    return people.add_person(ws, PersonDraft(number="1", family="Lovelace", given="Ada", year="9")).uid


@pytest.fixture
def ben(workspace: Workspace) -> str:
    return people.add_person(workspace, PersonDraft(number="2", family="Banneker", given="Ben", year="8")).uid


def reads(ws: Workspace, tier: int) -> int:
    return len([step for step in steps(ws) if step.verb == "read_note" and step.ref.compartment == ROOM[tier]])


@TIERS
def test_a_note_is_read_as_it_was_written(workspace: Workspace, ada: str, tier: int) -> None:
    done = notes.write(workspace, tier, ada, "First line\r\n\tsecond\rthird\0 \u2028 Łódź 🙂\n")
    assert done.compartment == ROOM[tier]
    assert {touched.table for touched in done.touched} == {"note", "note_text"}
    (head,) = notes.notes_about(workspace, ada)
    assert head.uid == done.uid
    assert (head.tier, head.person, head.author, head.mine) == (tier, ada, vaults.USER, True)
    assert head.written == "2026-11-18T10:42:00+00:00"
    assert head.happened_on == "2026-11-18"
    assert head.signed is None
    read = notes.read(workspace, tier, head.uid)
    assert read.text == "First line\n\tsecond\nthird \n Łódź 🙂\n"
    assert read.head == head
    assert read.wordings == 1


@TIERS
def test_a_reading_of_confidential_notes_is_journalled_once_a_sitting(
    workspace: Workspace, ada: str, tier: int
) -> None:
    note = notes.write(workspace, tier, ada, "text").uid
    notes.notes_about(workspace, ada)
    assert reads(workspace, tier) == 0
    for _ in range(3):
        notes.read(workspace, tier, note)
    assert reads(workspace, tier) == (0 if tier == notes.PROGRAMME else 1)


def test_a_new_sitting_journals_again(workspace_folder: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(workspace_folder, clock)
    note = notes.write(ws, 2, add_ada(ws), "text").uid
    for count in (1, 2):
        notes.read(ws, 2, note)
        assert reads(ws, 2) == count
        ws.close()
        ws = vaults.reopen(workspace_folder, clock)
    ws.close()


@TIERS
def test_changing_keeps_every_wording_and_signing_ends_it(workspace: Workspace, ada: str, tier: int) -> None:
    note = notes.write(workspace, tier, ada, "first").uid
    assert notes.edit(workspace, tier, note, "second")
    assert not notes.edit(workspace, tier, note, "second")
    assert notes.edit(workspace, tier, note, "second", happened_on="2026-11-02")
    read = notes.read(workspace, tier, note)
    assert (read.text, read.wordings, read.head.happened_on) == ("second", 2, "2026-11-02")
    assert notes.sign(workspace, tier, note)
    assert notes.read(workspace, tier, note).head.signed == "2026-11-18T10:42:00+00:00"
    with pytest.raises(errors.SignedAlready):
        notes.edit(workspace, tier, note, "third")
    with pytest.raises(errors.SignedAlready):
        notes.sign(workspace, tier, note)
    assert notes.read(workspace, tier, note).text == "second"


def test_an_addendum_has_a_reason_and_a_day(workspace: Workspace, ada: str, clock: FakeClock) -> None:
    note = notes.write(workspace, 2, ada, "text").uid
    with pytest.raises(errors.NotSigned):
        notes.add_addendum(workspace, 2, note, "why", "more")
    notes.sign(workspace, 2, note)
    with pytest.raises(errors.ReasonMissing):
        notes.add_addendum(workspace, 2, note, " \n ", "more")
    with pytest.raises(errors.TextEmpty):
        notes.add_addendum(workspace, 2, note, "why", " ")
    clock.forward(days=2)
    done = notes.add_addendum(workspace, 2, note, " the  wrong\nday ", "It was Tuesday.")
    clock.forward(days=1)
    notes.add_addendum(workspace, 2, note, "again", "Or Wednesday.")
    read = notes.read(workspace, 2, note)
    assert read.text == "text"
    assert [(a.reason, a.text, a.author, a.at[:10]) for a in read.addenda] == [
        ("the wrong day", "It was Tuesday.", vaults.USER, "2026-11-20"),
        ("again", "Or Wednesday.", vaults.USER, "2026-11-21"),
    ]
    assert read.addenda[0].uid == done.uid
    assert read.head.addenda == 2


@TIERS
def test_refiling_leaves_a_trace_in_both_records(workspace: Workspace, ada: str, ben: str, tier: int) -> None:
    note = notes.write(workspace, tier, ada, "first", pair=new_uid(), happened_on="2026-11-03").uid
    notes.edit(workspace, tier, note, "about Ben")
    notes.sign(workspace, tier, note)
    notes.add_addendum(workspace, tier, note, "detail", "more about Ben")
    moved = notes.refile(workspace, tier, note, ben, "written in the wrong record").uid
    (old,), (new,) = notes.notes_about(workspace, ada), notes.notes_about(workspace, ben)
    assert (old.uid, new.uid) == (note, moved)
    assert old.moved_away
    assert not new.moved_away
    assert new.pair is None
    assert (new.happened_on, new.written, new.signed) == (old.happened_on, old.written, old.signed)
    (gone,), (come,) = old.traces, new.traces
    assert (gone.way, gone.note, gone.person) == ("away", moved, ben)
    assert (come.way, come.note, come.person) == ("here", note, ada)
    for trace in (gone, come):
        assert (trace.why, trace.by, trace.at[:10]) == ("written in the wrong record", vaults.USER, "2026-11-18")
    read = notes.read(workspace, tier, moved)
    assert read.text == "about Ben"
    assert [a.text for a in read.addenda] == ["more about Ben"]
    for refused in (
        lambda: notes.read(workspace, tier, note),
        lambda: notes.edit(workspace, tier, note, "x"),
        lambda: notes.sign(workspace, tier, note),
        lambda: notes.add_addendum(workspace, tier, note, "x", "y"),
        lambda: notes.refile(workspace, tier, note, ben, "x"),
    ):
        with pytest.raises(errors.MovedAway):
            refused()
    with pytest.raises(errors.SamePerson):
        notes.refile(workspace, tier, moved, ben, "x")
    assert verify(workspace).problems == ()


@TIERS
def test_every_verb_can_be_undone_to_an_equal_dump(workspace: Workspace, ada: str, ben: str, tier: int) -> None:
    def dump() -> list[object]:
        return [
            workspace.rows(ROOM[tier], f"SELECT * FROM @.{t} ORDER BY uid") for t in ("note", "note_text", "addendum")
        ]

    seen = [dump()]
    note = notes.write(workspace, tier, ada, "first").uid
    for verb in (
        lambda: None,
        lambda: notes.edit(workspace, tier, note, "second", happened_on="2026-11-02"),
        lambda: notes.sign(workspace, tier, note),
        lambda: notes.add_addendum(workspace, tier, note, "why", "more"),
        lambda: notes.refile(workspace, tier, note, ben, "wrong"),
    ):
        verb()
        seen.append(dump())
    words = []
    for before in reversed(seen[:-1]):
        words.append(undo_last(workspace).about)
        assert dump() == before
    assert words == ["re-filing of a note", "addendum to a note", "signing of a note", "change of a note", "note"]
    for after in seen[1:]:
        redo_last(workspace)
        assert dump() == after
    assert verify(workspace).problems == ()


@pytest.mark.parametrize("text", ["", " \n\t", "\0\0"])
def test_an_empty_note_is_refused(workspace: Workspace, ada: str, text: str) -> None:
    with pytest.raises(errors.TextEmpty):
        notes.write(workspace, 1, ada, text)
    assert notes.notes_about(workspace, ada) == ()


def test_a_long_note_is_kept_and_an_endless_one_refused(workspace: Workspace, ada: str) -> None:
    note = notes.write(workspace, 2, ada, "x" * 200_000).uid
    assert len(notes.read(workspace, 2, note).text) == 200_000
    with pytest.raises(errors.TextTooLong, match="500000"):
        notes.write(workspace, 2, ada, "x" * 1_000_000)
    with pytest.raises(errors.TextTooLong):
        notes.edit(workspace, 2, note, "x" * 1_000_000)


def test_half_a_character_is_no_obstacle(workspace: Workspace, ada: str) -> None:
    note = notes.write(workspace, 1, ada, "broken \ud83d emoji").uid
    assert notes.read(workspace, 1, note).text == "broken ? emoji"


def test_days_are_checked(workspace: Workspace, ada: str, clock: FakeClock) -> None:
    notes.write(workspace, 1, ada, "x", happened_on=clock.today() - timedelta(days=9))
    with pytest.raises(errors.NoSuchDay):
        notes.write(workspace, 1, ada, "x", happened_on="31.12.2026")
    with pytest.raises(errors.DayToCome):
        notes.write(workspace, 1, ada, "x", happened_on=clock.today() + timedelta(days=1))
    (head,) = notes.notes_about(workspace, ada)
    assert head.happened_on == "2026-11-09"


@TIERS
def test_nobody_is_nobody(workspace: Workspace, ada: str, tier: int) -> None:
    with pytest.raises(NoSuchPerson):
        notes.write(workspace, tier, new_uid(), "x")
    note = notes.write(workspace, tier, ada, "x").uid
    with pytest.raises(NoSuchPerson):
        notes.refile(workspace, tier, note, new_uid(), "why")
    for refused in (notes.read, notes.sign):
        with pytest.raises(errors.NoSuchNote):
            refused(workspace, tier, new_uid())


@pytest.mark.parametrize("tier", [0, 3, 5, -1])
def test_a_tier_that_notes_do_not_have_is_refused(workspace: Workspace, ada: str, tier: int) -> None:
    with pytest.raises(errors.TierNotHeld):
        notes.write(workspace, tier, ada, "x")


def test_a_coordinator_sees_and_writes_tier_1_alone(workspace_folder: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(workspace_folder, clock)
    ada = add_ada(ws)
    for tier in notes.TIERS:
        note = notes.write(ws, tier, ada, f"tier {tier} heron").uid
    add_user(ws, "Coordinator", "coordinator", "five otters under moss", cost=vaults.CHEAP)
    ws.close()
    ws = open_workspace(workspace_folder, Password("Coordinator", "five otters under moss"), clock=clock)
    assert [head.tier for head in notes.notes_about(ws, ada)] == [1]
    assert notes.tiers_held(ws) == (1,)
    for tier in (2, 4):
        with pytest.raises(errors.TierNotHeld):
            notes.write(ws, tier, ada, "x")
        with pytest.raises(errors.TierNotHeld):
            notes.read(ws, tier, note)
    assert [hit.tier for hit in notes.search(ws, "heron")] == [1]
    (own,) = notes.notes_about(ws, ada)
    assert not own.mine
    assert own.author == vaults.USER
    with pytest.raises(errors.NotYours):
        notes.edit(ws, 1, own.uid, "x")
    with pytest.raises(errors.NotYours):
        notes.sign(ws, 1, own.uid)
    assert notes.unsigned(ws) == ()
    ws.close()


def test_unsigned_lists_what_waits_oldest_first(workspace: Workspace, ada: str, ben: str, clock: FakeClock) -> None:
    written = []
    for tier in (4, 2, 1):
        written.append(notes.write(workspace, tier, ada, "x").uid)
        clock.forward(hours=1)
    signed = notes.write(workspace, 2, ada, "x").uid
    notes.sign(workspace, 2, signed)
    away = notes.write(workspace, 2, ada, "x").uid
    here = notes.refile(workspace, 2, away, ben, "why").uid
    assert [head.uid for head in notes.unsigned(workspace)] == [*written, here]


def test_notes_beside_a_pair(workspace: Workspace, ada: str, ben: str) -> None:
    pair = new_uid()
    mine = notes.write(workspace, 1, ada, "x", pair=pair).uid
    his = notes.write(workspace, 2, ben, "x", pair=pair, meeting=new_uid()).uid
    notes.write(workspace, 1, ada, "x")
    assert [head.uid for head in notes.notes_about(workspace, ada, pair)] == [mine]
    assert {head.uid for head in notes.notes_beside(workspace, pair)} == {mine, his}


def test_no_word_of_a_note_reaches_the_journal_of_steps_or_the_folder(workspace: Workspace, ada: str) -> None:
    note = notes.write(workspace, 2, ada, "canaryword").uid
    notes.edit(workspace, 2, note, "canaryword twice")
    notes.build_index(workspace)
    notes.search(workspace, "canaryword")
    assert all("canary" not in str(step) for step in steps(workspace))
    for compartment in ("programme", "counselling"):
        assert "canary" not in str(workspace.rows(compartment, "SELECT * FROM @.journal"))
    assert all(b"canary" not in path.read_bytes() for path in _files(workspace.folder))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
