"""Applicants with valid defaults, and random schools made from a seed."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np

from desktop.services.matching.arrays import Scores
from desktop.services.matching.seating import Seating
from desktop.services.matching.settings import Fairness, Settings
from desktop.services.matching.solver import Problem
from desktop.services.matching.types import STYLES, Applicant

PERIODS = tuple(f"{day}{at}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for at in range(1, 5))
TAGS = ("chess", "football", "drawing", "music", "cooking", "films", "code", "dance")
GOALS = ("maths", "friends", "English", "homework")
LANGUAGES = ("English", "Polish", "Arabic")


def mentee(number: str = "100", **given: Any) -> Applicant:
    """A Year 8 student free Mon3 who likes chess."""
    values = {
        "uid": f"e{number}",
        "name": f"Mentee {number}",
        "year_rank": 8,
        "year": "8",
        "periods": ("Mon3",),
        "interests": ("chess",),
        "goals": ("maths",),
    } | given
    return Applicant(number=number, role="mentee", **values)


def mentor(number: str = "900", **given: Any) -> Applicant:
    """A Year 10 student free Mon3 who likes chess, with one place."""
    values = {
        "uid": f"m{number}",
        "name": f"Mentor {number}",
        "year_rank": 10,
        "year": "10",
        "periods": ("Mon3",),
        "interests": ("chess",),
        "goals": ("maths",),
    } | given
    return Applicant(number=number, role="mentor", **values)


def random_school(seed: int, mentees: int, mentors: int, *, blanks: float = 0.15) -> tuple[Applicant, ...]:
    """A school with blanks, wishes, avoids, missing years, mentors without places, and one person in both roles."""
    rng = random.Random(seed)
    numbers = [f"{rng.randrange(1000):03}-{at}" for at in range(mentees + mentors)]
    people = [
        _anybody(rng, numbers[at], "mentee" if at < mentees else "mentor", numbers, blanks)
        for at in range(mentees + mentors)
    ]
    if mentees and mentors and rng.random() < 0.3:
        double = people[0]
        people[-1] = _anybody(rng, double.number, "mentor", numbers, blanks, uid=double.uid)
    return tuple(people)


def _anybody(rng: random.Random, number: str, role: Any, numbers: list[str], blanks: float, uid: str = "") -> Applicant:
    def some(of: tuple[str, ...], most: int) -> tuple[str, ...]:
        return () if rng.random() < blanks else tuple(rng.sample(of, rng.randint(1, most)))

    rank = rng.randint(7, 10) if role == "mentee" else rng.randint(8, 13)
    return Applicant(
        uid=uid or f"{role}-{number}",
        number=number,
        role=role,
        name=f"{role} {number}",
        year_rank=None if rng.random() < blanks / 3 else rank,
        year=str(rank),
        interests=some(TAGS, 4),
        goals=some(GOALS, 2),
        languages=some(LANGUAGES, 2),
        periods=some(PERIODS, 6),
        places=rng.choice((0, 1, 1, 2, 3)),
        wants=tuple(rng.sample(numbers, rng.choice((0, 0, 1)))),
        avoids=tuple(rng.sample(numbers, rng.choice((0, 0, 1)))),
    )


def with_details(seed: int, people: tuple[Applicant, ...]) -> tuple[Applicant, ...]:
    """Add families, blocks, former pairs, meet-and-greet ticks and all else that people can be asked."""
    rng = random.Random(seed)
    numbers = [a.number for a in people]

    def few(share: float) -> tuple[str, ...]:
        return tuple(rng.sample(numbers, 2)) if rng.random() < share else ()

    return tuple(
        replace(
            a,
            families=(f"guardian {rng.randrange(len(people) * 3)}",),
            blocked=few(0.15),
            failed=few(0.15),
            met=few(0.3),
            resting="2026-12-01" if rng.random() < 0.05 else "",
            experiences=tuple(rng.sample(GOALS, rng.randint(0, 2))),
            subjects=tuple(rng.sample(GOALS, rng.randint(0, 2))),
            style=tuple(rng.randint(0, 5) for _ in STYLES) if rng.random() < 0.8 else (),
            taken=tuple(rng.sample(PERIODS, 2)) if a.role == "mentor" else (),
        )
        for a in people
    )


def random_settings(seed: int) -> Settings:
    """Rules and measures as a counsellor might set them."""
    rng = random.Random(seed)
    return Settings(
        least_gap=rng.choice((0, 1, 2)),
        most_gap=rng.choice((0, 0, 4)),
        least_periods=rng.choice((1, 1, 2)),
        family=rng.random() < 0.7,
        failed_before=rng.random() < 0.7,
        one_per_period=rng.random() < 0.5,
        wishes_first=rng.random() < 0.5,
        balance=rng.choice((0, 0, 40)),
    )


def random_problem(
    seed: int, most_mentees: int = 7, most_mentors: int = 5, fairness: Fairness | None = None
) -> Problem:
    """Random scores of random density, with few different scores in a third of the cases, so that ties happen."""
    rng = random.Random(seed)
    mentees, mentors = rng.randint(0, most_mentees), rng.randint(0, most_mentors)
    density, levels = rng.random(), rng.choice((3, 50, 1001))
    scores: Scores = np.full((mentees, mentors), -1, dtype=np.int16)
    for i in range(mentees):
        for j in range(mentors):
            if rng.random() < density:
                scores[i, j] = rng.randrange(levels) * 1000 // max(levels - 1, 1)
    return Problem(scores, tuple(rng.randint(0, 3) for _ in range(mentors)), fairness=fairness or Fairness())


def random_seating(rng: random.Random, problem: Problem, width: int) -> Seating:
    """Free periods of everybody: mentees mostly have the same one, so that mentors are crowded."""
    mentees = np.zeros((len(problem.scores), width), dtype=bool)
    for free in mentees:
        free[[rng.choice((0, rng.randrange(width))) for _ in range(rng.choice((1, 1, 2)))]] = True
    mentors = [[rng.random() < 0.8 for _ in range(width)] for _ in problem.places]
    return Seating(mentees, np.array(mentors, dtype=bool).reshape(-1, width))
