"""Sets of files that rostering programs write: OneRoster 1.1 and 1.2, and School Data Sync in its versions."""

from __future__ import annotations

from dataclasses import replace

from tests.corpus.making import Entry, file, folder, text, xlsx, zipped
from tests.corpus.students import Student, students

HIGH = range(9, 13)
USERS_1_1 = "sourcedId status dateLastModified enabledUser orgSourcedIds role username userIds givenName familyName middleName identifier email sms phone agentSourcedIds grades password".split()
USERS_1_2 = "sourcedId status dateLastModified enabledUser username userIds givenName familyName middleName identifier email sms phone agentSourcedIds grades password userMasterIdentifier preferredGivenName preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns".split()
ROLES = "sourcedId status dateLastModified userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId".split()
DEMOGRAPHICS = "sourcedId status dateLastModified birthDate sex".split()
MANIFEST = "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,{version}\r\nfile.users,{mode}\r\nfile.demographics,{mode}\r\n"
STAFF = [
    ("t1", "Moss", "Edith", "teacher"),
    ("t2", "Hale", "Pat", "aide"),
    ("a1", "Quill", "Ines", "administrator"),
    ("g1", "Okafor", "Ngozi", "guardian"),
]


def _users_1_1(them: list[Student], marks: tuple[str, str] = ("", "")) -> list[list[str]]:
    rows = [USERS_1_1]
    for s in them:
        who = [
            "true",
            '"org-1"',
            "student",
            f"{s.given}.{s.family}".lower(),
            "",
            s.given,
            s.family,
            "",
            s.number,
            "",
            "",
            "",
            "",
            f"{s.year:02d}",
            "canary-password",
        ]
        rows.append([f"u-{s.number}", *marks, *who])
    for key, family, given, role in STAFF:
        rows.append(
            [
                key,
                *marks,
                "true",
                "org-1",
                role,
                key,
                "",
                given,
                family,
                "",
                "",
                f"{key}@example.org",
                "",
                "",
                "",
                "",
                "canary-password",
            ]
        )
    return rows


def oneroster_1_1() -> Entry:
    """Names that are not of the standard's case, an enclosing folder, guardians among the users."""
    them = students("us", 40, HIGH, "{:06d}")
    births = [DEMOGRAPHICS, *[[f"u-{s.number}", "", "", s.date(), ""] for s in them]]
    files = {
        "manifest.csv": MANIFEST.format(version="1.1", mode="bulk"), "Users.CSV": text(_users_1_1(them)), "demographics.csv": text(births),
        "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\norg-1,,,Northfield High,school,,\r\n",
        "enrollments.csv": "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\r\ne1,c1,org-1,t1,teacher\r\n",
        "classes.csv": "sourcedId,title,courseSourcedId\r\nc1,Algebra,co1\r\n", "__MACOSX/._Users.CSV": "\0\5",
    }  # fmt: skip
    packed = zipped({f"Northfield export/{name}": content for name, content in files.items()})
    return Entry(
        "oneroster_1_1", "US", "ClassLink, OneRoster 1.1 zip", "1EdTech OneRoster 1.1 CSV binding; ClassLink Roster Server", "UTF-8",
        file("oneroster.zip", packed), tuple(them), "oneroster 1.1", "bulk",
    )  # fmt: skip


