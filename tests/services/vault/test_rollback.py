"""Older and forked workspaces, lost records, copies: an older state is said, and one device id is one history."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from desktop.services.vault import Password, Workspace, open_workspace, steps, undo_last, verify
from desktop.services.vault.errors import OlderThanSeen, TwoHistories
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows

SECRET = Password(vaults.USER, vaults.PASSWORD)


def put_back(former: Path, folder: Path) -> None:
    """Put a former copy of the whole folder in the place of the present one."""
    shutil.rmtree(folder)
    shutil.copytree(former, folder)


def write(folder: Path, clock: FakeClock, given: str) -> str:
    """Open, add a student, close; give the device that wrote."""
    ws = vaults.reopen(folder, clock)
    rows.add_person(ws, given=given)
    ws.close()
    return ws.device


def devices(ws: Workspace) -> dict[str, int]:
    return dict(ws.rows("programme", "SELECT device, max(step) FROM @.step GROUP BY device"))


@pytest.fixture
def week_old(workspace_folder: Path, clock: FakeClock, tmp_path: Path) -> Path:
    """A copy of the workspace as it was a week before the newest step."""
    write(workspace_folder, clock, "Ada")
    former = Path(shutil.copytree(workspace_folder, tmp_path / "former"))
    clock.forward(days=7)
    write(workspace_folder, clock, "Ben")
    return former


def test_last_weeks_copy_is_told_with_both_dates(workspace_folder: Path, week_old: Path, clock: FakeClock) -> None:
    """FILE-06: older than last seen on this laptop, with both days."""
    put_back(week_old, workspace_folder)
    with pytest.raises(OlderThanSeen) as error:
        vaults.reopen(workspace_folder, clock)
    assert "2026-11-18" in str(error.value)
    assert "2026-11-25" in str(error.value)
    assert error.value.option == "--accept-older"


def test_one_older_file_beside_newer_ones_is_told(workspace_folder: Path, week_old: Path, clock: FakeClock) -> None:
    """Another laptop knows nothing; heads.json does."""
    shutil.copy(week_old / "programme.db", workspace_folder / "programme.db")
    with pytest.raises(OlderThanSeen):
        vaults.reopen(workspace_folder, clock)


def test_going_on_is_a_choice_and_is_journalled(workspace_folder: Path, week_old: Path, clock: FakeClock) -> None:
    """FILE-06: the choice stands in the journal."""
    former = vaults.reopen(workspace_folder, clock)
    device = former.device
    former.close()
    put_back(week_old, workspace_folder)
    ws = open_workspace(workspace_folder, SECRET, clock=clock, accept_older=True)
    assert ws.device != device
    newest = steps(ws, 1)[0]
    assert newest.verb == "accept_older"
    knows = json.loads(ws.value("programme", "SELECT knows FROM @.step WHERE device = ? AND step = 1", (ws.device,)))
    assert knows[device] == 1
    rows.add_person(ws, given="Cem")
    assert verify(ws).ok
    ws.close()
    again = vaults.reopen(workspace_folder, clock)
    assert again.device == ws.device
    assert verify(again).ok
    again.close()


def test_the_newer_one_coming_back_after_going_on_is_told(
    workspace_folder: Path, week_old: Path, clock: FakeClock, tmp_path: Path
) -> None:
    newer = Path(shutil.copytree(workspace_folder, tmp_path / "newer"))
    put_back(week_old, workspace_folder)
    ws = open_workspace(workspace_folder, SECRET, clock=clock, accept_older=True)
    rows.add_person(ws, given="Cem")
    ws.close()
    put_back(newer, workspace_folder)
    with pytest.raises((OlderThanSeen, TwoHistories)):
        vaults.reopen(workspace_folder, clock)


def test_two_histories_of_one_laptop(workspace_folder: Path, tmp_path: Path, own_home: Path) -> None:
    """The laptop's own record was copied with the folder, as a disk image is; the clone wrote other steps."""
    write(workspace_folder, FakeClock(), "Ada")
    folder, home = Path(shutil.copytree(workspace_folder, tmp_path / "clone")), tmp_path / "clone-home"
    shutil.copytree(own_home, home)
    write(workspace_folder, FakeClock(), "Ben")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(home))
        write(folder, FakeClock(), "Cem")
    put_back(folder, workspace_folder)
    with pytest.raises(TwoHistories) as error:
        vaults.reopen(workspace_folder, FakeClock())
    assert "different ways" in str(error.value)
    ws = open_workspace(workspace_folder, SECRET, clock=FakeClock(), accept_older=True)
    rows.add_person(ws)
    assert verify(ws).ok
    ws.close()


