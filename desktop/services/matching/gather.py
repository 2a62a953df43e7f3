"""Who takes part in a round now: participants of the programme with what the school knows of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.services import people, programme
from desktop.services.matching import joining, store
from desktop.services.matching.facts import Facts, facts_of, number_of
from desktop.services.matching.settings import OWN, Settings, proposed
from desktop.services.matching.traits import canonical, folded
from desktop.services.matching.types import Applicant, Role
from desktop.services.people.types import Person
from desktop.services.programme.types import Participant, School
from desktop.services.vault import Workspace


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything outside a draft that matters to it. `names` and `applicants` are of today.

    `taken` are the labels of the periods in which a mentor (by uid) already meets somebody; `week` is the
    order of the labels of the school's periods, `period_uids` their uids. `pairs` are the active ones.
    """

    programme: str
    applicants: tuple[Applicant, ...]
    settings: Settings
    names: Mapping[str, str]
    taken: Mapping[str, tuple[str, ...]]
    week: tuple[str, ...]
    period_uids: Mapping[str, str]
    pairs: tuple[store.PairRow, ...] = ()

    @property
    def inputs(self) -> str:
        """A fingerprint of what the matcher is given: the same people and answers give the same one."""
        given = [[a.uid, a.role, store.answers_cell(a)] for a in canonical(self.applicants)]
        text = json.dumps([given, store.settings_cell(self.settings, ())], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def look(ws: Workspace, scope: str = "waiting") -> Situation:
    """Read the situation for a round of this scope (types.SCOPES).

    For "waiting", mentees in an active pair take no part. Active pairs of mentees who take no part use up their
    mentor's places, since the round leaves them as they are.
    """
    the_programme = programme.the_programme(ws)
    uid = the_programme.uid
    everybody = {person.uid: person for person in people.list_people(ws)}
    known = joining.pairs(ws, uid, ended=True)
    active = tuple(pair for pair in known if pair.state == "active")
    paired = {pair.mentee for pair in active} if scope == "waiting" else set()
    week = people.periods(ws)
    labels = {period.uid: period.label for period in week}
    names = people.labels(everybody.values())
    taking_part = [p for p in programme.participants(ws) if _takes_part(p, everybody, paired)]
    mentees = {p.person for p in taking_part if p.role == "mentee"}
    counted = tuple(pair for pair in active if pair.mentee not in mentees)
    used = Counter(pair.mentor for pair in counted)
    settings = store.settings_of(ws, uid) or proposed(the_programme.model)
    settings = replace(settings, school_languages=_spoken(programme.school(ws), taking_part))
    settings, said = _own(ws, settings)
    facts = facts_of(ws, uid, everybody, known, settings)
    taken = _taken(counted, labels)
    found = (_applicant(p, everybody[p.person], names, facts, used, said) for p in taking_part)
    busy = taken if settings.one_per_period else {}
    return Situation(
        programme=uid,
        applicants=tuple(replace(a, taken=busy.get(a.uid, ())) if a.role == "mentor" else a for a in found),
        settings=settings,
        names=names,
        taken=taken,
        week=tuple(period.label for period in week),
        period_uids={period.label: period.uid for period in week},
        pairs=active,
    )


def _own(ws: Workspace, settings: Settings) -> tuple[Settings, dict[str, dict[str, str]]]:
    """Read what people said under own fields that weigh; a field that is asked no more weighs nothing."""
    titles = {one.uid: one.label for one in people.own_fields(ws)}
    keys = [key for key, weight in settings.weights if key.startswith(OWN) and weight]
    fields = [key.removeprefix(OWN) for key in keys if key.removeprefix(OWN) in titles]
    kept = tuple((key, n) for key, n in settings.weights if not key.startswith(OWN) or key.removeprefix(OWN) in fields)
    found = replace(settings, weights=kept, own_titles=tuple((field, titles[field]) for field in fields))
    return found, {field: people.own_answers(ws, field) for field in fields}


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
    facts: Facts,
    used: Counter[str],
    said: Mapping[str, Mapping[str, str]],
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
        wants=facts.wants.get(person.uid, ()),
        avoids=facts.avoids.get(person.uid, ()),
        form=person.form,
        subjects=participant.subjects,
        experiences=participant.experiences,
        style=participant.style,
        own=tuple((field, given[person.uid]) for field, given in said.items() if person.uid in given),
        met=facts.met.get(person.uid, ()),
        blocked=facts.blocked.get(person.uid, ()),
        families=facts.families.get(person.uid, ()),
        failed=facts.failed.get(person.uid, ()),
        resting=facts.resting.get(person.uid, ""),
        since=participant.since.isoformat(),
    )


def _taken(active: tuple[store.PairRow, ...], labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in active:
        if pair.period is not None and pair.period in labels:
            found[pair.mentor] = (*found.get(pair.mentor, ()), labels[pair.period])
    return found
