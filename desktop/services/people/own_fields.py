"""What people say of themselves, in fields that a school adds. There is none until somebody adds one with a reason.

A field that is retired is not asked any more; what was said stays and comes back with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.services.language import fold
from desktop.services.people import store, store_details
from desktop.services.people.errors import NoSuchOwnField, OwnFieldNotValid, ValueTooLong
from desktop.services.people.register import person
from desktop.services.people.types import OwnField
from desktop.services.sheets.text import clean
from desktop.services.vault import Changes, Workspace, new_uid, uid_of

LONGEST_LABEL: Final = 100
LONGEST_REASON: Final = 500
LONGEST_VALUE: Final = 500
_MOST_FIELDS: Final = 20


def own_fields(ws: Workspace, *, retired: bool = False) -> tuple[OwnField, ...]:
    """List what people are asked; with `retired` what they were asked once, too."""
    return tuple(one for one in store_details.own_fields(ws) if retired or one.state == "asked")


def set_own_fields(ws: Workspace, fields: Sequence[OwnField]) -> Changes:
    """Make what people are asked those `fields`; one that is not among them is retired, its values stay.

    A field keeps its row by its uid; one without uid that has the label of a retired one brings that back.
    Raises OwnFieldNotValid.
    """
    stored = {one.uid: one for one in store_details.own_fields(ws)}
    wanted = _checked(fields, stored)
    with ws.step(store.TIER, "set_own_fields", about=str(len(wanted))) as step:
        for one in wanted.values():
            store_details.put_own_field(step, one, new=one.uid not in stored)
        for uid in stored.keys() - wanted.keys():
            store_details.put_own_field(step, replace(stored[uid], state="retired"), new=False)
    return step.changes


def _checked(fields: Sequence[OwnField], stored: Mapping[str, OwnField]) -> dict[str, OwnField]:
    retired = {fold(one.label): uid for uid, one in stored.items() if one.state == "retired"}
    wanted: dict[str, OwnField] = {}
    for one in fields:
        label, reason = clean(one.label), clean(one.reason)
        if not (0 < len(label) <= LONGEST_LABEL and 0 < len(reason) <= LONGEST_REASON):
            raise OwnFieldNotValid
        uid = one.uid or retired.get(fold(label)) or uid_of("own_field", fold(label))
        if not one.uid and uid in stored and stored[uid].state == "asked":
            uid = new_uid()  # that one was given another label since
        wanted[uid] = OwnField(label, reason, uid, "asked")
    labels = {fold(one.label) for one in wanted.values()}
    known = all(not one.uid or one.uid in stored for one in fields)
    if not known or len(labels) < len(fields) or len(fields) > _MOST_FIELDS:
        raise OwnFieldNotValid
    return wanted


def own_values(ws: Workspace, uid: str) -> dict[str, str]:
    """Give what a person says of themselves, by the uid of the field; of fields that are asked. Raises NoSuchPerson."""
    asked = {one.uid for one in own_fields(ws)}
    said: dict[str, str] = {}
    for _, field, value in _rows(ws, uid):
        if field in asked:
            said.setdefault(field, value)
    return said


def own_answers(ws: Workspace, field: str) -> dict[str, str]:
    """Give what everybody says under one own field, by person; nothing of a field that is not asked."""
    if field not in {one.uid for one in own_fields(ws)}:
        return {}
    same = store.kept(ws)
    said: dict[str, str] = {}
    found = store_details.own_values_of(ws, field)
    for record, value in sorted(found, key=lambda row: same.all(row[0]).index(row[0])):
        said.setdefault(same.of(record), value)
    return said


def set_own_values(ws: Workspace, uid: str, values: Mapping[str, str]) -> Changes:
    """Write what a person says, by the uid of the field; an empty value takes it away, other fields stay.

    Raises NoSuchPerson, NoSuchOwnField, ValueTooLong.
    """
    about = person(ws, uid)
    ready = {field: clean(value) for field, value in values.items()}
    if not ready.keys() <= {one.uid for one in own_fields(ws)}:
        raise NoSuchOwnField
    if any(len(value) > LONGEST_VALUE for value in ready.values()):
        raise ValueTooLong(most=LONGEST_VALUE)
    stored: dict[str, list[str]] = {}
    for row, field, _ in _rows(ws, uid):
        stored.setdefault(field, []).append(row)
    with ws.step(store.TIER, "set_own_values", about=about.uid, person=about.uid) as step:
        for field, value in sorted(ready.items()):
            for row in stored.get(field, ()):
                if value:
                    store_details.change_own_value(step, row, value)
                else:
                    store_details.delete_own_value(step, row)
            if value and field not in stored:
                store_details.insert_own_value(step, about.uid, field, value)
    return step.changes


def _rows(ws: Workspace, uid: str) -> list[tuple[str, str, str]]:
    """Read (row, field, value), what is said in the record that is shown before what is said in others."""
    uids = store.kept(ws).all(person(ws, uid).uid)
    found = sorted(store_details.own_values(ws, uids), key=lambda row: uids.index(row[1]))
    return [(row, field, value) for row, _, field, value in found]
