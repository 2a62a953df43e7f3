"""What follows exactly from an optimal solution without solving again: prices, costs of other pairs, bottlenecks.

Nodes are the mentors and one more, "none". The arc j -> k costs the cheapest move of one of j's mentees to k.
A mentor with a free place has a free arc to "none", and "none" a free arc to every mentor who has a mentee:
taking somebody more here makes up for one fewer there. Shortest paths in this small graph give the exact cost
of forcing any pair (matching.md, section 4), and the prices that prove the solution optimal. Knows arrays
only, nobody's name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from desktop.services.matching.arrays import FORBIDDEN, Index, Long, Mask, np
from desktop.services.matching.columns import ANY, NOBODY, Columns, columns_of, to_split
from desktop.services.matching.costs import forced_worth
from desktop.services.matching.problem import Problem
from desktop.services.matching.solver import Solution, settle, worth_of

# With more columns than this, the graph would take too much memory: pairs are priced by solving again.
MOST_COLUMNS = 4000
# Far above any sum of worths and far below the end of 64 bits, so that two of them add up safely.
NEVER = 2**60


@dataclass(frozen=True)
class Forced:
    """The exact loss of forcing a pair, and the moves (row, column or -1) it would take, the forced one first."""

    loss: int
    moves: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Certificate:
    """A proof of optimality anybody can check: with these prices nobody can do better elsewhere.

    `worths` are base plus weight, -1 where forbidden; rows are the mentees no lock holds. `mentee_price` and
    `mentor_price` are never negative, and together cover the worth of every allowed pair.
    """

    worths: Long
    places: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    mentee_price: tuple[int, ...]
    mentor_price: tuple[int, ...]

    def verify(self) -> bool:
        """Check feasibility and that what the pairs are worth equals what the prices bound every solution by."""
        u, v = np.array(self.mentee_price, dtype=np.int64), np.array(self.mentor_price, dtype=np.int64)
        load = np.bincount([j for _, j in self.pairs], minlength=len(v)) if self.pairs else np.zeros(len(v))
        sound = len({i for i, _ in self.pairs}) == len(self.pairs) and bool((load <= np.array(self.places)).all())
        priced = bool((u >= 0).all() and (v >= 0).all() and (u[:, None] + v[None, :] >= self.worths).all())
        values = [int(self.worths[i, j]) for i, j in self.pairs]
        bound = int(u.sum()) + int((v * np.array(self.places, dtype=np.int64)).sum())
        return sound and priced and all(value >= 0 for value in values) and sum(values) == bound


class Graph:
    """The residual graph of rows in columns: `column_of` gives each row's column, as many as there are for none.

    Rows that are `bound` have to be somewhere.
    """

    def __init__(self, worths: Long, column_of: Index, room: Index, bound: Mask) -> None:
        """Build the arcs: one pass over the worths."""
        self.worths, self.column_of, self.bound = worths, column_of, bound
        self.none = worths.shape[1]
        load = np.bincount(column_of, minlength=self.none + 1)[: self.none]
        self.arcs, self.movers = self._arcs(load > 0, load < room)

    def _arcs(self, used: Mask, spare: Mask) -> tuple[Long, Index]:
        """Give the cost of each arc and the row that would move along it, -1 where nobody does."""
        size = self.none + 1
        arcs = np.full((size, size), NEVER, dtype=np.int64)
        movers = np.full((size, size), -1, dtype=np.intp)
        worths = np.hstack([self.worths, np.zeros((len(self.worths), 1), dtype=np.int64)])
        for j in np.unique(self.column_of):
            rows = np.nonzero(self.column_of == j)[0]
            costs = np.where(worths[rows] < 0, NEVER, worths[rows, j][:, None] - worths[rows])
            costs[self.bound[rows], -1] = NEVER
            best = costs.argmin(axis=0)
            arcs[j] = costs[best, np.arange(size)]
            movers[j] = rows[best]
            arcs[j, j] = NEVER
        arcs[:-1, -1][spare], movers[:-1, -1][spare] = 0, -1
        unmoved = used & (arcs[-1, :-1] > 0)
        arcs[-1, :-1][unmoved], movers[-1, :-1][unmoved] = 0, -1
        return arcs, movers

    @cached_property
    def prices(self) -> Long:
        """The least prices: a mentor costs what the best excluded mentee would gain there, "none" costs nothing."""
        price = np.zeros(self.none + 1, dtype=np.int64)
        for _ in range(self.none + 2):
            raised = np.maximum(price, (price[:, None] - self.arcs).max(axis=0, initial=0))
            if (raised == price).all():
                break
            price = raised
        return price

    @cached_property
    def row_prices(self) -> Long:
        """What each row brings beyond the price of its column."""
        rows = np.arange(len(self.worths))
        inside = self.column_of < self.none
        worth = np.zeros(len(rows), dtype=np.int64)
        worth[inside] = self.worths[rows[inside], self.column_of[inside]]
        found: Long = worth - self.prices[self.column_of]
        return found


class Residual:
    """The residual graph of a solution; rows are the mentees no lock holds, then rows of mentors' own (columns.py)."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        """Build the graph of the problem with all its columns."""
        self.problem, self.solution = problem, solution
        self.free = problem.free
        self.columns = columns_of(problem, to_split(problem))
        self.none = len(self.columns.mentor)

    @cached_property
    def graph(self) -> Graph:
        """The graph itself, built when it is first asked for."""
        base, forced = self.solution.base, forced_worth(self.solution.weighing)
        worths = worths_of(self.solution.weights[self.free], self.free, self.columns, base, forced)
        column_of = placed(self.solution, self.free, self.columns)
        return Graph(worths, column_of, self.columns.room, bound_rows(self.free, self.columns))

    @property
    def worths(self) -> Long:
        """Base plus weight less cost of each row in each column, -1 where it cannot be."""
        return self.graph.worths

    @cached_property
    def _reduced(self) -> Long:
        """Arcs by their end, with prices taken off: none is negative any more, so Dijkstra's algorithm is right."""
        reduced = self.graph.arcs - self.graph.prices[:, None] + self.graph.prices[None, :]
        return np.ascontiguousarray(np.where(self.graph.arcs < NEVER, reduced, NEVER).T)

    def certificate(self) -> Certificate:
        """Give the solution with the prices that prove it."""
        column_of = self.graph.column_of.tolist()
        return Certificate(
            self.worths,
            _integers(self.columns.room),
            tuple((i, k) for i, k in enumerate(column_of) if k < self.none),
            _integers(self.graph.row_prices),
            _integers(self.graph.prices[: self.none]),
        )

    def forced(self, row: int) -> list[Forced | None]:
        """For one mentee (a row of the whole table), the exact loss of being with each mentor.

        None where the pair is not in the graph: forbidden, below the floor, or every place locked. Such a pair
        opens ways that the optimum never had; solve_forced prices it. None for all where the graph would be too large.
        """
        if self.none > MOST_COLUMNS:
            return [None] * len(self.problem.places)
        at = int(np.nonzero(self.free == row)[0][0])
        now = int(self.graph.column_of[at])
        costs, following = self._ways_to(now)
        worth = self.worths[at]
        held = int(worth[now]) if now < self.none else 0
        best: dict[int, tuple[int, int]] = {}
        for k in np.nonzero((worth >= 0) & (costs[:-1] < NEVER))[0].tolist():
            found = int(held - worth[k] + costs[k]), k
            mentor = int(self.columns.mentor[k])
            best[mentor] = min(best.get(mentor, found), found)
        return [
            self._forced(row, best[j][1], best[j][0], now, following) if j in best else None
            for j in range(len(self.problem.places))
        ]

    def _forced(self, row: int, column: int, loss: int, now: int, following: Index) -> Forced:
        """Follow the cheapest chain of moves from the column that takes one more to the one that is one short."""
        moves, at = [(row, self._mentor(column))], column
        while at != now:
            onward = int(following[at])
            mover = int(self.graph.movers[at, onward])
            if 0 <= mover < len(self.free) and self._mentor(onward) != self._mentor(at):
                moves.append((int(self.free[mover]), self._mentor(onward)))
            at = onward
        return Forced(loss, tuple(moves))

    def _mentor(self, column: int) -> int:
        return int(self.columns.mentor[column]) if column < self.none else -1

    def _ways_to(self, now: int) -> tuple[Long, Index]:
        """Shortest paths from each node to the one whose mentee is being forced away, and the next node on them."""
        cost: Long = np.full(self.none + 1, NEVER, dtype=np.int64)
        cost[now] = 0
        waiting = cost.copy()
        following = np.full(len(cost), -1, dtype=np.intp)
        for _ in range(len(cost)):
            node = int(waiting.argmin())
            if waiting[node] >= NEVER:
                break
            through = self._reduced[node] + waiting[node]
            waiting[node] = NEVER
            closer = np.nonzero(through < cost)[0]
            cost[closer] = waiting[closer] = through[closer]
            following[closer] = node
        reached = cost < NEVER
        cost[reached] += self.graph.prices[reached] - self.graph.prices[now]
        return cost, following


