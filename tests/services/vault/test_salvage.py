"""Salvage: everything readable of a damaged workspace comes into a new one, and what was lost is named."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import backups, notes, programme
from desktop.services.backups import Lost, Salvaged
from desktop.services.backups.errors import NothingToSalvage
from desktop.services.errors import Cancelled
from desktop.services.vault import (
    Password,
    Workspace,
    add_user,
    last_undoable,
    remove_user,
    steps,
    unfinished,
    unlock,
    verify,
)
from desktop.services.vault.chains import faults
from desktop.services.vault.drafts import Draft
from desktop.services.vault.errors import WorkspaceExists, WrongPassword
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, tampering
from tests.services.vault.opened import SECRET

PAGE = 4096
Tables = dict[tuple[str, str, str], tuple[object, ...]]


def dump(ws: Workspace) -> Tables:
    """Give every row by compartment, table and uid."""
    return {
        (tier, table, row[0]): row
        for tier in ws.compartments
        for table in ws.tables_of(tier)
        for row in ws.rows(tier, f"SELECT * FROM @.{table}")
    }


def holding(folder: Path) -> Tables:
    ws = vaults.reopen(folder, FakeClock())
    try:
        return dump(ws)
    finally:
        ws.close()


def fill(ws: Workspace) -> None:
    """Write 60 people, change some, and write 30 notes in two compartments."""
    with ws.step("programme", "import_roster", about="60") as step:
        people = [rows.person(step, given=f"Person {n}", number=f"{n}") for n in range(60)]
    for person in people[:10]:
        rows.edit(ws, "person", person, given="Changed")
    for tier in ("programme", "counselling"):
        for n, person in enumerate(people[:30]):
            with ws.step(tier, "write_note", person=person) as step:
                rows.note(step, person, f"text {n} " * 120)
    ws.close()


@pytest.fixture(scope="session")
def made_for_salvage(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tables]:
    place = tmp_path_factory.mktemp("salvage")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(place / "home"))
        folder = vaults.copy(template, place / "Whole.peerkeep")
        fill(vaults.reopen(folder, FakeClock()))
        return folder, holding(folder)


@pytest.fixture
def whole(made_for_salvage: tuple[Path, Tables]) -> Tables:
    return made_for_salvage[1]


@pytest.fixture
def damaged(made_for_salvage: tuple[Path, Tables], place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of this test's own, to be damaged."""
    monkeypatch.setenv("PEERKEEP_HOME", str(place / "home"))
    return Path(shutil.copytree(made_for_salvage[0], place / "Damaged.peerkeep"))


