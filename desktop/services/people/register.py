"""Who is in the school, and when they are free: what a person does by hand on the People page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from desktop.services.language import fold
from desktop.services.people import store
from desktop.services.people.aliases import Kept
from desktop.services.people.errors import (
    DraftNotValid,
    NoSuchPeriod,
    NoSuchPerson,
    NumberNotUnique,
    NumberTaken,
    PeriodNotValid,
)
from desktop.services.people.rules import LONGEST_LABEL, check_draft, label_key, place_of_period
from desktop.services.people.types import Period, Person, PersonDraft
from desktop.services.sheets.text import clean
from desktop.services.vault import Changes, Workspace


def list_people(ws: Workspace) -> tuple[Person, ...]:
    """List everybody, archived people too, by family name; with periods and roles, in six queries."""
    return _complete(ws, store.persons(ws))


def kept(ws: Workspace) -> Kept:
    """Say which records are of one person. Whoever reads rows about persons asks it under which uid to show them."""
    return store.kept(ws)


def _complete(ws: Workspace, people: Iterable[Person], uids: Sequence[str] | None = None) -> tuple[Person, ...]:
    same = store.kept(ws)
    week = {period.uid: (place, period.label) for place, period in enumerate(store.periods(ws))}
    free: dict[str, set[tuple[int, str]]] = {}
    for who, period, _ in store.free(ws, uids):
        free.setdefault(same.of(who), set()).add(week[period])
    roles: dict[str, set[str]] = {}
    for who, role in store.roles(ws, uids):
        roles.setdefault(same.of(who), set()).add(role)
    complete = []
    for one in people:
        labels = tuple(label for _, label in sorted(free.get(one.uid, ())))
        mine = tuple(sorted(roles.get(one.uid, ())))
        complete.append(replace(one, periods=labels, roles=mine) if labels or mine else one)
    return tuple(sorted(complete, key=by_name))


def by_name(one: Person) -> tuple[str, str, str, str]:
    """Give the place of a person in a list of people."""
    return fold(one.family), fold(one.given), one.number, one.uid


def person(ws: Workspace, uid: str) -> Person:
    """Read one person, by the uid of any of their records. Raises NoSuchPerson."""
    found = store.person(ws, uid)
    if found is None:
        raise NoSuchPerson
    return _complete(ws, [found], (found.uid, *found.records))[0]


def person_by_number(ws: Workspace, number: str) -> Person:
    """Find who has a number, or a uid; who is present goes before who is archived, their own before a joined record's.

    Raises NoSuchPerson, NumberNotUnique.
    """
    wanted = number.strip()
    found = store.by_number(ws, wanted) or [one for one in (store.person(ws, wanted),) if one]
    present = [one for one in found if one.status == "present"] or found
    present = [one for one in present if one.number == wanted] or present
    if not present:
        raise NoSuchPerson
    if len(present) > 1:
        raise NumberNotUnique
    return _complete(ws, present, (present[0].uid, *present[0].records))[0]


def add_person(ws: Workspace, draft: PersonDraft) -> Changes:
    """Add somebody by hand; `uid` of the changes is the new person. Raises DraftNotValid, NumberTaken."""
    ready = _checked(ws, draft, "")
    with ws.step(store.TIER, "add_person") as step:
        step.uid = step.about = store.insert(step, ready)
    return step.changes


def edit_person(ws: Workspace, uid: str, draft: PersonDraft) -> Changes:
    """Change a person's details. Raises NoSuchPerson, DraftNotValid, NumberTaken."""
    uid = person(ws, uid).uid
    ready = _checked(ws, draft, uid)
    with ws.step(store.TIER, "edit_person", about=uid, person=uid) as step:
        store.update(step, uid, ready)
    return step.changes


def _checked(ws: Workspace, draft: PersonDraft, uid: str) -> PersonDraft:
    texts = {item.name: clean(value) for item in fields(draft) if isinstance(value := getattr(draft, item.name), str)}
    ready = replace(draft, **texts, languages=tuple(filter(None, map(clean, draft.languages))))
    ready = replace(ready, birth_date=ready.birth_date or None)
    wrong = check_draft(ready)
    if wrong:
        raise DraftNotValid(fields=", ".join(wrong))
    if any(one.uid != uid for one in store.by_number(ws, ready.number)):
        raise NumberTaken
    return ready


def archive_people(ws: Workspace, uids: Iterable[str]) -> Changes:
    """Archive people as one step; everything about them stays. Raises NoSuchPerson."""
    wanted = sorted(_found(ws, uids))
    with ws.step(store.TIER, "archive_people", about=str(len(wanted))) as step:
        for uid in wanted:
            store.set_status(step, uid, "archived")
    return step.changes


def mark_left(ws: Workspace, uids: Iterable[str]) -> Changes:
    """Say of present people that they have left the school; everything about them stays. Raises NoSuchPerson."""
    return _set_status(ws, uids, "mark_left", "left")


def bring_back(ws: Workspace, uids: Iterable[str]) -> Changes:
    """Say that people who left or were archived are here again. Raises NoSuchPerson."""
    return _set_status(ws, uids, "bring_back", "present")


def _set_status(ws: Workspace, uids: Iterable[str], verb: str, status: str) -> Changes:
    wanted = sorted(uid for uid, one in _found(ws, uids).items() if one.status != status)
    with ws.step(store.TIER, verb, about=str(len(wanted)), person=wanted[0] if len(wanted) == 1 else None) as step:
        for uid in wanted:
            store.set_status(step, uid, status)
    return step.changes


def _found(ws: Workspace, uids: Iterable[str]) -> dict[str, Person]:
    same = store.kept(ws)
    wanted = {same.of(uid) for uid in uids}
    found = store.records(ws, sorted(wanted))
    if found.keys() != wanted:
        raise NoSuchPerson
    return found


def periods(ws: Workspace) -> tuple[Period, ...]:
    """List the cells of the school's week in their order."""
    return tuple(store.periods(ws))


def add_period(ws: Workspace, label: str) -> Changes:
    """Add a cell such as Mon3 or WedLunch; weekday and place are read from its label. One that is there stays.

    `uid` of the changes is the period. Raises PeriodNotValid.
    """
    wanted = clean(label)
    key = label_key(wanted)
    if not key or len(wanted) > LONGEST_LABEL:
        raise PeriodNotValid
    there = next((period for period in store.periods(ws) if label_key(period.label) == key), None)
    weekday, position = place_of_period(wanted)
    with ws.step(store.TIER, "add_period") as step:
        step.uid = step.about = there.uid if there else store.insert_period(step, key, wanted, weekday, position)
    return step.changes


def set_availability(ws: Workspace, person_uid: str, period_uids: Iterable[str]) -> Changes:
    """Say in which periods somebody is free. Raises NoSuchPerson, NoSuchPeriod."""
    wanted = set(period_uids)
    found = store.person(ws, person_uid)
    if found is None:
        raise NoSuchPerson
    if not wanted <= {period.uid for period in store.periods(ws)}:
        raise NoSuchPeriod
    present: dict[str, list[str]] = {}
    for _, period, row in store.free(ws, (found.uid, *found.records)):
        present.setdefault(period, []).append(row)
    with ws.step(store.TIER, "set_availability", about=found.uid, person=found.uid) as step:
        store.set_free(step, found.uid, present, wanted)
    return step.changes
