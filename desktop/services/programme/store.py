"""All SQL of the programme area: settings, terms, closed days, the programme, participants and wishes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from desktop.services.programme.types import ClosedDay, Participant, Programme, Term, Wish
from desktop.services.vault import Step, Workspace, uid_of

_TIER = "programme"


def settings(ws: Workspace) -> dict[str, str]:
    """Read all settings by name; after a merge the row made by name is the one that counts."""
    return dict(ws.rows(_TIER, "SELECT name, value FROM @.setting ORDER BY uid"))


def put_settings(step: Step, present: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Write the settings that are `wanted`, given those that are `present`."""
    for name, value in wanted.items():
        if name in present:
            step.update("setting", uid_of("setting", name), value=value)
        else:
            step.insert("setting", uid_of("setting", name), name=name, value=value)


def terms(ws: Workspace) -> tuple[Term, ...]:
    """Read the terms in order of time."""
    rows = ws.rows(_TIER, "SELECT label, starts, ends, uid FROM @.term ORDER BY starts, ends, label")
    return tuple(Term(label, date.fromisoformat(a), date.fromisoformat(b), uid) for label, a, b, uid in rows)


def put_terms(step: Step, present: Iterable[Term], wanted: Iterable[Term]) -> None:
    """Make the stored terms those that are `wanted`; a term keeps its row by its uid."""
    known = {term.uid for term in present}
    kept: set[str] = set()
    for term in wanted:
        columns = {"label": term.label.strip(), "starts": term.starts.isoformat(), "ends": term.ends.isoformat()}
        if term.uid in known:
            step.update("term", term.uid, **columns)
            kept.add(term.uid)
        else:
            step.insert("term", **columns)
    for uid in sorted(known - kept):
        step.delete("term", uid)


def closed_days(ws: Workspace) -> tuple[ClosedDay, ...]:
    """Read the closed days in order."""
    rows = ws.rows(_TIER, "SELECT day, reason, uid FROM @.closed_day ORDER BY day")
    return tuple(ClosedDay(date.fromisoformat(day), reason, uid) for day, reason, uid in rows)


def put_closed_days(step: Step, present: Iterable[ClosedDay], wanted: Iterable[ClosedDay]) -> None:
    """Make the stored closed days those that are `wanted`; a day is its own row."""
    known = {day.uid for day in present}
    kept: set[str] = set()
    for closed in wanted:
        uid = uid_of("closed_day", closed.day.isoformat())
        if uid in known | kept:
            step.update("closed_day", uid, reason=closed.reason)
        else:
            step.insert("closed_day", uid, day=closed.day.isoformat(), reason=closed.reason)
        kept.add(uid)
    for uid in sorted(known - kept):
        step.delete("closed_day", uid)


def programmes(ws: Workspace) -> tuple[Programme, ...]:
    """Read the programmes, oldest first."""
    rows = ws.rows(_TIER, "SELECT uid, name, model, state FROM @.programme ORDER BY uid")
    return tuple(Programme(*row) for row in rows)


def participants(ws: Workspace, programme: str) -> tuple[Participant, ...]:
    """Read every enrolment of a programme, withdrawn ones too."""
    rows = ws.rows(
        _TIER,
        "SELECT uid, person, role, places, interests, goals, languages, status, since, subjects, experiences, style"
        " FROM @.participant"
        " WHERE programme = ? ORDER BY role DESC, since, uid",
        (programme,),
    )
    return tuple(
        Participant(
            uid,
            person,
            role,
            places,
            _words(interests),
            _words(goals),
            _words(languages),
            status,
            date.fromisoformat(since),
            _words(subjects or "[]"),
            _words(experiences or "[]"),
            tuple(json.loads(style or "[]")),
        )
        for uid, person, role, places, interests, goals, languages, status, since, subjects, experiences, style in rows
    )


def wish_states(ws: Workspace) -> dict[Wish, str]:
    """Read all wishes with their state, lifted ones too."""
    rows = ws.rows(_TIER, "SELECT person, other, kind, state FROM @.wish")
    return {Wish(person, other, kind): state for person, other, kind, state in rows}


def let_stand(step: Step, wish: Wish) -> None:
    """Let a wish stand, whether or not it was there or lifted."""
    step.run(
        "INSERT INTO @.wish (uid, person, other, kind, state) VALUES (?, ?, ?, ?, 'standing')"
        " ON CONFLICT (uid) DO UPDATE SET state = 'standing'",
        (uid_of("wish", wish.person, wish.other, wish.kind), wish.person, wish.other, wish.kind),
    )


def lift(step: Step, kind: str, persons: Sequence[str], others: Sequence[str]) -> None:
    """Lift the wishes between some records. They stay as rows: in a merge the stricter of two edits must win."""
    step.run(
        "UPDATE @.wish SET state = 'lifted' WHERE kind = ? AND person IN (SELECT value FROM json_each(?))"
        " AND other IN (SELECT value FROM json_each(?))",
        (kind, json.dumps(list(persons)), json.dumps(list(others))),
    )


def put_participant(step: Step, new: bool, participant: Participant, programme: str) -> None:
    """Write an enrolment with its answers, as a `new` row or over the one that is there."""
    columns: dict[str, str | int | None] = {
        "places": participant.places,
        "interests": _cell(participant.interests),
        "goals": _cell(participant.goals),
        "languages": _cell(participant.languages),
        "status": participant.status,
        "since": participant.since.isoformat(),
        "subjects": _cell(participant.subjects) if participant.subjects else None,
        "experiences": _cell(participant.experiences) if participant.experiences else None,
        "style": json.dumps(participant.style) if any(participant.style) else None,
    }
    if new:
        step.insert(
            "participant",
            participant.uid,
            person=participant.person,
            programme=programme,
            role=participant.role,
            **columns,
        )
    else:
        step.update("participant", participant.uid, **columns)


def _cell(words: Iterable[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


def _words(cell: str) -> tuple[str, ...]:
    return tuple(str(word) for word in json.loads(cell))
