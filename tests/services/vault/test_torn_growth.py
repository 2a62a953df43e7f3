"""CRASH-11: a power cut tears a file while it grows, in the middle of a page, and its journal lies beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.services.vault import compartment, verify
from desktop.services.vault.errors import CompartmentTruncated
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, tampering


def torn(folder: Path, tmp_path: Path) -> tuple[Path, bytes]:
    """Leave a file in the midst of a step that made it longer; give it and the journal that takes the step back."""
    path = folder / "programme.db"
    connection = compartment.connect(path, tampering.keys(folder)["programme"])
    compartment.settle(connection)
    connection.execute("PRAGMA cache_size=5")  # so that pages go to the file before the commit
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE counter SET commits = commits + 1")
    for number in range(200):
        connection.execute(
            "INSERT INTO setting (uid, name, value) VALUES (?, ?, ?)", (f"uid-{number}", f"name-{number}", "v" * 3000)
        )
    grown = Path(shutil.copy(path, tmp_path / "grown.db"))
    journal = path.with_name("programme.db-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    assert grown.stat().st_size > path.stat().st_size
    return grown, journal


@pytest.mark.parametrize("bytes_of_a_page", [512, 1024, 3584])
def test_it_is_taken_back_and_not_called_damaged(workspace_folder: Path, tmp_path: Path, bytes_of_a_page: int) -> None:
    ws = vaults.reopen(workspace_folder, FakeClock())
    person = rows.add_person(ws)
    ws.close()
    grown, journal = torn(workspace_folder, tmp_path)
    path = workspace_folder / "programme.db"
    path.write_bytes(grown.read_bytes()[: path.stat().st_size + 8192 + bytes_of_a_page])
    path.with_name("programme.db-journal").write_bytes(journal)
    ws = vaults.reopen(workspace_folder, FakeClock())
    assert ws.value("programme", "SELECT count(*) FROM @.person WHERE uid = ?", (person,)) == 1
    assert ws.value("programme", "SELECT count(*) FROM @.setting WHERE name LIKE 'name-%'") == 0
    assert verify(ws).ok
    ws.close()


def test_without_its_journal_it_is_cut_short(workspace_folder: Path) -> None:
    path = workspace_folder / "programme.db"
    path.write_bytes(path.read_bytes() + bytes(512))
    for journal in (None, b"", bytes(512)):
        if journal is not None:
            path.with_name("programme.db-journal").write_bytes(journal)
        with pytest.raises(CompartmentTruncated):
            vaults.reopen(workspace_folder, FakeClock())
