"""The command `health` of what is damaged or older: which pages, and what going on would do; it changes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.services import files
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows
from tests.services.vault.tampering import hashes

Run = Callable[..., tuple[int, str, str]]
PAGE = 4096


@pytest.fixture
def run(workspace_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a workspace of this test's own; give the exit code and what was said."""
    # Hardening is for the whole process, and this is the tests'.
    monkeypatch.setattr(files, "harden_process", lambda: None)
    secret = workspace_folder.with_name("pw.txt")
    secret.write_text(f"{vaults.PASSWORD}\n", encoding="utf-8")

    def run(command: str, *words: str) -> tuple[int, str, str]:
        code = cli.main([command, str(workspace_folder), *words, "--password-file", str(secret)])
        return code, *capsys.readouterr()

    return run


def told(run: Run) -> Any:
    code, printed, _ = run("health", "--json")
    answer = json.loads(printed)
    assert (code, answer["ok"]) == (1, False)
    return answer


def spoil(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE + 900] ^= 4
    path.write_bytes(content)


def test_damaged_pages_are_numbered(run: Run, workspace_folder: Path) -> None:
    """In words and for a script, of a file that opens all the same."""
    path = workspace_folder / "counselling.db"
    last = path.stat().st_size // PAGE
    for page in (last, last - 2):
        spoil(path, page)
    (problem,) = [one for one in told(run)["problems"] if one["compartment"] == "counselling"]
    assert problem["pages"] == [last - 2, last]
    assert f"page {last - 2} (" in run("health")[1]


def test_a_file_too_damaged_to_open_is_numbered_too(run: Run, workspace_folder: Path) -> None:
    for page in (1, 2, 3):
        spoil(workspace_folder / "programme.db", page)
    (problem,) = told(run)["problems"]
    assert (problem["where"], problem["pages"]) == ("programme.db", [1, 2, 3])
    assert "Damaged pages of programme.db: 1-3" in run("health")[1]


def test_file_06_what_is_older_is_looked_at_and_nothing_goes_on_with_it(
    run: Run, workspace_folder: Path, tmp_path: Path
) -> None:
    """FILE-06: the check says what --accept-older would do; this laptop asks again the next time."""
    shutil.copytree(workspace_folder, tmp_path / "older")
    ws = vaults.reopen(workspace_folder, FakeClock())
    rows.add_person(ws, number="41")
    ws.close()
    shutil.rmtree(workspace_folder)
    shutil.copytree(tmp_path / "older", workspace_folder)
    before = hashes(workspace_folder)
    for _ in range(2):
        (problem,) = told(run)["problems"]
        assert "older than the one last seen" in problem["what"]
    answer = told(run)
    assert answer["older"]["whole"] is True
    assert answer["older"]["here"] <= answer["older"]["seen"]
    _, said, beside = run("health")
    assert "Its files are whole. It was only looked at" in said
    assert answer["older"]["seen"] in said
    both = said + beside
    assert "as it should be" not in both
    assert "Restore" not in both
    assert [both.count(words) for words in ("older than", "only looked at", "--accept-older")] == [1, 1, 1]
    assert hashes(workspace_folder) == before
    assert run("people")[0] == 1
    assert run("health", "--json", "--accept-older")[0] == 0


def test_what_is_older_and_damaged_is_said_in_one(run: Run, workspace_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(workspace_folder, tmp_path / "older")
    ws = vaults.reopen(workspace_folder, FakeClock())
    rows.add_person(ws, number="41")
    ws.close()
    shutil.rmtree(workspace_folder)
    shutil.copytree(tmp_path / "older", workspace_folder)
    path = workspace_folder / "counselling.db"
    spoil(path, path.stat().st_size // PAGE)
    answer = told(run)
    assert answer["older"]["whole"] is False
    assert "counselling" in {one["compartment"] for one in answer["problems"]}
    said = run("health")[1]
    assert "stands below" in said
    assert "counselling: " in said


def test_restoring_is_named_only_where_a_backup_is_whole(run: Run, workspace_folder: Path) -> None:
    """And what could not be counted is not counted as none."""
    made = json.loads(run("backup", "--json")[1])["path"]
    path = workspace_folder / "programme.db"
    for page in range(8, path.stat().st_size // PAGE + 1):
        spoil(path, page)
    _, _, said = run("health")
    assert "restore WS --out WS2" in said
    shutil.rmtree(made)
    code, printed, said = run("health", "--json")
    assert code == 1
    assert "restore" not in said.casefold()
    assert "salvage WS --out WS2" in said
    assert json.loads(printed)["counts"]["people"] is None


def test_a_damaged_backup_of_a_whole_workspace_asks_for_another(run: Run) -> None:
    kept = Path(json.loads(run("backup", "--json")[1])["path"])
    spoil(kept / "programme.db", 2)
    assert "The workspace itself is whole" in run("health")[2]
