"""Counting students by school year so that no small group can be read or worked out. Pure.

Nothing is blanked out: years are joined until every band holds at least the threshold. A table
of bands therefore has no gaps that a margin could fill, and its sum may be printed. The proof is
in the tests: for every table, each joined year has at least three possible numbers, even for a
reader who knows this file and every year of the school.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.services.reports.types import Band, Group

THRESHOLD_INSIDE: Final = 5
THRESHOLD_OUTSIDE: Final = 10


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
