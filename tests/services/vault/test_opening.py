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
    compartment,
    keyring,
    make_workspace,
    open_workspace,
    schema,
    verify,
)
from desktop.services.vault.errors import (
    CannotMakeWorkspace,
    CompartmentDamaged,
    CompartmentEmpty,
    CompartmentForeign,
    CompartmentMissing,
    CompartmentTruncated,
    NewerWorkspace,
    NotAWorkspace,
    SchemaChanged,
    WorkspaceExists,
)
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, tampering
from tests.services.vault.tampering import hashes, name_of, raw

SECRET = Password(vaults.USER, vaults.PASSWORD)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="made of POSIX files")


def refused(folder: Path) -> KnownError:
    """Try to open; check that it took less than a second and changed no file; give the refusal."""
    before = hashes(folder) if folder.is_dir() else {}
    names = neighbours(folder)
    began = time.perf_counter()
    with pytest.raises(KnownError) as error:
        open_workspace(folder, SECRET, clock=FakeClock())
    assert time.perf_counter() - began < 1
    assert (hashes(folder) if folder.is_dir() else {}) == before
    assert neighbours(folder) == names
    return error.value


def neighbours(folder: Path) -> list[str]:
    """Give the names beside a workspace; home is this laptop's own folder."""
    return sorted(path.name for path in folder.parent.iterdir() if path.name != "home")


