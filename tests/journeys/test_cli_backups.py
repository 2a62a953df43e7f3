"""Backups by the command line: made, damaged, found, restored; health says what is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.services import files
from desktop.services.transfer import placing
from desktop.services.vault import container
from tests.journeys.command_line import Cli, cli

__all__ = ["cli"]


@pytest.fixture
def school(cli: Cli) -> str:
    """A small workspace."""
    folder = str(cli.folder / "W.peerkeep")
    assert cli.run("new", folder, "--school", "Northfield", "--user", "R. Osei").returncode == 0
    return folder


def test_a_backup_goes_into_one_file_and_comes_back(cli: Cli, school: str) -> None:
    out = str(cli.folder / "b.peerkeep-copy")
    assert cli.json("backup", school, "--out", out)["verified"] is True
    assert "--force" in cli.refused("backup", school, "--out", out)
    assert cli.run("backup", school, "--out", out, "--force").returncode == 0
    restored = str(cli.folder / "R.peerkeep")
    kept = cli.run("restore", out, "--out", str(cli.folder / "T.peerkeep"))
    answer = cli.json("restore", out, "--out", restored)
    assert answer["restored"] is True
    assert answer["made"][:4] in kept.stdout
    assert kept.stdout.startswith("Restored: the backup of 2")
    assert cli.json("verify", restored)["ok"] is True
    assert cli.refused("restore", out, "--out", restored)
    assert "password" in cli.refused("restore", out, "--out", str(cli.folder / "N"), password="not the password at all")
    assert not (cli.folder / "N").exists()


def test_the_newest_whole_backup_of_a_broken_workspace_is_restored(cli: Cli, school: str) -> None:
    older = cli.json("backup", school)
    newest = Path(cli.json("backup", school)["path"])
    health = cli.json("health", school)
    assert health["ok"] is True
    assert [one["whole"] for one in health["backups"]] == [True, True]
    assert health["counters"]["programme"] >= 1
    (newest / "programme.db").write_bytes((newest / "programme.db").read_bytes()[:-4096])
    done = cli.run("health", school, "--json")
    assert done.returncode == 1
    health = json.loads(done.stdout)
    assert health["ok"] is False
    assert health["problems"] == [{"compartment": "backups", "where": newest.name, "what": "length", "pages": []}]
    assert [one["whole"] for one in health["backups"]] == [False, True]
    (Path(school) / "programme.db").write_bytes(b"")
    restored = str(cli.folder / "R.peerkeep")
    answer = cli.json("restore", school, "--out", restored)
    assert answer["damaged"] == 1
    assert "Restored: the backup of" in cli.run("restore", school, "--out", str(cli.folder / "S.peerkeep")).stdout
    assert Path(older["path"]).name.startswith(answer["made"][:10])
    assert cli.json("verify", restored)["ok"] is True
    assert cli.json("steps", restored)["steps"][0]["words"] == "restoring of a backup"
    assert "damaged" in cli.refused("restore", str(newest), "--out", str(cli.folder / "N"))
    assert "no Peerkeep backup" in cli.refused("restore", str(cli.folder), "--out", str(cli.folder / "N"))
    assert not (cli.folder / "N").exists()


def test_a_full_drive_says_what_was_not_done(cli: Cli, school: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each verb in its own words: nobody is told to save again who made a backup or restored one."""

    def full(*_: object, **__: object) -> object:
        raise files.DiskFull

    one = str(cli.folder / "b.peerkeep-copy")
    made = cli.json("backup", school)["path"]
    cli.json("backup", school, "--out", one)
    with monkeypatch.context() as broken:
        broken.setattr(container, "write", full)
        said = cli.refused("backup", school, "--out", str(cli.folder / "c.peerkeep-copy"))
        assert "No backup was made" in said
        assert "back up again" in said
        assert "No copy was made" in cli.refused("copy", school, "--out", str(cli.folder / "c.peerkeep-copy"))
    monkeypatch.setattr(placing, "place", full)
    for source in (one, made, school):
        said = cli.refused("restore", source, "--out", str(cli.folder / "R.peerkeep"))
        assert "Nothing was restored" in said
        assert "save again" not in said
    assert "Nothing was opened" in cli.refused("open-copy", one, "--out", str(cli.folder / "R.peerkeep"))
