"""Meetings as the window shows them: a day to fill in, and what is known of one pair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.services import matching, meetings, notes, programme
from desktop.services.language import fold, say, say_many, show_date
from desktop.services.matching.types import Pair
from desktop.services.meetings.rules import status_word, topic_word, were_pair
from desktop.services.meetings.types import DueRow, MeetingDraft
from desktop.services.programme.calendar import is_school_day
from desktop.services.vault import Changes, Workspace

_LOOK_AHEAD = 60
_LAST = 6


@dataclass(frozen=True)
class Day:
    """One day of the grid.

    `extra` are rows of pairs that were asked for and are not among `rows`; `loose` are pairs without a weekly
    period; `near` is the nearest day with meetings, or ''.
    """

    day: date
    rows: tuple[DueRow, ...]
    extra: tuple[DueRow, ...]
    loose: tuple[DueRow, ...]
    pairs: int
    school_day: bool
    near: str


def load_day(ws: Workspace, day: date, extra: tuple[str, ...] = ()) -> Day:
    """Read what is due on a day and what is recorded of it; `extra` are uids of pairs to give a row besides."""
    pairs = matching.pairs(ws, ended=True)
    rows = meetings.due(ws, day)
    there = {row.pair for row in rows}
    wanted = dict.fromkeys(pair for pair in extra if pair not in there)
    loose = meetings.without_period(ws, day)
    near = "" if rows or not pairs else _nearest(ws, day)
    return Day(
        day,
        rows,
        tuple(row for uid in wanted for row in _rows_of(pairs, uid, day)),
        tuple(row for row in loose if row.pair not in wanted),
        len(pairs),
        is_school_day(day, programme.school_calendar(ws)),
        near,
    )


def _rows_of(pairs: tuple[Pair, ...], uid: str, day: date) -> tuple[DueRow, ...]:
    return tuple(_row(pair, day) for pair in pairs if pair.uid == uid and were_pair(pair.since, pair.ended, day))


def _row(pair: Pair, day: date) -> DueRow:
    return DueRow(
        day.isoformat(),
        pair.uid,
        pair.mentor,
        pair.mentee,
        pair.mentor_name,
        pair.mentee_name,
        None,
        "",
        planned=False,
    )


def _nearest(ws: Workspace, day: date) -> str:
    """Give the nearest day with meetings: the one after, else the one before."""
    for step in (1, -1):
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


def pairs_on(ws: Workspace, day: date) -> tuple[tuple[str, DueRow], ...]:
    """List (words, row) of everybody who was a pair on a day, whether due then or not, by name."""
    found = [pair for pair in matching.pairs(ws, ended=True) if were_pair(pair.since, pair.ended, day)]
    named = ((say("{a} and {b}", a=pair.mentor_name, b=pair.mentee_name), _row(pair, day)) for pair in found)
    return tuple(sorted(named, key=lambda one: fold(one[0])))


def save_day(ws: Workspace, day: date, rows: tuple[MeetingDraft, ...]) -> Changes:
    """Record the rows of a day in one step."""
    return meetings.record(ws, day, rows)


@dataclass(frozen=True)
class PairStory:
    """What is known of one pair, for the strip under the grid. `notes` counts those written beside it."""

    pair: str
    title: str
    mentee: str
    facts: tuple[tuple[str, str], ...]
    last: tuple[tuple[str, str], ...]
    notes: int


def load_story(ws: Workspace, pair: str) -> PairStory | None:
    """Read the last meetings of a pair."""
    found = next((p for p in matching.pairs(ws, ended=True) if p.uid == pair), None)
    if found is None:
        return None
    met = meetings.meetings_of(ws, pair=pair)
    held = [m for m in met if m.status == "held"]
    minutes = sum(m.minutes or 0 for m in held)
    count = say_many("1 meeting", "{n} meetings", len(held))
    facts = (
        (say("Since"), show_date(found.since)),
        (say("Meets"), found.slot or say("no period yet")),
        (say("Held"), say("{meetings}, {minutes} minutes", meetings=count, minutes=minutes)),
    )
    last = []
    for meeting in met[:_LAST]:
        topics = ", ".join(topic_word(code) for code in meeting.topics)
        words = "; ".join(filter(None, (status_word(meeting.status), topics, meeting.next_step)))
        last.append((show_date(meeting.held_on), words))
    title = say("{a} and {b}", a=found.mentor_name, b=found.mentee_name)
    return PairStory(pair, title, found.mentee, facts, tuple(last), len(notes.notes_beside(ws, pair)))
