"""The report of an import on paper: who made it and when, everybody who is new or changed, and the print register."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.services import people, reports
from desktop.services.people.roster_types import Problem
from desktop.services.people.types import ImportReport, ImportRun, ReportedChange, ReportedPerson
from desktop.services.reports.errors import NoSuchReport
from desktop.services.reports.import_paper import MOST_LINES, import_paper, title
from desktop.services.reports.types import ImportPaper, PaperSize
from desktop.services.vault import Workspace, undo_last
from tests.services.people.builders import csv_text
from tests.services.reports.builders import edition
from tests.services.reports.hostile import MARKUP


def words(document: ImportPaper) -> str:
    reader = PdfReader(BytesIO(reports.import_report_pdf(document)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def report(people_new: int = 1) -> ImportReport:
    run = ImportRun(
        "u", "students", "oneroster 1.2", "Sample Counsellor", "2026-11-18T10:42:00+00:00", (("Surname", "family"),),
        {"people": 3, "new": people_new, "changed": 1, "unchanged": 1, "missing": 4, "problems": 1},
        (Problem(7, "birth_date", "This is not a date."),), ("The file has no column for the year.",),
    )  # fmt: skip
    new = tuple(ReportedPerson(f"n{n}", f"0{n}", f"Ada Okafor {n}", "9", "9B") for n in range(people_new))
    changed = (ReportedChange("c", "0042", "Ben Łaski", (("status", "left", "present"), ("family", "Laski", "Łaski"))),)
    return ImportReport(run, new, changed)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_paper_says_who_when_what_and_whom(paper: PaperSize) -> None:
    made = import_paper(report(), "Northfield School", replace(edition(), paper=paper))
    said = words(made)
    for expected in (
        "Import of students", "Northfield School", "OneRoster 1.2, imported by Sample Counsellor on 18 Nov 2026 at 10:42", "Ada Okafor 0",
        "Ben Łaski", "has left", "here", "This is not a date.", "birth date", "Surname", "no column for the year", "Copy 1 of",
    ):  # fmt: skip
        assert expected in said, expected


def test_a_long_list_ends_with_how_many_there_are() -> None:
    made = import_paper(report(MOST_LINES + 12), "Northfield School", edition())
    assert len(made.new) == MOST_LINES
    assert "12 more lines are in the program only." in words(made)


def test_hostile_names_and_headings_are_printed_as_they_are() -> None:
    found = report()
    run = replace(found.run, columns=tuple((text, "family") for text in MARKUP), notices=MARKUP)
    new = tuple(ReportedPerson("n", text, text, text, text) for text in MARKUP)
    changed = tuple(ReportedChange("c", text, text, (("family", text, text),)) for text in MARKUP)
    assert reports.import_report_pdf(
        import_paper(replace(found, run=run, new=new, changed=changed), MARKUP[0], edition())
    )


def test_the_newest_import_is_made_and_entered_in_the_register(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(csv_text("0042,Okafor,Ada,2012-05-04,9,9B"), encoding="utf-8")
    uid = people.import_roster(workspace, people.plan_import(workspace, people.read_roster(path))).uid
    content = reports.make(workspace, reports.IMPORT, "pdf")
    assert content.startswith(b"%PDF")
    (release,) = reports.releases(workspace)
    assert (release.kind, release.form) == ("import-report", "pdf")
    document = reports.import_report(workspace, uid)
    assert reports.kind_of(document) == reports.IMPORT
    assert document.edition.first_copy == 2
    with pytest.raises(NoSuchReport):
        reports.make(workspace, reports.IMPORT, "csv")


def test_an_import_that_was_taken_back_says_so(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(csv_text("0042,Okafor,Ada,2012-05-04,9,9B"), encoding="utf-8")
    people.import_roster(workspace, people.plan_import(workspace, people.read_roster(path)))
    undo_last(workspace)
    assert "taken back" in words(reports.import_report(workspace))


@pytest.mark.parametrize("kind", ["students", "staff", "participants", "pairs"])
def test_every_kind_has_its_title(kind: str) -> None:
    assert title(kind) == f"Import of {kind}"
