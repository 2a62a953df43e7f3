"""Who takes part, what they answered, whom they want or avoid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.services import people
from desktop.services.people.errors import NoSuchPerson
from desktop.services.programme import store
from desktop.services.programme.errors import BadPlaces, NoSuchParticipant, NotFounded
from desktop.services.programme.rules import MOST_PLACES, clean_list
from desktop.services.programme.types import ROLES, Participant, Programme, Wish
from desktop.services.vault import Changes, Workspace, uid_of

_TIER = "programme"


def the_programme(ws: Workspace) -> Programme:
    """Give the workspace's one programme. Error: NotFounded."""
    found = store.programmes(ws)
    if not found:
        raise NotFounded
    return found[0]


def participants(ws: Workspace, *, withdrawn: bool = False) -> tuple[Participant, ...]:
    """Read the enrolments of the programme, mentors first; `withdrawn` adds those who left it."""
    found = store.participants(ws, the_programme(ws).uid)
    return found if withdrawn else tuple(one for one in found if one.status == "enrolled")


def enrol(ws: Workspace, person_uids: Sequence[str], role: str) -> Changes:
    """Enrol people as mentor or mentee; who is enrolled stays as they are, who withdrew comes back with their answers.

    Errors: NoSuchPerson, NotFounded; ValueError for another role.
    """
    if role not in ROLES:
        raise ValueError("no such role")
    programme = the_programme(ws).uid
    if not set(person_uids) <= {person.uid for person in people.list_people(ws)}:
        raise NoSuchPerson
    before = {one.person: one for one in store.participants(ws, programme) if one.role == role}
    today = ws.clock.today()
    wanted = [uid for uid in dict.fromkeys(person_uids) if uid not in before or before[uid].status != "enrolled"]
    with ws.step(_TIER, "enrol", about=str(len(wanted)), person=wanted[0] if len(wanted) == 1 else None) as step:
        for uid in wanted:
            blank = Participant(
                uid_of("participant", programme, uid, role), uid, role, 1, (), (), (), "enrolled", today
            )
            now = replace(before.get(uid, blank), status="enrolled", since=today)
            store.put_participant(step, uid not in before, now, programme)
            step.uid = now.uid
    return step.changes


def withdraw(ws: Workspace, participant_uids: Sequence[str]) -> Changes:
    """End enrolments; answers and wishes stay, pairs are ended by their own verb. Error: NoSuchParticipant."""
    found = [_participant(ws, uid) for uid in dict.fromkeys(participant_uids)]
    leaving = [one for one in found if one.status == "enrolled"]
    with ws.step(
        _TIER, "withdraw", about=str(len(leaving)), person=leaving[0].person if len(leaving) == 1 else None
    ) as step:
        for one in leaving:
            step.update("participant", one.uid, status="withdrawn")
    return step.changes


def set_answers(
    ws: Workspace,
    participant_uid: str,
    *,
    interests: Sequence[str] | None = None,
    goals: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    places: int | None = None,
) -> Changes:
    """Change what a participant answered; None leaves an answer alone. Errors: NoSuchParticipant, BadPlaces."""
    if places is not None and not 0 <= places <= MOST_PLACES:
        raise BadPlaces(most=MOST_PLACES)
    before = _participant(ws, participant_uid)
    after = replace(
        before,
        interests=before.interests if interests is None else clean_list(interests),
        goals=before.goals if goals is None else clean_list(goals),
        languages=before.languages if languages is None else clean_list(languages),
        places=before.places if places is None else places,
    )
    with ws.step(_TIER, "set_answers", about=participant_uid, person=before.person) as step:
        store.put_participant(step, False, after, the_programme(ws).uid)
    return step.changes


def wishes(ws: Workspace) -> tuple[Wish, ...]:
    """Read the wishes that stand, wants first."""
    return store.wishes(ws)


def set_wishes(
    ws: Workspace, person_uid: str, *, wants: Sequence[str] | None = None, avoids: Sequence[str] | None = None
) -> Changes:
    """Make a person's wishes those given, as uids of persons; None leaves a kind alone.

    An avoid counts more than a want of the same person; a wish about oneself is none. Error: NoSuchPerson.
    """
    known = {person.uid for person in people.list_people(ws)}
    if not {person_uid, *(wants or ()), *(avoids or ())} <= known:
        raise NoSuchPerson
    states = store.wish_states(ws)
    wanted = wanted_states(states, person_uid, wants, avoids)
    with ws.step(_TIER, "set_wishes", about=person_uid, person=person_uid) as step:
        for wish, state in wanted.items():
            store.put_wish(step, states, wish, state)
    return step.changes


def wanted_states(
    states: dict[Wish, str], person: str, wants: Sequence[str] | None, avoids: Sequence[str] | None
) -> dict[Wish, str]:
    """Say which wishes of a person should stand or be lifted; only those that differ from `states`. Pure."""
    wanted: dict[Wish, str] = {}
    for kind, others in (("avoid", avoids), ("want", wants)):
        if others is None:
            continue
        stand = {Wish(person, other, kind) for other in others if other != person}
        if kind == "want":
            stand -= {Wish(person, other, kind) for other in avoids or ()}
        for wish in stand:
            wanted[wish] = "standing"
        for wish in states:
            if wish.person == person and wish.kind == kind and wish not in stand:
                wanted[wish] = "lifted"
    changed = {wish: state for wish, state in wanted.items() if states.get(wish, "lifted") != state}
    return dict(sorted(changed.items(), key=lambda item: (item[0].kind, item[0].other)))


def _participant(ws: Workspace, uid: str) -> Participant:
    found = next((one for one in store.participants(ws, the_programme(ws).uid) if one.uid == uid), None)
    if found is None:
        raise NoSuchParticipant
    return found
