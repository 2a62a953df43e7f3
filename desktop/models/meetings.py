"""Meetings as the window shows them: a day to fill in, and what is known of one pair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.services import matching, meetings, programme
from desktop.services.language import say, show_date
from desktop.services.meetings.rules import status_word, topic_word
from desktop.services.meetings.types import DueRow, MeetingDraft
from desktop.services.programme.calendar import is_school_day
from desktop.services.vault import Changes, Workspace

_LOOK_AHEAD = 60


@dataclass(frozen=True)
class Day:
    """One day of the grid. `loose` are pairs without a weekly period; `near` the nearest days with meetings, or ''."""

    day: date
    rows: tuple[DueRow, ...]
    loose: tuple[DueRow, ...]
    pairs: int
    school_day: bool
    before: str
    after: str


def load_day(ws: Workspace, day: date) -> Day:
    """Read what is due on a day and what is recorded of it."""
    pairs = matching.pairs(ws)
    rows = meetings.due(ws, day)
    calendar = programme.school_calendar(ws)
    before = _nearest(ws, day, -1) if not rows and pairs else ""
    after = _nearest(ws, day, 1) if not rows and pairs else ""
    return Day(day, rows, meetings.without_period(ws, day), len(pairs), is_school_day(day, calendar), before, after)


def _nearest(ws: Workspace, day: date, step: int) -> str:
    """Give the nearest day with meetings in one direction."""
    for n in range(1, _LOOK_AHEAD):
        other = day + timedelta(days=n * step)
        if meetings.due(ws, other):
            return other.isoformat()
    return ""


def step_day(ws: Workspace, day: date, step: int) -> date:
    """Give the next or last school day; plainly the next day where the calendar knows none near."""
    calendar = programme.school_calendar(ws)
    for n in range(1, 120):
        other = day + timedelta(days=n * step)
        if is_school_day(other, calendar):
            return other
    return day + timedelta(days=step)


def row_of_pair(ws: Workspace, day: date, pair: str) -> DueRow | None:
    """Give a row for a pair that did not have to meet on the day."""
    found = next((p for p in matching.pairs(ws) if p.uid == pair), None)
    if found is None:
        return None
    return DueRow(
        day.isoformat(), pair, found.mentor, found.mentee, found.mentor_name, found.mentee_name, None, "", planned=False
    )


def active_pairs(ws: Workspace) -> tuple[tuple[str, str], ...]:
    """List (words, uid) of the active pairs."""
    return tuple((say("{a} and {b}", a=p.mentor_name, b=p.mentee_name), p.uid) for p in matching.pairs(ws))


def save_day(ws: Workspace, day: date, rows: tuple[MeetingDraft, ...]) -> Changes:
    """Record the rows of a day in one step."""
    return meetings.record(ws, day, rows)


@dataclass(frozen=True)
class PairStory:
    """What is known of one pair, for the side panel."""

    title: str
    mentee: str
    facts: tuple[tuple[str, str], ...]
    last: tuple[tuple[str, str], ...]


def load_story(ws: Workspace, pair: str) -> PairStory | None:
    """Read the last meetings of a pair."""
    found = next((p for p in matching.pairs(ws, ended=True) if p.uid == pair), None)
    if found is None:
        return None
    met = meetings.meetings_of(ws, pair=pair)
    held = [m for m in met if m.status == "held"]
    minutes = sum(m.minutes or 0 for m in held)
    facts = (
        (say("Since"), show_date(found.since)),
        (say("Meets"), found.slot or say("no period yet")),
        (say("Held"), say("{n} meetings, {minutes} minutes", n=len(held), minutes=minutes)),
    )
    last = []
    for meeting in met[:6]:
        topics = ", ".join(topic_word(code) for code in meeting.topics)
        words = "; ".join(filter(None, (status_word(meeting.status), topics, meeting.next_step)))
        last.append((show_date(meeting.held_on), words))
    return PairStory(say("{a} and {b}", a=found.mentor_name, b=found.mentee_name), found.mentee, facts, tuple(last))
