"""Handing in by the command line, and what a coordinator is told by every command: never that there are notes."""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import cli, cli_handing
from desktop.services import handing, notes, people, programme
from desktop.services.language import set_profile
from desktop.services.people import PersonDraft
from desktop.services.vault import Workspace, undo_last
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.handing.coordinators import COORDINATOR, SECRET, at, counselling, invite

CANARY = "heron-under-the-bridge"
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY = re.compile(r"20\d\d-\d\d-\d\d(T[\d:+]+)?|\d{1,2} [A-Z][a-z]{2} 20\d\d")

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process; gives its code, its answer and what it said beside."""

    def command(ws: Path, user: str, *words: str, text: str = "") -> tuple[int, Any, str]:
        secret = tmp_path / "pw.txt"
        secret.write_text(SECRET if user != vaults.USER else vaults.PASSWORD, encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        name, *more = words
        code = cli.main([name, str(ws), *more, "--user", user, "--password-file", str(secret), "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    monkeypatch.setattr(cli.commands, "must_be_workspace", lambda _: None)
    yield command
    set_profile("uk")


@pytest.fixture
def folder(workspace_folder: Path, clock: FakeClock) -> Path:
    """A workspace with a coordinator, and one student."""
    invite(workspace_folder, clock)
    fill(workspace_folder, clock)
    return workspace_folder


def fill(folder: Path, clock: FakeClock) -> None:
    with at(folder, clock) as ws:
        for number, name in (("0042", "Ada"), ("0043", "Ben")):
            people.add_person(ws, PersonDraft(number, "Okafor", name, year="8"))
        programme.enrol(ws, [people.person_by_number(ws, "0042").uid], "mentee")
        notes.write(ws, 1, people.person_by_number(ws, "0042").uid, "A programme note")


def test_a_receipt_comes_back_and_the_text_goes_to_the_counsellor(run: Run, folder: Path) -> None:
    code, answer, said = run(
        folder, COORDINATOR, "hand-in", "--compartment", "counselling", "--about", "0042", text=CANARY
    )
    assert (code, said) == (0, "")
    assert set(answer) == {"receipt"}
    assert run(folder, COORDINATOR, "handed-in")[1] == {"items": [], "sealed": 0}
    items = run(folder, vaults.USER, "handed-in")[1]["items"]
    assert [(one["receipt"], one["compartment"], one["text"], one["from"], one["about"]) for one in items] == [
        (answer["receipt"], "counselling", CANARY, COORDINATOR, "0042")
    ]
    assert run(folder, vaults.USER, "verify")[1]["ok"]


def test_who_holds_the_part_is_told_that_they_can_read_it(
    folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(folder, clock, "S. Lead", "lead")
    options = argparse.Namespace(compartment="safeguarding", about=None)

    def said(ws: Workspace) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CANARY.encode())))
        return cli_handing.hand_in(ws, options)[1]

    with at(folder, clock, "S. Lead") as ws:
        assert "It has moved in. You can read it with handed-in" in said(ws)
        assert [one["text"] for one in cli_handing.handed_in(ws, options)[0]["items"]] == [CANARY]
        with monkeypatch.context() as broken:
            broken.setattr(handing, "take_in", lambda _: ())
            assert "moves in when you unlock next; then you can read it" in said(ws)
    with at(folder, clock) as ws:
        assert said(ws).endswith("You cannot read it again.")


@pytest.mark.parametrize(("piped", "kept"), [("a\nb\n", "a\nb"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("a", "a")])
def test_one_end_of_line_is_the_pipes_own(run: Run, folder: Path, piped: str, kept: str) -> None:
    run(folder, COORDINATOR, "hand-in", "--compartment", "counselling", text=piped)
    (item,) = run(folder, vaults.USER, "handed-in")[1]["items"]
    assert item["text"] == kept
    told = run(folder, vaults.USER, "audit", "--kind", "read")[1]["entries"]
    assert [one["what"] for one in told] == ["reading of something handed in"]


def test_it_moves_in_whatever_the_counsellor_unlocks_for(run: Run, folder: Path, clock: FakeClock) -> None:
    run(folder, COORDINATOR, "hand-in", "--compartment", "counselling", text=CANARY)
    assert run(folder, vaults.USER, "people")[0] == 0
    with at(folder, clock) as ws:
        assert ws.value("programme", "SELECT count(*) FROM @.sealed_item") == 0


@pytest.mark.parametrize(
    ("words", "text", "code", "sentence"),
    [
        (("--compartment", "safeguarding"), CANARY, 1, "tell the designated safeguarding lead"),
        (("--compartment", "counselling"), " \n", 1, "Nothing is written"),
        (("--compartment", "counselling", "--about", "4444"), CANARY, 1, "number"),
    ],
)
def test_what_is_refused_says_why(
    run: Run, folder: Path, words: tuple[str, ...], text: str, code: int, sentence: str
) -> None:
    found, answer, said = run(folder, COORDINATOR, "hand-in", *words, text=text)
    assert (found, answer) == (code, None)
    assert sentence.casefold() in said.casefold()
    assert CANARY not in said


def test_who_hands_in_to_their_own_part_reads_it_there(run: Run, folder: Path) -> None:
    code, answer, said = run(folder, vaults.USER, "hand-in", "--compartment", "counselling", text=CANARY)
    assert code == 0
    assert "cannot read it again" not in said
    items = run(folder, vaults.USER, "handed-in")[1]["items"]
    assert [(item["receipt"], item["text"]) for item in items] == [(answer["receipt"], CANARY)]


@pytest.mark.parametrize("words", [(), ("--compartment", "private"), ("--compartment", "programme")])
def test_wrong_use(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(folder, COORDINATOR, "hand-in", *words, text=CANARY)
    assert ended.value.code == 2


# ROLE-03


def write_notes(folder: Path, clock: FakeClock) -> None:
    """Write, read, sign, add to, re-file, undo and search confidential notes, as a counsellor's week does."""
    with counselling(folder, clock) as ws:
        ada, ben = (people.person_by_number(ws, number).uid for number in ("0042", "0043"))
        for tier in (2, 4):
            made = [notes.write(ws, tier, ada, f"{CANARY} {n} " * 50).uid for n in range(5)]
            notes.read(ws, tier, made[0])
            notes.sign(ws, tier, made[0])
            notes.add_addendum(ws, tier, made[0], "later", CANARY)
            notes.refile(ws, tier, made[1], ben, "of Ben")
            notes.edit(ws, tier, made[2], f"{CANARY} edited")
            notes.write(ws, tier, ada, CANARY)
            undo_last(ws)
        notes.search(ws, CANARY)


