"""Ed-Fi and Common Transfer Files of any version as rosters; and XML that no honest program writes (IMP-08)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from desktop.services.people.reading import first_rows, read_roster
from desktop.services.people.roster_errors import NoNumberColumn, NotARoster, SheetUnclear, UnknownXml
from desktop.services.people.roster_types import Roster
from desktop.services.sheets.errors import MarkupDamaged, NestedTooDeep, TooManyRows, UnsafeMarkup
from tests.corpus.making import folder, zipped

STUDENT = """<Student{attribute}>{ids}<Name><FirstName>{given}</FirstName><MiddleName>Q</MiddleName><LastSurname>{family}</LastSurname></Name>{more}
<OtherName><FirstName>Former</FirstName><LastSurname>X</LastSurname><OtherNameType>Alias</OtherNameType></OtherName>
<OtherName><FirstName>Addy</FirstName><LastSurname>X</LastSurname><OtherNameType>Nickname</OtherNameType></OtherName>
<Sex>Female</Sex><BirthData><BirthDate>2012-05-04</BirthDate></BirthData><Telephone><TelephoneNumber>555</TelephoneNumber></Telephone></Student>"""


def edfi(*students: str, root: str = "InterchangeStudent", space: str = "http://ed-fi.org/0200") -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<{root} xmlns='{space}'>{''.join(students)}</{root}>"


def student(
    key: str = "604821",
    given: str = "Ada",
    family: str = "Okafor",
    tag: str = "StudentUniqueId",
    more: str = "",
    attribute: str = "",
) -> str:
    return STUDENT.format(ids=f"<{tag}>{key}</{tag}>", given=given, family=family, more=more, attribute=attribute)


def read(tmp_path: Path, text: str | bytes, name: str = "students.xml") -> Roster:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_roster(path)


@pytest.mark.parametrize(
    ("tag", "root", "space"),
    [
        ("StudentUniqueStateId", "InterchangeStudent", "http://ed-fi.org/0100RFC062811"), ("StudentUniqueId", "InterchangeStudent", "http://ed-fi.org/0200"),
        ("StudentUniqueId", "InterchangeStudentParent", "http://ed-fi.org/3.3.1-b"), ("StudentUniqueId", "InterchangeStudentContact", "http://ed-fi.org/5.0.0"),
    ],
)  # fmt: skip
def test_every_version_of_ed_fi_is_read(tmp_path: Path, tag: str, root: str, space: str) -> None:
    parent = "<Parent><ParentUniqueId>P1</ParentUniqueId><Name><FirstName>Ngozi</FirstName><LastSurname>Okafor</LastSurname></Name></Parent>"
    roster = read(
        tmp_path, edfi(student(tag=tag), parent, student("604822", "Bo", "Ro&amp;th", tag), root=root, space=space)
    )
    assert (roster.source, roster.part) == ("ed-fi", "students.xml")
    assert "Ed-Fi" in roster.why
    assert [(s.row, s.number, s.family, s.given, s.preferred, s.birth) for s in roster.students] == [
        (2, "604821", "Okafor", "Ada", "Addy", "2012-05-04"), (3, "604822", "Ro&th", "Bo", "Addy", "2012-05-04"),
    ]  # fmt: skip
    assert "555" not in repr(roster)
    assert "Female" not in repr(roster)
    assert "Ngozi" not in repr(roster)


def test_newer_ed_fi_keeps_names_and_dates_without_groups(tmp_path: Path) -> None:
    text = edfi(
        "<Student><StudentUniqueId>1</StudentUniqueId><FirstName>Ada</FirstName><LastSurname>Ng</LastSurname><PreferredFirstName>Addy</PreferredFirstName><BirthDate>2012-05-04</BirthDate></Student>"
    )
    (row,) = read(tmp_path, text).students
    assert (row.number, row.family, row.given, row.preferred, row.birth) == ("1", "Ng", "Ada", "Addy", "2012-05-04")


def test_the_schools_own_number_goes_before_the_states(tmp_path: Path) -> None:
    new = "<StudentIdentificationCode><StudentIdentificationSystem><CodeValue>{}</CodeValue></StudentIdentificationSystem><AssigningOrganizationCode>1</AssigningOrganizationCode><IdentificationCode>{}</IdentificationCode></StudentIdentificationCode>"
    old = '<StudentIdentificationCode IdentificationSystem="{}"><IdentificationCode>{}</IdentificationCode></StudentIdentificationCode>'
    later = "<StudentIdentificationCode><IdentificationCode>{1}</IdentificationCode><StudentIdentificationSystemDescriptor>uri://ed-fi.org/StudentIdentificationSystemDescriptor#{0}</StudentIdentificationSystemDescriptor></StudentIdentificationCode>"
    for kind in (new, old, later):
        more = kind.format("State", "S9") + kind.format("School", "0042") + kind.format("Other", "X")
        (row,) = read(tmp_path, edfi(student(more=more))).students
        assert (row.number, row.source_key) == ("0042", "604821")


def enrolment(reference: str, day: str, grade: str) -> str:
    return f"<StudentSchoolAssociation><StudentReference{reference}</StudentReference><EntryDate>{day}</EntryDate>{grade}</StudentSchoolAssociation>"


def test_the_grade_is_that_of_the_newest_enrolment(tmp_path: Path) -> None:
    identity = "><StudentIdentity><StudentUniqueId>604821</StudentUniqueId></StudentIdentity>"
    entries = (
        enrolment(
            identity,
            "2026-08-20",
            "<EntryGradeLevel>uri://ed-fi.org/GradeLevelDescriptor#Ninth grade</EntryGradeLevel>",
        )
        + enrolment(identity, "2025-08-20", "<EntryGradeLevel>Eighth grade</EntryGradeLevel>")
        + enrolment(' ref="S2">', "2026-08-20", "<EntryGradeLevel><CodeValue>Tenth grade</CodeValue></EntryGradeLevel>")
    )
    files = {
        "InterchangeStudent.xml": edfi(student(), student("604822", attribute=' id="S2"')),
        "InterchangeStudentEnrollment.xml": edfi(entries, root="InterchangeStudentEnrollment"),
        "InterchangeStaff.xml": edfi("<Staff/>", root="InterchangeStaffAssociation"),
    }
    for path in (folder("edfi", dict(files))(tmp_path), tmp_path / "edfi.zip"):
        if path.suffix:
            path.write_bytes(zipped({f"export/{name}": text for name, text in files.items()}))
        assert [(s.number, s.year) for s in read_roster(path).students] == [
            ("604821", "Ninth grade"),
            ("604822", "Tenth grade"),
        ]


CTF = """<?xml version="1.0" encoding="{encoding}"?><CTfile{space}><Header><DocumentName>Common Transfer File</DocumentName></Header><{list}>
<Pupil><UPN>H801200001001</UPN><FormerUPN>X</FormerUPN><Surname>Okafor</Surname><Forename>Zoë</Forename><DOB>2014-10-02</DOB><Gender>F</Gender>
<BasicDetails><PreferredForename>Zo</PreferredForename><NCyearActual>6</NCyearActual><Ethnicity>WBRI</Ethnicity></BasicDetails><RegGroup>6B</RegGroup>
<Contacts><Contact><Surname>Canary</Surname><Forename>Ngozi</Forename></Contact></Contacts></Pupil>
<Pupil><UPN>H801200001002</UPN><BasicDetails><LegalSurname>Roth</LegalSurname><LegalForename>Bo</LegalForename><PreferredForename>Bo</PreferredForename><DOB>2014-10-03</DOB></BasicDetails><NCyearActual>R</NCyearActual></Pupil>
</{list}></CTfile>"""


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "UTF-16"])
@pytest.mark.parametrize(
    ("listed", "space"), [("CTFpupilData", ""), ("CTFpupils", ' xmlns="http://www.dfe.gov.uk/ctf"'), ("Pupils", "")]
)
def test_every_form_of_a_common_transfer_file_is_read(tmp_path: Path, encoding: str, listed: str, space: str) -> None:
    roster = read(tmp_path, CTF.format(encoding=encoding, list=listed, space=space).encode(encoding))
    assert roster.source == "ctf"
    assert [(s.number, s.family, s.given, s.preferred, s.birth, s.year, s.form) for s in roster.students] == [
        ("H801200001001", "Okafor", "Zoë", "Zo", "2014-10-02", "6", "6B"), ("H801200001002", "Roth", "Bo", "", "2014-10-03", "R", ""),
    ]  # fmt: skip
    assert "Canary" not in repr(roster)
    assert "WBRI" not in repr(roster)


def test_several_transfer_files_of_one_folder_are_asked_about(tmp_path: Path) -> None:
    text = CTF.format(encoding="UTF-8", list="CTFpupilData", space="")
    place = folder(
        "ctf", {"801_CTF_802_001.xml": text, "801_CTF_802_002.xml": text.replace("H801200001001", "H801200001009")}
    )(tmp_path)
    with pytest.raises(SheetUnclear) as refusal:
        read_roster(place)
    assert [(choice.name, choice.rows, choice.example[0][:3]) for choice in refusal.value.choices] == [
        ("801_CTF_802_001.xml", 2, ("H801200001001", "Okafor", "Zoë")), ("801_CTF_802_002.xml", 2, ("H801200001009", "Okafor", "Zoë")),
    ]  # fmt: skip
    assert len(read_roster(place, sheet="801_CTF_802_002.xml").students) == 2
    assert first_rows(place, 2, "801_CTF_802_002.xml")[1][0] == "H801200001009"


def test_xml_beside_a_list_is_asked_about(tmp_path: Path) -> None:
    text = CTF.format(encoding="UTF-8", list="CTFpupilData", space="")
    place = folder(
        "both", {"list.csv": "number,family,given\n1,A,B\n", "x_CTF_y.xml": text, "layout.xml": "<layout/>"}
    )(tmp_path)
    with pytest.raises(SheetUnclear) as refusal:
        read_roster(place)
    assert [(choice.name, choice.rows) for choice in refusal.value.choices] == [("list.csv", 1), ("x_CTF_y.xml", 2)]
    assert read_roster(place, sheet="list.csv").students[0].number == "1"
    assert len(read_roster(place, sheet="x_CTF_y.xml").students) == 2


def test_a_pupil_without_number_or_name_is_left_out(tmp_path: Path) -> None:
    text = "<CTfile><CTFpupilData><Pupil><Surname>A</Surname></Pupil><Pupil><UPN>U2</UPN></Pupil><Pupil><UPN>U3</UPN><Surname>C</Surname></Pupil></CTFpupilData></CTfile>"
    roster = read(tmp_path, text)
    assert [s.number for s in roster.students] == ["U3"]
    assert [(p.row, p.field) for p in roster.skipped] == [(2, "number"), (3, "family")]


def test_xml_without_students_or_for_staff_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, edfi()).students == ()
    assert read(tmp_path, "<CTfile><Header/></CTfile>").students == ()
    path = tmp_path / "staff.xml"
    path.write_text(edfi(student()), "utf-8")
    with pytest.raises((UnknownXml, NotARoster)):
        read_roster(path, kind="staff")
    with pytest.raises(UnknownXml):
        read(tmp_path, "<Students><Student/></Students>")


@pytest.mark.parametrize(
    "bad",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "<!DOCTYPE CTfile>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_imp_08_a_document_type_is_refused(tmp_path: Path, bad: str, encoding: str) -> None:
    for text in (
        CTF.format(encoding=encoding, list="CTFpupilData", space=""),
        edfi(student()).replace("UTF-8", encoding),
    ):
        head, end, rest = text.partition("?>")
        with pytest.raises(UnsafeMarkup):
            read(tmp_path, f"{head}{end}{bad}{rest.replace('Okafor', '&a;')}".encode(encoding))


def test_damaged_and_endless_xml_is_refused(tmp_path: Path) -> None:
    whole = edfi(*[student(str(n)) for n in range(200)])
    for text in (whole[:-400], whole.replace("</Name>", "", 1), whole.replace("UTF-8", "klingon")):
        with pytest.raises(MarkupDamaged):
            read(tmp_path, text)
    with pytest.raises(NestedTooDeep, match="inside one another more than 200 deep"):
        read(tmp_path, "<InterchangeStudent>" + "<a>" * 5000)
    begun = time.perf_counter()
    with pytest.raises(TooManyRows):
        read(tmp_path, "<CTfile>" + "<Pupil><UPN>1</UPN></Pupil>" * 60_000 + "</CTfile>")
    with pytest.raises(TooManyRows):
        read(tmp_path, edfi("<Student><StudentUniqueId>1</StudentUniqueId></Student>" * 50_001))
    entries = enrolment(
        "><StudentIdentity><StudentUniqueId>604821</StudentUniqueId></StudentIdentity>",
        "2026-08-20",
        "<EntryGradeLevel>x</EntryGradeLevel>",
    )
    assert read(tmp_path, edfi(student(), entries * 60_000)).students[0].year == "x"
    long = "<CTfile><Pupil><UPN>U1</UPN><Surname>" + "A" * 5_000_000 + "</Surname></Pupil></CTfile>"
    assert [one.field for one in read(tmp_path, long).skipped] == ["family"]
    assert time.perf_counter() - begun < 20


def test_columns_of_xml_can_be_mapped(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(CTF.format(encoding="UTF-8", list="CTFpupilData", space=""), "utf-8")
    roster = read_roster(path, mapping={"preferred": "-", "form": "-"})
    assert (roster.students[0].preferred, roster.students[0].form) == ("", "")
    with pytest.raises(NoNumberColumn):
        read_roster(path, mapping={"number": "-"})
