"""How the pair register is worded and ordered, the same for paper and spreadsheet. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.services.language import fold, say
from desktop.services.reports.names import tell_apart
from desktop.services.reports.text import isolate, one_line
from desktop.services.reports.types import (
    Document,
    ImportPaper,
    MatchingPaper,
    PairRegister,
    PairRow,
    PeopleList,
    PersonLine,
    StaffPack,
)

KINDS: Final = ("staff-pack", "pair-register")
PEOPLE: Final = "people-list"
IMPORT: Final = "import-report"
AUDIT: Final = "audit"


@dataclass(frozen=True)
class RegisterRow:
    """A pair as it is printed: names told apart, and what stands under them."""

    mentor: str
    mentor_details: str
    mentee: str
    mentee_details: str
    pair: PairRow


def register_rows(register: PairRegister) -> tuple[RegisterRow, ...]:
    """Give the rows of a register in the order of mentors' names, ended pairs last."""
    people = [person for row in register.rows for person in (row.mentor, row.mentee)]
    names = tell_apart(people, short=register.initials)
    ordered = sorted(register.rows, key=_order)
    return tuple(
        RegisterRow(names[row.mentor.uid], _details(row.mentor), names[row.mentee.uid], _details(row.mentee), row)
        for row in ordered
    )


def state_word(row: PairRow) -> str:
    """Say whether a pair goes on, or waits for its first meeting."""
    return say({"active": "active", "waits": "first meeting to come"}.get(row.state, "ended"))


def year_word(label: str) -> str:
    """Name a school year: "Year 7" for 7, and as it stands where it has letters of its own."""
    if not label.strip():
        return ""
    shown = isolate(label, 24)
    return shown if any(c.isalpha() for c in label) else say("{Year} {label}", label=shown)


def kind_of(document: Document) -> str:
    """Give the kind of a document as the print register keeps it."""
    if isinstance(document, PeopleList | MatchingPaper):
        return document.kind
    if isinstance(document, ImportPaper):
        return IMPORT
    return KINDS[0] if isinstance(document, StaffPack) else KINDS[1]


def file_name(kind: str, day: str, ending: str) -> str:
    """Propose a file name: the day and what it is, and nobody's name. `ending` without its dot."""
    return f"{day} {kind.replace('-', ' ')}.{ending}"


def _order(row: PairRow) -> tuple[bool, str, str, str, str]:
    mentor, mentee = (fold(person.order or person.name) for person in (row.mentor, row.mentee))
    return row.state == "ended", mentor, row.mentor.number, mentee, row.mentee.number


def _details(person: PersonLine) -> str:
    parts = (year_word(person.year), isolate(person.form, 40) if one_line(person.form) else "")
    return " · ".join(part for part in parts if part)
