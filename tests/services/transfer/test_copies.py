"""Copies: what comes out is the workspace, for those whose keys open it; what is refused leaves nothing behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import files, notes, people, transfer
from desktop.services.errors import Cancelled, KnownError
from desktop.services.people.types import PersonDraft
from desktop.services.transfer import errors
from desktop.services.vault import (
    Password,
    Words,
    Workspace,
    add_recovery,
    add_user,
    new_words,
    open_workspace,
    steps,
    verify,
)
from desktop.services.vault.copy_errors import CopyChanged, CopyNewer, CopyTruncated, NotACopy
from desktop.services.vault.errors import (
    CompartmentDamaged,
    LookingOnly,
    NoRecovery,
    WorkspaceExists,
    WrongPassword,
    WrongWords,
)
from tests import vaults
from tests.fakes.clock import FakeClock

SECRET = Password(vaults.USER, vaults.PASSWORD)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def ada(workspace: Workspace) -> str:
    ada = people.add_person(workspace, PersonDraft(number="1", family="Lovelace", given="Ada", year="9")).uid
    for tier in notes.TIERS:
        notes.write(workspace, tier, ada, f"heron of tier {tier}")
    return ada


@pytest.fixture
def copy(workspace: Workspace, ada: str, stick: Path) -> Path:
    path = stick / "a.peerkeep-copy"
    made = transfer.copy_out(workspace, path)
    assert made.path == path
    assert made.size == path.stat().st_size
    assert made.made == "2026-11-18T10:42:00+00:00"
    return path


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another laptop."""
    monkeypatch.setenv("PEERKEEP_HOME", str(tmp_path / "elsewhere"))
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


def dump(ws: Workspace) -> dict[str, list[tuple[object, ...]]]:
    return {
        f"{tier}.{table}": ws.rows(tier, f"SELECT * FROM @.{table} ORDER BY uid")
        for tier in ws.compartments
        for table in ws.tables_of(tier)
    }


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_copy_opened_elsewhere_is_the_workspace_and_goes_on(
    workspace: Workspace, copy: Path, elsewhere: Path, ada: str, clock: FakeClock
) -> None:
    before = dump(workspace)
    ws = transfer.open_copy(copy, elsewhere / "N.peerkeep", SECRET, clock=clock)
    assert dump(ws) == before
    assert (ws.id, ws.folder) == (workspace.id, elsewhere / "N.peerkeep")
    assert ws.device != workspace.device
    notes.write(ws, 2, ada, "written elsewhere")
    knows = ws.value("counselling", "SELECT knows FROM @.step WHERE device = ? AND step = 1", (ws.device,))
    assert workspace.device in knows
    assert verify(ws).problems == ()
    ws.close()
    again = open_workspace(elsewhere / "N.peerkeep", SECRET, clock=clock)
    assert [hit.snippet for hit in notes.search(again, "elsewhere")] == ["written elsewhere"]
    assert steps(again, 500)[-1].verb == "found_workspace"
    again.close()
    assert [path.name for path in elsewhere.iterdir()] == ["N.peerkeep"]


def test_a_copy_is_journalled_and_holds_nothing_in_the_clear(workspace: Workspace, copy: Path) -> None:
    assert steps(workspace)[0].words == "making of a copy"
    raw = copy.read_bytes()
    for word in (b"heron", b"Lovelace", vaults.SCHOOL.encode(), b"programme.db"):
        assert word not in raw
    assert vaults.USER.encode() in raw


def test_recovery_words_open_a_copy_without_what_is_private(tmp_path: Path, stick: Path, clock: FakeClock) -> None:
    words = new_words()
    ws = vaults.make(tmp_path / "W.peerkeep", clock, words=words)
    ada = people.add_person(ws, PersonDraft(number="1", family="Lovelace", given="Ada", year="9")).uid
    for tier in notes.TIERS:
        notes.write(ws, tier, ada, "heron")
    transfer.copy_out(ws, stick / "c")
    ws.close()
    assert transfer.inspect(stick / "c").words
    opened = transfer.look_at_copy(stick / "c", Words(" ".join(words)), clock=clock)
    assert [hit.tier for hit in notes.search(opened, "heron")] == [2, 1]
    opened.close()
    with pytest.raises(WrongWords):
        transfer.look_at_copy(stick / "c", Words(" ".join(new_words())), clock=clock)


def test_a_coordinator_opens_of_a_copy_what_is_hers(
    workspace: Workspace, ada: str, stick: Path, clock: FakeClock
) -> None:
    add_user(workspace, "Coordinator", "coordinator", "five otters under moss", cost=vaults.CHEAP)
    transfer.copy_out(workspace, stick / "c")
    seen = transfer.inspect(stick / "c")
    assert (seen.users, seen.words) == ((vaults.USER, "Coordinator"), False)
    ws = transfer.look_at_copy(stick / "c", Password("coordinator", "five otters under moss"), clock=clock)
    assert ws.compartments == ("programme",)
    assert (ws.folder / "counselling.db").exists()
    ws.close()


