"""Who waits how long by group: right where it is shown, and nothing where somebody could be worked out."""

from __future__ import annotations

import random

import pytest

from desktop.services import matching
from desktop.services.reports.equity import Wait, equity_rows, groupings, waiting, why_hidden
from desktop.services.vault import Workspace
from tests.services.matching.school import School


def _waits(seed: int) -> list[Wait]:
    noise = random.Random(seed)
    years = noise.randint(1, 7)
    return [
        Wait(str(year), year if noise.random() < 2 else None, noise.random() < 0.6, noise.randrange(60))
        for year in (noise.randrange(years) for _ in range(noise.randrange(120)))
    ]


@pytest.mark.parametrize("threshold", [5, 10])
def test_every_row_has_the_threshold_on_both_sides_and_the_rows_are_everybody(threshold: int) -> None:
    shown = 0
    for seed in range(400):
        waits = _waits(seed)
        rows = equity_rows(waits, threshold)
        shown += bool(rows)
        if not rows:
            assert why_hidden(waits, threshold).endswith(".")
            continue
        assert len(rows) > 1
        assert all(min(row.paired, row.waiting) >= threshold for row in rows)
        assert sum(row.taking_part for row in rows) == len(waits)
        assert sum(row.paired for row in rows) == sum(one.paired for one in waits)
        assert sorted(label for row in rows for label in row.labels) == sorted({one.group for one in waits})
    assert shown > 50


def test_no_group_under_the_threshold_stands_alone() -> None:
    waits = [Wait("7", 7, n % 2 == 0, 1) for n in range(40)] + [Wait("8", 8, True, 1), Wait("9", 9, False, 99)]
    assert equity_rows(waits, 5) == ()
    more = [*waits, *(Wait("10", 10, n % 2 == 0, 7) for n in range(20))]
    rows = equity_rows(more, 5)
    assert [row.labels for row in rows] == [("7",), ("8", "9", "10")]
    assert (rows[0].paired, rows[0].waiting, rows[0].rate, rows[0].days_waiting) == (20, 20, 50, 1)


@pytest.mark.parametrize(("paired", "alone"), [(3, "have"), (37, "wait")])
def test_where_few_have_or_lack_a_mentor_nothing_is_broken_down(paired: int, alone: str) -> None:
    waits = [Wait(str(n % 4), n % 4, n < paired, 1) for n in range(40)]
    assert equity_rows(waits, 5) == ()
    assert alone in why_hidden(waits, 5)


def test_it_reads_the_programme(workspace: Workspace) -> None:
    school = School(workspace)
    for n in range(12):
        for year, base in (("7", 100), ("8", 200)):
            school.add(str(base + n), "mentee", year=year)
    for n in range(12):
        school.add(str(900 + n), "mentor", year="12")
    assert waiting(workspace).rows == ()
    matching.propose(workspace)
    for mentee in [school.uid[str(base + n)] for base in (100, 200) for n in range(6, 12)]:
        matching.leave_out(workspace, mentee)
    matching.solve_again(workspace)
    matching.publish(workspace)
    found = waiting(workspace)
    assert [(row.labels, row.paired, row.waiting) for row in found.rows] == [(("7",), 6, 6), (("8",), 6, 6)]
    assert [key for key, _ in groupings(workspace)] == ["year", "language"]
    with pytest.raises(ValueError, match="nothing to group by"):
        waiting(workspace, "shoe size")