def test_a_lost_laptop_record_costs_a_new_device(workspace_folder: Path, clock: FakeClock, own_home: Path) -> None:
    first = write(workspace_folder, clock, "Ada")
    shutil.rmtree(own_home / "workspaces")
    second = write(workspace_folder, clock, "Ben")
    assert first != second
    ws = vaults.reopen(workspace_folder, clock)
    assert ws.device == second
    knows = json.loads(ws.value("programme", "SELECT knows FROM @.step WHERE device = ? AND step = 1", (second,)))
    assert knows[first] == 1
    assert verify(ws).ok
    ws.close()


def test_work_that_another_laptop_did_meanwhile_needs_a_new_device(
    workspace_folder: Path, clock: FakeClock, tmp_path: Path
) -> None:
    """The stick goes to another laptop and comes back: what is written here next must say that it knew."""
    first = write(workspace_folder, clock, "Ada")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(tmp_path / "elsewhere"))
        other = write(workspace_folder, clock, "Ben")
    ws = vaults.reopen(workspace_folder, clock)
    rows.add_person(ws, given="Cem")
    assert ws.device not in (first, other)
    knows = json.loads(ws.value("programme", "SELECT knows FROM @.step WHERE device = ? AND step = 1", (ws.device,)))
    assert knows[other] == 1
    assert verify(ws).ok
    ws.close()
    again = vaults.reopen(workspace_folder, clock)
    assert again.device == ws.device
    again.close()


def test_a_copy_opened_elsewhere_writes_under_a_device_of_its_own(
    workspace_folder: Path, clock: FakeClock, tmp_path: Path
) -> None:
    first = write(workspace_folder, clock, "Ada")
    copy = Path(shutil.copytree(workspace_folder, tmp_path / "copy.peerkeep"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(tmp_path / "elsewhere"))
        second = write(copy, clock, "Ben")
        assert write(copy, clock, "Bea") == second
    third = write(workspace_folder, clock, "Cem")
    assert first == third != second


def test_what_was_written_before_the_record_was_saved_is_no_other_history(
    workspace_folder: Path, clock: FakeClock, own_home: Path
) -> None:
    """A kill between commit and record leaves the record behind: the same device goes on."""
    device = write(workspace_folder, clock, "Ada")
    (record,) = (own_home / "workspaces").iterdir()
    former, heads = record.read_bytes(), (workspace_folder / "heads.json").read_bytes()
    write(workspace_folder, clock, "Ben")
    record.write_bytes(former)
    (workspace_folder / "heads.json").write_bytes(heads)
    ws = vaults.reopen(workspace_folder, clock)
    assert ws.device == device
    rows.add_person(ws, given="Cem")
    assert devices(ws)[device] == 3
    assert verify(ws).ok
    ws.close()


def test_undo_after_going_on_offers_nothing_of_before(workspace_folder: Path, week_old: Path, clock: FakeClock) -> None:
    put_back(week_old, workspace_folder)
    ws = open_workspace(workspace_folder, SECRET, clock=clock, accept_older=True)
    rows.add_person(ws, given="Cem")
    assert undo_last(ws)
    assert ws.value("programme", "SELECT count(*) FROM @.person") == 1
    ws.close()


def test_a_refused_opening_writes_nothing(
    workspace_folder: Path, week_old: Path, clock: FakeClock, own_home: Path
) -> None:
    put_back(week_old, workspace_folder)
    before = {p: p.read_bytes() for p in [*workspace_folder.rglob("*"), *own_home.rglob("*")] if p.is_file()}
    for _ in range(2):
        with pytest.raises(OlderThanSeen):
            vaults.reopen(workspace_folder, clock)
    assert {p: p.read_bytes() for p in before if p.name != "in-use.lock"} == {
        p: content for p, content in before.items() if p.name != "in-use.lock"
    }