def test_looking_changes_nothing_here_and_leaves_nothing(
    workspace: Workspace, workspace_folder: Path, own_home: Path, copy: Path, ada: str, clock: FakeClock
) -> None:
    workspace.remember()
    records, held = everything(own_home / "workspaces"), everything(workspace_folder)
    ws = transfer.look_at_copy(copy, SECRET, clock=clock)
    assert ws.looking
    (head,) = [head for head in notes.notes_about(ws, ada) if head.tier == 2]
    assert notes.read(ws, 2, head.uid).text == "heron of tier 2"
    assert len(notes.search(ws, "heron")) == 3
    attempts: tuple[Callable[[], object], ...] = (
        lambda: notes.write(ws, 1, ada, "x"),
        lambda: notes.sign(ws, 2, head.uid),
        lambda: add_recovery(ws, new_words()),
        lambda: add_user(ws, "Coordinator", "coordinator", "five otters under moss", cost=vaults.CHEAP),
    )
    for refused in attempts:
        with pytest.raises(LookingOnly):
            refused()
    assert verify(ws).problems == ()
    folder = ws.folder
    ws.close()
    ws.close()
    assert not folder.exists()
    left = everything(own_home / "workspaces")
    # What was read waits to be told by the workspace itself (AUD-04); it says nothing of what that was.
    (looked,) = [name for name in left if "-looked-" in name]
    assert head.uid.encode() not in left.pop(looked)
    assert left == records
    assert everything(workspace_folder) == held
    assert [path for path in (own_home / "temp").rglob("*") if path.is_file() and path.suffix != ".lock"] == []
    assert notes.write(workspace, 1, ada, "work goes on")


def test_a_wrong_password_leaves_nothing(copy: Path, elsewhere: Path) -> None:
    for secret in (Password(vaults.USER, "not the password at all"), Password("Nobody", vaults.PASSWORD)):
        with pytest.raises(WrongPassword):
            transfer.open_copy(copy, elsewhere / "N", secret)
    with pytest.raises(NoRecovery):
        transfer.open_copy(copy, elsewhere / "N", Words(" ".join(new_words())))
    assert list(elsewhere.iterdir()) == []
    assert not (elsewhere.parent / "elsewhere" / "workspaces").exists()


def test_nothing_is_ever_opened_over_something(copy: Path, elsewhere: Path) -> None:
    (elsewhere / "full").mkdir()
    (elsewhere / "full" / "thesis").write_text("x")
    (elsewhere / "file").write_text("x")
    before = everything(elsewhere)
    for name in ("full", "file"):
        with pytest.raises(WorkspaceExists):
            transfer.open_copy(copy, elsewhere / name, SECRET)
    with pytest.raises(files.NoSuchFile):
        transfer.open_copy(copy, elsewhere / "missing" / "N", SECRET)
    assert everything(elsewhere) == before
    (elsewhere / "empty").mkdir()
    transfer.open_copy(copy, elsewhere / "empty", SECRET).close()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def changed(data: bytes) -> bytes:
    return data[:-100_000] + b"x" + data[-99_999:]


def newer(data: bytes) -> bytes:
    return data.replace(b"COPY 1\n", b"COPY 7\n", 1)


def foreign(data: bytes) -> bytes:
    return b"%PDF-1.7\n" + data


@pytest.mark.parametrize(("spoil", "error"), [
    (cut, CopyTruncated), (changed, CopyChanged), (newer, CopyNewer), (foreign, NotACopy), (lambda _: b"", CopyTruncated),
])  # fmt: skip
def test_each_refusal_has_its_sentence_and_leaves_nothing(
    copy: Path, elsewhere: Path, spoil: Callable[[bytes], bytes], error: type[KnownError]
) -> None:
    copy.write_bytes(spoil(copy.read_bytes()))
    for opening in (
        lambda: transfer.open_copy(copy, elsewhere / "N", SECRET),
        lambda: transfer.look_at_copy(copy, SECRET),
        lambda: transfer.inspect(copy),
    ):
        with pytest.raises(error) as refusal:
            opening()
        assert len(str(refusal.value)) > 40
    assert list(elsewhere.iterdir()) == []


def test_a_keyring_put_in_by_somebody_else_is_refused(
    copy: Path, tmp_path: Path, elsewhere: Path, clock: FakeClock
) -> None:
    """Somebody who knows a recipient can make a whole container; the owner's signature and the keys are not theirs."""
    other = vaults.make(tmp_path / "O.peerkeep", clock)
    theirs = tmp_path / "theirs"
    transfer.copy_out(other, theirs)
    other.close()
    ours, foreign_copy = copy.read_bytes(), theirs.read_bytes()
    start, end = ours.index(b"\x09programme"), foreign_copy.index(b"\x09programme")
    copy.write_bytes(foreign_copy[:end] + ours[start:])
    with pytest.raises(CopyChanged):
        transfer.open_copy(copy, elsewhere / "N", SECRET)
    assert list(elsewhere.iterdir()) == []


