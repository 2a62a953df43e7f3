"""People as the window shows them: rows for the table, one person for the side panel, and what is done to them.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.models.people_imports import field_words, plain
from desktop.models.rows import Column, Row, Snapshot, snapshot
from desktop.services import matching, notes, people, programme
from desktop.services.language import fold, say, say_many, show_date
from desktop.services.matching.types import Pair
from desktop.services.notes.types import NoteHead
from desktop.services.people import Period, Person, PersonDraft
from desktop.services.programme.types import Participant
from desktop.services.vault import Changes, HistoryEntry, Workspace
from desktop.services.vault.verbs import words_of

UID, NAME, NUMBER, YEAR, FORM, ROLES, FREE, STATUS, RANK, ROLE_KEYS, LABEL, SORT, STATE, KIND = range(14)


def role_words(role: str) -> str:
    """Say what a role is called."""
    return {"mentor": say("mentor"), "mentee": say("mentee")}.get(role, role)


def status_words(status: str) -> str:
    """Say what a person's state is called; nothing for somebody who is here."""
    return {"left": say("left"), "archived": say("archived")}.get(status, "")


def kind_words(kind: str) -> str:
    """Say what kind of person somebody is."""
    words = {"student": say("student"), "staff": say("staff"), "guardian": say("guardian"), "helper": say("helper")}
    return words.get(kind, kind)


def columns() -> tuple[Column, ...]:
    """Make the table's columns in the words of the profile."""
    return (
        Column(
            "name",
            say("Name"),
            lambda row: row[LABEL],
            sort=lambda row: row[SORT],
            width=19,
            tone=lambda row: "strong",
            tip=lambda row: row[LABEL],
        ),
        Column("number", say("Number"), lambda row: row[NUMBER], width=7, tip=lambda row: row[NUMBER]),
        Column("year", say("{Year}"), lambda row: row[YEAR], sort=lambda row: row[RANK], width=5),
        Column("form", say("{Form}"), lambda row: row[FORM], width=10, tip=lambda row: row[FORM]),
        Column("roles", say("Takes part as"), lambda row: row[ROLES], width=14),
        Column(
            "free",
            say("Free"),
            lambda row: row[FREE],
            sort=lambda row: int(row[FREE] or 0),
            width=4,
            tip=lambda row: say_many("free in 1 period", "free in {n} periods", int(row[FREE])) if row[FREE] else "",
        ),
        Column("status", say("State"), lambda row: row[STATUS], width=7, tone=lambda row: "muted"),
    )


def _row(person: Person, label: str) -> Row:
    rank = people.year_rank(person.year)
    state = status_words(person.status) or ("" if person.kind == "student" else kind_words(person.kind))
    return (
        person.uid,
        people.display_name(person),
        person.number,
        person.year,
        person.form,
        ", ".join(role_words(role) for role in person.roles),
        str(len(person.periods)) if person.periods else "",
        state,
        (rank is None, rank or 0, fold(person.year)),
        person.roles,
        label,
        fold(people.sort_name(person)),
        person.status,
        person.kind,
    )


@dataclass(frozen=True)
class Everybody:
    """The table's rows, archived people too, and what its filters offer; the counts are of those who are not."""

    rows: Snapshot
    years: tuple[str, ...]
    people: int
    mentors: int
    mentees: int


def load_everybody(ws: Workspace) -> Everybody:
    """Read everybody. Search looks in every name a person has, in either order."""
    found = people.list_people(ws)
    labels = people.labels(found)
    hay = {p.uid: f"{labels[p.uid]} {p.given} {p.family} {p.preferred} {p.number} {p.form} {p.year}" for p in found}
    rows = sorted((_row(person, labels[person.uid]) for person in found), key=lambda row: row[SORT])
    here = [row for row in rows if row[STATE] != "archived"]
    years = {row[YEAR]: row[RANK] for row in here if row[YEAR]}
    return Everybody(
        snapshot(rows, columns(), lambda row: hay[row[UID]]),
        tuple(sorted(years, key=lambda y: years[y])),
        len(here),
        sum("mentor" in row[ROLE_KEYS] for row in here),
        sum("mentee" in row[ROLE_KEYS] for row in here),
    )


def is_shown(row: Row, year: str, who: str) -> bool:
    """Say whether a row passes the filters: a year or '', and a role, "none", "left", "archived" or ''."""
    if year and row[YEAR] != year:
        return False
    if who == "archived" or row[STATE] == "archived":
        return bool(who == row[STATE])
    if who == "left":
        return bool(row[STATE] == "left")
    if who == "none":
        return not row[ROLE_KEYS] and row[STATE] == "present" and row[KIND] == "student"
    return not who or who in row[ROLE_KEYS]


@dataclass(frozen=True)
class Details:
    """One person for the side panel. wants and avoids are (uid, name)."""

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

    @property
    def can_take_part(self) -> bool:
        """Whether it makes sense to enrol this person."""
        return self.person.kind == "student" and self.person.status == "present"


