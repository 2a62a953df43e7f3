"""What is typed into the cells of a meeting, one by one. Pure: a draft and a text in, a draft or a sentence out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from desktop.services.language import fold, say
from desktop.services.meetings.rules import TOPICS, mood_word, status_word, topic_word, who_came
from desktop.services.meetings.types import HELD, MINUTES, STATUSES, MeetingDraft

PAIR, SLOT, STATUS, MINUTE, TOPIC, MOOD_MENTOR, MOOD_MENTEE, NEXT = range(8)
FIELDS: Final = ("pair", "period", "status", "minutes", "topics", "mood_mentor", "mood_mentee", "next_step")
STATUS_KEYS: Final = {
    "h": "held",
    "m": "missed_mentor",
    "e": "missed_mentee",
    "b": "missed_both",
    "n": "school_closed",
    "r": "rescheduled",
}
_MOODS: Final = {MOOD_MENTOR: 0, MOOD_MENTEE: 1}


def headings() -> tuple[str, ...]:
    """Give the headings of the columns."""
    return (
        say("Pair"),
        say("Period"),
        say("What became of it"),
        say("Min."),
        say("Topics"),
        say("{Mentor}'s mood"),
        say("{Mentee}'s mood"),
        say("Next step"),
    )


def all_topics() -> tuple[str, ...]:
    """Give the words of every topic."""
    return tuple(topic_word(code) for code in TOPICS)


def status_keys() -> tuple[tuple[str, str], ...]:
    """Give (key, what it says) of every status."""
    return tuple((key, status_word(status)) for key, status in STATUS_KEYS.items())


def topics_like(text: str) -> tuple[str, ...]:
    """Give the codes of the topics that begin as typed; else those of which some word does. Nothing for nothing."""
    wanted = fold(text.strip())
    if not wanted:
        return ()
    words = {code: fold(topic_word(code)) for code in TOPICS}
    whole = [c for c, w in words.items() if w.startswith(wanted) or c.replace("_", " ").startswith(wanted)]
    return tuple(whole or [c for c, w in words.items() if any(part.startswith(wanted) for part in w.split())])


def read_topics(text: str) -> tuple[tuple[str, ...], str]:
    """Read topics as typed: beginnings of their words, between semicolons or commas.

    Gives (codes, ""), or ((), what is not known). Some topics have commas themselves, so those come second.
    """
    found: list[str] = []
    for piece in filter(None, (part.strip() for part in text.split(";"))):
        for part in [piece] if topics_like(piece) else filter(None, (one.strip() for one in piece.split(","))):
            codes = topics_like(part)
            if not codes:
                return (), part
            if codes[0] not in found:
                found.append(codes[0])
    return tuple(found), ""


def read_cell(draft: MeetingDraft, column: int, text: str) -> MeetingDraft | str:
    """Put a typed text into a draft; a sentence says why that cannot be."""
    return _READERS[column](draft, text.strip())


def cell_text(draft: MeetingDraft, column: int, *, editing: bool = False) -> str:
    """Show a cell of a draft; `editing` gives it as it is typed."""
    if column == STATUS:
        return status_word(draft.status) if draft.status in STATUSES else ""
    if column == MINUTE:
        return str(draft.minutes) if draft.status == HELD and draft.minutes is not None else ""
    if column == TOPIC:
        return "; ".join(topic_word(code) for code in draft.topics if code in TOPICS)
    if column == NEXT:
        return draft.next_step
    mood = draft.mood_mentor if column == MOOD_MENTOR else draft.mood_mentee
    if mood is None or not who_came(draft.status)[_MOODS[column]]:
        return ""
    return str(mood) if editing or not 1 <= mood <= 5 else f"{mood} {mood_word(mood)}"


def hint(column: int, text: str = "") -> str:
    """Say what can be typed into a column; `text` is what is typed already."""
    if column == STATUS:
        keys = " · ".join(f"{key} {words}" for key, words in status_keys())
        return say("{keys}. The space bar: held, and on to the next pair.", keys=keys)
    if column == TOPIC:
        last = text.replace(",", ";").rsplit(";", 1)[-1]
        found = topics_like(last)
        words = " · ".join(topic_word(code) for code in (found or TOPICS))
        if last.strip() and not found:
            return say("No topic begins like this: {topics}", topics=words)
        return say("Beginnings of words are enough, between commas: {topics}", topics=words)
    if column in _MOODS:
        return " · ".join(f"{mood} {mood_word(mood)}" for mood in range(1, 6))
    others = {
        MINUTE: say("How many minutes; {n} if you leave it as it is", n=MINUTES),
        NEXT: say("What the two will do next. What was said in confidence belongs into a note."),
    }
    return others.get(column, say("Tab goes on, Enter goes down, Escape takes a row back."))


def draft_values(draft: MeetingDraft) -> dict[str, Any]:
    """Write out what is typed in a draft, for the text that survives the lock."""
    return {name: list(draft.topics) if name == "topics" else getattr(draft, name) for name in FIELDS[STATUS:]}


def draft_with(draft: MeetingDraft, values: Mapping[str, Any]) -> MeetingDraft:
    """Put values of `draft_values` into a draft; what is no value of its kind is passed over."""
    taken: dict[str, Any] = {}
    status, topics, step = values.get("status"), values.get("topics"), values.get("next_step")
    if status in STATUSES:
        taken["status"] = status
    if isinstance(topics, list):
        taken["topics"] = tuple(code for code in topics if code in TOPICS)
    if isinstance(step, str):
        taken["next_step"] = step
    for name in ("minutes", "mood_mentor", "mood_mentee"):
        number = values.get(name)
        if number is None or (isinstance(number, int) and not isinstance(number, bool)):
            taken[name] = number
    return replace(draft, **taken)


def _status(draft: MeetingDraft, text: str) -> MeetingDraft | str:
    wanted = fold(text)
    found = [status for status in STATUS_KEYS.values() if wanted and fold(status_word(status)).startswith(wanted)]
    status = STATUS_KEYS.get(wanted) or (found[0] if found else "")
    if not status:
        return say("Type one of h, m, e, b, n and r.")
    minutes = draft.minutes or MINUTES if status == HELD else draft.minutes
    return replace(draft, status=status, minutes=minutes)


def _minutes(draft: MeetingDraft, text: str) -> MeetingDraft | str:
    if not text:
        return replace(draft, minutes=MINUTES)
    if draft.status != HELD:
        return say("Only a meeting that was held has minutes.")
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        return say("Type the minutes as a number.")
    return replace(draft, minutes=int(text))


def _topics(draft: MeetingDraft, text: str) -> MeetingDraft | str:
    codes, unknown = read_topics(text)
    return say("This topic is not in the list. F1 shows them all.") if unknown else replace(draft, topics=codes)


def _mood(column: int, draft: MeetingDraft, text: str) -> MeetingDraft | str:
    if not text:
        return _with_mood(draft, column, None)
    if not who_came(draft.status)[_MOODS[column]]:
        return say("Who did not come has no mood to note.")
    number = text.split()[0]
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= 5):
        return say("Type the mood as a number from 1 to 5.")
    return _with_mood(draft, column, int(number))


def _with_mood(draft: MeetingDraft, column: int, mood: int | None) -> MeetingDraft:
    return replace(draft, mood_mentor=mood) if column == MOOD_MENTOR else replace(draft, mood_mentee=mood)


_READERS: Final[dict[int, Callable[[MeetingDraft, str], MeetingDraft | str]]] = {
    STATUS: _status,
    MINUTE: _minutes,
    TOPIC: _topics,
    MOOD_MENTOR: lambda draft, text: _mood(MOOD_MENTOR, draft, text),
    MOOD_MENTEE: lambda draft, text: _mood(MOOD_MENTEE, draft, text),
    NEXT: lambda draft, text: replace(draft, next_step=text),
}
