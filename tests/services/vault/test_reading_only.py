"""Workspaces that may not be written: read-only media, somebody else at work, network drives (CRASH-15, ENV-02)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.services import files, media, notes, places, programme
from desktop.services.vault import (
    add_recovery,
    change_password,
    new_words,
    open_rest,
    open_workspace,
    unlock,
)
from desktop.services.vault.errors import NotHeld
from desktop.services.vault.reading_errors import MediumReadOnly, OnNetworkDrive, OpenElsewhere
from desktop.services.vault.reading_only import LOCK
from tests import media as test_media
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows
from tests.services.vault.opened import SECRET, refused
from tests.services.vault.tampering import hashes

ROOT = Path(__file__).parents[3]


def filled(folder: Path, clock: FakeClock) -> tuple[str, str]:
    """Write a student and a counselling note; give their uids."""
    ws = vaults.reopen(folder, clock)
    with ws.step("programme", "add_person") as step:
        person = rows.person(step)
    note = notes.write(ws, 2, person, "She slept badly.").uid
    ws.close()
    return person, note


@pytest.fixture
def medium(workspace_folder: Path, tmp_path: Path, clock: FakeClock) -> Iterator[tuple[Path, str]]:
    """A workspace on a read-only medium, and a note of tier 2 in it."""
    _, note = filled(workspace_folder, clock)
    with test_media.mounted(tmp_path / "medium") as place:
        folder = Path(shutil.copytree(workspace_folder, place / "Northfield.peerkeep"))
        test_media.protect(place)
        yield folder, note


def test_a_read_only_medium_is_opened_for_reading(medium: tuple[Path, str], clock: FakeClock) -> None:
    """CRASH-15: it opens, says why nothing can be saved, leaves no journal, and every way to write is refused."""
    folder, note = medium
    before = hashes(folder)
    ws = unlock(folder, SECRET, clock=clock)
    assert ws.read_only
    assert isinstance(ws.refusal, MediumReadOnly)
    assert notes.read(ws, 2, note).text == "She slept badly."
    for write in (
        lambda: notes.write(ws, 2, notes.read(ws, 2, note).head.person, "More."),
        lambda: programme.set_school(ws, programme.school(ws)),
        lambda: add_recovery(ws, new_words()),
        lambda: change_password(ws, vaults.PASSWORD, "nine herons over water"),
        lambda: ws.remember(),
    ):
        with pytest.raises(MediumReadOnly, match="open for reading only"):
            write()
    ws.drafts.sweep()
    ws.tell()
    programme.refresh_card(ws)
    ws.close()
    assert hashes(folder) == before


def test_confidential_tiers_need_the_password_again(medium: tuple[Path, str], clock: FakeClock) -> None:
    """CRASH-15: a read-only medium opens tier 1; tiers 2 to 4 after the password, their reads kept on the laptop."""
    folder, note = medium
    ws = unlock(folder, SECRET, clock=clock, all_tiers=False)
    assert ws.compartments == ("programme",)
    with pytest.raises(NotHeld):
        ws.rows("counselling", "SELECT uid FROM @.note")
    open_rest(ws)
    assert set(ws.compartments) == {"programme", "counselling", "private"}
    notes.read(ws, 2, note)
    notes.read(ws, 2, note)
    kept = [(one.compartment, one.verb, one.about) for one in ws.record.kept]
    assert kept == [("programme", "unlock", ""), ("counselling", "read_note", note)]
    ws.close()


def test_reads_are_journalled_by_the_next_writable_opening(
    medium: tuple[Path, str], workspace_folder: Path, clock: FakeClock
) -> None:
    """CRASH-15: what was read on the medium is told by the journal of the workspace as soon as it can be written."""
    folder, note = medium
    ws = unlock(folder, SECRET, clock=clock)
    notes.read(ws, 2, note)
    at = ws.now()
    ws.close()
    clock.forward(days=2)
    ws = unlock(workspace_folder, SECRET, clock=clock)
    assert not ws.read_only
    ws.tell()
    said = ws.row("counselling", "SELECT verb, about, at FROM @.step ORDER BY clock DESC LIMIT 1")
    assert said == ("read_note", note, at)
    assert ws.record.kept == []
    ws.close()


def test_a_read_that_cannot_be_kept_is_refused(
    medium: tuple[Path, str], clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CRASH-15: no record of the read, no read."""
    folder, note = medium
    ws = unlock(folder, SECRET, clock=clock)
    monkeypatch.setattr(ws.record, "save", lambda **_: (_ for _ in ()).throw(files.DiskFull()))
    with pytest.raises(files.DiskFull):
        notes.read(ws, 2, note)
    ws.close()


