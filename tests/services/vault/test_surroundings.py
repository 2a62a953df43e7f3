"""Clocks, paths, drives and memory around a workspace: ENV-09, ENV-10, CRASH-18, CRASH-20."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from desktop.services import files, media, notes, people, transfer
from desktop.services.errors import OutOfMemory
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace, steps, undo_last, unlock, verify
from desktop.services.vault.copy_errors import TooLargeForDrive
from desktop.views.messages import sentence_of
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault.opened import SECRET
from tests.services.vault.test_reading_only import as_another_account

ROOT = Path(__file__).parents[3]


def test_a_clock_a_year_behind_hides_nothing_and_keeps_the_order(workspace_folder: Path, clock: FakeClock) -> None:
    """ENV-09: notes of "the future" are shown and found, the order of steps is the counter's, and it is said."""
    ws = vaults.reopen(workspace_folder, clock)
    kim = people.add_person(ws, PersonDraft("1001", "Okafor", "Kim")).uid
    first = notes.write(ws, 2, kim, "before the clock went back").uid
    ws.close()
    back = FakeClock(clock.now() - timedelta(days=365))
    ws = unlock(workspace_folder, SECRET, clock=back)
    assert f"clock:{clock.today().isoformat()}" in ws.notices
    second = notes.write(ws, 2, kim, "after the clock went back").uid
    shown = {one.uid: notes.read(ws, 2, one.uid).text for one in notes.notes_about(ws, kim)}
    assert shown == {first: "before the clock went back", second: "after the clock went back"}
    clocks = [
        at
        for (at,) in ws.rows("counselling", "SELECT clock FROM @.step WHERE verb = 'write_note' ORDER BY device, step")
    ]
    assert clocks == sorted(clocks)
    undo_last(ws)
    assert [one.uid for one in notes.notes_about(ws, kim)] == [first]
    assert verify(ws).ok
    ws.close()


@pytest.mark.parametrize("hours", [-11, 13])
def test_another_time_zone_is_no_clock_behind(workspace_folder: Path, clock: FakeClock, hours: int) -> None:
    """ENV-09: a change of the zone, or of summer time, changes no order and gives no notice."""
    ws = vaults.reopen(workspace_folder, clock)
    people.add_person(ws, PersonDraft("1001", "Okafor", "Kim"))
    ws.close()
    there = FakeClock(clock.now().astimezone(timezone(timedelta(hours=hours))) + timedelta(minutes=1))
    ws = unlock(workspace_folder, SECRET, clock=there)
    assert not any(notice.startswith("clock:") for notice in ws.notices)
    people.add_person(ws, PersonDraft("1002", "Okafor", "Lou"))
    assert [one.verb for one in steps(ws)[:2]] == ["add_person", "add_person"]
    assert people.person_by_number(ws, "1002").number == steps_number(ws)
    ws.close()


def steps_number(ws: Workspace) -> str:
    """Give the number of the person whom the newest step by its clock wrote."""
    row = ws.value(
        "programme",
        "SELECT p.number FROM @.step s JOIN @.journal j ON j.device = s.device AND j.step = s.step "
        "JOIN @.person p ON p.uid = j.row WHERE s.verb = 'add_person' ORDER BY s.clock DESC LIMIT 1",
    )
    return str(row)


LONG = "x" * 240 + ".peerkeep"


@pytest.mark.parametrize(
    "parts",
    [
        ("a folder with blanks", "Our  school .peerkeep"),
        ("🎒 Schule", "Grüße 東京 🏫.peerkeep"),
        ("percent %41 # and ? & mode=ro", "50%.peerkeep"),
        ("quote's", 'say "hi".peerkeep' if sys.platform != "win32" else "hi.peerkeep"),
        (LONG,),
    ],
    ids=["blanks", "emoji", "marks", "quotes", "250"],
)
def test_odd_paths_open(template: Path, tmp_path: Path, clock: FakeClock, parts: tuple[str, ...]) -> None:
    """ENV-10: blanks, emoji, characters that mean something in addresses, and 250 characters."""
    folder = tmp_path.joinpath(*parts)
    folder.parent.mkdir(parents=True, exist_ok=True)
    vaults.copy(template, folder)
    ws = unlock(folder, SECRET, clock=clock)
    assert not ws.read_only
    people.add_person(ws, PersonDraft("1001", "Okafor", "Kim"))
    ws.close()
    ws = unlock(folder, SECRET, clock=clock)
    assert people.person_by_number(ws, "1001").given == "Kim"
    ws.close()


