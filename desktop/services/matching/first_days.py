"""The day on which a pair met first, told by a meeting that was recorded; part of the step that records it."""

from __future__ import annotations

from datetime import date

from desktop.services.matching import store, store_beginnings
from desktop.services.matching.beginnings import review_day
from desktop.services.matching.types import Pair
from desktop.services.vault import Step, Workspace


def met_first(ws: Workspace, step: Step, pair: Pair, day: date | None) -> None:
    """Write the day, with which the trial begins as after a first meeting; None: no meeting was held after all."""
    store.put_first_met(step, pair.uid, day.isoformat() if day else None)
    if day is None or pair.uid in store_beginnings.trials(ws):
        return
    review = review_day(ws, day)
    if review:
        store_beginnings.put_trial(step, True, pair.uid, pair.mentee, review)


def met_in_person(ws: Workspace, pair: str) -> bool:
    """Whether the first meeting was entered with its checklist, so that no recorded meeting tells its day."""
    known = store_beginnings.first_meetings(ws).get(pair)
    return known is not None and bool(known[2] or known[3])
