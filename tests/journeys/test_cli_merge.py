"""`merge` on the command line, as a person and as a script use it."""

from __future__ import annotations

from tests.journeys.command_line import Cli, cli, made_school, school

__all__ = ["cli", "made_school", "school"]


def test_two_records_are_joined_by_their_numbers(cli: Cli, school: str) -> None:
    before = {one["number"]: one for one in cli.json("people", school)["people"]}
    answer = cli.json("merge", school, "0101", "0105", "--take", "given")
    assert (answer["kept"], answer["joined"], answer["records"]) == ("0101", "0105", 2)
    assert answer["changed"]["given"] == before["0105"]["given"]
    after = {one["number"]: one for one in cli.json("people", school)["people"]}
    assert after.keys() == before.keys() - {"0105"}
    assert after["0101"]["given"] == before["0105"]["given"]
    assert set(before["0105"]["availability"]) <= set(after["0101"]["availability"])
    cli.json("note", school, "--tier", "1", "--about", "0105", text="Came on time.")
    assert len(cli.json("notes", school, "--about", "0101")["notes"]) == 1


def test_what_is_not_one_person_is_refused_and_changes_nothing(cli: Cli, school: str) -> None:
    before = cli.json("people", school)
    cli.json("match", school, "--publish")
    assert "are or were" in cli.refused("merge", school, "0101", "0103")
    assert "one person already" in cli.refused("merge", school, "0101", "0101")
    assert cli.refused("merge", school, "0101", "9999")
    refused = cli.refused("merge", school, "0101", "0105", "--take", "shoe size")
    assert "shoe size is no detail" in refused
    assert "birth_date" in refused
    assert "--take FIELD" in refused
    assert cli.json("people", school) == before


def test_a_number_that_is_taken_over_is_told_beside_both(cli: Cli, school: str) -> None:
    answer = cli.json("merge", school, "0101", "0105", "--take", "number")
    assert (answer["kept"], answer["joined"], answer["number"]) == ("0101", "0105", "0105")