def oneroster_1_2_saved_again() -> Entry:
    """A 1.2 set that somebody opened in Excel and saved as one workbook: dates typed, headings misspelt, columns moved."""
    them = students("latin", 32, HIGH, "{:06d}")
    order = [
        "familyName",
        "givenName",
        "orgSourcedID",
        "sourceId",
        "identifier",
        "grades",
        "preferredGivenName",
        "password",
    ]
    users: list[list[object]] = [order]
    users += [
        [s.family, s.given, "org-1", f"u-{s.number}", s.number, f"{s.year:02d}", s.preferred, "canary-password"]
        for s in them
    ]
    users += [[family, given, "org-1", key, "", "", "", ""] for key, family, given, _ in STAFF]
    roles: list[list[object]] = [
        ["sourcedId", "userSourceId", "roleType", "Role", "beginDate", "endDate", "orgSourcedId"]
    ]
    roles += [[f"r{n}", f"u-{s.number}", "primary", "Student", them[0].born, "", "org-1"] for n, s in enumerate(them)]
    roles += [[f"x{key}", key, "primary", role, "", "", "org-1"] for key, _, _, role in STAFF]
    births: list[list[object]] = [["sourcedId", "birthDate"], *[[f"u-{s.number}", s.born] for s in them]]
    sheets = {
        "users": users,
        "roles": roles,
        "demographics": births,
        "orgs": [["sourcedId", "name", "type"], ["org-1", "Northfield", "school"]],
    }
    return Entry(
        "oneroster_1_2_xlsx", "US", "OneRoster 1.2, saved again by Excel", "1EdTech OneRoster 1.2 CSV binding (6 June 2022)", "XLSX",
        file("oneroster 1.2.xlsx", xlsx(sheets)), tuple(them), "oneroster 1.2", "bulk", fields=("number", "family", "given", "preferred", "birth_date", "year"),
    )  # fmt: skip


def oneroster_delta() -> Entry:
    """Only what has changed since last night, one of it a deletion."""
    them = students("us", 12, HIGH, "{:06d}")
    marks = ("active", "2026-11-17T02:00:00.000Z")
    users = _users_1_1(them, marks)
    gone = [
        "u-999999",
        "tobedeleted",
        marks[1],
        "false",
        "org-1",
        "student",
        "gone",
        "",
        "Gone",
        "Nobody",
        "",
        "999999",
        "",
        "",
        "",
        "",
        "09",
        "",
    ]
    births = [DEMOGRAPHICS, *[[f"u-{s.number}", *marks, s.date(), ""] for s in them]]
    files = {
        "manifest.csv": MANIFEST.format(version="1.1", mode="delta"),
        "users.csv": text([*users, gone]),
        "demographics.csv": text(births),
    }
    return Entry(
        "oneroster_delta", "US", "OneRoster 1.1, changes only", "1EdTech OneRoster 1.1 CSV binding: bulk and delta", "UTF-8",
        file("delta.zip", zipped(files)), tuple(them), "oneroster 1.1", "delta",
    )  # fmt: skip


def sds_1() -> Entry:
    """The six files of the first version, two for guardians, and what a computer puts beside them."""
    them = students("us", 25, HIGH, "{:05d}")
    rows = [
        [
            "SIS ID",
            "School SIS ID",
            "First Name",
            "Last Name",
            "Username",
            "Password",
            "State ID",
            "Secondary Email",
            "Student Number",
            "Middle Name",
            "Grade",
            "Status",
            "Birthdate",
            "Graduation Year",
        ]
    ]
    rows += [
        [
            f"9{s.number}",
            "10001",
            s.given,
            s.family,
            f"u{s.number}",
            "canary-password",
            "WA",
            "",
            s.number,
            "",
            str(s.year),
            "Active",
            s.date("%-m/%-d/%Y"),
            "2029",
        ]
        for s in them
    ]
    teachers = [
        [
            "SIS ID",
            "School SIS ID",
            "First Name",
            "Last Name",
            "Username",
            "Password",
            "State ID",
            "Teacher Number",
            "Status",
            "Middle Name",
            "Secondary Email",
            "Title",
            "Qualification",
        ]
    ]
    teachers += [["14001", "10001", "Edith", "Moss", "emoss", "canary-password", "WA", "101", "Active", "", "", "", ""]]
    guardians = "Email,First Name,Last Name,Phone,SIS ID\r\nng@example.org,Ngozi,Okafor,,g1\r\n"
    files: dict[str, str | bytes] = {
        "School.csv": "SIS ID,Name\r\n10001,Northfield High\r\n", "Section.csv": "SIS ID,School SIS ID,Section Name\r\n1,10001,Algebra\r\n",
        "Student.csv": text(rows), "Teacher.csv": text(teachers), "StudentEnrollment.csv": text([["Section SIS ID", "SIS ID"], *[["1", f"9{s.number}"] for s in them]]),
        "TeacherRoster.csv": "Section SIS ID,SIS ID\r\n1,14001\r\n", "user.csv": guardians,
        "guardianrelationship.csv": "SIS ID,Email,Role\r\n901407,ng@example.org,Parent\r\n", "Thumbs.db": b"\xd0\xcf\x11\xe0", "desktop.ini": "[.ShellClassInfo]",
    }  # fmt: skip
    return Entry(
        "sds_1",
        "US",
        "School Data Sync, version 1",
        "Microsoft: SDS V1 CSV file format",
        "UTF-8",
        folder("SDS", files),
        tuple(them),
        "sds 1",
    )


