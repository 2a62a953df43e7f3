"""Passwords by the command line, in real processes: changed, recovered, and guarded by waits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.test_cli import PASSWORD, ROOT, Cli

NEW = "four otters by the weir"
WRONG = "eight herons over water"


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


@pytest.fixture
def school(cli: Cli) -> str:
    ws = str(cli.folder / "Quarry.peerkeep")
    words = str(cli.folder / "words.txt")
    named = ("--school", "Quarry Bank", "--user", "R. Osei", "--profile", "us")
    done = cli.run("new", ws, *named, "--recovery-out", words)
    assert done.returncode == 0, done.stderr
    return ws


@pytest.fixture
def new(cli: Cli) -> str:
    path = cli.folder / "new.txt"
    path.write_text(NEW + "\n", encoding="utf-8")
    return str(path)


def recover(cli: Cli, school: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop.cli", "recover", school, "--words-file", str(cli.folder / "words.txt")]
    return subprocess.run(
        [*command, *more], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False
    )


def verbs(cli: Cli, school: str, password: str) -> list[str]:
    done = cli.run("steps", school, "--json", password=password)
    assert done.returncode == 0, done.stderr
    return [step["verb"] for step in json.loads(done.stdout)["steps"]]


def test_password_changes_the_password(cli: Cli, school: str, new: str) -> None:
    assert cli.json("password", school, "--new-password-file", new) == {"changed": True}
    assert "password is not right" in cli.refused("steps", school)
    assert verbs(cli, school, NEW)[0] == "change_password"


def test_password_refuses_and_changes_nothing(cli: Cli, school: str, new: str) -> None:
    assert "password is not right" in cli.refused("password", school, "--new-password-file", new, password=WRONG)
    Path(new).write_text("short\n", encoding="utf-8")
    assert "too short" in cli.refused("password", school, "--new-password-file", new)
    Path(new).write_text("Quarry Bank 123\n", encoding="utf-8")
    assert "school's name" in cli.refused("password", school, "--new-password-file", new)
    cli.refused("password", school, code=2)
    assert cli.run("verify", school).returncode == 0


def test_password_from_standard_input(cli: Cli, school: str) -> None:
    done = cli.run("password", school, "--new-password-file", "-", text=NEW + "\n")
    assert done.returncode == 0, done.stderr
    assert cli.run("verify", school, password=NEW).returncode == 0


def test_recover_sets_a_password_and_keeps_the_words(cli: Cli, school: str, new: str) -> None:
    """AUTH-07."""
    done = recover(cli, school, "--user", "r. osei", "--new-password-file", new, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"recovered": True, "words_replaced": False}
    assert "Private notes" in done.stderr
    cli.refused("verify", school)
    assert {"recover_password", "confirm_words"} <= set(verbs(cli, school, NEW))
    assert recover(cli, school, "--new-password-file", new).returncode == 0


def test_recover_says_nothing_of_private_notes_where_there_are_none(cli: Cli, new: str) -> None:
    ws, words = str(cli.folder / "Elm.peerkeep"), str(cli.folder / "words.txt")
    made = cli.run("new", ws, "--school", "Elm", "--user", "R. Osei", "--profile", "uk", "--recovery-out", words)
    assert made.returncode == 0, made.stderr
    done = recover(cli, ws, "--new-password-file", new)
    assert (done.returncode, done.stderr) == (0, "")


def test_recover_can_replace_the_words(cli: Cli, school: str, new: str) -> None:
    out = cli.folder / "new-words.txt"
    done = recover(cli, school, "--new-password-file", new, "--recovery-out", str(out))
    assert done.returncode == 0, done.stderr
    assert recover(cli, school, "--new-password-file", new).returncode == 1  # the former words
    (cli.folder / "words.txt").write_bytes(out.read_bytes())
    assert recover(cli, school, "--new-password-file", new).returncode == 0


@pytest.mark.parametrize(
    ("words", "user", "said"),
    [("abandon notaword", "R. Osei", "Word 2"), ("abandon art", "R. Osei", "24"), (None, "Nobody", "Nobody of this")],
)
def test_recover_refuses_and_changes_nothing(
    cli: Cli, school: str, new: str, words: str | None, user: str, said: str
) -> None:
    if words is not None:
        (cli.folder / "words.txt").write_text(words, encoding="utf-8")
    content = (Path(school) / "keyring.json").read_bytes()
    done = recover(cli, school, "--user", user, "--new-password-file", new)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert (Path(school) / "keyring.json").read_bytes() == content
    assert cli.run("verify", school).returncode == 0


def test_waits_hold_across_processes(cli: Cli, school: str, new: str) -> None:
    """AUTH-02: the right password too has to wait, the sentence says how long, and the words need not."""
    for _ in range(8):
        said = cli.refused("steps", school, password=WRONG)
        if "Wait" in said:
            break
    else:
        pytest.fail("no wait after eight wrong tries")
    for _ in range(60):
        done = cli.run("steps", school, "--json")
        if done.returncode == 0:
            break
        assert "Wait " in done.stderr
        assert int(done.stderr.partition("Wait ")[2].split()[0]) <= 8
    assert recover(cli, school, "--new-password-file", new).returncode == 0
    assert cli.run("verify", school, password=NEW).returncode == 0
    assert PASSWORD not in done.stderr
