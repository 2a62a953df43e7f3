"""What schools of the United Kingdom hand over."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from tests.corpus.making import Entry, file, ods, text, xlsx
from tests.corpus.students import students
from tests.services.sheets.xls_writer import DATE, Sheet, xls

SECONDARY = range(7, 14)
ALL = ("number", "family", "given", "birth_date", "year", "form")


def sims() -> Entry:
    """A report to Excel: two rows of title, typed dates, both the legal and the preferred name."""
    them = students("uk", 35, SECONDARY, "{:06d}")
    rows: list[list[object]] = [
        ["Northfield Academy"],
        ["All Students, by Reg Group", "", "", "", "Printed 16/11/2026"],
        [],
    ]
    rows += [["Adno", "UPN", "Legal Surname", "Legal Forename", "Preferred Forename", "DOB", "Year Group", "Reg Group"]]
    rows += [
        [s.number, f"H9364001{s.number[-5:]}", s.family, s.given, s.preferred, s.born, f"Year {s.year}", s.form]
        for s in them
    ]

    def widen(book: Any) -> None:
        book.worksheets[0].merge_cells("A1:H1")

    return Entry(
        "sims", "UK", "SIMS, report to Excel", "ESS SIMS: Reporting, student list (Adno, Reg Group)", "XLSX",
        file("Student list.xlsx", xlsx({"Report": rows}, change=widen)), tuple(them), fields=(*ALL, "preferred"), columns="chosen")  # fmt: skip


def arbor() -> Entry:
    """A custom report as CSV with a byte-order mark; the staff of the form beside the student."""
    them = students("uk", 30, SECONDARY, "{:06d}")
    rows = [
        [
            "Arbor Student ID",
            "Admission Number",
            "Legal first name",
            "Legal last name",
            "Preferred first name",
            "Date of birth",
            "Year group",
            "Registration form",
            "Form tutor",
        ]
    ]
    rows += [
        [
            f"8{s.number}",
            s.number,
            s.given,
            s.family,
            s.preferred,
            s.date("%d %b %Y"),
            f"Year {s.year}",
            s.form,
            "Mr P Hale",
        ]
        for s in them
    ]
    return Entry(
        "arbor", "UK", "Arbor, custom report", "Arbor Help Centre: Custom Report Writer", "UTF-8 with BOM",
        file("custom-report.csv", text(rows, end="\n"), "utf-8-sig"), tuple(them), fields=(*ALL, "preferred"), columns="chosen")  # fmt: skip


def bromcom() -> Entry:
    """A quick report as CSV in the encoding of Windows."""
    them = students("latin", 28, SECONDARY, "{:06d}")
    rows = [["Admission No.", "Legal Last Name", "Legal First Name", "Date Of Birth", "Year", "Tutor Group", "Gender"]]
    rows += [[s.number, s.family, s.given, s.date("%d/%m/%Y"), str(s.year), s.form, ""] for s in them]
    return Entry(
        "bromcom", "UK", "Bromcom, quick report", "Bromcom Help Centre: Quick Reports, Students", "cp1252",
        file("Quick Report.csv", text(rows), "cp1252"), tuple(them), fields=ALL, columns="chosen")  # fmt: skip


def isams() -> Entry:
    """An independent school's custom group as Excel, with its own years and a second sheet of notes."""
    them = students("uk", 20, SECONDARY, "{:05d}", "{letter}{year}")
    rows: list[list[object]] = [
        ["Pupil ID", "Surname", "Forename", "Preferred Name", "DOB", "NC Year", "Form", "Boarding House"]
    ]
    rows += [[s.number, s.family, s.given, s.preferred, s.born, s.year, s.form, "Day"] for s in them]
    notes = [["Exported from Pupil Manager"], ["Boarding houses: Day, Brook, Hill"]]
    return Entry(
        "isams", "UK", "iSAMS, Pupil Manager to Excel", "iSAMS: Pupil Manager, custom exports", "XLSX",
        file("Pupils.xlsx", xlsx({"Pupils": rows, "Notes": notes})), tuple(them), fields=(*ALL, "preferred"), columns="chosen")  # fmt: skip


def ctf() -> Entry:
    """A Common Transfer File: the UPN is the number, and much that nobody needs stands around it."""
    them = students("uk", 18, range(7, 8), "H9364001{:05d}")
    body = ""
    for s in them:
        body += f"<Pupil><UPN>{s.number}</UPN><Surname>{escape(s.family)}</Surname><Forename>{escape(s.given)}</Forename><DOB>{s.date()}</DOB><Gender>F</Gender>"
        body += f"<BasicDetails><NCyearActual>{s.year}</NCyearActual><Ethnicity>WBRI</Ethnicity></BasicDetails><FSMhistory><FSMinstance/></FSMhistory>"
        body += "<Contacts><Contact><Order>1</Order><Surname>Canary</Surname><Forename>Parent</Forename></Contact></Contacts></Pupil>\n"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<CTfile><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>21.0</CTFversion></Header><CTFpupilData>\n'
    return Entry(
        "ctf", "UK", "Common Transfer File", "Department for Education: CTF 21 specification", "UTF-8 XML",
        file("9364001_CTF_9364002_001.xml", head + body + "</CTFpupilData></CTfile>"), tuple(them), "ctf",
    )  # fmt: skip


def libreoffice() -> Entry:
    """A primary school's own list in LibreOffice: typed dates, a sheet a term that is empty, Reception as R."""
    them = students("uk", 22, range(1, 7), "{:04d}")
    rows: list[list[object]] = [
        ["Pupils of Northfield Primary"],
        ["Pupil No", "Surname", "First name", "Known as", "Date of birth", "Year", "Class"],
    ]
    rows += [[s.number, s.family, s.given, s.preferred, s.born, s.year, s.form] for s in them]
    return Entry(
        "libreoffice", "UK", "LibreOffice Calc", "OASIS OpenDocument 1.2; LibreOffice Calc", "ODS",
        file("pupils.ods", ods({"Pupils": rows, "Sheet2": []})), tuple(them), fields=(*ALL, "preferred"), columns="chosen")  # fmt: skip


def old_excel() -> Entry:
    """A list that has been kept since Excel 97."""
    them = students("latin", 24, SECONDARY, "{:05d}")
    rows: list[list[object]] = [["Roll No", "Surname", "Forename", "D.O.B.", "Yr", "Form"]]
    rows += [[s.number, s.family, s.given, (s.born - date(1899, 12, 30)).days, s.year, s.form] for s in them]
    formats = {(row, 3): DATE for row in range(1, len(rows))}
    return Entry(
        "old_excel", "UK", "Excel 97 to 2003", "[MS-XLS]; a school's own list", "XLS (BIFF8)",
        file("CLASSES.XLS", xls(Sheet("Sheet1", rows, formats))), tuple(them), fields=ALL, columns="chosen")  # fmt: skip


def entries() -> list[Entry]:
    """All of them."""
    return [sims(), arbor(), bromcom(), isams(), ctf(), libreoffice(), old_excel()]
