"""People as the window shows them: rows for the table, one person for the side panel, and the imports.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.models.rows import Column, Row, Snapshot, snapshot
from desktop.services import files, matching, notes, people, programme
from desktop.services.language import fold, say, show_date
from desktop.services.matching.types import Pair
from desktop.services.notes.types import NoteHead
from desktop.services.people import Period, Person, PersonDraft
from desktop.services.people.types import ImportPlan, Roster
from desktop.services.programme.types import Participant, ParticipantFile, ParticipantPlan
from desktop.services.vault import Changes, HistoryEntry, Workspace
from desktop.services.vault.verbs import words_of

UID, NAME, NUMBER, YEAR, FORM, ROLES, FREE, STATUS, RANK, ROLE_KEYS, LABEL, SORT = range(12)


def role_words(role: str) -> str:
    """Say what a role is called."""
    return {"mentor": say("mentor"), "mentee": say("mentee")}.get(role, role)


def status_words(status: str) -> str:
    """Say what a person's state is called; nothing for somebody who is here."""
    return {"left": say("left"), "archived": say("archived")}.get(status, "")


def columns() -> tuple[Column, ...]:
    """Make the table's columns in the words of the profile."""
    return (
        Column(
            "name", say("Name"), lambda row: row[LABEL], sort=lambda row: row[SORT], width=22, tone=lambda row: "strong"
        ),
        Column("number", say("Number"), lambda row: row[NUMBER], width=8),
        Column("year", say("{Year}"), lambda row: row[YEAR], sort=lambda row: row[RANK], width=5),
        Column("form", say("{Form}"), lambda row: row[FORM], width=10),
        Column("roles", say("Takes part as"), lambda row: row[ROLES], width=12),
        Column("free", say("Free"), lambda row: row[FREE], sort=lambda row: int(row[FREE] or 0), width=4),
        Column("status", say("State"), lambda row: row[STATUS], width=9, tone=lambda row: "muted"),
    )


def _row(person: Person, label: str) -> Row:
    rank = people.year_rank(person.year)
    return (
        person.uid,
        people.display_name(person),
        person.number,
        person.year,
        person.form,
        ", ".join(role_words(role) for role in person.roles),
        str(len(person.periods)) if person.periods else "",
        status_words(person.status),
        (rank is None, rank or 0, fold(person.year)),
        person.roles,
        label,
        fold(people.sort_name(person)),
    )


@dataclass(frozen=True)
class Everybody:
    """The table's rows and what its filters offer."""

    rows: Snapshot
    years: tuple[str, ...]
    mentors: int
    mentees: int


def _search_text(row: Row) -> str:
    return f"{row[LABEL]} {row[NUMBER]} {row[FORM]} {row[ROLES]}"


def load_everybody(ws: Workspace) -> Everybody:
    """Read everybody who is not archived."""
    found = tuple(p for p in people.list_people(ws) if p.status != "archived")
    labels = people.labels(found)
    rows = sorted((_row(person, labels[person.uid]) for person in found), key=lambda row: row[SORT])
    years = {row[YEAR]: row[RANK] for row in rows if row[YEAR]}
    return Everybody(
        snapshot(rows, columns(), _search_text),
        tuple(sorted(years, key=lambda y: years[y])),
        sum("mentor" in row[ROLE_KEYS] for row in rows),
        sum("mentee" in row[ROLE_KEYS] for row in rows),
    )


@dataclass(frozen=True)
class Details:
    """One person for the side panel."""

    person: Person
    label: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Participant, ...]
    wants: tuple[str, ...]
    avoids: tuple[str, ...]
    week: tuple[Period, ...]
    free: frozenset[str]
    history: tuple[HistoryEntry, ...]
    pairs: tuple[Pair, ...]
    notes: tuple[NoteHead, ...]


def load_details(ws: Workspace, uid: str) -> Details:
    """Read one person with everything that stands beside the table."""
    person = people.person(ws, uid)
    everybody = {p.uid: p for p in people.list_people(ws)}
    week = people.periods(ws)
    free = frozenset(p.uid for p in week if p.label in person.periods)
    parts = tuple(p for p in programme.participants(ws) if p.person == uid)
    named: dict[str, list[str]] = {"want": [], "avoid": []}
    for wish in programme.wishes(ws):
        if wish.person == uid and wish.other in everybody:
            named[wish.kind].append(people.display_name(everybody[wish.other]))
    facts = (
        (say("Number"), person.number),
        (say("{Year}"), person.year),
        (say("{Form}"), person.form),
        (say("Born"), show_date(person.birth_date)),
        (say("State"), status_words(person.status)),
    )
    return Details(
        person,
        people.display_name(person),
        tuple((word, value) for word, value in facts if value),
        parts,
        tuple(named["want"]),
        tuple(named["avoid"]),
        week,
        free,
        ws.history("programme", "person", uid),
        tuple(pair for pair in matching.pairs(ws, ended=True) if uid in (pair.mentee, pair.mentor)),
        notes.notes_about(ws, uid),
    )


def field_words(column: str) -> str:
    """Say what a column of a person is called."""
    words = {
        "number": say("number"),
        "family": say("family name"),
        "given": say("given name"),
        "preferred": say("preferred name"),
        "birth_date": say("birth date"),
        "year": say("{year}"),
        "form": say("{form}"),
        "kind": say("kind"),
        "status": say("state"),
    }
    return words.get(column, column)


