"""Made-up schools for the benchmarks of the matcher, shaped as in its design (matching.md, section 1)."""

from __future__ import annotations

import random
from dataclasses import replace

from desktop.services.matching.types import STYLES, Applicant


def people(mentees: int, seed: int = 11) -> tuple[Applicant, ...]:
    """Make mentees of years 7 to 9 and half as many mentors of years 9 to 13 whose places are about 0.9 of them."""
    rng = random.Random(seed)
    slots = [f"{day}{at}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for at in range(1, 7)]
    languages = ["English"] * 20 + [f"language {n}" for n in range(11)]
    made = [_anybody(rng, f"{10000 + n}", "mentee", rng.randint(7, 9), slots, languages) for n in range(mentees)]
    mentors = [
        _anybody(rng, f"{50000 + n}", "mentor", rng.randint(9, 13), slots, languages) for n in range(mentees // 2)
    ]
    mentors = [replace(m, places=0 if rng.random() < 0.08 else 1) for m in mentors]
    while sum(m.places for m in mentors) < 0.9 * mentees:
        at = rng.randrange(len(mentors))
        if 0 < mentors[at].places < 3:
            mentors[at] = replace(mentors[at], places=mentors[at].places + 1)
    return (*made, *mentors)


def _anybody(
    rng: random.Random, number: str, role: str, year: int, slots: list[str], languages: list[str]
) -> Applicant:
    tongues = {rng.choice(languages), rng.choice(languages)} if rng.random() < 0.4 else {"English"}
    return Applicant(
        uid=number,
        number=number,
        role="mentor" if role == "mentor" else "mentee",
        year_rank=year,
        year=str(year),
        interests=_some(rng, "interest", 40, 2, 8),
        goals=_some(rng, "goal", 15, 1, 4),
        experiences=_some(rng, "experience", 14, 0, 3),
        subjects=_some(rng, "subject", 12, 0, 3),
        style=tuple(rng.randint(1, 5) for _ in STYLES) if rng.random() < 0.95 else (),
        families=(f"guardian {number if rng.random() < 0.9 else rng.randrange(500)}",),
        languages=tuple(sorted(tongues)),
        periods=tuple(rng.sample(slots, rng.randint(2, 7))),
        wants=(str(10000 + rng.randrange(400)),) if rng.random() < 0.1 else (),
        avoids=(str(10000 + rng.randrange(400)),) if rng.random() < 0.05 else (),
    )


def _some(rng: random.Random, kind: str, known: int, least: int, most: int) -> tuple[str, ...]:
    """Answer with some of the known words; one in twenty leaves the question blank."""
    chosen = rng.sample(range(known), rng.randint(least, most))
    return tuple(f"{kind} {n}" for n in chosen) if rng.random() < 0.95 else ()
