"""The writing verbs of how pairs begin, of a meet-and-greet and of keeping people apart, each used at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

from desktop.services import matching, people
from desktop.services.matching.beginnings import ABSENT, CHECKS, GOAL_STATES, SIGNERS, Held
from desktop.services.matching.settings import WEIGHTS
from desktop.services.matching.trial import ANSWERS, OUTCOMES
from desktop.services.vault import Changes, Workspace

Verb = Callable[[Workspace, Random], Changes | None]
_GOALS: Final = ("Meet every week", "Find the library", "Speak up in maths", "")


def _pair(ws: Workspace, noise: Random) -> str | None:
    found = matching.pairs(ws)
    return noise.choice(found).uid if found else None


def set_settings(ws: Workspace, noise: Random) -> Changes | None:
    now = matching.settings(ws)
    weights = tuple((key, noise.choice(list(WEIGHTS.values()))) for key, _ in now.weights)
    return matching.set_settings(
        ws, replace(now, weights=(("interests", 30), *weights[1:]), cooling_days=noise.randrange(9))
    )


def begin_again(ws: Workspace, _: Random) -> Changes | None:
    return matching.begin_again(ws)


def keep_apart(ws: Workspace, noise: Random) -> Changes | None:
    found = [person.uid for person in people.list_people(ws)]
    if len(found) < 2:
        return None
    one, other = noise.sample(found, 2)
    # Without a reason: that is a step of its own in another compartment (test_blocks.py).
    return matching.keep_apart(ws, one, other)


def stop_keeping_apart(ws: Workspace, noise: Random) -> Changes | None:
    found = matching.blocks(ws)
    return matching.stop_keeping_apart(ws, noise.choice(found).uid) if found else None


def plan_meet(ws: Workspace, noise: Random) -> Changes | None:
    return matching.plan_meet(ws, ws.clock.today() + timedelta(days=noise.randrange(9)), noise.choice(("", "Hall")))


def _meet(ws: Workspace, noise: Random) -> str | None:
    found = matching.meets(ws)
    return noise.choice(found).uid if found else None


def add_badges(ws: Workspace, noise: Random) -> Changes | None:
    event = _meet(ws, noise)
    return matching.add_badges(ws, event) if event else None


def set_named(ws: Workspace, noise: Random) -> Changes | None:
    event = _meet(ws, noise)
    there = matching.badges(ws, event) if event else ()
    if not event or not there:
        return None
    who = noise.choice(there)
    others = [badge.person for badge in there if badge.role != who.role]
    return matching.set_named(ws, event, who.person, noise.sample(others, min(len(others), noise.randrange(4))))


def close_meet(ws: Workspace, noise: Random) -> Changes | None:
    event = _meet(ws, noise)
    return matching.close_meet(ws, event, again=noise.random() < 0.5) if event else None


def plan_first(ws: Workspace, noise: Random) -> Changes | None:
    pair = _pair(ws, noise)
    return matching.plan_first(ws, pair, ws.clock.today() + timedelta(days=noise.randrange(9))) if pair else None


def hold_first(ws: Workspace, noise: Random) -> Changes | None:
    pair = _pair(ws, noise)
    checks = tuple(code for code in CHECKS if noise.random() < 0.5)
    signed = tuple(code for code in SIGNERS if noise.random() < 0.5)
    goals = tuple(noise.sample(_GOALS, noise.randrange(4)))
    return matching.hold_first(ws, pair, ws.clock.today(), Held(checks, signed, "Ms Adeyemi", goals)) if pair else None


def miss_first(ws: Workspace, noise: Random) -> Changes | None:
    pair = _pair(ws, noise)
    return matching.miss_first(ws, pair, noise.choice([code for code in ABSENT if code])) if pair else None


def take_back_first(ws: Workspace, noise: Random) -> Changes | None:
    pair = _pair(ws, noise)
    return matching.take_back_first(ws, pair) if pair else None


def set_goals(ws: Workspace, noise: Random) -> Changes | None:
    pair = _pair(ws, noise)
    if pair is None:
        return None
    known = matching.first_meeting(ws, pair).goals
    states = {goal.uid: noise.choice(list(GOAL_STATES)) for goal in known}
    return matching.set_goals(ws, pair, states, noise.sample(_GOALS, 1))


def _on_trial(ws: Workspace, noise: Random) -> str | None:
    found = matching.trials(ws)
    return noise.choice(found).pair if found else None


def review_trial(ws: Workspace, noise: Random) -> Changes | None:
    pair = _on_trial(ws, noise)
    return matching.review_trial(ws, pair, noise.choice(list(OUTCOMES))) if pair else None


def move_review(ws: Workspace, noise: Random) -> Changes | None:
    pair = _on_trial(ws, noise)
    return matching.move_review(ws, pair, ws.clock.today() + timedelta(days=noise.randrange(60))) if pair else None


def set_slip(ws: Workspace, noise: Random) -> Changes | None:
    pair = _pair(ws, noise)
    if pair is None or not ws.holds("counselling"):
        return None
    return matching.set_slip(ws, pair, noise.choice(("mentor", "mentee")), noise.choice(list(ANSWERS)))


PAIRS: Final[dict[str, Verb]] = {
    "matching.set_settings": set_settings,
    "matching.begin_again": begin_again,
    "matching.keep_apart": keep_apart,
    "matching.stop_keeping_apart": stop_keeping_apart,
    "matching.plan_meet": plan_meet,
    "matching.add_badges": add_badges,
    "matching.set_named": set_named,
    "matching.close_meet": close_meet,
    "matching.plan_first": plan_first,
    "matching.hold_first": hold_first,
    "matching.miss_first": miss_first,
    "matching.take_back_first": take_back_first,
    "matching.set_goals": set_goals,
    "matching.review_trial": review_trial,
    "matching.move_review": move_review,
    "matching.set_slip": set_slip,
}
