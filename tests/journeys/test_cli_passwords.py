"""Passwords by the command line: changed, recovered, and guarded by waits."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from desktop.services.clock import SystemClock
from desktop.services.vault import keyring, tries
from tests.journeys.command_line import PASSWORD, Cli, Done, apart, cli

__all__ = ["apart", "cli"]

NEW = "four otters by the weir"
WRONG = "eight herons over water"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with recovery words; nobody changes it."""
    cli = Cli(tmp_path_factory.mktemp("made"))
    named = ("--school", "Quarry Bank", "--user", "R. Osei", "--profile", "us")
    with pytest.MonkeyPatch.context() as env:
        env.setenv("PEERKEEP_HOME", str(cli.folder / "home"))
        done = cli.run(
            "new", str(cli.folder / "Quarry.peerkeep"), *named, "--recovery-out", str(cli.folder / "words.txt")
        )
    assert done.returncode == 0, done.stderr
    return cli.folder


@pytest.fixture
def school(made: Path, tmp_path: Path) -> str:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return str(tmp_path / "Quarry.peerkeep")


@pytest.fixture
def new(cli: Cli) -> str:
    path = cli.folder / "new.txt"
    path.write_text(NEW + "\n", encoding="utf-8")
    return str(path)


def recover(cli: Cli, school: str, *more: str) -> Done:
    return cli.plain("recover", school, "--words-file", str(cli.folder / "words.txt"), *more)


def verbs(cli: Cli, school: str, password: str) -> list[str]:
    done = cli.run("steps", school, "--json", password=password)
    assert done.returncode == 0, done.stderr
    return [step["verb"] for step in json.loads(done.stdout)["steps"]]


def test_password_changes_the_password(cli: Cli, school: str, new: str) -> None:
    assert cli.json("password", school, "--new-password-file", new) == {"changed": True}
    assert "password is not right" in cli.refused("steps", school)
    assert verbs(cli, school, NEW)[0] == "change_password"


def test_password_that_somebody_may_know_makes_all_keys_anew(cli: Cli, school: str, new: str) -> None:
    """The keys of every part are others; who manages users need not wait for anybody."""
    before = (Path(school) / "keyring.json").read_bytes()
    done = cli.json("password", school, "--new-password-file", new, "--somebody-may-know")
    assert (done["changed"], done["waiting"]) == (True, [])
    assert {"programme", "counselling"} <= set(done["new_keys"])
    assert "password is not right" in cli.refused("steps", school)
    assert "change_known_password" in verbs(cli, school, NEW)
    then, now = (keyring.from_bytes(one) for one in (before, (Path(school) / "keyring.json").read_bytes()))
    assert now.continues(then.owner)
    assert now.owner != then.owner
    assert {name: one["epoch"] for name, one in now.compartments.items()} == dict.fromkeys(then.compartments, 2)
    assert cli.run("verify", school, password=NEW).returncode == 0


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
    audit = cli.run("audit", school, password=NEW).stdout
    assert "use of the recovery words to set a new password" in audit
    assert "leaving of the recovery words in force" in audit
    assert recover(cli, school, "--new-password-file", new).returncode == 0


def test_recover_says_nothing_of_private_notes_where_there_are_none(cli: Cli, new: str) -> None:
    ws, words = str(cli.folder / "Elm.peerkeep"), str(cli.folder / "words.txt")
    made = cli.run("new", ws, "--school", "Elm", "--user", "R. Osei", "--profile", "uk", "--recovery-out", words)
    assert made.returncode == 0, made.stderr
    done = recover(cli, ws, "--new-password-file", new)
    assert (done.returncode, done.stderr) == (0, "")


def test_recover_can_replace_the_words(cli: Cli, school: str, new: str) -> None:
    out = cli.folder / "new-words.txt"
    kept = shutil.copytree(school, cli.folder / "kept.peerkeep")
    done = recover(cli, school, "--new-password-file", new, "--recovery-out", str(out))
    assert done.returncode == 0, done.stderr
    assert "Copies and backups made before still open with them: destroy those" in done.stdout
    assert recover(cli, school, "--new-password-file", new).returncode == 1  # the former words
    former = (cli.folder / "words.txt").read_bytes()
    (cli.folder / "words.txt").write_bytes(out.read_bytes())
    assert recover(cli, school, "--new-password-file", new).returncode == 0
    (cli.folder / "words.txt").write_bytes(former)
    assert recover(cli, str(kept), "--new-password-file", new, "--accept-older").returncode == 0, "as it is said"


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


def test_waits_hold_across_processes(
    cli: Cli, apart: Cli, school: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AUTH-02: the right password too has to wait, the sentence says how long, and the words need not."""
    with monkeypatch.context() as hurried:
        hurried.setattr(tries, "step_after", lambda _: 0)
        for _ in range(9):
            assert "password is not right" in cli.refused("steps", school, password=WRONG)
    said = apart.refused("steps", school)
    assert 0 < int(said.partition("Wait ")[2].split()[0]) <= 32
    assert PASSWORD not in said
    assert "Wait " in cli.refused("steps", school, password=WRONG)
    assert recover(apart, school, "--new-password-file", new).returncode == 0
    monkeypatch.setattr(SystemClock, "monotonic", lambda _: time.monotonic() + 900)
    assert cli.run("verify", school, password=NEW).returncode == 0
