"""Files as schools have them, and people as the workspace knows them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.services.people.columns import known_columns
from desktop.services.people.plan import plan
from desktop.services.people.roster import read_csv, read_rows
from desktop.services.people.roster_types import Roster
from desktop.services.people.types import Decisions, ImportPlan, Person
from desktop.services.sheets.text import read_table

TODAY = date(2026, 11, 18)
HEADER = "Student Number,Last Name,First Name,Date of Birth,Year Group,Form"


def csv_text(*rows: str, header: str = HEADER) -> str:
    return "\r\n".join((header, *rows)) + "\r\n"


def roster(*rows: str, header: str = HEADER) -> Roster:
    return read_csv(csv_text(*rows, header=header).encode())


def planned(
    *rows: str,
    header: str = HEADER,
    existing: Sequence[Person] = (),
    order: str | None = None,
    decisions: Decisions | None = None,
    **changed: Any,
) -> ImportPlan:
    """Plan a file; `changed` are fields of its roster that a CSV file cannot say."""
    return plan(replace(roster(*rows, header=header), **changed), existing, TODAY, order, decisions=decisions)


def read(
    *rows: str, header: str, mapping: Mapping[str, str] | None = None, kind: str = "students", skip: int = 0
) -> Roster:
    """Read rows of students or staff with what somebody said of the columns."""
    table = read_table(csv_text(*rows, header=header).encode(), lambda cells: known_columns(cells, kind))
    return read_rows(table, mapping, None, skip, kind=kind)


def stored(number: str = "0042", **values: Any) -> Person:
    defaults = dict(
        family="Okafor", given="Ada", preferred="", birth_date="2012-05-04", year="9", form="9B", kind="student",
        status="present", source_key="",
    )  # fmt: skip
    return Person(uid=values.pop("uid", f"uid-{number}"), number=number, **(defaults | values))


USERS_1_1 = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName,identifier,grades,password"
USERS_1_2 = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,identifier,grades,password,preferredGivenName"
ROLES = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId"
DEMOGRAPHICS = "sourcedId,status,dateLastModified,birthDate,sex"


def set_1_1() -> dict[str, str]:
    """Three students and a teacher; the teacher is enrolled as a student, as happens."""
    return {
        "manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n",
        "users.csv": USERS_1_1
        + "\nu1,,,true,o1,student,ada,Ada,Okafor,0042,09,hunter2\nu2,,,true,o1,Student,ben,Ben,Łaski,,10,"
        + "\nu3,,,true,o1,student,cy,Cy,Ng,0044,11,\nt1,,,true,o1,teacher,dee,Dee,Roth,T9,,\n",
        "demographics.csv": DEMOGRAPHICS + "\nu1,,,2012-05-04,female\nu2,,,2011-09-30,male\nt1,,,1980-01-01,female\n",
        "enrollments.csv": "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\ne1,c1,o1,t1,student\n",
        "orgs.csv": "sourcedId,name,type\no1,Northfield,school\n",
    }


def set_1_2() -> dict[str, str]:
    return {
        "manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.roles,absent\n",
        "users.csv": USERS_1_2
        + "\nu1,,,true,ada,Adaeze,Okafor,0042,09,hunter2,Ada\nu2,,,true,ben,Ben,Łaski,0043,10,,"
        + "\nt1,,,true,dee,Dee,Roth,T9,,,\np1,,,true,eve,Eve,Okafor,,,,\nx1,,,true,fay,Fay,Zed,,,,\n",
        "roles.csv": ROLES
        + "\nr1,,,u1,primary,student,2024-08-01,2025-06-30,o1\nr2,,,u2,primary,aide,,,o1\nr3,,,u2,secondary,student,,,o1"
        + "\nr4,,,t1,primary,teacher,,,o1\nr5,,,p1,primary,parent,,,o1\n",
        "demographics.csv": DEMOGRAPHICS + "\nu1,,,2012-05-04,female\n",
    }


def zipped(files: Mapping[str, str | bytes], inside: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(inside + name, text)
    return held.getvalue()


def folder(at: Path, files: Mapping[str, str]) -> Path:
    at.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (at / name).write_text(text, encoding="utf-8", newline="")
    return at
