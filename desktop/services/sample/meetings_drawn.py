"""How the invented meetings went. Pure and seeded: a pair has a character, a meeting follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from desktop.services.sample.wording import NEXT_STEPS

_MINUTES: Final = (15, 20, 20, 25, 25, 30, 30, 30, 35, 40)
_SHARE_MISSED_BY: Final = (("missed_mentee", 0.55), ("missed_mentor", 0.9), ("missed_both", 1.0))
_SHARE_RESCHEDULED: Final = 0.15


@dataclass(frozen=True)
class Character:
    """A pair's habits: how surely it meets, how moods begin and where they go, since which week it is silent."""

    reliability: float
    mood: float
    trend: float
    silent_from: int = 99


@dataclass(frozen=True)
class Meeting:
    """How one meeting went, in the words of the schema. Moods are 1 to 5, None where nobody came."""

    status: str
    minutes: int | None
    mentor_came: bool
    mentee_came: bool
    topics: tuple[str, ...]
    mood_mentor: int | None
    mood_mentee: int | None
    next_step: str


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


def draw_meeting(rng: Random, character: Character, week: int, topics: Sequence[str]) -> Meeting:
    """Draw one meeting in a week of term (from 1), with one or two of `topics`."""
    if week >= character.silent_from or rng.random() > character.reliability:
        return _missed(rng)
    mentee = _mood(rng, character.mood + character.trend * week)
    mentor = _mood(rng, character.mood + 0.4 + character.trend * week / 2)
    chosen = tuple(rng.sample(list(topics), min(len(topics), rng.choice((1, 1, 2)))))
    step = rng.choice(NEXT_STEPS) if rng.random() < 0.6 else ""
    return Meeting("held", rng.choice(_MINUTES), True, True, chosen, mentor, mentee, step)


def _missed(rng: Random) -> Meeting:
    if rng.random() < _SHARE_RESCHEDULED:
        return Meeting("rescheduled", None, False, False, (), None, None, "")
    drawn = rng.random()
    status = next(name for name, below in _SHARE_MISSED_BY if drawn < below)
    return Meeting(status, None, status == "missed_mentee", status == "missed_mentor", (), None, None, "")


def _mood(rng: Random, mean: float) -> int:
    return max(1, min(5, round(rng.gauss(mean, 0.6))))
