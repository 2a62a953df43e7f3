"""One person for the side panel, and what is done to people; the long list is in people_rows.py.

Every function that takes a workspace runs on the worker. Nothing here reads everybody: a school may have 100,000.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop.models.arranging import Row
from desktop.models.findable import Findable, findable
from desktop.models.people_family import Family, load_family
from desktop.models.people_history import joined_of, load_history
from desktop.models.people_rows import LABEL, UID, Progress, find_first, find_in
from desktop.services import handing, matching, notes, people, programme
from desktop.services.handing.types import HandedIn
from desktop.services.language import fold, say, show_date
from desktop.services.matching.types import Pair
from desktop.services.notes.types import NoteHead
from desktop.services.people import Period, Person, PersonDraft
from desktop.services.people.types import Alike
from desktop.services.programme.types import Participant
from desktop.services.styles import STYLES
from desktop.services.vault import Changes, HistoryEntry, Workspace


@dataclass(frozen=True)
class Details:
    """One person for the side panel. wants and avoids are (uid, name). joined: (uid, words) of joined records."""

    person: Person
    label: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Participant, ...]
    wants: tuple[tuple[str, str], ...]
    avoids: tuple[tuple[str, str], ...]
    avoided_by: tuple[str, ...]
    week: tuple[Period, ...]
    free: frozenset[str]
    history: tuple[HistoryEntry, ...]
    pairs: tuple[Pair, ...]
    notes: tuple[NoteHead, ...]
    family: Family = field(default_factory=Family)
    joined: tuple[tuple[str, str], ...] = ()
    handed: tuple[HandedIn, ...] = ()

    @property
    def can_take_part(self) -> bool:
        """Whether it makes sense to enrol this person."""
        return self.person.kind == "student" and self.person.status == "present"


def load_person(ws: Workspace, uid: str) -> Person:
    """Read one person for the form."""
    return people.person(ws, uid)


def load_details(ws: Workspace, uid: str, rows: Sequence[Row] = ()) -> Details:
    """Read one person with everything that stands beside the table; `rows` are those of the list, which has names."""
    person = people.person(ws, uid)
    uid = person.uid
    week = people.periods(ws)
    parts = tuple(p for p in programme.participants(ws) if p.person == uid)
    wishes = [one for one in programme.wishes(ws) if uid in (one.person, one.other)]
    family = load_family(ws, person)
    near = {uid, *(one.other for one in wishes), *(one.person for one in wishes), *family.uids}
    labels = {row[UID]: row[LABEL] for row in rows if row[UID] in near}
    labels |= people.labels_of(ws, missing) if (missing := near - labels.keys()) else {}
    named: dict[str, list[tuple[str, str]]] = {"want": [], "avoid": []}
    for wish in wishes:
        if wish.person == uid and wish.other in labels:
            named[wish.kind].append((wish.other, labels[wish.other]))
    met = people.partners_of(ws, uid)
    pairs = matching.pairs(ws, ended=True) if met else ()
    return Details(
        person,
        labels[uid],
        _facts(person),
        parts,
        tuple(named["want"]),
        tuple(named["avoid"]),
        tuple(labels[w.person] for w in wishes if w.other == uid and w.kind == "avoid" and w.person in labels),
        week,
        frozenset(p.uid for p in week if p.label in person.periods),
        load_history(ws, uid, parts),
        tuple(pair for pair in pairs if uid in (pair.mentee, pair.mentor)),
        notes.notes_about(ws, uid),
        family.named(labels),
        joined_of(ws, person),
        handing.handed_in_about(ws, uid),
    )


def _facts(person: Person) -> tuple[tuple[str, str], ...]:
    facts = (
        (say("Number"), person.number),
        (say("{Year}"), person.year),
        (say("{Form}"), person.form),
        (say("Job"), person.job),
        (say("Phone"), person.phone),
        (say("Email"), person.email),
        (say("Born"), show_date(person.birth_date)),
        (say("Legal name"), f"{person.given} {person.family}".strip() if person.preferred else ""),
        (say("Languages"), ", ".join(person.languages)),
        (say("Access needs"), person.access_needs),
    )
    return tuple((word, value) for word, value in facts if value)


def find_people(ws: Workspace, text: str, limit: int = 8) -> tuple[tuple[str, str, str], ...]:
    """Find people for the search of everything: (uid, name, detail)."""
    found = find_first(ws, fold(text).split(), limit)
    labels = people.labels_of(ws, [one.uid for one in found])
    return tuple(
        (
            one.uid,
            labels.get(one.uid, ""),
            ", ".join(filter(None, (one.number, one.year and say("{Year} {n}", n=one.year), one.form or one.job))),
        )
        for one in found
    )


# verbs the page calls; each is the service's own, in the shape of the page's gestures

add_person = people.add_person
edit_person = people.edit_person
set_availability = people.set_availability


def enrol(ws: Workspace, uids: tuple[str, ...], role: str) -> Changes:
    """Enrol those of `uids` who are students and here."""
    found = people.some_people(ws, uids)
    able = {uid for uid, p in found.items() if p.kind == "student" and p.status == "present"}
    return programme.enrol(ws, [uid for uid in uids if uid in able], role)


def add_periods(ws: Workspace, labels: tuple[str, ...]) -> tuple[Changes, ...]:
    """Add cells to the school's week."""
    return tuple(people.add_period(ws, label) for label in labels)