def test_a_path_that_is_too_long_says_why(tmp_path: Path, clock: FakeClock) -> None:
    """ENV-10: a name that the system does not take is refused with a sentence, and nothing is made."""
    with pytest.raises((files.BadName, files.FileRefused), match="Nothing was changed"):
        vaults.make(tmp_path / ("y" * 300 + ".peerkeep"), clock)
    assert list(tmp_path.iterdir()) == [] or [one.name for one in tmp_path.iterdir()] == ["home"]


def test_another_drive_letter_is_the_same_workspace(workspace_folder: Path, clock: FakeClock) -> None:
    """ENV-10: the laptop knows a workspace by its identity, not by where it lies; so a moved one is no new device."""
    ws = unlock(workspace_folder, SECRET, clock=clock)
    people.add_person(ws, PersonDraft("1001", "Okafor", "Kim"))
    device = ws.device
    ws.close()
    moved = workspace_folder.rename(workspace_folder.parent / "elsewhere.peerkeep")
    ws = unlock(moved, SECRET, clock=clock)
    assert ws.device == device
    assert not ws.read_only
    ws.close()


def test_below_a_folder_that_cannot_be_written(workspace_folder: Path) -> None:
    """ENV-10: a read-only parent keeps nobody from working in the workspace itself."""
    done = as_another_account(
        """
        import os, stat
        assert not os.access(folder.parent, os.W_OK)
        ws = unlock(folder, secret)
        with ws.step("programme", "add_person") as step:
            from tests.services.vault import rows
            rows.person(step)
        print(ws.read_only, step.changes.count)
        ws.close()
        """,
        workspace_folder,
    )
    assert done == "False 1"


def test_a_copy_that_fat_cannot_hold_is_refused_before_it_starts(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CRASH-18: the limit of the file system is known before a byte is written."""
    monkeypatch.setattr(media, "largest_file", lambda _: 100_000)
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(TooLargeForDrive, match="No copy was made"):
        transfer.copy_out(workspace, stick / "a.peerkeep-copy")
    assert list(stick.iterdir()) == []
    monkeypatch.setattr(media, "largest_file", lambda _: media.FAT_MOST)
    assert transfer.copy_out(workspace, stick / "a.peerkeep-copy").size > 0


def test_a_full_stick_and_a_name_it_does_not_take(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CRASH-18: no room is known before; a name that is refused leaves nothing."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(files.FileRefused):
        transfer.copy_out(workspace, stick / ("z" * 300))
    monkeypatch.setattr("desktop.services.vault.container.free_space", lambda _: 1000)
    with pytest.raises(files.DiskFull):
        transfer.copy_out(workspace, stick / "a.peerkeep-copy")
    assert list(stick.iterdir()) == []
    assert all(not set(name) & set('<>:"/\\|?*') for name in (transfer.propose_name(workspace),))


SCARCE = """
import resource, sys
from pathlib import Path
from desktop.services import notes, people
from desktop.services.errors import OutOfMemory
from desktop.services.notes.errors import TextTooLong
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Password, open_workspace, verify
from tests import vaults
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, resource.getrlimit(resource.RLIMIT_AS)[1]))
ws = open_workspace(Path(sys.argv[1]), Password(vaults.USER, vaults.PASSWORD))
kim = people.add_person(ws, PersonDraft("1001", "Okafor", "Kim")).uid
try:
    notes.write(ws, 2, kim, "x" * 10_000_000)
except TextTooLong as error:
    print(error)
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (8 << 20), resource.getrlimit(resource.RLIMIT_AS)[1]))
try:
    with ws.step("counselling", "write_note") as step:
        step.run("INSERT INTO @.note_text (uid, note, person, text, author, at) VALUES (?,?,?,?,?,?)",
                 ("u", "n", kim, "y" * 30_000_000, "", ""))
    print("saved")
except OutOfMemory:
    print("no memory")
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, resource.getrlimit(resource.RLIMIT_AS)[1]))
print(ws.connection.in_transaction, notes.write(ws, 2, kim, "small").count > 0, verify(ws).ok)
ws.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory as Linux sets them")
def test_out_of_memory_loses_nothing(workspace_folder: Path) -> None:
    """CRASH-20: 1 GiB and a note of 10 MB: a sentence; no memory in the middle of a step: taken back, the next works."""
    done = subprocess.run(
        [sys.executable, "-c", SCARCE, workspace_folder],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60, env=dict(os.environ),
    )  # fmt: skip
    said = done.stdout.splitlines()
    assert "Nothing was saved" in said[0], done.stderr[-500:]
    assert said[1:] == ["no memory", "False True True"], (done.returncode, done.stderr[-900:])


def test_out_of_memory_has_a_sentence() -> None:
    """CRASH-20: in the window and on the command line."""
    assert sentence_of(MemoryError()) == str(OutOfMemory())
    assert "not enough memory" in str(OutOfMemory())
