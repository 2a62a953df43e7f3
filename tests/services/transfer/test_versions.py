"""Second versions of files that a program for keeping folders in step made: ENV-05."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.services import people, transfer
from desktop.services.people.types import PersonDraft
from desktop.services.transfer.errors import NoSuchVersion
from desktop.services.vault import Workspace, load_keyring, strays
from desktop.services.vault.strays import Stray
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault.tampering import hashes

DROPBOX = "programme (Ann's conflicted copy 2026-11-18).db"


@pytest.mark.parametrize(
    ("name", "of"),
    [
        (DROPBOX, "programme.db"),
        ("programme-ROOM12.db", "programme.db"),
        ("programme (1).db", "programme.db"),
        ("programme 2.db", "programme.db"),
        ("programme (conflicted copy 2026-11-18 101010).db", "programme.db"),
        ("counselling.sync-conflict-20261118-101010-ABCDEFG.db", "counselling.db"),
        ("keyring (1).json", "keyring.json"),
        ("heads-ROOM12.json", "heads.json"),
        ("programme.db", ""),
        ("programmed.db", ""),
        ("programme.db-journal", ""),
        ("programme.db-1f.set-aside", ""),
        ("notes.db", ""),
        ("contacts.json", ""),
    ],
)
def test_they_are_found_by_their_names(workspace_folder: Path, name: str, of: str) -> None:
    """ENV-05: the forms of OneDrive, Dropbox, Google Drive, iCloud, Nextcloud and Syncthing, and nothing of ours."""
    (workspace_folder / name).touch()
    found = strays.find(workspace_folder, load_keyring(workspace_folder))
    assert found == ((Stray(name, of),) if of else ())


@pytest.fixture
def parted(workspace_folder: Path, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which two computers wrote at once; what the other one wrote lies beside."""
    other = Path(shutil.copytree(workspace_folder, tmp_path / "other" / "Northfield.peerkeep"))
    add(workspace_folder, clock, "1001", "1002")
    home = tmp_path / "their home"
    with monkeypatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(home))
        add(other, clock, "2001")
    shutil.copy(other / "programme.db", workspace_folder / DROPBOX)
    return workspace_folder


def add(folder: Path, clock: FakeClock, *numbers: str) -> None:
    ws = vaults.reopen(folder, clock)
    for number in numbers:
        people.add_person(ws, PersonDraft(number, f"Family {number}", "Kim"))
    ws.close()


@pytest.fixture
def ws(parted: Path, clock: FakeClock) -> Workspace:
    opened = vaults.reopen(parted, clock)
    yield opened  # type: ignore[misc]  # a fixture that cleans up
    opened.close()


def test_they_are_said_at_opening_and_compared(ws: Workspace, clock: FakeClock) -> None:
    """ENV-05: what only the other version holds, and what only the workspace does."""
    assert f"stray:{DROPBOX}" in ws.notices
    (one,) = transfer.versions(ws)
    assert (one.compared, one.of, one.there, one.here) == (True, "programme.db", 1, 2)
    assert one.at == ws.now()
    assert not one.needless


def test_one_is_opened_beside_and_nothing_here_changes(ws: Workspace, tmp_path: Path) -> None:
    """ENV-05: what is missing here can be carried over from a workspace of its own."""
    before = hashes(ws.folder)
    beside = transfer.open_version(ws, DROPBOX, tmp_path / "Beside.peerkeep")
    assert [one.number for one in people.list_people(beside)] == ["2001"]
    assert beside.device != ws.device
    beside.close()
    assert hashes(ws.folder) == before
    assert [one.number for one in people.list_people(ws)] == ["1001", "1002"]


def test_setting_aside_keeps_every_byte(ws: Workspace) -> None:
    """ENV-05: moved, never removed; the journal says so, and names nobody."""
    content = (ws.folder / DROPBOX).read_bytes()
    changes = transfer.set_aside(ws, DROPBOX)
    assert changes.verb == "set_aside_version"
    (kept,) = (ws.folder / "set-aside").iterdir()
    assert kept.read_bytes() == content
    assert "Ann" not in kept.name
    assert transfer.versions(ws) == ()
    assert not any(notice.startswith("stray:") for notice in ws.notices)
    said = ws.row("programme", "SELECT verb, about FROM @.step ORDER BY clock DESC LIMIT 1")
    assert said == ("set_aside_version", "1")
    with pytest.raises(NoSuchVersion, match="Nothing was changed"):
        transfer.set_aside(ws, DROPBOX)


def test_one_that_holds_nothing_more_is_needless(ws: Workspace) -> None:
    """ENV-05: a copy of the workspace's own file, and one of the keyring."""
    shutil.copy(ws.folder / "programme.db", ws.folder / "programme (1).db")
    shutil.copy(ws.folder / "keyring.json", ws.folder / "keyring (1).json")
    found = {one.name: one for one in transfer.versions(ws)}
    assert found["programme (1).db"].needless
    assert found["keyring (1).json"].needless


def test_one_that_no_key_opens_is_kept_and_said(ws: Workspace) -> None:
    """ENV-05: what cannot be compared is not called needless."""
    (ws.folder / "programme (3).db").write_bytes(b"x" * 8192)
    found = {one.name: one for one in transfer.versions(ws)}
    assert not found["programme (3).db"].compared
    assert not found["programme (3).db"].needless
