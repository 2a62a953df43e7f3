"""What the people area hands out: persons, periods, and what importing a file of them would do.

Everything is frozen text; nothing here knows files, databases or windows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from desktop.services.people.roster_types import ColumnUse, Problem


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person as typed or read, before it is stored. birth_date: YYYY-MM-DD or None."""

    number: str = ""
    family: str = ""
    given: str = ""
    preferred: str = ""
    birth_date: str | None = None
    year: str = ""
    form: str = ""
    kind: str = "student"
    email: str = ""
    phone: str = ""
    job: str = ""
    languages: tuple[str, ...] = ()
    access_needs: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A stored person. periods: labels of the free cells of the week in the week's order; roles: mentor, mentee.

    records: further uids under which something about this person is stored, of records found to be the same person.
    """

    uid: str
    number: str
    family: str
    given: str
    preferred: str
    birth_date: str | None
    year: str
    form: str
    kind: str
    status: str
    source_key: str
    periods: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    job: str = ""
    languages: tuple[str, ...] = ()
    access_needs: str = ""
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a row of a file may mean, with words that tell them from namesakes and twins."""

    person: Person
    caption: str


@dataclass(frozen=True, slots=True)
class Question:
    """A cell of a file that names somebody, but not beyond doubt. An answer is a candidate's uid, "" for nobody here.

    row counts from 1; column: whose name it is (person, mentor, mentee, "wants 2" ...); text: what the file says;
    why: a translated sentence. must: several fit, or one fits but for a detail; else a name merely is like it.
    """

    row: int
    column: str
    text: str
    candidates: tuple[Candidate, ...]
    why: str
    must: bool = True

    @property
    def key(self) -> tuple[int, str]:
        """Under what an answer to it is given."""
        return self.row, self.column


@dataclass(frozen=True, slots=True)
class GuardianLink:
    """Who looks after a student, by uids, as it is written. relation: a key of `guardians.RELATIONS`.

    place: in which order they are asked, from 1. responsible: by law. emergency: to be called in an emergency.
    contact: allowed or not_to_be_contacted, which nothing else in the link softens. student: filled when read.
    """

    guardian: str
    relation: str = "parent"
    place: int = 1
    responsible: bool = False
    emergency: bool = False
    contact: str = "allowed"
    student: str = ""

    @property
    def may_contact(self) -> bool:
        """Whether the school may get in touch with them about this student."""
        return self.contact == "allowed"


@dataclass(frozen=True, slots=True)
class Relative:
    """The other side of a link, in full: a student's guardian, or a guardian's student."""

    person: Person
    link: GuardianLink


@dataclass(frozen=True, slots=True)
class Photo:
    """A small picture: the bytes of a JPEG, and the day on which it was put here."""

    content: bytes
    taken: str


@dataclass(frozen=True, slots=True)
class OwnField:
    """Something people may say of themselves. uid: "" for one that is not stored yet; state: asked or retired."""

    label: str
    reason: str
    uid: str = ""
    state: str = "asked"


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A choice of whom a page shows, kept by name. rule: what the page wrote, of texts, numbers and lists."""

    uid: str
    page: str
    name: str
    rule: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """One detail of two records side by side. proposed: which value joining them would leave, if nobody chooses."""

    field: str
    one: str | tuple[str, ...] | None
    other: str | tuple[str, ...] | None
    proposed: str | tuple[str, ...] | None

    @property
    def differs(self) -> bool:
        """Whether the two say different things, nothing beside something counted too."""
        return (self.one or None) != (self.other or None)


@dataclass(frozen=True, slots=True)
class Period:
    """A cell of the school's week. weekday: 1 Monday to 7 Sunday, None where the label does not say."""

    uid: str
    label: str
    weekday: int | None
    position: int


_NOBODY: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person has said about a plan. Whatever is not named here is left as it is.

    same: row of the file to the uid of the stored person it is; "" where it is nobody stored. left: uids of stored
    people who have left. back: uids of people stored as left or archived who are here again.
    without: rows of the file that are left out; who is stored and stands there is neither changed nor missing.
    """

    same: Mapping[int, str] = field(default_factory=lambda: _NOBODY)
    left: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    without: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody of the file whom the workspace does not know."""

    row: int
    draft: PersonDraft
    source_key: str


@dataclass(frozen=True, slots=True)
class ChangedPerson:
    """A known person for whom the file says something else, or whom somebody said to be back.

    fields: (field, old, new), None for no date; status is a field too.
    """

    row: int
    person: Person
    fields: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two stored people who may be one. why: a translated sentence."""

    one: Person
    other: Person
    why: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody new, of a row (0: typed), who may be a stored person under another number. why: a translated sentence.

    chosen: that person's uid where it was decided so, "" where it was decided otherwise, None while it is open.
    """

    row: int
    draft: PersonDraft
    person: Person
    why: str
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedGuardian:
    """A guardian of the file. uid: of a stored guardian, or "" for a new one.

    fields: (field, old, new) that the file changes of a stored one. links: (student's uid or "", the row of the file,
    relation, place) that are not there yet.
    """

    uid: str
    draft: PersonDraft
    fields: tuple[tuple[str, str | None, str | None], ...] = ()
    links: tuple[tuple[str, int, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a roster would do; nothing is stored yet.

    new, changed and unchanged are together the people of the file. missing: present people whom the file does not
    name; they stay as they are unless decided otherwise. skipped: rows left out; they stand in `problems` too, which
    lists everything to look at, by row. date_order: how dates of which the order matters were read, None where it
    does not matter. basis: a fingerprint of the people it was compared with.
    alike: new ones who may be stored people under another number; never joined unless decided. returners: in the
    file, stored as left or archived, and not decided. proposed_leavers: of a delta set, marked as gone and not
    decided. leavers, back: decided. mapping: to be remembered with the import.
    left_out: as in Roster.
    """

    new: tuple[NewPerson, ...]
    changed: tuple[ChangedPerson, ...]
    unchanged: tuple[Person, ...]
    missing: tuple[Person, ...]
    skipped: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...] = ()
    date_order: str | None = None
    columns: tuple[ColumnUse, ...] = ()
    basis: int = 0
    kind: str = "students"
    source: str = "table"
    why: str = ""
    part: str = ""
    alike: tuple[Alike, ...] = ()
    returners: tuple[Person, ...] = ()
    proposed_leavers: tuple[Person, ...] = ()
    leavers: tuple[Person, ...] = ()
    back: tuple[Person, ...] = ()
    guardians: tuple[PlannedGuardian, ...] = ()
    headings: tuple[str, ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def students(self) -> int:
        """Count the people of the file."""
        return len(self.new) + len(self.changed) + len(self.unchanged)


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import that was done. counts: new, changed, unchanged, missing, skipped, ... ; author: a label.

    columns: (heading, field). made: an ISO time. undone: it was taken back.
    """

    uid: str
    kind: str
    source: str
    author: str
    made: str
    columns: tuple[tuple[str, str], ...]
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ReportedPerson:
    """Somebody whom an import added, as it was then."""

    uid: str
    number: str
    name: str
    year: str = ""
    form: str = ""
    kind: str = "student"


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """Somebody whom an import changed; number and name as they are now. fields: (field, old, new)."""

    uid: str
    number: str
    name: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """An import as it is read afterwards: what it was, and every person it added or changed, from its journal."""

    run: ImportRun
    new: tuple[ReportedPerson, ...]
    changed: tuple[ReportedChange, ...]
    school: str = ""