def state(folder: Path) -> dict[str, object] | None:
    """Open a workspace and give what it holds where the full check finds nothing; None where anything is noticed."""
    try:
        ws = vaults.reopen(folder, FakeClock())
    except KnownError:
        return None
    try:
        return rows.dump(ws) if verify(ws).ok else None  # type: ignore[return-value]  # any equal value will do
    except KnownError:
        return None
    finally:
        ws.close()


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a closed workspace with some rows in every compartment, and the home of the laptop it is on."""
    place = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(place / "home"))
        fill(vaults.reopen(vaults.copy(template, place / template.name), FakeClock()))
    return place


@pytest.fixture
def filled(made: Path, template: Path, tmp_path: Path) -> Path:
    """The same for one test."""
    folder = vaults.copy(made / template.name, tmp_path / template.name)
    shutil.copytree(made / "home", tmp_path / "home", dirs_exist_ok=True)
    return folder


def fill(ws: Workspace) -> None:
    """Write people and notes, and close."""
    with ws.step("programme", "import_roster", about="200") as step:
        people = [rows.person(step, given=f"Person {n}") for n in range(200)]
    for tier in ("counselling", "private"):
        with ws.step(tier, "write_note") as step:
            rows.note(step, people[0], "a text of some length " * 200)
    ws.close()


# FILE-01: stubs


@pytest.mark.parametrize("tier", ["programme", "counselling", "private"])
@pytest.mark.parametrize(
    ("size", "kind"),
    [(0, CompartmentEmpty), (1, CompartmentEmpty), (15, CompartmentEmpty), (16, CompartmentTruncated)]
    + [(size, CompartmentTruncated) for size in (17, 511, 512, 4095, 4096, 4097, 8191)],
)
def test_stubs(workspace_folder: Path, tier: str, size: int, kind: type[KnownError]) -> None:
    path = workspace_folder / f"{name_of(workspace_folder, tier)}.db"
    path.write_bytes(path.read_bytes()[:size])
    error = refused(workspace_folder)
    assert type(error) is kind
    assert "Nothing was changed" in str(error)
    assert path.stat().st_size == size


def test_missing_file(workspace_folder: Path) -> None:
    (workspace_folder / "counselling.db").unlink()
    assert type(refused(workspace_folder)) is CompartmentMissing
    assert not (workspace_folder / "counselling.db").exists()


# FILE-02: truncation


def test_truncated_at_every_512_bytes(filled: Path) -> None:
    """Every size by the check that opening makes of each file, every twentieth by opening the workspace."""
    path = filled / "programme.db"
    whole, key, ring = path.read_bytes(), tampering.keys(filled)["programme"], keyring.load(filled)
    for size in range(0, len(whole), 512):
        path.write_bytes(whole[:size])
        with pytest.raises((CompartmentEmpty, CompartmentTruncated, CompartmentDamaged)):
            compartment.check_opens(path, key, workspace=ring.workspace, compartment="programme")
        if size % (512 * 20) == 0:
            assert type(refused(filled)) in (CompartmentEmpty, CompartmentTruncated, CompartmentDamaged)


@pytest.mark.parametrize("extra", [1, 512, 4096, 8192])
def test_longer_than_it_was_is_noticed_or_without_effect(filled: Path, extra: int) -> None:
    before = state(filled)
    with (filled / "programme.db").open("ab") as handle:
        handle.write(b"\x5a" * extra)
    assert state(filled) in (None, before)


# FILE-03, 04, 05: flips and pages


def test_random_bit_flips_are_caught_or_change_nothing(filled: Path) -> None:
    flips(filled, 120)


@pytest.mark.long
def test_ten_thousand_bit_flips(filled: Path) -> None:
    flips(filled, 10_000)


def flips(folder: Path, count: int) -> None:
    """Flip one bit of one file at a time; every file has its turn, large ones more often."""
    noise = random.Random(3)
    before = state(folder)
    assert before
    names = ["keyring.json", "keyring.bak", "heads.json", *(path.name for path in folder.glob("*.db"))]
    weights = [max(1, (folder / name).stat().st_size // 20_000) for name in names]
    caught = 0
    for name in noise.choices(names, weights, k=count):
        path = folder / name
        whole = path.read_bytes()
        flipped = bytearray(whole)
        place = noise.randrange(len(whole) * 8)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        found = state(folder)
        caught += found is None
        assert found in (None, before), (name, place)
        path.write_bytes(whole)
    assert caught > count // 2


def test_swapped_pages(filled: Path) -> None:
    path = filled / "programme.db"
    content = path.read_bytes()
    pages = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    pages[5], pages[9] = pages[9], pages[5]
    path.write_bytes(b"".join(pages))
    assert state(filled) is None


def test_older_pages_spliced_in(filled: Path, clock: FakeClock) -> None:
    """Each page authenticates; only the journal and the structure of the whole can tell."""
    path = filled / "programme.db"
    former = path.read_bytes()
    ws = vaults.reopen(filled, clock)
    for person in ws.rows("programme", "SELECT uid FROM @.person LIMIT 60"):
        rows.edit(ws, "person", person[0], given="Changed since")
    ws.close()
    present = path.read_bytes()
    after = state(filled)
    changed = [at for at in range(4096, len(former), 4096) if former[at : at + 4096] != present[at : at + 4096]]
    assert len(changed) > 5
    for at in changed[:25]:
        path.write_bytes(present[:at] + former[at : at + 4096] + present[at + 4096 :])
        assert state(filled) in (None, after)
        assert at != changed[0] or state(filled) is None
    path.write_bytes(present)


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
    path = workspace_folder / "programme.db"
    path.unlink()
    thing(path)
    error = refused(workspace_folder)
    expected = (CompartmentDamaged,) if thing is noise else (CompartmentForeign, CompartmentTruncated)
    assert type(error) in expected
    assert "programme.db" in str(error)


@pytest.mark.parametrize("thing", THINGS + POSIX_THINGS)
def test_something_else_as_the_keyring(workspace_folder: Path, thing: Callable[[Path], None]) -> None:
    path = workspace_folder / "keyring.json"
    path.unlink()
    thing(path)
    assert "keyring" in str(refused(workspace_folder)).lower() or thing in (folder_, pipe, loop)


@pytest.mark.parametrize("thing", [t for t in THINGS if t is not folder_] + POSIX_THINGS)
def test_something_else_as_the_workspace(tmp_path: Path, thing: Callable[[Path], None]) -> None:
    place = tmp_path / "Somewhere.peerkeep"
    thing(place)
    assert type(refused(place)) is NotAWorkspace


def test_no_folder_and_an_empty_folder(tmp_path: Path) -> None:
    assert type(refused(tmp_path / "nothing.peerkeep")) is NotAWorkspace
    (tmp_path / "empty.peerkeep").mkdir()
    assert type(refused(tmp_path / "empty.peerkeep")) is NotAWorkspace
    assert list((tmp_path / "empty.peerkeep").iterdir()) == []


@POSIX
@pytest.mark.parametrize("beside", ["-journal", "-wal"])
def test_a_pipe_beside_the_file_does_not_hang(workspace_folder: Path, beside: str) -> None:
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


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A closed workspace of the same user, with the same password, that has nothing to do with the other."""
    folder = tmp_path / "Elsewhere.peerkeep"
    vaults.make(folder, FakeClock()).close()
    return folder


