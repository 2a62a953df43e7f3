"""Taking people out: of a role, of the school, of the lists; and what hangs on them then.

Pairs do not end by themselves, so a person is asked before somebody with a partner goes. Runs on the worker.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services import matching, people, programme
from desktop.services.language import say, show_date
from desktop.services.matching.types import END_REASONS
from desktop.services.vault import Changes, Workspace

LEFT, ARCHIVED = "left", "archived"


@dataclass(frozen=True)
class Hanging:
    """What would be left hanging: active pairs (uid, words) and enrolments (uids of participants)."""

    pairs: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]


def hanging(ws: Workspace, uids: tuple[str, ...], roles: tuple[str, ...]) -> Hanging:
    """Find the pairs and enrolments of people in some roles."""
    wanted = set(uids)
    parts = tuple(p.uid for p in programme.participants(ws) if p.person in wanted and p.role in roles)
    pairs = []
    for pair in matching.pairs(ws):
        if ("mentor" in roles and pair.mentor in wanted) or ("mentee" in roles and pair.mentee in wanted):
            pairs.append(
                (
                    pair.uid,
                    say("{a} and {b}, since {day}", a=pair.mentor_name, b=pair.mentee_name, day=show_date(pair.since)),
                )
            )
    return Hanging(tuple(pairs), parts)


def end_reasons() -> tuple[tuple[str, str], ...]:
    """List why a pair ends, as (key, words)."""
    return tuple((key, say(words)) for key, words in END_REASONS.items())


def take_out(
    ws: Workspace, uids: tuple[str, ...], to: str, parts: tuple[str, ...], pairs: tuple[str, ...], reason: str
) -> Changes:
    """End `pairs`, withdraw `parts`, then mark people as `to` (left, archived, or '' for neither), all as one step."""
    verb = {LEFT: "mark_left", ARCHIVED: "archive_people"}.get(to, "withdraw")
    person = uids[0] if len(uids) == 1 else None
    with ws.together("programme", verb, about=str(len(uids)), person=person) as step:
        for pair in pairs:
            matching.end_pair(ws, pair, reason)
        if parts:
            programme.withdraw(ws, parts)
        if to == LEFT:
            people.mark_left(ws, uids)
        elif to == ARCHIVED:
            people.archive_people(ws, uids)
    return step.changes


def bring_back(ws: Workspace, uids: tuple[str, ...]) -> Changes:
    """Say that people who left or were archived are here again."""
    return people.bring_back(ws, uids)