def spoil(path: Path, *pages: int) -> None:
    """Turn one bit on each of the pages (from 1)."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE + 900] ^= 4
    path.write_bytes(content)


def salvaged(damaged: Path, whole: Tables) -> tuple[Salvaged, Tables]:
    """Salvage; see that the damaged one stays, the new one is well and holds nothing new; name exactly what is missing."""
    before, out = tampering.hashes(damaged), damaged.with_name("Salvaged.peerkeep")
    done = backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert tampering.hashes(damaged) == before
    ws = vaults.reopen(out, FakeClock())
    now = dump(ws)
    assert ws.notices == ()
    ws.close()
    assert done.problems == 0
    lost = {(one.compartment, one.table, one.id) for one in done.lost if one.table not in ("step", "file")}
    made_up = {key for key in now if key in lost}
    nameless = {key for key in lost if key[2].startswith("#")}
    missing = whole.keys() - now.keys()
    assert lost - made_up - nameless <= missing
    unsure = set(done.unsure)
    assert len([key for key in lost - made_up if key[:2] not in unsure]) == len(
        [key for key in missing if key[:2] not in unsure]
    )
    assert now.keys() <= whole.keys()
    assert {key: row for key, row in now.items() if key not in made_up} == {
        key: whole[key] for key in now.keys() - made_up
    }
    shutil.rmtree(out)
    return done, now


@pytest.mark.parametrize("seed", range(3))
def test_file_11_one_bad_page(damaged: Path, whole: Tables, seed: int) -> None:
    """FILE-11: one page cannot be read; every other record is in the new workspace, and the lost ones are named."""
    noise = random.Random(seed)
    path = damaged / noise.choice(["programme.db", "counselling.db"])
    spoil(path, noise.randrange(1, path.stat().st_size // PAGE + 1))
    done, now = salvaged(damaged, whole)
    assert done.bad == 1
    assert len(now) >= len(whole) - 4


def bad_pages(damaged: Path, noise: random.Random) -> None:
    for name in ("programme.db", "counselling.db"):
        pages = (damaged / name).stat().st_size // PAGE
        spoil(damaged / name, *(noise.randrange(1, pages + 1) for _ in range(noise.randrange(7))))


@pytest.mark.parametrize("seed", range(2))
def test_file_11_several_bad_pages(damaged: Path, whole: Tables, seed: int) -> None:
    bad_pages(damaged, random.Random(seed))
    salvaged(damaged, whole)


@pytest.mark.long
def test_file_11_bad_pages_many_times(
    made_for_salvage: tuple[Path, Tables], place: Path, whole: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEERKEEP_HOME", str(place / "home"))
    for seed in range(500):
        folder = Path(shutil.copytree(made_for_salvage[0], place / "Damaged.peerkeep"))
        bad_pages(folder, random.Random(seed))
        salvaged(folder, whole)
        shutil.rmtree(folder)


def first_page(path: Path) -> None:
    spoil(path, 1)


def salt(path: Path) -> None:
    path.write_bytes(bytes([path.read_bytes()[0] ^ 8]) + path.read_bytes()[1:])


@pytest.mark.parametrize("damage", [first_page, salt])
def test_nothing_is_lost_with_the_first_page(damaged: Path, whole: Tables, damage: Callable[[Path], None]) -> None:
    """It holds the list of tables and the salt; what stands on the other pages tells what it is."""
    damage(damaged / "programme.db")
    damage(damaged / "counselling.db")
    _, now = salvaged(damaged, whole)
    assert now == whole


def test_the_salt_comes_from_a_backup(damaged: Path, whole: Tables) -> None:
    ws = vaults.reopen(damaged, FakeClock())
    backups.back_up(ws)
    ws.close()
    (damaged / "counselling.db").write_bytes(bytes(512) + (damaged / "counselling.db").read_bytes()[512:])
    _, now = salvaged(damaged, whole)
    assert now == whole


def test_a_lost_salt_is_no_loss(damaged: Path, whole: Tables) -> None:
    """The seals of all pages need it; then the journal's digests say what is as it was written."""
    for name in ("programme.db", "counselling.db"):
        content = (damaged / name).read_bytes()
        (damaged / name).write_bytes(random.Random(1).randbytes(PAGE) + content[PAGE:])
    done, now = salvaged(damaged, whole)
    assert now == whole
    assert done.bad == 2


def test_a_cut_file(damaged: Path, whole: Tables) -> None:
    path = damaged / "counselling.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3 + 100])
    done, now = salvaged(damaged, whole)
    assert {one.compartment for one in done.lost} == {"counselling"}
    assert len(now) > len(whole) * 0.7


def test_a_file_that_is_gone_is_named_and_the_others_come_along(damaged: Path, whole: Tables) -> None:
    (damaged / "counselling.db").unlink()
    out = damaged.with_name("S.peerkeep")
    done = backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert Lost("counselling", "file", "counselling.db") in done.lost
    assert holding(out) == {key: row for key, row in whole.items() if key[0] != "counselling"}


def test_notes_stay_readable_when_the_programme_is_gone(damaged: Path, whole: Tables) -> None:
    (damaged / "programme.db").write_bytes(b"")
    out = damaged.with_name("S.peerkeep")
    done = backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert done.stood_in == 30
    ws = vaults.reopen(out, FakeClock())
    assert verify(ws).ok
    person = ws.value("programme", "SELECT uid FROM @.person LIMIT 1")
    (heading,) = notes.notes_about(ws, person)
    assert notes.read(ws, heading.tier, heading.uid).text.startswith("text")
    assert programme.school(ws).profile
    ws.close()


