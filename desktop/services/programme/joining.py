"""Enrolments and wishes of people who have several records: read as one, written to all of them.

Who is enrolled in one role under two records is one participant with the answers of both. What is then changed is
changed in each record only as far as it must be, so that little is lost should the records be parted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from desktop.services import people
from desktop.services.people import Kept
from desktop.services.programme import store
from desktop.services.programme.rules import key_of
from desktop.services.programme.types import Participant, Wish
from desktop.services.vault import Step, Workspace

LISTS = ("interests", "goals", "languages", "subjects", "experiences")


def enrolments(ws: Workspace, programme: str) -> tuple[Participant, ...]:
    """Read every participant of a programme, withdrawn ones too, mentors first."""
    return joined(store.participants(ws, programme), people.kept(ws))


def joined(rows: Iterable[Participant], same: Kept) -> tuple[Participant, ...]:
    """Make one of the enrolments of one person in one role, in the order of `rows`. Pure."""
    groups: dict[tuple[str, str], list[Participant]] = {}
    for row in rows:
        groups.setdefault((same.of(row.person), row.role), []).append(row)
    return tuple(_one(group, same) for group in groups.values())


def _one(group: list[Participant], same: Kept) -> Participant:
    person = same.of(group[0].person)
    if len(group) == 1:
        return group[0] if group[0].person == person else replace(group[0], person=person)
    order = same.all(person)
    rows = sorted(group, key=lambda row: order.index(row.person))
    lists: dict[str, Any] = {name: _union(getattr(row, name) for row in rows) for name in LISTS}
    taking_part = [row for row in rows if row.status == "enrolled"] or rows
    return replace(
        rows[0],
        person=person,
        places=max(row.places for row in taking_part),
        status=taking_part[0].status,
        since=min(row.since for row in taking_part),
        style=next((row.style for row in rows if any(row.style)), ()),
        rows=tuple(rows),
        **lists,
    )


def _union(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for words in lists:
        for word in words:
            found.setdefault(key_of(word), word)
    return tuple(found.values())


def rows_of(participant: Participant) -> tuple[Participant, ...]:
    """Give the rows to be written so that they read as `participant`; each is changed as little as can be. Pure."""
    if not participant.rows:
        return (participant,)
    first, *others = [_row(row, participant) for row in participant.rows]
    given: dict[str, Any] = {}
    for name in LISTS:
        wanted, held = getattr(participant, name), _union(getattr(row, name) for row in (first, *others))
        known = {key_of(word) for word in held}
        added = (*getattr(first, name), *(word for word in wanted if key_of(word) not in known))
        exact = _union([added, *(getattr(row, name) for row in others)]) == wanted
        given[name] = added if exact else wanted
    enrolled = any(row.status == "enrolled" for row in (first, *others))
    status = first.status if enrolled else participant.status
    counted = [row.places for row in (replace(first, status=status), *others) if row.status == participant.status]
    places = first.places if max(counted, default=0) == participant.places else participant.places
    since = first.since if enrolled or participant.status == "withdrawn" else participant.since
    held_style = next((row.style for row in (first, *others) if any(row.style)), ())
    style = first.style if held_style == participant.style else participant.style
    return (replace(first, status=status, places=places, since=since, style=style, **given), *others)


def _row(row: Participant, wanted: Participant) -> Participant:
    """Take out of a row what the participant has no more."""
    kept = {name: {key_of(word) for word in getattr(wanted, name)} for name in LISTS}
    left: dict[str, Any] = {
        name: tuple(word for word in getattr(row, name) if key_of(word) in kept[name]) for name in LISTS
    }
    status = "withdrawn" if wanted.status == "withdrawn" else row.status
    return replace(row, places=min(row.places, wanted.places), status=status, **left)


def put(step: Step, new: bool, participant: Participant, programme: str) -> None:
    """Write a participant with the answers, as a `new` row or over what is there."""
    for row in rows_of(participant):
        store.put_participant(step, new, row, programme)


def wishes(ws: Workspace) -> tuple[Wish, ...]:
    """Read the wishes that stand, wants first; of two records of one person the wishes of both.

    Where one record wants somebody whom the other avoids, the avoid counts. What became a wish about oneself is none.
    """
    standing = [wish for wish, state in wish_states(ws).items() if state == "standing"]
    avoided = {(wish.person, wish.other) for wish in standing if wish.kind == "avoid"}
    found = [wish for wish in standing if wish.kind == "avoid" or (wish.person, wish.other) not in avoided]
    return tuple(sorted(found, key=lambda wish: (wish.kind != "want", wish.person, wish.other)))


def wish_states(ws: Workspace) -> dict[Wish, str]:
    """Read all wishes with their state, lifted ones too; one that stands in any record stands."""
    same = people.kept(ws)
    states: dict[Wish, str] = {}
    for wish, state in store.wish_states(ws).items():
        shown = Wish(same.of(wish.person), same.of(wish.other), wish.kind)
        if shown.person != shown.other and states.get(shown) != "standing":
            states[shown] = state
    return states


def put_wish(step: Step, same: Kept, wish: Wish, state: str) -> None:
    """Let a wish stand, or lift it in every record that has it."""
    if state == "standing":
        store.let_stand(step, wish)
    else:
        store.lift(step, wish.kind, same.all(wish.person), same.all(wish.other))
