"""One detail of many people, changed in one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from desktop.services.people import store
from desktop.services.people.errors import DraftNotValid, FieldNotForMany, NoSuchPerson
from desktop.services.people.rules import STATUSES, check_draft, draft_of
from desktop.services.sheets.text import clean
from desktop.services.vault import Changes, Workspace

FIELDS: Final = ("year", "form", "kind", "status", "job", "languages", "access_needs")


def edit_people(ws: Workspace, uids: Iterable[str], field: str, value: str | Sequence[str]) -> Changes:
    """Give many people one value of a field (one of FIELDS; languages: a list) in one step.

    Who has that value already is not counted. Raises FieldNotForMany, NoSuchPerson, DraftNotValid where it cannot be
    so for one of them, as a student without number; then nobody is changed.
    """
    if field not in FIELDS:
        raise FieldNotForMany
    ready = _cleaned(field, value)
    same = store.kept(ws)
    wanted = {same.of(uid) for uid in uids}
    found = store.records(ws, sorted(wanted))
    if found.keys() != wanted:
        raise NoSuchPerson
    changing = sorted(uid for uid, one in found.items() if getattr(one, field) != ready)
    given: dict[str, Any] = {field: ready}
    for uid in changing:
        wrong = {} if field == "status" else check_draft(replace(draft_of(found[uid]), **given))
        if wrong:
            raise DraftNotValid(fields=", ".join(wrong))
    who = changing[0] if len(changing) == 1 else None
    with ws.step(store.TIER, "edit_people", about=str(len(changing)), person=who) as step:
        for uid in changing:
            store.write(step, uid, {field: ready})
    return step.changes


def _cleaned(field: str, value: str | Sequence[str]) -> str | tuple[str, ...]:
    if field == "languages":
        words = [value] if isinstance(value, str) else value
        return tuple(dict.fromkeys(filter(None, map(clean, words))))
    text = clean(value) if isinstance(value, str) else ""
    if field == "status" and text not in STATUSES:
        raise DraftNotValid(fields="status")
    return text
