"""What a school's file says of people, read without knowing what the workspace holds.

Everything is frozen text; nothing here knows files, databases or windows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class ColumnExample:
    """A column to ask about. heading: unique in the file, "#3" where there is none; values: a few filled cells.

    guess: the field it probably is, as columns.PUBLIC_FIELDS names it, or "".
    """

    heading: str
    position: int
    values: tuple[str, ...] = ()
    guess: str = ""


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """Which heading was which field the last time; kind: students, staff, participants or pairs. used: an ISO time."""

    uid: str
    kind: str
    name: str
    headings: tuple[str, ...]
    fields: Mapping[str, str]
    used: str


@dataclass(frozen=True, slots=True)
class GuardianCell:
    """What columns mapped on purpose say of one guardian of a student, as the file says it. place: 1 or 2."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    email: str = ""
    place: int = 1


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One student or member of staff of a file, as the file says it. birth is the text of the cell, not yet a date.

    role_ends: the day on which the source ends the role (exclusive), "" for none. deleted: the source says that this
    person is gone; of somebody it does not name otherwise it may hold the source's key alone. known_only: the source
    does not say whether this is a student or staff, so it counts only for somebody stored. number: may be empty for
    staff. apart: what else the row says that is not taken, but tells it from a namesake's.
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
    email: str = ""
    phone: str = ""
    job: str = ""
    languages: tuple[str, ...] = ()
    access_needs: str = ""
    deleted: bool = False
    known_only: bool = False
    guardians: tuple[GuardianCell, ...] = ()
    apart: str = ""


@dataclass(frozen=True, slots=True)
class PartChoice:
    """A table of a file or folder that could be the one that was meant, with what is needed to ask.

    headings and example: as they stand in the file, without what programs put there to sign in with; rows: those
    below the header.
    """

    name: str
    rows: int
    headings: tuple[str, ...]
    example: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file or folder is. part: the name of the table of people, "" where it must be asked among `choices`.

    source: "table", "oneroster 1.1", "oneroster 1.2", "sds 1", "sds 2", "sds uk", "clever", "ed-fi" or "ctf".
    why: a translated sentence. parts: of a set, what each of its tables is (users, roles ...) -> its name.
    """

    source: str
    why: str
    part: str
    choices: tuple[PartChoice, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Roster:
    """The students (or staff, by kind) of a file or set, read without knowing what the workspace holds.

    source: "table", "oneroster 1.1", "sds 2", ... (recognition.py). skipped: rows without key or name, left out.
    problems: suspicious rows, taken as they stand. notices: sentences about the file as a whole.
    fields: the keys of PersonDraft for which the file has a column. stated_order: dmy, mdy or ymd where a heading
    says it. kind: students or staff. why: a translated sentence about what the file was taken for. headings: all of
    the header row, unique ("Name (2)", "#3"); header_row: its row, 0 without one. part: the sheet or file it came
    from. mode: bulk (the whole truth), delta (changes only), or "". mapping: (heading, field) as a person said it.
    left_out: the headings of columns that were not taken.
    """

    source: str
    students: tuple[RosterRow, ...]
    columns: tuple[ColumnUse, ...] = ()
    fields: frozenset[str] = frozenset()
    skipped: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    stated_order: str = ""
    kind: str = "students"
    why: str = ""
    headings: tuple[str, ...] = ()
    header_row: int = 0
    part: str = ""
    mode: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
