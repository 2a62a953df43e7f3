"""What the command line says where a roster is not taken: what the file is, and the option or command that helps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop import cli
from tests.journeys.test_cli_people import Line, line, numbers
from tests.services.people.test_xml_rosters import edfi

__all__ = ["line"]


def test_a_file_with_headings_is_never_sent_to_no_header(line: Line) -> None:
    german = line.file("Matrikelnummer;Nachname;Vorname\n17;Roth;Bo\n18;Ng;Cy\n")
    refused = line.refused("import", german)
    assert '--map FILE, a JSON file such as {"ID": "number"' in refused
    assert "--no-header" not in refused
    assert "holds headings" in line.refused("import", german, "--no-header", "number,family,given")
    known = line.file("Number,Surname,Forename\n7,Roth,Bo\n")
    assert "Row 1 of this file holds headings" in line.refused("import", known, "--no-header", "number,family,given")
    assert "--map FILE" in line.refused("import", line.file("Kennung;Wer\n7;Bo Roth\n"))
    assert numbers(line) == []


def test_a_file_without_headings_is_sent_to_no_header_alone(line: Line) -> None:
    plain = line.file("2001,Ames,Bo,2012-04-03,7\n2002,Bell,Cy,2012-06-05,7\n")
    refused = line.refused("import", plain)
    assert "(Option: --no-header number" in refused
    assert "--map" not in refused
    assert line.json("import", plain, "--no-header", "number,family,given,birth_date,year")["new"] == 2
    assert "None of the columns that were named is the number" in line.refused(
        "import", plain, "--no-header", "family,given"
    )


def test_a_set_is_not_read_without_its_headings(line: Line) -> None:
    folder = line.folder / "set"
    folder.mkdir()
    (folder / "users.csv").write_text(
        "sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName,identifier\n"
        "a,active,true,o,student,x,Bo,Roth,7\n",
        encoding="utf-8",
    )
    assert "known by their headings" in line.refused("import", str(folder), "--no-header", "number,family,given")


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("Staff code,Name,Job title,Email\nT1,Gus Ford,Teacher,g@x.org\n", "--kind staff"),
        ("Staff ID,Title,Name,Email\n1,Mrs,Jane Doe,j@x.org\n", "--kind staff"),
        ("Mentor,Mentee,Since\n7,8,2026-09-01\n", "the command pairs-import"),
        ("Student Number,Role,Interests\n7,mentor,chess\n", "the command participants"),
        ("Student Number,Role\n7,mentor\n", "the command participants"),
    ],
)
def test_a_file_of_something_else_names_its_own_way_in(line: Line, text: str, option: str) -> None:
    assert f"(Option: {option}.)" in line.refused("import", line.file(text))


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"#9": "number", "Surname": "family"}, "#9, but this file has 3 columns"),
        ({"#0": "number", "#2": "family"}, "#0, but this file has 3 columns"),
        ({"Surname": "family", "Forename": "family"}, "The map gives family to two columns."),
        ({"Surname": "shoe"}, "Known are: number"),
    ],
)
def test_what_is_wrong_with_a_map_is_said_of_the_map(line: Line, mapping: dict[str, str], said: str) -> None:
    path = line.file("Number,Surname,Forename\n7,Roth,Bo\n")
    refused = line.refused("import", path, "--map", line.file(json.dumps(mapping), "map.json"))
    assert said in refused
    assert "--no-header" not in refused
    assert "--map FILE" in refused
    of_staff = line.refused("import", path, "--kind", "staff", "--map", line.file('{"Surname": "shoe"}', "staff.json"))
    assert "job" in of_staff
    assert "guardian" not in of_staff


def test_files_of_students_only_say_so_when_staff_are_wanted(line: Line) -> None:
    transfer = "<CTfile><Header><DocumentName>Common Transfer File</DocumentName></Header><CTFpupilData/></CTfile>"
    for text, what in ((transfer, "Common Transfer File"), (edfi(), "Ed-Fi")):
        refused = line.refused("import", line.file(text, "students.xml"), "--kind", "staff")
        assert f"of the kind {what}, of which the students are read" in refused


def test_an_empty_name_of_a_file_is_wrong_use(line: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("import", "participants", "pairs-import"):
        with pytest.raises(SystemExit) as ended:
            cli.main([command, line.ws, ""])
        assert ended.value.code == 2


def test_a_name_that_no_file_can_have_is_said(line: Line, tmp_path: Path) -> None:
    name = str(tmp_path / ("a" * 300))
    for words in (
        ("copy", "--out", f"{name}.peerkeep-copy"),
        ("backup", "--out", name),
        ("audit", "--out", f"{name}.csv"),
        ("report", "pair-register", "--out", f"{name}.csv"),
        ("salvage", "--out", name),
    ):
        assert "file name cannot be used" in line.refused(words[0], *words[1:])
    assert cli.main(["restore", name, "--out", name, "--password-file", line.file("secret\n", "secret.txt")]) == 1
