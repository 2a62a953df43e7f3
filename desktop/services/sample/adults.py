"""The invented grown-ups of the sample school: staff as a file, and helpers. Nobody in particular is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.services.language import say
from desktop.services.people.types import PersonDraft
from desktop.services.sample.oneroster_set import csv_bytes
from desktop.services.sample.students import Student

LEAD: Final = ("Marguerite", "Osei-Lindqvist")
DEPUTY: Final = ("Tobias", "Renshaw")
COUNSELLORS: Final = (("Sunniva", "Achterberg"), ("Kwame", "Idowu-Hart"))
_TUTORS: Final = (
    "Rosamund Thistlewood, Desmond Farrar, Ingrid Vasquez-Lund, Piet Marlowe, Yetunde Fairweather, Colm Brandt, "
    "Anneliese Quist, Harish Malhotra-Boyd, Delphine Rousseau, Gwilym Prosser, Oonagh Devlin, Stellan Ekwall, "
    "Farida Noorzai, Bartholomew Crane, Milica Radovan, Osagie Bello, Verity Lockhart, Tomasz Jelinek"
)
_MAIL: Final = "{}.{}@wrenfield.example"


def staff_csv(students: Sequence[Student]) -> bytes:
    """Make the list of staff as a school's office keeps it: codes, names, posts, addresses at the school."""
    forms = sorted({(student.index, student.form) for student in students})
    tutors = [name.split(" ", 1) for name in _TUTORS.split(", ")]
    teaching = [
        (given, family, say("Teacher, {form} {name}", name=form))
        for (given, family), (_, form) in zip(tutors, forms, strict=False)
    ]
    people = [
        (*LEAD, say("{Lead}")),
        (*DEPUTY, say("Deputy to the {lead}")),
        *((*name, say("{Counsellor}")) for name in COUNSELLORS),
        *teaching,
        *((given, family, say("Teacher")) for given, family in tutors[len(forms) :]),
    ]
    rows = [
        (f"T{at:03}", family, given, job, _mail(given, family)) for at, (given, family, job) in enumerate(people, 1)
    ]
    return b"\xef\xbb\xbf" + csv_bytes(("Staff Code", "Surname", "Forename", "Job Title", "Work Email"), rows)


def helpers() -> tuple[PersonDraft, ...]:
    """Give those who help without being staff or students."""
    words = (
        ("Hesper", "Calloway", say("Reads with the youngest on Wednesdays")),
        ("Ruben", "Tavares-Moore", say("Keeps the library open at lunchtime")),
        ("Ottoline", "Vance", say("Was a {mentor} here; helps to train the new ones")),
        ("Marek", "Sobczyk", say("Looks after the chess table")),
    )
    return tuple(PersonDraft("", family, given, kind="helper", job=job) for given, family, job in words)


def _mail(given: str, family: str) -> str:
    plain = ("".join(c for c in name.lower() if c.isalpha()) for name in (given[:1], family))
    return _MAIL.format(*plain)
