"""The whole journey by the command line, in real processes: from nothing to a pack, a copy and back.

What is shown besides needs no process of its own.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.command_line import PASSWORD, Cli, apart, cli, made_school, make_school, school

__all__ = ["apart", "cli", "made_school", "school"]


def dump(cli: Cli, ws: str) -> dict[str, Any]:
    return cli.json("people", ws)


def test_from_nothing_to_pack_and_copy(apart: Cli, cli: Cli) -> None:
    school = make_school(apart)
    people = apart.json("people", school)["people"]
    assert {p["number"] for p in people} == {"0101", "0102", "0103", "0104", "0105"}
    first = next(p for p in people if p["number"] == "0101")
    assert (first["birth_date"], first["year"], first["kind"]) == ("2014-01-31", "7", "student")
    assert next(p for p in people if p["number"] == "0103")["roles"] == ["mentor"]

    draft = apart.json("match", school)
    assert {(p["mentor"], p["mentee"]) for p in draft["pairs"]} == {("0103", "0101"), ("0104", "0102")}
    assert draft["coverage"] == 2
    assert draft["total"] == sum(p["score"] for p in draft["pairs"])
    assert draft["worst"] == min(p["score"] for p in draft["pairs"])
    assert [u["mentee"] for u in draft["unmatched"]] == ["0105"]
    assert "Fri6" in draft["unmatched"][0]["why"]
    assert all(p["reasons"] and p["slot"] for p in draft["pairs"])
    assert cli.json("verify", school)["counts"]["pairs"] == 0
    apart.json("match", school, "--publish")

    secret = "ZQXJ-canary-0001 she said it was better"
    apart.json("note", school, "--tier", "2", "--about", "0101", text=secret)
    apart.json("note", school, "--tier", "1", "--about", "0101", text="Came on time.")
    notes = apart.json("notes", school, "--about", "0101")["notes"]
    assert {(n["tier"], n["text"]) for n in notes} == {(1, "Came on time."), (2, secret)}
    assert all(n["author"] == "R. Osei" and n["signed"] is False for n in notes)
    assert "tier" in cli.refused("note", school, "--tier", "3", "--about", "0101", code=2, text="x")
    assert cli.refused(
        "note", school, "--tier", "4", "--about", "0101", text="x"
    )  # the UK profile has no private notes

    pack, register = cli.folder / "pack.pdf", cli.folder / "register.csv"
    assert apart.run("report", school, "staff-pack", "--out", str(pack)).returncode == 0
    assert pack.read_bytes().startswith(b"%PDF")
    assert "--force" in cli.refused("report", school, "staff-pack", "--out", str(pack))
    assert apart.run("report", school, "staff-pack", "--out", str(pack), "--force").returncode == 0
    assert apart.run("report", school, "pair-register", "--out", str(register)).returncode == 0
    rows = list(csv.reader(register.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 3
    assert cli.refused("report", school, "staff-pack", "--out", str(cli.folder / "pack.docx"))

    copy = cli.folder / "stick.peerkeep-copy"
    assert apart.run("copy", school, "--out", str(copy)).returncode == 0
    assert secret.encode() not in copy.read_bytes()
    assert "--force" in cli.refused("copy", school, "--out", str(copy))
    assert cli.run("copy", school, "--out", str(copy), "--force").returncode == 0
    second = str(cli.folder / "Second.peerkeep")
    assert apart.run("open-copy", str(copy), "--out", second).returncode == 0
    assert apart.json("notes", second, "--about", "0101")["notes"] == notes
    third = str(cli.folder / "Third.peerkeep")
    words = str(cli.folder / "words.txt")
    assert apart.run("open-copy", str(copy), "--out", third, "--words-file", words).returncode == 0
    assert apart.json("verify", third)["ok"] is True


def test_undo_gives_back_what_was(cli: Cli, school: str) -> None:
    before = dump(cli, school)
    cli.json("match", school, "--publish")
    assert "2 pairs" in cli.json("undo", school)["undone"]
    assert cli.json("verify", school)["counts"]["pairs"] == 0
    while cli.json("verify", school)["counts"]["people"]:
        cli.json("undo", school)
    assert dump(cli, school)["people"] == []
    assert cli.json("verify", school)["ok"] is True
    assert before["people"]
    assert cli.refused("undo", school)
    assert any("undo" in s["words"] for s in cli.json("steps", school)["steps"])


def test_dry_run_and_same_file_change_nothing(cli: Cli, school: str) -> None:
    before = dump(cli, school)
    answer = cli.json("import", school, str(cli.folder / "roster.csv"), "--dry-run")
    assert (answer["new"], answer["changed"], answer["unchanged"]) == (0, 0, 5)
    answer = cli.json("import", school, str(cli.folder / "roster.csv"))
    assert (answer["new"], answer["changed"], answer["missing"], answer["students"]) == (0, 0, 0, 5)
    assert dump(cli, school) == before


def test_unclear_dates_are_not_guessed(cli: Cli, school: str) -> None:
    file = cli.folder / "us.csv"
    file.write_text("Student ID,Last Name,First Name,Birthdate\n7001,Ashe,Ben,02/03/2012\n", encoding="utf-8")
    before = dump(cli, school)
    assert "--date-order" in cli.refused("import", school, str(file))
    assert dump(cli, school) == before
    assert cli.json("import", school, str(file), "--date-order", "mdy")["new"] == 1
    found = next(p for p in dump(cli, school)["people"] if p["number"] == "7001")
    assert found["birth_date"] == "2012-02-03"


def test_what_is_missing_is_named_as_an_option(cli: Cli, school: str) -> None:
    file = cli.folder / "plain.csv"
    file.write_text("7002,Ben,Ashe\n", encoding="utf-8")
    assert "(Option: --no-header number" in cli.refused("import", school, str(file))
    assert "(Option:" not in cli.refused("people", school, password="not the password at all")


@pytest.mark.parametrize(
    "words",
    [["people"], ["frobnicate", "x"], ["match", "x", "--nonsense"], ["new", "x"], ["note", "x", "--about", "1"]],
)
def test_wrong_use_is_2(cli: Cli, words: list[str]) -> None:
    cli.refused(*words, code=2)


def test_refusals_are_one_plain_sentence(cli: Cli, school: str) -> None:
    wrong = cli.refused("people", school, password="not the right password")
    assert "password" in wrong
    nowhere = cli.refused("people", str(cli.folder / "nothing.peerkeep"))
    assert "no folder at this place" in nowhere
    assert cli.refused("new", school, "--school", "Other", "--user", "X")
    assert cli.refused("new", str(cli.folder / "n"), "--school", "Oakfield", "--user", "X", password="too short")
    assert not (cli.folder / "n").exists()
    assert cli.refused("import", school, str(cli.folder / "missing.csv"))
    assert cli.refused("note", school, "--tier", "2", "--about", "4444", text="x")
    assert cli.refused("note", school, "--tier", "2", "--about", "0101", text=" \n")


def test_no_workspace_without_its_recovery_words(cli: Cli) -> None:
    """The words are on paper or nothing was made: nobody owns a recovery slot whose words were lost."""
    ws, nowhere = cli.folder / "New.peerkeep", cli.folder / "no folder" / "words.txt"
    words = cli.folder / "words.txt"
    common = ("--school", "Oakfield", "--user", "X")
    assert "Nothing was changed" in cli.refused("new", str(ws), *common, "--recovery-out", str(nowhere))
    assert not ws.exists()
    assert cli.refused("new", str(ws), *common, "--recovery-out", str(words), password="too short")
    assert not ws.exists()
    assert not words.exists()
    assert cli.run("new", str(ws), *common, "--recovery-out", str(words)).returncode == 0
    assert len(words.read_text(encoding="utf-8").splitlines()) == 4


def test_a_note_loses_no_letter_to_its_encoding(cli: Cli, school: str) -> None:
    text = "Zoë: “better”, 3 €"
    note = ("note", school, "--tier", "1", "--about", "0101")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert cli.run(*note, text=text.encode(encoding)).returncode == 0
    assert "UTF-8" in cli.refused(*note, text=text.encode("cp1252"))
    assert [n["text"] for n in cli.json("notes", school, "--about", "0101")["notes"]] == [text] * 3


def test_publishing_the_same_again_makes_no_pair_twice(cli: Cli, school: str) -> None:
    first = cli.json("match", school, "--publish")
    assert len(first["pairs"]) == 2
    again = cli.json("match", school, "--publish")
    assert again["pairs"] == first["pairs"]
    assert [u["mentee"] for u in again["unmatched"]] == ["0105"]
    assert cli.json("verify", school)["counts"]["pairs"] == 2


@pytest.mark.parametrize(
    ("name", "place"), [("counselling.db", 50_000), ("programme.db", 40_000), ("programme.db", -10)]
)
def test_verify_says_on_standard_error_that_something_is_wrong(cli: Cli, school: str, name: str, place: int) -> None:
    path = Path(school) / name
    content = bytearray(path.read_bytes())
    content[place] ^= 4
    path.write_bytes(bytes(content))
    done = cli.run("verify", school, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["ok"] is False
    assert "not as it should be" in done.stderr


@pytest.mark.parametrize("name", ["contacts.json", "heads.json", "keyring.bak"])
@pytest.mark.parametrize("content", [None, b"garbage"])
def test_verify_names_the_small_files(cli: Cli, school: str, name: str, content: bytes | None) -> None:
    path = Path(school) / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    done = cli.run("verify", school, "--json")
    assert done.returncode == 1
    assert [problem["where"] for problem in json.loads(done.stdout)["problems"]] == [name]
    assert "made anew. Nothing needs to be done" in done.stderr
    if (name, content) == ("contacts.json", None):
        assert cli.run("health", school).returncode == 0


def test_standard_input_gives_the_password(apart: Cli, school: str) -> None:
    done = apart.plain("verify", school, "--json", stdin=PASSWORD + "\n")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"] is True


@pytest.mark.skipif(os.name == "nt", reason="no such paths")
def test_a_password_may_come_through_a_pipe(apart: Cli, school: str) -> None:
    done = apart.plain("people", school, "--json", "--password-file", "/dev/stdin", stdin=PASSWORD + "\n")
    assert done.returncode == 0, done.stderr


def test_names_of_users_are_plain(cli: Cli, school: str) -> None:
    assert "empty" in cli.refused("people", school, "--user", "", code=2).splitlines()[-1]
    for name in ("Two\nlines", "x" * 81, "bell\x07"):
        folder = str(cli.folder / "Other.peerkeep")
        assert "at most 80 characters" in cli.refused("new", folder, "--school", "S", "--user", name)
        assert not Path(folder).exists()


def test_private_notes_that_are_switched_off_have_their_own_sentence(cli: Cli, school: str) -> None:
    assert "switched off" in cli.refused("note", school, "--tier", "4", "--about", "0101", text="x")


def test_only_a_copy_is_replaced_by_a_copy(cli: Cli, school: str) -> None:
    out = cli.folder / "precious.peerkeep-copy"
    out.write_bytes(b"my only photograph")
    assert "not a Peerkeep copy" in cli.refused("copy", school, "--out", str(out), "--force")
    assert out.read_bytes() == b"my only photograph"
    out.unlink()
    cli.json("copy", school, "--out", str(out))
    out.write_bytes(out.read_bytes()[:1000])
    assert cli.json("copy", school, "--out", str(out), "--force")["verified"] is True


def test_sample_school(cli: Cli) -> None:
    ws = str(cli.folder / "Sample.peerkeep")
    assert cli.run("sample", ws).returncode == 0
    answer = cli.json("verify", ws)
    assert answer["ok"] is True
    assert answer["counts"]["people"] > 450, "with staff, families and helpers"
    assert answer["counts"]["pairs"] == 42, "one of them was ended, and two wait for their first meeting"
    assert answer["counts"]["meetings"] > 100
    assert answer["counts"]["notes"] > 20


def test_damage_is_named_and_costs_3_nothing(cli: Cli, school: str) -> None:
    path = Path(school) / "counselling.db"
    whole = path.read_bytes()
    sentences = set()
    for content in (b"", whole[:5000], b"%PDF-1.7" + whole[8:], os.urandom(len(whole))):
        path.write_bytes(content)
        sentences.add(cli.refused("people", school))
        assert path.read_bytes() == content
    assert len(sentences) == 4
    path.write_bytes(whole)
    assert cli.json("verify", school)["ok"] is True
