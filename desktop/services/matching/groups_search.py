"""Looking for good groups: hints from prices, then moves of one group's slot, each solved again exactly.

Everything goes in a fixed order and ends after a fixed amount of work, never by the clock and never by chance, so
that the same people give the same groups on every machine. Knows arrays only, nobody's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.matching.arrays import FORBIDDEN, Index, Long, np
from desktop.services.matching.engine import Progress, report
from desktop.services.matching.groups_bound import FINE, NEVER, Choice, Relaxed, descend
from desktop.services.matching.groups_problem import CLOSED, Arrangement, GroupProblem, Rank
from desktop.services.matching.groups_program import place_most
from desktop.services.matching.solver import TOP_SCORE, assign

# Cells of an assignment that count as one move: what a school of 300 mentees takes.
_CELLS = 200_000
# The hint of every so many steps is tried out (of fewer where that takes long); at most so many steps.
_TRY_EVERY, _STEPS = 4, 240
# Moves looked at before the best of them is taken though it is worse; rounds without anything better before the end.
_LOOKED_AT, _ROUNDS = 24, 20
# So many of the mentees with the fewest choices are looked at on their own.
_HARDEST = (20, 60)
# Mentors tried as second leader of one group.
_HELPERS = 4
# Rounds for which a group that was moved stays as it is.
_RESTS = 6


class Work:
    """What a run may still spend, and what it has seen."""

    def __init__(self, problem: GroupProblem, moves: int, progress: Progress | None) -> None:
        """`moves`: in assignments of the size of a school of 300 mentees."""
        self.problem, self.moves, self.progress = problem, moves, progress
        self.unit = max(1, int(problem.room.sum()) * len(problem.free) // _CELLS)
        self.spent = self.trials = 0
        self.best: Arrangement | None = None
        self._seen: dict[bytes, Arrangement | None] = {}

    def goes_on(self, kept: int = 0) -> bool:
        """Whether another move may be tried, with so many kept for later."""
        return self.spent < self.moves - kept

    def tell(self) -> None:
        """Tell how far the run has come. Raises Cancelled."""
        report(self.progress, min(self.spent, self.moves), self.moves)

    def solve(self, slot_of: Index, above: Rank | None = None) -> Arrangement | None:
        """Solve an arrangement of slots, once each, and remember the best; None where it is not `above`."""
        key = slot_of.tobytes()
        if key in self._seen:
            return self._seen[key]
        found = self.consider(self.problem, slot_of, above)
        if found is not None or above is None:
            self._seen[key] = found
        return found

    def consider(self, problem: GroupProblem, slot_of: Index, above: Rank | None = None) -> Arrangement | None:
        """Solve an arrangement of the problem, or of a stricter one, and remember the best. Raises Cancelled."""
        self.tell()
        found, took = problem.solve(slot_of, above)
        self.spent, self.trials = self.spent + max(took, 1) * self.unit, self.trials + 1
        if found is not None and (self.best is None or found.rank > self.best.rank):
            self.best = found
        return found


@dataclass(frozen=True)
class Bound:
    """What no grouping exceeds: mentees placed, and among those that place as many, the scores' sum."""

    coverage: int
    total: int

    def reached(self, found: Arrangement | None) -> bool:
        """Whether nothing better than this exists."""
        return found is not None and found.rank == (self.coverage, 0, self.total)


def search(problem: GroupProblem, work: Work) -> Bound:
    """Fill `work.best`, None where locks make groups impossible, and give the bound."""
    bound = _without_slots(problem)
    _begin(problem, work)
    if work.best is None:
        return bound
    hardest = None
    if work.best.coverage < bound.coverage:
        bound, hardest = _place_the_hardest(problem, bound)
    bound = follow_prices(problem, work, bound)
    if hardest is not None and work.best.coverage < bound.coverage:
        work.solve(np.where(hardest == CLOSED, work.best.slot_of, hardest))
    if problem.teams is not None:
        _thin_out(work)
    _walk(problem, work, bound)
    if problem.teams is not None:
        team_up(problem, work)
    return bound


def _without_slots(problem: GroupProblem) -> Bound:
    """Bound by the assignment that lets each group meet whenever any of its members can."""
    found = np.full(len(problem.scores), -1, dtype=np.intp)
    weights = np.where(problem.meeting, problem.scores, FORBIDDEN).astype(np.int32)
    found[problem.free] = assign(weights[problem.free], problem.room, problem.base)
    for i, j in problem.locks:
        found[i] = j
    placed = np.nonzero(found >= 0)[0]
    return Bound(len(placed), int(problem.scores[placed, found[placed]].sum(dtype=np.int64)))


