"""A meet-and-greet: everybody meets everybody, names up to three they enjoyed, and is matched within them if possible.

Badges carry a number that stays when others join later, so that ticks are entered by number before the bell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.services import people
from desktop.services.matching import store_meet
from desktop.services.matching.errors import NobodyToMeet, NoSuchBadge, NoSuchMeet, TooManyNamed
from desktop.services.programme import participants, the_programme
from desktop.services.vault import Changes, Workspace

_TIER: Final = "programme"
MOST_NAMED: Final = 3
# Badges of mentors begin with a letter, so that a number never means two people.
_LETTER: Final = {"mentor": "M", "mentee": ""}


@dataclass(frozen=True, slots=True)
class Meet:
    """A meet-and-greet: uid, day, label, whether ticks can be entered, and how many people have named somebody."""

    uid: str
    day: str
    label: str
    open: bool
    people: int
    answered: int


@dataclass(frozen=True, slots=True)
class Badge:
    """Somebody at a meet-and-greet: uid, role, the number on the badge, names, and the uids of whom they named."""

    person: str
    role: str
    code: str
    name: str
    short: str
    year: str
    named: tuple[str, ...]


def plan_meet(ws: Workspace, day: date, label: str = "") -> Changes:
    """Plan a meet-and-greet, with a badge for everybody who takes part. Errors: NobodyToMeet, NotFounded."""
    programme = the_programme(ws).uid
    wanted = _wanted(ws, {})
    if {role for _, role, _ in wanted} != {"mentor", "mentee"}:
        raise NobodyToMeet
    with ws.step(_TIER, "plan_meet", about=str(len(wanted))) as step:
        event = store_meet.insert_event(step, programme, day.isoformat(), " ".join(label.split())[:80])
        for person, role, code in wanted:
            store_meet.insert_badge(step, event, person, role, code)
        step.uid = event
    return step.changes


def add_badges(ws: Workspace, event: str) -> Changes:
    """Give a badge to everybody who has come since; nobody's number changes. Error: NoSuchMeet."""
    _event(ws, event)
    wanted = _wanted(ws, {(person, role): code for person, role, code in store_meet.badges(ws, event)})
    with ws.step(_TIER, "add_badges", about=str(len(wanted))) as step:
        for person, role, code in wanted:
            store_meet.insert_badge(step, event, person, role, code)
        step.uid = event
    return step.changes


def lacking(ws: Workspace, event: str) -> int:
    """Count those who take part and have no badge of a meet-and-greet. Error: NoSuchMeet."""
    _event(ws, event)
    return len(_wanted(ws, {(person, role): code for person, role, code in store_meet.badges(ws, event)}))


def meets(ws: Workspace) -> tuple[Meet, ...]:
    """List the meet-and-greets, newest first. Error: NotFounded."""
    found = []
    for uid, day, label, state in store_meet.events(ws, the_programme(ws).uid):
        answered = {person for person, _, _ in store_meet.ticks_at(ws, uid)}
        found.append(Meet(uid, day, label, state == "open", len(store_meet.badges(ws, uid)), len(answered)))
    return tuple(found)


def badges(ws: Workspace, event: str) -> tuple[Badge, ...]:
    """List who is at a meet-and-greet, {mentors} first, by number. Error: NoSuchMeet."""
    _event(ws, event)
    same = people.kept(ws)
    rows = [(same.of(person), role, code) for person, role, code in store_meet.badges(ws, event)]
    uids = {person for person, _, _ in rows}
    everybody, names = people.some_people(ws, uids), people.labels_of(ws, uids)
    named: dict[str, list[str]] = {}
    for person, other, _ in store_meet.ticks_at(ws, event):
        named.setdefault(same.of(person), []).append(same.of(other))
    found = [
        Badge(
            person,
            role,
            code,
            names[person],
            everybody[person].preferred or everybody[person].given or names[person],
            everybody[person].year,
            tuple(named.get(person, ())),
        )
        for person, role, code in rows
        if person in everybody
    ]
    return tuple(sorted(found, key=lambda one: (one.role != "mentor", _number(one.code), one.code)))


def set_named(ws: Workspace, event: str, person: str, named: Sequence[str]) -> Changes:
    """Say whom somebody named, uids in their order; none takes it back.

    Errors: NoSuchMeet; NoSuchBadge for who has none, is named by themselves, or is of the same role; TooManyNamed.
    """
    _event(ws, event)
    same = people.kept(ws)
    roles: dict[str, set[str]] = {}
    for uid, role, _ in store_meet.badges(ws, event):
        roles.setdefault(same.of(uid), set()).add(role)
    person, wanted = same.of(person), list(dict.fromkeys(same.of(other) for other in named))
    if len(wanted) > MOST_NAMED:
        raise TooManyNamed(most=MOST_NAMED)
    if person not in roles or any(other not in roles or other == person for other in wanted):
        raise NoSuchBadge
    if any(roles[other] == roles[person] and len(roles[person]) == 1 for other in wanted):
        raise NoSuchBadge
    before = [other for one, other, _ in store_meet.ticks_at(ws, event) if one == person]
    with ws.step(_TIER, "set_named", about=person, person=person) as step:
        store_meet.put_ticks(step, event, person, before, wanted)
        step.uid = event
    return step.changes


def close_meet(ws: Workspace, event: str, *, again: bool = False) -> Changes:
    """End the entering of ticks, or open it again. Error: NoSuchMeet."""
    _event(ws, event)
    with ws.step(_TIER, "close_meet", about=event) as step:
        store_meet.put_event(step, event, state="open" if again else "closed")
        step.uid = event
    return step.changes


def _event(ws: Workspace, event: str) -> tuple[str, str, str, str]:
    found = next((row for row in store_meet.events(ws, the_programme(ws).uid) if row[0] == event), None)
    if found is None:
        raise NoSuchMeet
    return found


def _wanted(ws: Workspace, given: dict[tuple[str, str], str]) -> list[tuple[str, str, str]]:
    """Give (person, role, code) of those who take part and have no badge; numbers go on from those given, by name."""
    same = people.kept(ws)
    has = {(same.of(person), role) for person, role in given}
    everybody = {one.uid: one for one in people.list_people(ws)}
    found: list[tuple[str, str, str]] = []
    for role, letter in _LETTER.items():
        taken = [_number(code) for (_, its), code in given.items() if its == role]
        new = [p.person for p in participants(ws) if p.role == role and (p.person, role) not in has]
        here = [everybody[uid] for uid in new if uid in everybody and everybody[uid].status == "present"]
        here.sort(key=lambda one: (one.family.casefold(), one.given.casefold(), one.uid))
        found += [(one.uid, role, f"{letter}{n}") for n, one in enumerate(here, start=max(taken, default=0) + 1)]
    return found


def _number(code: str) -> int:
    digits = "".join(sign for sign in code if sign.isdigit())
    return int(digits) if digits else 0
