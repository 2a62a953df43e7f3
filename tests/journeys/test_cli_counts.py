"""What an import says beforehand, at once and afterwards has the same counts, and names whom it is about."""

from __future__ import annotations

import pytest

from tests.journeys.test_cli_joining import school
from tests.journeys.test_cli_people import ADA, BEN, Line, line
from tests.services.people.builders import csv_text

__all__ = ["line"]
LATER = ("9042,Okafor,Ada,2012-05-04,10,10B", "0043,Lee,Ben,2011-09-30,11,11A", "0050,New,Ivo,2012-02-02,9,9A")


def test_who_leaves_is_counted_the_same_before_at_once_and_afterwards(line: Line) -> None:
    line.json("import", line.file(csv_text(ADA, BEN, "0044,Ng,Cy,2010-01-02,11,11C", "0045,Roth,Di,2010-01-03,11,11C")))
    line.json("pairs-import", line.file("mentor,mentee,since\n0044,0042,2026-09-01\n"))
    later = line.file(csv_text(*LATER))
    words = ("import", later, "--same", "2=0042", "--left", "all")
    dry = line.run(*words, "--dry-run")[1]
    assert "3 students: 1 new, 2 changed, 0 unchanged, 0 missing in the file and as before, 0 left out." in dry
    assert "2 marked as having left, 1 of them in an active pair." in dry
    assert "1 is somebody known under another number." in dry
    assert "+ 0050\tIvo New" in dry
    assert "~ 0043\tBen Łaski\tfamily name: Łaski → Lee" in dry
    before = line.json(*words, "--dry-run")
    done = line.json(*words)
    assert before == done
    assert (done["left"], done["left_in_pairs"], done["counts"]["left"]) == (["0044", "0045"], ["0044"], 2)
    assert [one["number"] for one in done["new_people"]] == ["0050"]
    assert {"field": "family", "old": "Łaski", "new": "Lee"} in done["changed_people"][1]["fields"]
    report = line.json("import-report")
    assert report["counts"] == done["counts"]
    assert (len(report["new"]), len(report["changed"]), report["left"]) == (1, 2, ["0044", "0045"])
    said = line.run("import-report")[1]
    assert "1 new, 2 changed" in said
    assert "2 marked as having left." in said
    people = line.run("people")[1]
    assert "0044\tNg, Cy\t11\tmentor\tstudent\thas left\n" in people
    assert "0043\tLee, Ben\t11\t\tstudent\t\n" in people


def test_to_be_back_is_no_changed_value(line: Line) -> None:
    line.json("import", line.file(csv_text(ADA, BEN)))
    line.json("import", line.file(csv_text(BEN)), "--left", "all")
    both = line.file(csv_text(ADA, BEN))
    said = line.run("import", both, "--back", "all", "--dry-run")[1]
    assert "2 students: 0 new, 0 changed, 1 unchanged" in said
    assert "1 is here again." in said
    done = line.json("import", both, "--back", "all")
    report = line.json("import-report")
    assert report["counts"] == done["counts"]
    assert (done["changed"], done["counts"]["back"], report["back"], report["changed"]) == (0, 1, ["0042"], [])


def test_somebody_alike_is_named_by_number(line: Line) -> None:
    line.json("import", line.file(csv_text(ADA, BEN)))
    later = line.file(csv_text("9042,Okafor,Ada,2012-05-04,10,10B", BEN))
    assert "Perhaps known under another number: row 2 (0042)." in line.run("import", later, "--dry-run")[1]
    for wrong in ("9=0042", "2=0043"):
        assert "row 2 (0042)" in line.refused("import", later, "--same", wrong)


def test_a_long_dry_run_names_the_first_twenty(line: Line) -> None:
    rows = [f"{n},Family{n},Given,2012-01-01,9,9A" for n in range(100, 125)]
    said = line.run("import", line.file(csv_text(*rows)), "--dry-run")[1]
    assert said.count("\n+ ") == 20
    assert "… and 5 more" in said
    one = line.run("import", line.file(csv_text(rows[0])), "--dry-run")[1]
    assert "1 student: 1 new" in one
    staff = line.run("import", line.file("Surname,Forename,Job\nRoth,Bo,Teacher\n"), "--kind", "staff", "--dry-run")[1]
    assert "1 member of staff: 1 new" in staff


def test_guardians_are_named_as_guardians(line: Line) -> None:
    path = line.file("Number,Surname,Forename,Mum\n7,Roth,Bo,Jane Roth\n")
    chosen = line.file('{"Mum": "guardian_1_name"}', "map.json")
    done = line.json("import", path, "--map", chosen)
    assert (done["counts"]["new"], done["counts"]["guardians"]) == (1, 1)
    report = line.json("import-report")
    assert [one["number"] for one in report["new"]] == ["7"]
    assert [one["name"] for one in report["guardians"]] == ["Jane Roth"]
    said = line.run("import-report")[1]
    assert "1 new, 0 changed\n1 guardian came in." in said
    assert "Jane Roth\tguardian" in said


def test_the_report_of_participants_tells_who_takes_part(line: Line) -> None:
    school(line)
    file = line.file(
        "number,role,interests,availability\n0042,mentor,chess,Mon3\n0042,mentee,go,\n0043,mentee,go,Tue4\n"
    )
    assert "2 take part, in 3 roles." in line.run("participants", file, "--dry-run")[1]
    done = line.json("participants", file)
    assert (done["people"], done["participants"]) == (2, 3)
    report = line.json("import-report")
    assert (report["counts"]["people"], report["counts"]["enrolments"]) == (2, 3)
    assert {(one["number"], one["role"], one["new"]) for one in report["participants"]} == {
        ("0042", "mentor", True), ("0042", "mentee", True), ("0043", "mentee", True),
    }  # fmt: skip
    assert (report["free_periods"], sorted(report["new_periods"])) == (["0042", "0043"], ["Mon3", "Tue4"])
    said = line.run("import-report")[1]
    assert "2 take part, in 3 roles. 3 new, 0 changed, 0 unchanged." in said
    assert "0 new, 0 changed\n" not in said
    line.json("participants", line.file("number,role,interests\n0043,mentee,art\n"))
    (changed,) = line.json("import-report")["participants"]
    assert (changed["number"], changed["role"], changed["new"]) == ("0043", "mentee", False)
    assert changed["fields"] == [{"field": "interests", "old": "go", "new": "art"}]


@pytest.mark.parametrize("undone", [False, True])
def test_the_report_of_pairs_tells_the_pairs(line: Line, undone: bool) -> None:
    school(line)
    line.json("pairs-import", line.file("mentor,mentee,since\n0042,0043,2026-09-01\n0042,0047,2026-09-02\n"))
    if undone:
        line.json("undo")
    said = line.run("import-report")[1]
    assert "2 pairs: 2 new, 0 here already." in said
    assert "+ 0042 – 0043\tAda Okafor – Ben Łaski\tsince 1 Sep 2026" in said
    report = line.json("import-report")
    assert {(one["mentor"], one["mentee"], one["since"]) for one in report["pairs"]} == {
        ("0042", "0043", "2026-09-01"), ("0042", "0047", "2026-09-02"),
    }  # fmt: skip
    assert "new" not in report
