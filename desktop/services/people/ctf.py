"""Pupils of a Common Transfer File as a table: what English and Welsh schools send when a pupil moves on.

Source: the Department for Education's CTF specifications (13 to 21). Addresses, contacts, special needs, assessments
and everything else of a pupil are never looked at. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop.services.people.xml_records import records
from desktop.services.sheets.types import Row, Table

HEADINGS: Final = ("number", "family", "given", "preferred", "birth_date", "year", "form")
_PUPIL: Final = frozenset({"Pupil"})
_NUMBERS: Final = ("UPN", "AdmissionNumber", "TempUPN", "UniqueLearnerNumber", "ApplicationReference")
_YEARS: Final = ("NCyearActual", "NCYearActual", "NCyear", "YearGroup")
_FORMS: Final = ("RegGroup", "RegistrationGroup", "RegGrp", "TutorGroup")
_KEPT: Final = frozenset({*_NUMBERS, *_YEARS, *_FORMS}) | frozenset(
    "Surname Forename LegalSurname LegalForename PreferredForename DOB".split()
)


def is_ctf(root: str) -> bool:
    """Say whether a file with this outermost element is a Common Transfer File."""
    return root.lower() in ("ctfile", "ctfpupildata", "ctfpupils")


def pupils(data: bytes) -> Table:
    """Give the pupils as a table with the headings above. Its rows raise what `records` raises."""
    return Table(_rows(data), "xml", "", False)


def _rows(data: bytes) -> Iterator[Row]:
    yield Row(1, HEADINGS)
    for number, pupil in enumerate(records(data, _PUPIL, _KEPT), 2):
        given = pupil.get("Forename", "LegalForename", "BasicDetails/Forename", "BasicDetails/LegalForename")
        preferred = pupil.get("BasicDetails/PreferredForename", "PreferredForename")
        yield Row(
            number,
            (
                pupil.get(*_NUMBERS, *(f"BasicDetails/{name}" for name in _NUMBERS)),
                pupil.get("Surname", "LegalSurname", "BasicDetails/Surname", "BasicDetails/LegalSurname"),
                given,
                preferred if preferred != given else "",
                pupil.get("DOB", "BasicDetails/DOB"),
                pupil.ending(*_YEARS),
                pupil.ending(*_FORMS),
            ),
        )
