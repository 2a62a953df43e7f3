"""All SQL of the people area. Rows in, frozen dataclasses out; no rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from desktop.services.people.types import NewPerson, Period, Person, PersonDraft
from desktop.services.vault import Step, Workspace, new_uid, uid_of

TIER: Final = "programme"
_PERSON: Final = (
    "uid, number, family, given, preferred, birth_date, year, form, kind, status, source_key, "
    "email, phone, job, languages, access_needs"
)
_DRAFT: Final = (
    "number, family, given, preferred, birth_date, year, form, kind, email, phone, job, languages, access_needs"
)


def persons(ws: Workspace) -> list[Person]:
    """Read everybody without periods and roles."""
    return [_person(row) for row in ws.rows(TIER, f"SELECT {_PERSON} FROM @.person")]  # noqa: S608 - a constant


def _person(row: tuple[Any, ...]) -> Person:
    email, phone, job, languages, needs = row[11:]
    spoken = tuple(json.loads(languages)) if languages else ()
    values: tuple[Any, ...] = (*row[:11], (), (), email or "", phone or "", job or "", spoken, needs or "")
    return Person(*values)


def person(ws: Workspace, uid: str) -> Person | None:
    """Read one person by uid, with periods and roles."""
    found = ws.row(TIER, f"SELECT {_PERSON} FROM @.person WHERE uid = ?", (uid,))  # noqa: S608 - a constant
    return _person(found) if found else None


def by_number(ws: Workspace, number: str) -> list[Person]:
    """Read those who have a number."""
    rows = ws.rows(TIER, f"SELECT {_PERSON} FROM @.person WHERE number = ?", (number,))  # noqa: S608 - a constant
    return [_person(row) for row in rows]


def periods(ws: Workspace) -> list[Period]:
    """Read the cells of the week in their order; those without a weekday come last."""
    order = "ORDER BY coalesce(weekday, 8), position, label, uid"
    return [Period(*row) for row in ws.rows(TIER, f"SELECT uid, label, weekday, position FROM @.period {order}")]  # noqa: S608


def free(ws: Workspace, uid: str | None = None) -> list[tuple[str, str, str]]:
    """Read (person, period, uid) of the free periods of one person or of everybody."""
    if uid is None:
        return [(a, b, c) for a, b, c in ws.rows(TIER, "SELECT person, period, uid FROM @.free_period")]
    found = ws.rows(TIER, "SELECT person, period, uid FROM @.free_period WHERE person = ?", (uid,))
    return [(a, b, c) for a, b, c in found]


def roles(ws: Workspace, uid: str | None = None) -> list[tuple[str, str]]:
    """Read (person, role) of those enrolled, as the programme area publishes it."""
    sql = "SELECT person, role FROM @.enrolled_role WHERE ? IS NULL OR person = ?"
    return sorted((a, b) for a, b in ws.rows(TIER, sql, (uid, uid)))


def insert(step: Step, draft: PersonDraft, source_key: str = "") -> str:
    """Add a present person and give the uid."""
    uid = new_uid()
    step.insert("person", uid, **_columns(draft), status="present", source_key=source_key)
    return uid


def insert_many(step: Step, people: Sequence[NewPerson]) -> None:
    """Add present persons in bulk."""
    step.many(
        f"INSERT INTO @.person (uid, {_DRAFT}, status, source_key) "  # noqa: S608 - a constant
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'present', ?)",
        [(new_uid(), *_columns(new.draft).values(), new.source_key) for new in people],
    )


def update(step: Step, uid: str, draft: PersonDraft) -> None:
    """Write a person's details."""
    step.update("person", uid, **_columns(draft))


def change(step: Step, uid: str, fields: Iterable[tuple[str, str | None, str | None]]) -> None:
    """Write the new values of (field, old, new)."""
    step.update("person", uid, **{name: new for name, _, new in fields})


def _columns(draft: PersonDraft) -> dict[str, str | int | None]:
    return {
        "number": draft.number, "family": draft.family, "given": draft.given, "preferred": draft.preferred,
        "birth_date": draft.birth_date or None, "year": draft.year, "form": draft.form, "kind": draft.kind,
        "email": draft.email or None, "phone": draft.phone or None, "job": draft.job or None,
        "languages": json.dumps(draft.languages, ensure_ascii=False) if draft.languages else None,
        "access_needs": draft.access_needs or None,
    }  # fmt: skip


def set_status(step: Step, uid: str, status: str) -> None:
    """Say whether a person is present, has left, or is archived."""
    step.update("person", uid, status=status)


def insert_period(step: Step, key: str, label: str, weekday: int | None, position: int) -> str:
    """Add a period; two laptops that add the same one make the same row."""
    return step.insert("period", uid_of("period", key), label=label, weekday=weekday, position=position)


def set_free(step: Step, uid: str, present: Mapping[str, str], wanted: Iterable[str]) -> None:
    """Make the free periods of a person those `wanted`; `present` maps those stored to their rows."""
    keep = set(wanted)
    for period in sorted(keep - present.keys()):
        step.insert("free_period", uid_of("free_period", uid, period), person=uid, period=period)
    for period in sorted(present.keys() - keep):
        step.delete("free_period", present[period])
