"""How pairs begin, as the window shows it: the first meeting, the trial, and why the two were paired.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.services import matching
from desktop.services.language import say, say_many, show_date
from desktop.services.matching.beginnings import ABSENT, CHECKS, GOAL_STATES, SIGNERS, FirstMeeting, Held
from desktop.services.matching.trial import ANSWERS, OUTCOMES, Trial
from desktop.services.matching.types import Pair
from desktop.services.vault import Changes, Workspace

__all__ = ["ANSWERS", "GOAL_STATES", "OUTCOMES", "Beginning", "Beginnings", "Held"]


@dataclass(frozen=True)
class Beginning:
    """How one active pair begins: the first meeting, and its trial where it is on one."""

    first: FirstMeeting
    trial: Trial | None = None


Beginnings = Mapping[str, Beginning]


def load_beginnings(ws: Workspace) -> dict[str, Beginning]:
    """Read how every active pair begins."""
    trials = {trial.pair: trial for trial in matching.trials(ws)}
    return {uid: Beginning(first, trials.get(uid)) for uid, first in matching.first_meetings(ws).items()}


def load_beginning(ws: Workspace, pair: str) -> tuple[Beginning, dict[str, tuple[str, str]] | None]:
    """Read how a pair begins, and what the two answered in private, None where that cannot be opened."""
    trial = next((trial for trial in matching.trials(ws) if trial.pair == pair), None)
    answers = matching.slips(ws, pair) if trial is not None and ws.holds("counselling") else None
    return Beginning(matching.first_meeting(ws, pair), trial), answers


def state_of(pair: Pair, beginning: Beginning | None) -> str:
    """Give the key of an active pair's state: waits, review, trial or active."""
    if beginning is not None and beginning.first.waits:
        return "waits"
    if beginning is None or beginning.trial is None:
        return "active"
    return "review" if beginning.trial.due else "trial"


def state_words(pair: Pair, beginning: Beginning | None) -> str:
    """Say in one or two lines how far an active pair is."""
    state = state_of(pair, beginning)
    if beginning is None or state == "active":
        return say("active")
    first, trial = beginning.first, beginning.trial
    if state == "waits":
        if first.planned_on:
            return say("waits for its first meeting\non {day}", day=show_date(first.planned_on))
        return say("waits for its first meeting\nno day yet")
    day = show_date(trial.review_on) if trial else ""
    return say("review due\nsince {day}", day=day) if state == "review" else say("on trial\nuntil {day}", day=day)


def missing_words(first: FirstMeeting) -> str:
    """Say how much of the first meeting is open still, "" for nothing."""
    parts = []
    if first.unchecked:
        n = len(first.unchecked)
        parts.append(say_many("{n} point of the checklist is open.", "{n} points of the checklist are open.", n))
    if first.unsigned:
        parts.append(say_many("{n} signature is missing.", "{n} signatures are missing.", len(first.unsigned)))
    return " ".join(parts)


def check_words() -> tuple[tuple[str, str], ...]:
    """Give the checklist as (code, words)."""
    return tuple((code, say(words)) for code, words in CHECKS.items())


def signer_words() -> tuple[tuple[str, str], ...]:
    """Give who signs, as (code, words)."""
    return tuple((code, say(words)) for code, words in SIGNERS.items())


def absent_words() -> tuple[tuple[str, str], ...]:
    """Give who may not have come, as (code, words)."""
    return tuple((code, say(words)) for code, words in ABSENT.items() if code)


def answer_words() -> tuple[tuple[str, str], ...]:
    """Give the answers of a slip, none first."""
    return (("", say("no answer yet")), *((code, say(words)) for code, words in ANSWERS.items()))


def hold(ws: Workspace, pair: str, day: date, held: Held) -> Changes:
    """Record the first meeting."""
    return matching.hold_first(ws, pair, day, held)


why = matching.why_pair
plan = matching.plan_first
miss = matching.miss_first
take_back = matching.take_back_first
review = matching.review_trial
move_review = matching.move_review
set_slip = matching.set_slip
set_goals = matching.set_goals
