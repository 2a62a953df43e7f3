"""From a request to the arrays of its groups, and back from arrays to groups of people.

Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from desktop.services.matching.arrays import FORBIDDEN, Index, Mask, Scores, Weights, np
from desktop.services.matching.engine import problem_of
from desktop.services.matching.errors import LockForbidden, LocksContradict
from desktop.services.matching.group_errors import GroupSizesWrong, LockedGroupImpossible
from desktop.services.matching.group_types import Group, Groups, Sizes
from desktop.services.matching.groups_problem import CLOSED, Arrangement, GroupProblem
from desktop.services.matching.rules import broken, missing
from desktop.services.matching.scoring import ScoreTable
from desktop.services.matching.solver import IndexPairs
from desktop.services.matching.traits import folded, key_of
from desktop.services.matching.types import Applicant, PairKey, Request

# What it adds to a second leader that one of the two has more experience than the other.
_MIXED = 300


@dataclass(frozen=True)
class GroupRound:
    """A request for groups with its table; rows, columns and slots in canonical order."""

    request: Request
    sizes: Sizes
    leaders: int
    table: ScoreTable

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each mentee's uid."""
        return {a.uid: i for i, a in enumerate(self.table.mentees)}

    @cached_property
    def columns(self) -> dict[str, int]:
        """The column of each mentor's uid."""
        return {a.uid: j for j, a in enumerate(self.table.mentors)}

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Periods, folded, in which a mentor and a mentee are free."""
        mentors = {key for a in self.table.mentors for key in folded(a.periods).keys() - folded(a.taken).keys()}
        return tuple(sorted(mentors & {key for a in self.table.mentees for key in folded(a.periods)}))

    @cached_property
    def scores(self) -> Scores:
        """The table with what the counsellor ruled out."""
        scores = self.table.scores.copy()
        for i, j in self.indices(self.request.bans):
            scores[i, j] = FORBIDDEN
        for i, j in self.locks:
            scores[i, j] = self.table.scores[i, j]
        return scores

    @cached_property
    def locks(self) -> IndexPairs:
        """Locks of people who take part."""
        return self.indices(self.request.locks)

    @cached_property
    def problem(self) -> GroupProblem:
        """The arrays."""
        return self.with_locks(self.locks)

    def with_locks(self, locks: IndexPairs, sizes: Sizes | None = None) -> GroupProblem:
        """Give the arrays with other locks or sizes."""
        own = np.array([self.columns.get(a.uid, -1) for a in self.table.mentees], dtype=np.intp)
        free = (self._free(self.table.mentees), self._free(self.table.mentors))
        return GroupProblem(self.scores, free, sizes or self.sizes, locks, own, self._teams, self.apart)

    def indices(self, pairs: tuple[PairKey, ...]) -> IndexPairs:
        """Turn uids into rows and columns, without those who take no part."""
        known = ((self.rows.get(e), self.columns.get(m)) for e, m in pairs)
        return tuple(sorted({(i, j) for i, j in known if i is not None and j is not None}))

    def _free(self, people: tuple[Applicant, ...]) -> Mask:
        free = np.zeros((len(people), len(self.slots)), dtype=np.bool_)
        at = {key: s for s, key in enumerate(self.slots)}
        for k, person in enumerate(people):
            keys = folded(person.periods).keys() - folded(person.taken).keys()
            free[k, [at[key] for key in keys if key in at]] = True
        return free

    @cached_property
    def apart(self) -> IndexPairs:
        """Rows of mentees of whom one avoids the other, or whom staff keep apart."""
        row_of = {a.number: i for i, a in enumerate(self.table.mentees)}
        found = {
            (min(i, k), max(i, k))
            for i, a in enumerate(self.table.mentees)
            for number in (*a.avoids, *a.blocked)
            if (k := row_of.get(number, i)) != i
        }
        return tuple(sorted(found))

    @cached_property
    def _teams(self) -> Weights | None:
        """Who may help whom: new with experienced rather than two alike, and nobody whom one of the two avoids."""
        if self.leaders < 2:
            return None
        mentors = self.table.mentors
        teams: Weights = np.zeros((len(mentors), len(mentors)), dtype=np.int32)
        for a, first in enumerate(mentors):
            apart = set(first.avoids) | set(first.blocked)
            for b, other in enumerate(mentors):
                if other.number in apart:
                    teams[a, b] = teams[b, a] = FORBIDDEN
                elif teams[a, b] >= 0 and experience(first) != experience(other):
                    teams[a, b] = _MIXED
        return teams

    def groups(self, found: Arrangement) -> tuple[Group, ...]:
        """Turn an arrangement into groups of people, in the leaders' order."""
        seconds = self.problem.seconds(found.slot_of, found.group_of)
        return tuple(
            self._group(j, int(found.slot_of[j]), int(seconds[j]), np.nonzero(found.group_of == j)[0])
            for j in np.nonzero(found.slot_of != CLOSED)[0].tolist()
        )

    def _group(self, column: int, slot: int, second: int, rows: Index) -> Group:
        mentees, mentors = self.table.mentees, self.table.mentors
        return Group(
            mentors[column],
            mentors[second] if second >= 0 else None,
            folded(mentors[column].periods)[self.slots[slot]],
            tuple(mentees[i] for i in rows),
            tuple(int(self.table.scores[i, column]) for i in rows),
        )

    def arrangement(self, groups: Groups) -> Arrangement:
        """Turn groups back into arrays."""
        slot_of = np.full(len(self.table.mentors), CLOSED, dtype=np.intp)
        group_of = np.full(len(self.table.mentees), -1, dtype=np.intp)
        at = {key: s for s, key in enumerate(self.slots)}
        for group in groups.groups:
            column = self.columns[group.leader.uid]
            slot_of[column] = at.get(key_of(group.period), CLOSED)
            group_of[[self.rows[a.uid] for a in group.members]] = column
        return Arrangement(slot_of, group_of, (groups.coverage, -len(groups.alone), groups.total))


def experience(mentor: Applicant) -> tuple[int, int]:
    """Order mentors by what is known of their experience: the places they were trusted with, then the school year."""
    return mentor.places, -1 if mentor.year_rank is None else mentor.year_rank


def round_of(request: Request, sizes: Sizes, leaders: int) -> GroupRound:
    """Score a request. Raises NothingWeighs, GroupSizesWrong, LocksContradict, LockForbidden, LockedGroupImpossible."""
    least, most = sizes
    if not 1 <= least <= most or leaders not in (1, 2):
        raise GroupSizesWrong(least=least, most=most, leaders=leaders)
    settings = replace(request.settings, one_per_period=False)
    table, _ = problem_of(replace(request, locks=(), kept=(), bans=(), settings=settings))
    made = GroupRound(request, sizes, leaders, table)
    _check_locks(made)
    return made


def _check_locks(made: GroupRound) -> None:
    """Refuse locks that contradict each other, break a hard rule, or leave a group no period."""
    for i, j in made.locks:
        if made.table.scores[i, j] < 0:
            rules = broken(made.table.mentees[i], made.table.mentors[j], made.request.settings)
            raise LockForbidden(missing=missing(rules))
    load = Counter(j for _, j in made.locks)
    if len({i for i, _ in made.locks}) < len(made.locks) or any(n > made.sizes[1] for n in load.values()):
        raise LocksContradict
    if any(not made.problem.slots[j].any() for j in load):
        raise LockedGroupImpossible
