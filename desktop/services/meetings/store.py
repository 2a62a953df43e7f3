"""All SQL of meetings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from desktop.services.meetings.types import HELD, Meeting, MeetingDraft
from desktop.services.vault import Step, Workspace

_TIER: Final = "programme"
_COLUMNS: Final = (
    "uid, pair, person, held_on, period, status, minutes, mentor_came, mentee_came, topics, mood_mentor, mood_mentee, "
    "next_step, author, entered"
)


def between(ws: Workspace, since: str, until: str) -> tuple[Meeting, ...]:
    """Read the meetings of some days, both ends included, oldest first."""
    return _read(ws, "held_on BETWEEN ? AND ? ORDER BY held_on, entered, uid", (since, until))


def of_pairs(ws: Workspace, pairs: Sequence[str]) -> tuple[Meeting, ...]:
    """Read the meetings of some pairs, newest first."""
    where = "pair IN (SELECT value FROM json_each(?)) ORDER BY held_on DESC, entered DESC, uid DESC"
    return _read(ws, where, (json.dumps(list(pairs)),))


def one(ws: Workspace, uid: str) -> Meeting | None:
    """Read one meeting."""
    found = _read(ws, "uid = ?", (uid,))
    return found[0] if found else None


def last_held(ws: Workspace) -> dict[str, str]:
    """Give the last day on which each pair met."""
    return dict(ws.rows(_TIER, "SELECT pair, max(held_on) FROM @.meeting WHERE status = ? GROUP BY pair", (HELD,)))


def put(
    step: Step, draft: MeetingDraft, known: Meeting | None, *, mentee: str, day: str, author: str, now: str
) -> None:
    """Write a completed row; who entered a meeting first, and when, stays."""
    values: dict[str, Any] = {
        "status": draft.status,
        "minutes": draft.minutes,
        "mentor_came": _flag(draft.mentor_came),
        "mentee_came": _flag(draft.mentee_came),
        "topics": json.dumps(list(draft.topics)),
        "mood_mentor": draft.mood_mentor,
        "mood_mentee": draft.mood_mentee,
        "next_step": draft.next_step,
    }
    if known is not None:
        step.update("meeting", known.uid, **values)
        return
    step.insert(
        "meeting",
        draft.uid,
        person=mentee,
        pair=draft.pair,
        held_on=day,
        period=draft.period,
        author=author,
        entered=now,
        **values,
    )


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _read(ws: Workspace, where: str, args: Sequence[str]) -> tuple[Meeting, ...]:
    rows = ws.rows(_TIER, f"SELECT {_COLUMNS} FROM @.meeting WHERE {where}", args)  # noqa: S608 - fixed texts
    return tuple(_meeting(ws, row) for row in rows)


def _meeting(ws: Workspace, row: tuple[Any, ...]) -> Meeting:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    values["mentee"] = values.pop("person")
    values["topics"] = tuple(json.loads(values["topics"]))
    values["author"] = str(ws.labels.get(values["author"]) or values["author"])
    for name in ("mentor_came", "mentee_came"):
        values[name] = None if values[name] is None else bool(values[name])
    return Meeting(**values)
