"""Sets and files beside lists against the attacks of security.md C5: IMP-05, IMP-08, IMP-10, IMP-11."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import people
from desktop.services.people.reading import read_roster
from desktop.services.sheets.errors import UnsafeMarkup
from desktop.services.vault import Workspace
from tests.corpus import entries
from tests.corpus.making import Entry, folder, xlsx, zipped
from tests.services.people.builders import set_1_1, set_1_2
from tests.services.sheets.builders import members

SDS = "SIS ID,School SIS ID,First Name,Last Name,Password,Student Number,Grade\n{}"


def write(path: Path, files: dict[str, str | bytes]) -> Path:
    path.write_bytes(zipped(files))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp1250"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_imp_05_sets_in_any_encoding_and_line_end(tmp_path: Path, encoding: str, end: str) -> None:
    name = "Kovářová-Łęcka" if encoding == "cp1250" else "Grübl" if encoding in ("cp1252", "mac_roman") else "Łaski"
    extra = (
        "".join(f"u{n},,,true,o1,student,x,Zoë,Müller{'é' * (n % 2)},{n:04},9,\n" for n in range(10, 40))
        if encoding != "cp1250"
        else ""
    )
    if encoding == "cp1250":
        extra = "".join(f"u{n},,,true,o1,student,x,Jiří,Šťastný,{n:04},9,\n" for n in range(10, 40))
    text = set_1_1()
    text["users.csv"] = text["users.csv"].replace("Łaski", name) + extra
    files: dict[str, str | bytes] = {key: part.replace("\n", end).encode(encoding) for key, part in text.items()}
    roster = read_roster(write(tmp_path / "set.zip", files))
    assert [(s.number, s.family) for s in roster.students[:3]] == [("0042", "Okafor"), ("u2", name), ("0044", "Ng")]
    assert len(roster.students) == 33
    assert "\ufffd" not in repr(roster)


def test_imp_05_zeros_direction_marks_and_lone_quotes_are_listed(tmp_path: Path) -> None:
    text = set_1_1()
    text["users.csv"] = (
        text["users.csv"].replace("Okafor", "Oka\0for").replace("Cy,Ng", 'Cy,"Ng').replace("Ben", "B\u202een")
    )
    roster = read_roster(write(tmp_path / "set.zip", dict(text)))
    assert [(s.family, s.given) for s in roster.students] == [("Okafor", "Ada"), ("Łaski", "Ben"), ('"Ng', "Cy")]
    assert {(p.row, "unprintable" in p.message, "quotation" in p.message) for p in roster.problems} == {
        (2, True, False),
        (4, False, True),
    }


def _with_doctype(data: bytes, inside: str) -> bytes:
    parts = members(data)
    content = parts[inside]
    assert isinstance(content, bytes)
    head, _, rest = (
        content.partition(b"?>") if content.startswith(b"<?xml") else (b"<?xml version='1.0'", b"?>", content)
    )
    return zipped({**parts, inside: head + b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rest})


@pytest.mark.parametrize("inside", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_imp_08_a_set_of_sheets_with_a_document_type_is_refused(tmp_path: Path, inside: str) -> None:
    sheets = {
        name.removesuffix(".csv"): [line.split(",") for line in text.splitlines()] for name, text in set_1_2().items()
    }
    path = tmp_path / "set.xlsx"
    path.write_bytes(_with_doctype(xlsx(sheets), inside))
    with pytest.raises(UnsafeMarkup):
        read_roster(path)


def test_imp_08_a_document_type_in_a_file_beside_does_no_harm(tmp_path: Path) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'
    place = folder("set", {**set_1_1(), "evil.xml": evil})(tmp_path)
    assert len(read_roster(place).students) == 3
    assert len(read_roster(folder("list", {"a.csv": "number,family\n1,A\n", "evil.xml": evil})(tmp_path)).students) == 1
    with pytest.raises(UnsafeMarkup):
        read_roster(folder("alone", {"rooms.csv": "room,size\n1,2\n", "evil.xml": evil})(tmp_path))


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.key)
def test_imp_10_the_same_file_twice_brings_nothing_new_and_says_so(
    workspace: Workspace, tmp_path: Path, entry: Entry
) -> None:
    path = entry.write(tmp_path)
    people.import_roster(workspace, people.plan_import(workspace, people.read_roster(path)))
    before = people.list_people(workspace)
    again = people.plan_import(workspace, people.read_roster(path))
    assert (again.new, again.changed, again.missing, again.alike) == ((), (), (), ())
    assert "The file holds nothing new." in again.notices
    assert not people.import_roster(workspace, again)
    assert people.list_people(workspace) == before


def _of_set(rows: list[tuple[str, str, str, str]]) -> dict[str, str | bytes]:
    """Users and births of (key, number, family, birth)."""
    users = "sourcedId,role,givenName,familyName,identifier,grades\n" + "".join(
        f"{key},student,Ada,{family},{number},9\n" for key, number, family, _ in rows
    )
    return {
        "users.csv": users,
        "demographics.csv": "sourcedId,birthDate\n" + "".join(f"{key},{birth}\n" for key, _, _, birth in rows),
    }


def _of_sds(rows: list[tuple[str, str, str, str]]) -> dict[str, str | bytes]:
    head = "SIS ID,School SIS ID,First Name,Last Name,Student Number,Grade,Birthdate\n"
    return {
        "Student.csv": head
        + "".join(f"{key},9,Ada,{family},{number},9,{birth}\n" for key, number, family, birth in rows),
        "Teacher.csv": head,
    }


def _of_ctf(rows: list[tuple[str, str, str, str]]) -> dict[str, str | bytes]:
    body = "".join(
        f"<Pupil><UPN>{number}</UPN><Surname>{family}</Surname><Forename>Ada</Forename><DOB>{birth}</DOB></Pupil>"
        for _, number, family, birth in rows
    )
    return {"001_CTF_002.xml": f"<CTfile><CTFpupilData>{body}</CTFpupilData></CTfile>"}


@pytest.mark.parametrize("make", [_of_set, _of_sds, _of_ctf])
def test_imp_11_doubles_and_impossible_dates_are_listed_and_nothing_is_guessed(
    workspace: Workspace, tmp_path: Path, make: Callable[[list[tuple[str, str, str, str]]], dict[str, str | bytes]]
) -> None:
    rows = [
        ("k1", "0001", "Okafor", "2012-05-04"), ("k2", "0002", "Okafor", "2012-05-04"), ("k3", "0003", "Roth", "2031-01-01"),
        ("k4", "0004", "Ng", "2012-02-30"), ("k5", "0005", "Fox", "1931-01-01"), ("k1", "0001", "Okafor", "2012-05-04"),
    ]  # fmt: skip
    plan = people.plan_import(workspace, read_roster(write(tmp_path / "x.zip", make(rows))))
    assert [new.draft.number for new in plan.new] == ["0001", "0002", "0003", "0004", "0005"]
    assert plan.new[3].draft.birth_date is None
    listed = {(p.row, p.field) for p in plan.problems}
    assert {(3, "number"), (4, "birth_date"), (5, "birth_date"), (6, "birth_date")} <= listed
    assert [p.row for p in plan.skipped] == [7]
