"""All SQL of the people area. Rows in, frozen dataclasses out; no rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from desktop.services.people.aliases import Kept, settle
from desktop.services.people.types import Period, Person, PersonDraft
from desktop.services.vault import Step, Workspace, new_uid, uid_of

TIER: Final = "programme"
_PERSON: Final = (
    "uid, number, family, given, preferred, birth_date, year, form, kind, status, source_key, "
    "email, phone, job, languages, access_needs"
)
_NULLABLE: Final = ("birth_date", "email", "phone", "job", "access_needs")
_DRAFT: Final = (
    "number, family, given, preferred, birth_date, year, form, kind, email, phone, job, languages, access_needs"
)


_OF_SOME: Final = " WHERE person IN (SELECT value FROM json_each(?))"


def kept(ws: Workspace) -> Kept:
    """Read which records are of one person."""
    # Not "IS NOT NULL", which does not use the index.
    return settle(dict(ws.rows(TIER, "SELECT uid, same_as FROM @.person WHERE same_as > ''")))


def persons(ws: Workspace) -> list[Person]:
    """Read everybody without periods and roles; of records of one person the one that is shown."""
    same = kept(ws)
    found = [_person(row) for row in ws.rows(TIER, f"SELECT {_PERSON} FROM @.person")]  # noqa: S608 - a constant
    if not same.targets:
        return found
    return [_with_records(one, same) for one in found if one.uid not in same.targets]


def records(ws: Workspace, uids: Sequence[str]) -> dict[str, Person]:
    """Read some records as they stand, joined ones too, by uid."""
    sql = f"SELECT {_PERSON} FROM @.person WHERE uid IN (SELECT value FROM json_each(?))"  # noqa: S608 - a constant
    return {row[0]: _person(row) for row in ws.rows(TIER, sql, (json.dumps(list(uids)),))}


def _with_records(one: Person, same: Kept) -> Person:
    return replace(one, records=same.all(one.uid)[1:]) if one.uid in same.groups else one


def _person(row: tuple[Any, ...]) -> Person:
    email, phone, job, languages, needs = row[11:]
    spoken = tuple(json.loads(languages)) if languages else ()
    values: tuple[Any, ...] = (*row[:11], (), (), email or "", phone or "", job or "", spoken, needs or "")
    return Person(*values)


def person(ws: Workspace, uid: str) -> Person | None:
    """Read who a record is of, without periods and roles."""
    same = kept(ws)
    found = ws.row(TIER, f"SELECT {_PERSON} FROM @.person WHERE uid = ?", (same.of(uid),))  # noqa: S608 - a constant
    return _with_records(_person(found), same) if found else None


def by_number(ws: Workspace, number: str) -> list[Person]:
    """Read those who have a number in one of their records; nobody has the number ""."""
    if not number:
        return []
    same = kept(ws)
    found = {same.of(uid) for (uid,) in ws.rows(TIER, "SELECT uid FROM @.person WHERE number = ?", (number,))}
    return [_with_records(one, same) for one in records(ws, sorted(found)).values()]


def periods(ws: Workspace) -> list[Period]:
    """Read the cells of the week in their order; those without a weekday come last."""
    order = "ORDER BY coalesce(weekday, 8), position, label, uid"
    return [Period(*row) for row in ws.rows(TIER, f"SELECT uid, label, weekday, position FROM @.period {order}")]  # noqa: S608


def free(ws: Workspace, uids: Sequence[str] | None = None) -> list[tuple[str, str, str]]:
    """Read (record, period, row) of the free periods of some records or of all."""
    sql = "SELECT person, period, uid FROM @.free_period"
    if uids is None:
        return [(a, b, c) for a, b, c in ws.rows(TIER, sql)]
    found = ws.rows(TIER, sql + _OF_SOME, (json.dumps(list(uids)),))
    return [(a, b, c) for a, b, c in found]


def roles(ws: Workspace, uids: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """Read (record, role) of those enrolled, as the programme area publishes it; of some records or of all."""
    sql = "SELECT person, role FROM @.enrolled_role"
    if uids is None:
        return sorted((a, b) for a, b in ws.rows(TIER, sql))
    found = ws.rows(TIER, sql + _OF_SOME, (json.dumps(list(uids)),))
    return sorted((a, b) for a, b in found)


def paired(ws: Workspace) -> list[tuple[str, str]]:
    """Read (mentee, mentor) of every pair there is or was, as the matching area publishes them."""
    return [(a, b) for a, b in ws.rows(TIER, "SELECT mentee, mentor FROM @.paired")]


def insert(step: Step, draft: PersonDraft, source_key: str = "") -> str:
    """Add a present person and give the uid."""
    uid = new_uid()
    step.insert("person", uid, **_columns(draft), status="present", source_key=source_key)
    return uid


def insert_many(step: Step, people: Sequence[tuple[str, PersonDraft, str]]) -> None:
    """Add present persons in bulk: (uid, draft, the source's key)."""
    step.many(
        f"INSERT INTO @.person (uid, {_DRAFT}, status, source_key) "  # noqa: S608 - a constant
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'present', ?)",
        [(uid, *_columns(draft).values(), source_key) for uid, draft, source_key in people],
    )


def update(step: Step, uid: str, draft: PersonDraft) -> None:
    """Write a person's details."""
    step.update("person", uid, **_columns(draft))


def _columns(draft: PersonDraft) -> dict[str, str | int | None]:
    return {
        "number": draft.number, "family": draft.family, "given": draft.given, "preferred": draft.preferred,
        "birth_date": draft.birth_date or None, "year": draft.year, "form": draft.form, "kind": draft.kind,
        "email": draft.email or None, "phone": draft.phone or None, "job": draft.job or None,
        "languages": json.dumps(draft.languages, ensure_ascii=False) if draft.languages else None,
        "access_needs": draft.access_needs or None,
    }  # fmt: skip


def join(step: Step, gone: str, uid: str) -> None:
    """Say that a record is the same person as another."""
    step.update("person", gone, same_as=uid)


def write(step: Step, uid: str, values: Mapping[str, Any]) -> None:
    """Write details by the names that a person has for them."""
    step.update("person", uid, **{name: _cell(name, value) for name, value in values.items()})


def _cell(name: str, value: Any) -> str | None:  # noqa: ANN401 - what the detail is
    if name == "languages":
        return json.dumps(value, ensure_ascii=False) if value else None
    return value or None if name in _NULLABLE else value or ""


def set_status(step: Step, uid: str, status: str) -> None:
    """Say whether a person is present, has left, or is archived."""
    step.update("person", uid, status=status)


def insert_period(step: Step, key: str, label: str, weekday: int | None, position: int) -> str:
    """Add a period; two laptops that add the same one make the same row."""
    return step.insert("period", uid_of("period", key), label=label, weekday=weekday, position=position)


def set_free(step: Step, uid: str, present: Mapping[str, Iterable[str]], wanted: Iterable[str]) -> None:
    """Make the free periods of a person those `wanted`; `present` maps those stored to their rows."""
    keep = set(wanted)
    for period in sorted(keep - present.keys()):
        step.insert("free_period", uid_of("free_period", uid, period), person=uid, period=period)
    for period in sorted(present.keys() - keep):
        for row in sorted(present[period]):
            step.delete("free_period", row)
