"""ROLE-04: the length of a file says in steps of 64 KiB how much is in it, and no closer."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import notes, people
from desktop.services.people import PersonDraft
from desktop.services.vault import Workspace, verify
from desktop.services.vault.cushion import PAGES

STEP = PAGES * 4096


def length(ws: Workspace, tier: str) -> int:
    return Path(ws.folder / ws.file_of(tier)).stat().st_size


@pytest.mark.parametrize("tier", [2, 4])
def test_role_04_short_and_long_notes_and_readings_make_a_file_of_the_same_length(
    workspace: Workspace, tier: int
) -> None:
    """ROLE-04: who sees the file alone cannot tell a line from a page, nor writing from reading."""
    compartment = {2: "counselling", 4: "private"}[tier]
    uid = people.add_person(workspace, PersonDraft("1", "Okafor", "Ada", year="8")).uid
    before = length(workspace, compartment)
    made = notes.write(workspace, tier, uid, "x").uid
    assert length(workspace, compartment) == before  # one that was never used looks the same
    lengths = [length(workspace, compartment)]
    for n in (1, 900, 2_000, 1, 4_000, 300):
        notes.write(workspace, tier, uid, "x" * n)
        workspace.sitting.clear()
        notes.read(workspace, tier, made)
        lengths.append(length(workspace, compartment))
    assert {one % STEP for one in lengths} == {0}
    assert len(set(lengths)) <= 2
    for n in (30_000, 200_000):
        notes.write(workspace, tier, uid, "x" * n)
        assert length(workspace, compartment) % STEP == 0
    assert workspace.value(compartment, "SELECT count(*) FROM @.sqlite_master WHERE name = 'cushion'") == 0
    assert verify(workspace).ok


def test_the_room_is_used_before_more_is_added(workspace: Workspace) -> None:
    uid = people.add_person(workspace, PersonDraft("1", "Okafor", "Ada", year="8")).uid
    steps, before = 0, 0
    for _ in range(60):
        notes.write(workspace, 2, uid, "x" * 1_500)
        steps += length(workspace, "counselling") != before
        before = length(workspace, "counselling")
    assert steps <= 6
    assert workspace.value("counselling", "PRAGMA @.freelist_count") < PAGES
