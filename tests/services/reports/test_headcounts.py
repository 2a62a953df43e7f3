"""Nobody can work out a small group of mentors or mentees from all that the pack prints (issue: reports)."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from desktop.services import reports
from desktop.services.reports import suppression
from desktop.services.reports.types import Headcount, StaffPack
from desktop.services.vault import Workspace
from tests.services.reports.test_documents import school, words

MOST = 24
World = dict[str, int]


def worlds() -> list[World]:
    """List the programmes of up to `MOST` mentors; a mentor may have several mentees.

    What is not printed exactly lies within these bounds, so every set that a reader is left with is whole.
    """
    found = []
    for pairs, mentors, waiting in product(range(MOST // 2), range(MOST + 1), range(MOST // 2)):
        if pairs and not mentors:
            continue
        mentees = pairs + waiting
        for busy in range(1 if pairs else 0, min(pairs, mentors) + 1):
            found.append(
                {"pairs": pairs, "mentors": mentors, "mentees": mentees, "waiting": waiting, "idle": mentors - busy}
            )
    return found


def printed(world: World, threshold: int) -> tuple[int, Headcount, Headcount]:
    """Give all that the pack says of a programme's size: the tables add up to numbers that stand here."""
    return (
        world["pairs"],
        suppression.mentors(world["mentors"], world["pairs"], threshold),
        suppression.mentees(world["mentees"], world["pairs"], world["pairs"], threshold),
    )


@pytest.mark.parametrize("threshold", [5, 10])
def test_no_small_group_follows_from_what_is_printed(threshold: int) -> None:
    """Whoever knows the rules and solves for every group finds none under the threshold, nor one of two numbers."""
    possible: dict[object, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for world in worlds():
        for group in ("mentors", "mentees", "waiting", "idle"):
            possible[printed(world, threshold)][group].add(world[group])
    for shown, groups in possible.items():
        for group, numbers in groups.items():
            assert min(numbers) >= threshold or len(numbers) >= 3, (shown, group, numbers)


@pytest.mark.parametrize("threshold", [5, 10])
def test_what_is_printed_is_true(threshold: int) -> None:
    for world in worlds():
        _, mentors, mentees = printed(world, threshold)
        assert mentors.least <= world["mentors"] <= mentors.most
        assert mentees.least <= world["mentees"] <= mentees.most


def test_a_mentee_of_two_pairs_is_not_found() -> None:
    assert suppression.mentees(40, 39, 40) == Headcount(0, 44)
    assert suppression.mentees(45, 39, 40) == Headcount(45, 45)
    assert suppression.mentees(44, 39, 40) == Headcount(0, 44)


@pytest.mark.parametrize(("mentors", "mentees"), [(3, 1), (8, 8), (8, 9), (3, 12), (5, 1), (6, 2), (14, 12)])
def test_the_page_shows_no_small_number_of_students(workspace: Workspace, mentors: int, mentees: int) -> None:
    school(workspace, mentors, mentees)
    pack = reports.staff_pack(workspace)
    shown = words(reports.write_pdf(pack, [1]))
    waiting = mentees - pack.pairs_active
    assert (f"{mentees} mentees" in shown) == (waiting >= 5)
    assert (f"{waiting} mentees are waiting" in shown) == (waiting >= 5)
    assert (f" {mentors} mentors" in shown.replace("–", " ")) == pack.mentors.exact
    assert not any(f" {n} {word}" in shown for n in range(5) for word in ("mentor ", "mentors", "mentee ", "mentees"))
    assert sums(pack) <= {pack.mentors.most if pack.mentors.exact else 0, pack.pairs_active, 0}


def sums(pack: StaffPack) -> set[int]:
    """Give what the tables add up to."""
    return {sum(band.count for band in table) for table in (pack.mentors_by_year, pack.paired_by_year)}


def test_the_pack_says_why_numbers_are_rough(workspace: Workspace) -> None:
    school(workspace)
    assert any("fewer than 5 are not given exactly" in line for line in reports.staff_pack(workspace).missing)
