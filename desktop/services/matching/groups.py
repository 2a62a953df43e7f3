"""Groups of mentees around one or two leaders who are all free in one period: made, and bounded from above.

Which slot each group should meet in is hard to find exactly for a large school; who goes where, once that is known,
is not. So slots are searched for, everything else is exact, and the result says how far from the best it can be at
most. The scores and the rules are those of pairs.

Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from desktop.services.matching.engine import Progress
from desktop.services.matching.group_errors import LockedGroupImpossible
from desktop.services.matching.group_types import Groups, Sizes
from desktop.services.matching.groups_causes import ungrouped
from desktop.services.matching.groups_proof import PROVABLE, prove_best
from desktop.services.matching.groups_round import round_of
from desktop.services.matching.groups_search import Work, search
from desktop.services.matching.types import Request

MOVES = 2000


def match_groups(
    request: Request,
    sizes: Sizes,
    leaders: int = 1,
    progress: Progress | None = None,
    moves: int = MOVES,
    *,
    prove: bool = False,
) -> Groups:
    """Make groups of `sizes` (least, most), each with one leader, or with two where a second can be found.

    As many mentees as can be, then (with two leaders) as few groups as can be with one, then the highest sum of
    scores. `moves` is how much work may be spent: assignments of the size of a school of 300 mentees. `prove` looks
    for the certain best where there are at most PROVABLE mentees; it takes minutes, and cannot be stopped within.
    Raises NothingWeighs, GroupSizesWrong, LocksContradict, LockForbidden, LockedGroupImpossible, Cancelled.
    """
    made = round_of(request, sizes, leaders)
    work = Work(made.problem, moves, progress)
    bound = search(made.problem, work)
    if prove and len(made.table.mentees) <= PROVABLE:
        bound = prove_best(made.problem, work, bound)
    if work.best is None:
        raise LockedGroupImpossible
    base = made.problem.base
    return Groups(
        request=request,
        sizes=sizes,
        leaders=leaders,
        groups=made.groups(work.best),
        unplaced=ungrouped(made, work.best),
        base=base,
        bound=base * bound.coverage + bound.total,
        trials=work.trials,
    )