def sds_2_1() -> Entry:
    """The files of version 2.1, the grade with the role."""
    them = students("latin", 30, HIGH, "{:06d}")
    users = [
        [
            "sourcedId",
            "username",
            "givenName",
            "familyName",
            "password",
            "activeDirectoryMatchId",
            "email",
            "phone",
            "sms",
        ]
    ]
    users += [
        [s.number, f"u{s.number}@example.org", s.given, s.family, "canary-password", "", "", "", ""] for s in them
    ]
    users += [[key, f"{key}@example.org", given, family, "", "", "", "5550100", ""] for key, family, given, _ in STAFF]
    roles = [
        [
            "userSourcedId",
            "orgSourcedId",
            "role",
            "sessionSourcedId",
            "grade",
            "isPrimary",
            "roleStartDate",
            "roleEndDate",
        ]
    ]
    roles += [[s.number, "1", "student", "SY26", str(s.year), "TRUE", "8/24/2026", "6/11/2027"] for s in them]
    roles += [[key, "1", role, "SY26", "", "TRUE", "8/24/2026", ""] for key, _, _, role in STAFF]
    births = [
        ["userSourcedId", "sex", "birthDate", "birthCity"],
        *[[s.number, "", s.date("%-m/%-d/%Y"), ""] for s in them],
    ]
    files = {
        "orgs.csv": "sourcedId,name,type\r\n1,Northfield,school\r\n",
        "users.csv": text(users),
        "roles.csv": text(roles),
        "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\r\n",
        "demographics.csv": text(births),
    }
    known = tuple(replace(s, preferred="") for s in them)
    return Entry(
        "sds_2_1",
        "US",
        "School Data Sync, version 2.1",
        "Microsoft: SDS V2.1 CSV file format",
        "UTF-8",
        folder("SDS 2.1", dict(files)),
        known,
        "sds 2",
        "bulk",
    )


def sds_uk() -> Entry:
    """The UK form, with ID and School DfE Number."""
    them = students("uk", 24, range(7, 12), "{:06d}")
    rows = [
        [
            "ID",
            "School DfE Number",
            "First Name",
            "Last Name",
            "Username",
            "Password",
            "State ID",
            "Secondary Email",
            "Student Number",
            "Middle Name",
            "Grade",
            "Status",
            "Birthdate",
            "Graduation Year",
        ]
    ]
    rows += [
        [
            f"p{s.number}",
            "9364001",
            s.given,
            s.family,
            "",
            "canary-password",
            "",
            "",
            s.number,
            "",
            str(s.year),
            "Active",
            s.date("%d/%m/%Y"),
            "",
        ]
        for s in them
    ]
    files = {
        "School.csv": "DfE Number,Name\r\n9364001,Northfield\r\n", "Section.csv": "ID,School DfE Number,Section Name\r\n", "Student.csv": text(rows),
        "Teacher.csv": "ID,School Dfe Number,First Name,Last Name,Username,Password\r\nt1,9364001,Edith,Moss,em,canary-password\r\n",
        "StudentEnrollment.csv": "Section ID,ID\r\n", "TeacherRoster.csv": "Section ID,ID\r\n",
    }  # fmt: skip
    return Entry(
        "sds_uk",
        "UK",
        "School Data Sync, UK form",
        "Microsoft: CSV files for SDS, UK format",
        "UTF-8",
        folder("SDS UK", dict(files)),
        tuple(them),
        "sds uk",
    )


def entries() -> list[Entry]:
    """All of them."""
    return [oneroster_1_1(), oneroster_1_2_saved_again(), oneroster_delta(), sds_1(), sds_2_1(), sds_uk()]