def draft_of(person: Person) -> PersonDraft:
    """Give a person's details as a draft to edit."""
    return PersonDraft(
        person.number,
        person.family,
        person.given,
        person.preferred,
        person.birth_date,
        person.year,
        person.form,
        person.kind,
        person.email,
        person.phone,
        person.job,
        person.languages,
        person.access_needs,
    )


def draft_errors(draft: PersonDraft, today: date) -> dict[str, str]:
    """Say what is wrong with a draft, by field."""
    return people.check_draft(draft, today)


def look_alikes(ws: Workspace, draft: PersonDraft, uid: str = "") -> tuple[Alike, ...]:
    """Say who of those stored a person being typed may already be."""
    return people.look_alikes_of(ws, draft, uid)


def many_fields() -> tuple[tuple[str, str], ...]:
    """List (field, words) of what can be changed for many at once."""
    return (
        ("form", say("{Form}")),
        ("year", say("{Year}")),
        ("kind", say("Kind")),
        ("languages", say("Languages")),
        ("job", say("Job")),
        ("access_needs", say("Access needs")),
    )


def change_many(ws: Workspace, uids: tuple[str, ...], field: str, value: str) -> Changes:
    """Give many people one value of a field in one step; languages are separated by semicolons."""
    if field == "languages":
        return people.edit_people(ws, uids, field, words_in(value))
    return people.edit_people(ws, uids, field, value)


def words_in(text: str) -> tuple[str, ...]:
    """Give what stands between semicolons."""
    return tuple(filter(None, (word.strip() for word in text.split(";"))))


def save_answers(
    ws: Workspace, participant: str, answers: Mapping[str, tuple[str, ...]], places: int, style: tuple[int, ...]
) -> Changes:
    """Save a participant's answers of the form; `style` has a place, 0 for none, for each slider."""
    return programme.set_answers(
        ws,
        participant,
        interests=answers["interests"],
        goals=answers["goals"],
        languages=answers["languages"],
        places=places,
        subjects=answers["subjects"],
        experiences=answers["experiences"],
        style=style if any(style) else (),
    )


def style_words(style: Sequence[int]) -> str:
    """Say where on the sliders somebody is: the ends they are at, or nearer to; "" for no answer."""
    found = []
    for (first, last), place in zip(STYLES, style, strict=False):
        if place in (1, 5):
            found.append(say(first if place == 1 else last))
        elif place in (2, 4):
            found.append(say("rather: {end}", end=say(first if place == 2 else last)))
        elif place == 3:
            found.append(say("{first} and {last} alike", first=say(first), last=say(last)))
    return "; ".join(found)


def save_wishes(ws: Workspace, person: str, wants: tuple[str, ...], avoids: tuple[str, ...]) -> Changes:
    """Save whom a person would like to be with, and whom not."""
    return programme.set_wishes(ws, person, wants=wants, avoids=avoids)


def others(ws: Workspace, person: str, progress: Progress | None = None) -> Findable:
    """Prepare every other student who is here, to be found by name, number and form."""
    found = find_in(ws, lambda one: one.status == "present" and one.kind == "student" and one.uid != person, progress)
    return findable(
        ((f"{name} · {one.number}", one.uid, f"{one.given} {one.family} {one.form}") for name, one in found), progress
    )
