"""Nobody can work out how many students a joined year holds (security.md, C13)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import pytest

from desktop.services.reports.suppression import bands
from desktop.services.reports.types import Band, Group


def groups(counts: tuple[int, ...]) -> list[Group]:
    return [Group(str(7 + at), 7 + at, count) for at, count in enumerate(counts)]


def cells(table: tuple[Band, ...], years: tuple[str, ...]) -> list[list[int]]:
    """Give for each band the positions of its years."""
    return [[years.index(label) for label in band.labels] for band in table]


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Enumerate every way to share `total` among `parts` years, nobody included."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield (first, *rest)


def possible(counts: tuple[int, ...], threshold: int) -> list[set[int]]:
    """Give for each year of a joined band the numbers it may have, for a reader who knows the rule itself.

    The solver tries contents of a band that have the printed sum, lets `bands` make its table of each, and
    keeps those whose table is the printed one. Bands are tried one by one: the others are as they are. It stops
    looking after 2,000 contents for a number, so it may find too few numbers, and never too many.
    """
    table = bands(groups(counts), threshold)
    years = tuple(group.label for group in groups(counts))
    found: list[set[int]] = []
    for band, members in zip(table, cells(table, years), strict=True):
        if len(members) == 1:
            continue
        for asked in members:
            others = [member for member in members if member != asked]
            found.append(
                {
                    n
                    for n in range(band.count + 1)
                    if witness(counts, table, threshold, asked, n, others, band.count - n)
                }
            )
    return found


def witness(
    counts: tuple[int, ...], table: tuple[Band, ...], threshold: int, asked: int, n: int, others: list[int], rest: int
) -> bool:
    """Tell whether some content of the band with `n` in year `asked` is printed as `table`."""
    for content in islice(splits(rest, len(others)), 2_000):
        tried = list(counts)
        tried[asked] = n
        for member, count in zip(others, content, strict=True):
            tried[member] = count
        if bands(groups(tuple(tried)), threshold) == table:
            return True
    return False


def random_roster(source: random.Random) -> tuple[int, ...]:
    few = source.choice((1, 3, 6, 12))
    return tuple(source.randint(0, few) if source.random() < 0.8 else 0 for _ in range(source.randint(1, 7)))


def check(rosters: int, threshold: int, seed: int) -> None:
    source = random.Random(seed)
    for _ in range(rosters):
        counts = random_roster(source)
        table = bands(groups(counts), threshold)
        assert all(band.count >= threshold for band in table), counts
        assert sum(band.count for band in table) == (sum(counts) if table else 0), counts
        assert all(len(numbers) >= 3 for numbers in possible(counts, threshold)), counts


@pytest.mark.parametrize("threshold", [5, 10])
def test_a_joined_year_keeps_three_possible_numbers(threshold: int) -> None:
    check(20, threshold, 3)


@pytest.mark.long
@pytest.mark.parametrize("threshold", [5, 10])
def test_a_joined_year_keeps_three_possible_numbers_in_a_thousand_rosters(threshold: int) -> None:
    check(1_000, threshold, 11)


def test_every_small_roster_of_four_years_is_safe() -> None:
    for total in range(13):
        for counts in splits(total, 4):
            assert all(len(numbers) >= 3 for numbers in possible(counts, 5)), counts


def test_fewer_than_the_threshold_in_all_make_no_table() -> None:
    assert bands(groups((1, 2, 1))) == ()
    assert bands([]) == ()


def test_years_stand_alone_where_each_is_large_enough() -> None:
    assert bands(groups((5, 17, 6))) == (Band(("7",), 5), Band(("8",), 17), Band(("9",), 6))


def test_a_remainder_joins_the_band_before_it() -> None:
    assert bands(groups((6, 8, 2, 1))) == (Band(("7",), 6), Band(("8", "9", "10"), 11))


def test_years_not_given_come_last() -> None:
    unordered = [Group("", None, 2), Group("10", 10, 9), Group("8", 8, 9)]
    assert bands(unordered) == (Band(("8",), 9), Band(("10", ""), 11))


def test_five_joined_years_with_one_student_each_do_not_show_it() -> None:
    """The reason why years with nobody are listed too: else 1, 1, 1, 1, 1 would follow from the sum."""
    assert all(len(numbers) >= 3 for numbers in possible((1, 1, 1, 1, 1), 5))
