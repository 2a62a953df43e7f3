"""Two mentees of the draft change places: what that would cost, exactly, and doing it.

Nobody else moves, and nothing is solved: what is said is what `by_hand.swap` then writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.services.matching import joining
from desktop.services.matching.by_hand import swap, swapped
from desktop.services.matching.choices import cost_words
from desktop.services.matching.errors import NotInRound
from desktop.services.matching.store import ProposalRow
from desktop.services.matching.stored import StoredDraft, read, the_draft
from desktop.services.matching.types import Cost, Move
from desktop.services.vault import Changes, Workspace


@dataclass(frozen=True, slots=True)
class Exchange:
    """What it costs that `mentee` takes the place of `other`; None where that cannot be, and `sentence` says why."""

    mentee: str
    other: str
    cost: Cost | None
    sentence: str


def exchange_price(ws: Workspace, mentee: str, other: str) -> Exchange:
    """Say what `exchange` would cost, and who moves where. Errors: NoDraft, NotInRound."""
    stored = read(ws, the_draft(ws))
    mentee, other = joining.shown(ws, mentee, other)
    one, mentor, instead_of = _direction(stored, mentee, other)
    if mentor is None:
        return Exchange(mentee, other, None, say("They already have the same place: there is nothing to swap."))
    try:
        _, changed = swapped(ws, one, mentor, instead_of)
    except NotInRound:
        raise
    except KnownError as error:
        return Exchange(mentee, other, None, str(error))
    cost, weaker = _cost(stored, changed)
    return Exchange(mentee, other, cost, " ".join(cost_words(cost, weaker)))


def exchange(ws: Workspace, mentee: str, other: str) -> Changes:
    """Give `mentee` the place of `other` and lock the pair; the other takes the old place where the rules allow it.

    Where the other has no place, they take that of `mentee`. Errors: as `by_hand.swap`.
    """
    stored = read(ws, the_draft(ws))
    one, mentor, instead_of = _direction(stored, *joining.shown(ws, mentee, other))
    if mentor is None:
        raise NotInRound
    return swap(ws, one, mentor, instead_of)


def _direction(stored: StoredDraft, mentee: str, other: str) -> tuple[str, str | None, str]:
    """Say who moves to which mentor instead of whom; no mentor where there is nothing to swap."""
    here, there = stored.place(mentee).mentor, stored.place(other).mentor
    if here == there:
        return mentee, None, other
    return (mentee, there, other) if there is not None else (other, here, mentee)


def _cost(stored: StoredDraft, changed: tuple[ProposalRow, ...]) -> tuple[Cost, bool]:
    """Compare the draft with what it would be; and whether its weakest pair would be weaker."""
    before = {p.mentee: p for p in stored.places}
    after = before | {p.mentee: p for p in changed}
    now, then = ([p.score or 0 for p in of.values() if p.mentor is not None] for of in (before, after))
    mentees, mentors, fair = stored.by_uid("mentee"), stored.by_uid("mentor"), stored.row.settings.fairness
    moves = tuple(Move(mentees[p.mentee], mentors.get(p.mentor or "")) for p in changed)

    def weigh(scores: list[int]) -> int:
        return sum(score + fair.slope * min(score, fair.target) for score in scores)

    cost = Cost(weigh(now) - weigh(then), sum(now) - sum(then), len(now) - len(then), moves)
    return cost, min(then, default=0) < min(now, default=0)
