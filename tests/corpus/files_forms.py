"""Answers of online forms, which people take for lists of students; and they are."""

from __future__ import annotations

from tests.corpus.making import Entry, file, text, xlsx
from tests.corpus.students import students

ALL = ("number", "family", "given", "year")


def google_forms() -> Entry:
    """Responses as CSV: a time stamp, the questions as headings, answers of free text with commas and line ends."""
    them = students("us", 20, range(9, 13), "{:06d}")
    rows = [
        [
            "Timestamp",
            "Email Address",
            "First name",
            "Last name",
            "Student ID number",
            "Grade",
            "What would you like to get better at?",
        ]
    ]
    rows += [
        [
            "2026/11/02 8:14:07 AM EST",
            f"{s.number}@example.org",
            s.given,
            s.family,
            s.number,
            str(s.year),
            'Maths, "algebra" most\nand reading',
        ]
        for s in them
    ]
    return Entry(
        "google_forms",
        "US",
        "Google Forms, responses as CSV",
        "Google Docs Editors Help: view and manage form responses",
        "UTF-8",
        file("Sign-up (Responses).csv", text(rows)),
        tuple(them),
        fields=ALL,
        columns="chosen",
    )


def microsoft_forms() -> Entry:
    """Answers in Excel: the number of the answer, two times, the account's name, then the questions."""
    them = students("uk", 18, range(9, 14), "{:06d}")
    rows: list[list[object]] = [
        [
            "ID",
            "Start time",
            "Completion time",
            "Email",
            "Name",
            "Student number",
            "First name",
            "Surname",
            "Year group",
        ]
    ]
    rows += [
        [n, s.born, s.born, "anonymous", "", s.number, s.given, s.family, f"Year {s.year}"]
        for n, s in enumerate(them, 1)
    ]
    return Entry(
        "microsoft_forms", "UK", "Microsoft Forms, answers in Excel", "Microsoft Support: check and share your form results", "XLSX",
        file("Mentoring sign-up(1-18).xlsx", xlsx({"Sheet1": rows})), tuple(them), fields=ALL, columns="chosen")  # fmt: skip


def entries() -> list[Entry]:
    """All of them."""
    return [google_forms(), microsoft_forms()]