def test_an_older_page_is_put_right_by_the_journal(damaged: Path, whole: Tables) -> None:
    """Every page authenticates; the journal is whole, so it is right."""
    path = damaged / "programme.db"
    former = path.read_bytes()
    ws = vaults.reopen(damaged, FakeClock())
    for (uid,) in ws.rows("programme", "SELECT uid FROM @.person LIMIT 20"):
        with ws.step("programme", "edit_person") as step:
            step.update("person", uid, preferred="newer")
    now, root = dump(ws), ws.value("programme", "SELECT rootpage FROM @.sqlite_schema WHERE name = 'person'")
    ws.close()
    from desktop.services.vault.pages import LEAF_TABLE, Pages

    pages = Pages(path.read_bytes(), tampering.keys(damaged)["programme"])
    leaf = next(page for page in pages.walk(root) if pages.kind(page) == LEAF_TABLE)
    at = (leaf - 1) * PAGE
    assert former[at : at + PAGE] != path.read_bytes()[at : at + PAGE]
    path.write_bytes(path.read_bytes()[:at] + former[at : at + PAGE] + path.read_bytes()[at + PAGE :])
    done, after = salvaged(damaged, now)
    assert after == now
    assert done.lost == ()
    assert done.rebuilt >= 1


def test_a_damaged_keyring_is_read_from_its_second_copy(damaged: Path, whole: Tables) -> None:
    (damaged / "keyring.json").write_bytes(b"")
    spoil(damaged / "counselling.db", 12)
    out = damaged.with_name("S.peerkeep")
    backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert len(holding(out)) >= len(whole) - 4
    assert (damaged / "keyring.json").read_bytes() == b""


@pytest.mark.parametrize("stated", [True, False])
def test_a_keyring_of_another_workspace_gives_way_to_the_second_copy(
    damaged: Path, whole: Tables, clock: FakeClock, *, stated: bool
) -> None:
    """With and without heads.json to say which is right; the same password opens both."""
    other = damaged.with_name("Other.peerkeep")
    vaults.make(other, clock).close()
    shutil.copy(other / "keyring.json", damaged / "keyring.json")
    if not stated:
        (damaged / "heads.json").unlink()
    out = damaged.with_name("S.peerkeep")
    done = backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert done.lost == ()
    assert holding(out) == whole
    assert (damaged / "keyring.json").read_bytes() == (other / "keyring.json").read_bytes()


@pytest.mark.parametrize("content", [None, b""])
def test_the_contacts_come_along_without_the_programme(damaged: Path, content: bytes | None) -> None:
    card = programme.contacts.read_card(damaged)
    assert card[0]
    (damaged / "programme.db").unlink()
    if content is not None:
        (damaged / "programme.db").write_bytes(content)
    before = (damaged / "contacts.json").read_bytes()
    out = damaged.with_name("S.peerkeep")
    backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert (out / "contacts.json").read_bytes() == before


def test_what_others_hold_comes_along_unread(damaged: Path, whole: Tables) -> None:
    clock = FakeClock()
    ws = vaults.reopen(damaged, clock)
    add_user(ws, "Our Coordinator", "coordinator", "five lanterns at noon", cost=vaults.CHEAP)
    ws.close()
    spoil(damaged / "programme.db", 30)
    before = (damaged / "counselling.db").read_bytes()
    out = damaged.with_name("S.peerkeep")
    done = backups.salvage(damaged, out, Password("Our Coordinator", "five lanterns at noon"), clock=clock)
    assert {one.compartment for one in done.lost} <= {"programme"}
    assert done.unread == 2
    assert (out / "counselling.db").read_bytes() == before
    assert {key for key in holding(out) if key[0] == "counselling"} == {key for key in whole if key[0] == "counselling"}


