"""Import and its report by the command line: every way in, every refusal with its option, and one answer in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.services.language import set_profile
from tests import vaults
from tests.services.people.builders import csv_text

ADA, BEN = "0042,Okafor,Ada,2012-05-04,9,9B", "0043,Łaski,Ben,2011-09-30,10,10A"


class Line:
    """Runs commands in this process on a workspace that opens quickly."""

    def __init__(self, ws: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.ws, self.folder, self._capsys = str(ws), folder, capsys
        self._secret = folder / "pw.txt"
        self._secret.write_text(vaults.PASSWORD, encoding="utf-8")

    def run(self, command: str, *words: str) -> tuple[int, str, str]:
        code = cli.main([command, self.ws, *words, "--password-file", str(self._secret), "--user", vaults.USER])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def json(self, command: str, *words: str) -> dict[str, Any]:
        code, out, err = self.run(command, *words, "--json")
        assert code == 0, err
        answer = json.loads(out)
        assert isinstance(answer, dict)
        return answer

    def refused(self, command: str, *words: str) -> str:
        code, out, err = self.run(command, *words)
        assert (code, out) == (1, ""), (code, out, err)
        return err

    def file(self, text: str, name: str = "liste.csv") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return str(path)


@pytest.fixture
def line(workspace_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Line]:
    yield Line(workspace_folder, tmp_path, capsys)
    set_profile("uk")


def numbers(line: Line) -> list[str]:
    return sorted(one["number"] for one in line.json("people")["people"])


def test_the_answer_says_what_the_file_was_and_what_it_would_do(line: Line) -> None:
    path = line.file(csv_text(ADA, BEN))
    dry = line.json("import", path, "--dry-run")
    assert numbers(line) == []
    done = line.json("import", path)
    assert dry == done
    assert (done["students"], done["new"], done["changed"], done["unchanged"], done["missing"], done["skipped"]) == (
        2,
        2,
        0,
        0,
        0,
        0,
    )
    assert (done["kind"], done["source"], done["sheet"]) == ("students", "table", "liste.csv")
    assert done["why"]
    assert done["columns"][0] == {"heading": "Student Number", "field": "number"}
    assert (done["problems"], done["alike"], done["returners"], done["left"], done["back"]) == ([], [], [], [], [])
    again = line.json("import", path)
    assert (again["new"], again["unchanged"]) == (0, 2)
    assert "The file holds nothing new." in again["notices"]
    assert len(line.json("steps")["steps"]) == 2


def test_a_map_says_which_column_is_which_and_is_remembered(line: Line) -> None:
    path = line.file("Kennung;Wer;Stufe;Handy\n7;Bo Roth;9;canary\n")
    refused = line.refused("import", path)
    assert "--map FILE" in refused
    assert "--no-header" not in refused, "its headings would become a student"
    chosen = line.file('{"Kennung": "number", "Wer": "name", "Stufe": "year"}', "map.json")
    assert line.json("import", path, "--map", chosen)["new"] == 1
    later = line.file("Wer;Kennung;Handy;Stufe\nBo Roth;7;canary;10\nCy Ng;8;canary;9\n")
    done = line.json("import", later)
    assert (done["new"], done["changed"]) == (1, 1)
    assert "canary" not in line.run("people")[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "--map FILE"), ("[]", "--map FILE"), ("{}", "--map FILE"), ('{"Surname": 5}', "--map FILE"),
        ('{"Shoe": "family"}', '"Shoe"'), ('{"Surname": "shoe"}', "guardian_1_name"), ('{"Surname": "given", "Forename": "given"}', "given"),
    ],
)  # fmt: skip
def test_a_map_that_does_not_fit_changes_nothing(line: Line, text: str, said: str) -> None:
    path = line.file("Number,Surname,Forename\n7,Roth,Bo\n")
    refused = line.refused("import", path, "--map", line.file(text, "map.json"))
    assert said in refused
    assert "Nothing was changed." in refused
    assert numbers(line) == []


def test_what_the_window_would_ask_ends_with_the_option(line: Line) -> None:
    unclear = line.file(csv_text("1,A,B,03/04/2012,9,9B"))
    assert "--date-order" in line.refused("import", unclear)
    assert line.json("import", unclear, "--date-order", "dmy")["date_order"] == "dmy"
    folder = line.folder / "folder"
    folder.mkdir()
    for name, row in (("a.csv", "5,Roth,Bo"), ("b.csv", "6,Ng,Cy")):
        (folder / name).write_text(f"Student Number,Surname,Forename\n{row}\n", encoding="utf-8")
    assert "--sheet" in line.refused("import", str(folder))
    assert line.json("import", str(folder), "--sheet", "b.csv")["sheet"] == "b.csv"
    assert numbers(line) == ["1", "6"]
    assert line.refused("import", str(folder), "--sheet", "c.csv")


def test_staff_are_imported_as_staff(line: Line) -> None:
    path = line.file("Surname,Forename,Email,Job title\nRoth,Bo,b@x.org,Head of Year\n")
    done = line.json("import", path, "--kind", "staff")
    assert (done["kind"], done["new"]) == ("staff", 1)
    (one,) = line.json("people")["people"]
    assert (one["kind"], one["email"], one["job"], one["number"]) == ("staff", "b@x.org", "Head of Year", "")
    assert line.json("import", path, "--kind", "staff")["unchanged"] == 1


def test_a_term_later(line: Line) -> None:
    line.json("import", line.file(csv_text(ADA, BEN, "0044,Ng,Cy,2010-01-02,11,11C")))
    later = line.file(csv_text("9042,Okafor,Ada,2012-05-04,10,10B", "0043,Lee,Ben,2011-09-30,11,11A"))
    plan = line.json("import", later, "--dry-run")
    assert (plan["new"], plan["changed"], plan["missing_people"]) == (1, 1, ["0042", "0044"])
    (alike,) = plan["alike"]
    assert (alike["row"], alike["number"], alike["stored"], alike["same"]) == (2, "9042", "0042", False)
    assert "--same" in line.refused("import", later, "--same", "9=0042")
    assert "--left" in line.refused("import", later, "--left", "0043")
    assert line.json("import", later, "--same", "all", "--dry-run")["changed"] == 2
    done = line.json("import", later, "--same", "2=0042", "--left", "all")
    assert (done["new"], done["changed"], done["missing"], done["left"]) == (0, 2, 0, ["0044"])
    people = {one["number"]: one for one in line.json("people")["people"]}
    assert (people["9042"]["year"], people["0043"]["family"], people["0044"]["status"]) == ("10", "Lee", "left")
    taken = line.file(csv_text("7,Lee,Ben,2011-09-30,11,11A", "0043,Lee,Ben,2011-09-30,11,11A"))
    assert "--same" in line.refused("import", taken, "--same", "2=0043")
    moved = line.file(csv_text("77,Ng,Cy,2010-01-02,12,12C"))
    found = line.json("import", moved, "--same", "2=0044", "--back", "0044", "--dry-run")
    assert (found["changed"], found["back"]) == (1, ["0044"])
    back = line.file(csv_text("0044,Ng,Cy,2010-01-02,12,12C"))
    assert line.json("import", back, "--dry-run")["returners"] == ["0044"]
    assert line.json("import", back, "--back", "0044")["back"] == ["0044"]


def test_imp_13_the_report_of_the_newest_import_and_its_undo(line: Line) -> None:
    assert "Nothing was changed." in line.refused("import-report")
    line.json("import", line.file(csv_text(ADA)))
    line.json("import", line.file(csv_text("0042,Okafor,Ada,2012-05-04,10,10B", BEN)))
    report = line.json("import-report")
    assert (report["kind"], report["source"], report["author"], report["undone"]) == (
        "students",
        "table",
        vaults.USER,
        False,
    )
    assert [(one["number"], one["name"]) for one in report["new"]] == [("0043", "Ben Łaski")]
    assert report["changed"] == [
        {"number": "0042", "name": "Ada Okafor", "fields": [
            {"field": "year", "old": "9", "new": "10"}, {"field": "form", "old": "9B", "new": "10B"},
        ]}
    ]  # fmt: skip
    assert line.run("import-report")[0] == 0
    line.json("undo")
    assert line.json("import-report")["undone"]
    assert numbers(line) == ["0042"]
    out = line.folder / "report.pdf"
    assert line.json("report", "import-report", "--out", str(out))["kind"] == "import-report"
    assert out.read_bytes().startswith(b"%PDF")
