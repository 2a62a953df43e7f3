"""OneRoster 1.1 and 1.2 sets, and School Data Sync 2 which is their kin, to the students or the staff they name. Pure.

Facts: 1EdTech OneRoster CSV binding (Final Release 6 June 2022, and 1.1), Microsoft's SDS V2 and V2.1 CSV formats.
Real sets break them in every way, so the data decide and not the manifest; roles.csv says who is a student (1.2,
SDS 2.1), else the role of users.csv (1.1, SDS 2); enrolments decide nothing. The users become a table of one kind of
people with columns of known names, which is read like any other; passwords stand in none of its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.services.language import fold, say, say_many
from desktop.services.people.columns import named_field, titles
from desktop.services.people.manifest import manifest_warnings, says_delta, stated
from desktop.services.people.roster import others_left_out, read_rows
from desktop.services.people.roster_errors import NoRoles
from desktop.services.people.roster_types import Problem, Recognised, Roster, RosterRow
from desktop.services.people.set_columns import well_written
from desktop.services.people.set_roles import Role, is_gone, is_staff_word, read_roles, words_of
from desktop.services.people.set_tables import SetTable, open_table
from desktop.services.sheets.book import Book
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.types import Row, Table

_FIELDS: Final = {
    "sourcedid": "source_key",
    "identifier": "number",
    "familyname": "family",
    "givenname": "given",
    "preferredgivenname": "preferred",
    "preferredfamilyname": "preferredfamilyname",
    "grades": "year",
}
_ADDED: Final = {"birth_date": "birthDate", "year": "grade", "job": "role"}
"""Columns that other files of the set, or the roles, add to those of users.csv."""


@dataclass(slots=True)
class _Met:
    """What is met on the way through the users."""

    others: int = 0
    without_role: int = 0
    keys: set[str] = field(default_factory=set)
    ends: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)


def read_set(book: Book, found: Recognised, kind: str = "students", mapping: Mapping[str, str] | None = None) -> Roster:
    """Read the students, or the staff, of a set. `found`: what recognition says of the book, with the set's parts.

    Raises NoRoles, SetIncomplete, what `read_rows` raises, and the refusals of the book's tables.
    """
    roles = read_roles(book, found.parts.get("roles", ""), kind)
    users = open_table(book, found.parts["users"], "sourcedid")
    if roles is None and not users.has("role"):
        raise NoRoles
    properties = stated(_manifest(book, found))
    delta = _is_delta(book, found, says_delta(properties))
    births = _births(book, found) if kind == "students" else {}
    met = _Met()
    added = _added(users, roles, births, kind)
    table = Table(_people(users, roles, births, kind, delta, met, tuple(added)), "", "", users.table.damaged)
    roster = read_rows(table, _mapping(users, added, kind, mapping), kind=kind, source=found.source, part=users.name)
    warnings = manifest_warnings(properties, found.parts.keys(), delta=delta) if _is_oneroster(found) else []
    if _is_oneroster(found) and not well_written(users.headings):
        warnings.append(
            say("The columns of users.csv are not spelled or ordered as OneRoster wants; they were read by name.")
        )
    if delta:
        warnings.insert(0, say("This set holds changes only; whoever is not named in it stays as before."))
    roster = replace(roster, headings=titles(users.headings), mapping=tuple((mapping or {}).items()))
    return _completed(roster, met, roles or {}, delta, warnings)


def _is_oneroster(found: Recognised) -> bool:
    return found.source.startswith("oneroster")


def _manifest(book: Book, found: Recognised) -> Table | None:
    name = found.parts.get("manifest", "")
    try:
        return book.table(name, len) if name else None
    except SheetRefused:
        return None


def _is_delta(book: Book, found: Recognised, said: bool | None) -> bool:
    """Say whether a set holds changes only: its rows carry a status and a date then. Where only some do, it says so."""
    users = open_table(book, found.parts["users"], "sourcedid")
    filled = total = 0
    for row in users.rows:
        total += 1
        filled += bool(users.get(row, "status") and users.get(row, "datelastmodified"))
    if total and filled in (0, total):
        return filled == total
    return bool(said)


def _births(book: Book, found: Recognised) -> dict[str, str]:
    if "demographics" not in found.parts:
        return {}
    try:
        file = open_table(book, found.parts["demographics"], "sourcedid", "usersourcedid")
    except SheetRefused:
        return {}
    births: dict[str, str] = {}
    key = "usersourcedid" if file.has("usersourcedid") else "sourcedid"  # the former in School Data Sync
    for row in file.rows:
        user = file.get(row, key)
        births[user] = file.get(row, "birthdate") or births.get(user, "")
    return births


def _added(users: SetTable, roles: Mapping[str, Role] | None, births: Mapping[str, str], kind: str) -> list[str]:
    added = []
    if births:
        added.append("birth_date")
    if kind == "students" and not users.has("grades") and roles and any(role.grade for role in roles.values()):
        added.append("year")
    if kind == "staff":
        added.append("job")
    return added


def _mapping(users: SetTable, added: list[str], kind: str, wanted: Mapping[str, str] | None) -> dict[str, str]:
    """Say of every column what it is; what a person said goes first, and takes a field from the column that had it."""
    names = titles(users.headings)
    chosen = {fold(heading): named_field(name, kind) or "" for heading, name in (wanted or {}).items()}
    taken = set(chosen.values())
    of_position = {users.positions[column]: name for column, name in _FIELDS.items() if users.has(column)}
    if kind == "students" and users.has("birthdate"):
        of_position[users.positions["birthdate"]] = "birth_date"
    if kind == "staff":
        of_position = {place: name for place, name in of_position.items() if name != "year"}
        if users.has("email"):
            of_position[users.positions["email"]] = "email"
    result = {}
    for place, name in enumerate(names):
        mine = of_position.get(place, "")
        result[name] = chosen.get(fold(name), "" if mine in taken else mine)
    for name in added:
        result[_heading(name, names)] = "" if name in taken or name in result.values() else name
    # A heading that the file does not have is refused with the others by the reader.
    return result | {heading: name for heading, name in (wanted or {}).items() if fold(heading) not in map(fold, names)}


def _heading(name: str, names: Sequence[str]) -> str:
    """Head a column that other files add; by a name that users.csv does not have."""
    return _ADDED[name] if fold(_ADDED[name]) not in map(fold, names) else f"{_ADDED[name]} *"


def _people(
    users: SetTable,
    roles: Mapping[str, Role] | None,
    births: Mapping[str, str],
    kind: str,
    delta: bool,
    met: _Met,
    added: tuple[str, ...],
) -> Iterator[Row]:
    """Yield the header and the rows of the people of one kind, with what other files say of them at the end."""
    width = len(users.headings)
    names = titles(users.headings)
    yield Row(users.header_row, (*users.headings, *(_heading(name, names) for name in added)))
    for row in users.rows:
        key = users.get(row, "sourcedid")
        met.keys.add(key)
        role = roles.get(key) if roles is not None else _own_role(users, row, kind)
        if role is None or not role.words:
            if not delta:
                met.without_role += 1
                continue
            met.unknown.add(row.number)
            role = Role()
        elif not role.belongs:
            met.others += 1
            continue
        if role.ends:
            met.ends[row.number] = role.ends
        if role.deleted or is_gone(users.get(row, "status")):
            met.gone.add(row.number)
        extra = {
            "birth_date": births.get(key, ""),
            "year": role.grade,
            "job": ", ".join(filter(is_staff_word, role.words)),
        }
        cells = (*row.cells[:width], *[""] * (width - len(row.cells)), *(extra[name] for name in added))
        yield replace(row, cells=(*cells, *row.cells[width:]))


def _own_role(users: SetTable, row: Row, kind: str) -> Role | None:
    """Give the role that users.csv itself states."""
    words = words_of(users.get(row, "role"))
    if kind == "students":
        return Role(words, belongs="student" in map(fold, words))
    return Role(words, belongs=any(map(is_staff_word, words)) and "student" not in map(fold, words))


def _completed(
    roster: Roster,
    met: _Met,
    roles: Mapping[str, Role],
    delta: bool,
    warnings: list[str],
) -> Roster:
    """Add to the roster what stands beside its rows: ended roles, deletions, the set's mode and what to say of it."""
    people = [
        replace(
            row,
            role_ends=met.ends.get(row.row, ""),
            deleted=row.row in met.gone,
            known_only=row.row in met.unknown,
        )
        for row in roster.students
    ]
    last = max((row.row for row in people), default=1)
    if delta:
        absent = [key for key, role in roles.items() if role.belongs and role.deleted and key not in met.keys]
        people += [
            RosterRow(number, key, "", "", source_key=key, deleted=True) for number, key in enumerate(absent, last + 1)
        ]
    deleted = say("The source has marked this person to be deleted; the row was taken all the same.")
    problems = [Problem(row.row, "", deleted) for row in people if row.deleted and not delta]
    notices = [*warnings, *roster.notices]
    if met.others:
        notices.append(others_left_out(met.others, roster.kind))
    if met.without_role:
        notices.append(
            say_many(
                "{n} user of the set has no role and was left out.",
                "{n} users of the set have no role and were left out.",
                met.without_role,
            )
        )
    return replace(
        roster,
        students=tuple(people),
        problems=(*roster.problems, *problems),
        notices=tuple(notices),
        mode="delta" if delta else "bulk",
    )
