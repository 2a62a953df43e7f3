"""What the people area hands out: persons, periods, what a school's file says, and what importing it would do.

Everything is frozen text; nothing here knows files, databases or windows.
"""

from __future__ import annotations

from dataclasses import dataclass


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
class Period:
    """A cell of the school's week. weekday: 1 Monday to 7 Sunday, None where the label does not say."""

    uid: str
    label: str
    weekday: int | None
    position: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that a person should look at.

    row: 1-based row of the file as a spreadsheet numbers it, 0 for the file as a whole. field: a key of
    PersonDraft, or "" for the row as a whole. message: a translated sentence without personal data.
    """

    row: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column of the file that was taken: for which field, its heading as written, its 0-based position."""

    field: str
    heading: str
    position: int


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One student of a file, as the file says it. birth is the text of the cell, not yet read as a date.

    role_ends: the day on which the source ends the role (exclusive), "" for none.
    """

    row: int
    number: str
    family: str
    given: str
    preferred: str = ""
    birth: str = ""
    year: str = ""
    form: str = ""
    source_key: str = ""
    role_ends: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The students of a file or set, read without knowing what the workspace holds.

    source: "csv", "oneroster 1.1" or "oneroster 1.2". skipped: rows without key or name, left out.
    problems: suspicious rows, taken as they stand. notices: sentences about the file as a whole.
    fields: the keys of PersonDraft for which the file has a column. stated_order: dmy, mdy or ymd where a heading
    says it.
    """

    source: str
    students: tuple[RosterRow, ...]
    columns: tuple[ColumnUse, ...] = ()
    fields: frozenset[str] = frozenset()
    skipped: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    stated_order: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A student of the file whom the workspace does not know."""

    row: int
    draft: PersonDraft
    source_key: str


@dataclass(frozen=True, slots=True)
class ChangedPerson:
    """A known student for whom the file says something else. fields: (field, old, new), None for no date."""

    row: int
    person: Person
    fields: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a roster would do; nothing is stored yet.

    new, changed and unchanged are together the students of the file. missing: present students whom the file does
    not name; they stay as they are. skipped: rows left out; they stand in `problems` too, which lists everything
    to look at, by row. date_order: how dates of which the order matters were read, None where it does not matter.
    basis: a fingerprint of the people it was compared with.
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

    @property
    def students(self) -> int:
        """Count the students of the file."""
        return len(self.new) + len(self.changed) + len(self.unchanged)