@pytest.mark.parametrize("tier", ["programme", "counselling"])
def test_a_compartment_of_another_workspace(workspace_folder: Path, stranger: Path, tier: str) -> None:
    shutil.copy(stranger / f"{tier}.db", workspace_folder / f"{tier}.db")
    assert type(refused(workspace_folder)) in (CompartmentForeign, CompartmentDamaged)


def test_the_keyring_of_another_workspace_with_the_same_password(workspace_folder: Path, stranger: Path) -> None:
    shutil.copy(stranger / "keyring.json", workspace_folder / "keyring.json")
    assert "keyring file here belongs to another" in str(refused(workspace_folder))


def test_a_file_of_the_right_key_and_the_wrong_kind(workspace_folder: Path) -> None:
    with raw(workspace_folder) as connection:
        connection.execute("UPDATE meta SET value = 'counselling' WHERE name = 'compartment'")
    assert type(refused(workspace_folder)) is CompartmentForeign


def test_newer_schema(workspace_folder: Path) -> None:
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


def test_statistics_of_sqlite_are_no_other_structure(workspace_folder: Path, clock: FakeClock) -> None:
    with raw(workspace_folder, awake=True) as connection:
        connection.execute("ANALYZE")
    ws = vaults.reopen(workspace_folder, clock)
    assert verify(ws).ok
    ws.close()


# FILE-08: what lies beside


def hot_journal(folder: Path, tier: str = "programme") -> tuple[bytes, bytes]:
    """Make a journal as a killed writer leaves it: pages overwritten, not committed. Gives (file, journal)."""
    path = folder / f"{tier}.db"
    connection = compartment.connect(path, tampering.keys(folder)[tier])
    compartment.settle(connection)
    connection.execute("PRAGMA cache_size = 2")
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("BEGIN")
    for name in range(200):
        connection.execute(
            "INSERT INTO setting (uid, name, value) VALUES (?, ?, ?)", (f"x{name}", f"n{name}", "v" * 3000)
        )
    torn, journal = path.read_bytes(), path.with_name(f"{path.name}-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    assert journal.strip(b"\0")
    return torn, journal


def test_our_own_hot_journal_is_played_back(filled: Path) -> None:
    before = state(filled)
    torn, journal = hot_journal(filled)
    (filled / "programme.db").write_bytes(torn)
    (filled / "programme.db-journal").write_bytes(journal)
    assert state(filled) == before
    assert not (filled / "programme.db-journal").exists()


def test_a_hot_journal_of_another_workspace_does_no_harm(filled: Path, stranger: Path) -> None:
    before = state(filled)
    assert before
    _, journal = hot_journal(stranger)
    (filled / "programme.db-journal").write_bytes(journal)
    assert state(filled) == before
    assert state(filled) == before


def test_a_hot_journal_of_an_older_copy_does_no_harm(filled: Path, clock: FakeClock) -> None:
    """Its pages authenticate under the same key; what it would bring back is older than heads.json says."""
    _, journal = hot_journal(filled)
    ws = vaults.reopen(filled, clock)
    for (person,) in ws.rows("programme", "SELECT uid FROM @.person LIMIT 40"):
        rows.edit(ws, "person", person, given="Changed since then", preferred="x" * 500)
    ws.close()
    before = state(filled)
    (filled / "programme.db-journal").write_bytes(journal)
    assert state(filled) == before
    assert list(filled.glob("*.set-aside"))


def test_a_write_ahead_log_is_set_aside(filled: Path, stranger: Path) -> None:
    before = state(filled)
    connection = compartment.connect(stranger / "programme.db", tampering.keys(stranger)["programme"])
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("UPDATE meta SET value = value || 'x'")
    log = (stranger / "programme.db-wal").read_bytes()
    connection.close()
    assert len(log) > 4096
    (filled / "programme.db-wal").write_bytes(log)
    assert state(filled) == before
    assert (filled / "programme.db-wal.set-aside").exists()


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"not a journal at all", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"])
def test_stray_journals_do_no_harm(filled: Path, content: bytes) -> None:
    before = state(filled)
    (filled / "programme.db-journal").write_bytes(content)
    assert state(filled) == before


# busy and read-only


def test_second_instance(workspace: Workspace) -> None:
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
    """Root may write everywhere, so another account tries."""
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


@pytest.fixture
def read_only(workspace_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """A workspace on a medium that cannot be written."""
    place = tmp_path / "medium"
    place.mkdir()
    if (
        sys.platform != "linux"
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(place)], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("cannot mount here")
    try:
        folder = Path(shutil.copytree(workspace_folder, place / "Northfield.peerkeep"))
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


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
