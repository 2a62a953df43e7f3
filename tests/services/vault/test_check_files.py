"""The full check and opening: cut tails, changed heads and records, the file itself, and manners."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.services.errors import Cancelled
from desktop.services.vault import Password, Workspace, add_user, open_workspace, verify
from desktop.services.vault.errors import OlderThanSeen, TwoHistories
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, tampering
from tests.services.vault.checked import device_of, named, report
from tests.services.vault.tampering import raw

# what was seen before, and cut tails


def cut(folder: Path, tier: str = "programme") -> None:
    """Take the newest step away so that all that is left fits together."""
    with raw(folder, tier) as connection:
        device = device_of(connection)
        number = connection.execute("SELECT max(step) FROM step WHERE device = ?", (device,)).fetchone()[0]
        for row, change in connection.execute(
            "SELECT row, change FROM journal WHERE device = ? AND step = ?", (device, number)
        ).fetchall():
            for column, (old, _) in json.loads(change).items():
                table = "person" if tier == "programme" else "note"
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE uid = ?", (old, row))
        for table in ("step", "journal"):
            connection.execute(f"DELETE FROM {table} WHERE device = ? AND step = ?", (device, number))
        connection.execute("UPDATE counter SET commits = commits - 1")


@pytest.mark.parametrize("tier", ["programme", "counselling"])
@pytest.mark.parametrize("forget", ["nothing", "heads.json", "laptop record"])
def test_a_cut_tail_is_noticed_by_heads_or_by_the_laptop(filled: Path, own_home: Path, tier: str, forget: str) -> None:
    cut(filled, tier)
    if forget == "heads.json":
        (filled / "heads.json").unlink()
    if forget == "laptop record":
        for path in (own_home / "workspaces").iterdir():
            path.unlink()
    with pytest.raises(OlderThanSeen):
        vaults.reopen(filled, FakeClock())


def test_a_cut_tail_with_everything_forgotten_shows_in_what_others_knew(filled: Path, own_home: Path) -> None:
    """A device that came later wrote down what it knew."""
    for path in (own_home / "workspaces").iterdir():
        path.unlink()
    ws = vaults.reopen(filled, FakeClock())
    rows.add_person(ws)
    later = ws.device
    ws.close()
    with raw(filled) as connection:
        device = connection.execute(
            "SELECT device FROM step WHERE device <> ? ORDER BY clock DESC LIMIT 1", (later,)
        ).fetchone()[0]
        for table in ("step", "journal"):
            connection.execute(f"DELETE FROM {table} WHERE device = ? AND step = 5", (device,))
    (filled / "heads.json").unlink()
    for path in (own_home / "workspaces").iterdir():
        path.unlink()
    told = {p.what for p in report(filled).problems}
    assert f"knew step 5 of {device}, which is missing" in told


def test_another_digest_for_a_step_that_was_seen(filled: Path) -> None:
    with raw(filled) as connection:
        device = device_of(connection)
        connection.execute("UPDATE step SET digest = 'ff' WHERE device = ? AND step = 5", (device,))
    with pytest.raises(TwoHistories):
        vaults.reopen(filled, FakeClock())


def test_changed_heads(filled: Path) -> None:
    path = filled / "heads.json"
    plain = json.loads(path.read_bytes())
    plain["counselling"] = plain["programme"]
    path.write_text(json.dumps(plain), encoding="utf-8")
    assert named(filled) == "counselling: heads.json: was changed by somebody else"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"not json", b'{"programme": 5}', b'{"programme": {}}'])
def test_odd_heads_do_not_stop_anything(filled: Path, content: bytes) -> None:
    (filled / "heads.json").write_bytes(content)
    vaults.reopen(filled, FakeClock()).close()


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"not json", b'{"device": 5, "seen": []}'])
def test_an_odd_laptop_record_costs_a_new_device(filled: Path, own_home: Path, content: bytes) -> None:
    (path,) = (own_home / "workspaces").iterdir()
    former = json.loads(path.read_bytes())["device"]
    path.write_bytes(content)
    ws = vaults.reopen(filled, FakeClock())
    assert ws.device != former
    rows.add_person(ws)
    assert verify(ws).ok
    ws.close()


# the file itself


@pytest.mark.parametrize(
    "hostile",
    ["CREATE TABLE extra (x TEXT)", "CREATE TRIGGER quiet AFTER INSERT ON note BEGIN DELETE FROM step; END",
     "CREATE VIEW seen AS SELECT text FROM note_text", "DROP TRIGGER note_updated", "DROP INDEX note_of"],
)  # fmt: skip
def test_another_structure(workspace: Workspace, hostile: str) -> None:
    statement = hostile.replace(" extra", " counselling.extra").replace(" quiet", " counselling.quiet")
    statement = statement.replace(" seen", " counselling.seen").replace(" note_updated", " counselling.note_updated")
    workspace.connection.execute(statement.replace(" note_of", " counselling.note_of"))
    first = verify(workspace).problems[0]
    assert first.compartment == "counselling"
    assert first.what == "is not as Peerkeep made it"
    assert hostile.split()[2] in first.where


def test_a_dangling_reference(filled: Path) -> None:
    with raw(filled, "counselling") as connection:
        connection.execute("DELETE FROM note")
    told = [f"{p.where} {p.what}" for p in report(filled).problems]
    assert "table note_text refers to a row of note that is not there" in told


def test_a_page_that_does_not_authenticate(filled: Path) -> None:
    path = filled / "programme.db"
    content = bytearray(path.read_bytes())
    content[-3000] ^= 1
    path.write_bytes(content)
    found = report(filled)
    assert "has pages that do not authenticate" in {p.what for p in found.problems}


def test_files_of_others_are_looked_at_from_outside(filled: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(filled, clock)
    add_user(ws, "Our Coordinator", "coordinator", "five lanterns at noon", cost=vaults.CHEAP)
    ws.close()
    (filled / "counselling.db").write_bytes(b"")
    ws = open_workspace(filled, Password("Our Coordinator", "five lanterns at noon"), clock=clock)
    assert [(p.compartment, p.what) for p in verify(ws).problems] == [("another", "CompartmentEmpty")]
    ws.close()


# opening checks the newest steps


@pytest.mark.parametrize(
    "change",
    ["UPDATE step SET about = 'x' WHERE step = 4", "UPDATE journal SET digest = '00' WHERE step = 4",
     "DELETE FROM journal WHERE step = 5 AND n = 0"],
)  # fmt: skip
def test_opening_notices_changed_steps(filled: Path, change: str) -> None:
    with raw(filled) as connection:
        connection.execute(change)
    ws = vaults.reopen(filled, FakeClock())
    assert ws.notices == ("chain:programme",)
    ws.close()


# manners


def test_it_can_be_stopped(workspace: Workspace) -> None:
    with pytest.raises(Cancelled):
        verify(workspace, lambda done, total: False)
    said: list[tuple[int, int]] = []
    verify(workspace, lambda done, total: said.append((done, total)) is None)
    assert [done for done, _ in said] == sorted(done for done, _ in said)
    assert said[-1][0] == said[-1][1] > 100


def test_problems_name_no_person(filled: Path) -> None:
    with raw(filled) as connection:
        connection.execute("UPDATE person SET given = 'Bee', family = 'Okonkwo-Canary'")
        connection.execute("UPDATE journal SET change = NULL WHERE step = 4")
    assert "Canary" not in repr(report(filled)) + str(tampering.hashes(filled))


def test_checking_writes_nothing(workspace: Workspace) -> None:
    rows.add_person(workspace)
    before = tampering.hashes(workspace.folder)
    verify(workspace)
    assert tampering.hashes(workspace.folder) == before
