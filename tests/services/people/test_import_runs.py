"""What an import did is read afterwards from its journal, also once it was taken back; and nothing else of the file is there."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from desktop.services import people
from desktop.services.people import Decisions, PersonDraft
from desktop.services.people.errors import NoSuchImport
from desktop.services.vault import Workspace, redo_last, undo_last, verify
from tests.services.people import builders
from tests.services.people.builders import HEADER, ROLES, csv_text, read

ROWS = ("0042,Okafor,Ada,2012-05-04,10,10B", "0043,Łaski,Ben,2011-09-30,10,10A", "0044,Ng,Cy,soon,11,11C")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "students.csv"
    path.write_text(csv_text(*ROWS), encoding="utf-8", newline="")
    return path


def bring(ws: Workspace, file: Path, decisions: Decisions | None = None) -> str:
    return people.import_roster(ws, people.plan_import(ws, people.read_roster(file), None, decisions)).uid


def test_a_report_names_everybody_who_is_new_or_changed(workspace: Workspace, file: Path) -> None:
    people.add_person(workspace, PersonDraft("0042", "Okafor", "Ada", year="9", form="9B", birth_date="2012-05-04"))
    uid = bring(workspace, file)
    report = people.import_report(workspace)
    assert (report.run.uid, report.run.kind, report.run.source, report.run.author, report.run.undone) == (
        uid, "students", "table", "Sample Counsellor", False,
    )  # fmt: skip
    assert report.run.made.startswith(workspace.clock.today().isoformat())
    assert report.run.columns[0] == ("Student Number", "number")
    assert (report.run.counts["new"], report.run.counts["changed"], report.run.counts["people"]) == (2, 1, 3)
    assert [(problem.row, problem.field) for problem in report.run.problems] == [(4, "birth_date")]
    assert {(one.number, one.name, one.year, one.form) for one in report.new} == {
        ("0043", "Ben Łaski", "10", "10A"), ("0044", "Cy Ng", "11", "11C"),
    }  # fmt: skip
    (changed,) = report.changed
    assert (changed.number, changed.name, changed.fields) == (
        "0042",
        "Ada Okafor",
        (("year", "9", "10"), ("form", "9B", "10B")),
    )


def test_imp_13_a_report_says_that_its_import_was_taken_back(workspace: Workspace, file: Path) -> None:
    uid = bring(workspace, file)
    undo_last(workspace)
    report = people.import_report(workspace, uid)
    assert (report.run.undone, len(report.new)) == (True, 3)
    assert people.list_people(workspace) == ()
    redo_last(workspace)
    assert not people.import_report(workspace, uid).run.undone
    assert [run.uid for run in people.import_runs(workspace)] == [uid]
    assert verify(workspace).ok


def test_one_import_is_one_step_with_joins_leavers_and_returners(workspace: Workspace, file: Path) -> None:
    for number, given, family, born in (
        ("1", "Ada", "Okafor", "2012-05-04"),
        ("2", "Zoe", "Gone", None),
        ("0043", "Ben", "Łaski", None),
    ):
        people.add_person(workspace, PersonDraft(number, family, given, birth_date=born))
    by_number = {one.number: one.uid for one in people.list_people(workspace)}
    people.mark_left(workspace, [by_number["0043"]])
    before = people.list_people(workspace)
    decisions = Decisions({2: by_number["1"]}, frozenset({by_number["2"]}), frozenset({by_number["0043"]}))
    bring(workspace, file, decisions)
    after = {one.uid: (one.number, one.status) for one in people.list_people(workspace)}
    assert after[by_number["1"]] == ("0042", "present")
    assert after[by_number["2"]] == ("2", "left")
    assert after[by_number["0043"]] == ("0043", "present")
    assert len(after) == 4
    counts = people.import_report(workspace).run.counts
    assert (counts["joined"], counts["left"], counts["back"], counts["new"]) == (1, 1, 1, 1)
    undo_last(workspace)
    assert people.list_people(workspace) == before


def test_nothing_imported_is_no_report(workspace: Workspace) -> None:
    with pytest.raises(NoSuchImport):
        people.import_report(workspace)


CANARIES = ("07700900123", "Zyxethnic", "Qwvpassword", "Jkxnote", "Vbnaddress", "Plmfaith")


def test_nothing_that_was_not_mapped_is_in_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    """Every table, journal entry and draft of every compartment, and the files beside them, hold nothing of other columns."""
    path = tmp_path / "salted.csv"
    header = HEADER + ",Phone,Ethnicity,Password,Notes,Home Address,Religion"
    path.write_text(csv_text(*(f"{row},{','.join(CANARIES)}" for row in ROWS), header=header), encoding="utf-8")
    bring(workspace, path)
    bring_staff = read(
        f"Roth,Bo,b@x.org,{','.join(CANARIES)}",
        header="Surname,Forename,Email,Mobile,Ethnicity,Password,Notes,Address,Faith",
        kind="staff",
    )
    people.import_roster(workspace, people.plan_import(workspace, bring_staff))
    people.import_report(workspace)
    dump = everything(workspace)
    assert all(word in dump for word in ("Okafor", "Łaski", "b@x.org", "Student Number"))
    assert [canary for canary in CANARIES if canary in dump] == []


SALTED_SET = {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\n",
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
    "agentSourcedIds,grades,password,preferredGivenName\nu1,,,true,Zyxethnic,{L:Jkxnote},Ada,Okafor,,0042,Vbnaddress,07700900123,07700900123,a1,09,"
    "Qwvpassword,\na1,,,true,Plmfaith,,Plmfaith,Plmfaith,,P1,Vbnaddress,,,,,Qwvpassword,\n",
    "roles.csv": ROLES + "\nr1,,,u1,primary,student,,,Jkxnote\nr2,,,a1,primary,parent,,,o1\n",
    "demographics.csv": "sourcedId,status,dateLastModified,birthDate,sex,asian,cityOfBirth\nu1,,,2012-05-04,Zyxethnic,true,Plmfaith\n",
    "userProfiles.csv": "sourcedId,userSourcedId,username,password\np1,u1,Jkxnote,Qwvpassword\n",
}  # fmt: skip


def test_nothing_else_of_a_set_or_a_workbook_is_in_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    """Passwords, phones, families and what a set says of origin stay outside; so do the other sheets of a workbook."""
    bring(workspace, builders.folder(tmp_path / "set", SALTED_SET))
    book = openpyxl.Workbook()
    sheet = book.create_sheet("List", 0)
    sheet.append(["Student Number", "Last Name", "First Name", "Phone", "Ethnicity"])
    sheet.append(["0099", "Łaski", "Ben", *CANARIES[:2]])
    sheet["B2"].comment = Comment(CANARIES[3], CANARIES[4])
    book.create_sheet("Notes").append(CANARIES)
    book.save(tmp_path / "book.xlsx")
    bring(workspace, tmp_path / "book.xlsx")
    dump = everything(workspace)
    assert all(word in dump for word in ("Okafor", "Łaski"))
    assert [canary for canary in CANARIES if canary in dump] == []


def everything(ws: Workspace) -> str:
    """All text of the decrypted compartments, and the bytes of every file of the workspace as they lie there."""
    found: list[str] = []
    for tier in ws.compartments:
        names = [name for (name,) in ws.rows(tier, "SELECT name FROM @.sqlite_master WHERE type = 'table'")]
        found += [str(ws.rows(tier, f"SELECT * FROM @.{name}")) for name in names if not name.startswith("sqlite_")]
    found += [str(ws.drafts.all())]
    found += [path.read_bytes().decode("utf-8", "replace") for path in ws.folder.rglob("*") if path.is_file()]
    return "\n".join(found)
