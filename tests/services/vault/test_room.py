"""A drive without room for SQLite's own file beside a compartment is called full, and nothing else is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services import files
from desktop.services.vault import Workspace, verify
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows


def test_no_room_for_the_journal_file_is_a_full_drive(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """CRASH-12: SQLite says only that it cannot open a file; whether there is room, another small file shows."""
    (workspace.folder / "programme.db-journal").mkdir()
    with pytest.raises(files.MediumGone):
        rows.add_person(workspace)
    assert list(workspace.folder.glob(".peerkeep-*")) == []

    def refuse(_path: Path) -> None:
        raise files.DiskFull

    monkeypatch.setattr(files, "create_file", refuse)
    with pytest.raises(files.DiskFull, match="no room left"):
        rows.add_person(workspace)
    (workspace.folder / "programme.db-journal").rmdir()
    rows.add_person(workspace)


@pytest.mark.skipif(sys.platform != "linux", reason="small file systems are made by Linux's mount")
def test_a_drive_that_takes_no_further_file_is_full(tmp_path: Path, workspace_folder: Path) -> None:
    """CRASH-12: there are bytes, but no room for one more file; once there is, it goes on."""
    place = tmp_path / "medium"
    place.mkdir()
    small = ["mount", "-t", "tmpfs", "-o", "size=16m,nr_inodes=60", "none", str(place)]
    if subprocess.run(small, check=False, capture_output=True).returncode:
        pytest.skip("cannot mount a small file system here")
    try:
        ws = vaults.reopen(Path(shutil.copytree(workspace_folder, place / "W.peerkeep")), FakeClock())
        fillers = [place / str(n) for n in range(60)]
        for made, filler in enumerate(fillers):
            if not os.statvfs(place).f_favail:
                del fillers[made:]
                break
            filler.touch()
        with pytest.raises(files.DiskFull):
            rows.add_person(ws)
        fillers[0].unlink()
        rows.add_person(ws)
        assert verify(ws).ok
        ws.close()
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
