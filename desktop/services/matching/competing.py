"""Whom an unplaced mentee competes with: a Hall set, which shows that no solution places more. Arrays only."""

from __future__ import annotations

from desktop.services.matching.arrays import Index, Mask, np
from desktop.services.matching.columns import columns_of, to_split
from desktop.services.matching.problem import Problem
from desktop.services.matching.residual import bound_rows, placed, worths_of
from desktop.services.matching.solver import Solution


def competition(problem: Problem, solution: Solution, row: int) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Find whom an unplaced mentee competes with, at which mentors, and how many places those have for them.

    With periods, a place is a period in which a mentor can still meet one of them.
    """
    free = problem.free
    columns = columns_of(problem, to_split(problem))
    scores = problem.scores[free].astype(np.int64)
    allowed = worths_of(scores, free, columns, solution.base, 0) >= 0
    column_of = placed(solution, free, columns)
    column_of[column_of == len(columns.mentor)] = -1
    # What only saves something by staying empty gives way to a mentee, so it competes with none.
    allowed[len(free) :][~bound_rows(free, columns)[len(free) :]] = False
    rows, reached = bottleneck(allowed, column_of, int(np.nonzero(free == row)[0][0]))
    mentees = tuple(int(free[i]) for i in rows if i < len(free))
    mentors = tuple(sorted({int(columns.mentor[k]) for k in reached}))
    return mentees, mentors, int(columns.room[list(reached)].sum()) - (len(rows) - len(mentees))


def bottleneck(allowed: Mask, mentor_of: Index, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Find the mentees and mentors reachable from an unplaced mentee by alternating paths (a Hall set).

    All these mentees can only go to these mentors, whose places are all taken by them: no solution places more.
    Other unplaced mentees who can go nowhere else either belong to it. The same holds of rows and columns.
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