def _place_the_hardest(problem: GroupProblem, bound: Bound) -> tuple[Bound, Index | None]:
    """Lower the bound of the mentees placed, where slots do not allow to place all of those with the fewest choices.

    Gives the slots, too, in which most of them are placed; None where nothing is known of that.
    """
    choices, slot_of = np.zeros(len(problem.free), dtype=np.int64), None
    for slot in range(problem.slots.shape[1]):
        able = (problem.scores[problem.free] >= 0) & problem.slots[None, :, slot]
        choices += able.sum(axis=1) * problem.mentee_free[problem.free, slot]
    order = np.argsort(choices, kind="stable")
    order = order[choices[order] > 0]
    for most in _HARDEST:
        answer = place_most(problem, problem.free[np.sort(order[:most])])
        if answer is None:
            break
        slot_of = slot_of if answer.nothing else answer.slot_of
        coverage = len(order) - min(most, len(order)) + answer.value + len(problem.locks)
        if coverage < bound.coverage:
            bound = Bound(coverage, TOP_SCORE * coverage)
    return bound, slot_of


def worth_in(problem: GroupProblem, each: int, times: int = 1) -> Long:
    """What each pair of a free row and a column is worth where placing somebody is worth `each`; NEVER if forbidden."""
    scores = problem.scores[problem.free].astype(np.int64)
    return np.where(scores >= 0, (scores + each) * times, NEVER)


def _begin(problem: GroupProblem, work: Work) -> None:
    """Try each group in the slot in which its best members are worth most; where locks forbid that, anything."""
    relaxed = Relaxed(problem, worth_in(problem, TOP_SCORE))
    table = relaxed.table(np.zeros(len(problem.free), dtype=np.int64))
    slot_of = np.where(table.max(axis=1, initial=NEVER) > NEVER, _best_slot(table), CLOSED)
    work.solve(slot_of)
    held = np.nonzero(problem.held)[0]
    if work.best is not None or not len(held):
        return
    alone = np.where(problem.held > 0, slot_of, CLOSED)
    for j in held:
        for slot in np.nonzero(problem.slots[j])[0]:
            tried = alone.copy()
            tried[j] = slot
            work.solve(tried)


def _best_slot(table: Long) -> Index:
    return table.argmax(axis=1) if table.shape[1] else np.full(len(table), CLOSED, dtype=np.intp)


