"""`heads.json` is written when something went on, and stays as it is when nothing did."""

from __future__ import annotations

from pathlib import Path

from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_looking_changes_nothing_in_the_folder(workspace_folder: Path, clock: FakeClock) -> None:
    vaults.reopen(workspace_folder, clock).close()
    before = contents(workspace_folder)
    clock.forward(days=1)
    vaults.reopen(workspace_folder, clock).close()
    assert contents(workspace_folder) == before


def test_writing_does(workspace_folder: Path, clock: FakeClock) -> None:
    vaults.reopen(workspace_folder, clock).close()
    before = contents(workspace_folder)
    ws = vaults.reopen(workspace_folder, clock)
    rows.add_person(ws, given="Ada")
    ws.close()
    after = contents(workspace_folder)
    assert {name for name in after if after[name] != before[name]} == {"heads.json", "programme.db"}


def test_heads_that_somebody_changed_are_written_anew(workspace_folder: Path, clock: FakeClock) -> None:
    vaults.reopen(workspace_folder, clock).close()
    path = workspace_folder / "heads.json"
    good = path.read_bytes()
    for bad in (b"", b"{}", good.replace(b'"commits":', b'"commits":9', 1), good[:200]):
        path.write_bytes(bad)
        vaults.reopen(workspace_folder, clock).close()
        assert path.read_bytes() not in (bad, b"")
