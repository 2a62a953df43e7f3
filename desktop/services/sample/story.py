"""What happened in the weeks of the sample school: meetings, notes, a second group of mentees. By verbs alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from random import Random
from typing import Final

from desktop.services import matching, meetings, notes
from desktop.services.meetings.types import HELD
from desktop.services.programme.calendar import week_of_term
from desktop.services.sample.beginnings import Beginnings
from desktop.services.sample.meetings_drawn import draw_character, draw_meeting
from desktop.services.sample.moments import PastClock, Timeline
from desktop.services.sample.wording import ADDENDUM, COUNSELLING_NOTES, PROGRAMME_NOTES
from desktop.services.vault import Workspace

Stage = Callable[[PastClock], object]
WEEK_OF_LATER_GROUP: Final = 6
WEEK_OF_QUESTIONS: Final = 7
# In these last school days no note was signed yet, and some meetings are not entered.
_FRESH_DAYS: Final = 3
_SHARE_UNSIGNED: Final = 0.08
_SHARE_NOT_ENTERED: Final = 0.2
_NOTES: Final = 60
_MOST_PAIRS: Final = 100


Events = Mapping[int, Callable[[], object]]


def weeks_of(ws: Workspace, rng: Random, laid: Timeline, events: Events, begun: Beginnings) -> list[Stage]:
    """Give one stage for each week of the term up to today; `events` happen at the end of their week.

    `begun` is told who has met.
    """
    weeks: dict[int, list[date]] = {}
    for day in laid.past_school_days():
        weeks.setdefault(week_of_term(day, laid.calendar) or 0, []).append(day)
    teller = _Teller(ws, rng, laid, events, begun)
    return [partial(teller.tell, week, days) for week, days in weeks.items()]


class _Teller:
    """Tells week after week, and remembers what is still to be told."""

    def __init__(self, ws: Workspace, rng: Random, laid: Timeline, events: Events, begun: Beginnings) -> None:
        """Shuffle the wordings; which of the days get a note, and how pairs are, is settled here too."""
        self._ws, self._rng, self._events, self._begun = ws, rng, events, begun
        self._starts = laid.starts.isoformat()
        past = laid.past_school_days()
        self._characters = [draw_character(rng, place) for place in range(_MOST_PAIRS)]
        self._fresh = set(past[-_FRESH_DAYS:])
        self._note_days = sorted(rng.choice(past) for _ in range(_NOTES - _FRESH_DAYS)) + list(past[-_FRESH_DAYS:])
        self._wordings = {
            notes.PROGRAMME: rng.sample(PROGRAMME_NOTES * 3, len(PROGRAMME_NOTES) * 3),
            notes.COUNSELLING: rng.sample(COUNSELLING_NOTES * 2, len(COUNSELLING_NOTES) * 2),
        }

    def tell(self, week: int, days: list[date], clock: PastClock) -> None:
        """Tell one week."""
        # Pairs of a later round wait for their first meeting.
        pairs = tuple(pair for pair in matching.pairs(self._ws) if pair.since == self._starts)
        for day in days:
            clock.put(day, 15, 30)
            self._meetings(day, week, pairs)
            for _ in range(self._note_days.count(day)):
                self._note(clock, day, self._rng.choice(pairs))
        if week in self._events:
            clock.put(days[-1], 16, 30)
            self._events[week]()

    def _meetings(self, day: date, week: int, pairs: tuple[matching.Pair, ...]) -> None:
        """Record the day's meetings; of the last days some are still to be entered."""
        due = {row.pair for row in meetings.due(self._ws, day)}
        drawn = [
            draw_meeting(self._rng, pair.uid, character, week)
            for pair, character in zip(pairs, self._characters, strict=False)
            if pair.uid in due
        ]
        if day in self._fresh:
            drawn = [one for one in drawn if self._rng.random() > _SHARE_NOT_ENTERED]
        meetings.record(self._ws, day, drawn)
        self._begun.met(day, [one.pair for one in drawn if one.status == HELD])

    def _note(self, clock: PastClock, day: date, pair: matching.Pair) -> None:
        """Write a note about a mentee, seldom about a mentor; most are signed the same afternoon."""
        rng = self._rng
        tier = notes.PROGRAMME if rng.random() < 0.6 or not self._wordings[notes.COUNSELLING] else notes.COUNSELLING
        person = pair.mentor if rng.random() < 0.12 else pair.mentee
        text = self._wordings[tier].pop()
        clock.put(day, 16, rng.randrange(30))
        beside = pair.uid if tier == notes.PROGRAMME else None
        note = notes.write(self._ws, tier, person, text, pair=beside, happened_on=day).uid
        if day in self._fresh or rng.random() < _SHARE_UNSIGNED:
            return
        notes.sign(self._ws, tier, note)
        if rng.random() < 0.03:
            notes.add_addendum(self._ws, tier, note, *ADDENDUM)