def follow_prices(problem: GroupProblem, work: Work, bound: Bound) -> Bound:
    """Lower the bound by prices and try the slots they hint at."""
    if not len(problem.free) or not problem.slots.any():
        return bound
    each = TOP_SCORE + 1
    held = sum(int(problem.scores[i, j]) + each for i, j in problem.locks)
    steps = min(_STEPS, max(20, work.moves // (2 * work.unit)))

    every = _TRY_EVERY * min(work.unit, 4)

    def look(step: int, choice: Choice) -> int:
        work.tell()
        if step % every == 0:
            work.solve(choice.slot_of, work.best.rank if work.best else None)
        best = work.best
        return 0 if best is None else (best.total + each * best.coverage - held) * FINE

    start = np.full(len(problem.free), each * FINE, dtype=np.int64)
    lowest, _ = descend(Relaxed(problem, worth_in(problem, each, FINE)), start, 0, steps, look)
    return Bound(bound.coverage, min(bound.total, lowest // FINE + held - each * bound.coverage))


def _thin_out(work: Work) -> None:
    """Close groups as long as that gives more of the others a second leader without leaving anybody out."""
    best = work.best
    while best is not None and best.rank[1] < 0 and work.goes_on():
        tried = [(_size(best, j), j) for j in np.nonzero(best.slot_of != CLOSED)[0].tolist()]
        now = best
        for _, j in sorted(tried):
            found = work.solve(_moved(now.slot_of, j, CLOSED)) if work.goes_on() else None
            if found is not None and found.rank > now.rank:
                now = found
        if now is best:
            return
        best = now


def team_up(problem: GroupProblem, work: Work) -> None:
    """Give groups that lack one a second leader by letting members go elsewhere whom that one may not be with."""
    best, helpers = work.best, dict[int, int]()
    if best is None:
        return
    for j in np.nonzero(best.slot_of != CLOSED)[0].tolist():
        seconds = problem.seconds(best.slot_of, best.group_of)
        helpers |= {int(k): int(h) for k, h in enumerate(seconds) if h >= 0}
        if seconds[j] >= 0:
            continue
        for h in _likely(problem, best, seconds, j)[:_HELPERS]:
            found = work.consider(problem.helped(helpers | {j: h}), best.slot_of) if work.goes_on() else None
            if found is not None and found.rank > best.rank:
                best, helpers = found, helpers | {j: h}
                break


def _likely(problem: GroupProblem, found: Arrangement, seconds: Index, column: int) -> list[int]:
    """Give mentors without a group who are free then, those first whom most members may be with."""
    spare = (found.slot_of == CLOSED) & problem.mentor_free[:, found.slot_of[column]]
    spare[seconds[seconds >= 0]] = False
    if problem.teams is not None:
        spare &= problem.teams[:, column] >= 0
    fits = (problem.scores[found.group_of == column] >= 0).sum(axis=0)
    return sorted(np.nonzero(spare)[0].tolist(), key=lambda h: (-int(fits[h]), h))


def _size(found: Arrangement, column: int) -> int:
    return int((found.group_of == column).sum())


def _moved(slot_of: Index, column: int, slot: int) -> Index:
    changed = slot_of.copy()
    changed[column] = slot
    return changed


def _walk(problem: GroupProblem, work: Work, bound: Bound) -> None:
    """Move one group at a time: to something better, or for want of that to the best nearby that was not just left."""
    relaxed = Relaxed(problem, worth_in(problem, problem.base))
    kept = 0 if problem.teams is None else work.moves // 4
    now, rests, waited, turn = work.best, dict[int, int](), 0, 0
    while now is not None and waited < _ROUNDS and work.goes_on(kept) and not bound.reached(work.best):
        best, turn, waited = work.best, turn + 1, waited + 1
        next_: tuple[int, Arrangement] | None = None
        movable = [move for move in _candidates(relaxed, now) if rests.get(move[0], 0) < turn]
        for column, slot in movable[:_LOOKED_AT]:
            found = work.solve(_moved(now.slot_of, column, slot), next_[1].rank if next_ else None)
            if found is not None and not (found.slot_of == now.slot_of).all():
                next_ = (column, found) if next_ is None or found.rank > next_[1].rank else next_
            if not work.goes_on(kept) or (next_ is not None and next_[1].rank > now.rank):
                break
        if next_ is not None:
            now = next_[1]
            rests[next_[0]] = turn + _RESTS
        waited = waited if work.best is best else 0


def _candidates(relaxed: Relaxed, now: Arrangement) -> list[tuple[int, int]]:
    """Give moves (column, slot or CLOSED), those first that could gain most at the prices of the present groups.

    Where groups lack a second leader, closing comes first: it sets one free.
    """
    prices = prices_of(relaxed.problem, now)
    table = relaxed.table(prices)
    held = np.where(now.slot_of != CLOSED, table[np.arange(len(table)), now.slot_of], 0)
    moves = [(int(held[j] - table[j, s]), int(j), int(s)) for j, s in zip(*np.nonzero(table > NEVER), strict=True)]
    closings = np.nonzero((now.slot_of != CLOSED) & (relaxed.problem.held == 0))[0]
    first = relaxed.problem.base if now.rank[1] < 0 else 0
    moves += [(int(held[j]) - first, int(j), CLOSED) for j in closings]
    return [(j, s) for _, j, s in sorted(moves) if now.slot_of[j] != s]


def prices_of(problem: GroupProblem, found: Arrangement) -> Long:
    """What each free mentee is worth to an arrangement: its loss without them, as far as no least size binds.

    A column costs what its best excluded mentee would gain there (longest ways in the graph of columns). Any prices
    make a valid bound; after a fixed number of rounds these are taken as they stand.
    """
    weights = problem.weights(found.slot_of).astype(np.int64)
    none, rows = weights.shape[1], len(weights)
    worth = np.hstack([np.where(weights >= 0, weights + problem.base, NEVER), np.zeros((rows, 1), dtype=np.int64)])
    at = found.group_of[problem.free]
    at = np.where(at < 0, none, at)
    held = worth[np.arange(rows), at]
    load = np.bincount(at, minlength=none + 1)[:none]
    gain = np.full((none + 1, none + 1), NEVER, dtype=np.int64)
    for j in np.unique(at):
        mine = at == j
        gain[j] = (worth[mine] - held[mine][:, None]).max(axis=0)
    spare = (load < problem.room) & (found.slot_of != CLOSED)
    gain[:-1, -1][spare] = np.maximum(gain[:-1, -1][spare], 0)
    price = np.zeros(none + 1, dtype=np.int64)
    for _ in range(none + 2):
        raised = np.maximum(price, (price[:, None] + gain).max(axis=0))
        raised[-1] = 0
        if (raised == price).all():
            break
        price = raised
    prices: Long = np.maximum(0, held - price[at])
    return prices
