"""What it is said to cost that two change places is what happens then, and nobody else moves."""

from __future__ import annotations

from desktop.services import matching
from desktop.services.matching.exchanging import exchange, exchange_price
from desktop.services.matching.types import Draft
from desktop.services.vault import Workspace, undo_last
from tests.services.matching.school import School
from tests.services.matching.test_choices import crowd, seats, the_draft


def scores(draft: Draft) -> tuple[int, int]:
    return draft.coverage, draft.total


def test_each_exchange_costs_what_was_said_and_moves_only_the_two(workspace: Workspace) -> None:
    crowd(workspace)
    matching.propose(workspace)
    draft = the_draft(workspace)
    everybody = list(seats(draft))
    done = 0
    for one, other in [(a, b) for a in everybody[:3] for b in everybody if a != b]:
        said = exchange_price(workspace, one, other)
        if said.cost is None:
            assert said.sentence.endswith(".")
            continue
        before = seats(draft)
        exchange(workspace, one, other)
        now = the_draft(workspace)
        assert scores(now) == (draft.coverage - said.cost.left_out, draft.total - said.cost.points)
        moved = {uid for uid, mentor in seats(now).items() if mentor != before[uid]}
        assert moved == {move.mentee.uid for move in said.cost.moves} <= {one, other}
        undo_last(workspace)
        done += 1
    assert done > 5
    assert the_draft(workspace) == draft


def test_who_has_nobody_takes_the_place_also_where_they_are_the_one_dragged_to(workspace: Workspace) -> None:
    school = School(workspace)
    school.add("900", "mentor")
    for number in ("100", "101", "102"):
        school.add(number, "mentee")
    matching.propose(workspace)
    placed = the_draft(workspace).cards[0].mentee.uid
    waiting, other = (one.mentee.uid for one in the_draft(workspace).unplaced)
    said = exchange_price(workspace, placed, waiting)
    assert said.cost is not None
    assert said.cost.left_out == 0
    assert "would have no mentor" in said.sentence
    exchange(workspace, placed, waiting)
    assert seats(the_draft(workspace))[placed] == ""
    assert the_draft(workspace).cards[0].mentee.uid == waiting
    said = exchange_price(workspace, placed, other)
    assert said.cost is None
    assert "nothing to swap" in said.sentence


def test_what_forbids_it_is_said(workspace: Workspace) -> None:
    school = School(workspace)
    school.add("900", "mentor")
    school.add("100", "mentee")
    school.add("101", "mentee", periods=("Fri1",))
    matching.propose(workspace)
    said = exchange_price(workspace, school.uid["101"], school.uid["100"])
    assert said.cost is None
    assert "These two cannot be paired" in said.sentence