def test_an_older_copy_replaces_nothing_unasked(workspace: Workspace, copy: Path, ada: str) -> None:
    before = copy.read_bytes()
    with pytest.raises(files.AlreadyThere):
        transfer.copy_out(workspace, copy)
    assert copy.read_bytes() == before
    notes.write(workspace, 1, ada, "newer")
    transfer.copy_out(workspace, copy, replace=True)
    assert copy.read_bytes() != before


def test_copies_are_not_put_into_the_workspace_or_over_a_folder(workspace: Workspace, stick: Path) -> None:
    for path in (workspace.folder / "c", workspace.folder / "backups" / "c"):
        with pytest.raises(errors.InsideWorkspace):
            transfer.copy_out(workspace, path)
    with pytest.raises(files.NotAFile):
        transfer.copy_out(workspace, stick, replace=True)


def test_a_damaged_workspace_is_not_copied_as_if_it_were_whole(workspace: Workspace, ada: str, stick: Path) -> None:
    path = workspace.folder / "counselling.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(CompartmentDamaged):
        transfer.copy_out(workspace, stick / "c")
    assert list(stick.iterdir()) == []


def test_cancelling_leaves_nothing(workspace: Workspace, ada: str, stick: Path, copy: Path, elsewhere: Path) -> None:
    def after(asked: int) -> Callable[[int, int], bool]:
        left = iter(range(asked))
        return lambda done, total: next(left, None) is not None

    for asked in range(6):
        with pytest.raises(Cancelled):
            transfer.copy_out(workspace, stick / "second", after(asked))
        with pytest.raises(Cancelled):
            transfer.open_copy(copy, elsewhere / "N", SECRET, after(asked % 3))
    assert list(stick.iterdir()) == [copy]
    assert list(elsewhere.iterdir()) == []


def test_a_place_is_described_before_copying(workspace: Workspace, stick: Path) -> None:
    place = transfer.describe_place(workspace, stick)
    assert place.enough
    assert place.drive == ""
    made = transfer.copy_out(workspace, stick / transfer.propose_name(workspace))
    assert made.size < place.needed
    assert made.path.name.startswith("2026-11-18-")
    assert made.path.suffix == transfer.copies.ENDING


COPIER = """
import sys
from pathlib import Path
from desktop.services import transfer
from tests import vaults
from tests.fakes.clock import FakeClock
ws = vaults.reopen(Path(sys.argv[1]), FakeClock())
for n in range(1000):
    transfer.copy_out(ws, Path(sys.argv[2]) / "c.peerkeep-copy", replace=True)
    print(n, flush=True)
"""


@pytest.mark.parametrize("seed", range(int(os.environ.get("PEERKEEP_KILLS", "10")) // 5))
def test_killed_while_copying(workspace_folder: Path, stick: Path, clock: FakeClock, seed: int) -> None:
    """Five kills each: no file of the final name is ever less than whole, and the workspace opens and verifies."""
    rng = random.Random(seed)
    ws = vaults.reopen(workspace_folder, clock)
    people.add_person(ws, PersonDraft(number="1", family="Lovelace", given="Ada", year="9"))
    ws.close()
    for _ in range(5):
        copier = subprocess.Popen(
            [sys.executable, "-c", COPIER, workspace_folder, stick], stdout=subprocess.PIPE, text=True
        )
        assert copier.stdout is not None
        copier.stdout.readline()
        time.sleep(rng.random() * 0.3)
        copier.send_signal(signal.SIGKILL)
        copier.stdout.close()
        copier.wait()
        look = transfer.look_at_copy(stick / "c.peerkeep-copy", SECRET, clock=clock)
        assert people.person_by_number(look, "1").given == "Ada"
        look.close()
    ws = vaults.reopen(workspace_folder, clock)
    assert verify(ws).problems == ()
    ws.close()


@pytest.mark.skipif(shutil.which("mount") is None or os.geteuid() != 0, reason="needs a small file system of its own")
def test_a_stick_that_is_full(workspace: Workspace, ada: str, stick: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", stick], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(files.DiskFull):
            transfer.copy_out(workspace, stick / "c")
        assert list(stick.iterdir()) == []
    finally:
        subprocess.run(["umount", stick], check=True)


def test_workspace_and_opened_copy_live_side_by_side_on_one_laptop(
    workspace_folder: Path, stick: Path, tmp_path: Path, clock: FakeClock
) -> None:
    """Neither is called older than the other, and they are different devices."""
    ws = vaults.reopen(workspace_folder, clock)
    person = people.add_person(ws, PersonDraft(number="1", family="Lovelace", given="Ada", year="9")).uid
    transfer.copy_out(ws, stick / "c")
    notes.write(ws, 2, person, "after the copy")
    first = ws.device
    ws.close()
    second = transfer.open_copy(stick / "c", tmp_path / "Second", SECRET, clock=clock)
    notes.write(second, 2, person, "in the copy")
    assert second.device != first
    second.close()
    for folder, device in ((workspace_folder, first), (tmp_path / "Second", second.device)) * 2:
        ws = vaults.reopen(folder, clock)
        assert ws.device == device
        notes.write(ws, 1, person, "goes on")
        assert verify(ws).problems == ()
        ws.close()
