"""Opening what is damaged, foreign or busy: a sentence of its own, at once, and nothing touched."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.services import files
from desktop.services.errors import KnownError
from desktop.services.vault import (
    Password,
    Workspace,
    make_workspace,
    open_workspace,
    schema,
    verify,
)
from desktop.services.vault.comparing import told_apart
from desktop.services.vault.errors import (
    CannotMakeWorkspace,
    CompartmentDamaged,
    CompartmentForeign,
    CompartmentTruncated,
    EmptyFolder,
    NewerWorkspace,
    NoSuchFolder,
    NotAFolder,
    NotAWorkspace,
    SchemaChanged,
    WorkspaceExists,
)
from desktop.services.vault.unfit_errors import CompartmentUnknown
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows
from tests.services.vault.opened import refused, state
from tests.services.vault.tampering import hashes, raw

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="made of POSIX files")


# FILE-07: other things under our names


def plain_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    connection.execute("INSERT INTO meta VALUES ('x', ?)", ("y" * 20_000,))
    connection.commit()
    connection.close()


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.txt", os.urandom(20_000))


def document(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + os.urandom(8192 * 4 - 9))


def noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(4096 * 8))


def zeros(path: Path) -> None:
    path.write_bytes(bytes(4096 * 8))


def text(path: Path) -> None:
    path.write_bytes(b"number,family,given\n" * 4096)


def folder_(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


THINGS = [plain_sqlite, archive, document, noise, zeros, text, folder_]
POSIX_THINGS = [pipe, loop] if sys.platform != "win32" else []


@pytest.mark.parametrize("thing", THINGS + POSIX_THINGS)
def test_something_else_as_a_compartment(workspace_folder: Path, thing: Callable[[Path], None]) -> None:
    """FILE-07: refused within a second, and untouched."""
    path = workspace_folder / "programme.db"
    path.unlink()
    thing(path)
    error = refused(workspace_folder)
    expected = (CompartmentUnknown,) if thing is noise else (CompartmentForeign, CompartmentTruncated)
    assert type(error) in expected
    assert "programme.db" in str(error)


@pytest.mark.parametrize("thing", THINGS + POSIX_THINGS)
def test_something_else_as_the_keyring(workspace_folder: Path, thing: Callable[[Path], None]) -> None:
    """FILE-07: the same under the name of the keyring."""
    path = workspace_folder / "keyring.json"
    path.unlink()
    thing(path)
    assert "keyring" in str(refused(workspace_folder)).lower() or thing in (folder_, pipe, loop)


@pytest.mark.parametrize("thing", [t for t in THINGS if t is not folder_] + POSIX_THINGS)
def test_something_else_as_the_workspace(tmp_path: Path, thing: Callable[[Path], None]) -> None:
    """FILE-07: the same in the place of the folder."""
    place = tmp_path / "Somewhere.peerkeep"
    thing(place)
    assert type(refused(place)) is (NoSuchFolder if place.is_symlink() else NotAFolder)


def test_no_folder_and_an_empty_folder(tmp_path: Path) -> None:
    assert type(refused(tmp_path / "nothing.peerkeep")) is NoSuchFolder
    (tmp_path / "empty.peerkeep").mkdir()
    assert type(refused(tmp_path / "empty.peerkeep")) is EmptyFolder
    assert list((tmp_path / "empty.peerkeep").iterdir()) == []
    (tmp_path / "empty.peerkeep" / "photo.jpg").write_bytes(b"x")
    assert type(refused(tmp_path / "empty.peerkeep")) is NotAWorkspace


@POSIX
@pytest.mark.parametrize("beside", ["-journal", "-wal"])
def test_a_pipe_beside_the_file_does_not_hang(workspace_folder: Path, beside: str) -> None:
    """FILE-07: a pipe under the name of a journal."""
    os.mkfifo(workspace_folder / f"programme.db{beside}")
    began = time.perf_counter()
    try:
        vaults.reopen(workspace_folder, FakeClock()).close()
    except CompartmentForeign as error:
        assert f"programme.db{beside}" in str(error)  # noqa: PT017 - either refused or without effect
    assert time.perf_counter() - began < 1


# swapped and foreign files


def test_two_compartments_in_each_others_place(workspace_folder: Path) -> None:
    one, other = workspace_folder / "programme.db", workspace_folder / "counselling.db"
    spare = workspace_folder / "spare"
    one.rename(spare)
    other.rename(one)
    spare.rename(other)
    assert type(refused(workspace_folder)) is CompartmentForeign


@pytest.mark.parametrize("tier", ["programme", "counselling"])
def test_a_compartment_of_another_workspace(workspace_folder: Path, stranger: Path, tier: str) -> None:
    shutil.copy(stranger / f"{tier}.db", workspace_folder / f"{tier}.db")
    assert type(refused(workspace_folder)) is CompartmentUnknown


@pytest.mark.parametrize("tier", ["programme", "counselling"])
@pytest.mark.parametrize("spoiled", [bytes(4096), None])
def test_a_spoiled_first_page_is_damage(workspace_folder: Path, tier: str, spoiled: bytes | None) -> None:
    """FILE-01: with zeros in its place, or a bit turned on it, the file is ours, and a backup or a salvage helps."""
    path = workspace_folder / f"{tier}.db"
    content = path.read_bytes()
    path.write_bytes((spoiled or content[:900] + bytes([content[900] ^ 1]) + content[901:4096]) + content[4096:])
    error = refused(workspace_folder)
    assert type(error) is CompartmentDamaged
    assert "salvage" in str(error)


def test_the_keyring_of_another_workspace_with_the_same_password(workspace_folder: Path, stranger: Path) -> None:
    shutil.copy(stranger / "keyring.json", workspace_folder / "keyring.json")
    assert "keyring file here belongs to another" in str(refused(workspace_folder))


def test_a_file_of_the_right_key_and_the_wrong_kind(workspace_folder: Path) -> None:
    with raw(workspace_folder) as connection:
        connection.execute("UPDATE meta SET value = 'counselling' WHERE name = 'compartment'")
    assert type(refused(workspace_folder)) is CompartmentForeign


def test_newer_schema(workspace_folder: Path) -> None:
    """ENV-06: refused with the version it has, and no byte changed."""
    with raw(workspace_folder) as connection:
        connection.execute("PRAGMA user_version = 99")
    error = refused(workspace_folder)
    assert type(error) is NewerWorkspace
    assert "99" in str(error)


@pytest.mark.parametrize(
    "hostile",
    [
        "CREATE TRIGGER quiet AFTER INSERT ON person BEGIN UPDATE counter SET silent = 1; END",
        "CREATE TABLE extra (x TEXT)",
        "CREATE VIEW people AS SELECT * FROM person",
        "CREATE INDEX extra ON person (family)",
        "DROP TRIGGER person_updated",
        "ALTER TABLE person ADD COLUMN race TEXT",
        "CREATE VIRTUAL TABLE found USING fts5 (x)",
    ],
)
def test_another_structure_is_refused(workspace_folder: Path, hostile: str) -> None:
    """FILE-12: somebody with the key added or took away what the program would run."""
    with raw(workspace_folder, awake=True) as connection:
        connection.execute(hostile)
    assert type(refused(workspace_folder)) is SchemaChanged


def test_nothing_of_a_schema_runs_and_nothing_can_be_loaded(workspace: Workspace) -> None:
    """FILE-12: what a schema names may call no function with effects, and no extension can be loaded."""
    assert workspace.connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
    with pytest.raises(Exception, match="not authorized"):
        workspace.connection.execute("SELECT load_extension('anything')")


def test_statistics_of_sqlite_are_no_other_structure(workspace_folder: Path, clock: FakeClock) -> None:
    with raw(workspace_folder, awake=True) as connection:
        connection.execute("ANALYZE")
    ws = vaults.reopen(workspace_folder, clock)
    assert verify(ws).ok
    ws.close()


# busy and read-only


def test_second_instance(workspace: Workspace) -> None:
    """ENV-01: no second writer."""
    with pytest.raises(files.AlreadyOpen) as error:
        vaults.reopen(workspace.folder, FakeClock())
    assert str(os.getpid()) in str(error.value)
    rows.add_person(workspace)


def test_the_lock_ends_with_a_refused_opening(workspace_folder: Path) -> None:
    with pytest.raises(KnownError):
        open_workspace(workspace_folder, Password(vaults.USER, "eight herons over water"))
    vaults.reopen(workspace_folder, FakeClock()).close()


OTHER_ACCOUNT = """
import os, sys
from pathlib import Path
from desktop.services.errors import KnownError
from desktop.services.vault import Password, open_workspace
ours, theirs, user, password, home = sys.argv[1:]
open_workspace(Path(ours), Password(user, password)).close()  # everything is imported once the account changes
os.environ["PEERKEEP_HOME"] = home
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
try:
    open_workspace(Path(theirs), Password(user, password))
