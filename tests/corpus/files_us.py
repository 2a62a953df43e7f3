"""What schools of the United States hand over."""

from __future__ import annotations

import csv

from tests.corpus.making import Entry, file, folder, text, xlsx
from tests.corpus.students import Student, students

HIGH = range(9, 13)
GRADES = {9: "Ninth grade", 10: "Tenth grade", 11: "Eleventh grade", 12: "Twelfth grade"}


def powerschool() -> Entry:
    """Quick Export: tabs, carriage returns, the Mac's encoding, field names of the students table."""
    them = students("latin", 24, HIGH, "{:06d}")
    rows = [["Student_Number", "Last_Name", "First_Name", "Grade_Level", "DOB", "Home_Room", "Enroll_Status"]]
    rows += [[s.number, s.family, s.given, str(s.year), s.date("%-m/%-d/%Y"), s.form, "0"] for s in them]
    return Entry(
        "powerschool", "US", "PowerSchool, Quick Export", "PowerSchool Import and Export User Guide", "MacRoman",
        file("student.export.text", text(rows, "\t", "\r"), "mac_roman"), tuple(them),
    )  # fmt: skip


def infinite_campus() -> Entry:
    """Ad hoc reporting: field names with the table before the dot, every cell quoted."""
    them = students("us", 30, HIGH, "{:09d}")
    rows = [
        [
            "student.studentNumber",
            "student.lastName",
            "student.firstName",
            "student.birthdate",
            "student.grade",
            "student.homeroomTeacher",
        ]
    ]
    rows += [[s.number, s.family, s.given, s.date("%m/%d/%Y"), f"{s.year:02d}", "Harper, L."] for s in them]
    return Entry(
        "infinite_campus", "US", "Infinite Campus, ad hoc export", "Infinite Campus, Ad Hoc Reporting: Filter Designer", "UTF-8",
        file("Extract.csv", text(rows, quoting=csv.QUOTE_ALL)), tuple(them), columns="chosen")  # fmt: skip


def skyward() -> Entry:
    """Data mining to a spreadsheet: the whole name in one cell, a report title and page lines around it."""
    them = students("us", 18, range(7, 9), "{:05d}")
    rows = [["Northfield Middle School"], ["Student Roster", "", "", "11/16/2026 8:02 AM"], []]
    rows += [["Student Number", "Student Name (Last, First)", "Grade", "Birth Date", "Advisor"]]
    rows += [[s.number, f"{s.family}, {s.given}", f"{s.year:02d}", s.date("%m/%d/%Y"), "Doyle"] for s in them]
    return Entry(
        "skyward", "US", "Skyward, Data Mining", "Skyward Student Management Suite: Data Mining reports", "UTF-8 with BOM",
        file("Data Mining.csv", text(rows), "utf-8-sig"), tuple(them), columns="chosen")  # fmt: skip


def aeries() -> Entry:
    """A query of the table STU, sent to Excel: the numbers have become numbers, the dates typed cells."""
    them = students("us", 26, HIGH, "{:d}")
    rows: list[list[object]] = [["School", "Student#", "Student ID", "Last Name", "First Name", "Birthdate", "Grade"]]
    rows += [[995, n, int(s.number), s.family, s.given, s.born, s.year] for n, s in enumerate(them, 1)]
    return Entry(
        "aeries", "US", "Aeries, query to Excel", "Aeries documentation: Query, table STU (SC, SN, ID, LN, FN, BD, GR)", "XLSX",
        file("PrintQueryToExcel.xlsx", xlsx({"Sheet1": rows})), tuple(them), columns="chosen")  # fmt: skip


def synergy() -> Entry:
    """A report as Unicode text, which is UTF-16 with tabs; Perm ID is the number the school uses."""
    them = students("latin", 20, range(6, 9), "{:07d}")
    rows = [["Student Name", "Perm ID", "State ID", "Legal Last Name", "Legal First Name", "Birth Date", "Grade"]]
    rows += [
        [f"{s.family}, {s.given}", s.number, f"99{s.number}", s.family, s.given, s.date("%m/%d/%Y"), f"{s.year:02d}"]
        for s in them
    ]
    return Entry(
        "synergy", "US", "Edupoint Synergy, report as Unicode text", "Synergy SIS: STU reports, Unicode text of Excel", "UTF-16LE",
        file("STU408.txt", text(rows, "\t"), "utf-16"), tuple(them),
    )  # fmt: skip


def eschool() -> Entry:
    """A flat file with bars between the fields, in the capitals of the database."""
    them = students("us", 22, HIGH, "{:08d}")
    rows = [["BUILDING", "STUDENT_ID", "LAST_NAME", "FIRST_NAME", "GRADE", "BIRTHDATE", "HOMEROOM_PRIMARY", "ACTIVE"]]
    rows += [
        ["12", s.number, s.family.upper(), s.given.upper(), f"{s.year:02d}", s.date("%m/%d/%Y"), "", "A"] for s in them
    ]
    shouted = tuple(Student(s.number, s.family.upper(), s.given.upper(), "", s.born, s.year, s.form) for s in them)
    return Entry(
        "eschoolplus", "US", "eSchoolPlus, Download/Upload", "eSchoolPlus: Upload/Download Definition (REG, REG_STU_CONTACT)", "ASCII",
        file("REG_DOWNLOAD.txt", text(rows, "|"), "ascii"), shouted, columns="chosen")  # fmt: skip