KILLED = """
import os, sys
from pathlib import Path
from desktop.services.vault import Password, open_workspace
from tests import vaults
ws = open_workspace(Path(sys.argv[1]), Password(vaults.USER, vaults.PASSWORD))
ws.connection.execute("PRAGMA cache_size=5")
with ws.step("programme", "add_person") as step:
    for n in range(400):
        step.run("UPDATE @.counter SET commits = commits + 1")
        step.run("INSERT INTO @.setting (uid, name, value) VALUES (?, ?, ?)", (f"x{n}", f"x{n}", "y" * 900))
    os._exit(9)
"""


def test_a_journal_left_on_a_read_only_medium_is_played_back_in_a_copy(
    workspace_folder: Path, tmp_path: Path, clock: FakeClock
) -> None:
    """CRASH-15: what a killed writer left is undone in a private copy; the medium stays as it is."""
    _, note = filled(workspace_folder, clock)
    subprocess.run([sys.executable, "-c", KILLED, workspace_folder], cwd=ROOT, check=False, timeout=60)
    journal = workspace_folder / "programme.db-journal"
    assert journal.stat().st_size > 4096
    with test_media.mounted(tmp_path / "medium") as place:
        folder = Path(shutil.copytree(workspace_folder, place / "Northfield.peerkeep"))
        test_media.protect(place)
        before = hashes(folder)
        ws = unlock(folder, SECRET, clock=clock)
        scratch = ws.readable.scratch if ws.readable else None
        assert scratch is not None
        assert ws.value("programme", "SELECT count(*) FROM @.setting WHERE uid = 'x1'") == 0
        assert notes.read(ws, 2, note).text == "She slept badly."
        ws.close()
        assert not scratch.exists()
        assert hashes(folder) == before


HOLD = """
import sys, time, json, os
from pathlib import Path
from desktop.services import instance
instance.platform.node = lambda: "ROOM-12-LAPTOP"
from desktop.services.vault import Password, open_workspace
from tests import vaults
from tests.services.vault import rows
ws = open_workspace(Path(sys.argv[1]), Password(vaults.USER, vaults.PASSWORD))
print("open", flush=True)
for line in sys.stdin:
    with ws.step("programme", "add_person") as step:
        rows.person(step, number=line.strip())
    print("saved", flush=True)
"""


@pytest.fixture
def elsewhere(workspace_folder: Path, tmp_path: Path) -> Iterator[Any]:
    """Somebody on another computer, with the workspace open."""
    environment = {**os.environ, "PEERKEEP_HOME": str(tmp_path / "their home")}
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, workspace_folder],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    yield child
    child.kill()
    child.communicate()


def test_a_second_laptop_reads_and_names_the_first(elsewhere: Any, workspace_folder: Path, clock: FakeClock) -> None:  # noqa: ANN401
    """ENV-02: read-only, the holder's machine named; what is saved there is seen here, and neither gets in the way."""
    ws = unlock(workspace_folder, SECRET, clock=clock)
    assert isinstance(ws.refusal, OpenElsewhere)
    assert "ROOM-12-LAPTOP" in str(ws.refusal)
    with pytest.raises(OpenElsewhere, match="ROOM-12-LAPTOP"), ws.step("programme", "add_person") as step:
        rows.person(step)
    elsewhere.stdin.write("4711\n")
    elsewhere.stdin.flush()
    assert elsewhere.stdout.readline() == "saved\n"
    assert ws.value("programme", "SELECT count(*) FROM @.person WHERE number = '4711'") == 1
    before = hashes(workspace_folder)
    ws.close()
    assert hashes(workspace_folder) == before


def test_a_script_that_means_to_write_is_refused(elsewhere: Any, workspace_folder: Path) -> None:  # noqa: ANN401
    """ENV-02: whoever did not ask for reading is told who has it."""
    assert "ROOM-12-LAPTOP" in str(refused(workspace_folder))


def test_a_stale_lock_of_another_computer_is_taken_and_said(workspace_folder: Path, clock: FakeClock) -> None:
    """ENV-02, ENV-03: a lock that a crash left holds nobody up; that it was of another computer is said."""
    content = {"pid": 4242, "host": "ROOM-12-LAPTOP", "account": "00"}
    (workspace_folder / LOCK).write_text(json.dumps(content))
    ws = unlock(workspace_folder, SECRET, clock=clock)
    assert not ws.read_only
    assert "left:ROOM-12-LAPTOP" in ws.notices
    ws.close()
    ws = unlock(workspace_folder, SECRET, clock=clock)
    assert ws.notices == ()
    ws.close()


