"""What needs attention: the list of a day. Check-ins and pair health come with their own capability."""

from __future__ import annotations

from datetime import datetime

from desktop.services import handing, matching, meetings, notes, programme
from desktop.services.programme.calendar import is_school_day
from desktop.services.support.rules import banners, looking_back, waits_for_signature
from desktop.services.support.types import Today
from desktop.services.vault import Workspace, has_recovery, last_done

__all__ = ["Today", "today"]


def today(ws: Workspace) -> Today:
    """Gather what waits today for the present user."""
    now, day = ws.clock.now(), ws.clock.today()
    calendar = programme.school_calendar(ws)
    back = looking_back(day, calendar)
    last_copy = last_done(ws, "make_copy")
    return Today(
        day,
        is_school_day(day, calendar),
        meetings.due(ws, day),
        meetings.unrecorded(ws, *back) if back else (),
        waits_for_signature(notes.unsigned(ws), now),
        _waiting(ws),
        last_copy.date() if last_copy else None,
        () if ws.read_only else _banners(ws, now, last_copy),
        tuple(item for item in reversed(handing.handed_in(ws)) if not item.read),
    )


def _banners(ws: Workspace, now: datetime, last_copy: datetime | None) -> tuple[str, ...]:
    founded = last_done(ws, "found_workspace")
    return banners(now, founded, last_copy, has_words=has_recovery(ws), proven=ws.record.words_proven)


def _waiting(ws: Workspace) -> int:
    """Count the mentees who are enrolled and have no mentor now."""
    mentees = {part.person for part in programme.participants(ws) if part.role == "mentee"}
    return len(mentees - {pair.mentee for pair in matching.pairs(ws)})
