"""Microsoft School Data Sync in its first version, its UK form and the Clever form: plain CSV files, one per kind.

Facts: Microsoft's descriptions of the SDS V1, UK and Clever CSV formats, and Clever's SFTP specification: Student.csv
has SIS ID and School SIS ID, the UK form ID and School DfE Number, Clever's students.csv Student_id and School_id.
(SDS 2 and 2.1 have the columns of OneRoster: oneroster.py.) Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.services.people.columns import plain, titles
from desktop.services.people.looks import Look, is_secret


@dataclass(frozen=True, slots=True)
class Form:
    """One of the three forms. key and school: the columns, in plain writing, that it alone has together."""

    source: str
    school: str
    student_key: tuple[str, ...]
    staff_key: tuple[str, ...]
    named: bool
    """Whether only its files' names tell it from a school's own list."""


FORMS: Final = (
    Form("sds 1", "schoolsisid", ("sisid",), ("sisid",), False),
    Form("sds uk", "schooldfenumber", ("id",), ("id",), False),
    Form("clever", "schoolid", ("studentid",), ("teacherid", "staffid"), True),
)
_NAMES: Final = frozenset({"firstname", "lastname"})
_OF_STUDENTS: Final = frozenset("studentnumber grade birthdate graduationyear dob".split())
_OF_STAFF: Final = frozenset("teachernumber title qualification teacherid staffid role".split())
_STUDENTS: Final = ("student",)
_STAFF: Final = ("teacher", "staff")
_LEFT_OUT: Final = frozenset("stateid stateteacherid username secondaryemail studentemail teacheremail".split())


def form_of(look: Look) -> Form | None:
    """Give the form to which a table belongs, if any."""
    written = look.written
    if not look.header or not written >= _NAMES:
        return None
    for form in FORMS:
        keyed = written & {*form.student_key, *form.staff_key}
        if form.school in written and keyed and (not form.named or look.stem.startswith((*_STUDENTS, *_STAFF))):
            return form
    return None


def is_of(look: Look, kind: str) -> bool:
    """Say whether a table of such a set holds the students, or the staff: by its name, else by its columns."""
    for other, starts in (("students", _STUDENTS), ("staff", _STAFF)):
        if look.stem.startswith(starts) and not look.stem.endswith(("enrollment", "enrolment", "roster")):
            return kind == other
    students, staff = len(look.written & _OF_STUDENTS), len(look.written & _OF_STAFF)
    return students >= staff if kind == "students" else staff > students


def mapping_of(form: Form, header: Sequence[str], kind: str) -> dict[str, str]:
    """Say which column is the source's key and which the number, and which ones are not for us."""
    keys = form.student_key if kind == "students" else form.staff_key
    number = "studentnumber" if kind == "students" else "teachernumber"
    found = {}
    for title, cell in zip(titles(header), header, strict=True):
        name = plain(cell)
        if name in keys:
            found[title] = "source_key"
        elif name == number:
            found[title] = "number"
        elif is_secret(cell) or name in _LEFT_OUT or name == form.school:
            found[title] = "-"
    return found
