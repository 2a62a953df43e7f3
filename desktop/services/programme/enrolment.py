"""Who takes part, what they answered, whom they want or avoid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.services import people
from desktop.services.people.errors import NoSuchPerson
from desktop.services.programme import joining, store
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
    found = joining.enrolments(ws, the_programme(ws).uid)
    return found if withdrawn else tuple(one for one in found if one.status == "enrolled")


def enrol(ws: Workspace, person_uids: Sequence[str], role: str) -> Changes:
    """Enrol people as mentor or mentee; who is enrolled stays as they are, who withdrew comes back with their answers.

    Errors: NoSuchPerson, NotFounded; ValueError for another role.
    """
    if role not in ROLES:
        raise ValueError("no such role")
    programme = the_programme(ws).uid
    same = people.kept(ws)
    uids = dict.fromkeys(same.of(uid) for uid in person_uids)
    if not uids.keys() <= {person.uid for person in people.list_people(ws)}:
        raise NoSuchPerson
    before = {one.person: one for one in joining.enrolments(ws, programme) if one.role == role}
    today = ws.clock.today()
    wanted = [uid for uid in uids if uid not in before or before[uid].status != "enrolled"]
    with ws.step(_TIER, "enrol", about=str(len(wanted)), person=wanted[0] if len(wanted) == 1 else None) as step:
        for uid in wanted:
            blank = Participant(
                uid_of("participant", programme, uid, role), uid, role, 1, (), (), (), "enrolled", today
            )
            now = replace(before.get(uid, blank), status="enrolled", since=today)
            joining.put(step, uid not in before, now, programme)
            step.uid = now.uid
    return step.changes


def withdraw(ws: Workspace, participant_uids: Sequence[str]) -> Changes:
    """End enrolments; answers and wishes stay, pairs are ended by their own verb. Error: NoSuchParticipant."""
    programme = the_programme(ws).uid
    found = {one.uid: one for one in (_participant(ws, uid) for uid in participant_uids)}
    leaving = [one for one in found.values() if one.status == "enrolled"]
    with ws.step(
        _TIER, "withdraw", about=str(len(leaving)), person=leaving[0].person if len(leaving) == 1 else None
    ) as step:
        for one in leaving:
            joining.put(step, False, replace(one, status="withdrawn"), programme)
    return step.changes


def set_answers(
    ws: Workspace,
    participant_uid: str,
    *,
    interests: Sequence[str] | None = None,
    goals: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    places: int | None = None,
    subjects: Sequence[str] | None = None,
    experiences: Sequence[str] | None = None,
    style: Sequence[int] | None = None,
) -> Changes:
    """Change what a participant answered; None leaves an answer alone.

    Errors: NoSuchParticipant, BadPlaces; ValueError for a slider that is not 0 to 5.
    """
    if any(not 0 <= slider <= 5 for slider in style or ()):
        raise ValueError("no such place on a slider")
    if places is not None and not 0 <= places <= MOST_PLACES:
        raise BadPlaces(most=MOST_PLACES)
    before = _participant(ws, participant_uid)
    after = replace(
        before,
        interests=before.interests if interests is None else clean_list(interests),
        goals=before.goals if goals is None else clean_list(goals),
        languages=before.languages if languages is None else clean_list(languages),
        places=before.places if places is None else places,
        subjects=before.subjects if subjects is None else clean_list(subjects),
        experiences=before.experiences if experiences is None else clean_list(experiences),
        style=before.style if style is None else tuple(style),
    )
    programme = the_programme(ws).uid
    with ws.step(_TIER, "set_answers", about=participant_uid, person=before.person) as step:
        joining.put(step, False, after, programme)
    return step.changes


def wishes(ws: Workspace) -> tuple[Wish, ...]:
    """Read the wishes that stand, wants first."""
    return joining.wishes(ws)


def set_wishes(
    ws: Workspace, person_uid: str, *, wants: Sequence[str] | None = None, avoids: Sequence[str] | None = None
) -> Changes:
    """Make a person's wishes those given, as uids of persons; None leaves a kind alone.

    An avoid counts more than a want of the same person; a wish about oneself is none. Error: NoSuchPerson.
    """
    known, same = {person.uid for person in people.list_people(ws)}, people.kept(ws)
    uid = same.of(person_uid)
    wanted = None if wants is None else [same.of(other) for other in wants]
    avoided = None if avoids is None else [same.of(other) for other in avoids]
    if not {uid, *(wanted or ()), *(avoided or ())} <= known:
        raise NoSuchPerson
    states = wanted_states(joining.wish_states(ws), uid, wanted, avoided)
    with ws.step(_TIER, "set_wishes", about=uid, person=uid) as step:
        for wish, state in states.items():
            joining.put_wish(step, same, wish, state)
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
    """Find a participant by the uid of any of the rows."""
    everybody = joining.enrolments(ws, the_programme(ws).uid)
    found = next((one for one in everybody if one.uid == uid or any(row.uid == uid for row in one.rows)), None)
    if found is None:
        raise NoSuchParticipant
    return found
