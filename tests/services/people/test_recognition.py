"""What a file or folder is, said with its reason; and what must be asked, with what is needed to ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.services.people.looks import is_secret, stem_of
from desktop.services.people.reading import first_rows, read_roster
from desktop.services.people.recognition import recognise
from desktop.services.people.roster_errors import NoHeader, NoNumberColumn, NotARoster, SheetUnclear, UnknownXml
from desktop.services.people.roster_types import Recognised
from desktop.services.refusals import TooLarge
from desktop.services.sheets import open_book
from desktop.services.sheets.errors import NoSuchPart, NotText
from tests.corpus.making import folder, ods, xlsx, zipped

STUDENTS = "number,family,given,year\n0042,Okafor,Ada,9\n0043,Roth,Bo,10\n"
OTHERS = "number,family,given,year\n0044,Ng,Cy,9\n"
STAFF = "Staff ID,Last Name,First Name,Job Title,Email\nT1,Moss,Edith,Counselor,em@example.org\n"
ROWS = [["Adno", "Surname", "Forename"], ["0042", "Okafor", "Ada"]]


def found(tmp_path: Path, files: dict[str, str | bytes], kind: str = "students") -> Recognised:
    return recognise(open_book(folder("export", files)(tmp_path)), kind)


def book_of(tmp_path: Path, data: bytes, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_list_is_recognised_and_says_by_which_columns(tmp_path: Path) -> None:
    one = recognise(open_book(book_of(tmp_path, STUDENTS.encode(), "any name.csv")))
    assert (one.source, one.part, one.choices) == ("table", "any name.csv", ())
    assert one.why == 'A list of students, by its columns "number", "family", "given", "year".'


def test_other_files_beside_the_list_do_not_matter(tmp_path: Path) -> None:
    beside: dict[str, str | bytes] = {
        "readme.txt": "Number,Family\nnothing", "staff.csv": STAFF, "sections.csv": "id,name\n1,Algebra\n", "enrolments.csv": "number,section\n0042,1\n",
        "photo.jpg": b"\xff\xd8\xff\xe0", "Thumbs.db": b"\xd0\xcf\x11\xe0", "broken.xlsx": b"PK\x03\x04broken", "empty.csv": "", "binary.csv": b"%PDF-1.7",
        "contacts.csv": "Student ID,Last Name,First Name\n0042,Okafor,Ngozi\n", "attendance.csv": "x" * 21 * 1024 * 1024, "layout.xml": "<layout/>",
    }  # fmt: skip
    one = found(tmp_path, {"Pupils 2026.csv": STUDENTS, **beside})
    assert (one.part, one.choices) == ("Pupils 2026.csv", ())
    assert '"Pupils 2026.csv" is the list of students' in one.why
    assert len(read_roster(tmp_path / "export").students) == 2


def test_the_staff_are_another_file_of_the_same_folder(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"students.csv": STUDENTS, "staff.csv": STAFF}
    one = found(tmp_path, files, "staff")
    assert one.part == "staff.csv"
    roster = read_roster(tmp_path / "export", kind="staff")
    assert [(s.number, s.family, s.given, s.job) for s in roster.students] == [("T1", "Moss", "Edith", "Counselor")]
    assert (roster.kind, roster.part) == ("staff", "staff.csv")


def test_a_list_of_staff_read_as_students_says_so(tmp_path: Path) -> None:
    path = book_of(tmp_path, b"ID,Last Name,First Name,Job Title\n1,Moss,Edith,Counselor\n", "people.csv")
    assert "looks like a list of staff" in read_roster(path).notices[0]
    assert not any("looks like" in notice for notice in read_roster(path, kind="staff").notices)
    assert not any("looks like" in notice for notice in read_roster(path, mapping={"Job Title": "form"}).notices)


def test_two_files_of_students_are_asked_about(tmp_path: Path) -> None:
    one = found(tmp_path, {"lower school.csv": STUDENTS, "upper school.csv": OTHERS, "staff.csv": STAFF})
    assert one.part == ""
    assert [(c.name, c.rows, c.headings, c.example) for c in one.choices] == [
        ("lower school.csv", 2, ("number", "family", "given", "year"), (("0042", "Okafor", "Ada", "9"), ("0043", "Roth", "Bo", "10"))),
        ("upper school.csv", 1, ("number", "family", "given", "year"), (("0044", "Ng", "Cy", "9"),)),
    ]  # fmt: skip
    with pytest.raises(SheetUnclear) as refusal:
        read_roster(tmp_path / "export")
    assert refusal.value.choices == one.choices
    assert refusal.value.option == '--sheet "lower school.csv", --sheet "upper school.csv"'
    assert "lower" not in str(refusal.value)
    assert [s.number for s in read_roster(tmp_path / "export", sheet="UPPER school.csv").students] == ["0044"]
    with pytest.raises(NoSuchPart):
        read_roster(tmp_path / "export", sheet="middle.csv")


@pytest.mark.parametrize("make", [xlsx, ods])
def test_several_sheets_with_names_and_numbers_are_asked_about(tmp_path: Path, make: Any) -> None:
    path = book_of(
        tmp_path,
        make(
            {
                "Year 9": ROWS,
                "Year 10": ROWS,
                "Notes": [["kept by Edith"]],
                "Staff": [["Staff ID", "Name"], ["1", "A B"]],
            }
        ),
        "book",
    )
    with pytest.raises(SheetUnclear) as refusal:
        read_roster(path)
    assert [choice.name for choice in refusal.value.choices] == ["Year 9", "Year 10"]
    roster = read_roster(path, sheet="Year 10")
    assert (len(roster.students), roster.part) == (1, "Year 10")


def test_one_sheet_of_students_among_others_needs_no_question(tmp_path: Path) -> None:
    sheets = {
        "Read me": [["Made in March"]],
        "Sheet2": [[]],
        "List": ROWS,
        "Marks": [["Adno", "Mark"], ["0042", 7]],
        "Template": [ROWS[0]],
    }
    one = recognise(open_book(book_of(tmp_path, xlsx(sheets), "b.xlsx")))
    assert (one.part, one.choices) == ("List", ())


def test_what_programs_sign_in_with_is_not_shown(tmp_path: Path) -> None:
    text = "Student ID,Password,Last Name\n1,canary,A\n"
    one = found(tmp_path, {"a.csv": text, "b.csv": text})
    assert "canary" not in repr(one)
    assert one.choices[0].headings == ("Student ID", "Password", "Last Name")
    path = book_of(tmp_path, b"Nummer;Passwort\n1;canary\n", "x.csv")
    assert first_rows(path) == (("Nummer", ""), ("1", ""))
    assert [is_secret(word) for word in ("Initial Password", "PIN", "Shipping", "Passwort", "Password hint")] == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_a_file_without_a_header_is_read_as_far_as_the_question(tmp_path: Path) -> None:
    path = book_of(tmp_path, b"0042,Okafor,Ada\n0043,Roth,Bo\n", "list.csv")
    one = recognise(open_book(path))
    assert (one.source, one.part) == ("table", "list.csv")
    with pytest.raises(NoHeader):
        read_roster(path)
    assert first_rows(path) == (("0042", "Okafor", "Ada"), ("0043", "Roth", "Bo"))
    roster = read_roster(path, no_header=["number", "family", "given"])
    assert [(s.number, s.given) for s in roster.students] == [("0042", "Ada"), ("0043", "Bo")]
    assert (roster.part, roster.header_row) == ("list.csv", 0)


def test_the_only_filled_sheet_without_a_header_can_be_named(tmp_path: Path) -> None:
    path = book_of(tmp_path, xlsx({"Data": [["0042", "Okafor", "Ada"]], "Help": [["Call 12"]]}), "b.xlsx")
    with pytest.raises(NoHeader):
        read_roster(path)
    assert len(read_roster(path, no_header=["number", "family", "given"]).students) == 1
    two = book_of(tmp_path, xlsx({"A": [["1", "X"]], "B": [["2", "Y"]]}), "two.xlsx")
    with pytest.raises(SheetUnclear):
        read_roster(two, no_header=["number", "family"])
    assert read_roster(two, no_header=["number", "family"], sheet="B").students[0].number == "2"


def test_what_is_no_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotARoster):
        found(tmp_path, {"orgs.csv": "sourcedId,name\n1,N\n", "classes.csv": "sourcedId,title\n1,A\n"})
    with pytest.raises(NotARoster):
        read_roster(folder("staff only", {"staff.csv": STAFF, "rooms.csv": "room,size\n1,2\n"})(tmp_path))
    with pytest.raises(UnknownXml):
        read_roster(book_of(tmp_path, b"<?xml version='1.0'?><rss/>", "a.xml"))
    with pytest.raises(NoNumberColumn):
        read_roster(book_of(tmp_path, b"Surname,Forename,Year\nA,B,9\n", "c.csv"))


def test_where_nothing_else_is_a_list_the_reason_of_what_could_not_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotText):
        read_roster(folder("a", {"students.csv": b"%PDF-1.7 not a table", "rooms.csv": "room,size\n1,2\n"})(tmp_path))
    with pytest.raises(TooLarge):
        read_roster(folder("b", {"students.csv": "x" * 21 * 1024 * 1024, "rooms.csv": "room,size\n1,2\n"})(tmp_path))


def test_a_zip_of_one_list_with_what_a_mac_adds(tmp_path: Path) -> None:
    path = book_of(
        tmp_path, zipped({"x/list.csv": STUDENTS, "__MACOSX/x/._list.csv": "\0", "x/.DS_Store": "\0"}), "x.zip"
    )
    assert len(read_roster(path).students) == 2


def test_a_mapping_wins_and_an_opened_book_is_not_read_again(tmp_path: Path) -> None:
    path = book_of(tmp_path, b"Code,Who,Mail,Surname,Forename\n0042,x,a@example.org,Okafor,Ada\n", "list.csv")
    book = open_book(path)
    path.unlink()
    roster = read_roster(book, mapping={"Code": "number", "Mail": "email", "Forename": "-"})
    (row,) = roster.students
    assert (row.number, row.email, row.family, row.given) == ("0042", "a@example.org", "Okafor", "")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Export 2026/Users.CSV", "users"),
        ("SDS\\student.csv", "student"),
        ("Year 9", "year9"),
        ("v1.2 list", "v12list"),
        ("set.xlsx/users", "users"),
    ],
)
def test_a_part_is_called_by_its_last_name(name: str, stem: str) -> None:
    assert stem_of(name) == stem
