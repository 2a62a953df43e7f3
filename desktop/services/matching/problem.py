"""What the solver is given: a score table with places, locks, pairs to keep or prefer, and periods.

Knows arrays only, nobody's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.services.matching.arrays import Index, Scores, np
from desktop.services.matching.seating import Seating
from desktop.services.matching.settings import Fairness

TOP_SCORE = 1000

IndexPairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Problem:
    """A score table with places per mentor. `locks` are (mentee, mentor) rows and columns, and so are the others.

    A lock takes its mentee and one place out of the problem. A pair in `kept` weighs `keep_bonus` more. A bonus above
    what any pair weighs means that keeping comes before a better worst pair, so no floor is raised then. Pairs in
    `preferred` come before points, and after keeping with such a bonus. The k-th mentee of a mentor costs
    (k - 1) * `balance` points. With `periods`, a mentor never meets two mentees in one period; a pair
    without a period has to be forbidden in `scores` already (seating.within).
    """

    scores: Scores
    places: tuple[int, ...]
    locks: IndexPairs = ()
    kept: IndexPairs = ()
    keep_bonus: int = 0
    fairness: Fairness = field(default_factory=Fairness)
    preferred: IndexPairs = ()
    balance: int = 0
    periods: Seating | None = None

    @property
    def raises_floor(self) -> bool:
        """Whether the worst pair is to be made as good as it can be."""
        return self.fairness.floor and not self.keeps_first and not self.preferred

    @property
    def keeps_first(self) -> bool:
        """Whether keeping pairs comes before points."""
        return bool(self.kept) and self.keep_bonus > heaviest(self.fairness)

    @property
    def free(self) -> Index:
        """Rows of the mentees that no lock holds."""
        held = {i for i, _ in self.locks}
        return np.array([i for i in range(len(self.scores)) if i not in held], dtype=np.intp)

    @property
    def locked(self) -> Index:
        """How many locks each mentor has."""
        held = np.zeros(len(self.places), dtype=np.intp)
        for _, j in self.locks:
            held[j] += 1
        return held

    @property
    def left(self) -> Index:
        """Places left at each mentor after the locks."""
        return np.array(self.places, dtype=np.intp).reshape(-1) - self.locked


def heaviest(fairness: Fairness) -> int:
    """What the best possible pair weighs."""
    return TOP_SCORE + fairness.slope * min(TOP_SCORE, fairness.target)


def keep_everything(mentees: int, fairness: Fairness) -> int:
    """Give the keep-bonus no sum of better scores can outweigh: only coverage breaks up a kept pair."""
    return mentees * (heaviest(fairness) + 1) + 1
