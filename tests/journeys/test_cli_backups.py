"""Backups by the command line: made, damaged, found, restored; health says what is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
    assert cli.json("restore", out, "--out", restored)["restored"] is True
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
    assert Path(older["path"]).name.startswith(answer["made"][:10])
    assert cli.json("verify", restored)["ok"] is True
    assert cli.json("steps", restored)["steps"][0]["words"] == "restoring of a backup"
    assert "damaged" in cli.refused("restore", str(newest), "--out", str(cli.folder / "N"))
    assert "no Peerkeep backup" in cli.refused("restore", str(cli.folder), "--out", str(cli.folder / "N"))
    assert not (cli.folder / "N").exists()
