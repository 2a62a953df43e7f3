"""OneRoster 1.1 and 1.2 bulk sets to the students they name. Pure: packages.py finds the files.

Facts: 1EdTech OneRoster CSV binding (Final Release 6 June 2022, and 1.1). Real sets break it in every way, so the data
decide and not the manifest; roles.csv says who is a student (1.2), else the role of users.csv (1.1); enrolments
decide nothing. Passwords, phones and other columns are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from desktop.services.language import fold, say, say_many
from desktop.services.people.errors import NoRoles, SetIncomplete
from desktop.services.people.manifest import heading_warnings, manifest_warnings
from desktop.services.people.packages import Members
from desktop.services.people.roster import Findings, clean_cell, heading_positions, note_oddities, others_left_out
from desktop.services.people.types import ColumnUse, Roster, RosterRow
from desktop.services.sheets.errors import EmptyFile
from desktop.services.sheets.text import MOST_ROWS, read_table
from desktop.services.sheets.types import Row

_MOST_LINES: Final = 5 * MOST_ROWS  # a person may have several roles


@dataclass(frozen=True, slots=True)
class _Role:
    """That somebody is a student; when that ends ("" if it does not), and whether the source has deleted it."""

    ends: str = ""
    deleted: bool = False


@dataclass(slots=True)
class _Roles:
    """What roles.csv says, by key of the user."""

    students: dict[str, _Role]
    others: set[str]


@dataclass(slots=True)
class _File:
    """A file of the set that is being read: where its columns stand, and its rows."""

    name: str
    positions: dict[str, int]
    rows: Iterator[Row]
    damaged: bool
    headings: Sequence[str]

    def has(self, column: str) -> bool:
        return column in self.positions

    def get(self, row: Row, column: str) -> str:
        position = self.positions.get(column, -1)
        return clean_cell(row.cells[position]) if 0 <= position < len(row.cells) else ""


_KNOWN: Final = frozenset(
    "sourcedid status datelastmodified enableduser username givenname familyname middlename "
    "identifier grades role usersourcedid roletype begindate enddate orgsourcedid birthdate sex "
    "preferredgivenname".split()
)


def _known(cells: Sequence[str]) -> int:
    return len(_KNOWN & heading_positions(cells).keys())


def _open(members: Members, name: str, key: str, most: int = MOST_ROWS) -> _File:
    table = read_table(members[name], _known, most)
    for row in islice(table.rows, 20):
        positions = heading_positions(row.cells)
        if key in positions:
            return _File(name, positions, table.rows, table.damaged, row.cells)
    raise SetIncomplete(file=name, column="userSourcedId" if key == "usersourcedid" else "sourcedId")


def read_set(members: Members) -> Roster:
    """Read the students of a set. Raises NoRoles, SetIncomplete, and the errors of read_table."""
    found = Findings()
    roles = _read_roles(members) if "roles.csv" in members else None
    users = _open(members, "users.csv", "sourcedid")
    if roles is None and not users.has("role"):
        raise NoRoles
    version = "1.1" if roles is None else "1.2"
    found.notices += [*manifest_warnings(members), *heading_warnings(users.headings)]
    _read_users(users, roles, found)
    if users.damaged:
        found.notices.append(say("Some characters of this file are damaged; they are shown as \ufffd."))
    if found.others:
        found.notices.append(others_left_out(found.others))
    births = _births(members, {student.source_key for student in found.students})
    students = tuple(replace(student, birth=births.get(student.source_key, "")) for student in found.students)
    fields = {"number", "family", "given", "source_key"} | ({"year"} if users.has("grades") else set())
    fields |= {"birth_date"} if births else set()
    return Roster(
        f"oneroster {version}",
        students,
        _columns(users),
        frozenset(fields),
        tuple(found.skipped),
        tuple(found.problems),
        tuple(found.notices),
    )


def _read_roles(members: Members) -> _Roles | None:
    """Read who is a student; None where the file says nothing, so that users.csv decides."""
    try:
        file = _open(members, "roles.csv", "usersourcedid", _MOST_LINES)
    except (SetIncomplete, EmptyFile):
        return None
    roles = _Roles({}, set())
    for row in file.rows:
        user = file.get(row, "usersourcedid")
        if "student" not in _words(file.get(row, "role")):
            roles.others.add(user)
            continue
        role = _Role(file.get(row, "enddate")[:10], _is_deleted(file.get(row, "status")))
        before = roles.students.get(user)
        roles.students[user] = _together(before, role) if before else role
    return roles if roles.students or roles.others else None


def _together(one: _Role, other: _Role) -> _Role:
    """Join two roles as a student: one that goes on is enough not to count as ended or deleted."""
    return _Role(max(one.ends, other.ends) if one.ends and other.ends else "", one.deleted and other.deleted)


def _words(cell: str) -> list[str]:
    return [word.strip() for word in fold(cell).split(",")]


def _is_deleted(status: str) -> bool:
    return fold(status) in ("tobedeleted", "inactive")


def _read_users(users: _File, roles: _Roles | None, found: Findings) -> None:
    without_role = 0
    for row in users.rows:
        key, words = users.get(row, "sourcedid"), users.get(row, "role")
        role = roles.students.get(key) if roles else _Role() if "student" in _words(words) else None
        if role:
            _read_user(users, row, role, found)
        elif key in roles.others if roles else words:
            found.others += 1
        else:
            without_role += 1
    if without_role:
        found.notices.append(
            say_many(
                "{n} user of the set has no role and was left out.",
                "{n} users of the set have no role and were left out.",
                without_role,
            )
        )


def _read_user(users: _File, row: Row, role: _Role, found: Findings) -> None:
    key = users.get(row, "sourcedid")
    number = users.get(row, "identifier") or key
    given, family, preferred = (users.get(row, name) for name in ("givenname", "familyname", "preferredgivenname"))
    family = family or users.get(row, "preferredfamilyname")
    if not given and preferred:
        given, preferred = preferred, ""
    if not number:
        found.skip(row.number, "number", say("This row has no student number and was left out."))
        return
    if not (given or family):
        found.skip(row.number, "family", say("This row has no name and was left out."))
        return
    found.students.append(
        RosterRow(
            row.number,
            number,
            family,
            given,
            preferred,
            year=users.get(row, "grades"),
            source_key=key or number,
            role_ends=role.ends,
        )
    )
    if role.deleted or _is_deleted(users.get(row, "status")):
        found.note(
            row.number, "", say("The source has marked this student to be deleted; the row was taken all the same.")
        )
    note_oddities(row, found)


def _births(members: Members, students: set[str]) -> dict[str, str]:
    if "demographics.csv" not in members:
        return {}
    try:
        file = _open(members, "demographics.csv", "sourcedid", _MOST_LINES)
    except (SetIncomplete, EmptyFile):
        return {}
    births: dict[str, str] = {}
    for row in file.rows:
        user = file.get(row, "sourcedid")
        if user in students:
            births[user] = file.get(row, "birthdate") or births.get(user, "")
    return births


_FIELDS: Final = {
    "identifier": "number",
    "familyname": "family",
    "givenname": "given",
    "preferredgivenname": "preferred",
    "grades": "year",
}


def _columns(users: _File) -> tuple[ColumnUse, ...]:
    return tuple(
        ColumnUse(name, heading, users.positions[heading]) for heading, name in _FIELDS.items() if users.has(heading)
    )
