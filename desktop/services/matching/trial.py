"""The trial of a pair: a day on which it is looked at, the students' private slips, going on or a no-fault change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.services.matching import joining, store, store_beginnings
from desktop.services.matching.errors import NoSuchPair, NoTrial, SlipsNotHere
from desktop.services.matching.store import PairRow
from desktop.services.programme import the_programme
from desktop.services.vault import Changes, Workspace

_TIER, _SLIPS = "programme", "counselling"
ANSWERS: Final[dict[str, str]] = {"yes": "Yes", "unsure": "Not sure", "no": "No"}
OUTCOMES: Final[dict[str, str]] = {
    "go_on": "The pair goes on",
    "change": "A change without blame: the pair ends, and both can be paired anew",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """A pair on trial: the day of its review, whether that has come, what came of it, and how many slips there are.

    `slips` is None where they cannot be opened.
    """

    pair: str
    review_on: str
    due: bool
    reviewed_on: str | None
    outcome: str
    slips: int | None


def trials(ws: Workspace, *, reviewed: bool = False) -> tuple[Trial, ...]:
    """List the active pairs on trial by the day of their review; reviewed ones too if asked. Error: NotFounded."""
    active = {row.uid for row in joining.pairs(ws, the_programme(ws).uid)}
    counts = store_beginnings.slip_counts(ws) if ws.holds(_SLIPS) else None
    today = ws.clock.today().isoformat()
    found = [
        Trial(
            pair,
            review,
            on is None and review <= today,
            on,
            outcome,
            None if counts is None else counts.get(pair, 0),
        )
        for pair, (review, on, outcome) in store_beginnings.trials(ws).items()
        if pair in active and (reviewed or on is None)
    ]
    return tuple(sorted(found, key=lambda one: (one.review_on, one.pair)))


def slips(ws: Workspace, pair: str) -> dict[str, tuple[str, str]]:
    """Read what the two answered in private, (answer, day) by role; journalled, once per pair and sitting.

    Error: SlipsNotHere.
    """
    if not ws.holds(_SLIPS):
        raise SlipsNotHere
    found, once = store_beginnings.slips(ws, pair), f"slips:{pair}"
    if found and once not in ws.sitting:
        ws.event(_SLIPS, "read_slips", about=pair)
        ws.sitting.add(once)
    return found


def set_slip(ws: Workspace, pair: str, role: str, answer: str) -> Changes:
    """Write what one of the two (mentor or mentee) answered in private: yes, no or unsure.

    Errors: NoSuchPair, SlipsNotHere; ValueError for another role or answer.
    """
    if role not in ("mentor", "mentee") or answer not in ANSWERS:
        raise ValueError("no such role or answer")
    if not ws.holds(_SLIPS):
        raise SlipsNotHere
    row = _active(ws, pair)
    person, today = (row.mentor if role == "mentor" else row.mentee), ws.clock.today().isoformat()
    new = role not in store_beginnings.slips(ws, pair)
    with ws.step(_SLIPS, "set_slip", about=pair, person=person) as step:
        store_beginnings.put_slip(step, new, pair, person, role, answer, ws.user.uid, today)
        step.uid = pair
    return step.changes


def review_trial(ws: Workspace, pair: str, outcome: str) -> Changes:
    """End a trial: the pair goes on, or is ended without blame and its people can be paired anew after a while.

    Errors: NoSuchPair, NoTrial; ValueError for another outcome.
    """
    if outcome not in OUTCOMES:
        raise ValueError("no such outcome")
    row, known = _active(ws, pair), store_beginnings.trials(ws).get(pair)
    if known is None or known[1] is not None:
        raise NoTrial
    today = ws.clock.today().isoformat()
    with ws.step(_TIER, "review_trial", about=pair, person=row.mentee) as step:
        store_beginnings.put_trial(step, False, pair, row.mentee, known[0], today, outcome)
        if outcome == "change":
            store.put_pair(step, row, state="ended", ended=today, reason="unsuited")
        step.uid = pair
    return step.changes


def move_review(ws: Workspace, pair: str, day: date) -> Changes:
    """Look at a pair on another day. Errors: NoSuchPair, NoTrial."""
    row, known = _active(ws, pair), store_beginnings.trials(ws).get(pair)
    if known is None or known[1] is not None:
        raise NoTrial
    with ws.step(_TIER, "move_review", about=pair, person=row.mentee) as step:
        store_beginnings.put_trial(step, False, pair, row.mentee, day.isoformat())
        step.uid = pair
    return step.changes


def _active(ws: Workspace, pair: str) -> PairRow:
    found = next((row for row in joining.pairs(ws, the_programme(ws).uid) if row.uid == pair), None)
    if found is None:
        raise NoSuchPair
    return found
