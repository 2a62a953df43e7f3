"""A OneRoster 1.2 bulk set of invented students and staff, as a zip (design: oneroster.md)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final

from desktop.services.sample.students import Student

# A zip notes a time for each member; one that never changes keeps the set the same byte for byte.
_ZIP_TIME: Final = (2026, 9, 1, 8, 0, 0)
_SCHOOL: Final = "Larkhill Invented School"
_STAFF: Final = (
    ("Rosamund", "Thistlewood", "teacher"),
    ("Desmond", "Achterberg", "teacher"),
    ("Ingrid", "Vasquez-Lund", "counselor"),
    ("Piet", "Marlowe", "siteAdministrator"),
    ("Yetunde", "Fairweather", "parent"),
    ("Colm", "Brandt", "aide"),
)
_HAVE: Final = ("academicSessions", "classes", "courses", "demographics", "enrollments", "orgs", "roles", "users")
_ABSENT: Final = (
    "categories classResources courseResources lineItemLearningObjectiveIds lineItems lineItemScoreScales resources"
    " resultLearningObjectiveIds results resultScoreScales scoreScales userProfiles userResources"
)
_COLUMNS: Final = {
    "academicSessions": "title type startDate endDate parentSourcedId schoolYear",
    "orgs": "name type identifier parentSourcedId",
    "courses": "schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes",
    "classes": "title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds subjects"
    " subjectCodes periods",
    "enrollments": "classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
    "roles": "userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId",
    "users": "enabledUser username userIds givenName familyName middleName identifier email sms phone agentSourcedIds"
    " grades password userMasterIdentifier preferredGivenName preferredMiddleName preferredFamilyName"
    " primaryOrgSourcedId pronouns",
    "demographics": "birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican"
    " nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity"
    " countryOfBirthCode stateOfBirthAbbreviation cityOfBirth publicSchoolResidenceStatus",
}
Record = dict[str, str]


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Make a CSV file as RFC 4180 has it, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def oneroster_zip(students: Sequence[Student]) -> bytes:
    """Make the set: students, some staff and a parent, a homeroom class per tutor group. Same students, same bytes.

    One member of staff is enrolled in a class as if a student, as real sets do: roles decide, enrolments do not.
    """
    tables = {
        "academicSessions": [_session()],
        "orgs": [{"sourcedId": "org-1", "name": _SCHOOL, "type": "school", "identifier": "LIS"}],
        "courses": [{"sourcedId": "course-1", "title": "Tutor time", "orgSourcedId": "org-1"}],
        "classes": [_class(form) for form in sorted({student.form for student in students})],
        "users": [*(_student(s) for s in students), *(_adult(at, *adult[:2]) for at, adult in enumerate(_STAFF))],
        "roles": [*(_role(_key(s), "student") for s in students), *_staff_roles()],
        "enrollments": [*(_enrolled(_key(s), s.form) for s in students), _enrolled("st-0", students[0].form)],
        "demographics": [{"sourcedId": _key(s), "birthDate": s.birth_date.isoformat()} for s in students],
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in [("manifest", _manifest()), *((name, _table(name, tables[name])) for name in _HAVE)]:
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", _ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _manifest() -> bytes:
    files = sorted(
        [(f"file.{name}", "bulk") for name in _HAVE] + [(f"file.{name}", "absent") for name in _ABSENT.split()]
    )
    about = [("manifest.version", "1.0"), ("oneroster.version", "1.2")]
    source = [("source.systemName", _SCHOOL), ("source.systemCode", "LIS")]
    return csv_bytes(("propertyName", "value"), [*about, *files, *source])


def _table(name: str, records: Iterable[Record]) -> bytes:
    columns = ("sourcedId", "status", "dateLastModified", *_COLUMNS[name].split())
    return csv_bytes(columns, [[record.get(column, "") for column in columns] for record in records])


def _session() -> Record:
    return {
        "sourcedId": "year-1",
        "title": "2026-2027",
        "type": "schoolYear",
        "startDate": "2026-09-01",
        "endDate": "2027-07-23",
        "schoolYear": "2027",
    }


def _class(form: str) -> Record:
    return {
        "sourcedId": f"class-{form}",
        "title": form,
        "grades": form[:-1].zfill(2),
        "courseSourcedId": "course-1",
        "classType": "homeroom",
        "schoolSourcedId": "org-1",
        "termSourcedIds": "year-1",
    }


def _key(student: Student) -> str:
    """Give the source's own key, which is not the student number."""
    return f"u-{int(student.number) * 7919 % 1000003:07}"


def _student(student: Student) -> Record:
    return {
        "sourcedId": _key(student),
        "enabledUser": "true",
        "username": f"s{student.number}",
        "givenName": student.given,
        "familyName": student.family,
        "identifier": student.number,
        "grades": student.year.zfill(2),
        "preferredGivenName": student.preferred,
        "primaryOrgSourcedId": "org-1",
    }


def _adult(at: int, given: str, family: str) -> Record:
    return {
        "sourcedId": f"st-{at}",
        "enabledUser": "true",
        "username": f"staff{at}",
        "givenName": given,
        "familyName": family,
        "identifier": f"A{at:04}",
        "primaryOrgSourcedId": "org-1",
    }


def _role(user: str, role: str) -> Record:
    return {
        "sourcedId": f"r-{user}",
        "userSourcedId": user,
        "roleType": "primary",
        "role": role,
        "orgSourcedId": "org-1",
    }


def _staff_roles() -> list[Record]:
    return [_role(f"st-{at}", role) for at, (_, _, role) in enumerate(_STAFF)]


def _enrolled(user: str, form: str) -> Record:
    return {
        "sourcedId": f"e-{user}",
        "classSourcedId": f"class-{form}",
        "schoolSourcedId": "org-1",
        "userSourcedId": user,
        "role": "student",
        "primary": "false",
    }
