"""When mentees and mentors can meet, and who of one mentor's mentees can each have a period of their own.

With periods, a mentor never meets two mentees in one period. What a mentor's mentees need is a small matching
problem of its own, solved exactly (slots.plan); the solver asks it and splits the mentors who are crowded.
Knows arrays only, nobody's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.services.matching.arrays import FORBIDDEN, Index, Mask, Scores, np
from desktop.services.matching.slots import clashes, plan


@dataclass(frozen=True)
class Seating:
    """Who is free in which period: people by periods, the periods in the order of the week.

    `mentors` leaves out the periods in which a mentor already meets somebody.
    """

    mentees: Mask
    mentors: Mask

    @property
    def width(self) -> int:
        """How many periods there are."""
        return int(self.mentors.shape[1])

    def of(self, mentor: int) -> Index:
        """Give the periods in which a mentor can meet."""
        return np.nonzero(self.mentors[mentor])[0]

    def shared(self, mentee: int, mentor: int) -> Index:
        """Give the periods in which these two can meet."""
        return np.nonzero(self.mentees[mentee] & self.mentors[mentor])[0]

    def possible(self) -> Mask:
        """Mark the pairs with any period."""
        by_period = self.mentors.T
        found = np.zeros((len(self.mentees), len(self.mentors)), dtype=np.bool_)
        for period in range(self.width):
            found[self.mentees[:, period]] |= by_period[period]
        return found

    def seats(self, mentor: int, mentees: Sequence[int]) -> dict[int, int] | None:
        """Give each of a mentor's mentees a period of their own, early ones first; None where that cannot be.

        Who shares no period at all is left out: such a pair was made by hand, and meets when they agree to.
        """
        shared = {str(i): [str(p) for p in self.shared(i, mentor)] for i in mentees}
        found = plan({i: periods for i, periods in shared.items() if periods})
        if clashes(list(found.values())):
            return None
        return {int(i): int(period) for i, period in found.items()}

    def crowded(self, mentor_of: Index) -> tuple[int, ...]:
        """List the mentors who cannot meet all their mentees in different periods."""
        found = []
        for mentor in np.unique(mentor_of[mentor_of >= 0]).tolist():
            mentees = np.nonzero(mentor_of == mentor)[0].tolist()
            if len(mentees) > 1 and self.seats(mentor, mentees) is None:
                found.append(mentor)
        return tuple(found)

    def periods_of(self, mentor_of: Index) -> Index:
        """Give the period of each mentee, -1 where there is none: not placed, or none that the two share."""
        found = np.full(len(mentor_of), -1, dtype=np.intp)
        for mentor in np.unique(mentor_of[mentor_of >= 0]).tolist():
            seats = self.seats(mentor, np.nonzero(mentor_of == mentor)[0].tolist()) or {}
            for mentee, period in seats.items():
                found[mentee] = period
        return found


def within(scores: Scores, seating: Seating) -> Scores:
    """Forbid the pairs that share no period in which the mentor is still free."""
    return np.where(seating.possible(), scores, np.int16(FORBIDDEN))
