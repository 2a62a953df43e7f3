"""What follows exactly from an optimal solution without solving again: prices, costs of other pairs, bottlenecks.

Nodes are the mentors and one more, "none". The arc j -> k costs the cheapest move of one of j's mentees to k.
A mentor with a free place has a free arc to "none", and "none" a free arc to every mentor who has a mentee:
taking somebody more here makes up for one fewer there. Shortest paths in this small graph give the exact cost
of forcing any pair (matching.md, section 4), and the prices that prove the solution optimal. Knows arrays
only, nobody's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from desktop.services.matching.arrays import FORBIDDEN, Index, Long, Mask, Weights, np
from desktop.services.matching.solver import Problem, Solution, assign, weight_of

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


class Residual:
    """The residual graph of a solution; rows are the mentees no lock holds."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        """Build the arcs: one pass over the score table."""
        self.problem, self.solution = problem, solution
        self.free = problem.free
        weights = solution.weights[self.free].astype(np.int64)
        self.worths: Long = np.where(weights < 0, FORBIDDEN, weights + solution.base)
        self.none = self.worths.shape[1]
        found = solution.mentor_of[self.free]
        self.mentor_of: Index = np.where(found < 0, self.none, found)
        load = np.bincount(self.mentor_of, minlength=self.none + 1)[: self.none]
        self.arcs, self.movers = self._arcs(load > 0, load < problem.left)

    def _arcs(self, used: Mask, spare: Mask) -> tuple[Long, Index]:
        """Give the cost of each arc and the row that would move along it, -1 where nobody does."""
        size = self.none + 1
        arcs = np.full((size, size), NEVER, dtype=np.int64)
        movers = np.full((size, size), -1, dtype=np.intp)
        worths = np.hstack([self.worths, np.zeros((len(self.worths), 1), dtype=np.int64)])
        for j in np.unique(self.mentor_of):
            rows = np.nonzero(self.mentor_of == j)[0]
            costs = np.where(worths[rows] < 0, NEVER, worths[rows, j][:, None] - worths[rows])
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
    def _reduced(self) -> Long:
        """Arcs by their end, with prices taken off: none is negative any more, so Dijkstra's algorithm is right."""
        reduced = self.arcs - self.prices[:, None] + self.prices[None, :]
        return np.ascontiguousarray(np.where(self.arcs < NEVER, reduced, NEVER).T)

    def certificate(self) -> Certificate:
        """Give the solution with the prices that prove it."""
        price = self.prices
        rows = np.arange(len(self.worths))
        placed = self.mentor_of < self.none
        worth = np.zeros(len(rows), dtype=np.int64)
        worth[placed] = self.worths[rows[placed], self.mentor_of[placed]]
        pairs = tuple((int(i), int(self.mentor_of[i])) for i in rows[placed])
        return Certificate(
            self.worths,
            _integers(np.maximum(self.problem.left, 0)),
            pairs,
            _integers(worth - price[self.mentor_of]),
            _integers(price[: self.none]),
        )

    def forced(self, row: int) -> list[Forced | None]:
        """For one mentee (a row of the whole table), the exact loss of being with each mentor.

        None where the pair is not in the graph: forbidden, below the floor, or every place locked. Such a pair
        opens ways that the optimum never had; solve_forced prices it.
        """
        at = int(np.nonzero(self.free == row)[0][0])
        now = int(self.mentor_of[at])
        costs, following = self._ways_to(now)
        worth = self.worths[at]
        held = int(self.worths[at, now]) if now < self.none else 0
        return [
            self._forced(row, j, int(held - worth[j] + costs[j]), now, following)
            if worth[j] >= 0 and costs[j] < NEVER
            else None
            for j in range(self.none)
        ]

    def _forced(self, row: int, column: int, loss: int, now: int, following: Index) -> Forced:
        """Follow the cheapest chain of moves from the mentor who is one over to the one who is one short."""
        moves, at = [(row, column)], column
        while at != now:
            onward = int(following[at])
            mover = int(self.movers[at, onward])
            if mover >= 0:
                moves.append((int(self.free[mover]), onward if onward < self.none else -1))
            at = onward
        return Forced(loss, tuple(moves))

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
        cost[reached] += self.prices[reached] - self.prices[now]
        return cost, following


def solve_forced(problem: Problem, solution: Solution, row: int, column: int) -> Forced | None:
    """Price one pair by solving the rest again, as if what forbids the pair were lifted; None without a place."""
    left = problem.left
    left[column] -= 1
    if left[column] < 0:
        return None
    weights = solution.weights.copy()
    weights[row] = FORBIDDEN
    again = assign(weights, left, solution.base)
    weights[row, column] = weight_of(np.maximum(problem.scores[row, column].astype(np.int32), 0), problem.fairness)
    again[row] = column
    before = _worth_of(solution.weights, solution.mentor_of, solution.base)
    free = problem.free
    changed = [int(i) for i in free if again[i] != solution.mentor_of[i] and i != row]
    moves = ((row, column), *((i, int(again[i])) for i in changed))
    return Forced(before - _worth_of(weights, again, solution.base), moves)


def _worth_of(weights: Weights, mentor_of: Index, base: int) -> int:
    """Add up base and weight of all pairs that no lock holds."""
    placed = [(i, j) for i, j in enumerate(mentor_of) if j >= 0 and weights[i, j] >= 0]
    return sum(int(weights[i, j]) + base for i, j in placed)


def _integers(array: Long) -> tuple[int, ...]:
    return tuple(int(value) for value in array)


def bottleneck(allowed: Mask, mentor_of: Index, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Find the mentees and mentors reachable from an unplaced mentee by alternating paths (a Hall set).

    All these mentees can only go to these mentors, whose places are all taken by them: no solution places more.
    Other unplaced mentees who can go nowhere else either belong to it.
    """
    mentees, mentors, waiting = {row}, set[int](), [row]
    while waiting:
        for j in np.nonzero(allowed[waiting.pop()])[0].tolist():
            if j not in mentors:
                mentors.add(j)
                joined = [i for i in np.nonzero(mentor_of == j)[0].tolist() if i not in mentees]
                mentees.update(joined)
                waiting.extend(joined)
    elsewhere = np.ones(allowed.shape[1], dtype=np.bool_)
    elsewhere[list(mentors)] = False
    stuck = (mentor_of < 0) & allowed.any(axis=1) & ~allowed[:, elsewhere].any(axis=1)
    mentees.update(np.nonzero(stuck)[0].tolist())
    return tuple(sorted(mentees)), tuple(sorted(mentors))
