"""`participants` and `pairs-import` by the command line: by name, what it would ask, and each refusal with its option."""

from __future__ import annotations

import json

from tests.journeys.test_cli_people import Line, line
from tests.services.people.builders import csv_text

__all__ = ["line"]
STUDENTS = (
    "0042,Okafor,Ada,2010-05-04,10,10B", "0043,Łaski,Ben,2013-09-30,8,8A", "0047,Stone,Ivy,2013-06-02,8,8A",
    "0048,Stone,Ivo,2013-06-02,8,8A", "0049,Stone,Ivy,2012-01-02,9,9A",
)  # fmt: skip


def school(line: Line) -> Line:
    line.json("import", line.file(csv_text(*STUDENTS), "roster.csv"))
    return line


def test_pairs_by_name_with_a_question(line: Line) -> None:
    school(line)
    file = line.file("Mentor,Mentee,Since,Notes\nAda Okafor,Ivy Stone,14/09/2026,x\nAda Okafor,Zoe Quist,14/09/2026,\n")
    refused = line.refused("pairs-import", file)
    assert "2:mentee (0047, 0049)" in refused
    assert "--who ROW:COLUMN=NUMBER" in refused
    dry = line.json("pairs-import", file, "--dry-run")
    assert [(one["row"], one["column"], one["must"]) for one in dry["questions"]] == [(2, "mentee", True)]
    assert line.json("pairs-import", file, "--dry-run", "--leave-out")["new"] == 0
    answer = line.json("pairs-import", file, "--who", "2:mentee=0049")
    assert {key: answer[key] for key in ("pairs", "new", "there", "unknown", "enrolled", "left_out")} == {
        "pairs": 1, "new": 1, "there": 0, "unknown": ["Zoe Quist"], "enrolled": 2, "left_out": ["Notes"],
    }  # fmt: skip
    assert answer["imported"] == [
        {"row": 2, "mentor": "0042", "mentee": "0049", "since": "2026-09-14", "ended": None, "period": ""}
    ]
    assert [problem["row"] for problem in answer["problems"]] == [3]
    again = line.json("pairs-import", file, "--who", "2=0049")
    assert (again["new"], again["there"]) == (0, 1)
    report = line.json("import-report")
    assert (report["kind"], report["counts"]["new"]) == ("pairs", 1)
    assert line.json("verify")["counts"]["pairs"] == 1
    line.json("undo")
    assert line.json("verify")["counts"]["pairs"] == 0
    assert line.json("import-report")["undone"]


def test_answers_from_a_file_and_wrong_ones(line: Line) -> None:
    school(line)
    file = line.file("Mentor,Mentee\nAda Okafor,Ivy Stone\nBen Laski,Ivy Stone\n")
    answers = line.file(json.dumps({"2:mentee": "0047", "3": ""}), "answers.json")
    answer = line.json("pairs-import", file, "--answers", answers)
    assert (answer["new"], answer["questions"]) == (1, [])
    assert "answers no question" in line.refused("pairs-import", file, "--who", "9:mentee=0047")
    assert "answers no question" in line.refused("pairs-import", file, "--who", "0047")
    assert "has this number" in line.refused("pairs-import", file, "--who", "3:mentee=0815")
    assert '"12:mentee"' in line.refused("pairs-import", file, "--answers", line.file("[]", "wrong.json"))


def test_sign_ups_by_name(line: Line) -> None:
    school(line)
    file = line.file("Your name,What are your hobbies?\nAda Okafor,chess and go\nBen Lasky,\n", "people.csv")
    assert "--role mentor or --role mentee" in line.refused("participants", file)
    dry = line.json("participants", file, "--role", "mentor", "--dry-run")
    assert (dry["participants"], dry["unknown"], dry["questions"][0]["must"]) == (1, ["Ben Lasky"], False)
    mapping = line.file(json.dumps({"Your name": "name", "What are your hobbies?": "goals"}), "map.json")
    answer = line.json("participants", file, "--role", "mentor", "--map", mapping, "--who", "3=0043")
    assert (answer["participants"], answer["unknown"]) == (2, [])
    assert answer["columns"] == [
        {"heading": "Your name", "field": "name"}, {"heading": "What are your hobbies?", "field": "goals"},
    ]  # fmt: skip
    remembered = line.json("participants", file, "--role", "mentor", "--dry-run")
    assert remembered["columns"] == answer["columns"], "the same columns mean the same the next time"
    roles = {one["number"]: one["roles"] for one in line.json("people")["people"]}
    assert (roles["0042"], roles["0043"], roles["0047"]) == (["mentor"], ["mentor"], [])


def test_a_file_for_the_other_command_is_told(line: Line) -> None:
    school(line)
    pairs = line.file("Mentor,Mentee\nAda Okafor,Ben Laski\n", "pairs.csv")
    signed = line.file("Name,Role\nAda Okafor,mentor\n", "signed.csv")
    assert "as existing pairs. (Option: the command pairs-import.)" in line.refused("participants", pairs)
    assert "as participants. (Option: the command participants.)" in line.refused("pairs-import", signed)
    unclear = line.file("Mentor,Mentee,Since\n0042,0043,03/04/2025\n", "dates.csv")
    assert "--date-order dmy" in line.refused("pairs-import", unclear)
    assert line.json("pairs-import", unclear, "--date-order", "dmy")["date_order"] == "dmy"


def test_what_is_left_out_and_which_periods_are_new_is_said(line: Line) -> None:
    school(line)
    pairs = line.file("Mentor,Mentee\nAda Okafor,Ivy Stone\nAda Okafor,Ben Laski\n", "pairs.csv")
    said = line.run("pairs-import", pairs, "--leave-out")[1]
    assert "1 pair: 1 new, 0 here already." in said
    assert "Row 2, mentee: left out, for it may mean 0047, 0049." in said
    signed = line.file("number,role,availability\n0042,mentor,Mon3 Tue4\n0043,mentee,Mon3\n", "signed.csv")
    for words in (("--dry-run",), ()):
        assert "New periods of the week: Mon3, Tue4" in line.run("participants", signed, *words)[1]
    assert "New periods" not in line.run("participants", signed)[1]
