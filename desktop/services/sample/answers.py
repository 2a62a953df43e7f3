"""What the invented participants answered: interests, goals, languages, when they are free. Pure and seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from desktop.services.sample.students import Student
from desktop.services.styles import STYLE_FIELDS

_INTERESTS: Final = (
    "chess, football, basketball, netball, drawing, baking, dance, drama, guitar, piano, singing, coding, "
    "reading, manga, photography, swimming, cycling, gardening, animals, cricket, table tennis, board games, "
    "history, astronomy, film, running, knitting, debating"
)
_GOALS: Final = (
    "confidence, making friends, settling in, exam stress, organisation, homework habits, maths, reading "
    "aloud, speaking in class, managing anger, sleep, choosing subjects, English, attendance"
)
INTERESTS: Final = tuple(_INTERESTS.split(", "))
GOALS: Final = tuple(_GOALS.split(", "))
SUBJECTS: Final = tuple(
    "Maths, English, Science, History, Geography, French, Spanish, Art, Music, Computing, Drama".split(", ")
)
EXPERIENCES: Final = tuple(
    "changed schools, moved to this country, two homes, a big family, stage fright, helping a lot at home, "
    "reading is hard work, an injury in sport".split(", ")
)
FURTHER: Final = ("number", "role", "subjects", "experiences", *STYLE_FIELDS)
"""The columns of what is asked later in the year."""
_SHARE_ANSWERED: Final = 0.88
_SHARE_SHARING: Final = 0.45
_DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SLOTS: Final = ("2", "5", "Lunch")


@dataclass(frozen=True)
class Answers:
    """One participant of the sample, ready to become a row of a participants file."""

    student: Student
    role: str
    places: int
    interests: tuple[str, ...]
    goals: tuple[str, ...]
    languages: tuple[str, ...]
    availability: tuple[str, ...]
    wants: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    experiences: tuple[str, ...] = ()
    style: tuple[int, ...] = ()


def period_labels(weekdays: Sequence[int]) -> tuple[str, ...]:
    """Name the periods in which mentoring may take place, for a week of ISO weekdays."""
    return tuple(f"{_DAY_NAMES[day - 1]}{slot}" for day in sorted(weekdays) for slot in _SLOTS)


def draw_mentors(rng: Random, pool: Sequence[Student], count: int, periods: Sequence[str]) -> list[Answers]:
    """Draw mentors from `pool`: one in six takes two mentees, most speak what they speak at home as well."""
    return [
        Answers(
            student, "mentor", 2 if at % 6 == 5 else 1, _some(rng, INTERESTS, 4, 6), _some(rng, GOALS, 1, 3),
            _languages(rng, student), _free(rng, periods, at, 4, 6),
        )
        for at, student in enumerate(_chosen(rng, pool, count))
    ]  # fmt: skip


def draw_mentees(rng: Random, pool: Sequence[Student], count: int, periods: Sequence[str]) -> list[Answers]:
    """Draw mentees from `pool`, each free in enough periods to be placed."""
    return [
        Answers(
            student, "mentee", 1, _some(rng, INTERESTS, 3, 5), _some(rng, GOALS, 1, 2),
            _languages(rng, student), _free(rng, periods, at, 4, 7),
        )
        for at, student in enumerate(_chosen(rng, pool, count))
    ]  # fmt: skip


def with_wishes(rng: Random, mentees: Sequence[Answers], mentors: Sequence[Answers]) -> list[Answers]:
    """Let every fifth mentee want one mentor or two, and every ninth avoid one."""
    numbers = [mentor.student.number for mentor in mentors]
    wished = []
    for at, mentee in enumerate(mentees):
        wants = tuple(rng.sample(numbers, rng.choice((1, 1, 2)))) if at % 5 == 2 else ()
        avoids = tuple(n for n in rng.sample(numbers, 1) if n not in wants) if at % 9 == 4 else ()
        wished.append(replace(mentee, wants=wants, avoids=avoids))
    return wished


def with_further(rng: Random, answers: Sequence[Answers]) -> list[Answers]:
    """Give those who answered the second round of questions, in the same order, with what they said.

    A mentor offers more subjects than a mentee needs; an experience is shared by who likes to; sliders may be blank.
    """
    found = []
    for one in answers:
        most = (2, 4) if one.role == "mentor" else (1, 2)
        subjects, experiences = _some(rng, SUBJECTS, *most), _some(rng, EXPERIENCES, 1, 2)
        style = tuple(rng.choice((0, 1, 2, 2, 3, 4, 4, 5)) for _ in STYLE_FIELDS)
        shares, answered = rng.random() < _SHARE_SHARING, rng.random() < _SHARE_ANSWERED
        if answered:
            found.append(replace(one, subjects=subjects, experiences=experiences if shares else (), style=style))
    return found


def _chosen(rng: Random, pool: Sequence[Student], count: int) -> list[Student]:
    """Draw from `pool` and keep the pool's order, so that year groups stay together."""
    return [pool[at] for at in sorted(rng.sample(range(len(pool)), count))]


def _some(rng: Random, words: Sequence[str], least: int, most: int) -> tuple[str, ...]:
    return tuple(rng.sample(words, rng.randint(least, most)))


def _languages(rng: Random, student: Student) -> tuple[str, ...]:
    """Leave it blank (which means the school's language) for some of those who speak English at home."""
    if student.language == "English":
        return () if rng.random() < 0.6 else ("English",)
    return ("English", student.language) if rng.random() < 0.85 else (student.language, "English")


def _free(rng: Random, periods: Sequence[str], at: int, least: int, most: int) -> tuple[str, ...]:
    """Draw free periods; the first goes round the week, so that every day has its share of meetings."""
    anchor = periods[at * 4 % len(periods)]
    others = rng.sample([label for label in periods if label != anchor], rng.randint(least, most) - 1)
    chosen = {anchor, *others}
    return tuple(label for label in periods if label in chosen)
