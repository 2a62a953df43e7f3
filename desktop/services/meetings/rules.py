"""Rules of meetings that need no database: words, codes, what a row must be, who came. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.services.language import say
from desktop.services.meetings.types import HELD, MINUTES, MISSED, STATUSES, MeetingDraft
from desktop.services.people.types import Period
from desktop.services.programme.calendar import school_days
from desktop.services.programme.types import SchoolCalendar

MOST_MINUTES: Final = 600
LONGEST_STEP: Final = 500

# Codes are stored and never used again for something else; their words may change.
TOPICS: Final[dict[str, str]] = {
    "settling_in": "settling in",
    "friends": "friendships",
    "family": "family and home",
    "study": "studying and homework",
    "exams": "tests and exams",
    "subjects": "help with a subject",
    "goals": "goals and plans",
    "future": "after school, work",
    "feelings": "worries and feelings",
    "health": "sleep, food, health",
    "conflict": "quarrels and bullying",
    "clubs": "clubs, sport, music",
    "fun": "playing, doing something together",
    "getting_to_know": "getting to know each other",
    "goodbye": "saying goodbye",
    "other": "something else",
}
STATUS_WORDS: Final[dict[str, str]] = {
    "held": "held",
    "missed_mentor": "{mentor} did not come",
    "missed_mentee": "{mentee} did not come",
    "missed_both": "neither came",
    "school_closed": "no school",
    "rescheduled": "moved to another day",
}
MOOD_WORDS: Final[dict[int, str]] = {1: "very low", 2: "low", 3: "so-so", 4: "good", 5: "very good"}


def topic_word(code: str) -> str:
    """Say a topic; a code of a later version as it is."""
    return say(TOPICS[code]) if code in TOPICS else code


def status_word(status: str) -> str:
    """Say a status."""
    return say(STATUS_WORDS[status])


def mood_word(mood: int) -> str:
    """Say a mood of 1 to 5."""
    return say(MOOD_WORDS[mood])


def who_came(status: str) -> tuple[bool | None, bool | None]:
    """Give whether mentor and mentee came by a status; None where nobody was to come."""
    if status == HELD:
        return True, True
    if status in MISSED:
        return status == "missed_mentee", status == "missed_mentor"
    return None, None


def check_row(draft: MeetingDraft, day: date, today: date) -> dict[str, str]:
    """Give a sentence for each field that cannot be recorded as it is; empty when all can."""
    wrong: dict[str, str] = {}
    if draft.status not in STATUSES:
        return {"status": say("Choose what became of the meeting.")}
    if day > today and (draft.status == HELD or draft.status in MISSED):
        wrong["status"] = say("A meeting on a day to come cannot have been held or missed yet.")
    if draft.status == HELD and draft.minutes is not None and not 1 <= draft.minutes <= MOST_MINUTES:
        wrong["minutes"] = say("The minutes must be a number from 1 to {most}.", most=MOST_MINUTES)
    for name, expected in zip(("mentor_came", "mentee_came"), who_came(draft.status), strict=True):
        if bool(getattr(draft, name)) != bool(expected) and getattr(draft, name) is not None:
            wrong[name] = say("Who came does not fit what became of the meeting. Change one of the two.")
    if any(topic not in TOPICS for topic in draft.topics):
        wrong["topics"] = say("Choose the topics from the list.")
    for name in ("mood_mentor", "mood_mentee"):
        mood = getattr(draft, name)
        if mood is not None and mood not in MOOD_WORDS:
            wrong[name] = say("The mood must be a number from 1 to 5.")
    if len(plain_line(draft.next_step)) > LONGEST_STEP:
        wrong["next_step"] = say("The next step can have {most} characters. Put more into a note.", most=LONGEST_STEP)
    return wrong


def complete(draft: MeetingDraft) -> MeetingDraft:
    """Give a checked row as it is stored: the usual minutes, who came; nothing for who was not there."""
    mentor, mentee = who_came(draft.status)
    return replace(
        draft,
        minutes=(draft.minutes or MINUTES) if draft.status == HELD else None,
        mentor_came=mentor,
        mentee_came=mentee,
        topics=tuple(code for code in TOPICS if code in draft.topics),
        mood_mentor=draft.mood_mentor if mentor else None,
        mood_mentee=draft.mood_mentee if mentee else None,
        next_step=plain_line(draft.next_step),
    )


def plain_line(text: str) -> str:
    """Give a text on one line, without what a database cannot hold."""
    text = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return re.sub(r"\s+", " ", text).strip()


def days_due(period: Period | None, first: date, last: date, calendar: SchoolCalendar) -> tuple[date, ...]:
    """Give the school days on which a weekly period falls, both ends included; none where it has no weekday."""
    if period is None or period.weekday is None:
        return ()
    return tuple(day for day in school_days(first, last, calendar) if day.isoweekday() == period.weekday)


def were_pair(since: str, ended: str | None, day: date) -> bool:
    """Say whether two were a pair on a day; the day on which they ended still counts."""
    return since <= day.isoformat() <= (ended or "9999")


def count(statuses: Iterable[str]) -> dict[str, int]:
    """Count statuses, each with its name."""
    found = dict.fromkeys(STATUSES, 0)
    for status in statuses:
        found[status] += 1
    return found
