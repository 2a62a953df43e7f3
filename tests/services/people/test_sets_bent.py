"""Sets as real exports and people with a spreadsheet leave them: changes only, misspelt, moved, saved again; and their staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import people
from desktop.services.people.plan import plan
from desktop.services.people.reading import read_roster
from desktop.services.people.roster_errors import (
    ColumnNamedTwice,
    DateOrderUnclear,
    NoRoles,
    SheetUnclear,
    UnknownHeading,
)
from desktop.services.people.roster_types import Roster
from desktop.services.people.set_roles import day_of
from desktop.services.vault import Workspace
from tests.corpus.making import file, folder, xlsx, zipped
from tests.services.people.builders import ROLES, TODAY, USERS_1_1, set_1_1, set_1_2

WHEN = "2026-11-17T02:00:00.000Z"


def read(
    tmp_path: Path, files: dict[str, str], kind: str = "students", mapping: dict[str, str] | None = None
) -> Roster:
    path = tmp_path / "set.zip"
    path.write_bytes(zipped(dict(files)))
    return read_roster(path, kind=kind, mapping=mapping)


def filled(text: str, status: str = "active") -> str:
    """The rows of a file with status and date filled in."""
    head, *rows = text.splitlines()
    return "\n".join([head, *[row.replace(",,,", f",{status},{WHEN},", 1) for row in rows]]) + "\n"


def delta_1_1() -> dict[str, str]:
    files = {
        name: filled(text) if name in ("users.csv", "demographics.csv") else text for name, text in set_1_1().items()
    }
    files["manifest.csv"] = files["manifest.csv"].replace("users,bulk", "users,delta")
    return files


def test_rows_with_status_and_date_are_changes_only(tmp_path: Path) -> None:
    files = delta_1_1()
    files["users.csv"] = files["users.csv"].replace("u3,active", "u3,toBeDeleted")
    roster = read(tmp_path, files)
    assert roster.mode == "delta"
    assert [(s.source_key, s.deleted) for s in roster.students] == [("u1", False), ("u2", False), ("u3", True)]
    assert "This set holds changes only; whoever is not named in it stays as before." in roster.notices
    assert not any("manifest calls" in notice for notice in roster.notices)


@pytest.mark.parametrize(
    ("manifest", "rows", "mode", "said"),
    [
        ("bulk", "blank", "bulk", ""), ("delta", "filled", "delta", ""), ("bulk", "filled", "delta", "the rows were believed"),
        ("delta", "blank", "bulk", "read as the whole truth"), ("bulk", "some", "bulk", ""), ("delta", "some", "delta", ""),
        ("absent", "filled", "delta", ""), ("absent", "blank", "bulk", ""), ("delta", "none", "delta", ""), ("bulk", "none", "bulk", ""),
    ],
)  # fmt: skip
def test_the_data_decide_between_bulk_and_delta(tmp_path: Path, manifest: str, rows: str, mode: str, said: str) -> None:
    files = set_1_1()
    files["manifest.csv"] = f"propertyName,value\nfile.users,{manifest}\nfile.demographics,bulk\n"
    head, first, *rest = files["users.csv"].splitlines()
    written = {
        "blank": files["users.csv"], "filled": filled(files["users.csv"]), "none": head + "\n",
        "some": "\n".join([head, first.replace(",,,", f",active,{WHEN},", 1), *rest]),
    }  # fmt: skip
    files["users.csv"] = written[rows]
    roster = read(tmp_path, files)
    assert roster.mode == mode
    notices = [notice for notice in roster.notices if "manifest calls" in notice]
    assert (said in notices[0]) if said else not notices


def test_a_delta_leaves_everybody_else_and_proposes_who_is_gone(workspace: Workspace, tmp_path: Path) -> None:
    people.import_roster(workspace, people.plan_import(workspace, read(tmp_path, set_1_1())))
    files = delta_1_1()
    head, one, *_ = files["users.csv"].splitlines()
    gone = f"u3,tobedeleted,{WHEN},false,o1,student,cy,Cy,Ng,0044,11,"
    unknown = f"u9,tobedeleted,{WHEN},false,o1,student,xx,No,Body,0099,11,"
    files["users.csv"] = "\n".join([head, one.replace("Okafor", "Okafor-Hale"), gone, unknown])
    made = people.plan_import(workspace, read(tmp_path, files))
    assert (made.new, made.missing) == ((), ())
    assert [change.fields for change in made.changed] == [(("family", "Okafor", "Okafor-Hale"),)]
    assert [person.number for person in made.proposed_leavers] == ["0044"]
    people.import_roster(workspace, made)
    assert {p.number: p.status for p in people.list_people(workspace)} == {
        "0042": "present",
        "u2": "present",
        "0044": "present",
    }


def test_a_delta_whose_roles_have_not_changed_still_tells_of_known_students(
    workspace: Workspace, tmp_path: Path
) -> None:
    people.import_roster(workspace, people.plan_import(workspace, read(tmp_path, set_1_2())))
    files = set_1_2()
    users = filled(files["users.csv"]).replace("Łaski", "Łaska")
    roles = f"{ROLES}\nr9,tobedeleted,{WHEN},u1,primary,student,,,o1\nr8,active,{WHEN},t1,primary,teacher,,,o1\n"
    # Of u2 only the name has changed, so roles.csv is silent about it; of u1 only the role, so users.csv is.
    head, *rows = users.splitlines()
    roster = read(
        tmp_path,
        {"users.csv": "\n".join([head, *[row for row in rows if not row.startswith("u1,")]]), "roles.csv": roles},
    )
    assert (roster.source, roster.mode) == ("oneroster 1.2", "delta")
    made = people.plan_import(workspace, roster)
    assert (made.new, made.missing) == ((), ())
    assert [change.fields for change in made.changed] == [(("family", "Łaski", "Łaska"),)]
    assert [person.number for person in made.proposed_leavers] == ["0042"]


def test_headings_misspelt_in_known_ways_are_read(tmp_path: Path) -> None:
    users = "SourceID,Status,Last Modified,orgSourcedId,Role,First Name,lastname,Identifer,Grade Level\nu1,,,o1,Student,Ada,Okafor,0042,9\nt1,,,o1,teacher,Dee,Roth,,\n"
    births = "sourceId,Date of Birth\nu1,2012-05-04\n"
    roster = read(
        tmp_path,
        {
            "Users.CSV": users,
            "Demographic.csv": births,
            "enrolments.csv": "sourceId,classSourceId,userSourceId,role\ne1,c1,t1,student\n",
        },
    )
    assert [(s.source_key, s.number, s.given, s.family, s.year, s.birth) for s in roster.students] == [
        ("u1", "0042", "Ada", "Okafor", "9", "2012-05-04")
    ]
    assert any("spelled or ordered" in notice for notice in roster.notices)
    roles = "SourcedID,UserSourceId,Role Type,Role\nr1,u1,Primary,STUDENT\nr2,t1,primary,Teacher\n"
    again = read(tmp_path, {"user.csv": users.replace(",Role", ",x"), "role.csv": roles})
    assert (again.source, [s.source_key for s in again.students]) == ("oneroster 1.2", ["u1"])


def test_what_a_spreadsheet_has_saved_again(tmp_path: Path) -> None:
    files = set_1_1()
    files["demographics.csv"] = (
        files["demographics.csv"].replace("2012-05-04", "5/14/2012").replace("2011-09-30", "9/30/2011")
    )
    made = plan(read(tmp_path, files), (), TODAY)
    assert {new.draft.number: new.draft.birth_date for new in made.new} == {
        "0042": "2012-05-14",
        "u2": "2011-09-30",
        "0044": None,
    }
    files["demographics.csv"] = "sourcedId,birthDate\nu1,41000\nu2,40786\n"
    made = plan(read(tmp_path, files), (), TODAY)
    assert [new.draft.birth_date for new in made.new] == ["2012-04-01", "2011-08-31", None]
    files["demographics.csv"] = "sourcedId,birthDate\nu1,3/9/2012\nu2,4/5/2011\n"
    with pytest.raises(DateOrderUnclear):
        plan(read(tmp_path, files), (), TODAY)
    assert [day_of(text) for text in ("2025-06-30T00:00:00", "45838", "6/30/2025", "30.06.2025", "3/9/2025", "4/4/2025", "soon", "2025-13-40")] == [
        "2025-06-30", "2025-06-30", "2025-06-30", "2025-06-30", "", "2025-04-04", "", "",
    ]  # fmt: skip


def test_a_set_saved_as_sheets_of_one_workbook_or_as_workbooks(tmp_path: Path) -> None:
    parts = {
        name.removesuffix(".csv"): [line.split(",") for line in text.splitlines()] for name, text in set_1_2().items()
    }
    wanted = [(s.source_key, s.number, s.birth) for s in read(tmp_path, set_1_2()).students]
    one = read_roster(file("set.xlsx", xlsx(parts))(tmp_path))
    assert (one.source, [(s.source_key, s.number, s.birth) for s in one.students]) == ("oneroster 1.2", wanted)
    several = folder("set", {f"{name}.xlsx": xlsx({"Sheet1": rows}) for name, rows in parts.items()})(tmp_path)
    assert [(s.source_key, s.number, s.birth) for s in read_roster(several).students] == wanted


def test_the_staff_of_a_set_are_never_its_students_or_guardians(tmp_path: Path) -> None:
    files = set_1_1()
    files["users.csv"] += (
        "a1,,,true,o1,administrator,x,Ines,Quill,A1,,\ng1,,,true,o1,guardian,x,Ngozi,Okafor,,,\nb1,,,true,o1,aide,x,Pat,Hale,,,hunter2\n"
    )
    roster = read(tmp_path, files, "staff")
    assert [(s.number, s.family, s.job, s.birth, s.year) for s in roster.students] == [
        ("T9", "Roth", "teacher", "", ""), ("A1", "Quill", "administrator", "", ""), ("b1", "Hale", "aide", "", ""),
    ]  # fmt: skip
    assert any("4 rows are of people who are not staff" in notice for notice in roster.notices)
    assert "hunter2" not in repr(roster)


def test_the_staff_of_a_set_with_roles(tmp_path: Path) -> None:
    files = set_1_2()
    files["roles.csv"] += (
        "r6,,,t1,secondary,siteAdministrator,,,o1\nr7,,,x1,primary,ext:coach,,,o1\nr8,,,t1,secondary,parent,,,o1\n"
    )
    roster = read(tmp_path, files, "staff")
    assert [(s.source_key, s.job) for s in roster.students] == [
        ("t1", "teacher, siteAdministrator"),
        ("x1", "ext:coach"),
    ]
    assert [s.source_key for s in read(tmp_path, files).students] == ["u1", "u2"]


def test_the_staff_of_school_data_sync(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "Student.csv": "SIS ID,School SIS ID,First Name,Last Name,Student Number\n1,9,Ada,Okafor,0042\n",
        "Teacher.csv": "SIS ID,School SIS ID,First Name,Last Name,Username,Password,Teacher Number,Title\nt7,9,Edith,Moss,em,canary,101,\nt8,9,Pat,Hale,ph,canary,,\n",
        "TeacherRoster.csv": "Section SIS ID,SIS ID\n1,t7\n",
    }  # fmt: skip
    place = folder("sds", files)(tmp_path)
    roster = read_roster(place, kind="staff")
    assert (roster.source, [(s.source_key, s.number, s.family) for s in roster.students]) == (
        "sds 1",
        [("t7", "101", "Moss"), ("t8", "t8", "Hale")],
    )
    assert "canary" not in repr(roster)
    assert [s.number for s in read_roster(place).students] == ["0042"]


def test_a_set_can_be_mapped_by_a_person(tmp_path: Path) -> None:
    files = set_1_1()
    roster = read(tmp_path, files, mapping={"username": "number", "identifier": "-", "grades": "form"})
    assert next((s.number, s.year, s.form, s.birth) for s in roster.students) == ("ada", "", "09", "2012-05-04")
    assert dict(roster.mapping) == {"username": "number", "identifier": "-", "grades": "form"}
    assert roster.headings == tuple(USERS_1_1.split(","))
    assert read(tmp_path, files, mapping={"birthDate": "-"}).students[0].birth == ""
    with pytest.raises(UnknownHeading):
        read(tmp_path, files, mapping={"surname": "family"})
    with pytest.raises(ColumnNamedTwice):
        read(tmp_path, files, mapping={"username": "number", "enabledUser": "number"})


def test_two_sets_in_one_folder_are_asked_about(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{place}/{name}": text for place in ("north", "south") for name, text in set_1_1().items()
    }
    place = folder("both", files)(tmp_path)
    with pytest.raises(SheetUnclear) as refusal:
        read_roster(place)
    assert [choice.name for choice in refusal.value.choices] == ["north/users.csv", "south/users.csv"]
    assert "hunter2" not in repr(refusal.value.choices)
    roster = read_roster(place, sheet="south/users.csv")
    assert (roster.part, len(roster.students)) == ("south/users.csv", 3)
    assert roster.students[0].birth == "2012-05-04", "with what lies beside it"


def test_users_without_any_roles_are_refused_unless_they_are_just_a_list(tmp_path: Path) -> None:
    with pytest.raises(NoRoles):
        read(tmp_path, {"users.csv": "sourcedId,enabledUser,username,givenName,familyName\nu1,true,a,Ada,Okafor\n"})
    roster = read(tmp_path, {"list.csv": "sourcedId,identifier,familyName,givenName,grades\nu1,0042,Okafor,Ada,9\n"})
    assert (roster.source, roster.students[0].number) == ("table", "0042")


@pytest.mark.parametrize(
    ("form", "text", "key", "number"),
    [
        ("sds 1", "SIS ID,School SIS ID,First Name,Last Name,Username,Password,State ID,Student Number,Grade", "S1", "N1"),
        ("sds 1", "SIS ID,School SIS ID,Username,First Name,Last Name", "S1", "S1"),
        ("sds uk", "ID,School DfE Number,First Name,Last Name,Username,Password,State ID,Student Number,Grade", "S1", "N1"),
        ("clever", "Student_id,School_id,First_name,Last_name,Username,Password,State_id,Student_number,Grade", "S1", "N1"),
    ],
)  # fmt: skip
def test_forms_of_school_data_sync(tmp_path: Path, form: str, text: str, key: str, number: str) -> None:
    values = {
        "SIS ID": "S1",
        "ID": "S1",
        "Student_id": "S1",
        "First Name": "Ada",
        "First_name": "Ada",
        "Last Name": "Okafor",
        "Last_name": "Okafor",
        "Student Number": "N1",
        "Student_number": "N1",
        "Grade": "9",
    }
    row = ",".join(values.get(heading, "canary") for heading in text.split(","))
    roster = read_roster(folder("x", {"students.csv": f"{text}\n{row}\n", "readme.txt": "x"})(tmp_path))
    assert roster.source == form
    assert [(s.source_key, s.number, s.given, s.family) for s in roster.students] == [(key, number, "Ada", "Okafor")]
    assert "canary" not in repr(roster)
    mapped = read_roster(tmp_path / "x", mapping={text.split(",")[1]: "form"})
    assert (mapped.students[0].form, mapped.students[0].number) == ("canary", number)
