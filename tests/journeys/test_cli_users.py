"""Users by the command line: listed, invited, given another role, removed, with what old copies keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.services import files
from tests import vaults

Run = Callable[..., tuple[int, Any, str]]
FIRST = "four otters by the weir"


@pytest.fixture
def run(workspace_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `users` on a workspace of this test's own; give the exit code, the answer, and what was said beside it."""
    # Hardening is for the whole process, and this is the tests'.
    monkeypatch.setattr(files, "harden_process", lambda: None)
    place = workspace_folder.parent

    def run(
        *words: str, user: str = vaults.USER, password: str = vaults.PASSWORD, command: str = "users"
    ) -> tuple[int, Any, str]:
        for name, secret in (("pw", password), ("first", FIRST)):
            (place / f"{name}.txt").write_text(f"{secret}\n", encoding="utf-8")
        common = ["--user", user, "--password-file", str(place / "pw.txt"), "--json"]
        try:
            code = cli.main([command, str(workspace_folder), *words, *common])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, json.loads(out) if out.strip() else None, err

    return run


def invite(run: Run, folder: Path, name: str, role: str) -> None:
    words = ("add", "--name", name, "--role", role, "--new-password-file", str(folder.parent / "first.txt"))
    assert run(*words)[:2] == (0, {"added": name, "role": role})


def test_a_counsellor_comes_gets_another_role_and_goes(run: Run, workspace_folder: Path) -> None:
    """ROLE-05, AUTH-13: what old copies keep is said by both commands."""
    founder = {"name": vaults.USER, "role": "counsellor", "owner": True, "private": True}
    assert run("list")[:2] == (0, {"users": [founder]})
    invite(run, workspace_folder, "A. Lind", "counsellor")
    there = {"name": "A. Lind", "role": "counsellor", "owner": False, "private": False}
    assert run("list", user="A. Lind", password=FIRST)[1] == {"users": [founder, there]}
    code, answer, _ = run("role", "--name", "a. lind", "--role", "coordinator")
    assert (code, answer["changed"], answer["role"]) == (0, True, "coordinator")
    assert (answer["new_keys"], answer["waiting"]) == (["counselling"], [])
    assert "stay readable" in answer["old_copies"]
    code, answer, _ = run("role", "--name", "A. Lind", "--role", "coordinator")
    assert (code, answer["changed"], answer["new_keys"], answer["old_copies"]) == (0, False, [], "")
    (told,) = [one for one in run(command="audit")[1]["entries"] if "from_role" in one]
    assert (told["from_role"], told["to_role"]) == ("counsellor", "coordinator")
    assert told["what"] == "change of a user's role from counsellor to coordinator: A. Lind"
    code, answer, _ = run("remove", "--name", "A. Lind")
    assert (code, answer["removed"], answer["new_keys"]) == (0, "A. Lind", ["programme"])
    assert "stay readable" in answer["old_copies"]
    code, answer, err = run("list", user="A. Lind", password=FIRST)
    assert (code, answer) == (1, None)
    assert "not right" in err


def test_the_first_lead_makes_the_safeguarding_part(run: Run, workspace_folder: Path) -> None:
    invite(run, workspace_folder, "S. Lead", "lead")
    assert (workspace_folder / "safeguarding.db").is_file()
    assert run("list")[1]["users"][1] == {"name": "S. Lead", "role": "lead", "owner": True, "private": False}
    code, _, err = run("remove", "--name", "S. Lead")
    assert (code, "only safeguarding lead" in err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("add", "--name", "X"),
        ("add", "--role", "lead"),
        ("add", "--name", " ", "--role", "lead", "--new-password-file", "f"),
        ("role", "--name", "X"),
        ("role", "--name", "X", "--role", "principal"),
        ("remove",),
        ("list", "--name", "X"),
        ("rename", "--name", "X"),
        (),
    ],
)
def test_wrong_use_of_users_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    code, answer, err = run(*words)
    assert (code, answer) == (2, None)
    assert err


def test_refusals_of_users_end_with_1(run: Run, workspace_folder: Path) -> None:
    invite(run, workspace_folder, "A. Lind", "coordinator")
    before = (workspace_folder / "keyring.json").read_bytes()
    assert run("remove", "--name", "Nobody")[0] == 1
    assert run("remove", "--name", vaults.USER)[0] == 1
    assert run("role", "--name", vaults.USER, "--role", "lead", user="A. Lind", password=FIRST)[0] == 1
    first = str(workspace_folder.parent / "first.txt")
    assert run("add", "--name", "a. LIND", "--role", "lead", "--new-password-file", first)[0] == 1
    assert (workspace_folder / "keyring.json").read_bytes() == before


def test_what_waits_for_a_new_key_is_named(
    run: Run, workspace_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who removes a lead without being one cannot make the new key of the safeguarding notes."""
    for name in ("S. Lead", "T. Lead"):
        password = FIRST if name == "T. Lead" else vaults.PASSWORD
        user = "S. Lead" if name == "T. Lead" else vaults.USER
        first = str(workspace_folder.parent / "first.txt")
        asked = ("add", "--name", name, "--role", "lead", "--new-password-file", first)
        assert run(*asked, user=user, password=password)[0] == 0
    (workspace_folder.parent / "pw.txt").write_text(f"{vaults.PASSWORD}\n", encoding="utf-8")
    common = ["--user", vaults.USER, "--password-file", str(workspace_folder.parent / "pw.txt")]
    assert cli.main(["users", str(workspace_folder), "remove", "--name", "T. Lead", *common]) == 0
    assert "Still without new keys: safeguarding notes." in capsys.readouterr().out
