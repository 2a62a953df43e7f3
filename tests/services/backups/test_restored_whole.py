"""A restore: whole when it gets its name, whenever the program is killed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.services import backups, files, programme
from desktop.services.programme.types import Contact
from desktop.services.vault import Workspace


def test_what_gets_its_name_has_its_card_of_contacts_and_its_event(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CRASH-01..10: a restore killed at any moment has left a whole workspace or none."""
    programme.set_school(workspace, replace(programme.school(workspace), contacts=(Contact("A", "Lead", "0123"),)))
    made = backups.back_up(workspace)
    named: list[dict[str, bytes]] = []
    take = files.replace

    def watched(src: Path, dst: Path, *, durable: bool = True) -> None:
        if src.is_dir():
            named.append({path.name: path.read_bytes() for path in src.iterdir() if path.is_file()})
        take(src, dst, durable=durable)

    monkeypatch.setattr(files, "replace", watched)
    ws = backups.open_backup(made.path, tmp_path / "Restored.peerkeep", workspace.opened)
    assert ws.rows("programme", "SELECT verb FROM @.step ORDER BY clock DESC LIMIT 1") == [("restore_backup",)]
    assert ws.notices == ()
    ws.close()
    (then,) = named
    assert then["contacts.json"] == (workspace.folder / "contacts.json").read_bytes()
    for name in ("contacts.json", "programme.db", "place.json", "keyring.json", "keyring.bak"):
        assert (tmp_path / "Restored.peerkeep" / name).read_bytes() == then[name], name