def history_lines(entries: tuple[HistoryEntry, ...]) -> tuple[tuple[str, str], ...]:
    """Say each change of a person as (what, when and who)."""
    lines = []
    for entry in entries:
        if entry.op == "U":
            parts = [
                say(
                    "{field}: {old} → {new}",
                    field=field_words(c),
                    old=_plain(old),
                    new=_plain(new),
                )
                for c, (old, new) in entry.values.items()
            ]
            what = "; ".join(parts)
        else:
            what = words_of(entry.verb, "1")
        lines.append((what[:1].upper() + what[1:], say("{day}, {who}", day=show_date(entry.at), who=entry.by)))
    return tuple(lines)


def _plain(value: object) -> str:
    return str(value) if value not in (None, "") else "–"


def find_people(ws: Workspace, text: str, limit: int = 8) -> tuple[tuple[str, str, str], ...]:
    """Find people for the search of everything: (uid, name, detail)."""
    words = fold(text).split()
    found = []
    everybody = tuple(p for p in people.list_people(ws) if p.status != "archived")
    for person in everybody:
        hay = fold(f"{person.given} {person.family} {person.preferred} {person.number} {person.form}")
        if all(word in hay for word in words):
            detail = ", ".join(
                filter(None, (person.number, person.year and say("{Year} {n}", n=person.year), person.form))
            )
            found.append((person.uid, people.display_name(person), detail))
            if len(found) == limit:
                break
    return tuple(found)


# verbs the page calls; each is the service's own, in the shape of the page's gestures

add_person = people.add_person
edit_person = people.edit_person
archive_people = people.archive_people
set_availability = people.set_availability
enrol = programme.enrol
withdraw = programme.withdraw
set_answers = programme.set_answers


def withdraw_people(ws: Workspace, uids: tuple[str, ...], role: str) -> Changes:
    """Take people out of a role."""
    wanted = set(uids)
    parts = tuple(p.uid for p in programme.participants(ws) if p.person in wanted and p.role == role)
    return programme.withdraw(ws, parts)


def add_periods(ws: Workspace, labels: tuple[str, ...]) -> Changes:
    """Add cells to the school's week."""
    done = Changes("programme", "add_period")
    for label in labels:
        done = people.add_period(ws, label)
    return done


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


def draft_errors(draft: PersonDraft) -> dict[str, str]:
    """Say what is wrong with a draft, by field."""
    return people.check_draft(draft)


# imports


def read_roster(path: str) -> Roster:
    """Read a roster file or folder; needs no workspace."""
    return people.read_roster(Path(path))


def plan_roster(ws: Workspace, roster: Roster, date_order: str | None) -> ImportPlan:
    """Compare a roster with the workspace."""
    return people.plan_import(ws, roster, date_order)


import_roster = people.import_roster


def read_participants(path: str) -> ParticipantFile:
    """Read a participants file; needs no workspace."""
    return programme.read_participants(Path(path))


def plan_participants(ws: Workspace, file: ParticipantFile) -> ParticipantPlan:
    """Compare a participants file with the workspace."""
    return programme.plan_participants(ws, file)


import_participants = programme.import_participants
participants_template = programme.participants_template

PLAN_KIND, PLAN_ROW, PLAN_NAME, PLAN_WHAT = 1, 2, 3, 4


def plan_columns() -> tuple[Column, ...]:
    """Make the columns of a dry run."""
    return (
        Column(
            "kind",
            say("What"),
            lambda row: plan_words(row[PLAN_KIND]),
            width=12,
            tone=lambda row: "warning" if row[PLAN_KIND] in ("look", "skipped") else "",
        ),
        Column(
            "row",
            say("Row"),
            lambda row: str(row[PLAN_ROW] or ""),
            sort=lambda row: row[PLAN_ROW],
            width=6,
            numeric=True,
        ),
        Column("name", say("Who"), lambda row: row[PLAN_NAME], width=26),
        Column("detail", say("Details"), lambda row: row[PLAN_WHAT], width=48),
    )


def plan_words(kind: str) -> str:
    """Say what would happen to a row."""
    words = {
        "new": say("new"),
        "changed": say("changed"),
        "unchanged": say("unchanged"),
        "missing": say("missing"),
        "skipped": say("left out"),
        "look": say("to look at"),
    }
    return words.get(kind, kind)


def plan_rows(plan: ImportPlan) -> tuple[Row, ...]:
    """Lay a dry run out as rows of a table."""
    rows: list[Row] = []
    names = {new.row: people.sort_name(new.draft) for new in plan.new}
    names |= {changed.row: people.sort_name(changed.person) for changed in plan.changed}
    for problem in plan.problems:
        kind = "skipped" if problem in plan.skipped else "look"
        rows.append((f"p{len(rows)}", kind, problem.row, names.get(problem.row, ""), problem.message))
    for changed in plan.changed:
        what = "; ".join(
            say("{field}: {old} → {new}", field=field_words(f), old=_plain(old), new=_plain(new))
            for f, old, new in changed.fields
        )
        rows.append((f"c{changed.person.uid}", "changed", changed.row, people.sort_name(changed.person), what))
    for person in plan.missing:
        rows.append((f"m{person.uid}", "missing", 0, people.sort_name(person), say("Not in the file; stays as it is.")))
    for new in plan.new:
        rows.append((f"n{new.row}", "new", new.row, people.sort_name(new.draft), _about(new.draft)))
    for person in plan.unchanged:
        rows.append((f"u{person.uid}", "unchanged", 0, people.sort_name(person), ""))
    return tuple(rows)


def _about(draft: PersonDraft) -> str:
    return ", ".join(filter(None, (draft.number, draft.year and say("{Year} {n}", n=draft.year), draft.form)))


def save_template(path: str) -> None:
    """Write an empty participants file to fill in."""
    files.write_whole(Path(path), participants_template())


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
