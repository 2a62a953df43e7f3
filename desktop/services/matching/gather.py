"""Who takes part in a round now: participants of the programme with what the school knows of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.services import people, programme
from desktop.services.matching import joining, store
from desktop.services.matching.criteria import canonical, folded
from desktop.services.matching.types import Applicant, Role, Settings
from desktop.services.people.types import Person
from desktop.services.programme.types import Participant, School
from desktop.services.vault import Workspace


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything outside a draft that matters to it. `names` and `applicants` are of today.

    `taken` are the labels of the periods in which a mentor (by uid) already meets somebody; `week` is the
    order of the labels of the school's periods, `period_uids` their uids.
    """

    programme: str
    applicants: tuple[Applicant, ...]
    settings: Settings
    names: Mapping[str, str]
    taken: Mapping[str, tuple[str, ...]]
    week: tuple[str, ...]
    period_uids: Mapping[str, str]

    @property
    def inputs(self) -> str:
        """A fingerprint of what the matcher is given: the same people and answers give the same one."""
        given = [[a.uid, a.role, store.answers_cell(a)] for a in canonical(self.applicants)]
        text = json.dumps([given, store.settings_cell(self.settings, ())], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def look(ws: Workspace) -> Situation:
    """Read the situation. Mentees in an active pair take no part; active pairs use up their mentor's places."""
    uid = programme.the_programme(ws).uid
    everybody = {person.uid: person for person in people.list_people(ws)}
    active = joining.pairs(ws, uid)
    used, paired = Counter(pair.mentor for pair in active), {pair.mentee for pair in active}
    week = people.periods(ws)
    labels = {period.uid: period.label for period in week}
    names = people.labels(everybody.values())
    wishes = _wishes(ws, everybody)
    taking_part = [p for p in programme.participants(ws) if _takes_part(p, everybody, paired)]
    return Situation(
        programme=uid,
        applicants=tuple(_applicant(p, everybody[p.person], names, wishes, used) for p in taking_part),
        settings=Settings(school_languages=_spoken(programme.school(ws), taking_part)),
        names=names,
        taken=_taken(active, labels),
        week=tuple(period.label for period in week),
        period_uids={period.label: period.uid for period in week},
    )


def _spoken(school: School, taking_part: Sequence[Participant]) -> tuple[str, ...]:
    """Give the school's languages; where none is set, English in the profiles of English-speaking countries.

    Elsewhere it is the language most participants name: whoever names none speaks what the others speak.
    """
    if school.languages:
        return school.languages
    if school.profile in ("uk", "us"):
        return ("English",)
    counts = Counter(key for one in taking_part for key in folded(one.languages))
    spelling = {key: text for one in taking_part for key, text in folded(one.languages).items()}
    return (spelling[min(counts, key=lambda key: (-counts[key], key))],) if counts else school.spoken


def _takes_part(participant: Participant, everybody: Mapping[str, Person], paired: set[str]) -> bool:
    person = everybody.get(participant.person)
    if person is None or person.status != "present":
        return False
    return participant.role == "mentor" or participant.person not in paired


def _applicant(
    participant: Participant,
    person: Person,
    names: Mapping[str, str],
    wishes: Mapping[tuple[str, str], tuple[str, ...]],
    used: Counter[str],
) -> Applicant:
    role: Role = "mentor" if participant.role == "mentor" else "mentee"
    return Applicant(
        uid=person.uid,
        number=number_of(person),
        role=role,
        name=names[person.uid],
        source_key=person.source_key,
        year_rank=people.year_rank(person.year),
        year=person.year,
        interests=participant.interests,
        goals=participant.goals,
        languages=participant.languages,
        periods=person.periods,
        places=max(0, participant.places - used[person.uid]) if role == "mentor" else 1,
        wants=wishes.get((person.uid, "want"), ()),
        avoids=wishes.get((person.uid, "avoid"), ()),
    )


def number_of(person: Person) -> str:
    """Give the number people are told apart by; a person without one is known by the source's key, else by uid."""
    return person.number or person.source_key or person.uid


def _wishes(ws: Workspace, everybody: Mapping[str, Person]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for wish in programme.wishes(ws):
        if wish.other in everybody:
            key = (wish.person, wish.kind)
            found[key] = tuple(sorted((*found.get(key, ()), number_of(everybody[wish.other]))))
    return found


def _taken(active: tuple[store.PairRow, ...], labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in active:
        if pair.period is not None and pair.period in labels:
            found[pair.mentor] = (*found.get(pair.mentor, ()), labels[pair.period])
    return found
