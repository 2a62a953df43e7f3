"""A note without any wording, as a merge may leave one: undone on one laptop, edited on the other."""

from __future__ import annotations

import pytest

from desktop.services import notes, people
from desktop.services.notes import errors
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace, undo_last, verify
from tests.services.notes.test_notes import ROOM

TIERS = pytest.mark.parametrize("tier", notes.TIERS)


def person(ws: Workspace, number: str) -> str:
    return people.add_person(ws, PersonDraft(number=number, family="Lovelace", given="Ada", year="9")).uid


def wordless(ws: Workspace, tier: int, about: str) -> str:
    """Put a note in place that has lost its words."""
    with ws.step(ROOM[tier], "write_note", person=about) as step:
        return step.insert(
            "note",
            person=about,
            author=ws.user.uid,
            written="2026-11-18T10:42:00+00:00",
            happened_on="2026-11-18",
            moved_why="",
        )


@TIERS
def test_it_reads_as_empty_and_its_author_can_write_it_anew(workspace: Workspace, tier: int) -> None:
    ada = person(workspace, "1")
    note = wordless(workspace, tier, ada)
    assert (notes.read(workspace, tier, note).text, notes.read(workspace, tier, note).wordings) == ("", 0)
    assert [head.uid for head in notes.notes_about(workspace, ada)] == [note]
    assert notes.search(workspace, "bridge") == ()
    assert notes.edit(workspace, tier, note, "under the bridge").count == 1
    assert notes.read(workspace, tier, note).text == "under the bridge"
    assert [hit.note for hit in notes.search(workspace, "bridge")] == [note]
    undo_last(workspace)
    assert notes.read(workspace, tier, note).text == ""
    assert verify(workspace).ok


@TIERS
def test_it_can_be_refiled_and_not_signed(workspace: Workspace, tier: int) -> None:
    ada, ben = person(workspace, "1"), person(workspace, "2")
    note = wordless(workspace, tier, ada)
    with pytest.raises(errors.TextEmpty):
        notes.sign(workspace, tier, note)
    moved = notes.refile(workspace, tier, note, ben, "about Ben").uid
    assert notes.read(workspace, tier, moved).text == ""
    assert [head.moved_away for head in notes.notes_about(workspace, ada)] == [True]
    assert verify(workspace).ok
