"""A draft as the command line prints it: plain values with student numbers, nothing else."""

from __future__ import annotations

from desktop.services.language import say
from desktop.services.matching.types import Draft


def summary(draft: Draft) -> dict[str, object]:
    """Give pairs, unmatched, coverage, total (the sum of the scores) and worst; numbers are student numbers."""
    return {
        "pairs": [
            {
                "mentor": one.mentor.number,
                "mentee": one.mentee.number,
                "score": one.score,
                "band": say(one.band),
                "reasons": list(one.reasons),
                "warnings": list(one.warnings),
                "slot": one.period,
            }
            for one in draft.cards
        ],
        "unmatched": [
            {"mentee": one.mentee.number, "cause": one.cause, "why": " ".join(s for s in (one.why, one.change) if s)}
            for one in draft.unplaced
        ],
        "coverage": draft.coverage,
        "total": draft.total,
        "worst": draft.worst,
    }
