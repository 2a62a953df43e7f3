"""No key of a file is dropped before the file has its next one, whatever the drive refuses in between.

Found by the fault campaign of changed roles: the keyring was kept, the laptop's record could not be, and finishing
later dropped the only key of the counselling notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.vault import Workspace, add_user, change_role, compartment, find_user, rotation, verify
from desktop.services.vault.heads import LaptopRecord
from desktop.services.vault.staff_errors import KeyNotChanged
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows

OTHER = "New Colleague"


@pytest.fixture
def staffed(workspace_folder: Path, clock: FakeClock) -> Iterator[Workspace]:
    """An open workspace with a note and a second counsellor."""
    ws = vaults.reopen(workspace_folder, clock)
    person = rows.add_person(ws)
    with ws.step("counselling", "write_note", person=person) as step:
        rows.note(step, person, "before")
    add_user(ws, OTHER, "counsellor", "five lanterns at noon", cost=vaults.CHEAP)
    yield ws
    ws.close()


def whole_again(ws: Workspace, clock: FakeClock) -> None:
    """Open it as a person would next; the note is there, and the new key is made."""
    ws.close()
    again = vaults.reopen(ws.folder, clock)
    try:
        rotation.finish(again)
        assert rotation.unfinished(again) == ()
        assert again.value("counselling", "SELECT count(*) FROM @.note_text WHERE text = 'before'") == 1
        assert verify(again).ok
    finally:
        again.close()


def test_a_next_key_that_is_not_at_hand_is_waited_for(
    staffed: Workspace, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(rotation, "turn", lambda *_: None)
        change_role(staffed, OTHER, "coordinator")
    staffed.opened.pending.clear()
    assert rotation.finish(staffed) == ()
    assert rotation.unfinished(staffed) == ("counselling",)
    whole_again(staffed, clock)


def test_a_laptop_record_that_cannot_be_saved_costs_no_key(
    staffed: Workspace, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise files.MediumGone

    with monkeypatch.context() as patched:
        patched.setattr(LaptopRecord, "save", refused)
        change_role(staffed, OTHER, "coordinator")
    assert find_user(staffed, OTHER).role == "coordinator"
    change_role(staffed, OTHER, "counsellor")
    assert find_user(staffed, OTHER).role == "counsellor"
    whole_again(staffed, clock)


def test_a_drive_that_refuses_the_new_key_is_said_in_a_sentence(staffed: Workspace, tmp_path: Path) -> None:
    path, key = tmp_path / "counselling.db", staffed.opened.grants["counselling"].key
    path.write_bytes((staffed.folder / "counselling.db").read_bytes()[:-4096] + bytes(4096))
    with pytest.raises((KeyNotChanged, files.FileRefused)):
        compartment.change_key(path, key, compartment.new_key())
    assert compartment.opens(path, key)


def test_files_that_cannot_be_opened_again_are_said_and_can_be_unlocked_anew(
    staffed: Workspace, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The drive goes away while the files are closed for their new keys: a sentence, no lock left, nothing lost."""

    def gone(*_args: object, **_more: object) -> None:
        raise sqlite.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(compartment, "connect_all", gone)
        with pytest.raises(files.MediumGone):
            change_role(staffed, OTHER, "coordinator")
        with pytest.raises(files.MediumGone):
            staffed.rows("programme", "SELECT 1")
    whole_again(staffed, clock)
