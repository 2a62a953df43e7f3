"""Choices of whom a page shows, kept by name. What a rule means is the page's to say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from desktop.services.language import fold
from desktop.services.people import store, store_details
from desktop.services.people.errors import FilterNotValid, NoSuchFilter
from desktop.services.people.types import SavedFilter
from desktop.services.sheets.text import clean
from desktop.services.vault import Changes, Workspace, new_uid, uid_of

LONGEST_NAME: Final = 100
_LONGEST_RULE: Final = 20_000


def filters(ws: Workspace, page: str) -> tuple[SavedFilter, ...]:
    """List the filters of a page by name."""
    found = [one for one in store_details.filters(ws) if one.page == page]
    return tuple(sorted(found, key=lambda one: (fold(one.name), one.uid)))


def save_filter(ws: Workspace, page: str, name: str, rule: Mapping[str, Any], *, verb: str = "save_filter") -> Changes:
    """Keep a filter of a page under a name; one of that name gives way. rule: texts, numbers, lists of them.

    verb: what it is to the person, where it is no filter. `uid` of the changes is the filter. Raises FilterNotValid.
    """
    label = clean(name)
    if not (page and 0 < len(label) <= LONGEST_NAME and _can_be_kept(rule)):
        raise FilterNotValid
    stored = {one.uid: one for one in store_details.filters(ws)}
    there = next((one for one in stored.values() if one.page == page and fold(one.name) == fold(label)), None)
    uid = there.uid if there else uid_of("saved_filter", page, fold(label))
    if there is None and uid in stored:
        uid = new_uid()
    with ws.step(store.TIER, verb) as step:
        store_details.put_filter(step, SavedFilter(uid, page, label, dict(rule)), new=there is None)
        step.uid = step.about = uid
    return step.changes


def remove_filter(ws: Workspace, uid: str) -> Changes:
    """Take a saved filter away. Raises NoSuchFilter."""
    if all(one.uid != uid for one in store_details.filters(ws)):
        raise NoSuchFilter
    with ws.step(store.TIER, "remove_filter", about=uid) as step:
        store_details.delete_filter(step, uid)
    return step.changes


def _can_be_kept(rule: Mapping[str, Any]) -> bool:
    try:
        text = json.dumps(rule, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return len(text) <= _LONGEST_RULE and json.loads(text) == dict(rule)
