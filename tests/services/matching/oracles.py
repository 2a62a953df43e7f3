"""Slow and separate answers that the real engine is held against. Nothing here is taken from it."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from desktop.services.language import fold
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


def forbidden(mentee: Applicant, mentor: Applicant, school: tuple[str, ...] = ("English",)) -> set[str]:
    """The hard rules once more, from the raw records, as the issue words them."""
    broken = set()
    if mentee.uid == mentor.uid:
        broken.add("same_person")
    if not {fold(p) for p in mentee.periods} & {fold(p) for p in mentor.periods}:
        broken.add("period")
    if not {fold(t) for t in mentee.languages or school} & {fold(t) for t in mentor.languages or school}:
        broken.add("language")
    if mentee.year_rank is None or mentor.year_rank is None:
        broken.add("year_unknown")
    elif mentor.year_rank <= mentee.year_rank:
        broken.add("year")
    if mentee.number in mentor.avoids or mentor.number in mentee.avoids:
        broken.add("avoids")
    if mentor.places <= 0:
        broken.add("places")
    return broken
