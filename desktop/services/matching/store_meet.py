"""All SQL of a meet-and-greet: the event, the badges, and whom people named after it."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.services.vault import Step, Workspace, new_uid, uid_of

_TIER = "programme"


def events(ws: Workspace, programme: str) -> list[tuple[str, str, str, str]]:
    """Read (uid, day, label, state) of the meet-and-greets of a programme, newest first."""
    sql = "SELECT uid, day, label, state FROM @.meet_event WHERE programme = ? ORDER BY day DESC, uid DESC"
    return [(a, b, c, d) for a, b, c, d in ws.rows(_TIER, sql, (programme,))]


def insert_event(step: Step, programme: str, day: str, label: str) -> str:
    """Write a meet-and-greet and give its uid."""
    uid = new_uid()
    step.insert("meet_event", uid, programme=programme, day=day, label=label, state="open")
    return uid


def put_event(step: Step, uid: str, **columns: str) -> None:
    """Change a meet-and-greet."""
    step.update("meet_event", uid, **columns)


def badges(ws: Workspace, event: str) -> list[tuple[str, str, str]]:
    """Read (person, role, code) of the badges of an event."""
    sql = "SELECT person, role, code FROM @.badge WHERE event = ? ORDER BY role, length(code), code, uid"
    return [(a, b, c) for a, b, c in ws.rows(_TIER, sql, (event,))]


def insert_badge(step: Step, event: str, person: str, role: str, code: str) -> None:
    """Give somebody a badge."""
    step.insert("badge", uid_of("badge", event, person, role), person=person, event=event, role=role, code=code)


def ticks_at(ws: Workspace, event: str) -> list[tuple[str, str, int]]:
    """Read (person, other, place) of whom people named at an event, the first first."""
    sql = "SELECT person, other, place FROM @.tick WHERE event = ? ORDER BY person, place, other"
    return [(a, b, int(c)) for a, b, c in ws.rows(_TIER, sql, (event,))]


def ticks(ws: Workspace, programme: str) -> list[tuple[str, str, int]]:
    """Read whom people named at the latest meet-and-greet of a programme, as `ticks_at`."""
    latest = events(ws, programme)
    return ticks_at(ws, latest[0][0]) if latest else []


def put_ticks(step: Step, event: str, person: str, before: Iterable[str], named: Iterable[str]) -> None:
    """Make those `named` by a person at an event the given ones, in their order; `before` are those named so far."""
    wanted = dict.fromkeys(named)
    for other in before:
        if other not in wanted:
            step.delete("tick", uid_of("tick", event, person, other))
    for place, other in enumerate(wanted, start=1):
        uid = uid_of("tick", event, person, other)
        if other in before:
            step.update("tick", uid, place=place)
        else:
            step.insert("tick", uid, person=person, event=event, other=other, place=place)