def load_details(ws: Workspace, uid: str) -> Details:
    """Read one person with everything that stands beside the table."""
    person = people.person(ws, uid)
    everybody = people.list_people(ws)
    labels = people.labels(everybody)
    week = people.periods(ws)
    free = frozenset(p.uid for p in week if p.label in person.periods)
    parts = tuple(p for p in programme.participants(ws) if p.person == uid)
    wishes = programme.wishes(ws)
    named: dict[str, list[tuple[str, str]]] = {"want": [], "avoid": []}
    for wish in wishes:
        if wish.person == uid and wish.other in labels:
            named[wish.kind].append((wish.other, labels[wish.other]))
    facts = (
        (say("Number"), person.number),
        (say("{Year}"), person.year),
        (say("{Form}"), person.form),
        (say("Born"), show_date(person.birth_date)),
        (say("Kind"), "" if person.kind == "student" else kind_words(person.kind)),
        (say("State"), status_words(person.status)),
    )
    return Details(
        person,
        labels[uid],
        tuple((word, value) for word, value in facts if value),
        parts,
        tuple(named["want"]),
        tuple(named["avoid"]),
        tuple(labels[w.person] for w in wishes if w.other == uid and w.kind == "avoid" and w.person in labels),
        week,
        free,
        _history(ws, uid, parts),
        tuple(pair for pair in matching.pairs(ws, ended=True) if uid in (pair.mentee, pair.mentor)),
        notes.notes_about(ws, uid),
    )


def _history(ws: Workspace, uid: str, parts: tuple[Participant, ...]) -> tuple[HistoryEntry, ...]:
    entries = list(ws.history("programme", "person", uid))
    for part in parts:
        entries += ws.history("programme", "participant", part.uid)
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def history_lines(entries: tuple[HistoryEntry, ...]) -> tuple[tuple[str, str], ...]:
    """Say each change of a person as (what, when and who)."""
    lines = []
    for entry in entries:
        shown = {c: values for c, values in entry.values.items() if field_words(c) != c}
        if entry.op == "U" and shown:
            what = "; ".join(
                say("{field}: {old} → {new}", field=field_words(c), old=_said(old), new=_said(new))
                for c, (old, new) in shown.items()
            )
        else:
            what = words_of(entry.verb, "1")
        lines.append((what[:1].upper() + what[1:], say("{day}, {who}", day=show_date(entry.at), who=entry.by)))
    return tuple(lines)


def _said(value: object) -> str:
    words = {
        "present": say("here"),
        "left": say("left"),
        "archived": say("archived"),
        "enrolled": say("enrolled"),
        "withdrawn": say("withdrawn"),
    }
    return words.get(str(value), plain(value))


def find_people(ws: Workspace, text: str, limit: int = 8) -> tuple[tuple[str, str, str], ...]:
    """Find people for the search of everything: (uid, name, detail)."""
    words = fold(text).split()
    found = []
    everybody = tuple(p for p in people.list_people(ws) if p.status != "archived")
    labels = people.labels(everybody)
    for person in everybody:
        hay = fold(f"{person.given} {person.family} {person.preferred} {person.number} {person.form}")
        if all(word in hay for word in words):
            detail = ", ".join(
                filter(None, (person.number, person.year and say("{Year} {n}", n=person.year), person.form))
            )
            found.append((person.uid, labels[person.uid], detail))
            if len(found) == limit:
                break
    return tuple(found)


# verbs the page calls; each is the service's own, in the shape of the page's gestures

add_person = people.add_person
edit_person = people.edit_person
set_availability = people.set_availability


def enrol(ws: Workspace, uids: tuple[str, ...], role: str) -> Changes:
    """Enrol those of `uids` who are students and here."""
    able = {p.uid for p in people.list_people(ws) if p.kind == "student" and p.status == "present"}
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
    )


def draft_errors(draft: PersonDraft, today: date) -> dict[str, str]:
    """Say what is wrong with a draft, by field."""
    return people.check_draft(draft, today)


def save_answers(ws: Workspace, participant: str, answers: dict[str, tuple[str, ...]], places: int) -> Changes:
    """Save a participant's answers of the form."""
    return programme.set_answers(
        ws,
        participant,
        interests=answers["interests"],
        goals=answers["goals"],
        languages=answers["languages"],
        places=places,
    )


def save_wishes(ws: Workspace, person: str, wants: tuple[str, ...], avoids: tuple[str, ...]) -> Changes:
    """Save whom a person would like to be with, and whom not."""
    return programme.set_wishes(ws, person, wants=wants, avoids=avoids)


def others(ws: Workspace, person: str) -> tuple[tuple[str, str, str], ...]:
    """List (label, uid, further words) of everybody else who is here."""
    found = tuple(p for p in people.list_people(ws) if p.status == "present" and p.kind == "student")
    labels = people.labels(found)
    named = (
        (f"{labels[p.uid]} · {p.number}", p.uid, f"{p.given} {p.family} {p.form}") for p in found if p.uid != person
    )
    return tuple(sorted(named, key=lambda one: fold(one[0])))