def test_a_lock_that_a_crash_left_here_is_taken_in_silence(workspace_folder: Path, clock: FakeClock) -> None:
    """ENV-03: the next start works, and nothing has to be deleted by hand."""
    subprocess.run([sys.executable, "-c", KILLED, workspace_folder], cwd=ROOT, check=False, timeout=60)
    assert (workspace_folder / LOCK).read_text()
    ws = unlock(workspace_folder, SECRET, clock=clock)
    assert not ws.read_only
    assert not any(notice.startswith("left:") for notice in ws.notices)
    ws.close()


@pytest.fixture
def network(workspace_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workspace that the system says lies on a network drive."""
    real = media.medium_of

    def medium_of(path: Path) -> media.Medium:
        inside = Path(path).resolve().is_relative_to(workspace_folder.resolve().parent)
        return media.Medium("cifs", network=True) if inside else real(path)

    monkeypatch.setattr(media, "medium_of", medium_of)
    yield workspace_folder
    places.allow_network(allowed=False)


def test_network_drives_are_not_written_unless_allowed(network: Path, tmp_path: Path, clock: FakeClock) -> None:
    """ENV-04: reading only by default, with a notice; writing where somebody allowed it; no new workspace there."""
    before = hashes(network)
    ws = unlock(network, SECRET, clock=clock)
    assert isinstance(ws.refusal, OnNetworkDrive)
    assert "place:network:" in ws.notices
    with pytest.raises(OnNetworkDrive, match="network drive"), ws.step("programme", "add_person"):
        pass
    ws.close()
    assert hashes(network) == before
    with pytest.raises(OnNetworkDrive):
        open_workspace(network, SECRET, clock=clock)
    with pytest.raises(places.NetworkPlace, match="Nothing was made"):
        vaults.make(tmp_path / "New.peerkeep", clock)
    assert not (tmp_path / "New.peerkeep").exists()
    places.allow_network(allowed=True)
    ws = unlock(network, SECRET, clock=clock)
    assert not ws.read_only
    assert "place:network:" in ws.notices
    ws.close()
    vaults.make(tmp_path / "New.peerkeep", clock).close()


def test_write_protected_files_are_a_reason_too(workspace_folder: Path) -> None:
    """CRASH-15: a folder copied from a disc may hold files that say they are not to be written."""
    done = as_another_account(
        """
        import os
        for name in os.listdir(folder):
            os.chmod(os.path.join(folder, name), 0o444)
        ws = unlock(folder, secret)
        print(type(ws.refusal).__name__)
        ws.close()
        """,
        workspace_folder,
    )
    assert done == "MediumReadOnly"


def test_a_folder_that_takes_no_new_file_is_a_reason_too(workspace_folder: Path) -> None:
    """CRASH-15: then SQLite could not keep a journal, and would fail at the first thing saved."""
    done = as_another_account(
        """
        import os
        os.chmod(folder, 0o555)
        ws = unlock(folder, secret)
        print(type(ws.refusal).__name__)
        ws.close()
        """,
        workspace_folder,
    )
    assert done == "MediumReadOnly"


ANOTHER = """
import os, sys, textwrap
from pathlib import Path
from desktop.services.vault import Password, unlock
from tests import vaults
folder, secret = Path(sys.argv[1]), Password(vaults.USER, vaults.PASSWORD)
unlock(folder, secret).close()  # everything is imported once the account changes
os.environ["PEERKEEP_HOME"] = sys.argv[2]
for place, names, found in [(str(folder), [], []), *os.walk(folder)]:
    for one in (place, *(os.path.join(place, name) for name in found)):
        os.chown(one, 65534, 65534)
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
exec(textwrap.dedent(sys.argv[3]))
"""


def as_another_account(code: str, folder: Path) -> str:
    """Run `code` as an account without privileges; give what it prints. Skips where this account is no root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can be another account")
    place = Path(os.environ.get("TMPDIR", "/tmp")) / f"peerkeep-other-{os.getpid()}"
    home = place / "home"
    home.mkdir(parents=True)
    place.chmod(0o755)
    os.chown(home, 65534, 65534)
    try:
        ours = Path(shutil.copytree(folder, place / folder.name))
        done = subprocess.run(
            [sys.executable, "-c", ANOTHER, str(ours), str(home), code],
            capture_output=True, text=True, check=False, timeout=60, cwd=ROOT,
        )  # fmt: skip
        return done.stdout.strip() or done.stderr[-800:]
    finally:
        shutil.rmtree(place, ignore_errors=True)
