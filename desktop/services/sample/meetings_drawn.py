"""How the invented meetings went. Pure and seeded: a pair has a character, a meeting follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from desktop.services.meetings.types import HELD, MeetingDraft
from desktop.services.sample.wording import NEXT_STEPS

_MINUTES: Final = (15, 20, 20, 25, 25, 30, 30, 30, 35, 40)
_MISSED: Final = ("missed_mentee",) * 9 + ("missed_mentor",) * 6 + ("missed_both",) * 2 + ("rescheduled",) * 3
_FIRST_TOPICS: Final = ("getting_to_know", "settling_in", "fun")
_TOPICS: Final = (
    "friends", "study", "study", "exams", "subjects", "goals", "feelings", "clubs", "fun", "fun", "family", "health",
    "conflict", "future",
)  # fmt: skip
_SHARE_WITH_STEP: Final = 0.5


@dataclass(frozen=True)
class Character:
    """A pair's habits: how surely it meets, how moods begin and where they go, since which week it is silent."""

    reliability: float
    mood: float
    trend: float
    silent_from: int = 99


def draw_character(rng: Random, place: int) -> Character:
    """Draw the character of the pair at `place` of the list: most do well, some miss often, two fell silent."""
    mood = rng.uniform(2.8, 3.9)
    if place % 20 == 7:
        return Character(0.95, mood, -0.05, silent_from=6)
    if place % 13 == 4:
        return Character(0.6, mood - 0.6, 0.0)
    if place % 11 == 3:
        return Character(0.95, 3.6, -0.25)
    return Character(0.95, mood, rng.uniform(0.02, 0.15))


def draw_meeting(rng: Random, pair: str, character: Character, week: int) -> MeetingDraft:
    """Draw what became of a pair's meeting in a week of term (from 1); `pair` is its uid."""
    if week >= character.silent_from or rng.random() > character.reliability:
        return MeetingDraft(pair, rng.choice(_MISSED))
    topics = dict.fromkeys(rng.choice(_FIRST_TOPICS if week < 3 else _TOPICS) for _ in range(rng.choice((1, 1, 2))))
    return MeetingDraft(
        pair,
        HELD,
        minutes=rng.choice(_MINUTES),
        topics=tuple(topics),
        mood_mentor=_mood(rng, character.mood + 0.4 + character.trend * week / 2),
        mood_mentee=_mood(rng, character.mood + character.trend * week),
        next_step=rng.choice(NEXT_STEPS) if rng.random() < _SHARE_WITH_STEP else "",
    )


def _mood(rng: Random, mean: float) -> int:
    return max(1, min(5, round(rng.gauss(mean, 0.6))))