def veracross() -> Entry:
    """A query saved as Excel: the person's number of the program, a preferred name, words for the grade."""
    them = students("us", 16, HIGH, "{:d}")
    rows: list[list[object]] = [
        ["Person ID", "Last Name", "First Name", "Preferred Name", "Current Grade", "Birthday", "Homeroom", "Email 1"]
    ]
    rows += [
        [int(s.number), s.family, s.given, s.preferred or s.given, f"Grade {s.year}", s.born, s.form, f"{s.given}@example.org"] for s in them
    ]  # fmt: skip
    known = tuple(Student(s.number, s.family, s.given, s.preferred or s.given, s.born, s.year, s.form) for s in them)
    return Entry(
        "veracross", "US", "Veracross, query to Excel", "Veracross: Axiom queries, All Students", "XLSX",
        file("All Students.xlsx", xlsx({"Results": rows})), known, fields=("number", "family", "given", "preferred", "birth_date", "year", "form"), columns="chosen")  # fmt: skip


def clever() -> Entry:
    """The five files of Clever's SFTP specification, in a folder, with staff.csv and a note."""
    them = students("us", 28, HIGH, "{:06d}")
    rows = [
        [
            "School_id",
            "Student_id",
            "Student_number",
            "State_id",
            "Last_name",
            "Middle_name",
            "First_name",
            "Grade",
            "Gender",
            "DOB",
            "Race",
            "Password",
        ]
    ]
    rows += [
        [
            "12",
            f"c-{s.number}",
            s.number,
            f"S{s.number}",
            s.family,
            "",
            s.given,
            str(s.year),
            "",
            s.date("%m/%d/%Y"),
            "",
            "canary-password",
        ]
        for s in them
    ]
    teachers = [
        ["School_id", "Teacher_id", "Teacher_number", "Last_name", "First_name", "Title", "Teacher_email"],
        ["12", "t1", "9001", "Moss", "Edith", "Counselor", "em@example.org"],
    ]
    enrolled = [["School_id", "Section_id", "Student_id"], *[["12", "1", f"c-{s.number}"] for s in them]]
    staff = [
        ["School_id", "Staff_id", "Staff_email", "First_name", "Last_name", "Title"],
        ["12", "s1", "ph@example.org", "Pat", "Hale", "Registrar"],
    ]
    files = {
        "schools.csv": "School_id,School_name\n12,Northfield High\n", "students.csv": text(rows), "teachers.csv": text(teachers),
        "sections.csv": "School_id,Section_id,Teacher_id,Name\n12,1,t1,Algebra\n", "enrollments.csv": text(enrolled), "staff.csv": text(staff),
        "README.txt": "Upload these every night.\n",
    }  # fmt: skip
    return Entry(
        "clever",
        "US",
        "Clever, five files",
        "Clever SFTP Specification 2.1",
        "UTF-8",
        folder("clever", files),
        tuple(them),
        "clever",
    )


def ed_fi() -> Entry:
    """Two interchanges: the students, and their enrolments with the grade."""
    them = students("latin", 20, HIGH, "{:09d}")
    one, two = "", ""
    for s in them:
        name = f"<Name><FirstName>{s.given}</FirstName><LastSurname>{s.family}</LastSurname></Name>"
        one += f"<Student><StudentUniqueId>{s.number}</StudentUniqueId>{name}<BirthData><BirthDate>{s.date()}</BirthDate></BirthData></Student>\n"
        key = f"<StudentReference><StudentIdentity><StudentUniqueId>{s.number}</StudentUniqueId></StudentIdentity></StudentReference>"
        for day, grade in (("2026-08-20", s.year), ("2025-08-20", s.year - 1)):
            word = f"uri://ed-fi.org/GradeLevelDescriptor#{GRADES.get(grade, 'Eighth grade')}"
            two += f"<StudentSchoolAssociation>{key}<EntryDate>{day}</EntryDate><EntryGradeLevel>{word}</EntryGradeLevel></StudentSchoolAssociation>\n"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://ed-fi.org/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    files = {
        "InterchangeStudent.xml": head.format(root="InterchangeStudent") + one + "</InterchangeStudent>",
        "InterchangeStudentEnrollment.xml": head.format(root="InterchangeStudentEnrollment")
        + two
        + "</InterchangeStudentEnrollment>",
    }
    return Entry(
        "ed_fi", "US", "Ed-Fi bulk XML", "Ed-Fi Data Standard 4: interchanges Student and StudentEnrollment", "UTF-8 XML",
        folder("edfi", files), tuple(them), "ed-fi",
    )  # fmt: skip


def entries() -> list[Entry]:
    """All of them."""
    return [powerschool(), infinite_campus(), skyward(), aeries(), synergy(), eschool(), veracross(), clever(), ed_fi()]
