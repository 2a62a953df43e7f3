"""What lies beside a compartment: journals and logs of killed writers, of other workspaces, of older copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import backups
from desktop.services.vault import compartment, verify
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, tampering
from tests.services.vault.opened import SECRET, state

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


def test_our_own_hot_journal_is_played_back(crowded: Path) -> None:
    before = state(crowded)
    torn, journal = hot_journal(crowded)
    (crowded / "programme.db").write_bytes(torn)
    (crowded / "programme.db-journal").write_bytes(journal)
    assert state(crowded) == before
    assert not (crowded / "programme.db-journal").exists()


def test_a_hot_journal_of_another_workspace_does_no_harm(crowded: Path, stranger: Path) -> None:
    """FILE-08: it is not played back into ours."""
    before = state(crowded)
    assert before
    _, journal = hot_journal(stranger)
    (crowded / "programme.db-journal").write_bytes(journal)
    assert state(crowded) == before
    assert state(crowded) == before


def test_a_hot_journal_of_an_older_copy_does_no_harm(crowded: Path, clock: FakeClock) -> None:
    """FILE-08: Its pages authenticate under the same key; what it would bring back is older than heads.json says."""
    _, journal = hot_journal(crowded)
    ws = vaults.reopen(crowded, clock)
    for (person,) in ws.rows("programme", "SELECT uid FROM @.person LIMIT 40"):
        rows.edit(ws, "person", person, given="Changed since then", preferred="x" * 500)
    ws.close()
    before = state(crowded)
    (crowded / "programme.db-journal").write_bytes(journal)
    assert state(crowded) == before
    assert list(crowded.glob("*.set-aside"))


def test_a_write_ahead_log_is_set_aside(crowded: Path, stranger: Path) -> None:
    before = state(crowded)
    connection = compartment.connect(stranger / "programme.db", tampering.keys(stranger)["programme"])
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("UPDATE meta SET value = value || 'x'")
    log = (stranger / "programme.db-wal").read_bytes()
    connection.close()
    assert len(log) > 4096
    (crowded / "programme.db-wal").write_bytes(log)
    assert state(crowded) == before
    assert (crowded / "programme.db-wal.set-aside").exists()


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"not a journal at all", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"])
def test_stray_journals_do_no_harm(crowded: Path, content: bytes) -> None:
    before = state(crowded)
    (crowded / "programme.db-journal").write_bytes(content)
    assert state(crowded) == before


def test_a_write_that_was_cut_short_without_its_journal_is_found(
    crowded: Path, tmp_path: Path, clock: FakeClock
) -> None:
    """FILE-09: half a step stands in the file; opening says so, the check names the file, a backup takes its place.

    The damaged file stays where it is, as it is.
    """
    ws = vaults.reopen(crowded, clock)
    made, people = backups.back_up(ws), ws.value("programme", "SELECT count(*) FROM @.person")
    ws.close()
    torn, _ = hot_journal(crowded)
    (crowded / "programme.db").write_bytes(torn)
    ws = vaults.reopen(crowded, clock)
    assert "chain:programme" in ws.notices
    assert [(one.compartment, one.where.partition(",")[0]) for one in verify(ws).problems] == [("programme", "file")]
    ws.close()
    kept = (crowded / "programme.db").read_bytes()
    assert backups.find_backup(crowded, clock=clock).backup.path == made.path
    restored = backups.open_backup(made.path, tmp_path / "R.peerkeep", SECRET, clock=clock)
    assert restored.value("programme", "SELECT count(*) FROM @.person") == people
    restored.close()
    assert (crowded / "programme.db").read_bytes() == kept