except KnownError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that other accounts may enter."""
    place = Path(tempfile.mkdtemp(prefix="peerkeep-open-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another account")
@pytest.mark.parametrize(("mode", "expected"), [(0o755, "NotPermitted"), (0o700, "Not")])
def test_a_folder_of_somebody_else(workspace_folder: Path, reachable: Path, mode: int, expected: str) -> None:
    """FILE-07: Root may write everywhere, so another account tries."""
    folder = Path(shutil.copytree(workspace_folder, reachable / "Northfield.peerkeep"))
    home = reachable / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(mode)
    before = hashes(folder)
    done = subprocess.run(
        [sys.executable, "-c", OTHER_ACCOUNT, *map(str, (workspace_folder, folder, vaults.USER, vaults.PASSWORD, home))],
        capture_output=True, text=True, check=False, timeout=60, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert done.stdout.startswith(expected), done.stderr[-500:]
    assert "Nothing was changed" in done.stdout
    assert hashes(folder) == before


def test_a_read_only_medium(read_only: Path) -> None:
    assert type(refused(read_only)) is files.ReadOnlyMedium


# making


@pytest.mark.parametrize("there", ["file", "full folder"])
def test_making_over_something(tmp_path: Path, there: str) -> None:
    place = tmp_path / "There.peerkeep"
    if there == "file":
        place.write_text("mine", encoding="utf-8")
    else:
        place.mkdir()
        (place / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceExists):
        vaults.make(place, FakeClock())
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == ["There.peerkeep"]


def test_a_failing_founding_leaves_nothing(tmp_path: Path) -> None:
    def fails(_: Workspace) -> None:
        raise CannotMakeWorkspace

    with pytest.raises(CannotMakeWorkspace):
        make_workspace(
            tmp_path / "New.peerkeep", school="S", user="U", password=vaults.PASSWORD, private=True, found=fails,
            cost=vaults.CHEAP,
        )  # fmt: skip
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == []


def test_a_place_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(KnownError):
        vaults.make(tmp_path / "file" / "New.peerkeep", FakeClock())


def test_into_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "New.peerkeep").mkdir()
    vaults.make(tmp_path / "New.peerkeep", FakeClock()).close()
    assert state(tmp_path / "New.peerkeep")


def test_files_are_private(workspace_folder: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("the profile's access list protects there")
    kept = [p for p in workspace_folder.iterdir() if p.is_file()]
    assert {p.name for p in kept if p.stat().st_mode & 0o077} == set()


def test_the_structure_is_compared_quickly(workspace: Workspace) -> None:
    began = time.perf_counter()
    assert schema.departures(workspace.connection, "main", "programme") == []
    assert time.perf_counter() - began < 0.2


def test_moments_of_one_day_are_shown_with_their_time() -> None:
    at = "2026-11-21T20:04:09+00:00"
    assert told_apart("2026-11-20T20:04:09+00:00", at) == ("2026-11-20", "2026-11-21")
    assert told_apart("2026-11-21T09:00:00+00:00", at) == ("2026-11-21 09:00", "2026-11-21 20:04")
    assert told_apart("2026-11-21T20:04:01+00:00", at) == ("2026-11-21 20:04:01", "2026-11-21 20:04:09")
