"""Counting students by role and by school year so that no small group can be read or worked out. Pure.

The number of active pairs is a whole and always printed, so it is taken as known: students with a role are
counted exactly only where nothing under the threshold follows from their number and that of the pairs.

By year, nothing is blanked out: years are joined until every band holds at least the threshold. A table
of bands therefore has no gaps that a margin could fill, and its sum may be printed. The proof is
in the tests: for every table, each joined year has at least three possible numbers, even for a
reader who knows this file and every year of the school.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.services.reports.types import Band, Group, Headcount

THRESHOLD_INSIDE: Final = 5
THRESHOLD_OUTSIDE: Final = 10

NOBODY: Final = Headcount(0, 0)
"""For a programme in which there is nothing at all: the only zero that is printed."""


def mentees(count: int, paired: int, pairs: int, threshold: int = THRESHOLD_INSIDE) -> Headcount:
    """Say how many mentees there are: `paired` of `count` are in the `pairs` active pairs, and the others wait.

    Whoever reads the number and that of the pairs knows how many wait. Where those are under the threshold, nobody
    included, all that is said is that they are.
    """
    if min(count - paired, count - pairs) >= threshold:
        return Headcount(count, count)
    return Headcount(pairs if paired == pairs >= threshold else 0, pairs + threshold - 1)


def mentors(count: int, pairs: int, threshold: int = THRESHOLD_INSIDE) -> Headcount:
    """Say how many mentors there are. A mentor may have several mentees, so pairs bound those who have one only.

    With `threshold` pairs or more at least so many numbers of mentors without a mentee are possible; with fewer
    pairs a small number of mentors would show that few have none.
    """
    hidden = threshold + (pairs if pairs < threshold else 0)
    return Headcount(count, count) if count >= hidden else Headcount(0, hidden - 1)


def bands(groups: Sequence[Group], threshold: int = THRESHOLD_INSIDE) -> tuple[Band, ...]:
    """Join neighbouring years, from the youngest, until each band counts `threshold` students or more.

    `groups` must list every year of the school, those with nobody in them too: if only years with
    somebody were listed, five joined years with a sum just over the threshold would each hold one. A
    remainder joins the band before it, which keeps open where that band would have been complete.
    With fewer than `threshold` students in all there is no band. Years without a known order come last.
    """
    ordered = sorted(groups, key=lambda group: (group.rank is None, group.rank or 0, group.label))
    made: list[Band] = []
    labels: list[str] = []
    count = 0
    for group in ordered:
        labels.append(group.label)
        count += group.count
        if count >= threshold:
            made.append(Band(tuple(labels), count))
            labels, count = [], 0
    if labels and made:
        last = made.pop()
        made.append(Band((*last.labels, *labels), last.count + count))
    return tuple(made)
