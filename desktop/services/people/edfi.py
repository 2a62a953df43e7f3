"""Students of Ed-Fi XML as a table: the interchanges Student, StudentParent and StudentEnrollment, of any version.

Source: the Ed-Fi Data Standard's interchange schemas (1.0 to 5). The grade stands with the enrolment in a school, so
it is put together by the student's identity. Sex, race, addresses and parents are never looked at. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from desktop.services.language import fold
from desktop.services.people.xml_records import Record, records
from desktop.services.sheets.errors import TooManyRows
from desktop.services.sheets.text import MOST_ROWS
from desktop.services.sheets.types import Row, Table

HEADINGS: Final = ("number", "source_key", "family", "given", "preferred", "birth_date", "year")
_STUDENT: Final = "Student"
_ENROLMENT: Final = "StudentSchoolAssociation"
_IDENTITY: Final = ("StudentUniqueId", "StudentUniqueStateId")
_GRADES: Final = ("EntryGradeLevel", "EntryGradeLevelDescriptor", "GradeLevel", "GradeLevelDescriptor")
_KEPT: Final = frozenset({*_IDENTITY, *_GRADES}) | frozenset(
    "StudentId FirstName LastSurname PreferredFirstName BirthDate EntryDate CodeValue OtherNameType "
    "OtherNameTypeDescriptor IdentificationCode IdentificationSystem StudentIdentificationSystem "
    "StudentIdentificationSystemDescriptor @IdentificationSystem @id @ref".split()
)
_MOST_RECORDS: Final = 5 * MOST_ROWS  # a student may have been enrolled every year
_OF_SCHOOL: Final = ("school", "local", "district")


def is_edfi(root: str) -> bool:
    """Say whether a file with this outermost element can hold students or their enrolments."""
    return root.startswith("InterchangeStudent") or root == "InterchangeParent"


def students(files: Iterable[bytes]) -> Table:
    """Give the students of the XML files of one export as a table with the headings above.

    Raises what `records` raises, as soon as the table is asked for.
    """
    found: list[Record] = []
    grades: dict[str, tuple[str, str]] = {}
    for data in files:
        for record in records(data, frozenset({_STUDENT, _ENROLMENT}), _KEPT, _MOST_RECORDS):
            if record.name == _STUDENT:
                found.append(record)
                if len(found) > MOST_ROWS:
                    raise TooManyRows(row=len(found), most=MOST_ROWS)
            else:
                _note_grade(record, grades)
    return Table(_rows(found, grades), "xml", "", False)


def _rows(found: list[Record], grades: dict[str, tuple[str, str]]) -> Iterator[Row]:
    yield Row(1, HEADINGS)
    for number, record in enumerate(found, 2):
        key = record.get(*_IDENTITY) or record.get("StudentId")
        grade = grades.get(key) or grades.get(record.get("@id")) or ("", "")
        own = _number_of_school(record)
        yield Row(
            number,
            (
                own or key,
                key if own else "",
                record.get("Name/LastSurname", "LastSurname"),
                record.get("Name/FirstName", "FirstName"),
                _preferred(record),
                record.get("BirthData/BirthDate", "BirthDate"),
                grade[1],
            ),
        )


def _note_grade(record: Record, grades: dict[str, tuple[str, str]]) -> None:
    """Keep the grade of the newest enrolment under every name that the student goes by."""
    grade = next(
        (
            text
            for path, text in record.texts
            if text and (path in _GRADES or path.removesuffix("/CodeValue") in _GRADES)
        ),
        "",
    )
    entered = record.get("EntryDate")
    for key in (record.ending(*_IDENTITY), record.get("StudentReference@ref")):
        if key and grade and entered >= grades.get(key, ("", ""))[0]:
            grades[key] = (entered, _word(grade))


def _word(descriptor: str) -> str:
    """Give the word of a descriptor, which newer versions write as a URI: uri://ed-fi.org/...#Ninth grade."""
    return descriptor.rpartition("#")[2].strip()


def _preferred(record: Record) -> str:
    direct = record.get("PreferredFirstName", "Name/PreferredFirstName")
    if direct:
        return direct
    name = ""
    for path, text in record.texts:
        if path == "OtherName/FirstName":
            name = text
        elif path.startswith("OtherName/OtherNameType") and fold(_word(text)) in ("nickname", "preferred"):
            return name
    return ""


def _number_of_school(record: Record) -> str:
    """Give the number that the school or its district gave, where the record has one beside the state's."""
    systems, codes = [], []
    for path, text in record.texts:
        if not path.startswith("StudentIdentificationCode") or not text:
            continue
        if path.endswith("/IdentificationCode"):
            codes.append(text)
        elif "System" in path:
            systems.append(fold(_word(text)))
    of = dict(zip(reversed(systems), reversed(codes), strict=False)) if len(systems) == len(codes) else {}
    return next((of[name] for name in _OF_SCHOOL if name in of), "")