def told(run: Run, folder: Path) -> dict[str, Any]:
    """Ask everything a coordinator can ask; uids and moments are made alike."""
    out = folder.parent
    asked = {
        "people": ("people",),
        "notes": ("notes", "--about", "0042"),
        "notes of the other": ("notes", "--about", "0043"),
        "steps": ("steps",),
        "audit": ("audit",),
        "verify": ("verify",),
        "health": ("health",),
        "handed in": ("handed-in",),
        "users": ("users", "list"),
        "register": ("report", "pair-register", "--out", str(out / "register.csv"), "--force"),
        "staff pack": ("report", "staff-pack", "--out", str(out / "pack.pdf"), "--force"),
        "undo": ("undo",),
        "after": ("steps",),
    }
    found = {name: run(folder, COORDINATOR, *words) for name, words in asked.items()}
    found["file"] = (0, (out / "register.csv").read_text(encoding="utf-8-sig"), "")
    return {name: json.loads(_DAY.sub("D", _UID.sub("U", json.dumps(one)))) for name, one in found.items()}


def test_role_03_no_command_tells_a_coordinator_that_there_are_notes(
    run: Run, workspace_folder: Path, clock: FakeClock, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ROLE-03: what he is told is the same, word for word and number for number, with notes and without any."""
    invite(workspace_folder, clock)
    fill(workspace_folder, clock)
    with counselling(workspace_folder, clock):
        pass
    found = []
    for name in ("With", "Without"):
        monkeypatch.setenv("PEERKEEP_HOME", str(tmp_path / name))
        folder = vaults.copy(workspace_folder, tmp_path / f"{name}.peerkeep" / "W.peerkeep")
        with counselling(folder, clock):
            pass
        if name == "With":
            write_notes(folder, clock)
        found.append(told(run, folder))
        assert CANARY not in json.dumps(found[-1])
    for name, answer in found[1].items():
        assert found[0][name] == answer, name
