"""Rounds by the command line: locks, what is ruled out, why not, keeping pairs, groups, the proof, and wrong use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.services.matching.certificate_check import check
from tests.journeys.command_line import Cli, cli, made_school, school

__all__ = ["cli", "made_school", "school"]


def shown(answer: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["mentor"], one["mentee"]) for one in answer["pairs"]}


def test_locks_and_what_is_ruled_out_shape_the_round(cli: Cli, school: str) -> None:
    assert shown(cli.json("match", school)) == {("0103", "0101"), ("0104", "0102")}
    locked = cli.json("match", school, "--lock", "0104:0101")
    assert shown(locked) == {("0104", "0101"), ("0103", "0102")}
    assert (locked["scope"], locked["ending"], locked["coverage"]) == ("everybody", [], 2)
    ruled_out = cli.json("match", school, "--lock", "0103:0101", "--forbid", "0104:0102")
    assert shown(ruled_out) == {("0103", "0101"), ("0103", "0102")}


def test_why_not_says_rules_or_the_exact_cost(cli: Cli, school: str) -> None:
    answer = cli.json("match", school, "--why-not", "0104:0101")["why_not"]
    assert (answer["mentor"], answer["mentee"], answer["rules"]) == ("0104", "0101", [])
    assert answer["cost"]["left_out"] == 0
    assert answer["cost"]["moves"] == [{"mentee": "0101", "to": "0104"}, {"mentee": "0102", "to": "0103"}]
    assert answer["sentence"].startswith(f"It would cost {answer['cost']['points']} points overall.")
    forbidden = cli.json("match", school, "--why-not", "0103:0105")["why_not"]
    assert (forbidden["rules"], forbidden["cost"]) == (["period"], None)
    assert "no free period in common" in forbidden["sentence"]
    assert "no free period in common" in cli.run("match", school, "--why-not", "0103:0105").stdout


def test_published_pairs_are_replaced_or_kept(cli: Cli, school: str) -> None:
    cli.json("match", school, "--lock", "0104:0101", "--publish")
    kept = cli.json("match", school, "--keep-published")
    assert shown(kept) == {("0104", "0101"), ("0103", "0102")}
    assert (kept["scope"], kept["ending"]) == ("keep", [])
    fresh = cli.json("match", school, "--publish")
    assert shown(fresh) == {("0103", "0101"), ("0104", "0102")}
    assert {(one["mentor"], one["mentee"]) for one in fresh["ending"]} == {("0104", "0101"), ("0103", "0102")}
    assert cli.json("verify", school)["counts"]["pairs"] == 4
    again = cli.json("match", school, "--publish")
    assert shown(again) == shown(fresh)
    assert cli.json("verify", school)["counts"]["pairs"] == 4


def test_groups_meet_in_one_period_and_say_how_good_they_are(cli: Cli, school: str) -> None:
    answer = cli.json("match", school, "--groups", "2-3", "--publish")
    assert answer["groups"] == [
        {"leader": "0103", "second": None, "period": "Mon3", "mentees": ["0101", "0102"]},
    ] or answer["groups"] == [
        {"leader": "0104", "second": None, "period": "Mon3", "mentees": ["0101", "0102"]},
    ]
    assert (answer["gap"], answer["proved"], answer["coverage"]) == (0.0, True, 2)
    assert answer["bound"] > answer["total"]
    assert {one["slot"] for one in answer["pairs"]} == {"Mon3"}
    assert [one["mentee"] for one in answer["unmatched"]] == ["0105"]


def test_the_proof_is_written_and_anybody_can_check_it(cli: Cli, school: str) -> None:
    file = cli.folder / "proof.json"
    answer = cli.json("match", school, "--certificate", str(file))
    assert answer["certificate"] == str(file)
    found = json.loads(file.read_text(encoding="utf-8"))
    assert check(found) == []
    assert (found["coverage"], found["points"]) == (answer["coverage"], answer["total"])
    assert "--force" in cli.refused("match", school, "--certificate", str(file))
    assert cli.run("match", school, "--certificate", str(file), "--force").returncode == 0


REFUSED = (
    (("--lock", "0103:7777"), "Nobody here has this number"),
    (("--why-not", "7777:0101"), "Nobody here has this number"),
    (("--lock", "0101:0103"), "Turn the two numbers round."),
    (("--lock", "0103:0101", "--lock", "0104:0101"), "contradict each other"),
    (("--lock", "0104:0101", "--lock", "0104:0102"), "contradict each other"),
    (("--lock", "0103:0105"), "A locked pair breaks a rule. What is missing: a free period in common."),
    (("--lock", "0103:0101", "--forbid", "0103:0101"), "to be locked and ruled out at once"),
    (("--groups", "2-2", "--lock", "0103:0105"), "A locked pair breaks a rule."),
)


def test_what_cannot_be_is_refused_and_nothing_changes(cli: Cli, school: str) -> None:
    before = cli.json("steps", school)["steps"]
    for words, said in REFUSED:
        assert said in cli.refused("match", school, *words), words
    assert cli.json("steps", school)["steps"] == before


@pytest.mark.parametrize(
    "words",
    [
        ("--lock", "0103"),
        ("--lock", ":0101"),
        ("--forbid", "0103:"),
        ("--why-not", ""),
        ("--groups", "3"),
        ("--groups", "5-3"),
        ("--groups", "0-3"),
        ("--groups", "2-3", "--keep-published"),
        ("--groups", "2-3", "--certificate", "x.json"),
        ("--certificate",),
    ],
)
def test_wrong_use_ends_with_two_before_anything_is_opened(cli: Cli, words: tuple[str, ...]) -> None:
    cli.refused("match", "Nowhere.peerkeep", *words, code=2)


def test_papers_of_matching_are_reports_too(cli: Cli, school: str, tmp_path: Path) -> None:
    cli.json("match", school)
    listed, table = tmp_path / "draft.csv", tmp_path / "draft.pdf"
    assert cli.json("report", school, "draft-list", "--out", str(listed))["kind"] == "draft-list"
    assert "No place" in listed.read_text(encoding="utf-8-sig")
    cli.json("report", school, "draft-map", "--out", str(table))
    assert table.read_bytes().startswith(b"%PDF")
    assert cli.refused("report", school, "draft-map", "--out", str(tmp_path / "map.csv"))
    assert "meet-and-greet" in cli.refused("report", school, "badges", "--out", str(tmp_path / "badges.pdf"))


def test_each_round_begins_anew_and_what_was_decided_is_put_aside(cli: Cli, school: str) -> None:
    free = shown(cli.json("match", school))
    assert cli.json("match", school)["notices"] == []
    assert shown(cli.json("match", school, "--lock", "0104:0101")) != free
    again = cli.json("match", school)
    assert shown(again) == free
    assert "put aside" in again["notices"][0]


def test_text_says_warnings_and_which_pairs_end(cli: Cli, school: str) -> None:
    said = cli.run("match", school, "--lock", "0104:0101", "--publish").stdout
    assert "(only one free period in common)" in said
    assert "These pairs have ended" not in said
    said = cli.run("match", school).stdout
    assert "Publishing would end these pairs: 0101 – 0104, 0102 – 0103." in said
    said = cli.run("match", school, "--publish").stdout
    assert "These pairs have ended: 0101 – 0104, 0102 – 0103." in said


def test_two_numbers_turned_round_and_nobody_to_pair_are_said(cli: Cli, school: str) -> None:
    assert "Turn the two numbers round." in cli.refused("match", school, "--lock", "0101:0104")
    assert "ask the other way about" in cli.run("match", school, "--why-not", "0101:0104").stdout
    assert "give two numbers" in cli.refused("match", school, "--lock", "1:2:3", code=2)