def worths_of(weights: Long, rows: Index, columns: Columns, base: int, forced: int) -> Long:
    """Give base plus weight less cost of these mentees, then of the columns' own rows, -1 where one cannot be."""
    mentees: Long = weights[:, columns.mentor]
    mentees = np.where(mentees < 0, FORBIDDEN, mentees + base - columns.cost)
    if columns.periods is not None:
        for at, i in enumerate(rows.tolist()):
            mentees[at, ~columns.open_to(i)] = FORBIDDEN
    extras = np.full((len(columns.extras), len(columns.mentor)), FORBIDDEN, dtype=np.int64)
    for at, extra in enumerate(columns.extras):
        extras[at, columns.own(extra)] = forced if extra.saves is None else extra.saves
    return np.vstack([mentees, extras])


def bound_rows(rows: Index, columns: Columns) -> Mask:
    """Mark, after these mentees, which of the columns' own rows have to be somewhere."""
    return np.array([False] * len(rows) + [extra.saves is None for extra in columns.extras], dtype=np.bool_)


def placed(solution: Solution, rows: Index, columns: Columns) -> Index:
    """Give the column of these mentees and of the columns' own rows in a solution, one past the last for none.

    A mentee has the cheapest place of the mentor, or that of the period. Rows of nobody fill what is left of a split
    mentor's periods, those that have to be somewhere first.
    """
    room, none = columns.room.copy(), len(columns.mentor)
    by_mentor: dict[int, list[int]] = {}
    for k, j in enumerate(columns.mentor.tolist()):
        by_mentor.setdefault(j, []).append(k)

    def take(mentor: int, row: int) -> int:
        period = ANY if row == NOBODY or solution.period_of is None else int(solution.period_of[row])
        for k in by_mentor.get(mentor, ()):
            if room[k] > 0 and (row == NOBODY or columns.period[k] in (ANY, period)):
                room[k] -= 1
                return k
        return none

    def order(at: int) -> tuple[bool, float]:
        extra = columns.extras[at]
        return extra.row == NOBODY, float("-inf") if extra.saves is None else -extra.saves

    found = [take(int(solution.mentor_of[i]), int(i)) for i in rows]
    own = {
        at: take(columns.extras[at].mentor, columns.extras[at].row)
        for at in sorted(range(len(columns.extras)), key=order)
    }
    return np.array([*found, *(own[at] for at in range(len(own)))], dtype=np.intp)


def solve_forced(problem: Problem, solution: Solution, row: int, column: int) -> Forced | None:
    """Price one pair by solving the rest again, as if what forbids the pair were lifted; None without a place."""
    if problem.left[column] < 1:
        return None
    held = replace(problem, locks=tuple(sorted((*problem.locks, (row, column)))))
    if held.periods is not None and column in held.periods.crowded(locked_only(held)):
        return None
    again = settle(replace(solution.weighing, problem=held)).mentor_of
    changed = [int(i) for i in held.free if again[i] != solution.mentor_of[i]]
    moves = ((row, column), *((i, int(again[i])) for i in changed))
    return Forced(worth_of(solution.weighing, solution.mentor_of) - worth_of(solution.weighing, again), moves)


def locked_only(problem: Problem) -> Index:
    """Give the mentor of each mentee that a lock holds, -1 for the others."""
    found = np.full(len(problem.scores), -1, dtype=np.intp)
    for i, j in problem.locks:
        found[i] = j
    return found


def _integers(array: Long) -> tuple[int, ...]:
    return tuple(int(value) for value in array)
