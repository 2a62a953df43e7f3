"""The command `audit`: who did what, narrowed, as a file, and exit 1 where an entry is not as it was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from tests import vaults
from tests.services.vault.tampering import raw


class Audit:
    """Calls the command line in this process."""

    def __init__(self, folder: Path, secret: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self._secret = secret

    def run(self, *words: str, command: str = "audit", password: str = vaults.PASSWORD) -> tuple[int, str, str]:
        self._secret.write_text(password)
        code = main([command, str(self.folder), *words, "--password-file", str(self._secret)])
        return code, *self.capsys.readouterr()

    def json(self, *words: str) -> dict[str, Any]:
        code, out, err = self.run(*words, "--json")
        assert code == 0, err
        found: dict[str, Any] = json.loads(out)
        return found


@pytest.fixture
def told(workspace_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Audit:
    return Audit(workspace_folder, tmp_path / "password", capsys)


def test_the_tries_that_failed_and_the_unlocking_are_told(told: Audit) -> None:
    """AUD-04: on the command line as in the window."""
    assert told.run(password="not the password at all")[0] == 1  # noqa: S106 - invented
    answer = told.json()
    newest = answer["entries"][:2]
    assert [one["kind"] for one in newest] == ["unlock", "failed"]
    assert set(newest[0]) == {"at", "who", "what", "kind", "compartment", "record", "device"}
    assert newest[0]["who"] == vaults.USER
    assert (answer["ok"], answer["problem"]) == (True, "")
    assert [one["kind"] for one in told.json("--kind", "failed")["entries"]] == ["failed"]
    assert told.json("--since", "2100-01-01")["entries"] == []
    assert told.json("--who", "SAMPLE counsellor", "--until", "2026-01-01")["entries"] == []


def test_wrong_use_is_told_apart_from_a_refusal(told: Audit) -> None:
    with pytest.raises(SystemExit, match="2"):
        told.run("--since", "soon")
    with pytest.raises(SystemExit, match="2"):
        told.run("--kind", "everything")
    code, _, err = told.run("--who", "Mallory")
    assert code == 1
    assert "Nobody called Mallory" in err


def test_a_file_is_written_recorded_and_not_replaced_unasked(told: Audit, tmp_path: Path) -> None:
    """AUD-04: the export is told by the next."""
    out = tmp_path / "told.csv"
    code, said, _ = told.run("--out", str(out))
    assert code == 0
    assert "The file is saved" in said
    assert out.read_text("utf-8-sig").startswith("When,Who,What,Kind,Where,Record,Laptop")
    assert "--force" in told.run("--out", str(out))[2]
    assert told.run("--out", str(out), "--force")[0] == 0
    assert told.run("--out", str(tmp_path / "told.pdf"))[0] == 1
    assert [one["kind"] for one in told.json("--kind", "out")["entries"]] == ["out", "out"]


def test_a_bad_entry_ends_with_one_and_is_named(told: Audit) -> None:
    """AUD-01: which laptop's, and which."""
    assert told.run()[0] == 0
    with raw(told.folder) as connection:
        connection.execute("UPDATE step SET user = 'somebody' WHERE verb = 'unlock'")
    code, out, err = told.run("--json")
    answer = json.loads(out)
    assert code == 1
    assert answer["ok"] is False
    assert "was changed" in answer["problem"]
    assert "not as it should be" in err