def test_while_keys_are_being_changed_the_one_that_opens_is_used(
    damaged: Path, whole: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between two files: one has its new key, the other the former; the salvaged workspace finishes it."""
    ws = vaults.reopen(damaged, FakeClock())
    add_user(ws, "A. Lind", "counsellor", "five lanterns at noon", cost=vaults.CHEAP)
    with pytest.raises(Cancelled):
        remove_user(ws, "A. Lind", lambda done, _total: done == 0)
    assert unfinished(ws)
    ws.close()
    for name in ("programme.db", "counselling.db"):
        spoil(damaged / name, 1)
    out = damaged.with_name("S.peerkeep")
    assert backups.salvage(damaged, out, SECRET, clock=FakeClock()).problems == 0
    ws = unlock(out, SECRET, clock=FakeClock())
    assert (unfinished(ws), verify(ws).ok) == ((), True)
    assert {key: row for key, row in dump(ws).items() if key in whole} == whole
    ws.close()


def test_work_goes_on_and_the_salvage_stays_told(damaged: Path, whole: Tables) -> None:
    """The steps that were not whole stay excused after more work; nobody takes a salvage back."""
    noise = random.Random(2)
    bad_pages(damaged, noise)
    out = damaged.with_name("S.peerkeep")
    done = backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert any(one.table == "step" for one in done.lost)
    for _ in range(2):
        ws = vaults.reopen(out, FakeClock())
        last = last_undoable(ws)
        assert last is None or last.verb != "salvage"
        rows.add_person(ws)
        assert verify(ws).ok
        assert "salvage" in {step.verb for step in steps(ws)}
        ws.close()


def test_only_a_salvage_excuses(damaged: Path) -> None:
    """A step that is taken away, or says itself that another is not whole, is a fault as ever."""
    with tampering.raw(damaged) as connection:
        device = connection.execute("SELECT device FROM step ORDER BY clock DESC LIMIT 1").fetchone()[0]
        connection.execute("DELETE FROM step WHERE device = ? AND step = 5", (device,))
        connection.execute(
            "INSERT INTO journal (device, step, n, tbl, row, op) VALUES (?, 7, 9, 'step', ?, 'D')",
            (device, f"{device}:5"),
        )
        found = {fault.step for fault in faults(connection, "main", {})}
    assert {5, 6, 7} <= found


def test_drafts_come_along(damaged: Path) -> None:
    ws = vaults.reopen(damaged, FakeClock())
    ws.drafts.keep("a", Draft("not saved yet"))
    ws.close()
    spoil(damaged / "counselling.db", 9)
    out = damaged.with_name("S.peerkeep")
    assert backups.salvage(damaged, out, SECRET, clock=FakeClock()).drafts == 1
    ws = vaults.reopen(out, FakeClock())
    found = ws.drafts.find("a")
    assert found is not None
    assert found.text == "not saved yet"
    ws.close()


# manners


def test_it_can_be_stopped_and_leaves_nothing(damaged: Path) -> None:
    before = sorted(path.name for path in damaged.parent.iterdir() if path.name != "home")
    for stop in (1, 40):
        calls = iter(range(1_000_000))
        with pytest.raises(Cancelled):
            backups.salvage(
                damaged, damaged.with_name("S.peerkeep"), SECRET, lambda _d, _t, c=calls, s=stop: next(c) < s
            )
    assert sorted(path.name for path in damaged.parent.iterdir() if path.name != "home") == before


def test_it_makes_nothing_where_it_cannot(damaged: Path) -> None:
    out = damaged.with_name("S.peerkeep")
    with pytest.raises(WrongPassword):
        backups.salvage(damaged, out, Password(vaults.USER, "eight herons over water"), clock=FakeClock())
    for name in ("programme.db", "counselling.db", f"{tampering.name_of(damaged, 'private')}.db"):
        (damaged / name).write_bytes(b"\0" * 20_000)
    with pytest.raises(NothingToSalvage):
        backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert not out.exists()
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceExists):
        backups.salvage(damaged, out, SECRET, clock=FakeClock())
    assert not list(damaged.parent.glob(".*.part"))
