"""Salvage by the command line: what was brought over and what was lost, in words and as one object."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.services import files
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(workspace_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a workspace of this test's own; give the exit code and what was printed."""
    # Hardening is for the whole process, and this is the tests'.
    monkeypatch.setattr(files, "harden_process", lambda: None)
    secret = workspace_folder.parent / "pw.txt"
    secret.write_text(f"{vaults.PASSWORD}\n", encoding="utf-8")

    def run(command: str, folder: Path, *words: str) -> tuple[int, str, str]:
        try:
            code = cli.main([command, str(folder), *words, "--password-file", str(secret)])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def damaged(workspace_folder: Path) -> Path:
    """A workspace without its programme file's first page and without its counselling file."""
    ws = vaults.reopen(workspace_folder, FakeClock())
    for number in ("41", "42"):
        rows.add_person(ws, number=number)
    ws.close()
    path = workspace_folder / "programme.db"
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + random.Random(1).randbytes(4095) + path.read_bytes()[4096:])
    (workspace_folder / "counselling.db").unlink()
    return workspace_folder


def test_file_11_salvage_and_what_is_lost(run: Run, damaged: Path) -> None:
    """FILE-11: the answer counts what was brought over and lists what was lost; the new workspace is whole."""
    code, _, said = run("people", damaged)
    assert code == 1
    assert "salvage" in said
    code, printed, _ = run("health", damaged, "--json")
    told = json.loads(printed)
    assert (code, told["ok"], told["backups"]) == (1, False, [])
    assert [(one["compartment"], one["where"]) for one in told["problems"]] == [("programme", "programme.db")]
    out = damaged.with_name("Salvaged.peerkeep")
    code, printed, _ = run("salvage", damaged, "--out", str(out), "--json")
    answer: dict[str, Any] = json.loads(printed)
    assert code == 0
    assert answer["out"] == str(out)
    assert answer["salvaged"]["person"] == 2
    whole_file = {"compartment": "counselling", "table": "file", "id": "counselling.db", "about": ""}
    assert answer["lost"] == [whole_file]
    code, printed, _ = run("health", out, "--json")
    assert (code, json.loads(printed)["ok"]) == (0, True)
    code, printed, _ = run("salvage", damaged, "--out", str(damaged.with_name("Again.peerkeep")))
    assert code == 0
    assert "Lost: 1 of file (counselling)." in printed
    assert "The damaged workspace is as it was." in printed


def test_it_refuses_what_is_there_and_wrong_passwords(run: Run, damaged: Path) -> None:
    assert run("salvage", damaged, "--out", str(damaged))[0] == 1
    assert run("salvage", damaged)[0] == 2
    (damaged.parent / "pw.txt").write_text("eight herons over water\n", encoding="utf-8")
    code, _, said = run("salvage", damaged, "--out", str(damaged.with_name("S.peerkeep")))
    assert code == 1
    assert "not right" in said
    assert not damaged.with_name("S.peerkeep").exists()


def test_a_file_that_is_lost_as_a_whole_points_to_the_backup(run: Run, damaged: Path, tmp_path: Path) -> None:
    _, said, _ = run("salvage", damaged, "--out", str(tmp_path / "A.peerkeep"))
    assert "Nothing of counselling.db could be read" in said
    assert "backup" not in said
    assert run("backup", tmp_path / "A.peerkeep")[0] == 0
    (tmp_path / "A.peerkeep" / "counselling.db").unlink()
    _, said, _ = run("salvage", tmp_path / "A.peerkeep", "--out", str(tmp_path / "B.peerkeep"))
    assert "There is a whole backup of" in said
