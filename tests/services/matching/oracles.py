"""Slow and separate answers that the real engine is held against. Nothing here is taken from it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from desktop.services.language import fold
from desktop.services.matching.settings import Settings
from desktop.services.matching.types import Applicant

Table = list[list[int]]


def most_placed(table: Table, places: tuple[int, ...]) -> int:
    """Exhaustive search for the largest number of mentees that can be placed; -1 is forbidden."""
    return best_worth([[0 if score >= 0 else -1 for score in row] for row in table], places)[0]


def best_worth(table: Table, places: tuple[int, ...]) -> tuple[int, int]:
    """Exhaustive search for the best (number placed, sum of worths)."""

    @cache
    def best(at: int, left: tuple[int, ...]) -> tuple[int, int]:
        if at == len(table):
            return 0, 0
        found = best(at + 1, left)
        for j, worth in enumerate(table[at]):
            if worth >= 0 and left[j] > 0:
                placed, total = best(at + 1, (*left[:j], left[j] - 1, *left[j + 1 :]))
                found = max(found, (placed + 1, total + worth))
        return found

    return best(0, places)


def highest_floor(table: Table, places: tuple[int, ...]) -> int:
    """Try every score as a floor, highest first."""
    most = most_placed(table, places)
    for floor in sorted({score for row in table for score in row if score >= 0}, reverse=True):
        if most and most_placed([[s if s >= floor else -1 for s in row] for row in table], places) == most:
            return floor
    return 0


def concave(score: int, target: int = 250, slope: int = 4) -> int:
    """What a score weighs with the default fairness, as matching.md words it: 4 points lost per point under the target."""
    return score - slope * max(0, target - score) + slope * target


def hungarian(worths: npt.NDArray[np.int64], places: tuple[int, ...]) -> tuple[int, list[int]]:
    """Independent exact solver: shortest augmenting paths with prices, mentors with capacity; -1 is forbidden.

    Gives the sum of the worths and each row's column, or -1.
    """
    rows, columns = worths.shape
    far = np.int64(2**60)
    cost = np.full((rows, columns + 1), 0, dtype=np.int64)
    cost[:, :columns] = np.where(worths < 0, far, -worths)
    capacity = [*places, rows]
    u, v = np.zeros(rows, dtype=np.int64), np.zeros(columns + 1, dtype=np.int64)
    held: list[list[int]] = [[] for _ in range(columns + 1)]
    at = [-1] * rows
    u[:] = cost.min(axis=1) if columns else 0
    for row in range(rows):
        _augment(row, cost, capacity, u, v, held, at, far)
    total = sum(int(worths[i, j]) for i, j in enumerate(at) if j < columns)
    return total, [j if j < columns else -1 for j in at]


def _augment(
    row: int,
    cost: npt.NDArray[np.int64],
    capacity: list[int],
    u: npt.NDArray[np.int64],
    v: npt.NDArray[np.int64],
    held: list[list[int]],
    at: list[int],
    far: np.int64,
) -> None:
    least = np.full(len(v), far, dtype=np.int64)
    way = np.full(len(v), -1)
    done = np.zeros(len(v), dtype=bool)
    reached, fresh = {row: 0}, [row]
    while True:
        for r in fresh:
            through = np.where(cost[r] >= far, far, reached[r] + cost[r] - u[r] - v)
            closer = (through < least) & ~done
            least[closer], way[closer] = through[closer], r
        k = int(np.where(done, far, least).argmin())
        done[k] = True
        if len(held[k]) < capacity[k]:
            break
        fresh = [r for r in held[k] if r not in reached]
        reached.update({r: int(least[k]) for r in fresh})
    end = least[k]
    for c in np.nonzero(done)[0]:
        v[c] += least[c] - end
    for r, distance in reached.items():
        u[r] += end - distance
    while True:
        r = int(way[k])
        previous = at[r]
        held[k].append(r)
        at[r] = k
        if r == row:
            return
        held[previous].remove(r)
        k = previous


def forbidden(mentee: Applicant, mentor: Applicant, settings: Settings | None = None) -> set[str]:
    """The hard rules once more, from the raw records, as matching.md and the issue word them."""
    rules = settings or Settings()
    school = rules.school_languages
    broken = set()
    if mentee.uid == mentor.uid:
        broken.add("same_person")
    if len({fold(p) for p in mentee.periods} & {fold(p) for p in mentor.periods}) < max(1, rules.least_periods):
        broken.add("period")
    if not {fold(t) for t in mentee.languages or school} & {fold(t) for t in mentor.languages or school}:
        broken.add("language")
    if mentee.year_rank is None or mentor.year_rank is None:
        broken.add("year_unknown")
    elif mentor.year_rank - mentee.year_rank < rules.least_gap or (
        rules.most_gap and mentor.year_rank - mentee.year_rank > rules.most_gap
    ):
        broken.add("year")
    for key in ("avoids", "blocked") + (("failed",) if rules.failed_before else ()):
        if mentee.number in getattr(mentor, key) or mentor.number in getattr(mentee, key):
            broken.add({"failed": "failed_before"}.get(key, key))
    if rules.family and any(guardian in mentor.families for guardian in mentee.families):
        broken.add("family")
    if mentee.resting or mentor.resting:
        broken.add("cooling")
    if mentor.places <= 0:
        broken.add("places")
    return broken


Worth = tuple[int, ...]


def best_of_all(
    table: list[list[Worth | None]],
    places: tuple[int, ...],
    balance: int = 0,
    periods: tuple[list[set[int]], list[set[int]]] | None = None,
    locks: tuple[tuple[int, int], ...] = (),
) -> tuple[int, ...]:
    """Exhaustive search for the best (number placed, *worths added up), compared in this order; None is forbidden.

    The last worth loses `balance` points for each mentee whom a mentor already has. `periods` of mentees and of
    mentors: each pair takes a period of both that no other pair of the mentor has; a lock without one takes none.
    """
    zero = (0,) * (1 + max((len(worth) for row in table for worth in row if worth is not None), default=1))
    held = dict(locks)

    @cache
    def best(at: int, load: tuple[int, ...], used: frozenset[tuple[int, int]]) -> tuple[int, ...] | None:
        if at == len(table):
            return zero
        found = None if at in held else best(at + 1, load, used)
        for j, worth in enumerate(table[at]):
            if held.get(at, j) != j or (at not in held and worth is None) or load[j] >= places[j]:
                continue
            gained = zero if at in held or worth is None else (1, *worth[:-1], worth[-1] - balance * load[j])
            more = (*load[:j], load[j] + 1, *load[j + 1 :])
            for seat in _seats(periods, at, j, used, at in held):
                rest = best(at + 1, more, used | seat)
                if rest is not None:
                    value = tuple(a + b for a, b in zip(gained, rest, strict=True))
                    found = value if found is None else max(found, value)
        return found

    order = sorted(range(len(table)), key=lambda i: i not in held)
    if order != list(range(len(table))):
        if periods is not None:
            periods = ([periods[0][i] for i in order], periods[1])
        table = [table[i] for i in order]
        held = {order.index(i): j for i, j in held.items()}
    return best(0, (0,) * len(places), frozenset()) or zero


def _seats(
    periods: tuple[list[set[int]], list[set[int]]] | None, i: int, j: int, used: frozenset[tuple[int, int]], held: bool
) -> list[frozenset[tuple[int, int]]]:
    if periods is None:
        return [frozenset()]
    shared = periods[0][i] & periods[1][j]
    if held and not shared:
        return [frozenset()]
    return [frozenset({(j, period)}) for period in shared if (j, period) not in used]


def by_highs(found: dict[str, Any]) -> tuple[int, int]:
    """Solve a certificate's problem anew with HiGHS, from the file alone: most placed first, then the highest total.

    One variable for each allowed pair (and period), one for each place of a mentor with what it costs.
    """
    scores, places, balance = found["scores"], found["places"], found["balance"]
    ways = [
        (i, j, period)
        for i, row in enumerate(scores)
        for j, score in enumerate(row)
        if score >= 0
        for period in _periods_of(found, i, j)
    ]
    taken = [(j, k) for j, most in enumerate(places) for k in range(most)]
    if not ways or not taken:
        return 0, 0
    rows: dict[tuple[str, int, int], list[tuple[int, float]]] = {}
    for at, (i, j, period) in enumerate(ways):
        rows.setdefault(("mentee", i, 0), []).append((at, 1.0))
        rows.setdefault(("load", j, 0), []).append((at, 1.0))
        if period is not None:
            rows.setdefault(("seat", j, period), []).append((at, 1.0))
    for at, (j, _) in enumerate(taken, start=len(ways)):
        rows.setdefault(("load", j, 0), []).append((at, -1.0))
    matrix = np.zeros((len(rows), len(ways) + len(taken)))
    for line, cells in enumerate(rows.values()):
        for at, value in cells:
            matrix[line, at] = value
    upper = [0.0 if key[0] == "load" else 1.0 for key in rows]
    placed = np.array([1.0] * len(ways) + [0.0] * len(taken))
    points = np.array([float(scores[i][j]) for i, j, _ in ways] + [-float(balance * k) for _, k in taken])
    most = _milp(placed, matrix, upper, None)
    total = _milp(points, matrix, upper, (placed, most))
    return most, total


def _periods_of(found: dict[str, Any], i: int, j: int) -> list[int | None]:
    if "periods" not in found:
        return [None]
    return sorted(set(found["periods"]["mentees"][i]) & set(found["periods"]["mentors"][j]))


def _milp(
    worth: npt.NDArray[np.float64],
    matrix: npt.NDArray[np.float64],
    upper: list[float],
    at_least: tuple[npt.NDArray[np.float64], int] | None,
) -> int:
    limits = [LinearConstraint(matrix, -np.inf, upper)]
    if at_least is not None:
        limits.append(LinearConstraint(at_least[0][None, :], at_least[1], np.inf))
    found = milp(
        -worth, constraints=limits, bounds=Bounds(0, 1), integrality=np.ones(len(worth)), options={"mip_rel_gap": 0}
    )
    assert found.success
    return round(float(np.round(found.x) @ worth))
