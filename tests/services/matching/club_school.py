"""Schools with a few club slots, what groups in them must keep to, and the best that there is, from another solver."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from desktop.services.matching.group_types import Group, Groups
from desktop.services.matching.scoring import score_table
from desktop.services.matching.types import Applicant, Request
from tests.services.matching.oracles import forbidden

SLOTS = ("Mon club", "Tue club", "Wed club", "Thu club")


def club_school(seed: int, mentees: int, mentors: int, slots: tuple[str, ...] = SLOTS) -> tuple[Applicant, ...]:
    """Years 7 to 9 and mentors of 9 to 12; some share no language, some are kept apart, one is both."""
    rng = random.Random(seed)
    people = [_one(rng, at, "mentee" if at < mentees else "mentor", slots) for at in range(mentees + mentors)]
    if mentees and mentors and seed % 3 == 0:
        people[-1] = _one(rng, 0, "mentor", slots)
    return tuple(people)


def _one(rng: random.Random, at: int, role: str, slots: tuple[str, ...]) -> Applicant:
    rank = rng.randint(7, 9) if role == "mentee" else rng.randint(9, 12)
    return Applicant(
        uid=f"p{at}",
        number=f"{at:03}",
        role="mentee" if role == "mentee" else "mentor",
        name=f"{role} {at}",
        year_rank=rank,
        year=str(rank),
        interests=tuple(rng.sample(("chess", "football", "drawing", "music", "code"), rng.randint(0, 3))),
        goals=tuple(rng.sample(("maths", "friends", "English"), rng.randint(0, 2))),
        languages=rng.choice(((), (), (), ("Polish",), ("English", "Polish"))),
        periods=tuple(rng.sample(slots, rng.randint(1, 2))),
        places=rng.choice((0, 1, 1, 2, 3)) if role == "mentor" else 1,
        avoids=(f"{rng.randrange(30):03}",) if rng.random() < 0.2 else (),
    )


def broken_by(groups: Groups) -> list[str]:
    """Check a result from the raw records alone; the names of what is broken."""
    found = []
    least, most = groups.sizes
    leading = [one.uid for group in groups.groups for one in (group.leader, group.second) if one]
    members = [one.uid for group in groups.groups for one in group.members]
    asked = {a.uid for a in groups.request.applicants if a.role == "mentee"} - set(groups.request.left_out)
    waiting = [one.mentee.uid for one in groups.unplaced if one.cause != "left_out"]
    found += ["leads twice"] * (max(Counter(leading).values(), default=1) > 1)
    found += ["not everybody once"] * (sorted(members + waiting) != sorted(asked))
    for group in groups.groups:
        found += ["size"] * (not least <= len(group.members) <= most)
        found += _wrong_in(group)
    when = {(uid, group.period) for group in groups.groups for uid in _leaders(group)}
    found += ["leads and attends"] * any((a.uid, g.period) in when for g in groups.groups for a in g.members)
    return found


def _leaders(group: Group) -> list[str]:
    return [one.uid for one in (group.leader, group.second) if one is not None]


def _wrong_in(group: Group) -> list[str]:
    found = []
    numbers = {one.number for one in group.members}
    found += ["kept apart"] * any(numbers & {*one.avoids, *one.blocked} - {one.number} for one in group.members)
    for lead in (group.leader, group.second):
        if lead is None:
            continue
        found += ["leader not free"] * (group.period not in lead.periods)
        for one in group.members:
            found += ["member not free"] * (group.period not in one.periods)
            found += sorted(forbidden(one, lead))
    return found


def best_value(request: Request, sizes: tuple[int, int]) -> tuple[int, int]:
    """The most mentees and then the highest sum, from HiGHS with a variable for each mentee, mentor and slot."""
    table = score_table(request.applicants, request.settings)
    rows, columns = table.scores.shape
    x = [
        (i, j, slot)
        for i, a in enumerate(table.mentees)
        for j, b in enumerate(table.mentors)
        for slot in a.periods
        if table.scores[i, j] >= 0 and slot in b.periods
    ]
    y = [(j, slot) for j, b in enumerate(table.mentors) for slot in b.periods]
    if not x:
        return 0, 0
    width = len(x) + len(y)
    limits: list[tuple[np.ndarray, float, float]] = []

    def limit(chosen: dict[int, float], low: float, high: float) -> None:
        line = np.zeros(width)
        for at, value in chosen.items():
            line[at] = value
        limits.append((line, low, high))

    for i in range(rows):
        limit({at: 1 for at, one in enumerate(x) if one[0] == i}, 0, 1)
    for j in range(columns):
        limit({len(x) + at: 1 for at, one in enumerate(y) if one[0] == j}, 0, 1)
    for at, (j, slot) in enumerate(y):
        members: dict[int, float] = {k: 1 for k, one in enumerate(x) if one[1:] == (j, slot)}
        limit(members | {len(x) + at: -sizes[0]}, 0, np.inf)
        limit(members | {len(x) + at: -sizes[1]}, -np.inf, 0)
    for i, a in enumerate(table.mentees):
        for j, b in enumerate(table.mentors):
            for slot in a.periods if a.uid == b.uid else ():
                attends: dict[int, float] = {k: 1 for k, one in enumerate(x) if one[0] == i and one[2] == slot}
                limit(attends | {len(x) + k: 1 for k, one in enumerate(y) if one == (j, slot)}, 0, 1)
        for k, b in enumerate(table.mentees):
            for j in range(columns) if {b.number} & {*a.avoids, *a.blocked} and i != k else ():
                limit({at: 1 for at, one in enumerate(x) if one[0] in (i, k) and one[1] == j}, 0, 1)
    base = rows * 1001 + 1
    worth = np.array([base + int(table.scores[i, j]) for i, j, _ in x] + [0] * len(y), dtype=float)
    lines, low, high = zip(*limits, strict=True)
    found = milp(
        -worth,
        constraints=LinearConstraint(np.array(lines), np.array(low), np.array(high)),
        integrality=np.ones(width, dtype=int),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    placed, total = divmod(round(-found.fun), base)
    return placed, total
