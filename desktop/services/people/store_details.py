"""SQL of what belongs to a person: guardians, photo, what people say of themselves; and saved filters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from desktop.services.people.types import GuardianLink, OwnField, SavedFilter
from desktop.services.vault import Step, Workspace, new_uid, uid_of

TIER: Final = "programme"
_LINK: Final = "uid, guardian, relation, place, responsible, emergency, contact, person"


def _given(uids: Sequence[str]) -> str:
    return json.dumps(list(uids))


def links(ws: Workspace) -> list[tuple[str, GuardianLink]]:
    """Read every link with its row, as the records have it."""
    return _links(ws, f"SELECT {_LINK} FROM @.guardian ORDER BY place, uid", ())  # noqa: S608 - constants


def links_of_students(ws: Workspace, students: Sequence[str]) -> list[tuple[str, GuardianLink]]:
    """Read the links of some records of students, each with its row."""
    sql = f"SELECT {_LINK} FROM @.guardian WHERE person IN (SELECT value FROM json_each(?)) ORDER BY place, uid"  # noqa: S608
    return _links(ws, sql, (_given(students),))


def links_of_guardians(ws: Workspace, guardians: Sequence[str]) -> list[tuple[str, GuardianLink]]:
    """Read the links to some records of guardians, each with its row."""
    sql = f"SELECT {_LINK} FROM @.guardian WHERE guardian IN (SELECT value FROM json_each(?)) ORDER BY place, uid"  # noqa: S608
    return _links(ws, sql, (_given(guardians),))


def _links(ws: Workspace, sql: str, args: Sequence[str]) -> list[tuple[str, GuardianLink]]:
    return [
        (row, GuardianLink(guardian, relation, place, bool(responsible), bool(emergency), contact, student))
        for row, guardian, relation, place, responsible, emergency, contact, student in ws.rows(TIER, sql, args)
    ]


def insert_link(step: Step, student: str, link: GuardianLink) -> None:
    """Add a link; two laptops that add the same one make the same row."""
    row = uid_of("guardian", student, link.guardian)
    step.insert("guardian", row, person=student, guardian=link.guardian, **_columns(link))


def change_link(step: Step, row: str, link: GuardianLink) -> None:
    """Write what a link says; whom it joins stays."""
    step.update("guardian", row, **_columns(link))


def delete_link(step: Step, row: str) -> None:
    """Take a link away."""
    step.delete("guardian", row)


def _columns(link: GuardianLink) -> dict[str, str | int | None]:
    return {
        "relation": link.relation,
        "place": link.place,
        "responsible": int(link.responsible),
        "emergency": int(link.emergency),
        "contact": link.contact,
    }


def photos(ws: Workspace, uids: Sequence[str]) -> list[tuple[str, str, str]]:
    """Read (record, content, taken) of the photos of some records, newest first; no content: taken away."""
    sql = (
        "SELECT person, content, taken FROM @.photo WHERE person IN (SELECT value FROM json_each(?)) ORDER BY uid DESC"
    )
    return [(a, b, c) for a, b, c in ws.rows(TIER, sql, (_given(uids),))]


def insert_photo(step: Step, uid: str, content: str, day: str) -> None:
    """Put a photo, as base64, over the one before; without content there is none from now on."""
    step.insert("photo", new_uid(), person=uid, content=content, taken=day)


def own_fields(ws: Workspace) -> list[OwnField]:
    """Read what people are or were asked to say of themselves, in the order it came."""
    rows = ws.rows(TIER, "SELECT label, reason, uid, state FROM @.own_field ORDER BY label, uid")
    return [OwnField(*row) for row in rows]


def put_own_field(step: Step, field: OwnField, *, new: bool) -> None:
    """Write a field, as a new row or over the one that is there."""
    columns = {"label": field.label, "reason": field.reason, "state": field.state}
    if new:
        step.insert("own_field", field.uid, **columns)
    else:
        step.update("own_field", field.uid, **columns)


def own_values(ws: Workspace, uids: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """Read (row, record, field, value) of what some records say of themselves."""
    sql = "SELECT uid, person, field, value FROM @.own_value WHERE person IN (SELECT value FROM json_each(?))"
    return sorted((a, b, c, d) for a, b, c, d in ws.rows(TIER, sql, (_given(uids),)))


def own_values_of(ws: Workspace, field: str) -> list[tuple[str, str]]:
    """Read (record, value) of what everybody says under one own field."""
    return [(a, b) for a, b in ws.rows(TIER, "SELECT person, value FROM @.own_value WHERE field = ?", (field,))]


def insert_own_value(step: Step, uid: str, field: str, value: str) -> None:
    """Add what a person says of themselves."""
    step.insert("own_value", uid_of("own_value", uid, field), person=uid, field=field, value=value)


def change_own_value(step: Step, row: str, value: str) -> None:
    """Write another value."""
    step.update("own_value", row, value=value)


def delete_own_value(step: Step, row: str) -> None:
    """Take a value away."""
    step.delete("own_value", row)


def filters(ws: Workspace) -> list[SavedFilter]:
    """Read every saved filter."""
    rows = ws.rows(TIER, "SELECT uid, page, name, rule FROM @.saved_filter ORDER BY page, name, uid")
    return [SavedFilter(uid, page, name, json.loads(rule)) for uid, page, name, rule in rows]


def put_filter(step: Step, found: SavedFilter, *, new: bool) -> None:
    """Write a filter, as a new row or over the one that is there."""
    rule = json.dumps(found.rule, ensure_ascii=False, sort_keys=True)
    if new:
        step.insert("saved_filter", found.uid, page=found.page, name=found.name, rule=rule)
    else:
        step.update("saved_filter", found.uid, name=found.name, rule=rule)


def delete_filter(step: Step, uid: str) -> None:
    """Take a filter away."""
    step.delete("saved_filter", uid)
